"""The figures of chapter 01 say what the theory says; pictures are tested by the common suite."""

import math
import operator
from itertools import pairwise
from typing import Any

import mpmath
import numpy as np
import pytest
from matplotlib.figure import Figure
from scipy import stats

from mlcourse.chapters.probability import figures
from mlcourse.chapters.probability.figures import _central_limit as central_limit_module
from mlcourse.chapters.probability.figures import (
    _conditional_probability,
    _gaussian_pi,
    _pi_race,
    _polygons,
    _two_dice,
    common,
)
from mlcourse.chapters.probability.figures import _darts as darts_module
from mlcourse.chapters.probability.figures import _law_of_large_numbers as law_module
from mlcourse.probability.limits import PARENTS, sample_means
from mlcourse.probability.pi_chance import buffon_needle
from tests.chapters.views import said, solved, view_of


def test_luck_with_darts_is_rare_and_can_be_found() -> None:
    explorer = figures.darts
    lucky = [
        (seed, n)
        for seed in range(9)
        for n in darts_module.CLOCK
        if solved(explorer, seed=seed, n=n)
    ]
    assert 1 <= len(lucky) <= 20


# two_dice


@pytest.mark.parametrize("six", [0.1, 1 / 6, 0.25])
@pytest.mark.parametrize("variable", ["sum", "larger", "difference"])
def test_dice_are_counted_outcome_by_outcome(variable: str, six: float) -> None:
    x_of = {"sum": lambda a, b: a + b, "larger": max, "difference": lambda a, b: abs(a - b)}
    weight = {face: six if face == 6 else (1 - six) / 5 for face in range(1, 7)}
    pairs = [(a, b, weight[a] * weight[b]) for a in weight for b in weight]
    for event, holds in (("is", operator.eq), ("at least", operator.ge), ("at most", operator.le)):
        for k in range(13):
            view, _ = view_of(figures.two_dice, variable=variable, event=event, k=k, six=six)
            chosen = [p for a, b, p in pairs if holds(x_of[variable](a, b), k)]
            assert view.probability == pytest.approx(sum(chosen), abs=1e-12)
            assert view.painted.sum() == len(chosen)
    mean = sum(x_of[variable](a, b) * p for a, b, p in pairs)
    assert view.mean == pytest.approx(mean)
    assert view.mean == pytest.approx(view.p @ view.values)  # where the drawn blocks balance


@pytest.mark.parametrize("six", [1 / 6, 0.25])
def test_areas_and_piles_are_probabilities(six: float) -> None:
    view, _ = view_of(figures.two_dice, variable="sum", event="at least", k=9, six=six)
    left, right, low, high = np.array(_two_dice._cells(view)).T
    np.testing.assert_allclose((right - left) * (high - low), view.p, atol=1e-12)
    # the cell of (1, 6) is the first column's last, where the sum is 7
    assert (view.values[5], view.values[30]) == (7, 7)
    left, right, low, high = np.array(_two_dice._stacked(view)).T
    np.testing.assert_allclose(high - low, view.p, atol=1e-12)
    np.testing.assert_allclose((left + right) / 2, view.values, atol=1e-12)
    tops = {x: float(high[view.values == x].max()) for x in range(2, 13)}
    assert sum(tops.values()) == pytest.approx(1.0)


# the clock and the growing lines


def test_a_growing_line_only_adds_to_its_end() -> None:
    x = np.arange(1.0, 41.0)
    rows = np.random.default_rng(3).random((3, 40))
    clock = common.clock(40)
    turns = (common.turns(row, clock, stretch=lambda size: 3) for row in rows)
    sizes = list(zip(*turns, strict=True))
    before = common.grown(x, rows, sizes[:4])
    after = common.grown(x, rows, sizes)
    np.testing.assert_array_equal(after[: len(before)], before)


