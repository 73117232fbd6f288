r"""The Metropolis exercise of chapter 02, followed move by move.

The mean and the spread of a thousand draws tell a wrong rule of acceptance from the right one only
roughly.  So the check hands out a generator whose Gaussian and whose uniform numbers it knows, and
compares the walk itself.

Source: Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., section 11.2.
"""

import copy
from collections.abc import Callable
from typing import Any

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs, tenths

__all__ = ["TwoStreams", "check_metropolis_draws"]

Density = Callable[[float], float]


class TwoStreams(np.random.Generator):
    """Gaussian and uniform numbers from a stream each: it does not matter which is asked first,
    nor whether one by one or all at once.
    """

    def __init__(self, seed: int) -> None:
        super().__init__(np.random.PCG64(seed))
        self._normals, self._uniforms = np.random.default_rng(seed).spawn(2)

    def __deepcopy__(self, memo: dict[int, Any]) -> "TwoStreams":
        out = TwoStreams(0)  # a generator's own copy would forget the streams
        out._normals, out._uniforms = copy.deepcopy((self._normals, self._uniforms), memo)
        return out

    def standard_normal(self, *args: Any, **kwargs: Any) -> Any:
        return self._normals.standard_normal(*args, **kwargs)

    def normal(self, *args: Any, **kwargs: Any) -> Any:
        return self._normals.normal(*args, **kwargs)

    def random(self, *args: Any, **kwargs: Any) -> Any:
        return self._uniforms.random(*args, **kwargs)

    def uniform(self, *args: Any, **kwargs: Any) -> Any:
        return self._uniforms.uniform(*args, **kwargs)


class Slope:
    """A lopsided log density, steep to the right, with any constant; shows itself as a formula."""

    def __init__(self, mode: float, sd: float, constant: float) -> None:
        self.mode, self.sd, self.constant = mode, sd, constant

    def __call__(self, x: Any) -> Any:
        y = (x - self.mode) / self.sd
        return self.constant + y - np.exp(y)

    def __repr__(self) -> str:
        y = f"(x − {self.mode:g}) / {self.sd:g}"
        return f"(x → {self.constant:g} + y − exp(y), y = {y})"

    def __array__(self, dtype: Any = None, copy: Any = None) -> FloatArray:
        # so that the check can compare it
        return np.array([self.mode, self.sd, self.constant], dtype=dtype)


def _draw_run(rng: np.random.Generator) -> Inputs:
    mode, sd = float(tenths(rng)), float(rng.choice([0.5, 2.0, 4.0]))
    side = float(rng.choice([-2.0, 1.0]))
    return {
        # a constant that Metropolis must not notice; a rule that forgets the current point does
        "log_density": Slope(mode, sd, float(rng.choice([-2.0, 1.0, 3.0]))),
        "x0": mode + side * sd,  # off the mode: from there every move would look downhill
        "n_draws": int(rng.integers(10, 14)),
        "step_size": 2.5 * sd,
        "rng": TwoStreams(int(rng.integers(2**32))),
    }


def _metropolis(
    accept: Callable[[float, float, float], bool] = lambda u, there, here: np.log(u) < there - here,
    *,
    around_start: bool = False,
    compare: str = "here",
    rejected: str = "repeat",
    scaled: bool = True,
    lazy: bool = False,
    drop: int = 0,
) -> Callable[..., FloatArray]:
    """The walk, or one with this or that mistake."""

    def draws(
        log_density: Density, x0: float, n_draws: int, step_size: float, rng: TwoStreams
    ) -> FloatArray:
        rng = copy.deepcopy(rng)  # the same numbers for every variant
        x, out, before = x0, [x0], log_density(x0)
        moves = 0
        while len(out) < n_draws + 1 + drop and (rejected != "drop" or moves < n_draws):
            moves += 1
            jump = (step_size if scaled else 1.0) * rng.standard_normal()
            proposal = (x0 if around_start else x) + jump
            there = log_density(proposal)
            here = before if compare != "here" else log_density(x)
            u = 1e-300 if lazy and there >= here else rng.random()
            taken = accept(u, there, here)
            if taken:
                x = proposal
            if compare == "last proposal":
                before = there
            if taken or rejected == "repeat":
                out.append(x)
            elif rejected == "proposal":
                out.append(proposal)
        return np.array(out[drop:])

    return draws


def _without_start(
    log_density: Density, x0: float, n_draws: int, step_size: float, rng: TwoStreams
) -> FloatArray:
    return _metropolis()(log_density, x0, n_draws, step_size, rng)[1:]


check_metropolis_draws = Exercise(
    name="metropolis_draws",
    concept="mcmc",
    draw=_draw_run,
    expected=_metropolis(),
    hint="propose x + step_size * rng.standard_normal(), accept if np.log(rng.random()) < "
    "log_density(proposal) − log_density(x), record x in either case, draw from rng only.",
    mistakes={
        "return n_draws + 1 numbers, the start first.": _without_start,
        "the start comes first, then n_draws draws.": _metropolis(drop=1),
        "a rejected move is a draw too: x is recorded once more.": _metropolis(rejected="none"),
        "rejected moves leave no trace: append x after every move, accepted or not.": (
            _metropolis(rejected="drop")
        ),
        "a rejected proposal is no draw: record where the chain stands.": _metropolis(
            rejected="proposal"
        ),
        "everything is accepted: a move downhill only if log u < log_density(proposal) − "
        "log_density(x).": _metropolis(lambda u, there, here: True),
        "a move downhill is accepted too, sometimes: compare the difference with log u, not 0.": (
            _metropolis(lambda u, there, here: there > here)
        ),
        "the ratio is upside down: density at the proposal over density at x.": _metropolis(
            lambda u, there, here: bool(np.log(u) < here - there)
        ),
        "the difference of the logarithms is compared with log u, not with u.": _metropolis(
            lambda u, there, here: u < there - here
        ),
        "log u is compared with log_density(proposal) − log_density(x), not with the first "
        "alone.": _metropolis(lambda u, there, here: bool(np.log(u) < there)),
        "the log density at x is that of the start for ever: renew it after an acceptance.": (
            _metropolis(compare="start")
        ),
        "the log density at x is renewed after a rejection too: it is that of where the chain "
        "stands.": _metropolis(compare="last proposal"),
        "each proposal is made around the place where the chain stands, not around the start.": (
            _metropolis(around_start=True)
        ),
        "the noise is multiplied by step_size.": _metropolis(scaled=False),
        "the rule is right; but draw u in every move, uphill too, so that the check can follow.": (
            _metropolis(lazy=True)
        ),
    },
)
