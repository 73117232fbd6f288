"""Gram-Schmidt orthogonalization, classical and modified, one subtraction a step.

Source: Trefethen and Bau (1997), Numerical Linear Algebra, Lectures 7-9.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.linalg._scale import enlarge, scale_of

__all__ = ["GramSchmidt", "gram_schmidt", "remove_component"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GramSchmidt(Result):
    """Orthonormal columns, ``a = q @ r``, and every step on the way.

    Step ``t`` works on column ``column[t]``: it takes out the part along ``q[:, against[t]]`` or,
    where ``against[t]`` is -1, scales what is left to unit length (to zero if nothing is left).
    """

    a: FloatArray  # (m, n) the columns given
    q: FloatArray  # (m, n) orthonormal columns; a zero column for each dependent one
    r: FloatArray  # (n, n) upper triangle
    dependent: IntArray  # indices of the columns that lie in the span of those before
    column: IntArray  # (n_steps,)
    against: IntArray  # (n_steps,)
    working: FloatArray  # (n_steps, m) the column after the step

    def vectors(self, step: int) -> FloatArray:
        """Return the (m, n) columns as they stand after ``step`` steps."""
        step = check.integer("step", step, high=len(self.column))
        now = self.a.copy()
        for t in range(step):
            now[:, self.column[t]] = self.working[t]
        return now


def remove_component(v: ArrayLike, unit: ArrayLike) -> FloatArray:
    r"""Return what is left of a vector without its part along a unit vector.

    :math:`v - (u \cdot v)\,u`, orthogonal to :math:`u`.

    Parameters
    ----------
    v : array of shape (m,)
        The vector.
    unit : array of shape (m,)
        A vector of length 1 (within 1e-6).

    Returns
    -------
    array of shape (m,)
        The rest.

    Examples
    --------
    >>> remove_component([3, 4], [1, 0]).tolist()
    [0.0, 4.0]
    """
    v = check.vector("v", v)
    unit = check.vector("unit", unit, length=len(v))
    length = float(np.hypot.reduce(unit))
    if not abs(length - 1.0) <= 1e-6:
        raise ValueError(f"unit must be a vector of length 1, got length {length}")
    scale = scale_of(v)
    v = v / scale
    return enlarge(v - (unit @ v) * unit, scale)


def gram_schmidt(
    vectors: ArrayLike,
    *,
    method: Literal["classical", "modified"] = "modified",
    tol: float = 1e-12,
) -> GramSchmidt:
    r"""Make the columns of a matrix orthonormal, from left to right.

    Column :math:`j` loses its part along each finished :math:`q_i`,
    :math:`v \leftarrow v - r_{ij} q_i`, and is scaled to length 1.  The two methods differ in one
    letter: classical measures the part in the column it was given, :math:`r_{ij} = q_i \cdot a_j`,
    modified in what is left of it, :math:`r_{ij} = q_i \cdot v`, so that it also removes the
    rounding errors of the steps before.

    Parameters
    ----------
    vectors : array of shape (m, n)
        Columns to work on.
    method : {"modified", "classical"}
        Where a part is measured.
    tol : float
        A column of which at most this fraction of its length is left is dependent, in [0, 1);
        with 0 only one of which nothing is left.

    Returns
    -------
    GramSchmidt
        Factors, dependent columns, and the working column after each step.

    Examples
    --------
    >>> run = gram_schmidt([[3, 1], [4, 2]])
    >>> run.q.round(6).tolist()
    [[0.6, -0.8], [0.8, 0.6]]
    >>> run.r.round(6).tolist()
    [[5.0, 2.2], [0.0, 0.4]]
    >>> run.vectors(2).round(6).tolist()  # the second column has lost its part along the first
    [[0.6, -0.32], [0.8, 0.24]]
    """
    a = check.matrix("vectors", vectors)
    method = check.choice("method", method, ("classical", "modified"))
    tol = check.in_range("tol", tol, 0.0, 1.0, open_high=True)
    scale = scale_of(a)
    m, n = a.shape
    scaled = a / scale
    q, r = np.zeros((m, n)), np.zeros((n, n))
    dependent: list[int] = []
    column: list[int] = []
    against: list[int] = []
    working: list[FloatArray] = []
    for j in range(n):
        v = scaled[:, j]
        for i in range(j):
            if i in dependent:
                continue
            r[i, j] = q[:, i] @ (scaled[:, j] if method == "classical" else v)
            v = v - r[i, j] * q[:, i]
            column.append(j)
            against.append(i)
            working.append(enlarge(v, scale))
        length = np.hypot.reduce(v)
        if length <= tol * np.hypot.reduce(scaled[:, j]):
            dependent.append(j)
        else:
            r[j, j] = length
            q[:, j] = v / length
        column.append(j)
        against.append(-1)
        working.append(q[:, j].copy())
    return GramSchmidt(
        a=a,
        q=q,
        r=enlarge(r, scale),
        dependent=np.array(dependent, dtype=np.int64),
        column=np.array(column),
        against=np.array(against),
        working=np.array(working),
    )
