r"""Reverse-mode automatic differentiation: an array that remembers how it was computed.

Every operation returns a :class:`Tensor` that keeps, for each tensor it was made from, an *edge*:
the map that carries a gradient back to it (the transposed local derivative).  Then
:meth:`Tensor.backward` walks the graph once from the loss to the leaves and applies the chain
rule, so that the gradient costs a small multiple of the function itself, whatever the number of
parameters.

Source: Griewank and Walther (2008), Evaluating Derivatives, 2nd ed., chapter 3.
"""

from collections.abc import Callable
from typing import Any, Union

import numpy as np
from scipy.sparse import csr_array
from scipy.special import expit

from mlcourse import _check as check
from mlcourse._check import FloatArray

__all__ = ["Tensor"]

Edge = tuple["Tensor", Callable[[FloatArray], FloatArray]]
Operand = Union["Tensor", FloatArray, float]
Axis = int | tuple[int, ...] | None

# As on paper a loss may leave the real numbers: log 0 is -inf, exp 1000 is inf, and training
# that diverges is something to look at.  The value says so; a warning would say it twice.
_quiet = np.errstate(all="ignore")


class Tensor:
    """An array of real numbers that can be differentiated.

    Combine tensors with each other and with arrays by ``+ - * / ** @``, index and slice them,
    and use the methods below; shapes broadcast as in NumPy, arrays count as constants.  Then
    call :meth:`backward` on the scalar at the end and read ``grad`` of any tensor on the way.

    Parameters
    ----------
    data : array_like
        Finite real numbers, at least one, of any shape; copied.

    Attributes
    ----------
    data : ndarray of float64
        The value.
    grad : ndarray of float64 or None
        Derivative of the last scalar whose ``backward`` passed here, in the shape of ``data``.

    Examples
    --------
    >>> x = Tensor([1.0, 2.0, 3.0])
    >>> loss = (x * x).sum()
    >>> loss.backward()
    >>> x.grad.tolist()
    [2.0, 4.0, 6.0]
    """

    __slots__ = ("_constant", "_edges", "data", "grad")
    __array_ufunc__ = None  # `array * tensor` asks the tensor, not the array

    def __init__(self, data: Any) -> None:
        self.data: FloatArray = check.array("data", data)
        self.grad: FloatArray | None = None
        self._edges: tuple[Edge, ...] = ()
        self._constant = False

    @_quiet
    def backward(self) -> None:
        r"""Set ``grad`` of every tensor that this scalar was computed from.

        With :math:`\bar v = \partial L / \partial v`, each edge :math:`u \to v` adds
        :math:`(\partial v / \partial u)^\top \bar v` to :math:`\bar u`; a node passes on its
        :math:`\bar v` only when it is complete.  Each call starts from zero.
        """
        if self.size != 1:
            raise ValueError(f"self must be a scalar tensor, got a tensor of shape {self.shape}")
        order = self._topological_order()
        for v in order:
            v.grad = None
        self.grad = np.ones_like(self.data)
        for v in reversed(order):
            for u, pull_back in v._edges:
                part = _unbroadcast(pull_back(v.grad), u.shape)  # type: ignore[arg-type]
                # not `u.grad += part`: the same array may be the gradient of another node
                u.grad = part if u.grad is None else u.grad + part

    def _topological_order(self) -> list["Tensor"]:
        """Every node that this one was computed from, parents first, and itself at the end.

        Depth first with a stack of our own: recursion would end at Python's limit of 1,000
        calls, and a recurrent network or a long iteration makes deeper graphs than that.
        """
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            v, parents_done = stack.pop()
            if parents_done:
                order.append(v)
            elif v not in seen:
                seen.add(v)
                stack.append((v, True))
                stack.extend((u, False) for u, _ in reversed(v._edges))
        return order

    # Arithmetic: the value, and for each operand what becomes of a gradient on its way back

    @_quiet
    def __add__(self, other: Operand) -> "Tensor":
        a, b = self, lift(other)
        return node(a.data + b.data, (a, lambda g: g), (b, lambda g: g))

    __radd__ = __add__

    @_quiet
    def __mul__(self, other: Operand) -> "Tensor":
        a, b = self, lift(other)
        return node(a.data * b.data, (a, lambda g: g * b.data), (b, lambda g: g * a.data))

    __rmul__ = __mul__

    @_quiet
    def __truediv__(self, other: Operand) -> "Tensor":
        a, b = self, lift(other)
        out = a.data / b.data
        return node(out, (a, lambda g: g / b.data), (b, lambda g: -g * out / b.data))

    @_quiet
    def __pow__(self, exponent: float) -> "Tensor":
        x, p = self.data, check.real("exponent", exponent)
        # x**0 is constant, also at 0, where p * x**(p - 1) would be 0 * inf
        return node(x**p, (self, lambda g: g * p * x ** (p - 1.0) if p else np.zeros_like(x)))

    @_quiet
    def __matmul__(self, other: Operand) -> "Tensor":
        a, b = self, lift(other)
        if a.ndim == 1:
            shape = b.shape[:-2] + b.shape[-1:] if b.ndim > 1 else ()
            return (a.reshape(1, -1) @ b).reshape(*shape)
        if b.ndim == 1:
            return (a @ b.reshape(-1, 1)).reshape(*a.shape[:-1])
        if a.ndim > 2 and b.ndim == 2:  # one large product is much faster than many small ones
            return (a.reshape(-1, a.shape[-1]) @ b).reshape(*a.shape[:-1], b.shape[-1])
        return node(
            a.data @ b.data,
            (a, lambda g: g @ np.swapaxes(b.data, -1, -2)),
            (b, lambda g: np.swapaxes(a.data, -1, -2) @ g),
        )

    def __neg__(self) -> "Tensor":
        return node(-self.data, (self, lambda g: -g))

    def __sub__(self, other: Operand) -> "Tensor":
        return self + (-lift(other))

    def __rsub__(self, other: Operand) -> "Tensor":
        return lift(other) - self

    def __rtruediv__(self, other: Operand) -> "Tensor":
        return lift(other) / self

    def __rmatmul__(self, other: Operand) -> "Tensor":
        return lift(other) @ self

    # Functions of each entry

    @_quiet
    def exp(self) -> "Tensor":
        """The exponential function."""
        out = np.exp(self.data)
        return node(out, (self, lambda g: g * out))

    @_quiet
    def log(self) -> "Tensor":
        """The natural logarithm; ``-inf`` at 0, ``nan`` below."""
        return node(np.log(self.data), (self, lambda g: g / self.data))

    def tanh(self) -> "Tensor":
        """The hyperbolic tangent."""
        out = np.tanh(self.data)
        return node(out, (self, lambda g: g * (1.0 - out * out)))

    def sigmoid(self) -> "Tensor":
        """The logistic function ``1 / (1 + exp(-x))``."""
        out = expit(self.data)
        return node(out, (self, lambda g: g * out * (1.0 - out)))

    def relu(self) -> "Tensor":
        """``max(x, 0)``, with slope 0 at 0."""
        return node(np.maximum(self.data, 0.0), (self, lambda g: g * (self.data > 0.0)))

    # Functions along an axis

    @_quiet
    def softmax(self, axis: int = -1) -> "Tensor":
        """``exp(x) / sum(exp(x))`` along ``axis``."""
        raised = np.exp(self.data - self.data.max(axis=axis, keepdims=True))
        p = raised / raised.sum(axis=axis, keepdims=True)
        return node(p, (self, lambda g: p * (g - (g * p).sum(axis=axis, keepdims=True))))

    @_quiet
    def log_softmax(self, axis: int = -1) -> "Tensor":
        """``log(softmax(x))`` along ``axis``, without overflow."""
        shifted = self.data - self.data.max(axis=axis, keepdims=True)
        out = shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))
        return node(out, (self, lambda g: g - np.exp(out) * g.sum(axis=axis, keepdims=True)))

    @_quiet
    def sum(self, axis: Axis = None, keepdims: bool = False) -> "Tensor":
        """Sum of all entries, or along ``axis``."""
        return node(
            np.asarray(self.data.sum(axis=axis, keepdims=keepdims)),
            (self, lambda g: _spread(g, self.shape, axis, keepdims)),
        )

    def mean(self, axis: Axis = None, keepdims: bool = False) -> "Tensor":
        """Mean of all entries, or along ``axis``."""
        total = self.sum(axis, keepdims)
        return total * (total.size / self.size)

    def max(self, axis: Axis = None, keepdims: bool = False) -> "Tensor":
        """Largest entry, of all or along ``axis``; equal ones share the gradient."""
        out = np.asarray(self.data.max(axis=axis, keepdims=keepdims))

        def pull_back(g: FloatArray) -> FloatArray:
            largest = self.data == _spread(out, self.shape, axis, keepdims)
            share = largest / largest.sum(axis=axis, keepdims=True)
            return share * _spread(g, self.shape, axis, keepdims)

        return node(out, (self, pull_back))

    # Shape

    def reshape(self, *shape: int) -> "Tensor":
        """The same entries in another shape; one length may be -1."""
        return node(self.data.reshape(shape), (self, lambda g: g.reshape(self.shape)))

    def transpose(self, *axes: int) -> "Tensor":
        """The axes in the order given; reversed if none is."""
        order = axes or tuple(reversed(range(self.ndim)))
        return node(
            self.data.transpose(order), (self, lambda g: g.transpose(np.argsort(order).tolist()))
        )

    def __getitem__(self, key: Any) -> "Tensor":
        return node(np.asarray(self.data[key]), (self, lambda g: _scatter(g, key, self.shape)))

    # What NumPy's arrays tell about themselves

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of the axes."""
        return self.data.shape

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return self.data.ndim

    @property
    def size(self) -> int:
        """Number of entries."""
        return self.data.size

    @property
    def T(self) -> "Tensor":
        """The axes in reversed order."""
        return self.transpose()

    def __repr__(self) -> str:
        return f"Tensor({np.array2string(self.data, separator=', ', prefix='Tensor(')})"


def lift(value: Operand, name: str = "operand") -> Tensor:
    """Return a tensor as it is, and numbers as a constant, through which no gradient flows."""
    if isinstance(value, Tensor):
        return value
    data = np.asarray(value)
    if data.dtype.kind not in "iufb":
        raise TypeError(f"{name} must be made of real numbers, got {value!r}")
    return node(data.astype(np.float64, copy=False))


def node(data: FloatArray, *edges: Edge) -> Tensor:
    """Return the tensor of a computed value with the edges to what it was computed from."""
    out = Tensor.__new__(Tensor)
    out.data = data
    out.grad = None
    out._edges = tuple(edge for edge in edges if not edge[0]._constant)
    out._constant = not out._edges
    return out


# What was copied forward is summed on the way back, and the other way round


def _unbroadcast(g: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    """Sum ``g`` over the axes along which an array of ``shape`` was repeated."""
    if g.shape == shape:
        return g
    new = g.ndim - len(shape)
    axes = tuple(range(new)) + tuple(new + i for i, n in enumerate(shape) if n == 1)
    return g.sum(axis=axes).reshape(shape)


def _spread(g: FloatArray, shape: tuple[int, ...], axis: Axis, keepdims: bool) -> FloatArray:
    """Repeat the result ``g`` of a reduction along the reduced axes, back to ``shape``."""
    if axis is not None and not keepdims:
        g = np.expand_dims(g, axis)
    return np.broadcast_to(g, shape)


def _scatter(g: FloatArray, key: Any, shape: tuple[int, ...]) -> FloatArray:
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
