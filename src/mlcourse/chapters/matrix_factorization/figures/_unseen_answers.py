"""One person's answers, some of them hidden, under completions of growing rank."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.matrix_factorization.figures.answers import completed, rms, table
from mlcourse.explore import Artists, Challenge, Explorer, Slider, Steps, Toggle
from mlcourse.explore.lines import dots
from mlcourse.explore.style import BLUE, GRID, INK, MUTED, ORANGE

__all__ = ["unseen_answers"]

RANKS = (*range(9), 10, 12, 15, 20)
PENALTIES = (1.0, 3.0, 10.0, 30.0)
PEOPLE = (229, 480, 169, 61)  # rows of the table
TRAITS = "ACENO"  # five statements each
LOW, HIGH = -0.6, 7.6
BEST, TOP = 5, 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A person, the predictions of each rank, and the misses over all people."""

    row: int
    penalty: float
    uncovered: bool
    predicted: FloatArray  # (len(RANKS), 25) this person's
    seen_error: FloatArray  # (len(RANKS),) over the whole table
    hidden_error: FloatArray  # (len(RANKS),)


def compute(*, person: int, penalty: float, uncovered: bool) -> View:
    """All ranks at once; each is a fit of its own."""
    row, whole = PEOPLE[person - 1], table()
    fits = [completed(rank, penalty if rank else 1.0) for rank in RANKS]
    return View(
        row=row,
        penalty=penalty,
        uncovered=uncovered,
        predicted=np.array([fit[row] for fit in fits]),
        seen_error=np.array([rms(fit, whole.seen) for fit in fits]),
        hidden_error=np.array([rms(fit, whole.choosing) for fit in fits]),
    )


def draw(fig: Figure, view: View) -> Artists:
    """The person's answers with the predictions, and both errors so far."""
    left, right = fig.subplots(1, 2, width_ratios=(1.35, 1.0))
    left.set(xlim=(-0.7, 24.7), ylim=(LOW, HIGH), yticks=range(1, 7))
    left.set(xticks=range(2, 25, 5), xlabel="25 statements, five for each trait (its initial)")
    left.set_xticklabels(list(TRAITS))
    left.tick_params(axis="x", length=0)
    left.set_title("one person's answers", pad=18)
    for k in range(1, 5):
        left.axvline(5 * k - 0.5, color=GRID, linewidth=0.8)
    for height in (1, 6):
        left.axhline(height, color=GRID, linewidth=0.8, linestyle=":")
    for place, words, colour in (
        (0.0, "seen", INK), (0.16, "hidden", ORANGE), (0.37, "predicted", BLUE)
    ):  # fmt: skip
        left.text(place, 1.03, words, color=colour, size=9.5, transform=left.transAxes)
    artists = Artists()
    (artists.misses,) = left.plot([], [], color=MUTED, linewidth=0.9)
    (artists.predicted,) = left.plot([], [], color=BLUE, linewidth=2.6)
    artists.predicted.set_solid_capstyle("butt")
    (artists.seen,) = left.plot([], [], color=INK, linewidth=5.5, snap=False)
    (artists.hidden,) = left.plot([], [], color=ORANGE, linewidth=6.5, snap=False)
    for line in (artists.seen, artists.hidden):
        line.set_solid_capstyle("round")
    right.set(xlim=(-0.4, 20.4), ylim=(0, TOP), xlabel="rank", xticks=(0, 5, 10, 15, 20))
    right.set(yticks=(0, 0.5, 1, 1.5, 2))
    right.set_title("root mean square miss", pad=18)
    right.text(0.0, 1.03, "seen", color=INK, size=9.5, transform=right.transAxes)
    right.text(0.2, 1.03, "hidden", color=ORANGE, size=9.5, transform=right.transAxes)
    right.text(0.45, 1.03, "of all people", color=MUTED, size=9.5, transform=right.transAxes)
    (artists.seen_error,) = right.plot([], [], "o-", color=INK, markersize=4)
    (artists.hidden_error,) = right.plot([], [], "o-", color=ORANGE, markersize=4)
    return artists


def update(artists: Artists, view: View, *, rank: int) -> Sequence[Artist]:
    """The predictions of this rank, and the errors of those before it."""
    now, whole = RANKS.index(rank), table()
    answers, predicted = whole.ratings[view.row], view.predicted[now]
    shown = np.clip(predicted, LOW, HIGH)
    places = np.arange(25.0)
    bars = np.full((25, 3, 2), np.nan)
    bars[:, 0], bars[:, 1] = np.c_[places - 0.4, shown], np.c_[places + 0.4, shown]
    artists.predicted.set_data(*bars.reshape(-1, 2).T)
    seen, hidden = whole.seen[view.row], whole.choosing[view.row]
    known = seen | hidden if view.uncovered else seen
    lines = np.full((25, 3, 2), np.nan)
    lines[:, 0], lines[:, 1] = np.c_[places, answers], np.c_[places, shown]
    artists.misses.set_data(*lines[known].reshape(-1, 2).T)
    points = np.column_stack([places, answers])
    artists.seen.set_data(*dots(points[seen]).T)
    artists.hidden.set_data(*dots(points[hidden] if view.uncovered else points[:0]).T)
    ranks = np.array(RANKS[: now + 1])
    artists.seen_error.set_data(ranks, view.seen_error[: now + 1])
    artists.hidden_error.set_data(ranks, view.hidden_error[: now + 1])
    return [
        artists.misses, artists.predicted, artists.seen, artists.hidden,
        artists.seen_error, artists.hidden_error,
    ]  # fmt: skip


def readout(view: View, *, rank: int) -> str:
    """Both errors, and this person's hidden ones once they are uncovered."""
    now, whole = RANKS.index(rank), table()
    text = f"Rank {rank}" if rank else "Rank 0, each statement's mean"
    text += (
        f": over all people, off by {view.seen_error[now]:.2f} where seen, "
        f"{view.hidden_error[now]:.2f} where hidden."
    )
    if view.uncovered:
        hidden = whole.choosing[view.row]
        off = (view.predicted[now] - whole.ratings[view.row])[hidden]
        text += (
            f" This person's {hidden.sum()} hidden answers: off by {np.sqrt(np.mean(off**2)):.2f}."
        )
    return text


def _chosen(view: View, *, rank: int) -> bool:
    return view.penalty == 10.0 and rank == BEST


unseen_answers = Explorer(
    name="unseen_answers",
    title="Does a higher rank know you better?",
    alt=(
        "First: one person's answers to 25 statements, from 1 to 6, in five groups; the seen ones "
        "as dots, the predicted ones as short bars, the hidden ones as dots of another colour "
        "when they are uncovered. Beside it, against the rank so far: the root mean square miss "
        "over all people, where the answers were seen and where they were hidden."
    ),
    controls={
        "rank": Steps(RANKS, default=0, label="rank", milliseconds=600),
        "penalty": Slider(PENALTIES, default=1.0, label="penalty λ", format="g"),
        "person": Slider(range(1, 5), default=1, label="person", format="d"),
        "uncovered": Toggle(label="uncover what was hidden"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "a weak penalty": {"penalty": 1.0, "rank": 0},
        "a strong one": {"penalty": 30.0, "rank": 0},
    },
    challenge=Challenge(
        text="Find the slider's penalty and the rank with the smallest miss on hidden answers.",
        solved=_chosen,
    ),
    size=(7.6, 3.2),
)
