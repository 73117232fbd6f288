"""Five searches on four problems, twenty runs each, with few looks and with many."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.derivative_free.figures.contest import METHODS, best_so_far
from mlcourse.chapters.derivative_free.figures.settings import BUDGETS, setting, told
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Steps, growing
from mlcourse.explore.lines import dots
from mlcourse.explore.style import BLUE, GREEN, MUTED, ORANGE, PURPLE

__all__ = ["fair_race"]

N_RUNS = 20
RACE_SEED = 0
PRICES = {"as much as 4 values": 5, "as much as 1 value": 2}
CLOCK = (*growing(30, 300, 11), *growing(370, 3000, 10))
COLOURS = {
    "annealing": ORANGE, "genetic": PURPLE, "compass": GREEN, "descent": BLUE, "random": MUTED,
}  # fmt: skip
STRIP = 0.36  # of the width, right of the curves: the twenty runs one by one
FIRST = 0.9 * CLOCK[0]
MARKS = 5  # at most, on an axis


def _log(low: float, high: float) -> Callable[[FloatArray], FloatArray]:
    a, b = np.log10(low), np.log10(high)
    return lambda v: (np.log10(np.clip(v, low, high)) - a) / (b - a)


Scale = tuple[Callable[[FloatArray], FloatArray], dict[float, str]]
# heights on the page, and the marks of the axis
BOWL: dict[int, Scale] = {
    300: (_log(1e-7, 1e3), {1e-6: "10⁻⁶", 1e-4: "10⁻⁴", 1e-2: "0.01", 1.0: "1", 100.0: "100"}),
    3000: (_log(1e-32, 1e3), {1e-30: "10⁻³⁰", 1e-20: "10⁻²⁰", 1e-10: "10⁻¹⁰", 1.0: "1"}),
}
SCALES: dict[str, Scale] = {
    "dents": (_log(0.5, 64), {0.5: "≤ 0.5", 1: "1", 4: "4", 16: "16", 64: "64"}),
    "stairs": (lambda v: np.log2(np.asarray(v) + 1) / 6, {0: "0", 1: "1", 7: "7", 31: "31"}),
    "needle": (np.asarray, {0: "found", 1: "not"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The lowest value of every run after every look, by budget and method."""

    problem: str
    price: int
    best: dict[int, dict[str, FloatArray]]  # (n_runs, budget)


@cache
def _runs(problem: str, method: str, budget: int, price: int) -> FloatArray:
    return best_so_far(
        problem, method, setting(problem, method, budget, price), n_looks=budget, price=price,
        seed=RACE_SEED, n_runs=N_RUNS,
    )  # fmt: skip


def compute(*, problem: str, gradient: str) -> View:
    """All runs on one problem; the price of a gradient changes gradient descent alone."""
    price = PRICES[gradient]
    best = {
        budget: {
            method: _runs(problem, method, budget, price if method == "descent" else 5)
            for method in METHODS
        }
        for budget in BUDGETS
    }
    return View(problem=problem, price=price, best=best)


def _panel(ax: Axes, budget: int) -> None:
    """Looks on a log scale in the left part, one column a method in the right."""
    ax.set(xlim=(-0.17, 1.03), ylim=(-0.06, 1.06), xlabel="looks", yticks=[])
    ax.spines["left"].set_visible(False)
    ax.axvline(0, color=MUTED, linewidth=0.8)  # the marks of the heights are left of it
    ax.set_title(f"{budget:,} looks: lowest value so far", loc="left", size=10)
    marks = [30, 100, 300] if budget == 300 else [30, 300, 3000]
    ax.set_xticks([_across(m, budget) for m in marks], [f"{m:,}" for m in marks])
    ax.axvline(1 - STRIP, color=MUTED, linewidth=0.7)
    ax.text(1 - STRIP / 2, 1.09, "the 20 runs", color=MUTED, size=9, ha="center")


def _across(looks: float, budget: int) -> float:
    return float((1 - STRIP) * np.log(looks / FIRST) / np.log(budget / FIRST))


def _column(k: int) -> float:
    return 1 - STRIP + STRIP * (k + 0.7) / len(METHODS)


def draw(fig: Figure, view: View) -> Artists:
    """The two races side by side, and the settings of each below."""
    grid = fig.add_gridspec(2, 2, height_ratios=(2.5, 1.0))
    artists = Artists()
    for side, budget in enumerate(BUDGETS):
        ax, note = fig.add_subplot(grid[0, side]), fig.add_subplot(grid[1, side])
        _panel(ax, budget)
        note.set(xlim=(0, 1), ylim=(0, 1))
        note.set_axis_off()
        for k, method in enumerate(METHODS):
            colour = COLOURS[method]
            (line,) = ax.plot([], [], color=colour, linewidth=2.0)
            (runs,) = ax.plot([], [], color=colour, linewidth=4, solid_capstyle="round")
            (middle,) = ax.plot([], [], color=colour, linewidth=2.4)
            words = note.text(0.0, 0.92 - 0.215 * k, "", color=colour, size=9, va="center")
            setattr(artists, f"line_{budget}_{method}", line)
            setattr(artists, f"runs_{budget}_{method}", runs)
            setattr(artists, f"middle_{budget}_{method}", middle)
            setattr(artists, f"words_{budget}_{method}", words)
        for k in range(MARKS):
            mark = ax.text(
                -0.015, 0, "", color=MUTED, size=9, ha="right", va="center",
            )  # fmt: skip
            setattr(artists, f"mark_{budget}_{k}", mark)
    return artists