def test_pieces_of_a_path_join_and_keep_its_swings() -> None:
    path = np.cumsum(np.random.default_rng(5).choice([-1.0, 1.0], 1000))
    clock = common.clock(1000)
    pieces = common.turns(path, clock, stretch=lambda size: 10)
    assert all(a[-1] == b[0] for a, b in pairwise(pieces))
    assert tuple(piece[-1] for piece in pieces) == clock
    assert all(a < b for piece in pieces for a, b in pairwise(piece))
    kept = np.unique(np.concatenate(pieces))
    lost = np.setdiff1d(np.arange(1, 1001), kept)
    for size in lost:  # what is left out lies between what is drawn close by
        near = path[kept[np.abs(kept - size) <= 20] - 1]
        assert near.min() <= path[size - 1] <= near.max()
    # every return to zero is there, up to the ten tosses that the eye does not part
    zeros = np.flatnonzero(path == 0) + 1
    drawn = path[kept - 1]
    crossings = kept[1:][drawn[1:] * drawn[:-1] <= 0]
    assert all(np.abs(crossings - zero).min() <= 20 for zero in zeros)


# law_of_large_numbers


def test_runs_are_recounted_tosses_and_do_not_change_with_their_number() -> None:
    one, _ = view_of(figures.law_of_large_numbers, p=0.3, runs=1, seed=2)
    many, _ = view_of(figures.law_of_large_numbers, p=0.3, runs=20, seed=2)
    np.testing.assert_array_equal(one.proportion[0], many.proportion[0])
    n = np.arange(1, one.proportion.shape[1] + 1)
    tosses = np.diff(one.proportion[0] * n, prepend=0.0).round(9)
    assert set(tosses) == {0.0, 1.0}
    np.testing.assert_allclose(one.excess[0], n * (one.proportion[0] - 0.3), atol=1e-9)


@pytest.mark.parametrize("p", [0.1, 0.3, 0.5])
def test_funnels_are_the_binomial_standard_deviations(p: float) -> None:
    view, _ = view_of(figures.law_of_large_numbers, p=p)
    for n in (1, 100, 5000):
        assert view.excess_error[n - 1] == pytest.approx(stats.binom(n, p).std(), rel=1e-12)
        assert view.proportion_error[n - 1] * n == pytest.approx(view.excess_error[n - 1])
    # twenty independent runs: each ends beyond 4 sd with probability 6e-5
    many, _ = view_of(figures.law_of_large_numbers, p=p, runs=20)
    assert np.all(np.abs(many.excess[:, -1]) < 4 * view.excess_error[-1])


@pytest.mark.parametrize("runs", [1, 20])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_drawn_runs_stay_on_their_axes_and_end_where_they_are(runs: int, seed: int) -> None:
    for p in (0.1, 0.5):
        view, _ = view_of(figures.law_of_large_numbers, p=p, runs=runs, seed=seed)
        for end, top in law_module.TOPS.items():
            for name, scale, low in (("proportion", 1.0, 0.0), ("excess", top, -1.0)):
                (first, ends), others = view.courses[name, end]
                both = np.vstack([first, others[0]])
                assert np.nanmin(both[:, 1]) >= low
                assert np.nanmax(both[:, 1]) <= 1.0
                assert np.all((np.nan_to_num(both[:, 0]) >= 0) & (np.nan_to_num(both[:, 0]) <= 1))
                for n, stop in zip(law_module.CLOCK, ends, strict=False):  # to the window's end
                    x, y = first[stop - 2]  # a gap closes each piece
                    assert (x * end, y * scale) == pytest.approx(
                        (n, getattr(view, name)[0, n - 1]), abs=1e-9
                    )


def test_single_tosses_are_those_of_the_first_run() -> None:
    view, _ = view_of(figures.law_of_large_numbers, p=0.3, seed=1)
    n = np.arange(1, law_module.SINGLE + 1)
    np.testing.assert_allclose(np.cumsum(view.first) / n, view.proportion[0, : len(n)])


# conditional_probability


