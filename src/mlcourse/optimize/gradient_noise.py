r"""The noise of a mini-batch gradient, and the ball around the minimum where it keeps us.

The average over a batch of :math:`b` of :math:`n` samples, drawn without repeats, is the full
gradient plus noise of covariance

.. math:: \frac{1}{b}\,\frac{n - b}{n - 1}\,\Sigma, \qquad
          \Sigma = \frac1n \sum_i (g_i - \bar g)(g_i - \bar g)^\top .

Near a minimum of curvature :math:`\lambda` the error follows
:math:`e \leftarrow (1 - \alpha\lambda) e - \alpha\xi`, which settles to a variance, not to zero.

Sources: Cochran (1977), Sampling Techniques, 3rd ed., theorem 2.2 (the factor for drawing
without repeats); Bottou, Curtis and Nocedal (2018), section 4.2.
"""

from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse.optimize.finite_sums import FiniteSum

__all__ = ["gradient_covariance", "minibatch_factor", "noise_ball_variance"]


def gradient_covariance(problem: FiniteSum, w: ArrayLike) -> FloatArray:
    r"""Covariance :math:`\Sigma` of the gradients of single samples at given weights.

    Parameters
    ----------
    problem : FiniteSum
        The average loss (see `mlcourse.optimize.finite_sums`).
    w : array, shape (p,)
        The weights.

    Returns
    -------
    array, shape (p, p)
        Symmetric; its trace is the mean square distance from the full gradient.

    Examples
    --------
    >>> from mlcourse.optimize.finite_sums import squared_loss
    >>> gradient_covariance(squared_loss([[1.0], [1.0]], [0.0, 2.0]), [0.0]).tolist()
    [[1.0]]
    """
    if not isinstance(problem, FiniteSum):
        raise TypeError(f"problem must be a FiniteSum, got {problem!r}")
    g = problem.gradients(check.vector("w", w, length=problem.n_weights))
    centered = g - g.mean(axis=0)
    return centered.T @ centered / len(g)


def minibatch_factor(batch_size: int, *, n_samples: int) -> float:
    r"""What is left of the variance of single gradients in the average over a batch.

    .. math:: \frac1b\, \frac{n - b}{n - 1}

    Parameters
    ----------
    batch_size : int
        :math:`b` from 1 to ``n_samples``, drawn without repeats.
    n_samples : int
        :math:`n \ge 2`.

    Returns
    -------
    float
        1 for a single sample, 0 for all of them.

    Examples
    --------
    >>> [round(minibatch_factor(b, n_samples=101), 3) for b in (1, 10, 101)]
    [1.0, 0.091, 0.0]
    """
    n = check.integer("n_samples", n_samples, low=2)
    b = check.integer("batch_size", batch_size, low=1, high=n)
    return (n - b) / (b * (n - 1))


def noise_ball_variance(*, curvature: float, noise_variance: float, step_size: float) -> float:
    r"""Variance at which the error of a fixed step settles along one eigenvector.

    .. math:: \frac{\alpha\, \tau^2}{\lambda (2 - \alpha\lambda)} \approx
              \frac{\alpha\, \tau^2}{2\lambda}

    Since :math:`\tau^2` is proportional to one over the batch size, the ball grows with
    step / batch.

    Parameters
    ----------
    curvature : float
        :math:`\lambda > 0`.
    noise_variance : float
        :math:`\tau^2 \ge 0`, variance of the batch gradient along the eigenvector.
    step_size : float
        :math:`\alpha` in (0, 2/curvature).

    Returns
    -------
    float
        The mean square of the error in the long run.

    Examples
    --------
    >>> noise_ball_variance(curvature=1.0, noise_variance=3.0, step_size=0.5)
    1.0
    """
    lam = check.positive("curvature", curvature)
    noise = check.non_negative("noise_variance", noise_variance)
    alpha = check.positive("step_size", step_size)
    if not alpha < 2.0 / lam:
        raise ValueError(f"step_size must be below 2 / curvature = {2.0 / lam:g}, got {alpha:g}")
    return alpha * noise / (lam * (2.0 - alpha * lam))
