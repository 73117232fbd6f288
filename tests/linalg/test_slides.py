"""Slides that make a turn, against the turn itself and scipy's rotation."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from mlcourse.linalg.named_maps import shear
from mlcourse.linalg.slides import slide_pixels, three_slides, turn_pixels

GRID = np.stack(np.meshgrid(np.arange(-20, 31), np.arange(-35, 16)), axis=-1).reshape(-1, 2)
ANGLES = np.radians([-170.0, -90.0, -33.0, -1e-9, 0.0, 20.0, 45.0, 60.0, 90.0, 135.0, 179.0])


@pytest.mark.parametrize("angle", ANGLES)
def test_three_slides_are_the_turn(angle: float) -> None:
    p, q, r = three_slides(angle)
    assert p == r
    product = shear(r) @ shear(q).T @ shear(p)
    turn = Rotation.from_euler("z", angle).as_matrix()[:2, :2]
    np.testing.assert_allclose(product, turn, atol=1e-12 * max(1.0, p * p))


@pytest.mark.parametrize("angle", ANGLES)
def test_no_two_pixels_meet_and_all_come_home(angle: float) -> None:
    amounts = three_slides(angle)
    path = slide_pixels(GRID, amounts)
    for places in path:
        assert len(np.unique(places, axis=0)) == len(GRID)
    home = slide_pixels(path[-1], -amounts[::-1])
    np.testing.assert_array_equal(home[-1], GRID)


@pytest.mark.parametrize("angle", [a for a in ANGLES if abs(a) <= np.pi / 2])
def test_a_pixel_ends_near_where_it_belongs(angle: float) -> None:
    exact = GRID @ Rotation.from_euler("z", angle).as_matrix()[:2, :2].T
    # half a pixel a slide; the first error goes through the other two, |p| <= 1 and |q| <= 1
    away = slide_pixels(GRID, three_slides(angle))[-1] - exact
    assert np.abs(away).max() <= 1.5
    rounded = turn_pixels(GRID, angle)
    assert np.abs(rounded - exact).max() <= 0.5 + 1e-12


def test_rounding_loses_pixels_and_slides_do_not() -> None:  # a negative control
    assert len(np.unique(turn_pixels(GRID, np.pi / 4), axis=0)) < 0.9 * len(GRID)
    assert len(np.unique(turn_pixels(GRID, np.pi / 2), axis=0)) == len(GRID)


@pytest.mark.parametrize("angle", [np.pi, -np.pi, 4.0, np.nan])
def test_half_a_turn_is_refused(angle: float) -> None:
    with pytest.raises(ValueError, match=r"^angle must be "):
        three_slides(angle)


@pytest.mark.parametrize("places", [[[0.5, 1.0]], [1, 2], [[1, 2, 3]]])
def test_places_are_whole(places: object) -> None:
    with pytest.raises(ValueError, match=r"^places must be "):
        slide_pixels(places, [1.0])  # type: ignore[arg-type]
