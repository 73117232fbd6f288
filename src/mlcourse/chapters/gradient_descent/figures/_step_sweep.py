"""A sweep over step sizes, as one does it when no theory tells the curvature."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from mlcourse._check import FloatArray, IntArray
from mlcourse.data.tables import breast_cancer, penguins
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps
from mlcourse.explore.lines import extremes
from mlcourse.explore.style import BLUE, MUTED, ORANGE, RED
from mlcourse.optimize.descent import gradient_descent
from mlcourse.optimize.finite_sums import FiniteSum, logistic_loss, squared_loss
from mlcourse.optimize.landscapes import ROSENBROCK
from mlcourse.optimize.stochastic import stochastic_gradient_descent

__all__ = ["step_sweep"]

BUDGETS = (10, 30, 100, 300, 1000)
# eight to a decade: each step about 1.33 times the last, as a share of the problem's unit
PLACES = tuple(k / 8 - 2.5 for k in range(25))
LOST = 9.0  # stands for the decades of a run that was lost
FAR = 4.0  # decades above the start at which a run is lost, too
COLUMNS = 120  # of the screen that a curve takes at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """All runs on one problem, from the shortest step to the longest."""

    steps: FloatArray  # (m,) step sizes
    decades: FloatArray  # (m, budget + 1) log10 of the height as a share of the start's, or LOST
    rises: IntArray  # (m, budget + 1) how often the loss has risen by then


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The sweep over a problem, and how far each run may go."""

    problem: str
    budget: int
    sweep: Sweep


def _valley(step: float) -> FloatArray:
    run = gradient_descent(
        ROSENBROCK.fun, ROSENBROCK.grad, (-1.2, 1.0), step_size=step, max_steps=BUDGETS[-1]
    )
    return run.value[:-1] if run.reason == "diverged" else run.value


def _standardised(table: FloatArray) -> FloatArray:
    return (table - table.mean(axis=0)) / table.std(axis=0)


@cache
def _tumours() -> FiniteSum:
    """Logistic regression on all 30 measurements: its gradients are bounded."""
    table = breast_cancer()
    x = _standardised(table.features)
    return logistic_loss(np.column_stack([np.ones(len(x)), x]), 1 - table.labels)


@cache
def _penguins() -> FiniteSum:
    """The mass from the three lengths, least squares: gradients grow with the distance."""
    table = penguins()
    x = _standardised(table.features)
    mass = list(table.feature_names).index("body_mass")
    features = np.column_stack([np.ones(len(x)), np.delete(x, mass, axis=1)])
    return squared_loss(features, x[:, mass])


