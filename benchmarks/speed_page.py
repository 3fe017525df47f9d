"""Writes the page on speed from what was measured."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from batch_speed import BatchSpeed, batch_goals
from goals import Goal
from stages import Stage

__all__ = ["page", "with_batch"]

_TEXT = """# How fast is it?

*`scripts/bench --page docs/explanation/performance.md` measures and writes this page. Measured on {date} on {machine}.*

## How a video is gone through

One thread decodes. The frames are cut into parts of up to 80, which are followed side by side, one thread and one copy
of the networks for each core; then the parts are joined in order. The cuts depend only on the length of the video, so
the numbers are the same for any number of threads ([decision 19](../decisions/0019-parts-side-by-side.md)). Libraries
and catalogue load while the first frames are followed. Of a camera of 60 frames a second or more, every second frame or
fewer is measured, unless the trunk turns fast. With `--fast`, the network looks at every second frame where the trunk
moves evenly ([decision 24](../decisions/0024-as-many-frames-as-the-movement-needs.md)). The last layers of the
network's silhouette run only around the lines along which the contour is read. Networks run on the processor; no
graphics or neural processor was measured.

## What a frame costs

Milliseconds of processor time in one thread; the least of several rounds, so that what else ran on the machine counts
little.

{stages}

Where somebody moves fast, the network runs a second time in a region that fits. The least time for a frame is the sum
of the stages of every frame divided by the number of cores: no arrangement of threads is faster than that.

## Against a plain loop, and alone

The plain loop is `benchmarks/mediapipe_loop.py`: MediaPipe's pose network of the same size on every frame, nothing
else. Both sides run in turn as whole commands, start included; the ratio is that of the medians. Where other work ran
on the machine, as the load at the start shows, ratios of times on the clock are too low: threads share what is left.

{goals}
{batch}"""
_BATCH = """
## Many clips

`hiphinge batch` over {clips} clips of {video_s:.0f} s on average, 540p; each worker runs its networks on one thread.
In each round, two workers and at least one other side ran in turn, start included. Times are medians, ratios medians of
those within a round. Measured on {measured} on {machine},
by `scripts/bench batch --clips {clips}`.

{table}

What a million such clips take, from these numbers:

| | |
| --- | --- |
| processors | {core_hours:,.0f} core hours of a machine like this one; at {price} for a core hour, {cost:,.0f} |
| storage | {storage:,.0f} GB of Parquet; the videos themselves are not copied |
| the one writer | {writer_hours:,.1f} core hours: beyond about {most_workers:,.0f} workers, they wait for it |
| the connection | each worker needs another clip every {read_s:.1f} s |

Below that number of workers the pose networks are the bottleneck: more cores, more clips. Beyond it, write several data
sets, one for each part of the clips; DuckDB, Polars and pandas read them as one. The price is an assumption; put in
your own.
"""
_HEAD_OF_BATCH = "\n## Many clips\n"
_PRICE = 0.04
_MILLION, _HOUR_S = 1e6, 3600.0


def page(goals: Sequence[Goal], stages: Sequence[Stage], *, where: str, batch: BatchSpeed | None) -> str:
    """Return the page as Markdown."""
    return _TEXT.format(
        date=datetime.now(tz=UTC).date().isoformat(),
        machine=where,
        stages=_table(("stage", "ms", "how often"), [(one.name, f"{one.ms:.2f}", one.often) for one in stages]),
        goals=_table(("measured", "value", "goal", ""), [_row(goal) for goal in goals]),
        batch="" if batch is None else _of_batch(batch),
    )


def with_batch(text: str, batch: BatchSpeed) -> str:
    """Return a page with what was measured of batches in place of what it had of them."""
    return text.partition(_HEAD_OF_BATCH)[0] + _of_batch(batch)


def _of_batch(found: BatchSpeed) -> str:
    processor_s = found.median("processor_s") or 0.0
    cost_s = processor_s * _MILLION
    return _BATCH.format(
        clips=found.clips,
        video_s=found.video_s,
        measured=found.measured,
        machine=found.machine,
        table=_table(("measured", "value", "goal", ""), list(_batch_rows(found))),
        core_hours=cost_s / _HOUR_S,
        price=f"{_PRICE:g}",
        cost=cost_s / _HOUR_S * _PRICE,
        storage=found.stored_bytes * _MILLION / 1e9,
        writer_hours=found.writer_s * _MILLION / _HOUR_S,
        most_workers=processor_s / found.writer_s,
        read_s=processor_s,
    )


_SIDES = {
    "loops_s": "two plain MediaPipe loops side by side",
    "one_s": "one worker",
    "two_s": "two workers",
    "ray_s": "two workers on Ray, this machine",
    "processor_s": "processor time",
}


def _batch_rows(found: BatchSpeed) -> Iterator[tuple[str, ...]]:
    for name, title in _SIDES.items():
        if (value := found.median(name)) is not None:
            count = sum(getattr(one, name) is not None for one in found.rounds)
            yield title, f"{value:.2f} s for a clip ({count} round{'s' * (count > 1)})", "", ""
    yield "of it writing the tables", f"{1e3 * found.writer_s:.0f} ms for a clip", "", ""
    yield "tables", f"{found.stored_bytes / 1e3:.0f} kB for a clip", "", ""
    if found.memory is not None:
        for who, title in (("worker", "a worker"), ("command", "the command")):
            first, early, late = (found.memory[f"{who}_{part}_mb"] for part in ("first", "early", "late"))
            grown = f"{first:.0f} MB in the first fifth, {early:.0f} MB in the second, {late:.0f} MB in the last"
            yield f"memory of {title} over {found.memory['clips']:.0f} clips of 2 s", grown, "", ""
    yield from map(_row, batch_goals(found))


def _row(goal: Goal) -> tuple[str, ...]:
    unit = f" {goal.unit}" if goal.unit else ""
    limit = f"at {'most' if goal.at_most else 'least'} {goal.limit:g}{unit}"
    return goal.name, f"{goal.value:.4g}{unit}", limit, "met" if goal.met else "missed"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
