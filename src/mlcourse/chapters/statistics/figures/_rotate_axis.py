"""An axis turned through a cloud: the shadows on it, and how far the points are from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps, Toggle
from mlcourse.explore.lines import dots
from mlcourse.explore.style import BLUE, GREEN, GRID, INK, MUTED, ORANGE
from mlcourse.statistics import axis_rotation
from mlcourse.statistics.axis_rotation import AxisRotation

__all__ = ["rotate_axis"]

ANGLES = tuple(2.5 * k for k in range(73))  # degrees
RHO = (0.0, 0.5, 0.75)
SPREADS = {"2 : 1": 2.0, "1 : 1": 1.0}
N_POINTS = 30
WIDE, HIGH = 5.0, 3.7
REACH = 8.0  # of the axis: beyond the frame at every angle
CEILING = 6.6


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A cloud, and what an axis at each angle shows and hides of it."""

    rho: float
    spread: float
    best: bool
    points: FloatArray  # (N_POINTS, 2)
    marked: int  # the point with the triangle
    turned: tuple[AxisRotation, ...]  # one for each of ANGLES


@cache
def _noise() -> FloatArray:
    """Pairs of mean 0, variance 1 and correlation 0 exactly: the cloud has what its sliders say."""
    z = np.random.default_rng(4).standard_normal((N_POINTS, 2))
    z -= z.mean(axis=0)
    root = np.linalg.cholesky(z.T @ z / N_POINTS)
    return np.linalg.solve(root, z.T).T


@cache
def _turned(rho: float, spread: float) -> tuple[FloatArray, tuple[AxisRotation, ...]]:
    covariance = np.array([[spread**2, rho * spread], [rho * spread, 1.0]])
    points = _noise() @ np.linalg.cholesky(covariance).T
    return points, tuple(
        axis_rotation.rotate_axis(points, angle=float(np.deg2rad(a))) for a in ANGLES
    )


def compute(*, rho: float, spreads: str, best: bool) -> View:
    """The same noise, stretched; every angle at once."""
    spread = SPREADS[spreads]
    points, turned = _turned(rho, spread)
    # a point far out to the upper right, where its triangle has room
    marked = int(np.argmax(_noise() @ [1.0, 0.6]))
    return View(rho=rho, spread=spread, best=best, points=points, marked=marked, turned=turned)


def draw(fig: Figure, view: View) -> Artists:
    """The cloud with its axis; what is shown and what is hidden, one upon the other."""
    left, right = fig.subplots(1, 2, width_ratios=(1.5, 1.0))
    left.set(xlim=(-WIDE, WIDE), ylim=(-HIGH, HIGH), aspect="equal")
    left.set(xlabel="first measurement", ylabel="second measurement")
    left.set_title("each point and its shadow on the axis")
    artists = Artists()
    (artists.best,) = left.plot([], [], color=GREEN, linewidth=5.0, alpha=0.45)
    (artists.axis,) = left.plot([], [], color=INK, linewidth=1.4)
    (artists.drops,) = left.plot([], [], color=ORANGE, linewidth=0.9, alpha=0.75)
    (artists.cloud,) = left.plot([], [], color=MUTED, linewidth=4.2, snap=False)
    (artists.feet,) = left.plot([], [], color=BLUE, linewidth=4.2, snap=False)
    for cloud in (artists.cloud, artists.feet):
        cloud.set_solid_capstyle("round")
    (artists.arm,) = left.plot([], [], color=INK, linewidth=1.8, linestyle=":")
    (artists.along,) = left.plot([], [], color=BLUE, linewidth=3.2)
    (artists.off,) = left.plot([], [], color=ORANGE, linewidth=3.2)
    (artists.one,) = left.plot([], [], "o", color=INK, markersize=7)
    right.set(xlim=(-5, 185), ylim=(0, CEILING), xlabel="angle θ of the axis, degrees")
    right.set(xticks=range(0, 181, 45), ylabel="mean of the squares")
    right.set_title("angles tried so far")
    right.text(0, 6.15, "distances from the axis", color=ORANGE, size=9)
    right.text(0, 5.65, "shadows, from their middle", color=BLUE, size=9)
    for name, colour in (("hidden", ORANGE), ("seen", BLUE)):
        area = Polygon([(0, 0)], closed=True, facecolor=colour, alpha=0.4, edgecolor="none")
        setattr(artists, name, right.add_patch(area))
    (artists.bar_hidden,) = right.plot([], [], color=ORANGE, linewidth=5.0)
    (artists.bar_seen,) = right.plot([], [], color=BLUE, linewidth=5.0)
    for bar in (artists.bar_hidden, artists.bar_seen):
        bar.set_solid_capstyle("butt")
    (artists.best_angle,) = right.plot([], [], color=GREEN, linewidth=2.0)
    right.axhline(0, color=GRID, linewidth=0.8)
    return artists


