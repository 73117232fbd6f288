"""Three densities and the rules that ask for their heights: what one rule makes of m of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import ndtr

from mlcourse._check import FloatArray
from mlcourse.calculus.gauss import gauss_legendre
from mlcourse.calculus.monte_carlo import monte_carlo_integral
from mlcourse.calculus.rules import Quadrature, integrate

__all__ = ["DENSITIES", "RULES", "Density", "asked", "exact", "typical_error"]

RADIUS = 2.0
NEEDLE, THIN, SHARE = 0.375, 0.1, 0.1  # where it stands, its spread, its probability
LEFT, TRAPEZOID, SIMPSON, GAUSS, CHANCE = "left", "trapezoid", "Simpson", "Gauss", "Monte Carlo"
RULES = (LEFT, TRAPEZOID, SIMPSON, GAUSS, CHANCE)
FINE = 20_000  # midpoints for the spread of the heights


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """A density, and the area on the left of a place."""

    fun: Callable[[FloatArray], FloatArray]
    area: Callable[[FloatArray], FloatArray]


def _bell(x: FloatArray, mean: float = 0.0, sigma: float = 1.0) -> FloatArray:
    z = (x - mean) / sigma
    return np.exp(-0.5 * z * z) / (sigma * np.sqrt(2 * np.pi))


def _half_circle(x: FloatArray) -> FloatArray:
    return 2 / (np.pi * RADIUS**2) * np.sqrt(np.maximum(RADIUS**2 - x * x, 0.0))


def _half_circle_area(x: FloatArray) -> FloatArray:
    u = np.clip(np.asarray(x, dtype=float) / RADIUS, -1.0, 1.0)
    return 0.5 + (u * np.sqrt(1 - u * u) + np.arcsin(u)) / np.pi


DENSITIES = {
    "normal": Density(fun=_bell, area=ndtr),
    "half-circle": Density(fun=_half_circle, area=_half_circle_area),
    "needle": Density(
        fun=lambda x: (1 - SHARE) * _bell(x) + SHARE * _bell(x, NEEDLE, THIN),
        area=lambda x: (1 - SHARE) * ndtr(x) + SHARE * ndtr((x - NEEDLE) / THIN),
    ),
}


def exact(density: str, a: float, b: float) -> float:
    """The probability of an interval, by the distribution function."""
    area = DENSITIES[density].area
    return float(area(np.float64(b)) - area(np.float64(a)))


def asked(density: str, a: float, b: float, rule: str, m: int) -> Quadrature:
    """What a rule makes of m heights (m is odd)."""
    fun = DENSITIES[density].fun
    if rule == LEFT:
        return integrate(fun, a, b, n_panels=m, rule="left")
    if rule == TRAPEZOID:
        return integrate(fun, a, b, n_panels=m - 1, rule="trapezoid")
    if rule == SIMPSON:
        return integrate(fun, a, b, n_panels=m - 1, rule="simpson")
    if rule == GAUSS:
        return gauss_legendre(fun, a, b, n_nodes=m)
    run = monte_carlo_integral(lambda x: fun(x[:, 0]), [a], [b], n_draws=m, rng=13)
    return Quadrature(
        value=run.value,
        nodes=run.points[:, 0],
        weights=np.full(m, (b - a) / m),
        heights=run.heights,
        edges=np.array([a, b]),
    )


@cache
def typical_error(density: str, a: float, b: float) -> float:
    """The standard error of Monte Carlo with one draw; m draws divide it by the root of m."""
    edges = np.linspace(a, b, FINE + 1)
    heights = DENSITIES[density].fun((edges[:-1] + edges[1:]) / 2)
    return float((b - a) * heights.std())
