r"""The lasso by coordinate descent, for one penalty and for a whole path of them.

.. math:: \min_w \; \frac{1}{2n} \|y - X w\|^2 + \lambda \|w\|_1

Along one coordinate the minimum is a soft threshold; small coefficients become exactly zero.
There is no intercept: centre the columns of :math:`X` and :math:`y` first.

Sources: Tibshirani (1996), Regression shrinkage and selection via the lasso, Journal of the Royal
Statistical Society B 58(1); Friedman, Hastie and Tibshirani (2010), Regularization paths for
generalized linear models via coordinate descent, Journal of Statistical Software 33(1),
section 2.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result

__all__ = ["Lasso", "LassoPath", "lasso", "lasso_path", "penalty_grid", "soft_threshold"]

Reason = Literal["converged", "max_steps"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lasso(Result):
    """One fit; row k is the state after k sweeps through all coefficients.

    ``gap`` bounds how far the loss is above its minimum.  ``reason`` is ``"converged"`` when it
    fell to ``tol`` times the loss of no coefficients at all, :math:`\\|y\\|^2 / n`, and
    ``"max_steps"`` when the budget ended first.
    """

    coefficients: FloatArray  # (n_steps + 1, p)
    loss: FloatArray  # (n_steps + 1,) with the penalty
    gap: FloatArray  # (n_steps + 1,) duality gap
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LassoPath(Result):
    """Fits for a falling penalty, each started from the one before."""

    penalty: FloatArray  # (n_penalties,)
    coefficients: FloatArray  # (n_penalties, p)
    gap: FloatArray  # (n_penalties,)
    n_steps: IntArray  # (n_penalties,) sweeps
    reason: tuple[Reason, ...]  # n_penalties, as in `Lasso`


def soft_threshold(x: ArrayLike, threshold: float) -> FloatArray:
    r"""Shrink towards zero: :math:`\operatorname{sign}(x) \max(|x| - \tau, 0)`.

    It is the minimum of :math:`\tfrac12 (w - x)^2 + \tau |w|` over :math:`w`.

    Parameters
    ----------
    x : array
    threshold : float
        :math:`\tau \ge 0`.

    Returns
    -------
    array, same shape as ``x``
        What is left of each entry.

    Examples
    --------
    >>> soft_threshold([-3.0, 0.5, 2.0], 1.0).tolist()
    [-2.0, 0.0, 1.0]
    """
    values = check.array("x", x)
    tau = check.non_negative("threshold", threshold)
    return np.maximum(values - tau, 0.0) - np.maximum(-values - tau, 0.0)


class _Problem:
    """Features and targets with the products that every sweep needs."""

    def __init__(self, features: ArrayLike, targets: ArrayLike) -> None:
        self.x = check.matrix("features", features)
        self.y = check.vector("targets", targets, length=len(self.x))
        n = len(self.y)
        self.gram = self.x.T @ self.x / n
        self.correlation = self.x.T @ self.y / n
        self.energy = float(self.y @ self.y) / n
        self.diagonal = np.diag(self.gram).tolist()
        self.rows = self.gram.tolist()

    def loss_and_gap(self, w: FloatArray, slope: FloatArray, penalty: float) -> tuple[float, float]:
        """The loss, and the distance to the best bound that the dual problem gives here."""
        # with the residual r = y - Xw: r'y / n and r'r / n, without a look at the n rows
        along = self.energy - float(w @ self.correlation)
        square = along - float(w @ slope)
        steepest = float(np.abs(slope).max())
        loss = square / 2 + penalty * float(np.abs(w).sum())
        # the residual, shrunk until no feature correlates with it by more than the penalty,
        # is a legal point of the dual problem; without a penalty only a zero one is
        share = 1.0 if steepest <= penalty else penalty / steepest
        return loss, loss - share * along + share**2 * square / 2

    def sweep(self, w: FloatArray, slope: FloatArray, penalty: float) -> tuple[FloatArray, ...]:
        """One round of coordinate steps; ``slope`` is X'(y - Xw) / n, before and after."""
        # lists: a step reads and writes single numbers, which arrays do at five times the cost
        new_w, pulls = w.tolist(), slope.tolist()
        for j, curvature in enumerate(self.diagonal):
            if curvature == 0.0:
                continue
            old = new_w[j]
            pull = pulls[j] + curvature * old
            new = (max(pull - penalty, 0.0) - max(-pull - penalty, 0.0)) / curvature
            if new != old:
                step = old - new
                pulls = [s + g * step for s, g in zip(pulls, self.rows[j], strict=True)]
                new_w[j] = new
        return np.array(new_w), np.array(pulls)

    def fit(
        self, w: FloatArray, penalty: float, tol: float, max_steps: int
    ) -> tuple[list[FloatArray], list[float], list[float]]:
        """Coefficients, losses and gaps of all sweeps, from the start ``w``."""
        slope = self.correlation - self.gram @ w
        loss, gap = self.loss_and_gap(w, slope, penalty)
        path, losses, gaps = [w], [loss], [gap]
        while gap > tol * self.energy and len(path) <= max_steps:
            w, slope = self.sweep(w, slope, penalty)
            loss, gap = self.loss_and_gap(w, slope, penalty)
            path.append(w)
            losses.append(loss)
            gaps.append(gap)
        return path, losses, gaps

    def reason(self, gap: float, tol: float) -> Reason:
        return "converged" if gap <= tol * self.energy else "max_steps"


