"""Annealing a tour through berlin52: single proposals first, then a hundred thousand."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray, IntArray
from mlcourse.chapters.derivative_free.figures.moments import Proposals
from mlcourse.chapters.derivative_free.figures.verdicts import cast, die, whole
from mlcourse.data.cities import berlin52
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Seed, Slider
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, PURPLE
from mlcourse.optimize.annealing import acceptance_probability
from mlcourse.optimize.cooling import geometric_cooling
from mlcourse.optimize.tour_annealing import TourAnnealing, anneal_tour

__all__ = ["annealed_tour"]

N = 100_000
COLD = 5.0  # where cooling ends
NEVER = 1e-6  # so cold that no climb by a map unit is ever taken
TEMPERATURES = (0.0, 10.0, 20.0, 30.0, 50.0, 70.0, 100.0, 150.0, 200.0, 300.0, 500.0, 1000.0)
SCHEDULES = ("constant", "cooled to 5")
SINGLE = 8
CLOCK = (
    *(k // 2 if k % 2 == 0 else k / 2 for k in range(1, 2 * SINGLE + 1)), 15, 30, 60, 100, 300,
    1000, 2000, 4000, 7000, 10_000, 15_000, 20_000, 27_000,
    35_000, 43_000, 50_000, 57_000, 64_000, 70_000, 77_000, 85_000, 100_000,
)  # fmt: skip
AT = np.array([0, *range(1, SINGLE + 1), *(int(k) for k in CLOCK if k > SINGLE)])


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One run: lengths at every proposal, tours at the stops of the clock."""

    run: TourAnnealing
    heat: float  # the temperature at the start, 0 for never uphill
    tours: dict[int, IntArray]
    lowest: FloatArray  # (m, 2) proposals at which the best length falls, and the length
    climbs: IntArray  # (N + 1,) climbs accepted so far


@cache
def _places() -> tuple[FloatArray, FloatArray, IntArray]:
    berlin = berlin52()
    start = np.random.default_rng(0).permutation(len(berlin.coordinates))
    return berlin.coordinates, berlin.distance.astype(float), start


@lru_cache(maxsize=2)
def _annealed(temperature: float, schedule: str, seed: int) -> View:
    _, distance, start = _places()
    hot = temperature or NEVER
    cooled = schedule == SCHEDULES[1] and temperature > 0
    factor = (COLD / hot) ** (1 / (N - 1)) if cooled else 1.0
    run = anneal_tour(
        distance, start, temperature=geometric_cooling(hot, factor=factor), max_steps=N,
        record_every=N, rng=seed,
    )  # fmt: skip
    # the tours at the stops, by the moves that were taken
    tour, tours, done = start.copy(), {0: start}, 0
    for stop in AT[1:]:
        for i, j in run.move[done:stop][run.accepted[done:stop]].tolist():
            tour[i : j + 1] = tour[j : i - 1 : -1].copy()
        tours[int(stop)], done = tour.copy(), stop
    falls = np.flatnonzero(np.diff(run.best) < 0) + 1
    climbs = np.cumsum(np.concatenate([[0], run.accepted & (run.change > 0)]))
    lowest = np.column_stack([falls, run.best[falls]])
    return View(run=run, heat=temperature, tours=tours, lowest=lowest, climbs=climbs)


def compute(*, temperature: float, schedule: str, seed: int) -> View:
    """The run with these settings; all begin with the same random tour."""
    return _annealed(float(temperature), schedule, int(seed))


