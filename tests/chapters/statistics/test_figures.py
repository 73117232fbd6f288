"""The figures of chapter 05 say what the theory says; pictures are tested by the common suite."""

import numpy as np
import pytest
import statsmodels.api as sm
from matplotlib.figure import Figure
from scipy import stats
from sklearn import decomposition, metrics

from mlcourse.chapters.statistics import figures
from mlcourse.chapters.statistics.figures import _confusion_matrix as matrix_module
from mlcourse.chapters.statistics.figures import _least_squares as squares_module
from mlcourse.chapters.statistics.figures import _nested_f as nested_module
from mlcourse.chapters.statistics.figures import _pca_digits as digits_module
from mlcourse.chapters.statistics.figures import _peeking as peeking_module
from mlcourse.chapters.statistics.figures import _power as power_module
from mlcourse.chapters.statistics.figures import _rotate_axis as axis_module
from mlcourse.chapters.statistics.figures.pixels import squares
from mlcourse.data.images import digits
from tests.chapters.views import said, solved, view_of

# power


@pytest.mark.parametrize("effect", power_module.EFFECTS)
@pytest.mark.parametrize("n", [10, 64])
def test_experiments_are_t_tests(effect: float, n: int) -> None:
    view, _ = view_of(figures.power, effect=effect, n=n)
    for k in (1, 5, 1000):
        treated, control = view.groups[power_module.CLOCK.index(k)]
        wanted = stats.ttest_ind(treated, control)
        assert view.t[k - 1] == pytest.approx(wanted.statistic)
        assert view.p[k - 1] == pytest.approx(wanted.pvalue)


def test_p_is_uniform_only_without_an_effect() -> None:
    for seed in range(2):
        view, _ = view_of(figures.power, seed=seed)
        assert stats.kstest(view.p, "uniform").pvalue > 0.01
    view, _ = view_of(figures.power, effect=0.2)  # the negative control
    assert stats.kstest(view.p, "uniform").pvalue < 1e-4


def test_lucky_finds_exaggerate() -> None:
    for seed in range(2):
        view, _ = view_of(figures.power, effect=0.2, n=20, seed=seed)
        found = view.p <= 0.05
        assert view.design.power == pytest.approx(0.095, abs=5e-4)
        # a share of 1,000 has the standard error 0.0093; 4 of them
        assert found.mean() == pytest.approx(0.095, abs=0.037)
        assert np.abs(view.differences[found]).mean() == pytest.approx(0.8, abs=0.05)
    assert "theory: 50.5 %" in said(figures.power, effect=0.64, n=20, k=1000)