def _drops(points: FloatArray, feet: FloatArray) -> FloatArray:
    gap = np.full_like(points, np.nan)
    return np.stack([points, feet, gap], axis=1).reshape(-1, 2)


def update(artists: Artists, view: View, *, theta: float) -> Sequence[Artist]:
    """Turn the axis, drop the points on it, and add to the trace."""
    now = ANGLES.index(theta)
    axis = view.turned[now]
    ends = np.array([-REACH, REACH])[:, None]
    artists.axis.set_data(*(ends * axis.direction).T)
    artists.cloud.set_data(*dots(view.points).T)
    artists.feet.set_data(*dots(axis.projections).T)
    artists.drops.set_data(*_drops(view.points, axis.projections).T)
    point, foot = view.points[view.marked], axis.projections[view.marked]
    artists.arm.set_data(*np.array([[0, 0], point]).T)
    artists.along.set_data(*np.array([[0, 0], foot]).T)
    artists.off.set_data(*np.array([foot, point]).T)
    artists.one.set_data(*point[:, None])
    kept = [*range(0, now, 2), now]  # every 5 degrees: the eye sees no corner
    angles = np.array(ANGLES)[kept]
    shown = np.array([view.turned[k].projected_variance for k in kept])
    total = shown + np.array([view.turned[k].reconstruction_error for k in kept])
    low = np.column_stack([angles, np.zeros_like(angles)])
    mid, top = np.column_stack([angles, shown]), np.column_stack([angles, total])
    artists.seen.set_xy(np.concatenate([low, mid[::-1]]))
    artists.hidden.set_xy(np.concatenate([mid, top[::-1]]))
    artists.bar_seen.set_data([theta, theta], [0, shown[-1]])
    artists.bar_hidden.set_data([theta, theta], [shown[-1], total[-1]])
    best = _best(view)
    angle = np.deg2rad(np.nan if best is None or not view.best else best)
    artists.best.set_data(*(ends * [np.cos(angle), np.sin(angle)]).T)
    artists.best_angle.set_data(np.rad2deg([angle, angle]), [0, total[0]])
    return [
        artists.best, artists.axis, artists.drops, artists.cloud, artists.feet, artists.arm,
        artists.along, artists.off, artists.one, artists.hidden, artists.seen,
        artists.bar_hidden, artists.bar_seen, artists.best_angle,
    ]  # fmt: skip


def _best(view: View) -> float | None:
    """The angle of the widest shadows in degrees; none if all are equally wide."""
    axis = view.turned[0]
    if axis.best_variance - axis.worst_variance < 1e-9:
        return None
    return float(np.rad2deg(axis.best_angle))


def readout(view: View, *, theta: float) -> str:
    """Both means at this angle, the marked point, and the best angle on request."""
    axis = view.turned[ANGLES.index(theta)]
    point = view.points[view.marked] - axis.projections[view.marked]
    along, off = float(axis.coordinates[view.marked]), float(np.hypot(*point))
    text = (
        f"θ = {theta:g}°. Mean squares: shadows {axis.projected_variance:.2f}, distances "
        f"{axis.reconstruction_error:.2f}. The marked point: {abs(along):.2f} along the axis, "
        f"{off:.2f} off it."
    )
    if not view.best:
        return text
    best = _best(view)
    if best is None:
        return text + " All axes are alike."
    return text + f" Widest shadows at {best:.1f}°: mean square {axis.best_variance:.2f}."


def _found(view: View, *, theta: float) -> bool:
    # with equal spreads the best axis is at 45 degrees for both correlations
    return view.spread == 1.0 and view.rho == 0.75 and theta == 45.0


rotate_axis = Explorer(
    name="rotate_axis",
    title="Which line tells most about the points?",
    alt=(
        "Left: thirty points in the plane, an axis through their mean, and the foot of each point "
        "on it, its shadow; one point is marked by a right triangle of its distance from the "
        "mean, its shadow's distance from the mean and its distance from the axis. Right: for "
        "the angles tried so far, the mean square of the shadows, and upon it that of the "
        "distances from the axis."
    ),
    controls={
        "theta": Steps(ANGLES, default=0.0, label="angle θ", unit="°", format="g"),
        "rho": Slider(RHO, default=0.75, label="correlation ρ", format=".2g"),
        "spreads": Choice(tuple(SPREADS), label="spreads"),
        "best": Toggle(label="mark the widest shadows"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "an oblong cloud": {"theta": 0.0, "rho": 0.75, "spreads": "2 : 1", "best": False},
        "equal spreads": {"theta": 0.0, "rho": 0.5, "spreads": "1 : 1", "best": False},
        "a round cloud": {"theta": 0.0, "rho": 0.0, "spreads": "1 : 1", "best": False},
    },
    challenge=Challenge(
        text="With equal spreads find the best axis for ρ = 0.5. Then set ρ to 0.75 and find it "
        "again: how far did you have to turn?",
        solved=_found,
    ),
)