def update(artists: Artists, view: View, *, looks: int) -> Sequence[Artist]:
    """Medians as lines, and where the twenty runs are now; a race ends with its budget."""
    changed: list[Artist] = []
    for budget in BUDGETS:
        scale, marks = BOWL[budget] if view.problem == "bowl" else SCALES[view.problem]
        now = min(looks, budget)
        stops = [t for t in CLOCK if t <= now]
        x = np.array([_across(t, budget) for t in stops])
        for k, method in enumerate(METHODS):
            best = view.best[budget][method]
            line = getattr(artists, f"line_{budget}_{method}")
            line.set_data(x, scale(np.median(best[:, np.array(stops) - 1], axis=0)))
            runs = getattr(artists, f"runs_{budget}_{method}")
            runs.set_data(*dots(_swarm(_column(k), scale(best[:, now - 1]))).T)
            middle = getattr(artists, f"middle_{budget}_{method}")
            y = float(scale(np.array(np.median(best[:, now - 1]))))
            middle.set_data([_column(k) - 0.03, _column(k) + 0.03], [y, y])
            words = getattr(artists, f"words_{budget}_{method}")
            words.set_text(told(view.problem, method, budget, view.price))
            changed += [line, runs, middle, words]
        for k in range(MARKS):
            mark = getattr(artists, f"mark_{budget}_{k}")
            value, text = (list(marks.items()) + [(0, "")] * MARKS)[k]
            mark.set_text(text)
            mark.set_y(float(scale(np.array(float(value)))))
            changed.append(mark)
    return changed


def _swarm(x: float, heights: FloatArray) -> FloatArray:
    """A dot a run; those of one height lie in rows of four, so that all are seen."""
    level = np.round(np.sort(heights), 2)
    place = np.arange(len(level)) - np.searchsorted(level, level)  # among its equals
    above = place // 4
    equals = np.searchsorted(level, level, side="right") - np.searchsorted(level, level)
    in_row = np.minimum(equals - 4 * above, 4)
    row = np.where(level > 0.5, -1, 1) * above
    return np.column_stack([x + 0.015 * (place % 4 - (in_row - 1) / 2), level + 0.028 * row])


def _value(value: float) -> str:
    if value == 0:
        return "0"
    return f"{value:.2g}" if value >= 0.001 else f"{value:.0e}".replace("e-0", "e-")


def readout(view: View, *, looks: int) -> str:
    """The medians of the race that is on, lowest first; of the needle, how many found it."""
    budget = BUDGETS[0] if looks <= BUDGETS[0] else BUDGETS[1]
    ends = {method: view.best[budget][method][:, looks - 1] for method in METHODS}
    if view.problem == "needle":
        found = ", ".join(f"{name} {np.sum(end == 0)}" for name, end in ends.items())
        return f"Look {looks:,} of {budget:,}. Of 20 runs have found the needle: {found}."
    ranked = sorted((float(np.median(end)), name) for name, end in ends.items())
    text = ", ".join(f"{name} {_value(value)}" for value, name in ranked)
    return f"Look {looks:,} of {budget:,}. Medians, lowest first: {text}."


def _blind_wins(view: View, *, looks: int) -> bool:
    """Gradient descent behind random search in both races."""
    return looks == BUDGETS[1] and all(
        np.median(one["descent"][:, -1]) > np.median(one["random"][:, -1])
        for one in view.best.values()
    )


fair_race = Explorer(
    name="fair_race",
    title="A fair race",
    alt=(
        "Two panels: a race of 300 looks and one of 3,000. In each the median of twenty runs of "
        "annealing, a genetic algorithm, compass search, gradient descent and random search "
        "against the number of looks, and right of it the twenty runs of each as dots. Below: "
        "the settings of each, tuned for this problem and this budget."
    ),
    controls={
        "problem": Choice(("bowl", "dents", "stairs", "needle"), label="problem"),
        "gradient": Choice(tuple(PRICES), label="a gradient costs"),
        "looks": Steps(CLOCK, default=CLOCK[0], label="looks", milliseconds=350),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "bowl": {"problem": "bowl", "looks": CLOCK[0]},
        "dents": {"problem": "dents", "looks": CLOCK[0]},
        "stairs": {"problem": "stairs", "looks": CLOCK[0]},
        "needle": {"problem": "needle", "looks": CLOCK[0]},
    },
    challenge=Challenge(
        text="Find a problem and a price with which gradient descent is behind random search in "
        "both races. Play it to the end.",
        solved=_blind_wins,
    ),
    size=(7.6, 4.6),
)
