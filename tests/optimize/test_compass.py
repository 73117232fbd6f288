"""Compass search and the depot, against SciPy, a plain transcription and what is proven."""

import numpy as np
import pytest
from scipy.optimize import minimize

from mlcourse.data.cities import berlin52
from mlcourse.optimize.compass import compass_directions, compass_search
from mlcourse.optimize.landscapes import HIMMELBLAU, ROSENBROCK
from mlcourse.optimize.location import pulls, total_distance
from mlcourse.optimize.objectives import bowl, quadratic

PLACES = berlin52().coordinates


def _plain(fun, x, stride, tolerance):
    """A slow transcription: the place and the number of looks."""
    x, looks = list(map(float, x)), 1
    while stride >= tolerance:
        for i, sign in ((i, sign) for i in range(len(x)) for sign in (1, -1)):
            there = [*x]
            there[i] += sign * stride
            looks += 1
            if fun(np.array(there)) < fun(np.array(x)):
                x = there
                break
        else:
            stride /= 2
    return np.array(x), looks


@pytest.mark.parametrize("d", [1, 2, 4])
def test_it_does_what_a_plain_transcription_does(d: int) -> None:
    rng = np.random.default_rng(d)
    a = rng.normal(size=(d, d))
    f = quadratic(a @ a.T + np.eye(d), center=rng.normal(size=d))
    start = 4 * rng.normal(size=d)
    run = compass_search(f.fun, start, step_size=0.7, tol=1e-3, max_evaluations=10_000)
    place, looks = _plain(f.fun, start, 0.7, 1e-3)
    np.testing.assert_array_equal(run.x[-1], place)
    assert len(run.value) == looks
    assert run.reason == "converged"
    assert np.all(np.diff(run.value[run.accepted]) < 0)
    assert run.best[-1] == run.value[run.accepted][-1]


def test_a_failed_stride_bounds_every_slope() -> None:
    # theorem 06-stride: at the end the last stride that failed was below 2 tol
    for kappa, angle in ((1, 0.0), (30, 0.3), (300, 1.0)):
        f = bowl(kappa, angle=angle)
        for tol in (0.1, 1e-3):
            run = compass_search(f.fun, [2.3, -1.1], step_size=1.0, tol=tol,
                                 max_evaluations=10**6)  # fmt: skip
            failed = run.step_size[-1]
            assert tol <= failed < 2 * tol
            assert np.abs(f.grad(run.x[-1])).max() <= kappa * failed / 2 * (1 + 1e-9)


def test_the_budget_counts_every_look() -> None:
    calls = []

    def fun(x: np.ndarray) -> float:
        calls.append(x)
        return float(ROSENBROCK.fun(x))

    run = compass_search(fun, [-1.2, 1.0], step_size=1.0, tol=1e-9, max_evaluations=77)
    assert len(calls) == len(run.value) == 77
    assert run.reason == "max_evaluations"
    np.testing.assert_array_equal(calls, run.tried)


def test_it_comes_to_a_minimum_of_himmelblau() -> None:
    run = compass_search(HIMMELBLAU.fun, [0.0, 0.0], step_size=1.0, tol=1e-7, max_evaluations=10**5)
    assert np.linalg.norm(HIMMELBLAU.minima - run.x[-1], axis=1).min() < 1e-6


def test_a_crease_stops_it_and_it_reports_success() -> None:
    # the negative control: convex, not smooth, and (1, 1) is no minimum
    def crease(x: np.ndarray) -> float:
        return float(abs(x[0] + x[1]) + 3 * abs(x[0] - x[1]))

    run = compass_search(crease, [1.0, 1.0], step_size=0.5, tol=1e-9, max_evaluations=10_000)
    assert run.reason == "converged"
    np.testing.assert_array_equal(run.x, [[1.0, 1.0]])
    assert crease(np.array([0.9, 0.9])) < crease(np.array([1.0, 1.0]))


def test_directions_are_along_the_axes_both_ways() -> None:
    np.testing.assert_array_equal(compass_directions(3).sum(axis=0), np.zeros(3))
    assert len({tuple(row) for row in compass_directions(3)}) == 6


def test_the_pulls_are_minus_the_gradient_of_the_total_distance() -> None:
    # independent oracle: central differences
    rng = np.random.default_rng(3)
    places = rng.normal(size=(7, 3))
    x, h = rng.normal(size=3), 1e-6
    slopes = [
        (total_distance(x + h * e, places) - total_distance(x - h * e, places)) / (2 * h)
        for e in np.eye(3)
    ]
    # differences of numbers near 10, rounded to 2e-15, over 2e-6: about 1e-9
    np.testing.assert_allclose(-pulls(x, places).sum(axis=0), slopes, atol=1e-8)
    assert not pulls(places[0], places)[0].any()


def test_the_best_depot_does_not_feel_how_far_a_far_place_is() -> None:
    # independent oracle: SciPy's Nelder and Mead
    def best(places: np.ndarray) -> np.ndarray:
        run = minimize(
            lambda x: float(total_distance(x, places)), places.mean(axis=0),
            method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-8, "maxiter": 2000},
        )  # fmt: skip
        return np.asarray(run.x)

    first = best(PLACES)
    moved = PLACES.copy()
    far = np.linalg.norm(PLACES - first, axis=1).argmax()
    moved[far] = first + 10 * (PLACES[far] - first)
    np.testing.assert_allclose(best(moved), first, atol=1e-3)
    assert np.linalg.norm(moved.mean(axis=0) - PLACES.mean(axis=0)) > 180
    np.testing.assert_allclose(pulls(first, moved).sum(axis=0), 0.0, atol=1e-4)


def test_many_depots_at_once() -> None:
    grid = np.random.default_rng(1).normal(size=(2, 3, 2))
    each = [[float(total_distance(x, PLACES)) for x in row] for row in grid]
    np.testing.assert_allclose(total_distance(grid, PLACES), each, rtol=1e-14)
