"""The figures of chapter 08 say what the theory says; pictures are tested by the common suite."""

from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from scipy import optimize
from sklearn import linear_model

from mlcourse.chapters.convex_optimization import figures
from mlcourse.chapters.convex_optimization.figures import (
    _chord_test,
    _gap_closing,
    _kink,
    _lasso_path,
    _local_or_global,
    _newton_fails,
    _rate_promise,
    _three_methods,
)
from mlcourse.chapters.convex_optimization.figures.patients import NAMES, patients
from mlcourse.explore import Artists, Explorer
from mlcourse.explore.render import Drawing
from mlcourse.optimize.lasso import lasso
from tests.chapters.views import said, solved, view_of


def _drawn(explorer: Explorer, **values: Any) -> Artists:
    drawing = Drawing(explorer)
    drawing.show(explorer.state(**values))
    return drawing.artists


def _text(explorer: Explorer, **values: Any) -> str:
    return said(explorer, **values)


# chord_test


@pytest.mark.parametrize("curve", _chord_test.CURVES)
@pytest.mark.parametrize("line", ["chord", "tangent at a"])
def test_just_two_curves_can_be_caught(curve: str, line: str) -> None:
    pairs = combinations(_chord_test.PLACES, 2) if line == "chord" else [
        (a, 0.0) for a in _chord_test.PLACES
    ]  # fmt: skip
    caught = [_chord_test.compute(curve=curve, line=line, a=a, b=b).caught for a, b in pairs]
    assert any(caught) is (curve in ("ripple", "log(1+x²)"))
    assert not all(caught)


@pytest.mark.parametrize("curve", _chord_test.CURVES)
def test_slopes_of_the_curves_are_their_derivatives(curve: str) -> None:
    fun, slope = _chord_test.CURVES[curve]
    x = np.array([-1.7, -0.3, 0.4, 1.9])
    numeric = (fun(x + 1e-6) - fun(x - 1e-6)) / 2e-6
    np.testing.assert_allclose(slope(x), numeric, rtol=1e-6)


def test_the_gap_as_a_curvature_is_that_of_a_parabola_and_tends_to_the_second_derivative() -> None:
    view = _chord_test.compute(curve="√(1+x²)", line="chord", a=0.8, b=1.0)
    inner = view.bend[1:-1]
    at = np.array([0.8, 1.0])
    assert np.all((inner > (1 + at[1] ** 2) ** -1.5) & (inner < (1 + at[0] ** 2) ** -1.5))
    touching = _chord_test.compute(curve="|x|", line="chord", a=0.2, b=2.0)
    assert np.abs(touching.gap).max() < 1e-12
    assert "on the curve all the way" in _text(figures.chord_test, curve="|x|", a=0.2, b=2.0)
    assert "slope from −1 to 1" in _text(
        figures.chord_test, curve="|x|", line="tangent at a", a=0.0
    )
    assert "two places" in _text(figures.chord_test, a=0.4, b=0.4)


def test_it_opens_innocent_and_the_longest_conviction_solves_it() -> None:
    assert "nothing is proved" in _text(figures.chord_test)
    longest = [
        (a, b)
        for a, b in combinations(_chord_test.PLACES, 2)
        if _chord_test.compute(curve="ripple", line="chord", a=a, b=b).caught
    ]
    assert len(longest) == 26
    assert max(b - a for a, b in longest) == pytest.approx(1.0)
    bent = [
        abs(a - b)
        for a, b in combinations(_chord_test.PLACES, 2)
        if _chord_test.compute(curve="log(1+x²)", line="chord", a=a, b=b).caught
    ]
    assert max(bent) == pytest.approx(2.0)
    assert solved(figures.chord_test, curve="log(1+x²)", a=2.0, b=0.0)
    assert not solved(figures.chord_test, curve="log(1+x²)", a=1.0, b=2.0)
    # at a quarter of the way over the curve, at the half below it
    view = _chord_test.compute(curve="ripple", line="chord", a=0.2, b=1.2)
    assert view.gap[15] > 0 > view.gap[30]
    assert len(_drawn(figures.chord_test, a=0.4, b=0.4).straight.get_xdata()) == 0


# local_or_global


def test_no_walker_is_held_back_up_to_half_and_a_cliff_follows() -> None:
    waves, share = _local_or_global.shares()
    assert np.all(share[waves <= 0.51 + 1e-9] == 1)
    assert share[np.searchsorted(waves, 0.52)] < 0.5
    assert np.all(np.diff(share[waves >= 0.52 - 1e-9]) <= 0.02)
    # oracle: where a second minimum opens, slope and curvature of the waves vanish together
    x = optimize.brentq(lambda u: np.tan(u) - u, np.pi + 0.01, 1.5 * np.pi - 0.01) / 3
    opens = -1 / (9 * np.cos(3 * x))
    assert x + 3 * opens * np.sin(3 * x) == pytest.approx(0, abs=1e-9)
    assert 0.51 < opens < 0.52
    # convex exactly up to 1/9
    grid = np.linspace(-4, 4, 4001)
    assert (
        _local_or_global.curvature(grid, 0.11).min()
        > 0
        > _local_or_global.curvature(grid, 0.12).min()
    )