def draw(fig: Figure, view: View) -> Artists:
    """The map, the die, the length, and the temperature."""
    grid = fig.add_gridspec(2, 2, width_ratios=(1.5, 1.0), height_ratios=(3.4, 1.0))
    land, bar = fig.add_subplot(grid[0, 0]), fig.add_subplot(grid[1, 0])
    length, heat = fig.add_subplot(grid[0, 1]), fig.add_subplot(grid[1, 1])
    places, _, _ = _places()
    land.set(xlim=(-20, 1780), ylim=(-20, 1220), aspect="equal", xticks=[], yticks=[])
    land.spines[:].set_visible(False)
    land.set_title("the tour")
    artists = Artists(die=die(bar))
    (artists.tour,) = land.plot([], [], color=BLUE, linewidth=1.3)
    (artists.out,) = land.plot([], [], ":", color=PURPLE, linewidth=3)
    (artists.into,) = land.plot([], [], color=INK, linewidth=2.4)
    land.plot(*places.T, "o", color=INK, markersize=3.2)
    artists.words = land.text(
        0.5, -0.01, "", color=MUTED, size=9, ha="center", va="top", transform=land.transAxes
    )
    length.set(xlim=(1, N), ylim=(7000, 36_000), xscale="log", yscale="log", title="length")
    length.set_yticks([7000, 10_000, 15_000, 20_000, 30_000],
                      ["7,000", "10,000", "15,000", "20,000", "30,000"])  # fmt: skip
    length.minorticks_off()
    length.set_xticks([1, 100, 10_000], ["1", "100", "10,000"])
    (artists.optimum,) = length.plot([], [], "--", color=GREEN, linewidth=1.2)
    (artists.now,) = length.plot([], [], color=MUTED, linewidth=1.0)
    (artists.best,) = length.plot([], [], color=BLUE, linewidth=1.8, drawstyle="steps-post")
    length.text(1.4, 10_300, "now", color=MUTED, size=9)
    length.text(1.4, 9000, "best so far", color=BLUE, size=9)
    artists.shortest = length.text(1.4, 7750, "", color=GREEN, size=9)
    heat.set(xlim=(1, N), ylim=(3, 1400), xscale="log", yscale="log", xlabel="proposals")
    heat.set(title="temperature", yticks=[5, 50, 500], yticklabels=["5", "50", "500"])
    heat.set_xticks([1, 100, 10_000], ["1", "100", "10,000"])
    heat.minorticks_off()
    (artists.heat,) = heat.plot([], [], color=INK, linewidth=1.3)
    return artists


@cache
def _columns() -> IntArray:
    """Borders of columns of equal width on the log axis."""
    return np.unique(np.round(np.geomspace(1, N + 1, 61)).astype(int))


def _swings(view: View, until: int) -> FloatArray:
    """The lowest and highest length in each column up to now: what a screen would show."""
    rows = []
    for first, last in zip(_columns()[:-1], _columns()[1:], strict=True):
        inside = view.run.value[first : min(last, until + 1)]
        if len(inside):
            middle = float(np.sqrt(first * last))
            order = sorted((int(inside.argmin()), int(inside.argmax())))
            rows += [(min(middle, until), inside[k]) for k in order]
    return np.array(rows or [(1, view.run.value[0])])


