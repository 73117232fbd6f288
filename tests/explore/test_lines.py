"""Helpers of figures: what a line needs, dots and arrows as lines, lines of equal height."""

import numpy as np

from mlcourse.explore.level_lines import level_lines
from mlcourse.explore.lines import arrow, dots, extremes, seen, so_far
from mlcourse.optimize.objectives import bowl


def test_an_arrow_ends_where_the_move_does_and_its_head_is_even() -> None:
    tail, tip, left, again, right = arrow(np.array([1.0, 2.0]), np.array([3.0, -4.0]))
    np.testing.assert_allclose([tail, tip, again], [[1, 2], [4, -2], [4, -2]])
    np.testing.assert_allclose(np.hypot(*(left - tip)), np.hypot(*(right - tip)))
    assert np.isfinite(arrow(np.zeros(2), np.zeros(2))).all()


def test_a_dot_is_a_line_without_length_and_later_ones_stand_at_the_end() -> None:
    points = np.array([[1.0, 2.0], [3.0, 4.0]])
    drawn = dots(points)
    np.testing.assert_allclose(drawn[[0, 1, 3, 4]], points[[0, 0, 1, 1]], atol=1e-3)
    assert np.isnan(drawn[[2, 5]]).all()
    np.testing.assert_array_equal(dots(points[:1]), drawn[:3])


def test_extremes_are_the_highest_and_lowest_of_every_column() -> None:
    values = np.array([3.0, 1.0, 2.0, 5.0, 4.0, 6.0])
    assert extremes(values, np.arange(6) / 3, 1.0).tolist() == [0, 1, 4, 5]


def test_a_line_needs_its_corners() -> None:
    corner = np.array([[0.0, 0.0], [1.0, 0.05], [2.0, 0.0], [2.0, 1.0], [2.0, 3.0]])
    assert seen(corner, 0.1).tolist() == [0, 2, 4]
    assert seen(corner, 0.01).tolist() == [0, 1, 2, 4]
    assert seen(np.zeros((3, 2)), 0.1).tolist() == [0, 2]  # no direction at all
    assert so_far(np.array([0, 2, 4]), 3).tolist() == [0, 2, 3]
    assert so_far(np.array([0, 2, 4]), 4).tolist() == [0, 2, 4]


def test_level_lines_lie_on_their_levels() -> None:
    f = bowl(4.0)
    points = level_lines(f.fun, (0.5, 2.0), x=(-3, 3), y=(-2, 2), n=80)
    heights = f.fun(points[~np.isnan(points[:, 0])])
    nearest = np.minimum(np.abs(heights - 0.5), np.abs(heights - 2.0))
    # linear interpolation on a grid of 0.076: error about curvature * h**2 / 8
    assert nearest.max() < 4 * 0.076**2 / 8 * 1.1