@pytest.mark.parametrize("both", [0.1, 0.18, 0.24, 0.3])
def test_both_mosaics_have_the_areas_of_the_events(both: float) -> None:
    # between 0.1 and 0.3 of overlap are possible
    view = _conditional_probability.compute(p_a=0.3, p_b=0.8, both=(both - 0.1) / 0.2)
    areas = {"A and B": both, "only A": 0.3 - both, "only B": 0.8 - both, "neither": both - 0.1}
    for given in ("A", "B"):
        boxes = _conditional_probability.tiles(view, given)
        assert set(boxes) == set(areas)
        for name, (left, right, low, high) in boxes.items():
            assert (right - left) * (high - low) == pytest.approx(areas[name])
    assert view.table.p_b_given_a == pytest.approx(both / 0.3)
    assert view.table.p_a_given_b == pytest.approx(both / 0.8)


def test_the_slider_goes_from_the_least_overlap_to_the_most() -> None:
    for p_a, p_b, least, most in ((0.3, 0.8, 0.1, 0.3), (0.2, 0.4, 0.0, 0.2), (0.9, 0.9, 0.8, 0.9)):
        for share in (0.0, 0.5, 1.0):
            values = {"p_a": p_a, "p_b": p_b, "both": share}
            view, _ = view_of(figures.conditional_probability, **values)
            assert view.both == pytest.approx(least + share * (most - least))
            text = said(figures.conditional_probability, **values)
            assert f"({least:g} to {most:g} is possible)" in text


def test_levels_meet_exactly_at_the_product_and_a_stop_is_there() -> None:
    controls = figures.conditional_probability.controls
    for p_a in controls["p_a"].values:
        for p_b in (0.1, 0.4, 0.8):
            met = 0
            for both in controls["both"].values:
                values = {"p_a": p_a, "p_b": p_b, "both": both}
                view, _ = view_of(figures.conditional_probability, **values)
                meet = abs(view.table.p_b_given_a - view.table.p_b_given_not_a) < 1e-9
                assert meet == (abs(view.both - p_a * p_b) < 1e-9)
                assert meet == ("independent" in said(figures.conditional_probability, **values))
                met += meet
            assert met == 1


# central_limit


def _means(parent: str, n: int) -> Any:
    views, _ = view_of(figures.central_limit, parent=parent)
    return views[n]


def test_histograms_have_area_one_and_bernoulli_means_their_binomial_shares() -> None:
    for parent in ("exponential", "uniform", "two humps", "0 or 1, p = 0.2"):
        view = _means(parent, 5)
        # what lies beyond 4 sigma/sqrt(n) is left out: 0.3 % for five exponential draws
        assert view.density @ np.diff(view.edges) == pytest.approx(1.0, abs=0.006)
    shares = view.density * np.diff(view.edges)
    exact = stats.binom(5, 0.2).pmf(np.arange(len(shares)))
    # four standard errors of a share among 4,000
    np.testing.assert_allclose(shares, exact, atol=4 * np.sqrt(0.25 / 4000))


def test_distribution_functions_are_those_of_the_means() -> None:
    z = np.linspace(-3.5, 3.5, 29)
    for name in PARENTS:
        for n in (1, 3, 50):
            exact = central_limit_module.exact_cdf(name, n, z)
            sample = np.sort(sample_means(name, n_draws=n, n_means=20_000, rng=n).standardised)
            seen = np.searchsorted(sample, z + 1e-9, side="right") / 20_000
            # Dvoretzky-Kiefer-Wolfowitz: 0.02 is exceeded with probability 2 exp(-16)
            np.testing.assert_allclose(exact, seen, atol=0.02, err_msg=f"{name}, n = {n}")
    exact = central_limit_module.exact_cdf("exponential", 5, z)
    np.testing.assert_allclose(exact, stats.gamma(5).cdf(5 + z * 5**0.5), atol=1e-12)


