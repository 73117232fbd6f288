"""The dot product as an area: the length of one arrow times the shadow of the other on it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.linear_algebra.figures.shapes import pair
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Pad, Slider, Toggle, linear
from mlcourse.explore.lines import arrow, dots
from mlcourse.explore.style import BLUE, GRID, INK, MUTED, ORANGE, PURPLE
from mlcourse.explore.typeset import rounded
from mlcourse.linalg.vectors import angle, dot, norm, project

__all__ = ["dot_product"]

FIRST = {"(2, 1)": (2.0, 1.0), "(−1, 2)": (-1.0, 2.0)}
STOPS = linear(-3, 3, 25)
REACH = 3.9


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Two arrows, the shadow of b on the line of a, and the stops with the same product."""

    a: FloatArray
    b: FloatArray
    product: float
    shadow: FloatArray  # (2,) the point of a's line nearest to b
    signed: float  # its place on that line, positive on the side of a
    equal: FloatArray  # (m, 2) at which other stops b could stand; empty unless asked for
    line: FloatArray  # (2, 2) where else b could stand, cut off by the panel; empty likewise


def _across(a: FloatArray, product: float) -> FloatArray:
    """The line of all b with this product with a, from edge to edge of the panel."""
    start, way = product * a / (a @ a), np.array([-a[1], a[0]])
    ends = np.sort((np.array([[-REACH], [REACH]]) - start) / way, axis=0)  # no a lies on an axis
    return np.asarray(start + np.outer([ends[0].max(), ends[1].min()], way))


def compute(*, x: float, y: float, first: str, reveal: bool) -> View:
    """The product and the shadow; the equal places on a line, and at which stops."""
    a, b = np.array(FIRST[first]), np.array([x, y])
    split = project(b, a)
    product = dot(a, b)
    equal = line = np.empty((0, 2))
    if reveal:
        line = _across(a, product)
        places = np.stack(np.meshgrid(STOPS, STOPS), axis=-1).reshape(-1, 2)
        equal = places[np.abs(places @ a - product) < 1e-9]
    return View(
        a=a,
        b=b,
        product=product,
        shadow=split.image,
        signed=split.coefficient * norm(a),
        equal=equal,
        line=line,
    )


def draw(fig: Figure, view: View) -> Artists:
    """The plane with the handle, and the rectangle."""
    left, right = fig.subplots(1, 2, width_ratios=(1.0, 0.86))
    left.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal")
    left.set(xticks=range(-3, 4), yticks=range(-3, 4), title=" ")
    title = left.title  # the number stands over the handle, in one view with it on a phone
    left.grid(True)
    right.set(xlim=(-1.0, 4.0), ylim=(-4.4, 4.4), aspect="equal", title="|a| wide, shadow high")
    right.set(xticks=range(5), yticks=range(-4, 5), xlabel="length of a")
    right.set_ylabel("shadow of b, with its sign")
    right.grid(True)
    right.axhline(0.0, color=MUTED, linewidth=1.2)
    (axis,) = left.plot([], [], color=GRID, linewidth=3.0)
    (equal,) = left.plot([], [], color=PURPLE, linewidth=4.5, solid_capstyle="round")
    (line,) = left.plot([], [], color=PURPLE, linewidth=1.3)
    (drop,) = left.plot([], [], ":", color=MUTED, linewidth=1.4)
    (shade,) = left.plot([], [], color=ORANGE, linewidth=5.0, solid_capstyle="butt")
    (first,) = left.plot([], [], color=INK, linewidth=2.2)
    (second,) = left.plot([], [], color=BLUE, linewidth=2.2)
    name_a = left.text(0, 0, "a", color=INK, size=11, weight="bold", ha="center", va="center")
    name_b = left.text(0, 0, "b", color=BLUE, size=11, weight="bold", ha="center", va="center")
    (area,) = right.fill([0, 0, 0], [0, 0, 0], color=BLUE, alpha=0.3, linewidth=0)
    (width,) = right.plot([], [], color=INK, linewidth=3.0, solid_capstyle="butt")
    (height,) = right.plot([], [], color=ORANGE, linewidth=5.0, solid_capstyle="butt")
    return Artists(
        plane=left, title=title, axis=axis, equal=equal, line=line, drop=drop, shade=shade,
        first=first, second=second, name_a=name_a, name_b=name_b, area=area, width=width,
        height=height,
    )  # fmt: skip


