"""The process that reads one case after another; whatever is no refusal is kept with its traceback."""

import hashlib
import json
import os
import random
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from validation.fuzzing.mutating import MUTATORS
from validation.fuzzing.readers import READERS, Reader

__all__ = ["MEMORY_MB", "SLOWEST_S", "Cases", "temporary"]

SLOWEST_S = 30.0
"""A case that takes more processor time has hung."""
MEMORY_MB = 2048
_WALL_S = 240
_SAY_EVERY_S = 5.0
_AT_RANDOM, _FROM_A_SEED = 0.25, 0.4


def temporary() -> str | None:
    """Return a folder in memory for cases; None where the system has none."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  # a folder of our own is made in it


def processor_s() -> float:
    """Return the processor time of this process and of those that it started and that have ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


@dataclass(eq=False)
class Cases:
    """Reads cases of one reader until its processor time is spent."""

    name: str
    folder: Path
    budget_s: float
    path: Path
    seeds: list[bytes]
    began: float = field(default_factory=processor_s)
    said: float = 0.0
    count: int = 0

    @property
    def reader(self) -> Reader:
        """What reads."""
        return READERS[self.name]

    def one(self, data: bytes) -> None:
        """Read a case; what is no refusal is kept."""
        self.path.write_bytes(data)
        before = processor_s()
        try:
            self.reader.read(self.path)
        except self.reader.refusals:
            pass
        except BaseException as error:  # noqa: BLE001  # that is what is looked for
            self._keep(data, error)
        took_s = processor_s() - before
        if took_s > SLOWEST_S:
            self._keep(data, TimeoutError(f"{took_s:.0f} s"))
        self.count += 1
        self._account()

    def _account(self) -> None:
        spent_s = processor_s() - self.began
        if spent_s - self.said >= _SAY_EVERY_S or spent_s >= self.budget_s:
            self.said = spent_s
            said = {"spent_s": round(spent_s, 1), "cases": self.count}
            (self.folder / "running.json").write_text(json.dumps(said), encoding="utf-8")
        if spent_s >= self.budget_s:
            os._exit(0)  # atheris would take an ordinary end for a crash

    def _keep(self, data: bytes, error: BaseException) -> None:
        """Keep the shortest case of each kind of error: its type and the place in the project that it came from."""
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"{Path(one.filename).name}:{one.lineno}" for one in frames if "/hiphinge/" in one.filename]
        sign = f"{type(error).__name__}_{(places or ['elsewhere'])[-1]}".replace(":", "_")
        kept = self.folder / "found" / sign
        kept.mkdir(parents=True, exist_ok=True)
        case = kept / "case"
        if case.exists() and case.stat().st_size <= len(data):
            return
        case.write_bytes(data)
        text = "".join(traceback.format_exception(error))
        (kept / "traceback.txt").write_text(text, encoding="utf-8", errors="replace")

    def changed(self, data: bytes, longest: int, seed: int) -> bytes:
        """Return a changed case: by its shape, or at random."""
        import atheris  # noqa: PLC0415  # in an environment of its own

        chance = random.Random(seed)  # noqa: S311  # no secret
        if chance.random() < _FROM_A_SEED:
            data = chance.choice(self.seeds)
        if chance.random() >= _AT_RANDOM:
            with suppress(Exception):  # it is no longer of that shape
                changed = MUTATORS[self.reader.shape](data, chance)
                if len(changed) <= longest:
                    return changed
        return bytes(atheris.Mutate(data, longest))


def _run() -> None:
    name, folder, budget = sys.argv[1:4]
    import atheris  # noqa: PLC0415  # in an environment of its own

    place = Path(tempfile.mkdtemp(prefix="case_", dir=temporary())) / f"case{READERS[name].endings[0]}"
    tempfile.tempdir = str(place.parent)
    seeds, corpus = Path(folder, "seeds"), Path(folder, "corpus")
    contents = [seed.read_bytes() for seed in sorted(seeds.iterdir())]
    cases = Cases(name=name, folder=Path(folder), budget_s=float(budget), path=place, seeds=contents)
    with atheris.instrument_imports(include=["hiphinge"], enable_loader_override=False):
        for content in contents:
            place.write_bytes(content)
            with suppress(Exception):  # it is read again below
                cases.reader.read(place)
    cases.began = processor_s()
    artifacts = cases.folder / "artifacts"
    artifacts.mkdir(exist_ok=True)
    options: list[Any] = [
        f"-max_len={cases.reader.longest}",
        f"-timeout={_WALL_S}",
        f"-rss_limit_mb={MEMORY_MB}",
        f"-artifact_prefix={artifacts}/",
        "-len_control=0",
        f"-seed={int(hashlib.sha256(f'{time.time()}'.encode()).hexdigest()[:7], 16)}",
        "-print_final_stats=0",
        "-reduce_inputs=0",  # the parsers of documents are compiled: to coverage, a sound file and its rest look alike
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus), str(seeds)], cases.one, custom_mutator=cases.changed)
    atheris.Fuzz()


if __name__ == "__main__":
    _run()
