"""The figures on areas: what the theory says of them, and what the text says that they show."""

import numpy as np
import pytest
from scipy import integrate, stats

from mlcourse.chapters.calculus import figures
from mlcourse.chapters.calculus.figures import _area_is_probability as area
from mlcourse.chapters.calculus.figures import _curse_of_dimension as curse
from mlcourse.chapters.calculus.figures import cubes, heights
from tests.chapters.views import said, solved, view_of

# area_is_probability


@pytest.mark.parametrize("density", heights.DENSITIES)
@pytest.mark.parametrize(("a", "b"), [(-6.0, 6.0), (-1.0, 2.0), (0.0, 0.5)])
def test_the_exact_area_is_that_of_the_density(density: str, a: float, b: float) -> None:
    fun = heights.DENSITIES[density].fun
    places = [p for p in (-2.0, 0.375, 2.0) if a < p < b]
    truth = integrate.quad(lambda x: float(fun(np.array(x))), a, b, points=places or None)[0]
    assert heights.exact(density, a, b) == pytest.approx(truth, abs=1e-8)


def test_every_rule_asks_for_the_same_number_of_heights() -> None:
    for rule in heights.RULES:
        for m in area.CLOCK:
            run = heights.asked("normal", -1.0, 2.0, rule, m)
            assert len(run.nodes) == m
            assert run.weights.sum() == pytest.approx(3.0)