def test_walkers_go_down_and_shares_are_drawn_at_the_end_alone() -> None:
    for wave in _local_or_global.WAVES:
        view = _local_or_global.compute(wave=wave, start=2.4)
        heights = _local_or_global.height(view.walkers, wave)
        assert np.all(np.diff(heights, axis=1) <= 1e-12)
    before = _drawn(figures.local_or_global, wave=0.6, k=100)
    assert len(before.share.get_xdata()) == 0
    after = _drawn(figures.local_or_global, wave=0.6, k=200)
    assert after.share.get_xdata()[-1] == pytest.approx(0.6)
    assert "401 starts" in _text(figures.local_or_global, wave=0.6, k=200)
    assert "401" not in _text(figures.local_or_global, wave=0.6, k=100)


# rate_promise


@pytest.mark.parametrize("tip", _rate_promise.TIPS)
def test_the_promise_is_kept_and_half_of_it_is_the_worst(tip: float) -> None:
    view = _rate_promise.compute(tip=tip, promise=True)
    k = np.arange(1, _rate_promise.N_STEPS + 1)
    for name, gap in view.gap.items():
        assert np.all(gap[1:] * (4 * k + 2) <= 1 + 1e-9), name  # Drori and Teboulle's bound
        assert np.all(np.diff(view.x[name]) <= 0)
    worst = round((1 / tip - 1) / 2)
    assert view.gap["ramp"][worst] * (4 * worst + 2) == pytest.approx(1, rel=1e-3)


def test_curvatures_are_at_most_one_and_powers_have_their_slopes() -> None:
    view = _rate_promise.compute(tip=0.2, promise=False)
    x = np.linspace(-1, 1, 2001)
    for fun, slope in _rate_promise.functions(0.2).values():
        assert np.all(np.abs(np.diff(slope(x))) <= np.diff(x) * (1 + 1e-9))
        inner = np.array([-0.9, 0.1, 0.33])
        numeric = (fun(inner + 1e-6) - fun(inner - 1e-6)) / 2e-6
        np.testing.assert_allclose(slope(inner), numeric, rtol=1e-6, atol=1e-9)
    for name, power in (("x⁴/12", -2), ("x⁸/56", -4 / 3)):
        seen = np.log(view.gap[name][1000] / view.gap[name][500]) / np.log(2)
        assert seen == pytest.approx(power, rel=0.03)
    # what the text tells of 10 and of 1000 steps
    at = {k: sorted(view.gap, key=lambda name: view.gap[name][k]) for k in (10, 1000)}
    assert at[10] == ["ramp", "x⁸/56", "x⁴/12", "x²/40"]
    assert at[1000][-1] == "x⁸/56"


def test_the_promise_is_shown_to_who_asks() -> None:
    assert len(_drawn(figures.rate_promise, k=10).promise.get_xdata()) == 0
    assert _drawn(figures.rate_promise, k=10).words.get_text() == ""
    assert "1/(2k)" in _drawn(figures.rate_promise, k=10, promise=True).words.get_text()
    assert "Promise" not in _text(figures.rate_promise, k=10)
    assert "Promise" in _text(figures.rate_promise, k=10, promise=True)
    assert len(_drawn(figures.rate_promise, k=0).line0.get_xdata()) == 0


# three_methods


@pytest.mark.parametrize("kappa", _three_methods.CONDITION_NUMBERS)
def test_coordinate_descent_alone_notices_the_turn(kappa: float) -> None:
    steps = {
        name: [
            _three_methods.steps_needed(_three_methods.compute(condition_number=kappa, turn=t)
                                        .paths[name])
            for t in _three_methods.TURNS
        ]
        for name in _three_methods.PRICES
    }  # fmt: skip
    assert set(steps["Newton"]) == {1}
    assert len(set(steps["gradient"])) == 1
    turns = steps["coordinate"]
    assert turns[0] == turns[-1] == 2
    assert max(turns) == turns[_three_methods.TURNS.index(45)]
    # nearly as slow as the best gradient descent, step by step
    assert turns[_three_methods.TURNS.index(45)] == pytest.approx(steps["gradient"][0], rel=0.08)
    # a sweep at 45° has the factor of two best gradient steps
    path = _three_methods.compute(condition_number=kappa, turn=45).paths["coordinate"]
    away = np.linalg.norm(path, axis=1)
    assert away[8] / away[6] == pytest.approx(((kappa - 1) / (kappa + 1)) ** 2, rel=1e-9)


