"""The figures of chapter 04 say what the theory says; pictures are tested by the common suite."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import integrate, optimize, stats

from mlcourse.chapters.expected_values import figures
from mlcourse.chapters.expected_values.figures import _newsvendor as newsvendor_module
from mlcourse.chapters.expected_values.figures import _running_mean as running_module
from mlcourse.chapters.expected_values.figures import _which_summary as summary_module
from mlcourse.chapters.expected_values.figures import belief, paths
from mlcourse.probability import newsvendor, repeated_bets, threshold
from tests.chapters.views import said, view_of

# running_mean


@pytest.mark.parametrize("distribution", list(running_module.NAMES))
def test_a_running_mean_is_the_mean_of_the_draws(distribution: str) -> None:
    view, _ = view_of(figures.running_mean, distribution=distribution, seed=3)
    for n in (1, 2, 10, 4307):
        assert view.means[n - 1] == pytest.approx(view.draws[:n].mean(), rel=1e-9, abs=1e-9)


def test_the_unit_is_half_the_quartile_range() -> None:
    laws = {
        "die": stats.randint(1, 7),
        "exponential wait": stats.expon(),
        "Cauchy": stats.cauchy(),
    }
    for name, law in laws.items():
        assert 2 * running_module.UNIT[name] == pytest.approx(law.ppf(0.75) - law.ppf(0.25))


def test_bands_shrink_for_all_but_cauchy() -> None:
    # quartiles of 400 means: their distance is known to about 1 / sqrt(400) = 5 % of itself, 4 se
    for name in running_module.NAMES:
        view, _ = view_of(figures.running_mean, distribution=name, many=True)
        width = view.band[1] - view.band[0]
        ratio = width[-1] / width[list(running_module.PLACES).index(50)]
        wanted = 1.0 if name == "Cauchy" else (50 / 5000) ** 0.5
        assert ratio == pytest.approx(wanted, rel=0.3)


def test_the_calm_run_is_calm_and_then_is_not() -> None:
    view, _ = view_of(figures.running_mean, distribution="Cauchy", seed=4)
    assert np.abs(view.means[1000:4306]).max() < 0.6
    assert view.means[4305:4307] == pytest.approx([-0.09, -1.76], abs=0.005)
    assert "−7,168.64; it moves the mean from −0.09 to −1.76" in said(
        figures.running_mean, distribution="Cauchy", seed=4, n=4307
    )


def test_a_short_path_keeps_every_swing() -> None:
    rng = np.random.default_rng(0)
    path = np.cumsum(rng.standard_cauchy(5000)) / np.arange(1, 5001)
    stops = (1, 10, 100, 4306, 4307, 5000)
    places = paths.kept(path, stops, columns=160)
    assert set(np.array(stops) - 1) <= set(places)
    drawn = np.interp(np.arange(5000), places, path[places])
    assert drawn.max() == path.max()
    assert drawn.min() == path.min()
    for k in range(5000):  # what is left out lies between what is drawn in its column
        near = (places + 1 > (k + 1) / 1.06) & (places + 1 < (k + 1) * 1.06)
        assert path[places[near]].min() <= path[k] <= path[places[near]].max()


# which_summary


@pytest.mark.parametrize("shape", [1, 2, 3, 6])
@pytest.mark.parametrize("loss", list(belief.LOSSES))
def test_losses_and_pulls_against_quadrature(shape: int, loss: str) -> None:
    law = stats.gamma(shape)

    def one(x: float, a: float) -> float:
        if loss == "squared":
            return (x - a) ** 2
        if loss == "hit or nothing":
            return float(abs(x - a) > 0.25)
        tau = belief.LOSSES[loss]
        if tau is None:
            return abs(x - a)
        return tau * (x - a) if x >= a else (1 - tau) * (a - x)

    for a in (0.6, 2.0, 5.3):
        edges = [0.0, a - 0.25, a, a + 0.25, 60.0]
        wanted = sum(
            integrate.quad(lambda x, a=a: one(x, a) * law.pdf(x), low, high, limit=200)[0]
            for low, high in pairwise(edges)
        )
        got = float(belief.expected_loss(np.array(a), shape, loss))
        assert got == pytest.approx(wanted, abs=1e-6)
        # the slope of the expected loss is the difference of the pulls
        ends = belief.expected_loss(np.array([a - 1e-5, a + 1e-5]), shape, loss)
        down, up = belief.pulls(a, shape, loss)
        assert down - up == pytest.approx((ends[1] - ends[0]) / 2e-5, abs=1e-5)


@pytest.mark.parametrize(
    ("shape", "loss", "report"),
    [
        (2, "absolute", stats.gamma(2).median()),
        (2, "squared", 2.0),
        (2, "too low costs 9 times as much", stats.gamma(2).ppf(0.9)),
        (6, "too high costs 9 times as much", stats.gamma(6).ppf(0.1)),
        (2, "hit or nothing", 1.02),
    ],
)
def test_the_stops_of_the_text_are_the_best_reports(shape: int, loss: str, report: float) -> None:
    found = optimize.minimize_scalar(
        lambda a: float(belief.expected_loss(np.array(a), shape, loss)), bounds=(0.3, 9),
        method="bounded",
    )  # fmt: skip
    assert found.x == pytest.approx(report, abs=0.005)
    nearest = min(summary_module.STOPS, key=lambda stop: abs(stop - report))
    assert nearest == pytest.approx(report, abs=0.006)


@pytest.mark.parametrize("shape", [1, 2, 3, 6])
@pytest.mark.parametrize("loss", list(belief.LOSSES))
def test_every_best_report_has_a_stop(shape: int, loss: str) -> None:
    a = np.linspace(0, 15, 15_001)
    best = a[belief.expected_loss(a, shape, loss).argmin()]
    stop = min(summary_module.STOPS, key=lambda stop: abs(stop - best))
    assert stop == pytest.approx(best, abs=0.012)
    told = said(figures.which_summary, shape=shape, loss=loss, report=stop)
    # the belief of shape 1 jumps at 0, and the window stops against the jump
    assert ("balance" in told) != (shape == 1 and loss == "hit or nothing")


def test_only_the_balanced_report_is_called_so() -> None:
    assert "balance" in said(figures.which_summary, loss="squared", report=2.0)
    for loss in ("absolute", "too low costs 9 times as much", "hit or nothing"):
        assert "balance" not in said(figures.which_summary, loss=loss, report=2.0)


# newsvendor


@pytest.mark.parametrize(("cost", "spread"), [(9.0, 30.0), (1.0, 20.0), (5.0, 10.0)])
def test_profits_are_those_of_the_days(cost: float, spread: float) -> None:
    view, _ = view_of(figures.newsvendor, cost=cost, spread=spread, order=80.0)
    wanted = [10 * min(80, d) - cost * 80 for d in view.demand]
    np.testing.assert_allclose(view.profits, wanted)
    # 200 days know their mean to its standard error; four of them
    error = view.profits.std() / np.sqrt(200)
    assert abs(view.profits.mean() - view.expected) < 4 * error
    assert view.chance == pytest.approx(stats.norm(100, spread).sf(80))


def test_the_best_stop_is_next_to_the_best_order() -> None:
    for cost in (1.0, 2.0, 5.0, 8.0, 9.0):
        for spread in (10.0, 20.0, 30.0):
            earned = [
                view_of(figures.newsvendor, cost=cost, spread=spread, order=q)[0].expected
                for q in newsvendor_module.ORDERS
            ]
            best = newsvendor_module.ORDERS[int(np.argmax(earned))]
            assert abs(best - newsvendor.best_order(100, spread, 10, cost)) <= 5


def test_nothing_is_told_before_an_order_or_a_day() -> None:
    for cost in (1.0, 9.0):
        assert "expected" not in said(figures.newsvendor, cost=cost)
    assert "expected profit −19.7" in said(figures.newsvendor, day=1)


# threshold_chooser


def test_the_filled_areas_are_the_loss() -> None:
    for ratio, share, separation, t in ((10.0, 0.01, 2.0, 2.2), (9.0, 0.1, 3.0, 1.0)):
        view, _ = view_of(
            figures.threshold_chooser, ratio=ratio, share=share, separation=separation, threshold=t
        )
        healthy, ill = stats.norm(0), stats.norm(separation)
        paid = (1 - share) * healthy.sf(t) + share * ratio * ill.cdf(t)
        assert view.loss == pytest.approx(paid)
        assert view.trace[-1] == pytest.approx([t, paid / min(share * ratio, 1 - share)])
        assert view.trace[0, 0] == separation / 2


def test_three_pairs_are_one_problem() -> None:
    best = {
        threshold.best_threshold(1, ratio, share, 2.0)
        for ratio, share in ((1.0, 0.5), (99.0, 0.01), (9.0, 0.1))
    }
    assert max(best) - min(best) < 1e-12
    assert max(best) == pytest.approx(1.0)


# repeated_bet


@pytest.mark.parametrize("stake", [0.25, 0.5, 1.0])
def test_players_win_and_lose_what_the_coin_says(stake: float) -> None:
    view, _ = view_of(figures.repeated_bet, stake=stake)
    factors = 10 ** np.diff(view.log_wealth, axis=1)
    won = np.isclose(factors, 1 + 0.5 * stake)
    assert np.all(won | np.isclose(factors, 1 - 0.4 * stake))
    assert abs(won.mean() - 0.5) < 4 * 0.5 / np.sqrt(won.size)
    after = repeated_bets.bet_outcomes(stake, 0.5, 0.5, 0.4, n_bets=100)
    assert (1 + view.typical) ** 100 == pytest.approx(after.median)
    assert (1 + view.average) ** 100 == pytest.approx(after.mean)
    # 100 players: the share that is ahead, within four standard errors
    ahead = (view.log_wealth[:, -1] > 1e-9).mean()
    assert abs(ahead - after.ahead) < 4 * np.sqrt(after.ahead * (1 - after.ahead) / 100)


def test_the_growth_is_told_at_the_end_or_on_request() -> None:
    assert "median" not in said(figures.repeated_bet, n=50)
    assert "the median by 0.9487" in said(figures.repeated_bet, n=100)
    assert "the median by 1.0062" in said(figures.repeated_bet, stake=0.25, n=1, theory=True)