def test_the_errors_have_the_areas_of_theory() -> None:
    view, _ = view_of(figures.power, effect=0.8, n=20)
    figure = Figure()
    artists = figures.power.draw(figure, view)
    figures.power.update(artists, view, k=0)

    def area(xy: np.ndarray) -> float:
        x, y = xy.T
        return float(abs(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / 2)

    assert area(artists.alarms.get_xy()) == pytest.approx(0.05, abs=0.004)
    assert area(artists.missed.get_xy()) == pytest.approx(1 - view.design.power, abs=0.01)


# peeking


def test_false_alarms_of_looking_often() -> None:
    rates = {
        (every, level): 100 * peeking_module._rate(every, level)[0][-1]
        for every in peeking_module.EVERY
        for level in peeking_module.LEVELS
    }
    # 20,000 runs: standard error 0.15 at 5 %, 0.33 at 31 %; the first is exact by theory
    assert rates[200, 0.05] == pytest.approx(5, abs=0.6)
    assert rates[10, 0.05] == pytest.approx(25, abs=1.5)
    assert rates[5, 0.05] == pytest.approx(31.5, abs=1.5)
    assert rates[10, 0.006] < 5 < rates[10, 0.01]
    assert peeking_module._rate(10, 0.05)[1] == pytest.approx(0.8, abs=0.03)


def test_a_crossing_is_the_first_look_at_or_below_the_level() -> None:
    view, _ = view_of(figures.peeking, show="twenty runs", every=50)
    for p, first in zip(view.p, view.first, strict=True):
        looks = [n for n in (50, 100, 150, 200) if p[n // 5 - 1] <= 0.05]
        assert first == (looks[0] if looks else 0)


def test_a_run_is_a_t_test_repeated() -> None:
    x = np.random.default_rng(25).standard_normal((peeking_module.N_RUNS, 200))[0]
    view, _ = view_of(figures.peeking)
    for n in (5, 60, 200):
        assert view.p[0, n // 5 - 1] == pytest.approx(stats.ttest_1samp(x[:n], 0).pvalue)


# least_squares


def test_the_lines_of_the_text() -> None:
    def r2(**values: object) -> float:
        return float(view_of(figures.least_squares, **values)[0].r2)

    assert r2() == 0
    assert r2(slope=0.488) == pytest.approx(0.978, abs=5e-4)
    assert r2(slope=-0.488) == pytest.approx(-3 * r2(slope=0.488), abs=2e-3)
    assert r2(height=1.8, slope=-0.8) < -10
    for outlier, slope in (("+8 in the middle", 0.488), ("+8 at the end", 0.852)):
        view, _ = view_of(figures.least_squares, outlier=outlier, height=5.727, slope=slope)
        line = stats.linregress(squares_module.X, view.y)
        assert (view.height, view.slope) == pytest.approx(
            (line.slope * 6 + line.intercept, line.slope), abs=5e-4
        )
        assert view.r2 == pytest.approx(line.rvalue**2, abs=1e-5)


@pytest.mark.parametrize("outlier", list(squares_module.OUTLIERS))
def test_rings_have_the_score_that_they_tell(outlier: str) -> None:
    view, _ = view_of(figures.least_squares, outlier=outlier)
    for wanted in squares_module.LEVELS:
        for height, slope in squares_module._ring(view, wanted)[::7]:
            line = height + slope * (squares_module.X - 6)
            if np.isfinite(height):
                assert metrics.r2_score(view.y, line) == pytest.approx(wanted)


# nested_f


@pytest.mark.parametrize("signal", nested_module.SIGNALS)
def test_sums_of_squares_and_f_against_statsmodels(signal: float) -> None:
    view, _ = view_of(figures.nested_f, signal=signal, seed=2)
    noise = np.random.default_rng([5, 2]).standard_normal((400, 51))[:100]
    y = noise[:, 0] + 0.5 * noise[:, 1] + signal * noise[:, 2]
    for extra in (1, 5, 49):
        large = sm.OLS(y, sm.add_constant(noise[:, 1 : 2 + extra])).fit()
        small = sm.OLS(y, sm.add_constant(noise[:, 1:2])).fit()
        assert view.rss[[1, 1 + extra]] == pytest.approx([small.ssr, large.ssr])
        _, _, f, p = nested_module._test(view, extra)
        assert (f, p) == pytest.approx(large.compare_f_test(small)[:2])
        rows = np.random.default_rng(0).standard_normal((40_000, 51))
        new = rows[:, 0] + 0.5 * rows[:, 1] + signal * rows[:, 2]
        guess = large.predict(sm.add_constant(rows[:, 1 : 2 + extra]))
        # of 40,000 rows: three digits
        assert view.fresh[1 + extra] == pytest.approx(metrics.r2_score(new, guess), abs=0.03)


def test_what_chance_and_company_do() -> None:
    view, _ = view_of(figures.nested_f)
    assert view.mean_r2[[1, 50]] == pytest.approx([0.20, 0.60], abs=0.01)
    assert view.mean_fresh[50] < -0.5
    assert "R² 0.164 → 0.613" in said(figures.nested_f, extra=49)
    # alone found in four of five, with 48 columns of noise in one of seven: with noncentrality
    # 0.09 · chi² of 98 degrees of freedom, averaged
    for extra, wanted in ((1, 0.83), (49, 0.14)):
        limit = stats.f.ppf(0.95, extra, 98 - extra)
        drawn = 0.09 * stats.chi2(98).rvs(2000, random_state=0)
        share = stats.ncf.sf(limit, extra, 98 - extra, drawn).mean()
        assert share == pytest.approx(wanted, abs=0.01)


def test_in_which_samples_the_column_is_lost() -> None:
    state = {"signal": 0.3, "n": 100, "extra": 20}
    assert [s for s in range(6) if solved(figures.nested_f, seed=s, **state)] == [1, 2]


# rotate_axis


@pytest.mark.parametrize("spreads", ["2 : 1", "1 : 1"])
@pytest.mark.parametrize("rho", axis_module.RHO)
def test_the_cloud_has_what_its_sliders_say(rho: float, spreads: str) -> None:
    view, _ = view_of(figures.rotate_axis, rho=rho, spreads=spreads)
    spread = axis_module.SPREADS[spreads]
    wanted = [[spread**2, rho * spread], [rho * spread, 1.0]]
    np.testing.assert_allclose(np.cov(view.points.T, bias=True), wanted, atol=1e-12)
    seen = np.array([axis.projected_variance for axis in view.turned])
    hidden = np.array([axis.reconstruction_error for axis in view.turned])
    np.testing.assert_allclose(seen + hidden, spread**2 + 1)
    if rho or spread != 1:  # the widest shadows: the larger eigenvalue, near its eigenvector
        assert seen.max() == pytest.approx(np.linalg.eigvalsh(wanted)[-1], rel=2e-3)
        best = axis_module._best(view)
        assert best is not None
        assert abs(axis_module.ANGLES[int(seen.argmax())] - best) <= 1.25


def test_the_angles_of_the_text() -> None:
    assert "shadows 4.62, distances 0.38" in said(figures.rotate_axis, theta=22.5)
    assert "shadows 0.38, distances 4.62" in said(figures.rotate_axis, theta=112.5)
    for rho in (0.5, 0.75):
        view, _ = view_of(figures.rotate_axis, rho=rho, spreads="1 : 1")
        assert axis_module._best(view) == pytest.approx(45)
    assert "alike" in said(figures.rotate_axis, rho=0.0, spreads="1 : 1", best=True)
    assert "Widest" not in said(figures.rotate_axis, theta=180.0)


def test_only_the_trace_so_far_is_drawn() -> None:
    view, _ = view_of(figures.rotate_axis)
    artists = figures.rotate_axis.draw(Figure(), view)
    figures.rotate_axis.update(artists, view, theta=45.0)
    for area in (artists.seen, artists.hidden):
        assert area.get_xy()[:, 0].max() == 45.0


# pca_digits


def test_patterns_are_those_of_an_independent_library() -> None:
    fit = decomposition.PCA().fit(digits().features)
    view, _ = view_of(figures.pca_digits, image=4)
    shares = fit.explained_variance_ratio_
    np.testing.assert_allclose(view.fit.explained_share[:61], shares[:61], rtol=1e-8)
    for k in (1, 5, 10, 64):
        weights = fit.transform(view.picture[None])[:, :k]
        again = fit.mean_ + weights @ fit.components_[:k]
        np.testing.assert_allclose(view.so_far(k), again[0], atol=1e-8)
    assert view.missing(0) == pytest.approx(1)
    assert view.missing(64) == pytest.approx(0, abs=1e-12)


def test_what_the_text_says_of_the_digits() -> None:
    assert "54.5 % of the variance of all pictures; of this one 39 % is" in said(
        figures.pca_digits, image=4, k=5
    )
    assert "of this one 27 % is missing" in said(figures.pca_digits, image=4, k=10)
    assert "of this one 75 % is missing" in said(figures.pca_digits, image=4, k=10, mirror=True)
    rows = list(digits_module.ROWS)
    assert sorted(digits().labels[rows]) == list(range(10))


def test_nine_patterns_are_above_shuffled_columns() -> None:
    fit = digits_module._fit()
    above = fit.explained_share > digits_module.chance()
    assert above[:9].all()
    assert not above[9:20].any()
    assert solved(figures.pca_digits, shuffled=True, k=9)
    assert not solved(figures.pca_digits, shuffled=True, k=10)
    # another twenty shuffles tell the same
    rng = np.random.default_rng(99)
    x = digits().features
    again = np.mean(
        [
            np.linalg.eigvalsh(np.cov(rng.permuted(x, axis=0).T))[::-1]
            / x.var(axis=0, ddof=1).sum()
            for _ in range(20)
        ],
        axis=0,
    )
    np.testing.assert_array_equal(fit.explained_share[:20] > again[:20], above[:20])


def test_squares_have_the_area_of_the_ink() -> None:
    picture = squares("black", 1.0, 2.0, 16.0)
    ink = np.zeros(64)
    ink[[0, 9, 63]] = [16, 4, -5]
    picture.show(ink)
    corners = np.reshape(picture.get_path().vertices, (-1, 5, 2))
    np.testing.assert_allclose(np.ptp(corners, axis=1), [[2, 2], [1, 1]])
    np.testing.assert_allclose(corners[:, :4].mean(axis=1), [[2, 3], [4, 5]])


# confusion_matrix


@pytest.mark.parametrize("prevalence", matrix_module.PREVALENCE)
@pytest.mark.parametrize("separation", [0.5, 2.0])
def test_rates_are_those_of_two_bells(prevalence: float, separation: float) -> None:
    for t in (-1.0, 1.0, 3.0):
        view, _ = view_of(
            figures.confusion_matrix, threshold=t, prevalence=prevalence, separation=separation
        )
        found, alarms = stats.norm.sf(t, separation), stats.norm.sf(t)
        ill, healthy = 1000 * prevalence, 1000 * (1 - prevalence)
        wanted = [[healthy * (1 - alarms), healthy * alarms], [ill * (1 - found), ill * found]]
        np.testing.assert_allclose(view.counts, wanted)
        assert view.way.precision[-1] == pytest.approx(
            ill * found / (ill * found + healthy * alarms)
        )
        # the clinic's ROC is the same curve
        np.testing.assert_array_equal(view.way.true_positive_rate, view.even.true_positive_rate)
        assert view.way.thresholds[-1] == t
        assert view.way.thresholds.min() == t  # nothing beyond the threshold is drawn


def test_dots_are_people_at_the_quantiles() -> None:
    for n, middle in ((990, 0.0), (10, 2.0), (500, 3.0)):
        people = matrix_module.crowd(n, middle)
        assert len(people) == n
        # half a column off at most: counts above a threshold as the bell has them
        for t in (middle - 1, middle, middle + 1):
            share = (people[:, 0] > t).mean()
            assert abs(share - stats.norm.sf(t, middle)) < 0.03 + 1 / n
        places, counts = np.unique(people[:, 0], return_counts=True)
        for place, count in zip(places, counts, strict=True):  # dots of a column stand on another
            assert sorted(people[people[:, 0] == place, 1]) == list(range(1, count + 1))


def test_the_numbers_of_the_text() -> None:
    for prevalence, precision in ((0.5, "0.841"), (0.1, "0.371"), (0.01, "0.051")):
        text = said(figures.confusion_matrix, threshold=1.0, prevalence=prevalence)
        assert "recall 0.841, false alarms 0.159" in text
        assert f"precision {precision}" in text
    assert "accuracy 0.990" in said(figures.confusion_matrix, threshold=5.0, prevalence=0.01)
    half = said(figures.confusion_matrix, threshold=2.905, prevalence=0.01)
    assert "recall 0.183" in half
    assert "precision 0.501" in half
    solving = [
        t
        for t in matrix_module.THRESHOLDS
        if solved(figures.confusion_matrix, threshold=t, prevalence=0.01, separation=2.0)
    ]
    assert solving == [2.905]


def test_no_count_that_is_divided_is_printed_as_zero() -> None:
    view, _ = view_of(figures.confusion_matrix, threshold=5.0, prevalence=0.01)
    told = [matrix_module.told(count) for count in view.counts.ravel()]
    assert told == ["990.0", "< 0.1", "10.0", "< 0.1"]


def test_the_area_is_that_of_a_large_sample() -> None:
    view, _ = view_of(figures.confusion_matrix, threshold=-2.0, separation=1.0)
    rng = np.random.default_rng(3)
    y = np.repeat([0, 1], 40_000)
    area = metrics.roc_auc_score(y, rng.standard_normal(y.size) + y)
    # its standard error is about 0.0018; four of them
    assert view.way.area == pytest.approx(area, abs=0.0072)