@pytest.mark.parametrize("rule", heights.RULES)
@pytest.mark.parametrize("density", heights.DENSITIES)
def test_the_pieces_have_the_area_that_is_told(rule: str, density: str) -> None:
    view, _ = view_of(figures.area_is_probability, density=density, rule=rule, a=-2, b=3)
    for k, m in enumerate(area.CLOCK):
        if m > area.DRAWN:
            continue
        polygons, tops = area.pieces(view, k)
        assert len(tops) == m
        total = 0.0
        for piece in polygons:
            x, y = piece.T
            if rule == "Simpson":  # seven points of a parabola: Simpson's rule is exact on them
                total += integrate.simpson(y[1:-1], x=x[1:-1])
            else:
                total += abs(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / 2
        assert total == pytest.approx(view.value[heights.RULES.index(rule), k])


def test_a_gauss_node_stands_within_its_rectangle() -> None:
    view, _ = view_of(figures.area_is_probability, rule="Gauss", a=-6, b=6)
    for k, m in enumerate(area.CLOCK):
        if m <= area.DRAWN:
            polygons, tops = area.pieces(view, k)
            for piece, (x, _) in zip(polygons, tops, strict=True):
                assert piece[:, 0].min() < x < piece[:, 0].max()


def _ranking(**values: object) -> list[str]:
    view, steps = view_of(figures.area_is_probability, **values)
    error = view.error[:, area.CLOCK.index(steps["m"])]
    return [heights.RULES[i] for i in np.argsort(error)]


def test_the_ranking_is_turned_upside_down() -> None:
    four = ["Gauss", "Simpson", "trapezoid", "left"]
    assert _ranking(m=17) == [*four, "Monte Carlo"]
    assert _ranking(a=-6, b=6, m=17) == ["left", "trapezoid", "Gauss", "Simpson", "Monte Carlo"]
    assert _ranking(a=-6, b=6, m=33)[0] == "Gauss"
    view, _ = view_of(figures.area_is_probability, a=-6, b=6)
    left, trapezoid, simpson, gauss, _ = view.error[:, area.CLOCK.index(17)]
    assert max(left, trapezoid) < 5e-9
    assert 5e-7 < gauss < 5e-6
    assert 5e-5 < simpson < 5e-4


def test_errors_of_the_slice_fall_with_their_orders() -> None:
    view, _ = view_of(figures.area_is_probability)
    last = np.log2(view.error[:, -2] / view.error[:, -1])
    np.testing.assert_allclose(last[[0, 1, 2]], [1, 2, 4], atol=0.05)
    assert last[4] == pytest.approx(0.5, abs=0.02)
    half, _ = view_of(figures.area_is_probability, density="half-circle", a=-2, b=2)
    np.testing.assert_allclose(
        np.log2(half.error[:3, -2] / half.error[:3, -1]), 1.5, atol=0.03
    )  # infinite slopes at both ends


def test_the_needle_fools_two_sums() -> None:
    view, _ = view_of(figures.area_is_probability, density="needle", a=-6, b=6)
    nine, seventeen = (view.value[1, area.CLOCK.index(m)] for m in (9, 17))
    assert f"{nine:.2f}" == f"{seventeen:.2f}" == "0.90"
    assert view.exact == pytest.approx(1.0)
    fooled = {"density": "needle", "a": -6, "b": 6, "rule": "trapezoid"}
    assert solved(figures.area_is_probability, **fooled, m=17)
    assert not solved(figures.area_is_probability, **fooled, m=3)
    assert not solved(figures.area_is_probability, m=129)


def test_the_typical_error_is_that_of_many_runs() -> None:
    normal = heights.DENSITIES["normal"].fun
    rng = np.random.default_rng(3)
    means = 3.0 * normal(rng.uniform(-1, 2, size=(4000, 17))).mean(axis=1)
    typical = heights.typical_error("normal", -1.0, 2.0) / np.sqrt(17)
    # a standard deviation from 4,000 runs is off by 1.1 %
    assert means.std() == pytest.approx(typical, rel=0.05)
    assert "typical" in said(figures.area_is_probability, rule="Monte Carlo")


# curse_of_dimension


@pytest.mark.parametrize("problem", cubes.PROBLEMS)
@pytest.mark.parametrize("d", [1, 2, 5, 12])
def test_integral_and_spread_agree_with_random_points(problem: str, d: int) -> None:
    one = cubes.PROBLEMS[problem]
    values = one.fun(np.random.default_rng(d).random((200_000, d)))[:, -1]
    error = max(one.sigma(d), 1e-9) / np.sqrt(len(values))
    assert abs(values.mean() - one.exact(d)) < 5 * error
    assert values.std() == pytest.approx(one.sigma(d), rel=0.2, abs=1e-6)  # the ball is rare


def test_kiosks_and_ball_against_another_formula() -> None:
    # the sum of two uniform numbers has a triangular density
    triangle = stats.triang(0.5, scale=2)
    sold = integrate.quad(lambda s: min(s / 2, 0.5) * triangle.pdf(s), 0, 2, points=[1])[0]
    assert cubes.PROBLEMS[cubes.KIOSKS].exact(2) == pytest.approx(sold)
    assert cubes.PROBLEMS[cubes.BALL].exact(2) == pytest.approx(np.pi / 4)
    assert cubes.PROBLEMS[cubes.BALL].exact(3) == pytest.approx(np.pi / 6)


def test_a_column_of_a_function_is_it_in_fewer_dimensions() -> None:
    points = np.random.default_rng(1).random((50, 4))
    for one in cubes.PROBLEMS.values():
        whole = one.fun(points)
        for d in (1, 2, 3):
            np.testing.assert_allclose(whole[:, d - 1], one.fun(points[:, :d])[:, -1])


def test_midpoints_on_waves_by_the_formula() -> None:
    view, _ = view_of(figures.curse_of_dimension)
    for d in curse.CLOCK:
        assert np.prod(view.nodes[d - 1]) <= view.budget
        m = np.array(view.nodes[d - 1])
        theory = np.prod(np.pi / (2 * m) / np.sin(np.pi / (2 * m))) - 1
        assert view.grid_error[d - 1] == pytest.approx(theory, rel=1e-6)


def _wins(**values: object) -> list[int]:
    view, _ = view_of(figures.curse_of_dimension, **values)
    return [d for d in curse.CLOCK if view.typical[d - 1] < view.grid_error[d - 1]]


def test_where_random_points_win_as_the_text_says() -> None:
    for budget in curse.BUDGETS:
        assert _wins(budget=budget) == list(range(4, 13))
    assert _wins(grid="Gauss") == list(range(8, 13))
    assert _wins(problem="kiosks") == list(range(6, 13))
    assert _wins(problem="kiosks", grid="Gauss") == [12]
    ball = _wins(problem="ball")
    assert 5 in ball
    assert 8 not in ball
    assert 12 not in ball
    view, _ = view_of(figures.curse_of_dimension, problem="ball")
    assert min(view.grid_error[-1], view.typical[-1]) > 0.2
    assert 1 < 4096 * cubes.PROBLEMS[cubes.BALL].exact(12) < 2
    assert view.typical[0] == 0.0  # all of [0, 1] lies in the ball


def test_the_challenge_is_the_first_win() -> None:
    assert solved(figures.curse_of_dimension, grid="Gauss", d=8)
    for d in (4, 7, 9):
        assert not solved(figures.curse_of_dimension, grid="Gauss", d=d)
    assert not solved(figures.curse_of_dimension, d=4)


def test_sixteen_places_in_six_dimensions() -> None:
    view, _ = view_of(figures.curse_of_dimension)
    assert len(curse.from_above(view, 6)) == 16
    assert view.nodes[6] == (4, 4, 3, 3, 3, 3, 3)
    assert "4 nodes or 3 on each axis, 3,888 grid points" in said(figures.curse_of_dimension, d=7)
    assert "64 × 64 = 4,096 grid points" in said(figures.curse_of_dimension, d=2)
    assert "d = 1: 4,096 grid points" in said(figures.curse_of_dimension)
