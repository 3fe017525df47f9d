"""How long a question to a data set of 100,000 analysed sets takes with DuckDB.

    python benchmarks/data_set.py [--sets 100000] [--times 7] [--keep DIR]

The rows are synthetic and of the real shape: every column of the table, stored as `hiphinge batch` stores them, eight
repetitions to a set, every quantity measured. Prints the median, the least and the processor time in milliseconds
beside the limit; exit code 1 where the median is above it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from hiphinge.exports.data_set import PARTS, Column, columns_of
from hiphinge.exports.data_set.storage import ROW_GROUP, arrow_schema, encoding
from hiphinge.measures import quantities_in_use

LIFTERS, REPETITIONS, DAYS = 500, 8, 730
BEGAN = datetime(2024, 1, 1, 17, tzinfo=UTC).replace(tzinfo=None)
LABELS = ("person", "condition")
LIMIT_MS = 1000.0
QUESTION = """
    WITH measured AS (
        SELECT person, date_trunc('month', recorded_at) AS month, lumbar_flexion_deg,
               max(lumbar_flexion_deg) OVER (PARTITION BY person) AS own_maximum
        FROM '{folder}/repetitions/*.parquet'
        WHERE kind = 'repetition' AND lumbar_flexion_deg IS NOT NULL
    )
    SELECT person, month, count(*) AS repetitions, avg(lumbar_flexion_deg) AS mean_deg
    FROM measured
    WHERE lumbar_flexion_deg > 0.8 * own_maximum
    GROUP BY person, month
    ORDER BY person, month
"""


def main() -> int:
    """Write the rows, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=7, help="how often it is asked")
    parser.add_argument("--keep", type=Path, help="where the data set is kept; used as it is where it is there")
    given = parser.parse_args()
    with nullcontext(str(given.keep)) if given.keep else tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not (folder / "repetitions").exists():
            began = time.perf_counter()
            for part in PARTS:
                write_part(folder, part, sets=given.sets // len(PARTS))
            print(f"wrote {given.sets} sets in {time.perf_counter() - began:.0f} s")
        size = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
        wall, work, rows = asked(folder, times=given.times)
        print(f"{size / 1e6:.0f} MB in the table of repetitions; the answer has {rows} rows")
        print(
            f"above 80 % of own maximum by lifter and month: median {statistics.median(wall):.0f} ms, least "
            f"{min(wall):.0f} ms, processor {statistics.median(work):.0f} ms (limit {LIMIT_MS:.0f} ms)"
        )
    return int(statistics.median(wall) > LIMIT_MS)


def asked(folder: Path, *, times: int) -> tuple[list[float], list[float], int]:
    """Return the times and the processor times of the question in milliseconds, and how many rows the answer has."""
    wall, work, rows = [], [], 0
    for _ in range(times):
        began, before = time.perf_counter(), time.process_time()
        with duckdb.connect() as fresh:
            rows = len(fresh.sql(QUESTION.format(folder=folder)).fetchall())
        wall.append(1e3 * (time.perf_counter() - began))
        work.append(1e3 * (time.process_time() - before))
    return wall, work, rows


def write_part(folder: Path, part: str, *, sets: int) -> None:
    """Write one part of the table of repetitions."""
    random = np.random.default_rng(int(part, 16))
    clips = np.array(sorted(f"{part}{int(number):015x}" for number in random.integers(0, 16**14, sets)))
    person = random.integers(0, LIFTERS, sets)
    moments = np.array([BEGAN + timedelta(minutes=int(m)) for m in random.integers(0, DAYS * 1440, sets)])
    own_maximum = random.normal(45.0, 6.0, LIFTERS)
    flexion = np.repeat(own_maximum[person], REPETITIONS) * random.beta(6, 3, sets * REPETITIONS)
    known = {
        "clip": np.repeat(clips, REPETITIONS),
        "person": np.repeat([f"lifter {p}" for p in person], REPETITIONS),
        "recorded_at": np.repeat(moments, REPETITIONS),
        "repetition": np.tile(np.arange(1, REPETITIONS + 1), sets),
        "kind": np.where(random.random(sets * REPETITIONS) < 0.9, "repetition", "attempt"),  # noqa: PLR2004  # a share
        "lumbar_flexion_deg": flexion.round(2),
    }
    write(folder / "repetitions" / f"part-{part}.parquet", known, random, count=sets * REPETITIONS)


def write(path: Path, known: dict[str, object], random: np.random.Generator, *, count: int) -> None:
    """Write a file of repetitions; columns that are not known are filled with plausible values."""
    columns = columns_of("repetitions", LABELS)
    schema = arrow_schema("repetitions", columns)
    arrays = [
        pa.array(known[one.name] if one.name in known else filled(one, random, count), type=field.type)
        for one, field in zip(columns, schema, strict=True)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), path, row_group_size=ROW_GROUP, **encoding(columns))


def filled(column: Column, random: np.random.Generator, count: int) -> object:
    """Return values of a column's kind, numbers rounded as they are in the documents."""
    if column.kind == "number":
        spread = 3.0 if column.name.partition("_low")[0] in quantities_in_use() else 1.0
        return random.normal(40.0, spread, count).round(2)
    if column.kind == "whole":
        return random.integers(0, 500, count)
    if column.kind == "yes_no":
        return random.random(count) < 0.5  # noqa: PLR2004  # a share
    return random.choice(np.array(["hinge", "squat", "stoop", "romanian_deadlift"]), count)


if __name__ == "__main__":
    sys.exit(main())
