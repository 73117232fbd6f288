"""The figures of chapter 03 say what the theory says; pictures are tested by the common suite."""

from itertools import product

import numpy as np
import pytest
from matplotlib.figure import Figure
from scipy import stats

from mlcourse.chapters.distributions import figures
from mlcourse.chapters.distributions.figures import (
    _bernoulli_to_normal,
    _bivariate_gaussian,
    _choose_a_model,
    _gaussian,
    _multinomial_simplex,
    common,
)
from mlcourse.probability.choosing import binomial_to_gaussian
from tests.chapters.views import said, solved, view_of

NAMES = (
    "gaussian",
    "bernoulli_to_normal",
    "multinomial_simplex",
    "bivariate_gaussian",
    "choose_a_model",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_leaves_nothing_of_what_was_set_before(name: str) -> None:
    explorer = getattr(figures, name)
    for label, values in explorer.presets.items():
        assert set(explorer.controls) == set(values), label


# gaussian


def test_the_interval_has_the_area_that_scipy_gives_it() -> None:
    for state in list(figures.gaussian.states())[::41]:
        values, _ = figures.gaussian.values(state)
        view = _gaussian.compute(**values)
        b = np.inf if values["b"] == _gaussian.ENDLESS else values["b"]
        law = stats.norm(values["mu"], values["sigma"])
        # by the upper tail, which keeps the digits of a small probability
        expected = max(law.sf(values["a"]) - law.sf(b), 0.0)
        assert view.probability == pytest.approx(expected, rel=1e-9, abs=1e-15)
        assert view.below[0] == pytest.approx(law.cdf(values["a"]))


def test_shift_and_spread_are_alike_beyond_three_and_not_beyond_four() -> None:
    beyond = {
        (mu, sigma, a): view_of(figures.gaussian, mu=mu, sigma=sigma, a=a, b=4.5)[0].probability
        for (mu, sigma), a in product([(0.0, 1.0), (0.5, 1.0), (0.0, 1.2)], (3.0, 4.0))
    }
    assert beyond[0.5, 1.0, 3.0] == pytest.approx(beyond[0.0, 1.2, 3.0], rel=1e-12)
    assert beyond[0.5, 1.0, 3.0] / beyond[0.0, 1.0, 3.0] == pytest.approx(4.6, abs=0.05)
    assert beyond[0.5, 1.0, 4.0] / beyond[0.0, 1.0, 4.0] == pytest.approx(7.3, abs=0.06)
    assert beyond[0.0, 1.2, 4.0] / beyond[0.0, 1.0, 4.0] == pytest.approx(13.5, abs=0.06)
    assert not solved(figures.gaussian, mu=0.5, sigma=1.0, a=4.0, b=4.5)
    assert not solved(figures.gaussian, mu=0.0, sigma=1.2, a=3.0, b=4.5)


def test_an_interval_that_ends_before_it_begins_is_empty() -> None:
    assert view_of(figures.gaussian, a=2.0, b=1.0)[0].probability == 0.0
    assert "nothing between" in said(figures.gaussian, a=2.0, b=1.0)
    assert "b = ∞" in said(figures.gaussian, a=3.0, b=4.5)


def test_days_are_as_many_dots_as_are_said() -> None:
    cases = ((13.499, 1, 13, "13.5"), (62.1, 1, 62, "62.1"), (6827.0, 50, 137, "a dot: 50"))
    for count, each, dots, text in cases:
        places, told = _gaussian._field(count, 20, each)
        assert len(places) == 3 * dots  # each dot is two points and a gap
        assert text in told


def test_both_fields_count_in_the_same_dots_and_never_overflow() -> None:
    artists = _gaussian.draw(Figure(), view_of(figures.gaussian)[0])
    for state in list(figures.gaussian.states())[::17]:
        values, _ = figures.gaussian.values(state)
        view = _gaussian.compute(**values)
        _gaussian.update(artists, view)
        shown = [len(line.get_xdata()) // 3 for line in (artists.old_dots, artists.new_dots)]
        assert max(shown) <= _gaussian.MOST
        said = [count.get_text() for count in (artists.old_count, artists.new_count)]
        each = {int(text.partition("a dot: ")[2].strip(")") or 1) for text in said}
        assert len(each) == 1
        for dots, share in zip(shown, (view.old, view.probability), strict=True):
            assert abs(dots * min(each) - _gaussian.DAYS * share) <= min(each) / 2


# bernoulli_to_normal


@pytest.mark.parametrize("p", _bernoulli_to_normal.PROBABILITIES)
def test_bars_are_the_binomial_and_the_distance_is_half_the_disagreement(p: float) -> None:
    view, _ = view_of(figures.bernoulli_to_normal, p=p)
    for n, distance in zip(_bernoulli_to_normal.COUNTS, view.distance, strict=True):
        k = np.arange(-3 * n - 60, 4 * n + 60)
        law = stats.norm(n * p, np.sqrt(n * p * (1 - p)))
        bell = np.diff(law.cdf(np.append(k, k[-1] + 1) - 0.5))
        expected = np.abs(stats.binom.pmf(k, n, p) - bell).sum() / 2
        # below a difference near 1 scipy's cdf keeps 16 digits
        assert distance == pytest.approx(expected, abs=1e-12)
        edges, bars, stay, rounded = _bernoulli_to_normal._window(n, p)
        sd = np.sqrt(n * p * (1 - p))
        places = np.rint(edges[:-1] * sd + n * p + 0.5).astype(int)
        np.testing.assert_allclose(bars / sd, stats.binom.pmf(places, n, p), atol=1e-12)
        before = stats.binom.pmf(places, n - 1, p) if n > 1 else (places == 0).astype(float)
        np.testing.assert_allclose(stay / sd, (1 - p) * before, atol=1e-12)
        assert edges[0] <= -_bernoulli_to_normal.WIDTH  # counts below 0 and above n, too
        assert edges[-1] >= _bernoulli_to_normal.WIDTH
        # what is drawn as bars less bell is the distance, but for what lies out of sight
        drawn = np.abs(bars - rounded).sum() / sd / 2
        unseen = abs(1 - bars.sum() / sd) + abs(1 - rounded.sum() / sd)
        assert drawn - 1e-12 <= distance <= drawn + unseen / 2 + 1e-12


@pytest.mark.parametrize("p", _bernoulli_to_normal.PROBABILITIES)
def test_the_strip_stays_between_the_bars_and_the_edge(p: float) -> None:
    view, _ = view_of(figures.bernoulli_to_normal, p=p, show=_bernoulli_to_normal.MISMATCH)
    artists = _bernoulli_to_normal.draw(Figure(), view)
    for n in _bernoulli_to_normal.COUNTS:
        _bernoulli_to_normal.update(artists, view, n=n)
        y = artists.gap.get_xy()[:, 1]
        assert _bernoulli_to_normal.BOTTOM - 1e-9 <= y.min() < y.max() < 0
        times = float(artists.names[1].get_text().partition("× ")[2].replace(",", ""))
        _, bars, _, rounded = _bernoulli_to_normal._window(n, p)
        highest = np.abs(y - _bernoulli_to_normal.GROUND).max() / times
        assert highest == pytest.approx(np.abs(bars - rounded).max())


def test_five_hundred_is_the_first_number_of_tosses_as_near_as_five_fair_ones() -> None:
    def distance(n: int, p: float) -> float:
        return binomial_to_gaussian(n, p).total_variation

    assert distance(500, 0.1) <= distance(5, 0.5) < distance(499, 0.1)
    assert not solved(figures.bernoulli_to_normal, p=0.1, n=1000)
    # Edgeworth's next term: (2 φ(0) + 8 φ(√3)) / 12 of the skewness
    constant = (2 * stats.norm.pdf(0) + 8 * stats.norm.pdf(3**0.5)) / 12
    assert constant == pytest.approx(0.126, abs=5e-4)
    skewness = 0.8 / (0.3 * 2000**0.5)
    assert distance(2000, 0.1) == pytest.approx(constant * skewness, rel=0.01)


def test_the_rule_for_one_hundredth_holds_for_counts_with_their_halves() -> None:
    for p in np.linspace(0.005, 0.5, 34):
        n = max(25, int(np.ceil(165 * (1 - 2 * p) ** 2 / (p * (1 - p)))))
        for more in (n, n + 1, round(1.3 * n)):
            assert binomial_to_gaussian(more, float(p)).total_variation <= 0.01
    # and not without them: at most 12 of 25 fair tosses
    assert stats.binom.cdf(12, 25, 0.5) - stats.norm(12.5, 2.5).cdf(12) > 0.07


# multinomial_simplex


def test_voters_come_one_by_one() -> None:
    for p1 in _multinomial_simplex.FIRST:
        view, _ = view_of(figures.multinomial_simplex, p1=p1, of_the_rest=0.25)
        steps = np.diff(view.tables, axis=0)
        assert np.all(view.tables[0] == 0)
        assert np.all(steps.sum(axis=2) == 1)
        assert np.all((steps == 0) | (steps == 1))
        assert view.p.sum() == pytest.approx(1)


def test_the_towns_are_multinomial() -> None:
    # the noise is fixed, so this is a check of one sample: chi-squared of all votes cast
    for p1, share in product(_multinomial_simplex.FIRST, _multinomial_simplex.OF_THE_REST):
        view, _ = view_of(figures.multinomial_simplex, p1=p1, of_the_rest=share)
        counts = view.tables[-1].sum(axis=0)
        assert stats.chisquare(counts, view.p * counts.sum()).pvalue > 0.01


def test_the_walking_town_is_the_one_that_the_text_asks_of() -> None:
    view, _ = view_of(figures.multinomial_simplex)
    assert view.tables[-1, 0].tolist() == [26, 16, 18]


def test_the_weakest_correlation_of_the_figure_is_that_of_two_dwarfs() -> None:
    weakest = {}
    for p1, share in product(_multinomial_simplex.FIRST, _multinomial_simplex.OF_THE_REST):
        view, _ = view_of(figures.multinomial_simplex, p1=p1, of_the_rest=share)
        (a, c), (_, b) = _multinomial_simplex._covariance(view.p, 60)
        weakest[p1, share] = abs(c) / np.sqrt(a * b)
    assert min(weakest, key=weakest.__getitem__) == (0.1, 0.1)
    assert weakest[0.1, 0.1] == pytest.approx(0.105, abs=5e-4)
    assert weakest[0.6, 0.75] == pytest.approx(0.80, abs=5e-3)
    assert not solved(figures.multinomial_simplex, p1=0.1, of_the_rest=0.1, lines=True, n=0)


# bivariate_gaussian


def test_the_noise_is_white_to_the_last_digit() -> None:
    z = _bivariate_gaussian._noise()
    np.testing.assert_allclose(z.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(z.T @ z / len(z), np.eye(2), atol=1e-12)


@pytest.mark.parametrize("known", _bivariate_gaussian.KNOWN)
def test_the_slice_follows_the_conditional_density(known: str) -> None:
    for rho, sigma, c in product((-0.9, 0.0, 0.5, 0.87), (0.5, 1.5), (-2.0, 0.0, 3.0)):
        view, _ = view_of(figures.bivariate_gaussian, rho=rho, sigma_2=sigma, known=known, c=c)
        joint = stats.multivariate_normal([0, 0], [[1, rho * sigma], [rho * sigma, sigma**2]])
        z = np.linspace(-12, 12, 4001)
        pairs = [np.full(z.size, c), z] if view.axis == 0 else [z, np.full(z.size, c)]
        slice_ = joint.pdf(np.column_stack(pairs))
        slice_ /= np.trapezoid(slice_, z)
        mean = np.trapezoid(z * slice_, z)
        assert view.conditional.mu == pytest.approx(mean, abs=1e-6)
        spread = np.sqrt(np.trapezoid((z - mean) ** 2 * slice_, z))
        assert view.conditional.sigma == pytest.approx(spread, rel=1e-5)


@pytest.mark.parametrize("known", _bivariate_gaussian.KNOWN)
def test_humps_stay_inside_the_axes(known: str) -> None:
    for rho, sigma, c in product((-0.9, 0.0, 0.9), (0.5, 1.0, 1.5), (-3.5, 0.0, 1.0, 2.5, 3.5)):
        view, _ = view_of(figures.bivariate_gaussian, rho=rho, sigma_2=sigma, known=known, c=c)
        edge = _bivariate_gaussian.WIDE if view.axis == 0 else _bivariate_gaussian.HIGH
        for model in (view.conditional, view.marginal):
            assert np.abs(_bivariate_gaussian._hump(view, model)[:, view.axis]).max() <= edge


def test_the_line_is_not_the_long_axis() -> None:
    view, _ = view_of(figures.bivariate_gaussian, rho=0.5, sigma_2=1.5)
    assert view.long_axis[1] / view.long_axis[0] == pytest.approx(2.14, abs=0.005)
    assert view.rho * view.sigma[1] == 0.75


def test_only_a_strong_correlation_halves_the_spread() -> None:
    for rho in _bivariate_gaussian.RHO:
        assert solved(figures.bivariate_gaussian, rho=rho, c=3.0) == (abs(rho) >= 3**0.5 / 2)


# choose_a_model


@pytest.mark.parametrize("data", _choose_a_model.DATA)
def test_the_table_is_that_of_scipy(data: str) -> None:
    x = _choose_a_model.sample(data)
    table = dict(zip(*(getattr(_choose_a_model.table(data), k) for k in ("names", "aic")),
                     strict=True))  # fmt: skip
    shape, _, scale = stats.gamma.fit(x, floc=0)
    assert table["gamma"] == pytest.approx(4 - 2 * stats.gamma(shape, 0, scale).logpdf(x).sum())
    assert table["Gaussian"] == pytest.approx(
        4 - 2 * stats.norm(*stats.norm.fit(x)).logpdf(x).sum()
    )
    assert table["uniform"] == pytest.approx(4 + 2 * len(x) * np.log(np.ptp(x)))
    assert table["exponential"] == pytest.approx(2 + 2 * len(x) * (1 + np.log(x.mean())))


def test_rankings_are_those_of_the_text() -> None:
    best = {name: _choose_a_model.table(name).best for name in _choose_a_model.DATA}
    assert best == {
        _choose_a_model.BMI: "gamma",
        _choose_a_model.AGE: "Gaussian",
        _choose_a_model.PROGRESSION: "gamma",
        _choose_a_model.WAITS: "uniform",
    }


@pytest.mark.parametrize("family", _choose_a_model.FITS)
def test_by_hand_a_family_has_the_centre_and_the_width_that_are_set(family: str) -> None:
    model = _choose_a_model.by_hand(family, 20.0, 4.0)
    if family == "Cauchy":
        assert model.quantile(0.5) == 20.0
        quartiles = stats.norm(20, 4).ppf([0.25, 0.75])
        np.testing.assert_allclose(model.quantile([0.25, 0.75]), quartiles, rtol=1e-4)
        return
    assert model.mean == pytest.approx(20.0)
    assert family == "exponential" or model.variance == pytest.approx(16.0)


def test_nobody_beats_the_best_fit_by_hand() -> None:
    for data, family in product(_choose_a_model.DATA, _choose_a_model.FITS):
        table = _choose_a_model.table(data)
        best = table.log_likelihood[table.names.index(family)]
        for centre, width in product((-0.2, 0.0, 0.2), (0.8, 1.0, 1.5)):
            view, _ = view_of(
                figures.choose_a_model, data=data, family=family, centre=centre, width=width
            )
            assert view.log_likelihood <= best + 1e-9
            assert len(view.quantiles) == _choose_a_model.N_QUANTILES


def test_a_datum_outside_the_uniform_makes_it_impossible() -> None:
    values = {"data": _choose_a_model.WAITS, "family": "uniform", "centre": 0.0, "width": 1.0}
    text = said(figures.choose_a_model, **values)
    assert "impossible, the density is 0 at 14 of 272" in text
    assert not solved(figures.choose_a_model, family="gamma", centre=0.1, width=1.0)
    view, _ = view_of(figures.choose_a_model, **values)
    artists = _choose_a_model.draw(Figure(), view)
    _choose_a_model.update(artists, view)
    assert artists.names[0].get_text() == "uniform, by hand: log L −∞"
    assert np.nanmax(artists.feet.get_ydata()) < -_choose_a_model.LOG_SPAN


def test_the_answer_is_not_told_before_it_is_asked_for() -> None:
    assert "AIC" not in said(figures.choose_a_model)
    assert "ovariance" not in said(figures.multinomial_simplex, n=60)


# common


def test_stairs_have_the_area_of_their_bars() -> None:
    edges, heights = np.array([0.0, 1.0, 3.0, 4.0]), np.array([2.0, 1.0, 5.0])
    x, y = common.stairs(edges, heights).T
    assert np.trapezoid(y, x) == heights @ np.diff(edges)
