"""The figures of chapter 00 say what the theory says; pictures are tested by the common suite."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import norm

from mlcourse.chapters.introduction import figures
from mlcourse.chapters.introduction.figures import (
    _downhill,
    _fit_by_hand,
    _level_slope,
    _likeliest,
    _right_angle,
    geyser,
)
from mlcourse.explore.render import Drawing
from mlcourse.statistics.least_squares import least_squares
from tests.chapters.views import said, view_of

FIT = least_squares(geyser.eruptions()[:, None], geyser.waits())
BEST_HEIGHT, BEST_SLOPE = FIT.coefficients
TYPICAL = float(np.sqrt(np.mean(FIT.residuals**2)))

# fit_by_hand


def typical(height: float, slope: float, at: str) -> float:
    return view_of(figures.fit_by_hand, height=height, slope=slope, at=at)[0].typical


def turns_of_one_knob(at: str) -> tuple[int, float, float]:
    """From the flat line, each knob in turn to its best stop, until neither helps."""
    height, slope, turns = 70.9, 0.0, 0
    while True:
        best_slope = min(_fit_by_hand.SLOPES, key=lambda s: typical(height, s, at))
        turns += best_slope != slope
        best_height = min(_fit_by_hand.HEIGHTS, key=lambda h: typical(h, best_slope, at))
        turns += best_height != height
        if (best_height, best_slope) == (height, slope):
            return turns, height, slope
        height, slope = best_height, best_slope


def test_the_stops_stick_after_13_turns_at_0_and_arrive_with_one_in_the_middle() -> None:
    turns, height, slope = turns_of_one_knob("0 min")
    assert (turns, height, slope) == (13, 48, 7)
    assert typical(48, 7, "0 min") == pytest.approx(7.42, abs=0.005)
    assert turns_of_one_knob("3.49 min") == (1, 70.9, 10.73)


def test_the_best_stops_are_the_line_of_least_squares() -> None:
    assert typical(33.47, 10.73, "0 min") == pytest.approx(TYPICAL, abs=1e-5)
    assert typical(70.9, 10.73, "3.49 min") == pytest.approx(TYPICAL, abs=1e-4)
    grid = [typical(h, s, "0 min") for h in _fit_by_hand.HEIGHTS for s in _fit_by_hand.SLOPES]
    assert min(grid) == typical(33.47, 10.73, "0 min")


def test_the_readout_counts_the_bets() -> None:
    assert "37 of 272" in said(figures.fit_by_hand)
    assert "154 of 272" in said(figures.fit_by_hand, height=33.47, slope=10.73)
    assert "162 of 272" in said(figures.fit_by_hand, height=36, slope=10)


def test_what_is_to_be_made_small_stands_beside_the_line() -> None:
    drawing = Drawing(figures.fit_by_hand)
    drawing.show(figures.fit_by_hand.state(height=36, slope=10))
    assert [text.get_text() for text in drawing.artists.score] == [
        "typical miss 5.95",
        "bets won 162",
    ]


def test_slices_and_map_shade_the_same() -> None:
    drawing = Drawing(figures.fit_by_hand)
    drawing.show(figures.fit_by_hand.state(height=48, slope=7, map="two slices"))
    bands = [collection.get_segments() for collection in drawing.artists.slices]
    for band, segments in enumerate(bands):
        for segment in segments:
            height, slope = np.mean(segment, axis=0)
            miss = geyser.typical_miss(geyser.misses(height=height, slope=slope, at=0.0))
            assert np.searchsorted(_fit_by_hand.BANDS, miss) == band
    assert sum(map(len, bands)) > 8


# level_slope


def test_the_tangent_is_the_slope_of_the_loss() -> None:
    for slope in (0.0, 4.0, 12.0):
        below, above = (_level_slope.loss_and_change(slope + h)[0] for h in (-1e-4, 1e-4))
        change = _level_slope.loss_and_change(slope)[1]
        assert change == pytest.approx((above - below) / 2e-4, rel=1e-6)
    assert "falls by 27.9" in said(figures.level_slope)
    assert "falls by 17.5" in said(figures.level_slope, slope=4)
    assert "level" in said(figures.level_slope, slope=10.73)


def test_the_answer_is_not_drawn_before_one_is_there() -> None:
    drawing = Drawing(figures.level_slope)
    drawing.show(figures.level_slope.state(slope=5))
    assert drawing.artists.curve.get_xdata().max() == 5
    assert drawing.artists.trail.get_xdata().max() == 5


# downhill


@pytest.mark.parametrize(("at", "steps"), [("at 0 minutes", 433), ("in the middle", 2)])
def test_the_walk_takes_as_many_steps_as_the_text_says(at: str, steps: int) -> None:
    view = _downhill.compute(at=at)
    assert np.argmax(view.typical < _downhill.NEAR) == steps
    assert view.typical[-1] == pytest.approx(TYPICAL, abs=2e-4)
    assert all(a >= b - 1e-12 for a, b in pairwise(view.typical))
    for k in (0, 1, 100):
        height, slope = view.path[k]
        miss = geyser.misses(height=height, slope=slope, at=view.at)
        assert view.typical[k] == pytest.approx(geyser.typical_miss(miss), rel=1e-9)


def test_both_walks_can_be_compared_as_far_as_one_has_come() -> None:
    drawing = Drawing(figures.downhill)
    drawing.show(figures.downhill.state(k=10))
    rest = _downhill.compute(at="in the middle").typical
    np.testing.assert_array_equal(drawing.artists.other.get_ydata(), rest[:11])
    assert "Below 6 since step 433." in said(figures.downhill, k=500)
    assert "Below" not in said(figures.downhill, k=400)


def test_twice_the_step_is_the_limit() -> None:
    for at in ("at 0 minutes", "in the middle"):
        view = _downhill.compute(at=at)
        x = geyser.eruptions() - view.at
        hessian = 2 * np.array([[1, x.mean()], [x.mean(), np.mean(x**2)]])
        assert 2 * view.step_size * np.linalg.eigvalsh(hessian)[-1] == pytest.approx(2)


# right_angle


def test_the_drawn_triangle_has_the_lengths_of_the_lists() -> None:
    x, y = geyser.eruptions(), geyser.waits()
    for slope in (0, 5, 10.73, 16):
        view = _right_angle.compute(slope=slope)
        said_by_line = slope * (x - x.mean())
        assert view.predictions == pytest.approx(said_by_line.std(), abs=1e-9)
        assert view.misses == pytest.approx((y - said_by_line).std(), rel=1e-9)
        assert np.hypot(*view.waits) == pytest.approx(y.std(), rel=1e-9)
    assert _right_angle.compute(slope=10.73).angle == pytest.approx(90, abs=0.05)


@pytest.mark.parametrize("slope", _right_angle.SLOPES)
def test_the_corner_is_square_at_the_right_angle_alone(slope: float) -> None:
    drawing = Drawing(figures.right_angle)
    drawing.show(figures.right_angle.state(slope=slope))
    assert bool(len(drawing.artists.corner.get_xdata())) == (slope == 10.73)


# likeliest


def test_the_likelihood_is_that_of_a_gaussian() -> None:
    for slope, width in ((0, 10), (10.73, 5.89), (16, 5)):
        view = _likeliest.compute(slope=slope, width=width)
        log_density = norm.logpdf(view.misses, scale=width).mean()
        assert view.log_likelihood == pytest.approx(log_density, rel=1e-12)


@pytest.mark.parametrize("width", _likeliest.WIDTHS)
def test_the_likeliest_slope_does_not_depend_on_the_width(width: float) -> None:
    heights = {s: _likeliest.log_likelihood(s, width) for s in _likeliest.SLOPES}
    assert max(heights, key=heights.__getitem__) == 10.73


def test_the_likeliest_width_is_the_typical_miss() -> None:
    heights = {w: _likeliest.log_likelihood(10.73, w) for w in _likeliest.WIDTHS}
    assert max(heights, key=heights.__getitem__) == 5.89
    assert "246 of 272 eruptions, 90 %" in said(figures.likeliest, slope=10.73, width=5.89)


def test_a_line_moves_its_wins_only_where_they_are_shown() -> None:
    assert geyser.won(geyser.misses(height=BEST_HEIGHT, slope=BEST_SLOPE, at=0.0)).sum() == 154
    drawing = Drawing(figures.level_slope)
    drawing.show(figures.level_slope.state(slope=5))
    assert not drawing.artists.dots.get_visible()