def test_the_gap_is_the_largest_one() -> None:
    # one toss with p = 0.2: the bell is 0.691 where the coin is still 0.2 below its second step
    view = _means("0 or 1, p = 0.2", 1)
    assert view.gap == pytest.approx(0.8 - stats.norm.cdf(-0.5), abs=1e-12)
    for n in (2, 20, 50):
        view = _means("0 or 1, p = 0.2", n)
        law = stats.binom(n, 0.2)
        at = np.concatenate([np.arange(n + 1), np.arange(n + 1) - 1e-7])
        gap = np.abs(law.cdf(at) - stats.norm.cdf((at - 0.2 * n) / (0.4 * n**0.5))).max()
        assert view.gap == pytest.approx(gap, abs=1e-6)
    view = _means("exponential", 1)
    z = np.linspace(-1, 3, 100_001)
    gap = np.abs(stats.expon.cdf(1 + z) - stats.norm.cdf(z)).max()
    assert view.gap == pytest.approx(gap, abs=1e-4)  # at z = -1, a point of the coarser grid


@pytest.mark.parametrize(
    "parent", ["exponential", "uniform", "two humps", "0 or 1, p = 0.2", "rare, but huge"]
)
def test_the_drawn_distribution_is_the_exact_one_and_its_gap_lies_on_it(parent: str) -> None:
    name = central_limit_module.NAMES[parent]
    for n in (1, 5, 50):
        view = _means(parent, n)
        z, height = view.cdf.T
        assert np.all(np.diff(z) >= 0)
        assert np.all(np.diff(height) >= 0)
        assert z[0] <= -4 <= 4 <= z[-1]
        between = (z[1:] + z[:-1]) / 2  # off the steps, where both sides agree
        wide = np.diff(z) > 1e-9
        exact = central_limit_module.exact_cdf(name, n, between)
        slack = 0.0 if name == "bernoulli" else 0.01  # a chord of a curve, short where it is steep
        assert np.all(exact[wide] >= height[:-1][wide] - slack)
        assert np.all(exact[wide] <= height[1:][wide] + slack)
        at, seen, bell = view.gap_at
        assert bell == pytest.approx(stats.norm.cdf(at))
        assert abs(seen - bell) == pytest.approx(view.gap)


def test_the_rare_parent_is_a_mixture_and_its_gap_the_largest_one() -> None:
    sigma = (0.99 + 0.01 * 100**2) ** 0.5
    z = np.linspace(-0.5, 0.5, 20_001)
    for n in (1, 10, 50):
        k = np.arange(n + 1)
        law = stats.norm.cdf(z[:, None] * sigma * n**0.5 / np.sqrt(n - k + 10_000 * k))
        gap = np.abs(law @ stats.binom(n, 0.01).pmf(k) - stats.norm.cdf(z)).max()
        assert _means("rare, but huge", n).gap == pytest.approx(gap, abs=1e-5)
    # of the figure's parents it has the largest gap from 3 to 50 draws, as the text says
    for n in central_limit_module.SIZES[2:]:
        gaps = {parent: _means(parent, n).gap for parent in central_limit_module.NAMES}
        assert max(gaps, key=gaps.__getitem__) == "rare, but huge"


# darts and the race


def test_darts_are_counted_again() -> None:
    view, _ = view_of(figures.darts, seed=1)
    radius = np.hypot(*view.points.T)
    np.testing.assert_array_equal(view.shown_hits, radius <= 1)
    np.testing.assert_array_equal(view.hits[: len(radius)], np.cumsum(radius <= 1))
    text = said(figures.darts, seed=1, n=40)
    assert text.startswith(f"40 darts, {int(view.hits[39])} in the disk")