def test_the_price_of_a_turn_is_what_the_text_tells() -> None:
    for turn, steps in ((0, 2), (5, 15), (20, 67), (45, 141)):
        paths = _three_methods.compute(condition_number=20, turn=turn).paths
        need = {name: _three_methods.steps_needed(path) for name, path in paths.items()}
        assert need == {"gradient": 139, "coordinate": steps, "Newton": 1}


def test_a_coordinate_step_stops_where_a_level_line_touches() -> None:
    view = _three_methods.compute(condition_number=20, turn=30)
    path = view.paths["coordinate"]
    for k in range(1, 6):
        slope = view.hess @ path[k]
        assert abs(slope[(k - 1) % 2]) < 1e-12
        assert path[k, k % 2] == path[k - 1, k % 2]


def test_every_step_is_paid_for() -> None:
    view = _three_methods.compute(condition_number=20, turn=30)
    made = {
        asked: [_three_methods.steps_made(n, asked, p) for n, p in view.paths.items()]
        for asked in (0, 1, 2, 3, 4, 5)
    }
    assert made == {
        0: [0, 0, 0], 1: [0, 0, 0], 2: [1, 0, 0], 3: [1, 1, 0], 4: [2, 2, 0], 5: [2, 3, 1]
    }  # fmt: skip
    # the last stop is enough for everybody
    for kappa in _three_methods.CONDITION_NUMBERS:
        for turn in _three_methods.TURNS:
            for name in _three_methods.PRICES:
                assert _three_methods._numbers(kappa, turn, name) <= _three_methods.END
    # whoever waits for five numbers stands still until then
    waiting = _drawn(figures.three_methods, turn=30, asked=4).curve_Newton
    assert waiting.get_drawstyle() == "steps-post"
    assert waiting.get_xdata().tolist() == [0, 4]
    assert waiting.get_ydata().tolist() == [1, 1]
    early = _drawn(figures.three_methods, turn=45, asked=601)
    assert len(early.price_Newton.get_xdata()) == 0


# newton_fails


def test_full_steps_are_minus_the_cube() -> None:
    for start in (0.5, 0.95, 1.05):
        x = _newton_fails.compute(start=start, damping="full").x
        np.testing.assert_allclose(x[1:], -(x[:-1] ** 3), rtol=1e-9, atol=1e-16)
    assert abs(_newton_fails.compute(start=0.95, damping="full").x[5]) < 4.1e-6
    np.testing.assert_allclose(
        np.abs(_newton_fails.compute(start=1.0, damping="full").x), 1.0, rtol=1e-12
    )
    assert abs(_newton_fails.compute(start=1.05, damping="full").x[4]) == pytest.approx(52, abs=0.5)


@pytest.mark.parametrize(("damping", "share"), [("half", 0.5), ("quarter", 0.25)])
def test_damping_moves_the_border(damping: str, share: float) -> None:
    border = np.sqrt(2 / share - 1)
    for start in figures.newton_fails.controls["start"].values[1:]:
        x = np.abs(_newton_fails.compute(start=start, damping=damping).x)
        assert bool(x[-1] < start) is bool(start < border)
    assert solved(figures.newton_fails, start=1.7, damping="half", k=8)


def test_backtracking_goes_down_from_everywhere() -> None:
    for start in figures.newton_fails.controls["start"].values:
        view = _newton_fails.compute(start=start, damping="backtracking")
        heights = _newton_fails.height(view.x)
        assert np.all(np.diff(heights) <= 0)
        assert abs(view.x[-1]) < 1e-12
        for k, refused in enumerate(view.refused):
            assert all(_newton_fails.height(x) > heights[k] - 1e-4 for x in refused)
    view = _newton_fails.compute(start=3.0, damping="backtracking")
    assert [len(refused) for refused in view.refused][:2] == [3, 0]  # an eighth, then full


def test_a_half_stop_fits_and_a_whole_one_jumps() -> None:
    fitted = _drawn(figures.newton_fails, k=0.5)
    assert len(fitted.parabola.get_xdata()) > 20
    assert len(fitted.trail.get_xdata()) == 1
    jumped = _drawn(figures.newton_fails, k=1)
    assert len(jumped.parabola.get_xdata()) == 0
    assert len(jumped.trail.get_xdata()) == 2
    assert "bottom of the parabola is at −0.857" in _text(figures.newton_fails, k=0.5)
    cut = _text(figures.newton_fails, start=3.0, damping="backtracking", k=1)
    assert "3 longer moves" in cut
    assert "2 of them outside" in cut


# kink


