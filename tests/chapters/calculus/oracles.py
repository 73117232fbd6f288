"""The answers of the chapter's problems by its own numerics, and of its challenges."""

from collections.abc import Callable
from typing import Any

import numpy as np

from mlcourse.calculus.autodiff import Tensor
from mlcourse.calculus.differences import complex_step, forward_difference
from mlcourse.calculus.gauss import gauss_legendre
from mlcourse.learning.network import initial_network


def _quotient(x: Any, h: Any) -> Any:
    def cube(u: Any) -> Any:
        return u**3

    return forward_difference(cube, float(x), h=h) - complex_step(cube, float(x))


def _best_step(bend: Any, delta: Any) -> Any:
    # oracle: the least of the bound on a fine grid
    h = np.geomspace(1e-4, 1.0, 400_001)
    return h[np.argmin(bend * h / 2 + 2 * delta / h)]


def _two_paths(a: Any, c: Any, x: Any) -> Any:
    leaf = Tensor(float(x))
    ((leaf * a) * (leaf * leaf + c)).backward()
    return leaf.grad


def _way_back(w: Any, x: Any, b: Any, v: Any, t: Any) -> Any:
    leaf = Tensor(float(w))
    miss = (leaf * x + b).relu() * v - t
    (miss * miss * 0.5).backward()
    return leaf.grad


def _layers(norm: Any, k: Any) -> Any:
    # oracle: units at 0, where the sigmoid is steepest, and weights that stretch all alike
    leaf = Tensor(0.0)
    h = leaf
    for _ in range(k):
        h = (h * norm).sigmoid() - 0.5
    h.backward()
    return leaf.grad


def _price(sizes: Any) -> Any:
    network = initial_network(list(sizes), rng=0)
    return 1 + sum(p.size for p in (*network.weights, *network.biases))


def _three_heights(a: Any, width: Any, heights: Any) -> Any:
    # the area under the parabola through the three points, exact by Gauss with two nodes
    x = a + width * np.array([0.0, 0.5, 1.0])
    parabola = np.polyfit(x, heights, 2)
    return gauss_legendre(lambda t: np.polyval(parabola, t), a, a + width, n_nodes=2).value


def _finer_grid(d: Any, factor: Any, m: Any) -> Any:
    points = 1
    for _ in range(d):
        points *= factor * m
    return points


def _more_draws(n: Any, factor: Any, d: Any) -> Any:
    # the variance of a mean of n is 1/n of that of one
    more = n
    while 1 / more > 1 / n / factor**2:
        more += n
    return more


ORACLES: dict[str, Callable[..., Any]] = {
    "how far off": _quotient,
    "best step": _best_step,
    "two paths": _two_paths,
    "way back": _way_back,
    "layers of sigmoids": _layers,
    "price of differences": _price,
    "three heights": _three_heights,
    "a finer grid": _finer_grid,
    "more draws": _more_draws,
}

# what solves the challenge of an explorer
CHALLENGES: list[tuple[str, dict[str, Any]]] = [
    ("secant_tangent", {"quotient": "central", "digits": 5.25}),
    ("backprop_stepper", {"nudge": 1.0, "step": 25}),
    ("vanishing_gradients", {"scale": 1.1, "back": 50}),
    (
        "area_is_probability",
        {"density": "needle", "a": -6, "b": 6, "rule": "trapezoid", "m": 17},
    ),
    ("curse_of_dimension", {"grid": "Gauss", "d": 8}),
]
