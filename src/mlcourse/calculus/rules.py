r"""Areas as weighted sums of heights: Riemann sums, the trapezoid rule and Simpson's rule.

With ``n`` panels of width :math:`h = (b - a)/n` every rule is
:math:`\int_a^b f \approx \sum_i w_i f(x_i)`; the error falls like :math:`h` (left, right),
:math:`h^2` (midpoint, trapezoid) and :math:`h^4` (Simpson), for a smooth function.

Source: Davis and Rabinowitz (1984), Methods of Numerical Integration, 2nd ed., sections 2.1-2.2.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.calculus._evaluate import interval, values

__all__ = ["Quadrature", "Rule", "RuleErrors", "integrate", "rule_errors", "rule_points"]

Function = Callable[[FloatArray], ArrayLike]
Rule = Literal["left", "right", "midpoint", "trapezoid", "simpson"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Quadrature(Result):
    """An integral as a sum of weighted heights."""

    value: float
    nodes: FloatArray  # (n_nodes,)
    weights: FloatArray  # (n_nodes,)
    heights: FloatArray  # (n_nodes,) the function at the nodes
    edges: FloatArray  # (n_panels + 1,) where the panels begin and end


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RuleErrors(Result):
    """Absolute error of one rule for several numbers of panels."""

    n_panels: IntArray  # (n,)
    error: FloatArray  # (n,)


def rule_points(a: float, b: float, *, n_panels: int, rule: Rule) -> tuple[FloatArray, FloatArray]:
    """Return the nodes and weights of a rule.

    Parameters
    ----------
    a, b : float
        Ends of the interval, ``a < b``.
    n_panels : int
        At least 1; for Simpson's rule even, since each parabola spans two panels.
    rule : {"left", "right", "midpoint", "trapezoid", "simpson"}
        Where the heights are taken and how they are weighted.

    Returns
    -------
    nodes, weights : ndarray, shape (n_nodes,)
        ``n_panels`` nodes for Riemann sums, one more for the trapezoid and Simpson's rule.

    Examples
    --------
    >>> nodes, weights = rule_points(0.0, 3.0, n_panels=2, rule="simpson")
    >>> nodes.tolist(), weights.tolist()
    ([0.0, 1.5, 3.0], [0.5, 2.0, 0.5])
    """
    low, high = interval(a, b)
    check.choice("rule", rule, get_args(Rule))
    n = check.integer("n_panels", n_panels, low=1)
    if rule == "simpson" and n % 2:
        raise ValueError(f"n_panels must be even for Simpson's rule, got {n}")
    edges = np.linspace(low, high, n + 1)
    h = (high - low) / n
    match rule:
        case "left":
            return edges[:-1], np.full(n, h)
        case "right":
            return edges[1:], np.full(n, h)
        case "midpoint":
            return (edges[:-1] + edges[1:]) / 2, np.full(n, h)
        case "trapezoid":
            weights = np.full(n + 1, h)
            weights[[0, -1]] = h / 2
        case "simpson":
            weights = np.full(n + 1, 2 * h / 3)
            weights[1::2] = 4 * h / 3
            weights[[0, -1]] = h / 3
    return edges, weights


def integrate(fun: Function, a: float, b: float, *, n_panels: int, rule: Rule) -> Quadrature:
    r"""Return :math:`\int_a^b f(x)\,dx` by one of the rules.

    Parameters
    ----------
    fun : callable
        Takes an array of shape (n,), returns the heights in the same shape.
    a, b : float
        Ends of the interval, ``a < b``.
    n_panels : int
        At least 1; even for Simpson's rule.
    rule : {"left", "right", "midpoint", "trapezoid", "simpson"}
        See :func:`rule_points`.

    Returns
    -------
    Quadrature
        The value, and what is needed to draw it.

    Raises
    ------
    ValueError
        If ``fun`` is not finite at a node.

    Examples
    --------
    >>> float(integrate(np.square, 0.0, 1.0, n_panels=2, rule="trapezoid").value)
    0.375
    """
    nodes, weights = rule_points(a, b, n_panels=n_panels, rule=rule)
    heights = values(fun, nodes, nodes.shape)
    return Quadrature(
        value=float(weights @ heights),
        nodes=nodes,
        weights=weights,
        heights=heights,
        edges=np.linspace(a, b, n_panels + 1),
    )


def rule_errors(
    fun: Function, a: float, b: float, *, exact: float, n_panels: ArrayLike, rule: Rule
) -> RuleErrors:
    """Return the error of a rule for several numbers of panels.

    Parameters
    ----------
    fun : callable
        Takes an array of shape (n,), returns the heights in the same shape.
    a, b : float
        Ends of the interval, ``a < b``.
    exact : float
        The true integral.
    n_panels : array_like of int, shape (n,)
        Each at least 1; even for Simpson's rule.
    rule : {"left", "right", "midpoint", "trapezoid", "simpson"}
        See :func:`rule_points`.

    Returns
    -------
    RuleErrors
        One error for each number of panels: a line on log-log axes, whose slope is the order.

    Raises
    ------
    ValueError
        If ``fun`` is not finite at a node.

    Examples
    --------
    >>> run = rule_errors(np.square, 0.0, 1.0, exact=1 / 3, n_panels=[1, 2], rule="trapezoid")
    >>> run.error.round(6).tolist()
    [0.166667, 0.041667]
    """
    truth = check.real("exact", exact)
    counts = check.vector("n_panels", n_panels)
    if np.any(counts != np.floor(counts)) or np.any(counts < 1):
        raise ValueError(f"n_panels must be whole numbers of at least 1, got {counts.tolist()}")
    whole = counts.astype(np.int64)
    found = [integrate(fun, a, b, n_panels=int(n), rule=rule).value for n in whole]
    return RuleErrors(n_panels=whole, error=np.abs(np.array(found) - truth))