def lasso(
    features: ArrayLike,
    targets: ArrayLike,
    *,
    penalty: float,
    max_steps: int = 1000,
    tol: float = 1e-6,
) -> Lasso:
    r"""Fit for one penalty, starting at zero.

    Parameters
    ----------
    features : array, shape (n, p)
        :math:`X`, its columns centred and of like size.
    targets : array, shape (n,)
        :math:`y`, centred.
    penalty : float
        :math:`\lambda \ge 0`, in units of feature times target, because the sum of squares is
        divided by :math:`2n`: more rows of the same kind need no other penalty.  (The penalty of
        `mlcourse.statistics.ridge` stands beside the plain sum of squares.)
    max_steps : int, optional
        Budget of sweeps, at least 0; one sweep through all coefficients is a step.
    tol : float, optional
        Stop when the duality gap is at most ``tol`` times :math:`\|y\|^2 / n`, non-negative.
        Without a penalty the gap is only a coarse bound.

    Returns
    -------
    Lasso
        Coefficients, loss and gap after every sweep.

    Examples
    --------
    With orthogonal columns one sweep is exact:

    >>> fit = lasso([[1, 1], [1, -1], [-1, 1], [-1, -1]], [3, 2, -2, -3], penalty=1.0)
    >>> fit.coefficients.tolist(), fit.reason
    ([[0.0, 0.0], [1.5, 0.0]], 'converged')
    """
    problem = _Problem(features, targets)
    strength = check.non_negative("penalty", penalty)
    max_steps = check.integer("max_steps", max_steps)
    tol = check.non_negative("tol", tol)
    path, losses, gaps = problem.fit(np.zeros(problem.x.shape[1]), strength, tol, max_steps)
    return Lasso(
        coefficients=np.array(path),
        loss=np.array(losses),
        gap=np.array(gaps),
        reason=problem.reason(gaps[-1], tol),
    )


def penalty_grid(
    features: ArrayLike, targets: ArrayLike, *, n_penalties: int, ratio: float = 1e-3
) -> FloatArray:
    r"""Penalties from the smallest that keeps all coefficients zero, down on a log scale.

    That one is :math:`\lambda_{\max} = \max_j |x_j^\top y| / n`.

    Parameters
    ----------
    features, targets
        As in `lasso`.
    n_penalties : int
        At least 1.
    ratio : float, optional
        Smallest penalty as a share of the largest, in (0, 1].

    Returns
    -------
    array, shape (n_penalties,)
        From the largest to the smallest.

    Examples
    --------
    >>> penalty_grid([[1.0], [-1.0]], [2.0, -2.0], n_penalties=3, ratio=0.01).round(9).tolist()
    [2.0, 0.2, 0.02]
    """
    problem = _Problem(features, targets)
    n = check.integer("n_penalties", n_penalties, low=1)
    smallest = check.in_range("ratio", ratio, 0.0, 1.0, open_low=True)
    top = float(np.abs(problem.correlation).max())
    return top * np.logspace(0.0, np.log10(smallest), n)


def lasso_path(
    features: ArrayLike,
    targets: ArrayLike,
    *,
    penalties: ArrayLike,
    max_steps: int = 1000,
    tol: float = 1e-6,
) -> LassoPath:
    r"""Fit for a falling row of penalties; each fit starts from the one before.

    Parameters
    ----------
    features, targets, max_steps, tol
        As in `lasso`; the budget is for each penalty.
    penalties : array, shape (m,)
        Non-negative and falling, see `penalty_grid`.

    Returns
    -------
    LassoPath
        Coefficients for every penalty.

    Examples
    --------
    >>> x, y = [[1, 1], [1, -1], [-1, 1], [-1, -1]], [3, 2, -2, -3]
    >>> lasso_path(x, y, penalties=[2.5, 1.0, 0.25]).coefficients.tolist()
    [[0.0, 0.0], [1.5, 0.0], [2.25, 0.25]]
    """
    problem = _Problem(features, targets)
    strengths = check.vector("penalties", penalties)
    if np.any(strengths < 0) or np.any(np.diff(strengths) > 0):
        raise ValueError(f"penalties must be non-negative and falling, got {strengths.tolist()}")
    max_steps = check.integer("max_steps", max_steps)
    tol = check.non_negative("tol", tol)
    w = np.zeros(problem.x.shape[1])
    rows, gaps, counts = [], [], []
    for strength in strengths.tolist():
        path, _, path_gaps = problem.fit(w, strength, tol, max_steps)
        w = path[-1]
        rows.append(w)
        gaps.append(path_gaps[-1])
        counts.append(len(path) - 1)
    return LassoPath(
        penalty=strengths,
        coefficients=np.array(rows),
        gap=np.array(gaps),
        n_steps=np.array(counts),
        reason=tuple(problem.reason(gap, tol) for gap in gaps),
    )
