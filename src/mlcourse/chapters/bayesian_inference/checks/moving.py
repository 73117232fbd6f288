r"""More sampling exercises of chapter 02: a glide, Gibbs on a ridge, and a run to be judged.

Sources: Neal (2011), MCMC using Hamiltonian dynamics, section 5.2; Gelman et al. (2013), Bayesian
Data Analysis, 3rd ed., sections 11.1 and 11.4.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise, ValueExercise
from mlcourse.exercises.inputs import Inputs, tenths

__all__ = ["check_gibbs_ridge", "check_leapfrog", "check_usable_run"]


def _draw_glide(rng: np.random.Generator) -> Inputs:
    x, r = tenths(rng), tenths(rng)
    n_steps = int(rng.integers(2, 5))
    return {
        "grad": Slope(float(tenths(rng)), n_steps + 1),
        "x": float(x),
        "r": float(r),
        "epsilon": float(rng.choice([0.1, 0.2, 0.3])),
        "n_steps": n_steps,
    }


class TooManyGradients(Exception):
    """A glide asked for a gradient that it could have kept."""


class Slope:
    """The gradient of a log density with flat middle and steep sides; shows itself as a formula.

    It counts its calls, and refuses those beyond the ones that a glide needs.
    """

    def __init__(self, centre: float, enough: int) -> None:
        self.centre, self.enough, self.calls = centre, enough, 0

    def __call__(self, x: Any) -> Any:
        self.calls += 1
        if self.calls > self.enough:
            raise TooManyGradients(
                f"grad was called {self.calls} times, and {self.enough} are enough for "
                f"{self.enough - 1} steps. Hint: keep what was computed where a step ends, the "
                "next one begins there"
            )
        return self.free(x)

    def free(self, x: Any) -> Any:
        """The gradient, not counted: for the glides that the check itself makes."""
        return -((x - self.centre) ** 3) - 1

    def __repr__(self) -> str:
        return f"(x → −(x − {self.centre:g})³ − 1)"

    def __array__(self, dtype: Any = None, copy: Any = None) -> FloatArray:
        # so that the check can compare it
        return np.array([self.centre], dtype=dtype)


def _glide(
    kick: float = 0.5,
    sign: float = 1.0,
    last: bool = True,
    extra: int = 0,
    stale: bool = False,
    drift_first: bool = False,
    swapped: bool = False,
) -> Callable[..., tuple[float, float]]:
    """A leapfrog with this or that mistake."""

    def glide(grad: Slope, x: float, r: float, epsilon: float, n_steps: int) -> tuple[float, float]:
        for _ in range(n_steps + extra):
            if drift_first:
                x = x + epsilon * r
                r = r + epsilon * grad.free(x)
                continue
            before = grad.free(x)
            r = r + sign * kick * epsilon * before
            x = x + epsilon * r
            if last:
                r = r + sign * kick * epsilon * (before if stale else grad.free(x))
        return (r, x) if swapped else (x, r)

    return glide


check_leapfrog = Exercise(
    name="leapfrog",
    concept="mcmc",
    draw=_draw_glide,
    expected=_glide(),
    hint="half a kick at x, a whole drift with the new r, half a kick at the new x; n_steps times.",
    mistakes={
        "each kick is half a step long, epsilon / 2: two of them make the whole.": _glide(1.0),
        "the gradient of log π points to where π grows: add it.": _glide(sign=-1.0),
        "the second half kick is missing.": _glide(last=False),
        "one step too few.": _glide(extra=-1),
        "return the place first, then the push.": _glide(swapped=True),
        "the second half kick uses the gradient at the new x.": _glide(stale=True),
        "half a kick comes first, then the drift: whole drifts and kicks in turn are another "
        "method, less exact.": _glide(drift_first=True),
    },
)


def _draw_ridge(rng: np.random.Generator) -> Inputs:
    return {
        "rho": float(rng.choice([-0.9, -0.6, 0.3, 0.8])),
        "x2": float(tenths(rng)),
        "noise": tenths(rng, int(rng.integers(2, 4)), 2),
    }


def _ridge(
    width: Callable[[float], float] = lambda rho: float(np.sqrt(1 - rho**2)),
    old: bool = False,
    start: bool = False,
    swapped: bool = False,
) -> Callable[..., FloatArray]:
    """Gibbs on the ridge with this or that mistake."""

    def ridge(rho: float, x2: float, noise: FloatArray) -> FloatArray:
        draws, first, begin = [], rho * x2, x2
        for one, two in np.asarray(noise, dtype=float):
            before = first
            first = rho * (begin if start else x2) + width(rho) * one
            x2 = rho * (before if old else first) + width(rho) * two
            draws.append((x2, first) if swapped else (first, x2))
        return np.array(draws)

    return ridge


check_gibbs_ridge = Exercise(
    name="gibbs_ridge",
    concept="mcmc",
    draw=_draw_ridge,
    expected=_ridge(),
    hint="x1 = rho * x2 + width * noise[i, 0], then x2 from this new x1 with noise[i, 1].",
    mistakes={
        "1 - rho² is the variance: the noise is multiplied by its root.": _ridge(
            lambda rho: 1 - rho**2
        ),
        "x2 is drawn given the new x1, not the one before.": _ridge(old=True),
        "each sweep begins where the last one ended, not at the start.": _ridge(start=True),
        "the noise is as wide as the ridge is at that place, sqrt(1 - rho²).": _ridge(
            lambda rho: 1.0
        ),
        "in each row x1 stands first, then x2.": _ridge(swapped=True),
    },
)

check_usable_run = ValueExercise(
    name="usable_run",
    concept="diagnostics",
    expected=4,
    rel_tol=0.0,  # the number of a run is not rounded
    hint="far starts, R-hat within 0.01 of 1, an ESS in the hundreds; acceptance says little.",
    mistakes={
        "nearly all is accepted, and it creeps: R-hat is far above 1 and the ESS tiny.": 1,
        "all four began at one place: that R-hat is near 1 only says that they agree there.": 2,
        "chains from different humps disagree, each content with itself: R-hat says it.": 3,
        "the scale lets the chains cross, but the run is too short: its R-hat is above 1.01 and "
        "its ESS too small.": 5,
    },
)
