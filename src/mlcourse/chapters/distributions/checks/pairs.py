r"""The checks of chapter 03 on two Gaussian numbers: one given the other, and draws of both.

Source: Bishop (2006), Pattern Recognition and Machine Learning, section 2.3.1.
"""

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs

__all__ = ["check_correlated", "check_given_first"]


def _covariance(rng: np.random.Generator) -> FloatArray:
    """Two different spreads, and a correlation that is neither 0 nor 1."""
    first, second = rng.choice([0.5, 1.5, 2.0, 3.0, 4.0], size=2, replace=False)
    rho = float(rng.choice([-0.8, -0.6, -0.3, 0.4, 0.6, 0.8]))
    cross = rho * first * second
    return np.array([[first**2, cross], [cross, second**2]])


def _draw_pair(rng: np.random.Generator) -> Inputs:
    mean = rng.choice([-3.0, -1.0, 2.0, 5.0], size=2, replace=False)
    return {
        "mean": mean,
        "covariance": _covariance(rng),
        "x": float(mean[0] + rng.choice([-1.5, -1.0, 1.0, 2.0])),
    }


def _given(m: FloatArray, s: FloatArray, x: float, *, slope: float) -> tuple[float, float]:
    left = s[1, 1] - s[0, 1] ** 2 / s[0, 0]
    return float(m[1] + slope * (x - m[0])), float(np.sqrt(left))


def _rho(s: FloatArray) -> float:
    return float(s[0, 1] / np.sqrt(s[0, 0] * s[1, 1]))


check_given_first = Exercise(
    name="given_first",
    concept="gaussian",
    draw=_draw_pair,
    expected=lambda mean, covariance, x: _given(
        mean, covariance, x, slope=covariance[0, 1] / covariance[0, 0]
    ),
    hint="the slope is covariance / variance of the first; the variance left is that of the "
    "second less slope times covariance.",
    mistakes={
        "the mean is right; return the standard deviation, not the variance.": (
            lambda mean, covariance, x: (
                _given(mean, covariance, x, slope=covariance[0, 1] / covariance[0, 0])[0],
                covariance[1, 1] - covariance[0, 1] ** 2 / covariance[0, 0],
            )
        ),
        "the slope is ρ only if both spreads are equal: it is ρ σ₂ / σ₁.": (
            lambda mean, covariance, x: _given(mean, covariance, x, slope=_rho(covariance))
        ),
        "that is the slope for the first given the second: divide by the variance of what "
        "is known.": (
            lambda mean, covariance, x: _given(
                mean, covariance, x, slope=covariance[0, 1] / covariance[1, 1]
            )
        ),
        "the slope is the covariance divided by the variance of the first.": (
            lambda mean, covariance, x: _given(mean, covariance, x, slope=covariance[0, 1])
        ),
        "the first number pulls from its own mean: use x - mean[0].": (
            lambda mean, covariance, x: _given(
                mean, covariance, x + mean[0], slope=covariance[0, 1] / covariance[0, 0]
            )
        ),
        "the mean is right; the spread shrinks when the first number is known.": (
            lambda mean, covariance, x: (
                _given(mean, covariance, x, slope=covariance[0, 1] / covariance[0, 0])[0],
                float(np.sqrt(covariance[1, 1])),
            )
        ),
        "that goes as far as possible, ρ = 1: the mean goes a share ρ of the way only.": (
            lambda mean, covariance, x: _given(
                mean, covariance, x, slope=np.sqrt(covariance[1, 1] / covariance[0, 0])
            )
        ),
    },
)


def _draw_rows(rng: np.random.Generator) -> Inputs:
    rows = int(rng.integers(3, 5))  # never two, so that rows and columns cannot be exchanged
    return {"z": rng.standard_normal((rows, 2)).round(2), "covariance": _covariance(rng)}


def _symmetric_root(covariance: FloatArray) -> FloatArray:
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(vectors * np.sqrt(values) @ vectors.T)


def _rescaled(z: FloatArray, covariance: FloatArray) -> FloatArray:
    L = np.linalg.cholesky(covariance)
    return z @ L * np.sqrt(np.diag(covariance) / np.diag(L.T @ L))


check_correlated = Exercise(
    name="correlated",
    concept="gaussian",
    draw=_draw_rows,
    expected=lambda z, covariance: z @ np.linalg.cholesky(covariance).T,
    hint="L acts on a column; for a row z the same numbers are z @ L.T.",
    mistakes={
        "that is the code as it came. z @ L has the covariance L.T @ L; wanted is L @ L.T.": (
            lambda z, covariance: z @ np.linalg.cholesky(covariance)
        ),
        "now the covariance of the draws is Σ Σ: use a root of Σ, not Σ itself.": (
            lambda z, covariance: z @ covariance
        ),
        "the inverse of L takes correlations away; here they are to be made.": (
            lambda z, covariance: z @ np.linalg.inv(np.linalg.cholesky(covariance)).T
        ),
        "roots of the single entries are no root of the matrix: their product with the "
        "transpose is not Σ.": (
            lambda z, covariance: z @ (np.sign(covariance) * np.sqrt(np.abs(covariance))).T
        ),
        "that mends the variances; the correlation stays wrong.": _rescaled,
        "these are right draws from another root of Σ; here the same L is asked for.": (
            lambda z, covariance: z @ _symmetric_root(covariance)
        ),
        "the numbers are right and lie in columns: transpose them back.": (
            lambda z, covariance: np.linalg.cholesky(covariance) @ z.T
        ),
        "only the spreads are there: the correlation has been dropped.": (
            lambda z, covariance: z * np.sqrt(np.diag(covariance))
        ),
    },
)
