r"""Random variables on finite spaces: a number for every outcome.

Source: Blitzstein and Hwang (2019), Introduction to Probability, 2nd ed., sections 3.1, 3.2
and 7.1.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result

__all__ = ["JointTable", "RandomVariable", "joint_table", "random_variable"]


ROUNDING = 1e-12  # as in ``sample_spaces``: beyond this, a product that fails is a real dependence


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RandomVariable(Result):
    """The distribution of a random variable: its distinct values and their probabilities."""

    values: FloatArray  # (k,) distinct, increasing
    pmf: FloatArray  # (k,)
    cdf: FloatArray  # (k,) P(X <= value)
    mean: float
    variance: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JointTable(Result):
    """The joint distribution of two random variables on one space."""

    x_values: FloatArray  # (k,) distinct, increasing
    y_values: FloatArray  # (m,)
    joint: FloatArray  # (k, m) P(X = x, Y = y)
    covariance: float
    independent: bool  # every entry of ``joint`` is the product of its marginals


def random_variable(probabilities: ArrayLike, values: ArrayLike) -> RandomVariable:
    r"""Distribution of a random variable, :math:`P(X = x) = \sum_{\omega: X(\omega)=x} p(\omega)`.

    Parameters
    ----------
    probabilities : array of shape (n_outcomes,)
        Probabilities of the outcomes: non-negative, summing to 1.
    values : array of shape (n_outcomes,)
        The finite number :math:`X(\omega)` of every outcome.

    Returns
    -------
    RandomVariable
        Distinct values with their pmf and cdf, (k,), mean and variance.

    Examples
    --------
    Heads in two tosses of a fair coin (outcomes HH, HT, TH, TT):

    >>> heads = random_variable([0.25, 0.25, 0.25, 0.25], [2, 1, 1, 0])
    >>> heads.values.tolist(), heads.pmf.tolist()
    ([0.0, 1.0, 2.0], [0.25, 0.5, 0.25])
    >>> heads.mean, heads.variance
    (1.0, 0.5)
    """
    probabilities = check.probabilities("probabilities", probabilities)
    values = check.vector("values", values, length=probabilities.size)
    distinct, group = np.unique(values, return_inverse=True)
    pmf = np.zeros(distinct.size)
    np.add.at(pmf, group, probabilities)
    mean = float(pmf @ distinct)
    return RandomVariable(
        values=distinct,
        pmf=pmf,
        cdf=np.minimum(1.0, np.cumsum(pmf)),
        mean=mean,
        variance=float(pmf @ (distinct - mean) ** 2),
    )


def joint_table(probabilities: ArrayLike, x: ArrayLike, y: ArrayLike) -> JointTable:
    r"""Joint distribution of two random variables, :math:`P(X = x, Y = y)`.

    Parameters
    ----------
    probabilities : array of shape (n_outcomes,)
        Probabilities of the outcomes: non-negative, summing to 1.
    x, y : arrays of shape (n_outcomes,)
        The finite numbers :math:`X(\omega)` and :math:`Y(\omega)` of every outcome.

    Returns
    -------
    JointTable
        The table of joint probabilities, (k, m), covariance, and whether they are independent.

    Examples
    --------
    Uncorrelated is not independent: X is -1, 0 or 1, and Y is its square.

    >>> table = joint_table([0.25, 0.5, 0.25], [-1, 0, 1], [1, 0, 1])
    >>> table.joint.tolist()
    [[0.0, 0.25], [0.5, 0.0], [0.0, 0.25]]
    >>> table.covariance, table.independent
    (0.0, False)
    """
    probabilities = check.probabilities("probabilities", probabilities)
    x = check.vector("x", x, length=probabilities.size)
    y = check.vector("y", y, length=probabilities.size)
    x_values, row = np.unique(x, return_inverse=True)
    y_values, column = np.unique(y, return_inverse=True)
    joint = np.zeros((x_values.size, y_values.size))
    np.add.at(joint, (row, column), probabilities)
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    return JointTable(
        x_values=x_values,
        y_values=y_values,
        joint=joint,
        covariance=float(probabilities @ ((x - probabilities @ x) * (y - probabilities @ y))),
        independent=bool(np.all(np.abs(joint - product) <= ROUNDING)),
    )