@pytest.mark.parametrize("pull", [-2.2, 0.0, 1.6])
@pytest.mark.parametrize("shape", ["λ|w|", "λw²/2"])
def test_the_lowest_cost_is_where_the_figure_says(pull: float, shape: str) -> None:
    for penalty in _kink.PENALTIES:
        view = _kink.compute(pull=pull, penalty=penalty, shape=shape)
        w = np.linspace(-3, 3, 6001)
        total = np.sum(_kink.costs(w, view), axis=0)
        assert view.minimum == pytest.approx(w[total.argmin()], abs=1.1e-3)
    exact = _kink.compute(pull=pull, penalty=4.0, shape=shape).minimum == 0
    assert exact is (shape == "λ|w|" or pull == 0)


# lasso_path and gap_closing


def test_paths_are_those_of_another_library() -> None:
    x, y = patients()
    sparse, ridge = (view_of(figures.lasso_path, shape=s)[0] for s in ("λ|w|", "λw²/2"))
    assert np.all(sparse.coefficients[0] == 0)
    for k in (13, 33, 60):
        model = linear_model.Lasso(
            alpha=sparse.penalty[k], fit_intercept=False, tol=1e-10, max_iter=100_000
        ).fit(x, y)
        np.testing.assert_allclose(sparse.coefficients[k], model.coef_, atol=2e-3)
        other = linear_model.Ridge(alpha=len(y) * ridge.penalty[k], fit_intercept=False).fit(x, y)
        np.testing.assert_allclose(ridge.coefficients[k], other.coef_, atol=1e-9)
    assert np.all(ridge.coefficients != 0)


def test_s3_leaves_and_comes_back_with_the_other_sign() -> None:
    view, _ = view_of(figures.lasso_path)
    signs = np.sign(view.coefficients[:, NAMES.index("s3")])
    met = [int(signs[0])] + [int(b) for a, b in pairwise(signs) if a != b]
    assert met == [0, -1, 0, 1]
    at = _lasso_path.CLOCK.index(501)
    assert signs[at] == 0
    assert view.penalty[at] < 0.1
    # the clock tells by how much the penalty has fallen
    fallen = view.penalty[0] / view.penalty
    np.testing.assert_allclose(fallen, _lasso_path.CLOCK, rtol=5e-3)
    inside = np.flatnonzero(view.coefficients[13]).tolist()
    assert [NAMES[j] for j in inside] == ["bmi", "bp", "s3", "s5"]


def test_seven_are_in_for_the_first_time_at_one_stop_alone() -> None:
    found = [t for t in _lasso_path.CLOCK if solved(figures.lasso_path, times=t)]
    assert len(found) == 1
    view, _ = view_of(figures.lasso_path)
    counts = (view.coefficients != 0).sum(axis=1)
    k = _lasso_path.CLOCK.index(found[0])
    assert counts[k] == 7
    assert np.all(counts[:k] < 7)


@pytest.mark.parametrize("penalty", _gap_closing.PENALTIES)
def test_the_least_loss_is_between_both_numbers(penalty: float) -> None:
    x, y = patients()
    view = _gap_closing.compute(penalty=penalty, truth=False)
    model = linear_model.Lasso(alpha=penalty, fit_intercept=False, tol=1e-12, max_iter=100_000)
    w = model.fit(x, y).coef_
    least = np.sum((y - x @ w) ** 2) / (2 * len(y)) + penalty * np.abs(w).sum()
    assert view.least == pytest.approx(least, rel=1e-9)
    assert np.all(view.bound <= least * (1 + 1e-9))
    assert np.all(view.loss >= least * (1 - 1e-9))
    assert np.all(np.diff(view.loss) <= 1e-9)
    assert np.all(np.diff(view.bound) >= 0)


def test_the_figure_keeps_the_best_bound_so_far() -> None:
    x, y = patients()
    view = _gap_closing.compute(penalty=1.0, truth=True)
    alone = lasso(x, y, penalty=1.0, max_steps=10, tol=0.0).gap
    # the numbers of the text
    assert [round(v) for v in (alone[9], alone[10], view.gap[10])] == [84, 90, 84]
    assert view.loss[10] - view.least == pytest.approx(0.5, abs=0.01)
    assert view.gap[20] == pytest.approx(0.056, abs=0.001)


def test_the_truth_is_told_to_who_asks_and_one_sweep_solves_it() -> None:
    assert "In truth" not in _text(figures.gap_closing, sweep=3)
    assert "In truth 0.36" in _text(figures.gap_closing, sweep=3, truth=True)
    assert len(_drawn(figures.gap_closing, sweep=3).error.get_xdata()) == 0
    found = [s for s in range(31) if solved(figures.gap_closing, penalty=5.0, sweep=s)]
    assert len(found) == 1
