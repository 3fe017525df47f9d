"""Sets: repetitions without a long rest between them."""

from collections.abc import Sequence

import numpy as np

from hiphinge.repetitions.model import Span

__all__ = ["REST_S", "REST_SHARE", "group_sets"]

REST_S, REST_SHARE = 7.0, 2.0
"""Sets are divided by rests longer than both: seconds, and the share of the usual repetition."""


def group_sets(spans: Sequence[Span]) -> list[list[int]]:
    """Return the indices of spans, set by set: a long rest begins a new set."""
    if not spans:
        return []
    usual_s = float(np.median([s.duration_s for s in spans]))
    sets = [[0]]
    for i in range(1, len(spans)):
        rest_s = spans[i].start_s - spans[i - 1].end_s
        if rest_s > max(REST_S, REST_SHARE * usual_s):
            sets.append([])
        sets[-1].append(i)
    return sets