@pytest.mark.parametrize("seed", [0, 1, 5])
def test_the_drawn_path_of_darts_hides_no_lucky_moment(seed: int) -> None:
    view, _ = view_of(figures.darts, seed=seed)
    (estimate, ends), (error, _) = view.courses
    x, y = estimate[~np.isnan(estimate[:, 0])].T
    np.testing.assert_allclose(y, view.estimate[x.astype(int) - 1])
    assert np.nanmin(error[:, 1]) == pytest.approx(max(view.error.min(), darts_module.LEAST))
    assert [estimate[end - 2, 0] for end in ends] == list(darts_module.CLOCK)
    # every crossing of pi is drawn, up to a sixtieth of the darts, half a point of the axis
    crossed = np.flatnonzero(np.diff(np.sign(view.estimate - np.pi))) + 1
    drawn = x[1:][np.diff(np.sign(y - np.pi)) != 0]
    assert all(np.abs(drawn - n).min() <= max(2, n / 30) for n in crossed)


@pytest.mark.parametrize("sides", [6, 12, 96])
def test_sectors_are_the_disk_and_stand_side_by_side(sides: int) -> None:
    row = _polygons.side_by_side(sides)
    assert row.shape == (sides, _polygons.ARC + 1, 2)
    for shape in row:  # radii of length 1 around the tip
        np.testing.assert_allclose(np.hypot(*(shape[1:] - shape[0]).T), 1.0)
    for left, right in pairwise(row):  # the next one's left edge is this one's right edge
        np.testing.assert_allclose(right[[0, 1]], left[[-1, 0]], atol=1e-12)
    # a row of m sectors is as wide as half the perimeter of the polygon, and one more half side
    half = np.sin(np.pi / sides)
    assert np.ptp(row[:, [0, 1, -1], 0]) == pytest.approx((sides + 1) * half)
    inner, outer = (_polygons.polygon(sides, r) for r in (1.0, 1 / np.cos(np.pi / sides)))
    view, _ = view_of(figures.polygons)
    k = _polygons.SIDES.index(sides)
    for corners, bound in ((inner, view.lower[k]), (outer, view.upper[k])):
        assert np.hypot(*np.diff(corners, axis=0).T).sum() / 2 == pytest.approx(bound)


def test_the_lens_keeps_side_and_gap_in_sight() -> None:
    view, _ = view_of(figures.polygons)
    artists = _polygons.draw(Figure(), view)
    seen = []
    for sides in _polygons.SIDES:
        _polygons.update(artists, view, sides=sides)
        inner, outer = (line.get_xydata() for line in artists.near)
        top = int(np.argmax(inner[:, 1]))
        seen.append(
            [abs(inner[top + 1, 0] - inner[top, 0]), np.ptp([inner[top, 1], outer[top, 1]])]
        )
    # sines and secants of ever smaller angles: both tend to a limit, of which nothing is lost
    np.testing.assert_allclose(seen, np.broadcast_to(seen[-1], (5, 2)), rtol=0.21)


def test_the_line_below_the_sectors_is_pi_long() -> None:
    fig = Figure()
    _polygons.draw(fig, view_of(figures.polygons)[0])
    below = [line for line in fig.axes[2].lines if max(line.get_ydata()) < 0]
    assert [list(line.get_xdata()) for line in below] == [[0, np.pi]]


def test_the_dashed_lines_of_the_race_are_the_spread_of_many_throws() -> None:
    n = int(_pi_race.ENDS[1]) // _pi_race.NEEDLE_WORK
    for length in (0.25, 1.0):
        many = [buffon_needle(n, length=length, rng=k).estimate[-1] for k in range(200)]
        expected = _pi_race._needle_error(length)[1]
        assert np.std(many) == pytest.approx(expected, rel=4 / 400**0.5)  # four standard errors


