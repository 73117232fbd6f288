"""Frames by slots: what the browser shows is what matplotlib draws.

Oracle: matplotlib's own Agg renderer.  ``tests/browser/test_slots.py`` compares with a whole
``savefig("svg")``, as the browser shows both.
"""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch, Polygon, Rectangle

from mlcourse.explore import Artists, Challenge, Explorer, Slider
from mlcourse.explore.handles import handle_places
from mlcourse.explore.render import Drawing
from mlcourse.explore.style import BLUE, GREEN, INK, ORANGE, PALETTE, RED, SKY
from tests.explore.sample import wave


def draw(fig: Figure, t: float) -> Artists:
    """Every kind of artist that must be able to move, in two axes."""
    a, b = fig.subplots(1, 2)
    for ax in (a, b):
        ax.set(xlim=(0, 1), ylim=(0, 1))
    a.scatter(np.linspace(0, 1, 50), np.full(50, 0.2), color=GREEN, rasterized=True, zorder=1.9)
    a.plot([0, 1], [0.5, 0.5], color=INK, lw=6, zorder=2.5)  # stays, above the fill
    (line,) = a.plot([], [], "o-", color=BLUE, label="path", zorder=2)
    grid = np.linspace(0.1, 0.9, 4)
    fill = a.fill_between([0, 1], [0, 0], [1, 1], color=SKY, zorder=1)
    quiver = a.quiver(grid, grid, grid, grid, color=RED, zorder=4)
    text = a.text(0.1, 0.9, "", zorder=5)
    legend = a.legend(loc="lower left")  # a changed entry must not shift the others
    scatter = b.scatter(grid, grid, c=[BLUE, ORANGE, GREEN, RED], zorder=3)
    circle = b.add_patch(Circle((0.5, 0.5), 0.1, color=ORANGE, alpha=0.5))
    clipped = b.add_patch(Rectangle((0.6, 0.6), 0.8, 0.2, facecolor=GREEN, hatch="//"))
    clipped.set_clip_path(Polygon([[0.6, 0.6], [1, 0.6], [1, 1]], transform=b.transData))
    arrow = b.add_patch(FancyArrowPatch((0.1, 0.1), (0.5, 0.2), mutation_scale=10, color=INK))
    image = b.imshow(
        np.zeros((2, 2)),
        extent=(0, 0.3, 0.7, 1),
        vmin=0,
        vmax=1,
        cmap="viridis",
        interpolation="none",
        aspect="auto",
        zorder=0,
    )
    return Artists(
        line=line,
        fill=fill,
        quiver=quiver,
        text=text,
        scatter=scatter,
        circle=circle,
        clipped=clipped,
        arrow=arrow,
        image=image,
        entry=legend.get_texts()[0],
        handle=legend.legend_handles[0],
    )


def update(artists: Artists, t: float) -> list[Any]:
    x = np.linspace(0, 1, 9)
    artists.line.set_data(x, x * t)
    artists.fill.set_paths([np.array([[0, 0], [1, 0], [1, t], [0, t]])])
    artists.quiver.set_UVC(np.full(4, t), np.full(4, 1 - t))
    artists.text.set_text(f"t = {t:.1f}" if t else "")  # an empty text leaves no trace
    artists.scatter.set_offsets(np.column_stack([[0.2, 0.4, 0.6, 0.8], np.full(4, t)]))
    artists.circle.set_radius(0.1 + t / 4)
    artists.circle.set_visible(t > 0.1)
    artists.clipped.set_width(t)
    artists.arrow.set_positions((0.1, 0.1), (0.5 + t / 2, 0.2))
    artists.image.set_data([[t, 0], [0.5, 1 - t]])
    artists.entry.set_text("rising" if t > 0.5 else "path")
    artists.handle.set_color(GREEN if t > 0.5 else BLUE)
    return list(vars(artists).values())


zoo = Explorer(
    name="zoo",
    title="All kinds",
    alt="One of each kind of artist.",
    controls={"t": Slider((0, 0.3, 0.8, 1), default=0, label="t")},
    compute=lambda *, t: t,
    draw=draw,
    update=update,
    readout=lambda t: f"t is {t}",
)


def agg(figure: Figure) -> np.ndarray:
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba()).copy()


