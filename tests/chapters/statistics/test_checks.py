"""Chapter 05's checks: their oracles, and answers in other forms."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import optimize, stats
from sklearn import metrics

from mlcourse.data import tables
from mlcourse.statistics import least_squares
from tests.chapters.rooms import checks, drawn

CHECKS = checks("statistics")
EXPECTED: dict[str, Any] = {name: check.expected for name, check in CHECKS.items()}


def test_a_p_value_is_the_place_among_all_dealings() -> None:
    for inputs in drawn(CHECKS["shuffle_p"]):
        everyone = np.abs([inputs["seen"], *inputs["null"]])
        place = stats.rankdata(-everyone, method="max")[0]
        assert EXPECTED["shuffle_p"](**inputs) == pytest.approx(place / len(everyone))


@pytest.mark.parametrize(("inside", "low", "high"), [(False, 0.85, 1.0), (True, 0.38, 0.62)])
def test_columns_chosen_from_all_patients_flatter(inside: bool, low: float, high: float) -> None:
    # ten tables of 60: without a leak a share of ½ with standard error √(0.25 / 600) = 0.02; folds
    # that are not balanced pull it below, so the limits are wide
    rng, right = np.random.default_rng(0), 0
    for _ in range(10):
        columns, label = rng.normal(size=(60, 1000)), rng.permutation(np.repeat([0, 1], 30))
        fold = rng.permutation(60) % 5
        for k in range(5):
            learn, test = fold != k, fold == k
            seen = learn if inside else np.full(60, True)
            gap = columns[seen & (label == 1)].mean(axis=0) - columns[seen & (label == 0)].mean(
                axis=0
            )
            best = columns[:, np.argsort(np.abs(gap))[-20:]]
            far = [
                ((best[test] - best[learn & (label == c)].mean(axis=0)) ** 2).sum(axis=1)
                for c in (0, 1)
            ]
            right += int(((far[1] < far[0]) == label[test]).sum())
    assert low < right / 600 < high


def test_the_parts_of_an_error_add_up_and_a_constant_removes_the_first() -> None:
    for inputs in drawn(CHECKS["mse_parts"]):
        y, guess = inputs["y"], inputs["guess"]
        first, second = EXPECTED["mse_parts"](**inputs)
        assert first + second == pytest.approx(metrics.mean_squared_error(y, guess))
        best = optimize.minimize_scalar(lambda c, y=y, g=guess: np.mean((y - g - c) ** 2))
        assert second == pytest.approx(best.fun)


def test_above_chance_is_the_adjusted_score() -> None:
    rng = np.random.default_rng(3)
    for n, k in ((20, 3), (40, 11)):
        x, y = rng.normal(size=(n, k)), rng.normal(size=n)
        fit = least_squares.least_squares(x, y)
        got = EXPECTED["above_chance"](fit.r2_score, n, k)
        assert got == pytest.approx(sm.OLS(y, sm.add_constant(x)).fit().rsquared_adj)
        assert EXPECTED["above_chance"](k / (n - 1), n, k) == pytest.approx(0)


def test_t_and_f_are_those_of_statsmodels() -> None:
    rng = np.random.default_rng(4)
    x, y = rng.normal(size=(30, 5)), rng.normal(size=30)
    one = sm.OLS(y, sm.add_constant(x[:, 0])).fit()
    got = EXPECTED["slope_t"](np.corrcoef(x[:, 0], y)[0, 1], 30)
    assert got == pytest.approx(one.tvalues[1])
    small, large = (sm.OLS(y, sm.add_constant(x[:, :k])).fit() for k in (2, 5))
    got = EXPECTED["f_from_r2"](small.rsquared, large.rsquared, 30, 5, 3)
    assert got == pytest.approx(large.compare_f_test(small)[0])


def test_the_four_blood_values_stay() -> None:
    sick = tables.diabetes()
    full = sm.OLS(sick.targets, sm.add_constant(sick.features)).fit()
    assert (full.pvalues[5:9] > 0.05).all()
    for dropped, wanted in (([4, 5, 6, 7], 4.0e-5), ([5, 6, 7], 0.0031)):
        rest = np.delete(sick.features, dropped, axis=1)
        f, p, _ = full.compare_f_test(sm.OLS(sick.targets, sm.add_constant(rest)).fit())
        assert f > 4
        assert p == pytest.approx(wanted, rel=0.02)


@pytest.mark.parametrize("name", ["selection_verdict", "dropped_verdict"])
def test_a_verdict_is_one_number_in_every_form(name: str) -> None:
    right = CHECKS[name].expected
    for answer in (right, float(right), str(right), np.int64(right)):
        assert CHECKS[name](answer).passed
    for answer in {0, 1, 2, 3, 4, 5, 6, right + 0.1} - {right}:
        assert CHECKS[name](answer).status == "failed"


def test_fewer_components_never_keep_enough() -> None:
    for inputs in drawn(CHECKS["fewest_components"]):
        variances, share = inputs["variances"], inputs["share"]
        wanted = next(  # among all choices of k components, not only the largest
            k
            for k in range(1, 7)
            if max(sum(some) for some in combinations(variances, k)) > share * variances.sum()
        )
        assert EXPECTED["fewest_components"](**inputs) == wanted


def test_no_point_of_the_axis_is_nearer() -> None:
    for inputs in drawn(CHECKS["nearest_on_axis"]):
        points, direction = inputs["points"], inputs["direction"]
        mean = points.mean(axis=0)
        for point, foot in zip(points, EXPECTED["nearest_on_axis"](**inputs), strict=True):
            found = optimize.minimize_scalar(
                lambda t, p=point, m=mean, d=direction: ((m + t * d - p) ** 2).sum()
            )
            np.testing.assert_allclose(foot, mean + found.x * direction, atol=1e-6)


def test_the_matrix_has_the_shares_of_the_report() -> None:
    for inputs in drawn(CHECKS["matrix_from_report"]):
        counts = np.round(EXPECTED["matrix_from_report"](**inputs)).astype(int)
        np.testing.assert_allclose(counts, EXPECTED["matrix_from_report"](**inputs))
        assert counts.min() > 0
        truth = np.repeat([0, 0, 1, 1], counts.ravel())
        called = np.repeat([0, 1, 0, 1], counts.ravel())
        assert truth.size == inputs["n"]
        assert truth.sum() == inputs["ill"]
        assert metrics.recall_score(truth, called) == pytest.approx(inputs["recall"])
        assert metrics.precision_score(truth, called) == pytest.approx(inputs["precision"])


def test_precision_elsewhere_is_that_of_a_weighted_sample() -> None:
    for inputs in drawn(CHECKS["moved_precision"]):
        counts, share = inputs["matrix"], inputs["share"]
        truth = np.repeat([0, 0, 1, 1], counts.ravel())
        called = np.repeat([0, 1, 0, 1], counts.ravel())
        weights = np.where(truth == 1, share / truth.mean(), (1 - share) / (1 - truth).mean())
        wanted = metrics.precision_score(truth, called, sample_weight=weights)
        assert EXPECTED["moved_precision"](**inputs) == pytest.approx(wanted)


def test_recall_at_a_price_among_all_thresholds() -> None:
    for inputs in drawn(CHECKS["best_recall"], 40):
        precision, recall, _ = metrics.precision_recall_curve(inputs["labels"], inputs["scores"])
        wanted = recall[precision >= inputs["precision"]].max()
        assert wanted > 0
        assert EXPECTED["best_recall"](**inputs) == pytest.approx(wanted)
        assert not np.isclose(precision, inputs["precision"], atol=1e-6).any()  # no tie decides


def test_test_b_is_better_where_it_can_be_used() -> None:
    # the exact rates of both tests: healthy N(0, 1), ill N(1.8, 1) and N(2, 2²)
    exact: dict[str, Any] = {}
    for name, mean, sigma in (("A", 1.8, 1.0), ("B", 2.0, 2.0)):
        t = stats.norm.isf([0.002, 0.5])
        exact[name] = stats.norm.sf(t, mean, sigma)
        exact[name + " area"] = stats.norm.cdf(mean / np.hypot(1, sigma))
    assert exact["B"][0] > 2 * exact["A"][0]
    assert exact["A"][1] > exact["B"][1]
    assert exact["A area"] > exact["B area"]
    assert 200 < 0.002 * 99_900 + 100 * exact["B"][0] < 250  # the laboratory can examine them
    assert CHECKS["which_test"].expected == 3


@pytest.mark.parametrize("form", [list, tuple, np.array, lambda m: np.round(np.array(m))])
def test_a_matrix_is_right_in_every_form(form: Any) -> None:
    def answer(n: int, ill: int, recall: float, precision: float) -> Any:
        return form(EXPECTED["matrix_from_report"](n, ill, recall, precision))

    assert CHECKS["matrix_from_report"](answer).passed


@pytest.mark.parametrize("form", [int, float, np.int64])
def test_a_number_of_components_is_right_in_every_form(form: Any) -> None:
    def answer(variances: Any, share: float) -> Any:
        return form(EXPECTED["fewest_components"](variances, share))

    assert CHECKS["fewest_components"](answer).passed


@pytest.mark.parametrize("answer", [3, 3.0, "3", np.int64(3)])
def test_the_choice_of_a_test_is_right_in_every_form(answer: Any) -> None:
    assert CHECKS["which_test"](answer).passed


@pytest.mark.parametrize("answer", [1, 2, 4, 5, 3.1, 0])
def test_another_choice_is_wrong(answer: Any) -> None:
    assert CHECKS["which_test"](answer).status == "failed"
