"""Gradient descent, coordinate descent and Newton's method in one valley that is turned."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Explorer, Slider, Steps
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE
from mlcourse.optimize.coordinate import coordinate_descent
from mlcourse.optimize.descent import gradient_descent
from mlcourse.optimize.newton import newton_step
from mlcourse.optimize.objectives import quadratic

__all__ = ["three_methods"]

CLOCK = (
    *range(13), 15, 17, 19, 21, 25, 29, 35, 41, 51, 61, 75, 101, 125, 151, 201, 251, 301, 353, 401,
    501, 601, 701,
)  # fmt: skip
END = CLOCK[-1]
TURNS = tuple(range(0, 91, 5))
CONDITION_NUMBERS = (2.0, 5.0, 10.0, 20.0, 50.0)
START = np.array([2.5, 0.8])  # along the flat and along the steep direction
NEAR = 1e-6  # of the distance at the start
SEEN = 0.012  # a path is drawn until it is this near the minimum
# numbers asked for: before the first step, and by every step
PRICES = {"gradient": (0, 2), "coordinate": (2, 1), "Newton": (0, 5)}
COLOURS = {"gradient": BLUE, "coordinate": ORANGE, "Newton": GREEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The three runs in one valley."""

    condition_number: float
    turn: float
    hess: FloatArray
    paths: dict[str, FloatArray]  # (n + 1, 2) each


def hessian(condition_number: float, turn: float) -> tuple[FloatArray, FloatArray]:
    """The valley's Hessian, curvatures 1 and κ, and the start."""
    angle = np.deg2rad(turn)
    axes = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return axes.T @ np.diag([1.0, condition_number]) @ axes, START @ axes


@cache
def _runs(condition_number: float, turn: float) -> dict[str, FloatArray]:
    hess, start = hessian(condition_number, turn)
    valley = quadratic(hess, np.zeros(2))
    slow = gradient_descent(
        valley.fun, valley.grad, start, step_size=2 / (1 + condition_number), max_steps=END // 2
    )
    axis = coordinate_descent(hess, np.zeros(2), start, max_steps=END)
    jump = newton_step(start, valley.grad(start), hess)
    runs = {"gradient": slow.x, "coordinate": axis.x, "Newton": np.array([start, jump])}
    # what rounding leaves of a distance is none
    return {name: np.where(np.abs(x) < 1e-14, 0.0, x) for name, x in runs.items()}


def compute(*, condition_number: float, turn: float) -> View:
    """All three from one start."""
    hess, _ = hessian(condition_number, turn)
    runs = _runs(condition_number, turn)
    return View(condition_number=condition_number, turn=turn, hess=hess, paths=runs)


