"""A Butterworth low-pass filter of second order, run forwards and backwards over many series at once.

`scipy.signal` does the same; it takes half a second to load, longer than an analysis takes. A recursive filter
goes from frame to frame. Here a block of frames is one product of matrices: each output is the input times the filter's
response plus what the state before the block gives, and so is the state after it.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["both_ways"]

FloatArray = NDArray[np.float64]

_BLOCK = 64


@dataclass(frozen=True, kw_only=True, eq=False)
class _Blocks:
    """The filter as matrices for a block of frames.

    Attributes
    ----------
    response
        ``[output frame, input frame]``.
    from_state
        ``[output frame, 2]``: what each part of the state before the block adds.
    to_state
        ``[2, input frame]``: what each input adds to the state after the block.
    state_on
        ``[2, 2]``: the state before to the state after, without input.
    steady
        ``[2]``: the state in which an input of 1 gives an output of 1.
    """

    response: FloatArray
    from_state: FloatArray
    to_state: FloatArray
    state_on: FloatArray
    steady: FloatArray


@lru_cache(maxsize=64)
def _blocks(cutoff_per_frame: float) -> _Blocks:
    """Return the filter of a cut-off in cycles a frame, by the bilinear transform, in transposed direct form II."""
    warped = np.tan(np.pi * cutoff_per_frame)
    scale = 1 + np.sqrt(2) * warped + warped**2
    b = warped**2 / scale * np.array([1.0, 2.0, 1.0])
    a1, a2 = 2 * (warped**2 - 1) / scale, (1 - np.sqrt(2) * warped + warped**2) / scale
    step = np.array([[-a1, 1.0], [-a2, 0.0]])
    enters = np.array([b[1] - a1 * b[0], b[2] - a2 * b[0]])
    powers = [np.eye(2)]
    for _ in range(_BLOCK):
        powers.append(step @ powers[-1])
    impulse = np.array([b[0], *((power @ enters)[0] for power in powers[: _BLOCK - 1])])
    lag = np.arange(_BLOCK)[:, None] - np.arange(_BLOCK)
    return _Blocks(
        response=np.where(lag >= 0, impulse[np.abs(lag)], 0.0),
        from_state=np.stack([power[0] for power in powers[:_BLOCK]]),
        to_state=np.stack([power @ enters for power in powers[_BLOCK - 1 :: -1]], axis=1),
        state_on=powers[_BLOCK],
        steady=np.array([b[1] - a1 + b[2] - a2, b[2] - a2]),
    )


def both_ways(values: FloatArray, *, cutoff_per_frame: float, padding: int) -> FloatArray:
    """Return series ``[time, series]`` filtered forwards, then backwards.

    Parameters
    ----------
    cutoff_per_frame
        The -3 dB frequency of one pass, cycles a frame, below one half.
    padding
        By so many frames, fewer than there are, both ends are continued first: turned about the last value, so that a
        line stays a line.
    """
    blocks = _blocks(cutoff_per_frame)
    before = 2 * values[:1] - values[padding:0:-1]
    after = 2 * values[-1:] - values[-2 : -padding - 2 : -1]
    longer = np.concatenate([before, values, after])
    back = _filtered(_filtered(longer, blocks)[::-1], blocks)[::-1]
    return back[padding : len(back) - padding]


def _filtered(values: FloatArray, blocks: _Blocks) -> FloatArray:
    """Return one pass, which begins as though the first value had been there for ever."""
    count = -(-len(values) // _BLOCK)
    whole = np.zeros((count, _BLOCK, values.shape[1]))
    whole.reshape(-1, values.shape[1])[: len(values)] = values
    added = blocks.to_state @ whole
    states = np.empty((count, 2, values.shape[1]))
    state = blocks.steady[:, None] * values[0]
    for number in range(count):
        states[number] = state
        state = blocks.state_on @ state + added[number]
    out = blocks.response @ whole + blocks.from_state @ states
    return out.reshape(-1, values.shape[1])[: len(values)]
