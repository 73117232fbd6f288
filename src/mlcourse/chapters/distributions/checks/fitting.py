r"""The checks of chapter 03 on choosing a model: a fair AIC, and a choice for a purpose.

Sources: Burnham and Anderson (2002), Model Selection and Multimodel Inference, section 2.11.
"""

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise, ValueExercise
from mlcourse.exercises.inputs import Inputs

__all__ = ["check_defended", "check_log_normal_aic"]


def _draw_positive(rng: np.random.Generator) -> Inputs:
    n = int(rng.integers(4, 8))
    return {"x": np.exp(rng.normal(rng.uniform(0.5, 2.0), 0.7, size=n)).round(2)}


def _aic(x: FloatArray, *, k: int = 2, ddof: int = 0, jacobian: float = -1.0) -> float:
    y = np.log(x)
    s = y.std(ddof=ddof)
    logs = -(((y - y.mean()) / s) ** 2) / 2 - np.log(s * np.sqrt(2 * np.pi))
    return float(2 * k - 2 * np.sum(logs + jacobian * y))


def _raw(x: FloatArray) -> float:
    s = x.std()
    logs = -(((x - x.mean()) / s) ** 2) / 2 - np.log(s * np.sqrt(2 * np.pi))
    return float(4 - 2 * logs.sum())


check_log_normal_aic = Exercise(
    name="log_normal_aic",
    concept="choosing-a-model",
    draw=_draw_positive,
    expected=lambda x: _aic(x),
    hint="fit a Gaussian to log(x) with np.std as it is, take from each log density the log of "
    "its x, and return 2 · 2 - 2 · sum.",
    mistakes={
        "that is the AIC of log(x), in another unit: each log density of x is smaller by log(x).": (
            lambda x: _aic(x, jacobian=0.0)
        ),
        "the density of x is that of log(x) divided by x: subtract log(x), do not add it.": (
            lambda x: _aic(x, jacobian=1.0)
        ),
        "maximum likelihood divides by n: std without ddof=1.": lambda x: _aic(x, ddof=1),
        "two parameters were fitted, not one.": lambda x: _aic(x, k=1),
        "the penalty for two parameters is missing.": lambda x: _aic(x, k=0),
        "that is the log-likelihood: AIC is 2k less twice that.": lambda x: (4 - _aic(x)) / 2,
        "AIC is lower for better fits: 2k less twice the log-likelihood.": lambda x: 8 - _aic(x),
        "that is the AIC of a Gaussian for x itself; here log(x) is Gaussian.": _raw,
    },
)

check_defended = ValueExercise(
    name="defended",
    concept="choosing-a-model",
    expected=4,
    hint="give the number of a statement, 1 to 5.",
    mistakes={
        "AIC judges the whole sample, most of it in the middle. How often was this limit exceeded "
        "by fresh data?": 1,
        "the theorem speaks of means of many data. One score keeps its shape, however many there "
        "are.": 2,
        "ages are positive too, and the gamma lost there. And how often was this limit exceeded?": (
            3
        ),
        "that AIC is of other numbers, the logarithms: their densities are per unit of log score. "
        "In the unit of the scores it is 5057.7.": 5,
    },
    rel_tol=1e-9,
)
