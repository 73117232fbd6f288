"""Handwritten digits put together from patterns, one more at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from mlcourse._check import FloatArray
from mlcourse.chapters.statistics.figures.pixels import INK_MOST, SIDE, squares
from mlcourse.data.images import digits
from mlcourse.explore import Artists, Challenge, Explorer, Slider, Steps, Toggle
from mlcourse.explore.style import BLUE, GRID, INK, MUTED, ORANGE
from mlcourse.statistics.pca import PCA, pca

__all__ = ["pca_digits"]

K = (*range(11), 12, 16, 20, 24, 32, 40, 48, 64)
N_SHUFFLES = 20
# rows of the data set, one of each digit, in no order: pictures of the usual difficulty
ROWS = (1630, 816, 855, 541, 470, 39, 212, 688, 342, 1651)
LARGE, SMALL = 10.6, 4.3  # sides of the pictures
X_2, Y_2 = LARGE + 0.8, LARGE - SMALL
PLACES = {"so far": (0.0, 0.0, LARGE), "pattern": (X_2, 0.0, SMALL), "original": (X_2, Y_2, SMALL)}
CEILING = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A picture, its weights on the patterns, and what the patterns are worth in all pictures."""

    picture: FloatArray  # (64,)
    weights: FloatArray  # (64,)
    uncovered: bool
    shuffled: bool
    fit: PCA

    def so_far(self, k: int) -> FloatArray:
        """The mean and the first k patterns with their weights."""
        return self.fit.mean + self.weights[:k] @ self.fit.components[:k]

    def missing(self, k: int) -> float:
        """The share of the picture's squared distance from the mean that is left."""
        left = ((self.picture - self.so_far(k)) ** 2).sum()
        return float(left / ((self.picture - self.fit.mean) ** 2).sum())


@cache
def _fit() -> PCA:
    return pca(digits().features)


@cache
def chance() -> FloatArray:
    """The shares of columns that are shuffled one by one, the mean of 20 times."""
    rng = np.random.default_rng(5)
    columns = digits().features
    tables = (rng.permuted(columns, axis=0) for _ in range(N_SHUFFLES))
    # the variances alone, largest first: cheaper than all the patterns
    variances = np.mean([np.linalg.eigvalsh(np.cov(table.T))[::-1] for table in tables], axis=0)
    return np.asarray(variances / variances.sum())


def mirrored(rows: FloatArray) -> FloatArray:
    """Pictures as rows of 64 pixels, their own rows and columns exchanged."""
    return rows.reshape(-1, SIDE, SIDE).swapaxes(1, 2).reshape(rows.shape)


def compute(*, image: int, mirror: bool, uncovered: bool, shuffled: bool) -> View:
    """One picture, projected on all the patterns."""
    fit = _fit()
    picture = digits().features[ROWS[image - 1]][None]
    picture = mirrored(picture) if mirror else picture
    weights = fit.project(picture, n_components=len(fit.components))[0]
    return View(
        picture=picture[0],
        weights=weights,
        uncovered=uncovered,
        shuffled=shuffled,
        fit=fit,
    )


def draw(fig: Figure, view: View) -> Artists:
    """The picture so far, large; the latest pattern and the original; the shares."""
    left, right = fig.subplots(1, 2, width_ratios=(1.4, 1.0))
    left.set(xlim=(-0.1, X_2 + SMALL + 0.1), ylim=(LARGE + 0.1, -1.0), aspect="equal")
    left.set_axis_off()
    for x, y, side in PLACES.values():
        frame = np.array([[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]])
        left.plot(*frame.T, color=GRID, linewidth=1.0)
    artists = Artists()
    artists.title = left.text(0, -0.3, "", size=10, weight="bold")
    artists.pattern = left.text(X_2, -0.3, "", size=9)
    left.text(X_2, Y_2 - 0.3, "the original", size=9)
    x, y, side = PLACES["original"]
    artists.cover = left.text(
        x + side / 2, y + side / 2, "covered", size=9, color=MUTED, ha="center", va="center"
    )
    for name, colour, place in (
        ("ink", INK, "so far"),
        ("more", BLUE, "pattern"),
        ("less", ORANGE, "pattern"),
        ("original", INK, "original"),
    ):
        setattr(artists, name, left.add_patch(squares(colour, *PLACES[place])))
    left.text(X_2, SMALL + 0.5, "more", size=8, color=BLUE, va="center")
    left.text(X_2 + SMALL, SMALL + 0.5, "less ink", size=8, color=ORANGE, va="center", ha="right")
    right.set(xlim=(0, 65), ylim=(0, CEILING), xlabel="number of the pattern")
    right.set(ylabel="share of the variance", yticks=(0, 0.05, 0.1, 0.15))
    right.set_yticklabels(["0", "5 %", "10 %", "15 %"])
    (artists.shares,) = right.plot([], [], color=BLUE, linewidth=2.0)
    artists.shares.set_solid_capstyle("butt")
    (artists.chance,) = right.plot([], [], color=ORANGE, linewidth=1.6)
    right.text(64.5, 0.187, "patterns of 1,797 pictures", size=9, color=BLUE, ha="right")
    artists.name = right.text(64.5, 0.174, "", size=9, color=ORANGE, ha="right")
    return artists


