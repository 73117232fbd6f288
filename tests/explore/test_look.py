"""An artist that would be drawn otherwise has another look, and the same one has the same."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import Stroke
from matplotlib.transforms import Affine2D

from mlcourse.explore.look import Looks


@pytest.fixture
def ax() -> Axes:
    return Figure().subplots()


def line(ax: Axes) -> Any:
    return ax.plot([0, 1, 2], [0, 1, 0], "o-")[0]


def label(ax: Axes) -> Any:
    return ax.text(0.5, 0.5, "ten", bbox={"facecolor": "white"})


def note(ax: Axes) -> Any:
    return ax.annotate("here", (0.2, 0.2), (0.6, 0.6), arrowprops={"arrowstyle": "->"})


def bar(ax: Axes) -> Any:
    return ax.bar([0], [1])[0]


def area(ax: Axes) -> Any:
    return ax.fill_between([0, 1, 2], [0, 1, 0])


def dots(ax: Axes) -> Any:
    return ax.scatter([0, 1, 2], [0, 1, 0], c=[0.0, 0.5, 1.0])


def arrows(ax: Axes) -> Any:
    return ax.quiver([0, 1], [0, 1], [1, 1], [0, 1])


def image(ax: Axes) -> Any:
    return ax.imshow([[0.0, 0.5], [0.5, 1.0]])


CHANGES: list[tuple[Callable[[Axes], Any], Callable[[Any], object]]] = [
    (line, lambda a: a.set_data([0, 1, 2], [0, 2, 0])),
    (line, lambda a: a.set_data([0, 1, 2], np.ma.array([0, 1, 0], mask=[0, 1, 0]))),
    (line, lambda a: a.set_color("red")),
    (line, lambda a: a.set_alpha(0.5)),
    (line, lambda a: a.set_linewidth(3)),
    (line, lambda a: a.set_linestyle(":")),
    (line, lambda a: a.set_marker("s")),
    (line, lambda a: a.set_fillstyle("none")),
    (line, lambda a: a.set_markersize(9)),
    (line, lambda a: a.set_markevery([1])),
    (line, lambda a: a.set_drawstyle("steps")),
    (line, lambda a: a.set_visible(False)),
    (line, lambda a: a.set_clip_on(False)),
    (line, lambda a: a.set_transform(Affine2D().scale(2))),
    (label, lambda a: a.set_text("two")),
    (label, lambda a: a.set_position((0.1, 0.5))),
    (label, lambda a: a.set_fontsize(20)),
    (label, lambda a: a.set_weight("bold")),
    (label, lambda a: a.set_rotation(30)),
    (label, lambda a: a.set_ha("right")),
    (label, lambda a: a.get_bbox_patch().set_facecolor("red")),
    (note, lambda a: a.set_position((0.7, 0.6))),
    (note, lambda a: setattr(a, "xy", (0.3, 0.2))),
    (note, lambda a: a.arrow_patch.set_color("red")),
    (bar, lambda a: a.set_height(2)),
    (bar, lambda a: a.set_hatch("/")),
    (bar, lambda a: a.set_edgecolor("red")),
    (area, lambda a: a.set_data([0, 1, 2], [0, 2, 0], 0)),
    (area, lambda a: a.set_facecolor("red")),
    (dots, lambda a: a.set_offsets([[0, 0], [1, 1], [2, 1]])),
    (dots, lambda a: a.set_sizes([9.0])),
    (dots, lambda a: a.set_array([0.0, 0.5, 0.9])),
    (dots, lambda a: a.set_clim(0, 2)),
    (dots, lambda a: a.set_cmap("gray")),
    (arrows, lambda a: a.set_UVC([1, 1], [1, 1])),
    (arrows, lambda a: a.set_offsets([[0, 0], [1, 2]])),
    (image, lambda a: a.set_data([[0.0, 0.5], [0.5, 0.9]])),
    (image, lambda a: a.set_clim(0, 2)),
    (image, lambda a: a.set_cmap("gray")),
]


@pytest.mark.parametrize(("make", "change"), CHANGES)
def test_what_is_changed_looks_different(
    ax: Axes, make: Callable[[Axes], Any], change: Callable[[Any], object]
) -> None:
    artist, looks = make(ax), Looks()
    ax.figure.draw_without_rendering()  # what a drawing works out is there
    before = looks.of(artist)
    assert before is not None
    ax.figure.draw_without_rendering()
    assert looks.of(artist) == before
    change(artist)
    changed = looks.of(artist)
    ax.figure.draw_without_rendering()
    assert before not in (changed, looks.of(artist))


def test_a_transform_that_is_edited_in_place_is_noticed(ax: Axes) -> None:
    turn = Affine2D()
    artist, looks = line(ax), Looks()
    artist.set_transform(turn + ax.transData)
    before = looks.of(artist)
    turn.rotate_deg(10)
    assert looks.of(artist) != before


def test_the_same_data_look_the_same_whatever_was_there_between(ax: Axes) -> None:
    artist, looks = line(ax), Looks()
    ax.set(xlim=(0, 3), ylim=(0, 3))
    seen = []
    for high in (1, 2, 1):
        artist.set_data([0, 1, 2], [0, high, 0])
        seen.append(looks.of(artist))
        ax.figure.draw_without_rendering()
    assert seen[0] == seen[2] != seen[1]


def test_a_new_object_where_an_old_one_lay_is_another(ax: Axes) -> None:
    artist, looks = line(ax), Looks()
    seen = set()
    for k in range(50):
        artist.set_transform(ax.transScale + Affine2D())
        artist.set_path_effects([Stroke(linewidth=k)])
        seen.add(looks.of(artist))
    assert len(seen) == 50


def test_of_a_whole_axes_nothing_is_promised(ax: Axes) -> None:
    assert Looks().of(ax) is None