def update(artists: Artists, view: View, *, k: float) -> Sequence[Artist]:
    """In single steps the proposal with its four edges; then the tour, and how long it is."""
    places, _, _ = _places()
    run, made = view.run, int(k)
    pending = made < k
    last = made if pending else made - 1
    single = k <= SINGLE
    tour = view.tours[made]
    artists.tour.set_data(*places[np.append(tour, tour[0])].T)
    i, j = run.move[last]
    old = view.tours[last] if single else tour
    a, b, c, d = old[i - 1], old[i], old[j], old[(j + 1) % len(old)]
    gap = np.full((1, 2), np.nan)

    def edges(*pairs: tuple[int, int]) -> FloatArray:
        return np.vstack([np.vstack([places[[p, q]], gap]) for p, q in pairs])

    artists.out.set_data(*(edges((a, b), (c, d)).T if single else [[], []]))
    artists.into.set_data(*(edges((a, c), (b, d)).T if single else [[], []]))
    artists.words.set_text("dotted: two edges out; bold: two edges in" if single else "")
    change = float(run.change[last])
    accepted = bool(run.accepted[last])
    chance = float(acceptance_probability(change, run.temperature[last]))
    verdict = "die not cast yet" if pending else "accepted" if accepted else "refused"
    words = f"change {whole(change)}, T = {_heat(view, last)}: chance {chance:.2f}, {verdict}"
    luck = None if pending else float(run.luck[last])
    moved = cast(artists.die, chance=chance, luck=luck, accepted=accepted, words=words)
    found = run.best[made] <= berlin52().optimal_length
    artists.optimum.set_data(*([[1, N], [7542, 7542]] if found else [[], []]))
    artists.shortest.set_text("the shortest there is" if found else "")
    artists.now.set_data(*_swings(view, made).T)
    best = view.lowest[view.lowest[:, 0] <= made]
    best = np.vstack([[1, run.value[0]], best, [max(made, 1), run.best[made]]])
    pixel = np.round(np.log10(best[:, 0]) * 30)  # the last fall in each column of the axis
    artists.best.set_data(*best[np.append(np.diff(pixel) > 0, True)].T)
    shown = [t for t in AT if t <= max(made, 1)][1:] or [1]
    heat = run.temperature[np.array(shown) - 1]
    artists.heat.set_data(shown, np.where(view.heat > 0, heat, np.nan))
    still = ("tour", "out", "into", "words", "optimum", "shortest", "now", "best", "heat")
    return [*moved, *(getattr(artists, name) for name in still)]


def _heat(view: View, last: int) -> str:
    heat = float(view.run.temperature[last]) if view.heat else 0.0
    return f"{heat:,.0f}" if heat >= 100 else f"{heat:.3g}"


def readout(view: View, *, k: float) -> str:
    """The proposal, or the run so far."""
    run, made = view.run, int(k)
    last = made if made < k else made - 1
    if k <= SINGLE:
        change = run.change[last]
        chance = float(acceptance_probability(change, run.temperature[last]))
        text = f"Proposal {last + 1}: the tour would be {abs(change):,.0f} "
        text += f"{'longer' if change > 0 else 'shorter'}, chance {chance:.2f}"
        if made < k:
            return f"{text}; the die is not cast yet. Length {run.value[made]:,.0f}."
        verdict = "accepted" if run.accepted[last] else "refused"
        return f"{text}: {verdict}. Length {run.value[made]:,.0f}."
    return (
        f"After {made:,} proposals: length {run.value[made]:,.0f}, best {run.best[made]:,.0f}, "
        f"T = {_heat(view, last)}. Climbs accepted so far: {view.climbs[made]:,}."
    )


def _without_cooling(view: View, *, k: float) -> bool:
    cooled = np.ptp(view.run.temperature) > 1e-9
    return bool(view.heat > 0 and not cooled and view.run.best[int(k)] < 7800)


annealed_tour = Explorer(
    name="annealed_tour",
    title="52 places, one tour",
    alt=(
        "First: a map of 52 places with a closed tour, two edges that a proposal would take out "
        "and two that it would put in. Beside it: a bar as long as the chance that it is "
        "accepted, with the die; the length of the tour and the best so far against the number "
        "of proposals, on log scales; and the temperature."
    ),
    controls={
        "temperature": Slider(
            TEMPERATURES, default=200, label="temperature T₀ (0: never uphill)", format=",g"
        ),
        "schedule": Choice(SCHEDULES, default=SCHEDULES[1], label="then"),
        "k": Proposals(CLOCK, default=0.5, label="proposals", milliseconds=250),
        "seed": Seed(4),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "never uphill": {"temperature": 0, "k": 0.5},
        "cooled from 200": {"temperature": 200, "schedule": SCHEDULES[1], "k": 0.5},
        "boiling": {"temperature": 1000, "schedule": SCHEDULES[0], "k": 0.5},
    },
    challenge=Challenge(
        text="Find a tour shorter than 7,800 at a constant temperature above 0.",
        solved=_without_cooling,
    ),
    size=(7.6, 4.6),
)
