"""What :class:`~mlcourse.calculus.tensor.Tensor` needs besides calculus: order and shapes.

The order in which gradients flow back, and the adjoints of NumPy's broadcasting, reduction
and indexing: what was copied forward is summed on the way back, and the other way round.
"""

from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

__all__ = ["scatter", "spread", "topological_order", "unbroadcast"]

FloatArray = NDArray[np.float64]


class _Node(Protocol):
    _edges: Any


N = TypeVar("N", bound=_Node)


def topological_order(last: N) -> list[N]:
    """Return every node that ``last`` was computed from, parents first.

    Depth first with a stack of our own: recursion would end at Python's limit of 1,000 calls,
    and a recurrent network or a long iteration makes deeper graphs than that.
    """
    order: list[N] = []
    seen = {last}
    stack = [(last, iter(last._edges))]
    while stack:
        node, edges = stack[-1]
        for parent, _ in edges:
            if parent not in seen:
                seen.add(parent)
                stack.append((parent, iter(parent._edges)))
                break
        else:
            order.append(node)
            stack.pop()
    return order


def unbroadcast(g: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    """Sum ``g`` over the axes along which an array of ``shape`` was repeated."""
    if g.shape == shape:
        return g
    new = g.ndim - len(shape)
    axes = tuple(range(new)) + tuple(new + i for i, n in enumerate(shape) if n == 1)
    return g.sum(axis=axes).reshape(shape)


def spread(
    g: FloatArray, shape: tuple[int, ...], axis: int | tuple[int, ...] | None, keepdims: bool
) -> FloatArray:
    """Repeat the result ``g`` of a reduction along the reduced axes, back to ``shape``."""
    if axis is not None and not keepdims:
        g = np.expand_dims(g, axis)
    return np.broadcast_to(g, shape)


def scatter(g: FloatArray, key: Any, shape: tuple[int, ...]) -> FloatArray:
    """Add the entries of ``g`` into zeros of ``shape`` at the places ``key`` took them from."""
    if isinstance(key, np.ndarray) and key.dtype.kind in "iu":
        # Rows picked by number, as in an embedding: the product with the transposed selection
        # matrix sums repeated rows about ten times faster than np.add.at.
        rows, n = key.ravel() % shape[0], key.size
        picked = csr_array((np.ones(n), rows, np.arange(n + 1)), shape=(n, shape[0]))
        return (picked.T @ g.reshape(n, -1)).reshape(shape)
    out = np.zeros(shape)
    np.add.at(out, key, g)
    return out