def _beside(v: FloatArray, other: FloatArray) -> FloatArray:
    """Where the name of an arrow stands: at the middle of it, on the side away from the other."""
    size = float(np.hypot(*v))
    if size < 0.4:
        return np.array([-0.5, -0.65])  # clear of the handle
    side = np.array([-v[1], v[0]]) / size
    return 0.55 * v + 0.32 * (side if side @ other <= 0 else -side)


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """The arrows, the shadow, the rectangle."""
    origin, long = np.zeros(2), norm(view.a)
    artists.axis.set_data(*np.outer([-8.0, 8.0], view.a / long).T)
    artists.title.set_text(f"drag b:  a·b = {rounded(view.product)}")
    artists.equal.set_data(*dots(view.equal).T)
    artists.line.set_data(*view.line.T)
    artists.drop.set_data(*np.array([view.b, view.shadow]).T)
    artists.shade.set_data(*np.array([origin, view.shadow]).T)
    artists.first.set_data(*arrow(origin, view.a).T)
    artists.second.set_data(*arrow(origin, view.b).T)
    artists.name_a.set_position(tuple(_beside(view.a, view.b)))
    artists.name_b.set_position(tuple(_beside(view.b, view.shadow)))
    s = view.signed
    artists.area.set_xy([[0, 0], [long, 0], [long, s], [0, s]])
    artists.width.set_data([0, long], [0, 0])
    artists.height.set_data([0, 0], [0, s])
    return [artist for name, artist in vars(artists).items() if name != "plane"]


def _times(u: float, v: float) -> str:
    left, right = rounded(u), rounded(v)
    return f"{left}·{f'({right})' if v < 0 else right}"


def readout(view: View) -> str:
    """The product both ways, and the angle."""
    a, b = view.a, view.b
    # a ~ is a space at which no line ends
    text = f"a~= {pair(a)}, b~= {pair(b)}: a·b~= {_times(a[0], b[0])} + {_times(a[1], b[1])}~= "
    text += f"{rounded(view.product)}. |a| is~{rounded(norm(a))}, the shadow~{rounded(view.signed)}"
    if np.any(b):
        text += f", |b|~{rounded(norm(b))}; angle~{np.degrees(angle(a, b)):.1f}°."
    else:
        text += ". b has no direction, so no angle."
    return text.replace("~", "\u00a0")


def _shortest(view: View) -> bool:
    return bool(
        np.array_equal(view.a, FIRST["(2, 1)"])
        and abs(view.product - 5) < 1e-9
        and norm(view.b) < 2.24
    )


dot_product = Explorer(
    name="dot_product",
    title="Where may b go?",
    alt=(
        "Left: the plane with two arrows a and b from the origin; from the tip of b, which can be "
        "dragged, a dotted line drops at a right angle to the line of a and marks the shadow of b "
        "there; on request, all places of b with the same dot product, and a dot at each stop of "
        "the handle among them. Above it stands the product. Right: a rectangle "
        "as wide as a is long and as high as the shadow, below the axis if the shadow falls on "
        "the side away from a."
    ),
    controls={
        "x": Slider(STOPS, default=1.0, label="b, first entry", format="g"),
        "y": Slider(STOPS, default=3.0, label="b, second entry", format="g"),
        "first": Choice(tuple(FIRST), label="a"),
        "reveal": Toggle(label="all places with this product"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "a right angle": {"first": "(2, 1)", "x": -1.0, "y": 2.0},
        "along a": {"first": "(2, 1)", "x": 1.0, "y": 0.5},
        "against a": {"first": "(2, 1)", "x": -2.0, "y": -1.0},
    },
    challenge=Challenge(
        text="For a = (2, 1), find the shortest b whose dot product with a is 5.",
        solved=_shortest,
    ),
    pads=[Pad(x="x", y="y", axes="plane")],
    size=(7.4, 3.9),
)
