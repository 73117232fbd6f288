"""Four models of Old Faithful's eruptions, and copies of the data that each foresees."""

from collections.abc import Callable
from functools import cache

import numpy as np
from scipy.special import expit

from mlcourse._check import FloatArray
from mlcourse.data.tables import old_faithful
from mlcourse.probability.metropolis import metropolis

__all__ = ["COPIERS", "GAP", "UNITS", "in_the_gap", "log_mixture", "minutes", "switches"]

GAP = (2.5, 3.5)  # minutes
# logit of the first share, two means, two logarithms of spreads: about as wide as their posterior
UNITS = np.array([0.13, 0.03, 0.03, 0.08, 0.07])
LONG = 3.0


@cache
def minutes() -> FloatArray:
    """The 272 durations."""
    return old_faithful().column("eruptions")


def switches(x: FloatArray) -> FloatArray:
    """How often neighbours in a row are one short and one long."""
    is_long = x > LONG
    return np.sum(is_long[..., 1:] != is_long[..., :-1], axis=-1).astype(float)


def in_the_gap(x: FloatArray) -> FloatArray:
    """How many of a row are neither short nor long."""
    return np.sum((x > GAP[0]) & (x < GAP[1]), axis=-1).astype(float)


def log_mixture(z: FloatArray) -> FloatArray:
    """Log posterior of two Gaussians, up to a constant; a row of ``z`` is a point in `UNITS`.

    Priors: a uniform share w, whose density in its logit is w (1 - w); means N(3, 2²); logarithms
    of the spreads N(-1, 1).
    """
    logit, first, second, log_s, log_t = (z * UNITS).T[:, :, None]
    w = expit(logit)
    density = np.zeros((len(z), minutes().size))
    prior = np.log(w * (1 - w))
    for share, mean, log_sigma in ((w, first, log_s), (1 - w, second, log_t)):
        gap = (minutes() - mean) / np.exp(log_sigma)
        density += share * np.exp(-(gap**2) / 2 - log_sigma) / np.sqrt(2 * np.pi)
        prior = prior - (mean - 3) ** 2 / 8 - (log_sigma + 1) ** 2 / 2
    out = np.log(density + 1e-300).sum(axis=1) + prior[:, 0]
    return np.asarray(out)


def _coin(n: int, rng: np.random.Generator) -> FloatArray:
    """Independent tosses; 2 minutes stand for short, 4 for long."""
    n_long = int((minutes() > LONG).sum())
    p = rng.beta(1 + n_long, 1 + minutes().size - n_long, size=(n, 1))
    return np.where(rng.random((n, minutes().size)) < p, 4.0, 2.0)


def _memory(n: int, rng: np.random.Generator) -> FloatArray:
    """The chance of a long eruption depends on the one before."""
    x = minutes() > LONG
    chance = {}
    for before in (False, True):
        after = x[1:][x[:-1] == before]
        chance[before] = rng.beta(1 + after.sum(), 1 + (~after).sum(), size=n)
    out = np.ones((n, x.size), dtype=bool)  # first a long one, as in the data
    for t in range(1, x.size):
        out[:, t] = rng.random(n) < np.where(out[:, t - 1], chance[True], chance[False])
    return np.where(out, 4.0, 2.0)


def _one_gaussian(n: int, rng: np.random.Generator) -> FloatArray:
    """Posterior for flat priors on mean and log sigma: Gelman et al. (2013), section 3.2."""
    x = minutes()
    sigma = np.sqrt((x.size - 1) * x.var(ddof=1) / rng.chisquare(x.size - 1, size=(n, 1)))
    mean = x.mean() + sigma / np.sqrt(x.size) * rng.standard_normal((n, 1))
    return np.asarray(mean + sigma * rng.standard_normal((n, x.size)))


def _two_gaussians(n: int, rng: np.random.Generator) -> FloatArray:
    """Its posterior by a walk; a copy does not care which of the two is called the first."""
    starts = np.array([[0, 2, 4.5, -1, -1], [0, 2.5, 4, -1, -1]] * 2) / UNITS
    run = metropolis(log_mixture, starts, n_draws=2000 + n, step_size=1.0, rng=4)
    logit, first, second, log_s, log_t = (run.draws[:, 2000::4] * UNITS).reshape(-1, 5)[:n].T
    is_first = rng.random((n, minutes().size)) < expit(logit)[:, None]
    mean = np.where(is_first, first[:, None], second[:, None])
    sigma = np.exp(np.where(is_first, log_s[:, None], log_t[:, None]))
    return np.asarray(mean + sigma * rng.standard_normal(mean.shape))


COPIERS: dict[str, Callable[[int, np.random.Generator], FloatArray]] = {
    "a coin": _coin,
    "a coin with memory": _memory,
    "one Gaussian": _one_gaussian,
    "two Gaussians": _two_gaussians,
}