def steps_made(name: str, asked: int, path: FloatArray) -> int:
    """How many steps so many numbers pay for."""
    first, each = PRICES[name]
    return min(max(asked - first, 0) // each, len(path) - 1)


def steps_needed(path: FloatArray) -> int:
    """Steps until the distance is a millionth of that at the start."""
    away = np.linalg.norm(path, axis=1)
    return int(np.argmax(away <= NEAR * away[0]))


@cache
def _numbers(condition_number: float, turn: float, name: str) -> int:
    first, each = PRICES[name]
    return first + each * steps_needed(_runs(condition_number, turn)[name])


def _ellipses(hess: FloatArray, start: FloatArray) -> FloatArray:
    """Level lines, the outermost through the start."""
    value, vector = np.linalg.eigh(hess)
    circle = np.linspace(0, 2 * np.pi, 61)
    unit = np.column_stack([np.cos(circle), np.sin(circle)]) / np.sqrt(value)
    outermost = np.sqrt(start @ hess @ start)
    gap = np.full((1, 2), np.nan)
    rings = [np.vstack([share * outermost * unit @ vector.T, gap]) for share in (0.3, 0.6, 1.0)]
    return np.concatenate(rings)


def draw(fig: Figure, view: View) -> Artists:
    """The valley with three paths, the distances, and the price against the angle."""
    grid = fig.add_gridspec(2, 2, width_ratios=(1.15, 1.0))
    left = fig.add_subplot(grid[:, 0])
    top, bottom = fig.add_subplot(grid[0, 1]), fig.add_subplot(grid[1, 1])
    left.set(xlim=(-3.2, 3.2), ylim=(-3.2, 3.2), xlabel="x₁", ylabel="x₂", aspect="equal")
    left.set_title("three paths in one valley")
    left.plot(0, 0, "+", color=INK, markersize=9)
    (levels,) = left.plot([], [], color=MUTED, linewidth=0.6)
    top.set(xlim=(0, END), ylim=(1e-7, 2), yscale="log", title="distance, share of the start's")
    # equal steps up to ten, equal ratios from there: Newton and hundreds of steps in one view
    top.set_xscale("symlog", linthresh=10)
    top.set(xlabel="numbers asked for", xticks=[0, 5, 10, 100], xticklabels=["0", "5", "10", "100"])
    bottom.set(xlim=(-2, 92), ylim=(1, 1500), yscale="log", xlabel="turned by, in degrees")
    bottom.set(title="numbers for six digits, at the end", xticks=range(0, 91, 15))
    artists = Artists(levels=levels)
    for name, colour in COLOURS.items():
        width = 1.6 if name != "gradient" else 1.0
        (path,) = left.plot([], [], "o-", color=colour, linewidth=width, markersize=3)
        # what is paid for and not yet there has brought nothing: stairs
        (curve,) = top.plot([], [], color=colour, drawstyle="steps-post")
        (price,) = bottom.plot([], [], ".-", color=colour, markersize=5)
        left.plot([], [], "o-", color=colour, label=name, markersize=3)
        setattr(artists, f"path_{name}", path)
        setattr(artists, f"curve_{name}", curve)
        setattr(artists, f"price_{name}", price)
    left.legend(loc="lower right")
    artists.later = bottom.text(45, 30, "", color=MUTED, ha="center")
    return artists


def update(artists: Artists, view: View, *, asked: int) -> Sequence[Artist]:
    """As many steps of each as the numbers pay for."""
    start = view.paths["Newton"][0]
    artists.levels.set_data(*_ellipses(view.hess, start).T)
    artists.later.set_text("" if asked == END else f"at {END} numbers")
    turns = np.array([t for t in TURNS if t <= view.turn]) if asked == END else np.empty(0)
    for name in COLOURS:
        path = view.paths[name][: steps_made(name, asked, view.paths[name]) + 1]
        away = np.linalg.norm(path, axis=1)
        near = int(np.argmax(away < SEEN)) if np.any(away < SEEN) else len(path)
        getattr(artists, f"path_{name}").set_data(*path[: near + 1].T)
        share = np.maximum(away / away[0], 1e-8)
        last = int(np.argmax(share < NEAR / 20)) if np.any(share < NEAR / 20) else len(path)
        first, each = PRICES[name]
        at = np.arange(len(path)) * each + np.where(np.arange(len(path)) > 0, first, 0)
        end = min(last, len(path) - 1)
        # every step to the hundredth; from there on a stair is narrower than the line
        few = np.round(np.geomspace(100, max(end, 100), 80)).astype(int)
        thin = np.unique(np.append(np.arange(min(end, 100) + 1), few[few <= end]))
        # the last stair reaches to what was asked for by now
        so_far = [asked] if share[end] > NEAR / 20 else []
        height = np.append(share[thin], share[[end] * len(so_far)])
        getattr(artists, f"curve_{name}").set_data(np.append(at[thin], so_far), height)
        prices = [_numbers(view.condition_number, float(turn), name) for turn in turns]
        getattr(artists, f"price_{name}").set_data(turns, prices)
    return list(vars(artists).values())


def _part(share: float) -> str:
    return "all" if share == 1 else f"{share:.1g}"


def readout(view: View, *, asked: int) -> str:
    """How many steps each has made, how far it has come, and at the end what it took."""
    if asked == END:
        need = [f"{name} {steps_needed(path)}" for name, path in view.paths.items()]
        return "Steps to a millionth of the distance: " + ", ".join(need) + "."
    parts = []
    for name, path in view.paths.items():
        made = steps_made(name, asked, path)
        share = float(np.linalg.norm(path[made]) / np.linalg.norm(path[0]))
        away = "there" if share < 1e-12 else f"{_part(share)} of the distance left"
        parts.append(f"{name} {made} step{'s' * (made != 1)}, {away}")
    return f"{asked} numbers: " + "; ".join(parts) + "."


def _first_hundred(view: View, *, asked: int) -> bool:
    turns = [t for t in TURNS if _numbers(view.condition_number, float(t), "coordinate") > 100]
    return bool(asked == END and view.condition_number == 20 and view.turn == turns[0])


three_methods = Explorer(
    name="three_methods",
    title="One valley, three methods",
    alt=(
        "Left: level lines of an elliptic valley and the paths of gradient descent, coordinate "
        "descent and Newton's method from one start. Top right: the distance to the minimum on a "
        "log scale against the numbers that each has asked for: two for a gradient step, one for "
        "a coordinate step and two once, five for a Newton step. Bottom right: at the end, the "
        "numbers that each needs for a millionth of the distance, for angles up to the present."
    ),
    controls={
        "condition_number": Slider(
            CONDITION_NUMBERS, default=20, label="condition number κ", format="g"
        ),
        "turn": Slider(TURNS, default=0, label="valley turned by", unit="°", format="g"),
        "asked": Steps(CLOCK, default=0, label="numbers asked for", milliseconds=250),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "5°": {"turn": 5, "asked": END},
        "20°": {"turn": 20, "asked": END},
        "45°": {"turn": 45, "asked": END},
        "90°": {"turn": 90, "asked": END},
    },
    challenge=Challenge(
        text="With κ = 20: find the smallest angle at which coordinate descent asks for more than "
        "a hundred numbers, and play to the end.",
        solved=_first_hundred,
    ),
    size=(7.2, 4.4),
)