def _sticks(line: Line2D, shares: FloatArray) -> None:
    x = np.repeat(np.arange(1, len(shares) + 1), 3)
    y = np.column_stack([np.zeros_like(shares), shares, np.full_like(shares, np.nan)])
    line.set_data(x, y.ravel())


def update(artists: Artists, view: View, *, k: int) -> Sequence[Artist]:
    """Add a pattern with the weight that the picture has on it."""
    artists.ink.show(view.so_far(k))
    part = np.sign(view.weights[k - 1]) * view.fit.components[k - 1] if k else np.zeros(SIDE**2)
    part *= INK_MOST / max(np.abs(part).max(), 1e-9)  # or those of small weight are not seen
    artists.more.show(part)
    artists.less.show(-part)
    artists.original.show(view.picture * view.uncovered)
    artists.cover.set_text("" if view.uncovered else "covered")
    artists.title.set_text(f"mean + {k} pattern{'s' * (k != 1)}" if k else "mean of all pictures")
    artists.pattern.set_text(f"pattern {k}, scaled" if k else "no pattern")
    _sticks(artists.shares, view.fit.explained_share[:k])
    until = k if view.shuffled else 0
    artists.chance.set_data(np.arange(1, until + 1), chance()[:until])
    artists.name.set_text(f"of shuffled columns (mean of {N_SHUFFLES})" if view.shuffled else "")
    return [
        artists.ink, artists.more, artists.less, artists.original, artists.cover,
        artists.title, artists.pattern, artists.shares, artists.chance, artists.name,
    ]  # fmt: skip


def readout(view: View, *, k: int) -> str:
    """The last weight, what is kept of all pictures and what is missing of this one."""
    kept = view.fit.explained_share[:k].sum()
    text = f"{k} of 64 numbers"
    if k:
        text += f", the last {view.weights[k - 1]:.1f}"
    text += f". {'It keeps' if k == 1 else 'They keep'} {100 * kept:.1f} % of the variance of all "
    text += f"pictures; of this one {100 * view.missing(k):.0f} % is missing."
    if view.shuffled and k:
        mine, by_chance = view.fit.explained_share[k - 1], max(chance()[k - 1], 0.0)
        text += f" Pattern {k} has {100 * mine:.2f} %, of shuffled columns {100 * by_chance:.2f} %."
    return text


pca_digits = Explorer(
    name="pca_digits",
    title="How many numbers make a digit?",
    alt=(
        "Left, three pictures of 8 by 8 pixels, drawn as squares that are larger where there is "
        "more ink: the mean of all pictures with the patterns so far, the latest pattern, "
        "scaled so that it is seen, and the original, covered until it is asked for. Right, the "
        "share of the variance of all pictures that each pattern so far has, and on request the "
        "same for columns that were shuffled."
    ),
    controls={
        "k": Steps(K, default=0, label="patterns k", milliseconds=500),
        "image": Slider(range(1, len(ROWS) + 1), default=1, label="picture", format="d"),
        "mirror": Toggle(label="mirrored on the diagonal"),
        "uncovered": Toggle(label="uncover the original"),
        "shuffled": Toggle(label="shuffled columns"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "another picture": {
            "k": 0, "image": 4, "mirror": False, "uncovered": False, "shuffled": False
        },
        "ten patterns, uncovered": {
            "k": 10, "image": 4, "mirror": False, "uncovered": True, "shuffled": False
        },
        "the same, mirrored": {
            "k": 10, "image": 4, "mirror": True, "uncovered": True, "shuffled": False
        },
    },
    challenge=Challenge(
        text="Shuffle the columns. Which is the last pattern that has a larger share than "
        "shuffled columns give? Stop there.",
        solved=lambda view, *, k: view.shuffled and k == 9,
    ),
)  # fmt: skip
