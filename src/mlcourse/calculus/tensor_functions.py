r"""Gradients of whole functions, and operations that join several tensors.

Source: Griewank and Walther (2008), Evaluating Derivatives, 2nd ed., section 3.2.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse.calculus.autodiff import Operand, Tensor, lift, node

__all__ = ["concatenate", "maximum", "value_and_gradient", "where"]


def value_and_gradient(fun: Callable[[Tensor], Tensor], x: ArrayLike) -> tuple[float, FloatArray]:
    r"""Return :math:`f(x)` and :math:`\nabla f(x)` from one forward and one backward pass.

    Parameters
    ----------
    fun : callable
        Takes a tensor in the shape of ``x``, returns a tensor with one entry.
    x : array_like
        Where; finite, any shape.

    Returns
    -------
    value : float
        :math:`f(x)`.
    gradient : ndarray
        In the shape of ``x``.

    Examples
    --------
    >>> value, gradient = value_and_gradient(lambda x: (x * x).sum(), [1.0, -3.0])
    >>> value, gradient.tolist()
    (10.0, [2.0, -6.0])
    """
    check.function("fun", fun)
    leaf = Tensor(check.array("x", x))
    out = fun(leaf)
    if not isinstance(out, Tensor) or out.size != 1:
        raise TypeError(f"fun must return a tensor with one entry, got {out!r}")
    out.backward()
    value = float(out.data.reshape(()))
    return value, np.zeros(leaf.shape) if leaf.grad is None else np.array(leaf.grad)


def concatenate(tensors: Sequence[Operand], *, axis: int = 0) -> Tensor:
    """Join tensors along an axis that they have.

    Parameters
    ----------
    tensors : sequence of tensors or arrays
        At least one; the shapes agree except along ``axis``.
    axis : int
        From ``-ndim`` to ``ndim - 1``.

    Returns
    -------
    Tensor
        The joined tensor; each part of its gradient goes back to the part it came from.

    Examples
    --------
    >>> concatenate([Tensor([1.0]), Tensor([2.0, 3.0])]).data.tolist()
    [1.0, 2.0, 3.0]
    """
    if not isinstance(tensors, (list, tuple)) or len(tensors) == 0:
        raise TypeError(
            f"tensors must be a sequence of at least one tensor or array, got {tensors!r}"
        )
    parts = [lift(part, "tensors") for part in tensors]
    ndim = parts[0].ndim
    check.integer("axis", axis, low=-ndim, high=ndim - 1)
    shapes = {p.shape[: axis % ndim] + p.shape[axis % ndim + 1 :] for p in parts}
    if len(shapes) > 1 or any(p.ndim != ndim for p in parts):
        raise ValueError(
            f"tensors must be of equal shape except along axis {axis}, "
            f"got {[p.shape for p in parts]}"
        )
    ends = np.cumsum([p.shape[axis] for p in parts])[:-1]
    return node(
        np.concatenate([p.data for p in parts], axis=axis),
        # k=k binds this part's number: a plain closure would see only the last one
        *((p, lambda g, k=k: np.split(g, ends, axis)[k]) for k, p in enumerate(parts)),
    )


def where(condition: ArrayLike, a: Operand, b: Operand) -> Tensor:
    """Take entries of ``a`` where the condition holds and of ``b`` elsewhere.

    Parameters
    ----------
    condition : array_like of bool
        Broadcasts with ``a`` and ``b``.
    a, b : tensors, arrays or numbers
        Broadcast with each other.

    Returns
    -------
    Tensor
        Each entry's gradient goes to the side it was taken from.

    Examples
    --------
    >>> x = Tensor([-2.0, 3.0])
    >>> where(x.data > 0, x, 0.1 * x).data.tolist()
    [-0.2, 3.0]
    """
    chosen = np.asarray(condition)
    if chosen.dtype.kind != "b":
        raise TypeError(f"condition must be an array of booleans, got {condition!r}")
    left, right = lift(a, "a"), lift(b, "b")
    return node(
        np.where(chosen, left.data, right.data),
        (left, lambda g: np.where(chosen, g, 0.0)),
        (right, lambda g: np.where(chosen, 0.0, g)),
    )


def maximum(a: Operand, b: Operand) -> Tensor:
    """Return the larger of two tensors, entry by entry; equal entries share the gradient.

    Parameters
    ----------
    a, b : tensors, arrays or numbers
        Broadcast with each other.

    Returns
    -------
    Tensor
        ``max(a, b)``.

    Examples
    --------
    >>> maximum(Tensor([1.0, 5.0]), 2.0).data.tolist()
    [2.0, 5.0]
    """
    left, right = lift(a, "a"), lift(b, "b")
    share = 0.5 * (left.data > right.data) + 0.5 * (left.data >= right.data)
    return node(
        np.maximum(left.data, right.data),
        (left, lambda g: g * share),
        (right, lambda g: g * (1.0 - share)),
    )
