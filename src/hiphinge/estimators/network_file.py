"""Leaves out of a network's file what only one of its outputs needs, or sets it apart to be run in windows."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from hiphinge.errors import InputFormatError
from hiphinge.estimators.network_graph import BROKEN, Graph

__all__ = ["InWindows", "in_windows", "without_output"]

_ADD, _CONVOLUTION, _DEPTHWISE, _DEQUANTIZE, _RESIZE = 0, 3, 4, 6, 23
"""Kinds of operators in the schema."""
_DILATIONS = {_CONVOLUTION: (4, 5), _DEPTHWISE: (5, 6)}
"""Places of the options that say how far apart the cells are that a convolution looks at."""
_ALIGNED_CORNERS = 2
"""Place of an option of a resize: its grid would depend on the size of the whole."""


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except BROKEN as error:
        message = f"The file should be a network for LiteRT (.tflite) of one graph, but cannot be read: {error}."
        raise InputFormatError(message) from error


def without_output(content: bytes, shape: tuple[int, ...]) -> bytes:
    """Return a network's file without the output of that shape, and without the operators that only it needs.

    Raises
    ------
    InputFormatError
        If the content is no network of one graph with such an output.
    """
    with _readable():
        graph = Graph(content)
        kept = [tensor for tensor in graph.outputs if graph.shapes[tensor] != shape]
        if kept == graph.outputs:
            message = f"The network has no output of {list(shape)}, {math.prod(shape)} values, that could be left out."
            raise InputFormatError(message)
        graph.keep(graph.needed(kept), outputs=kept)
        return graph.content


@dataclass(frozen=True, kw_only=True)
class InWindows:
    """A network in two: one up to the last layers of an output, and these layers, for a window of the output alone.

    Attributes
    ----------
    first, last
        The contents of their files. The first has the features in place of the output; the last layers take a window
        of them.
    features
        Shape of the features, ``(1, row, column, channel)``.
    scale
        How many cells the output has for one of the features along each side.
    margin
        How many features at each edge of a window are only there for those beside them: what the last layers give for
        them is right at the edge of the whole alone.
    side
        Features along each side of a window, margins included.
    """

    first: bytes
    last: bytes
    features: tuple[int, ...]
    scale: int
    margin: int
    side: int


def in_windows(content: bytes, shape: tuple[int, ...], *, side: int) -> InWindows:
    """Return a network in two, parted before the last resize of the output of that shape.

    Parameters
    ----------
    side
        How many features along each side of a window are wanted, without margins.

    Raises
    ------
    InputFormatError
        If the content is no network of one graph with such an output, whose last layers take neighbours alone.
    """
    with _readable():
        graph = Graph(content)
        (output,) = (tensor for tensor in graph.outputs if graph.shapes[tensor] == shape)
        layers, features, size = _last_layers(graph, output)
        scale, reach = _scale_and_reach(graph, layers, features)
        margin = math.ceil(reach / scale)
        window = side + 2 * margin
        first, last = Graph(content), Graph(content)
        outputs = [features if tensor == output else tensor for tensor in graph.outputs]
        first.keep(first.needed(outputs), outputs=outputs)
        last.reshape(features, (1, window, window, graph.shapes[features][3]))
        for computed in (graph.outputs_of(one)[0] for one in layers if graph.kind(one) != _DEQUANTIZE):
            last.reshape(computed, (1, window * scale, window * scale, graph.shapes[computed][3]))
        last.put(size, (window * scale, window * scale))
        last.keep(layers, outputs=[output], inputs=[features])
        return InWindows(
            first=first.content,
            last=last.content,
            features=graph.shapes[features],
            scale=scale,
            margin=margin,
            side=window,
        )


def _last_layers(graph: Graph, output: int) -> tuple[list[int], int, int]:
    """Return the operators from an output's last resize on, the tensor that this enlarges, and the one of its size."""
    resize = [one for one in graph.needed([output]) if graph.kind(one) == _RESIZE][-1]
    features, size = graph.inputs_of(resize)
    layers = graph.needed([output], given=(features,))
    if graph.option(resize, _ALIGNED_CORNERS) or graph.inputs[0] in {t for one in layers for t in graph.inputs_of(one)}:
        message = "an output has no last layers of its own"
        raise ValueError(message)
    return layers, features, size


def _scale_and_reach(graph: Graph, layers: list[int], features: int) -> tuple[int, int]:
    """Return by how much the layers enlarge the features, and how many cells of the output around one they look at."""
    _, rows, columns, _ = graph.shapes[features]
    calculating = [one for one in layers if graph.kind(one) != _DEQUANTIZE]
    computed = [graph.shapes[graph.outputs_of(one)[0]] for one in calculating]
    scale = computed[0][1] // rows
    if {shape[1:3] for shape in computed} != {(rows * scale, columns * scale)}:
        message = "the last layers of an output change its size"
        raise ValueError(message)
    reach = scale - 1
    for one in calculating[1:]:
        kind = graph.kind(one)
        if kind in _DILATIONS:
            widened = max(1, *(graph.option(one, place, "<i") for place in _DILATIONS[kind]))
            reach += widened * (max(graph.shapes[graph.inputs_of(one)[1]][1:3]) // 2)
        elif kind != _ADD:
            message = f"a last layer of an output is of kind {kind}"
            raise ValueError(message)
    return scale, reach
