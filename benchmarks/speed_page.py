"""Writes the page on speed from what was measured."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime

from goals import Goal
from stages import Stage

__all__ = ["page"]

_TEXT = """# How fast is it?

*`scripts/bench --page docs/explanation/performance.md` measures and writes this page. Measured on {date} on {machine}.*

## How a video is gone through

One thread decodes. The frames are cut into parts of up to 75, which are followed side by side, one thread and one copy
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
"""


def page(goals: Sequence[Goal], stages: Sequence[Stage], *, load: str) -> str:
    """Return the page as Markdown."""
    cores = f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, Python {platform.python_version()}"
    return _TEXT.format(
        date=datetime.now(tz=UTC).date().isoformat(),
        machine=f"{cores}, with a load of {load} at the start",
        stages=_table(("stage", "ms", "how often"), [(one.name, f"{one.ms:.2f}", one.often) for one in stages]),
        goals=_table(("measured", "value", "goal", ""), [_row(goal) for goal in goals]),
    )


def _row(goal: Goal) -> tuple[str, ...]:
    unit = f" {goal.unit}" if goal.unit else ""
    limit = f"at {'most' if goal.at_most else 'least'} {goal.limit:g}{unit}"
    return goal.name, f"{goal.value:.3g}{unit}", limit, "met" if goal.met else "missed"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