def _batches(made: Callable[[], FiniteSum], batch_size: int) -> Callable[[float], FloatArray]:
    def run(step: float) -> FloatArray:
        problem = made()
        updates = -(-problem.n_samples // batch_size)
        path = stochastic_gradient_descent(
            problem,
            np.zeros(problem.n_weights),
            step_size=step,
            batch_size=batch_size,
            n_epochs=-(-BUDGETS[-1] // updates),
            rng=5,
        )
        return np.asarray(problem.fun(path.weights[: BUDGETS[-1] + 1]))

    return run


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """How to run it, its unit of the step size, and the shares of the loss that are shown."""

    run: Callable[[float], FloatArray]
    unit: float
    least: Callable[[], float]  # the loss above which heights are measured
    decades: tuple[float, float]  # bottom and top of the axes
    ticks: tuple[float, float, float]


def _least_of_penguins() -> float:
    problem = _penguins()
    none = np.zeros(problem.n_weights)
    hess = np.stack([problem.grad(e) - problem.grad(none) for e in np.eye(len(none))], axis=-1)
    best = np.asarray(np.linalg.solve(hess, -problem.grad(none)), dtype=np.float64)
    return float(problem.fun(best))


def _nothing() -> float:
    """Of the valley; and of the tumours, which a plane divides, so that no loss is too small."""
    return 0.0


def _on_tumours(batch_size: int, unit: float) -> Problem:
    return Problem(
        run=_batches(_tumours, batch_size),
        unit=unit,
        least=_nothing,
        decades=(-1.5, 0.7),
        ticks=(-1.0, float(np.log10(0.3)), 0.0),
    )


PROBLEMS = {
    "Rosenbrock's valley": Problem(
        run=_valley, unit=0.01, least=_nothing, decades=(-4.0, 1.5), ticks=(-4.0, -2.0, 0.0)
    ),
    "penguins, batches of 8": Problem(
        run=_batches(_penguins, 8),
        unit=1.0,
        least=_least_of_penguins,
        decades=(-3.5, 1.0),
        ticks=(-2.0, -1.0, 0.0),
    ),
    "tumours, batches of 8": _on_tumours(8, 10.0),
    "tumours, all 569": _on_tumours(569, 100.0),
}


@cache
def _sweep(problem: str) -> Sweep:
    scene = PROBLEMS[problem]
    steps = scene.unit * 10 ** np.array(PLACES)
    decades, least = np.full((len(steps), BUDGETS[-1] + 1), LOST), scene.least()
    rises = np.zeros(decades.shape, dtype=int)
    for k, step in enumerate(steps):
        loss = scene.run(float(step))
        height = np.log10(np.maximum((loss - least) / (loss[0] - least), 1e-9))
        far = np.flatnonzero(height > FAR)
        n = int(far[0]) if len(far) else len(loss)
        loss = loss[:n]
        decades[k, :n] = height[:n]
        rises[k, 1:n] = np.cumsum(np.diff(loss) > 0)
        rises[k, n:] = rises[k, n - 1]
    return Sweep(steps=steps, decades=decades, rises=rises)


def compute(*, problem: str, budget: float) -> View:
    """Every run of the sweep is computed once, with the largest budget."""
    return View(problem=problem, budget=int(budget), sweep=_sweep(problem))


def draw(fig: Figure, view: View) -> Artists:
    """The loss curves, and the loss at the end of the budget against the step size."""
    left, right = fig.subplots(1, 2)
    left.set(xlim=(0, 1), ylim=(0, 1), xlabel="share of the budget", title="the runs so far")
    for ax in (left, right):  # numbers at both: on a phone they stand one above the other
        ax.set(yticks=[], ylabel="loss above the least, share of the start")
        ax.yaxis.labelpad = 42
    right.set(
        xlim=(PLACES[0] - 0.1, PLACES[-1] + 0.1), ylim=(0, 1), title="the same after the budget"
    )
    right.set(xticks=[-2, -1, 0], yticks=[])
    right.set_xticklabels([])
    right.set_xlabel("step size α, log scale", labelpad=16)
    right.axhspan(0.93, 1.0, color=RED, alpha=0.15, linewidth=0)
    right.text(0.02, 0.965, "lost", transform=right.transAxes, color=RED, size=9, va="center")
    artists = Artists()
    earlier = LineCollection([], colors=[MUTED], linewidths=1.0, alpha=0.75, zorder=1.5)
    artists.earlier = left.add_collection(earlier, autolim=False)
    (artists.run,) = left.plot([], [], color=BLUE, linewidth=1.6)
    (artists.ends,) = right.plot([], [], "o-", color=MUTED, markersize=4, linewidth=0.8)
    (artists.lost,) = right.plot([], [], "x", color=RED, markersize=6)
    (artists.now,) = right.plot([], [], "o", color=BLUE, markersize=8)
    for k in range(3):
        for name, ax in (("height", left), ("end", right)):
            number = ax.text(
                -0.02, 0, "", transform=ax.transAxes, color=MUTED, size=9, ha="right", va="center"
            )
            setattr(artists, f"{name}{k}", number)
        place = right.text(k - 2, -0.035, "", color=MUTED, size=9, ha="center", va="top")
        setattr(artists, f"place{k}", place)
    (artists.best,) = right.plot([], [], color=ORANGE, linewidth=1.0, linestyle="--")
    return artists


def _heights(problem: str, decades: FloatArray) -> FloatArray:
    low, high = PROBLEMS[problem].decades
    return np.clip((decades - low) / (high - low), -0.05, 1.05)


@cache
def _curve(problem: str, budget: int, k: int) -> FloatArray:
    decades = _sweep(problem).decades[k, : budget + 1]
    decades = decades[: int(np.argmax(decades == LOST))] if decades[-1] == LOST else decades
    share = np.arange(len(decades)) / budget
    heights = _heights(problem, decades)
    kept = extremes(heights, share, 1.0 / COLUMNS)
    return np.column_stack([share, heights])[kept]


def update(artists: Artists, view: View, *, tried: int) -> Sequence[Artist]:
    """The runs that were tried, the last of them marked."""
    scene = PROBLEMS[view.problem]
    curves = [_curve(view.problem, view.budget, k) for k in range(tried)]
    artists.earlier.set_segments(curves[:-1])
    artists.run.set_data(*(curves[-1] if curves else np.empty((0, 2))).T)
    end = view.sweep.decades[:tried, view.budget]
    place, heights, lost = np.array(PLACES[:tried]), _heights(view.problem, end), end == LOST
    heights = np.where(lost, 0.965, np.minimum(heights, 0.93))
    artists.ends.set_data(place[~lost], heights[~lost])
    artists.lost.set_data(place[lost], heights[lost])
    artists.now.set_data(place[-1:], heights[-1:])
    lowest = [heights.min()] * 2 if tried > 1 else []
    artists.best.set_data([PLACES[0], PLACES[-1]][: len(lowest)], lowest)
    ticks = []
    for k, (tick, power) in enumerate(zip(scene.ticks, (-2, -1, 0), strict=True)):
        for name in ("height", "end"):
            ticks.append(getattr(artists, f"{name}{k}"))
            ticks[-1].set_text(f"{10**tick:.1g}")
            ticks[-1].set_y(float(_heights(view.problem, np.array(tick))))
        ticks.append(getattr(artists, f"place{k}"))
        ticks[-1].set_text(f"{scene.unit * 10**power:g}")
    return [
        artists.earlier,
        artists.run,
        artists.ends,
        artists.lost,
        artists.now,
        artists.best,
        *ticks,
    ]


def _number(value: float) -> str:
    """Two digits, without a power of ten for the larger ones."""
    return f"{value:.2g}" if value < 100 else f"{float(f'{value:.2g}'):.0f}"


def readout(view: View, *, tried: int) -> str:
    """What the last run did, and the best so far."""
    if tried == 0:
        return f"No run yet; each may take {view.budget} steps."
    sweep, k = view.sweep, tried - 1
    end = sweep.decades[:tried, view.budget]
    text = f"α = {_number(sweep.steps[k])}: "
    if end[k] == LOST:
        count = int(np.argmax(sweep.decades[k] == LOST))
        text += f"lost in step {count}"
    else:
        rises = int(sweep.rises[k, view.budget])
        height = 10 ** float(end[k])
        times = "of" if height <= 1.0 else "times"
        text += f"after {view.budget:,} steps at {_number(height)} {times} the start's loss, "
        text += f"{rises or 'no'} rise{'s' * (rises != 1)}"
    if np.all(end == LOST):
        return text + "."
    return text + f". Best so far: α = {_number(sweep.steps[end.argmin()])}."


def _best(view: View, *, tried: int) -> bool:
    end = view.sweep.decades[:, view.budget]
    asked = view.problem == next(iter(PROBLEMS)) and view.budget == BUDGETS[-1]
    return bool(asked and tried == int(end.argmin()) + 1)


step_sweep = Explorer(
    name="step_sweep",
    title="Which step, when nobody tells you L?",
    alt=(
        "A sweep over 25 step sizes on a logarithmic grid, from short to long, on Rosenbrock's "
        "valley, on a linear model of the mass of penguins and on a classifier of tumours, the "
        "last two with gradients of 8 random rows at a time, or of all rows. Left: the loss "
        "curves of the runs so far, above the least loss. Right: the same at the end of the budget "
        "against the step size; a run that was lost is marked in a strip at the top."
    ),
    controls={
        "problem": Choice(tuple(PROBLEMS), label="problem"),
        "budget": Slider(BUDGETS, default=100, label="budget of steps", format="g"),
        "tried": Steps(range(len(PLACES) + 1), default=0, label="runs tried", milliseconds=300),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "valley, 10 steps": {"problem": "Rosenbrock's valley", "budget": 10, "tried": 0},
        "valley, 1000 steps": {"problem": "Rosenbrock's valley", "budget": 1000, "tried": 0},
        "penguins, 100 steps": {"problem": "penguins, batches of 8", "budget": 100, "tried": 0},
        "tumours, 100 steps": {"problem": "tumours, batches of 8", "budget": 100, "tried": 0},
    },
    challenge=Challenge(
        text="In the valley, with a budget of 1000 steps, go back to the run that ends lowest.",
        solved=_best,
    ),
)
