"""A genetic algorithm in the plane: single births first, then generations."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.derivative_free.figures.births import (
    BOX,
    CENTER,
    IN_BEST,
    N_BIRTHS,
    N_RUNS,
    View,
    compute,
    land,
)
from mlcourse.chapters.derivative_free.figures.moments import Births
from mlcourse.explore import Artists, Challenge, Explorer, Slider
from mlcourse.explore.lines import dots
from mlcourse.explore.style import BLUE, GREEN, INK, ORANGE

__all__ = ["genetic"]

SIGMAS = (0.0, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0, 1.5)
SINGLE = 5  # births that are shown as parents first, then as child
CLOCK = (
    0, *(k // 2 if k % 2 == 0 else k / 2 for k in range(1, 2 * SINGLE + 1)),
    7, 9, 14, 19, 28, 38, 49, 76, 98, 147, 196, 245, 294, 343, 441, 550, N_BIRTHS,
)  # fmt: skip
MOST_LOOKS = 50 + N_BIRTHS  # of the largest population
GREYS = ListedColormap([(0.45, 0.52, 0.58, a) for a in np.linspace(0.0, 0.7, 24)])


def draw(fig: Figure, view: View) -> Artists:
    """The land with the population, the spread, and how many of all runs have arrived."""
    grid = fig.add_gridspec(2, 2, width_ratios=(1.2, 1.0))
    left = fig.add_subplot(grid[:, 0])
    top, bottom = fig.add_subplot(grid[0, 1]), fig.add_subplot(grid[1, 1])
    side = np.linspace(BOX[0, 0], BOX[0, 1], 96)
    heights = land(np.stack(np.meshgrid(side, side), axis=-1))
    left.imshow(
        np.minimum(heights, 90), cmap=GREYS, extent=(*BOX[0], *BOX[1]), origin="lower",
        interpolation="none", zorder=0,
    )  # fmt: skip
    left.set(xlim=BOX[0], ylim=BOX[1], xticks=[], yticks=[], aspect="equal")
    left.set_title("the more grey, the higher")
    artists = Artists()
    (artists.elders,) = left.plot([], [], color=BLUE, linewidth=5, solid_capstyle="round")
    (artists.young,) = left.plot([], [], color=ORANGE, linewidth=5, solid_capstyle="round")
    (artists.box,) = left.plot([], [], "--", color=INK, linewidth=1.0)
    (artists.parents,) = left.plot(
        [], [], "o", color=INK, fillstyle="none", markersize=11, clip_on=False
    )
    (artists.shake,) = left.plot([], [], color=INK, linewidth=1.2)
    (artists.mutant,) = left.plot([], [], "o", color=ORANGE, markersize=9, markeredgecolor=INK)
    (artists.child,) = left.plot([], [], "D", color=INK, fillstyle="none", markersize=6)
    (artists.goal,) = left.plot(
        [], [], "+", color=GREEN, markersize=16, markeredgewidth=2.4, zorder=6
    )
    artists.words = left.text(
        0.5, -0.02, "", color=INK, size=9, ha="center", va="top", transform=left.transAxes
    )
    top.set(xlim=(0, MOST_LOOKS), ylim=(0, 3.4), title="spread in a coordinate")
    (artists.spread,) = top.plot([], [], ".-", color=BLUE, markersize=4)
    bottom.set(xlim=(0, MOST_LOOKS), ylim=(-0.04, 1.04), xlabel="looks", yticks=[0, 0.5, 1])
    bottom.set(title=f"share of {N_RUNS} such runs in the best dent", yticklabels=["0", "0.5", "1"])
    (artists.share,) = bottom.plot([], [], ".-", color=GREEN, markersize=4)
    return artists


def _now(view: View, births: float) -> tuple[int, int, int]:
    """Births made, complete generations, and births of the next one."""
    made = int(births)
    return made, made // (view.size - 1), made % (view.size - 1)


@cache
def _corners() -> FloatArray:
    return np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], dtype=float)


def update(artists: Artists, view: View, *, births: float) -> Sequence[Artist]:
    """The population, those born into the next, and in single steps one birth."""
    run = view.run
    made, age, newborn = _now(view, births)
    pending = made < births <= SINGLE
    artists.elders.set_data(*dots(run.x[0, age]).T)
    young = run.x[0, age + 1, 1 : newborn + 1] if newborn else np.empty((0, 2))
    artists.young.set_data(*dots(young).T)
    single = 0 < births <= SINGLE
    b = (made if pending else made - 1) if single else 0
    empty = np.empty((0, 2))
    pair = run.x[0, 0][run.parent[0, 0, b]] if single else empty
    box = pair[0] + _corners() * (pair[1] - pair[0]) if single else empty
    born = single and not pending
    child, mutant = run.blend[0, 0, b], run.x[0, 1, b + 1]
    artists.parents.set_data(*pair.T)
    artists.box.set_data(*box.T)
    artists.child.set_data(*(child[None] if born else empty).T)
    artists.shake.set_data(*(np.array([child, mutant]) if born else empty).T)
    artists.mutant.set_data(*(mutant[None] if born else empty).T)
    found = view.best[made] < IN_BEST
    artists.goal.set_data(*(CENTER[None] if found else empty).T)
    words = "orange: born into the next generation" if newborn else ""
    if single:
        born_too = "diamond: the child; orange: after mutation"
        words = "rings: the two parents" if pending else born_too
    artists.words.set_text(words)
    looks = run.evaluations[: age + 1]
    artists.spread.set_data(looks, _spread(view)[: age + 1])
    shown = sorted({int(t) for t in CLOCK if t <= made} | {made})
    artists.share.set_data(view.size + np.array(shown), view.share[shown])
    names = ("elders", "young", "parents", "box", "child", "shake", "mutant", "goal", "words",
             "spread", "share")  # fmt: skip
    return [getattr(artists, name) for name in names]


def _spread(view: View) -> FloatArray:
    """Standard deviation in a coordinate, over both of them, after each generation."""
    return np.asarray(view.run.diversity[0] / np.sqrt(len(CENTER)))


def readout(view: View, *, births: float) -> str:
    """The birth, or the run so far."""
    run = view.run
    made, age, _ = _now(view, births)
    if 0 < births <= SINGLE:
        b = made if made < births else made - 1
        heights = run.value[0, 0][run.parent[0, 0, b]]
        text = f"Birth {b + 1}: parents of heights {heights[0]:.0f} and {heights[1]:.0f}"
        return f"{text}." if made < births else f"{text}, child {run.value[0, 1, b + 1]:.0f}."
    return (
        f"{view.size + made} looks, {age} generation{'s' * (age != 1)}: spread "
        f"{_spread(view)[age]:.2f}, best height {view.best[made]:.1f}; "
        f"{view.share[made]:.0%} of {N_RUNS} such runs have been in the best dent."
    )


def _small(view: View, *, births: float) -> bool:
    """Ten members, and more than half of the runs arrive."""
    return view.size == 10 and bool(view.share[_now(view, births)[0]] > 0.5)


genetic = Explorer(
    name="genetic",
    title="Selection, crossover, mutation",
    alt=(
        "First: a land with many dents and a population of points in it; in single steps two "
        "parents with the box between them, their child and where mutation shakes it. Beside it: "
        "the spread of the population in a coordinate after each generation, and the share of 400 "
        "such runs that have been in the best dent, against the number of looks."
    ),
    controls={
        "population": Slider((10, 20, 50), default=50, label="population"),
        "tournament": Slider((1, 2, 5), default=1, label="selection: best of"),
        "crossover": Slider((0.0, 0.9), default=0.9, label="crossover, share", format="g"),
        "mutation": Slider(SIGMAS, default=0.0, label="mutation σ", format="g"),
        "births": Births(CLOCK, default=0, label="births", milliseconds=450),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "blending only": {"tournament": 1, "crossover": 0.9, "mutation": 0.0, "births": 0},
        "with selection": {"tournament": 5, "crossover": 0.9, "mutation": 0.0, "births": 0},
        "all three": {"tournament": 5, "crossover": 0.9, "mutation": 0.3, "births": 0},
        "ten only": {"population": 10, "births": 0},
    },
    challenge=Challenge(
        text="With a population of ten, bring more than half of the runs into the best dent.",
        solved=_small,
    ),
    size=(7.6, 4.2),
)