def test_the_race_shows_the_last_result_within_the_work() -> None:
    view, _ = view_of(figures.pi_race)
    for work, terms in ((1000, 1000 // 3), (1_000_000, 1_000_000 // 3)):
        # the error of n terms of Leibniz' series is 1/n up to 1/(4 n^3)
        error = view.by_clock[_pi_race.CLOCK.index(work), 2]
        assert error == pytest.approx(1 / terms, abs=1 / terms**3 + 1e-12)
    # 15 operations: the four largest terms of arctan 1/5, the first of arctan 1/239
    fifth = 1 / 5 - 1 / (3 * 5**3) + 1 / (5 * 5**5) - 1 / (7 * 5**7)
    assert view.by_clock[_pi_race.CLOCK.index(15), 0] == pytest.approx(
        abs(16 * fifth - 4 / 239 - math.pi), rel=1e-6
    )
    # 20 operations: two doublings, 2 + 12 and 3 for the combination
    lower, upper = 24 * math.sin(math.pi / 24), 24 * math.tan(math.pi / 24)
    assert view.by_clock[_pi_race.CLOCK.index(20), 1] == pytest.approx(
        abs((2 * lower + upper) / 3 - math.pi), rel=1e-6
    )
    assert np.isnan(view.by_clock[_pi_race.CLOCK.index(10), 4])  # a needle costs 12 operations


def test_the_typical_error_of_chance_is_near_its_standard_error() -> None:
    for seed in range(3):
        view, _ = view_of(figures.pi_race, seed=seed, needle=1.0)
        expected = np.array(
            [
                math.sqrt(math.pi * (4 - math.pi) / (1_000_000 // 7)),
                math.pi * math.sqrt((math.pi / 2 - 1) / (1_000_000 // 12)),
            ]
        )
        # the root mean square of twelve Gaussians is off by 1/sqrt(24); four of these
        np.testing.assert_allclose(view.by_clock[-1, 3:], expected, rtol=4 / 24**0.5)
        assert np.all(view.chance[:, :, -1] < 5 * expected[:, None])
        assert np.all(_pi_race.digits(view, 1_000_000)[:2] > 14)


def test_a_short_needle_is_worse_in_every_sample() -> None:
    for seed in range(3):
        short, _ = view_of(figures.pi_race, seed=seed, needle=0.25)
        whole, _ = view_of(figures.pi_race, seed=seed, needle=1.0)
        assert short.by_clock[-1, 4] > 1.5 * whole.by_clock[-1, 4]  # 3.0 is expected


@pytest.mark.parametrize("length", [0.25, 1.0])
def test_needles_lie_as_the_run_says(length: float) -> None:
    view, _ = view_of(figures.pi_race, needle=length)
    a, b = view.needles[:, 0], view.needles[:, 1]
    np.testing.assert_allclose(np.hypot(*(b - a).T), length)
    low, high = np.sort([a[:, 1], b[:, 1]], axis=0)
    touched = np.floor(high) - np.ceil(low) >= 0  # a line lies between the two ends
    np.testing.assert_array_equal(touched, view.crossed)


# pi_digits and gaussian_pi


@pytest.mark.parametrize("source", ["π", "22/7", "a fair die", "another die"])
@pytest.mark.parametrize("n", [100, 10_000])
def test_the_digit_test_is_scipys(source: str, n: int) -> None:
    view, _ = view_of(figures.pi_digits, source=source, n=n)
    other = stats.chisquare(view.counts)
    # the drawn bars hold the statistic: a count's variance is 9 tenths of what it is divided by
    assert 0.9 * np.sum(view.score**2) == pytest.approx(other.statistic)
    assert view.statistic == pytest.approx(other.statistic)
    assert view.p_value == pytest.approx(other.pvalue, abs=1e-12)


def test_pi_and_dice_pass_where_22_7_fails() -> None:
    for source in ("π", "a fair die", "another die"):
        assert view_of(figures.pi_digits, source=source, n=10_000)[0].p_value > 0.05
    assert view_of(figures.pi_digits, source="22/7", n=200)[0].p_value < 1e-6
    sizes = figures.pi_digits.controls["n"].values
    assert all(view_of(figures.pi_digits, source="π", n=n)[0].p_value > 0.05 for n in sizes)
    # a fair die is accused for a while, and acquitted again
    accused = [view_of(figures.pi_digits, source="another die", n=n)[0].p_value < 0.05
               for n in sizes]  # fmt: skip
    assert [n for n, is_in in zip(sizes, accused, strict=True) if is_in] == [400, 500]


def test_fifty_digits_are_enough_for_chi_squared() -> None:
    # independent oracle: simulation; 40,000 samples know a share of three quarters to 0.002
    throws = np.random.default_rng(4).multinomial(50, [0.1] * 10, size=40_000)
    statistic = np.sum((throws - 5) ** 2, axis=1) / 5
    view, _ = view_of(figures.pi_digits)
    assert (view.n, view.source) == (50, "a fair die")
    for source in ("a fair die", "π"):
        view, _ = view_of(figures.pi_digits, source=source, n=50)
        at_least = np.mean(statistic >= view.statistic - 1e-9)
        assert view.p_value == pytest.approx(at_least, abs=0.03)


@pytest.mark.parametrize("share", [0.0, 0.2, 0.6, 0.8, 1.0])
def test_a_ring_keeps_its_length_while_it_unrolls(share: float) -> None:
    x, y = _gaussian_pi.opened(0.7, share)
    # sixty chords of an arc of at most a full turn are 0.05 % short
    assert np.hypot(np.diff(x), np.diff(y)).sum() == pytest.approx(2 * np.pi * 0.7, rel=5e-4)
    if share == 0:
        np.testing.assert_allclose(np.hypot(x, y), 0.7)
    assert y[30] == pytest.approx(-0.7)  # it rests in front


def test_the_preset_holds_half_of_the_volume() -> None:
    values = figures.gaussian_pi.presets["half the volume"]
    view, _ = view_of(figures.gaussian_pi, **values)
    assert view.disk == pytest.approx(np.pi / 2, abs=2e-4)


@pytest.mark.parametrize("radius", [0.3, 1.0, 2.5])
def test_volumes_of_the_hill(radius: float) -> None:
    view, _ = view_of(figures.gaussian_pi, radius=radius, rings=40)
    line = float(mpmath.quad(lambda x: mpmath.exp(-(x**2)), [-radius, radius]))
    assert view.square == pytest.approx(line**2)
    ring = float(mpmath.quad(lambda r: 2 * mpmath.pi * r * mpmath.exp(-(r**2)), [0, radius]))
    assert view.disk == pytest.approx(ring)
    # the midpoint rule is off by about h^2/24 times the fall of the slope, 2 pi at most
    assert view.total == pytest.approx(view.disk, abs=(radius / 40) ** 2)
    assert np.diff(view.edges) @ view.per_width == pytest.approx(view.total)


# what the text says of a state that it links


def test_the_lucky_darts_of_the_text() -> None:
    lucky, _ = view_of(figures.darts)
    assert lucky.error[1999] / lucky.funnel[1999] == pytest.approx(0.01, abs=0.005)
    assert lucky.error[2499] > 10 * lucky.error[1999]
    assert lucky.error[2499] < 0.2 * lucky.funnel[2499]  # lucky still
    lost, _ = view_of(figures.darts, seed=3)
    assert lost.error[799] / lost.funnel[799] == pytest.approx(0.06, abs=0.005)
    assert lost.error[999] > lost.funnel[999]


def test_who_is_within_a_ten_thousandth_when() -> None:
    view, _ = view_of(figures.pi_race)
    errors = {work: view.by_clock[_pi_race.CLOCK.index(work)] for work in (10, 12, 15, 20)}
    assert [error[0] < 1e-4 for error in errors.values()] == [False, True, True, True]
    assert [error[1] < 1e-4 for error in errors.values()] == [False, False, False, True]
    late = view.by_clock[np.array(_pi_race.CLOCK) < 30_000, 2:]
    assert np.nanmin(late) > 1e-4