@pytest.mark.parametrize("explorer", [zoo, wave], ids=lambda e: e.name)
def test_update_gives_the_same_pixels_as_a_fresh_drawing(explorer: Explorer) -> None:
    states = list(explorer.states())
    a, b = states[0], states[len(states) // 2 + 1]
    moved, fresh = Drawing(explorer, start=a), Drawing(explorer, start=b)
    moved.show(b)
    np.testing.assert_array_equal(agg(moved.figure), agg(fresh.figure))


def test_base_keeps_one_empty_slot_for_each_moving_artist() -> None:
    drawing = Drawing(zoo)
    base = "".join(p.svg for p in drawing.panels)
    slots = re.findall(r'<g data-slot="(\d+)"(?:/>|></g>)', base)
    assert sorted(map(int, slots)) == list(range(len(drawing.moving)))


def test_fragments_carry_what_they_refer_to() -> None:
    """Random access: every url(#…) and href resolves inside the fragment itself."""
    drawing = Drawing(zoo)
    for state in zoo.states():
        for fragment in drawing.frame(state)[:-2]:
            wanted = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', fragment))
            assert wanted <= set(re.findall(r'id="([^"]+)"', fragment))


def test_ids_differ_between_slots_and_drawings() -> None:
    ids = []
    for salt in ("one", "two"):
        drawing = Drawing(zoo, salt=salt)
        for fragment in drawing.frame((2,))[:-2]:
            ids.append(set(re.findall(r'clipPath id="([^"]+)"', fragment)))
    seen = [i for group in ids for i in group]
    assert len(seen) > 10
    assert len(seen) == len(set(seen))


def test_frames_are_the_same_from_run_to_run_and_in_any_order() -> None:
    one, two = Drawing(zoo), Drawing(zoo)
    states = list(zoo.states())
    forward = [one.frame(s) for s in states]
    backward = [two.frame(s) for s in reversed(states)][::-1]
    assert forward == backward
    assert one.panels == two.panels


def test_the_last_digits_of_the_layout_name_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Drawing(wave).frame(wave.default)
    settle = Figure.draw_without_rendering

    def settle_a_little_elsewhere(figure: Figure) -> None:
        settle(figure)
        for ax in figure.axes:
            box = np.array(ax.get_position(original=True).bounds)
            ax.set_position(box + 1e-13, which="original")

    monkeypatch.setattr(Figure, "draw_without_rendering", settle_a_little_elsewhere)
    assert Drawing(wave).frame(wave.default) == first


def test_panels_are_columns_that_cover_the_figure() -> None:
    panels = Drawing(zoo).panels
    assert len(panels) == 2
    assert panels[0].left == 0
    assert panels[0].width + panels[1].width == pytest.approx(72 * zoo.size[0])
    assert panels[1].left == pytest.approx(panels[0].width)


def test_palette_colours_become_variables_in_both_themes() -> None:
    drawing = Drawing(zoo)
    text = "".join(drawing.frame((2,))) + drawing.panels[0].svg
    assert "var(--b)" in text
    assert not any(colour in text for colour in PALETTE)
    from mlcourse.explore.live import FigureView

    light, dark = FigureView._css.split("}", 1)
    for colour, (name, night) in PALETTE.items():
        assert f"--{name}: {colour};" in light
        assert f"--{name}: {night};" in dark


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"draw": lambda fig, t: fig}, "draw must return Artists"),
        ({"update": lambda a, t: None}, "update must return"),
        ({"update": lambda a, t: []}, "update must return the artists it changed"),
        ({"readout": lambda t: "two\nlines"}, "readout must return one line"),
        ({"readout": lambda t: None}, "readout must return one line"),
    ],
)
def test_wrong_functions_are_named(change: dict[str, Any], says: str) -> None:
    with pytest.raises(TypeError, match="explorer 'zoo'") as caught:
        Drawing(replace(zoo, **change)).frame((0,))
    assert says in str(caught.value)


def test_other_artists_than_before_are_refused() -> None:
    fickle = replace(zoo, update=lambda a, t: update(a, t)[: 11 if t < 0.5 else 3])
    with pytest.raises(ValueError, match="same artists every time") as caught:
        Drawing(fickle).frame((3,))
    assert "it returned no longer artists.text, artists.scatter, " in str(caught.value)


def raising(*_: Any, **__: Any) -> Any:
    raise ZeroDivisionError("boom")


@pytest.mark.parametrize("role", ["compute", "draw", "update"])
def test_an_error_of_the_first_drawing_says_where(role: str) -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        Drawing(replace(zoo, **{role: raising}))
    assert caught.value.__notes__ == [f"explorer 'zoo', {role} at {zoo.told(zoo.default)}"]


def test_an_answer_is_true_or_false() -> None:
    vague = Challenge(text="Do.", solved=lambda view: np.array([True, False]))
    with pytest.raises(TypeError, match="must return True or False, got array") as caught:
        Drawing(replace(zoo, challenge=vague)).frame((0,))
    assert caught.value.__notes__ == ["explorer 'zoo', challenge.solved at " + zoo.told((0,))]


def test_a_pad_reaches_no_further_than_its_axes() -> None:
    def narrow(fig: Figure, view: Any) -> Artists:
        artists = wave.draw(fig, view)
        artists.map.set_xlim(*np.mean(artists.map.get_xlim()) + np.array([0, 0.1]))
        return artists

    with pytest.raises(ValueError, match=r"the stops of '\w+' go from .* beyond the limits"):
        handle_places(Drawing(replace(wave, draw=narrow)))


def test_a_pad_needs_its_axes() -> None:
    def lost(fig: Figure, view: Any) -> Artists:
        artists = wave.draw(fig, view)
        del artists.map
        return artists

    with pytest.raises(ValueError, match="let draw return Artists\\(map=ax"):
        handle_places(Drawing(replace(wave, draw=lost)))


def test_numbers_in_texts_stay_as_they_are() -> None:
    def labelled(fig: Figure, t: float) -> Artists:
        artists = draw(fig, t)
        fig.axes[0].set_yticks([0.25, 0.125], labels=["0.25", "1.23456"])
        return artists

    base = "".join(p.svg for p in Drawing(replace(zoo, draw=labelled)).panels)
    assert ">0.25<" in base
    assert ">1.23456<" in base
