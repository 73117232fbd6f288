"""A cross of two arms at right angles under a matrix: turned, stretched, turned."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps
from mlcourse.explore.lines import arrow
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PAPER

__all__ = ["svd_moves"]

MATRICES: dict[str, tuple[tuple[float, float], tuple[float, float]]] = {
    "slide": ((1.0, 1.5), (0.0, 1.0)),
    "quarter turn": ((0.0, -1.0), (1.0, 0.0)),
    "flattened": ((1.0, 0.75), (0.0, 0.0)),
    "flip": ((1.0, 1.0), (0.5, -1.0)),
    "symmetric": ((2.0, 1.0), (1.0, 2.0)),
}
# the fives, and the arms through (2, 1), (4, 3), (3, 4) and (1, 2), to what a link can name
SLANTS = {
    round(float(np.rad2deg(np.arctan(t))), 2): float(np.arctan(t)) for t in (1 / 2, 3 / 4, 4 / 3, 2)
}
ANGLES = tuple(sorted((*map(float, range(0, 90, 5)), *SLANTS)))
BEATS = 6  # of each move
END = 3 * BEATS
RIGHT = 0.1  # degrees: no stop beside a right angle is as near
WIDE, HIGH = 3.15, 2.3  # the images are longest along an axis, between two moves
LETTER = np.array([[0.0, 0.0], [0.0, 1.0], [0.62, 1.0], [0.0, 1.0], [0.0, 0.54], [0.45, 0.54]])
LETTER = 0.5 * (LETTER - [0.3, 0.5]) - [0.0, 0.5]  # below the arms
TURN = np.linspace(0, 2 * np.pi, 73)
CIRCLE = np.column_stack([np.cos(TURN), np.sin(TURN)])
MOVES = ("first move: a turn", "second move: a stretch along the axes", "third move: a turn")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A matrix as three moves, and a cross."""

    matrix: str
    cross: float  # degrees
    a: FloatArray  # (2, 2)
    arms: FloatArray  # (2, 2) unit rows at right angles
    stretch: tuple[float, float]  # the second is negative for a flip
    turns: tuple[float, float]  # radians, of the first and the third move

    def at(self, beat: int) -> FloatArray:
        """The map so far: beat 0 leaves all in place, the last is the matrix."""
        t = np.clip(np.array([beat, beat - BEATS, beat - 2 * BEATS]) / BEATS, 0.0, 1.0)
        # a flip goes through zero: no turn is a mirror
        sizes = np.diag(1 + t[1] * (np.array(self.stretch) - 1))
        return rotation(t[2] * self.turns[1]) @ sizes @ rotation(t[0] * self.turns[0])


def rotation(angle: float) -> FloatArray:
    """The matrix that turns by an angle."""
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def compute(*, matrix: str, cross: float) -> View:
    """The two turns and the stretch of a 2 × 2 matrix, by the angles of its columns' mean."""
    a = np.array(MATRICES[matrix])
    # with e, f, g, h the matrix is a stretched turn by (h, e) and a stretched mirror by (g, f)
    e, f = (a[0, 0] + a[1, 1]) / 2, (a[0, 0] - a[1, 1]) / 2
    g, h = (a[1, 0] + a[0, 1]) / 2, (a[1, 0] - a[0, 1]) / 2
    turn, mirror = np.hypot(e, h), np.hypot(f, g)
    total, difference = np.arctan2(h, e), np.arctan2(g, f) if mirror > 0 else np.arctan2(h, e)
    t = SLANTS.get(cross, float(np.deg2rad(cross)))
    return View(
        matrix=matrix,
        cross=cross,
        a=a,
        arms=np.array([[np.cos(t), np.sin(t)], [-np.sin(t), np.cos(t)]]),
        stretch=(float(turn + mirror), float(turn - mirror)),
        turns=(float(total - difference) / 2, float(total + difference) / 2),
    )


def draw(fig: Figure, view: View) -> Artists:
    """The circle, the cross and a letter, before and after."""
    left, right = fig.subplots(1, 2)
    artists = Artists()
    for ax, name in ((left, "before"), (right, "after")):
        ax.set(xlim=(-WIDE, WIDE), ylim=(-HIGH, HIGH), aspect="equal", title=name)
        ax.set(xticks=range(-3, 4), yticks=range(-2, 3))
        ax.axhline(0, color=MUTED, linewidth=0.5)
        ax.axvline(0, color=MUTED, linewidth=0.5)
        for part, colour, width in (
            ("round", MUTED, 1.4), ("letter", GREEN, 2.0), ("one", BLUE, 2.4), ("two", ORANGE, 2.4)
        ):  # fmt: skip
            (line,) = ax.plot([], [], color=colour, linewidth=width)
            setattr(artists, f"{part}_{name}", line)
    for name, ax in (("before", left), ("after", right)):
        (corner,) = ax.plot([], [], color=INK, linewidth=1.2)
        setattr(artists, f"corner_{name}", corner)
    (artists.path,) = right.plot([], [], color=BLUE, linewidth=1.0, linestyle=":")
    box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.0}
    artists.move = right.text(
        0, -HIGH + 0.22, "", color=INK, size=9.5, ha="center", va="center", bbox=box
    )
    return artists


def _moved(points: FloatArray, by: FloatArray) -> FloatArray:
    return np.asarray(points @ by.T)


def _corner(arms: FloatArray | None) -> FloatArray:
    """The sign of a right angle between two arms."""
    if arms is None:
        return np.empty((0, 2))
    one, two = 0.16 * arms / np.hypot(*arms.T)[:, None]
    return np.array([one, one + two, two])


def update(artists: Artists, view: View, *, beat: int) -> Sequence[Artist]:
    """The cross as it is, and what the map so far makes of it."""
    zero = np.zeros(2)
    for name, by in (("before", np.eye(2)), ("after", view.at(beat))):
        getattr(artists, f"round_{name}").set_data(*_moved(CIRCLE, by).T)
        getattr(artists, f"letter_{name}").set_data(*_moved(LETTER, by).T)
        for part, arm in (("one", view.arms[0]), ("two", view.arms[1])):
            getattr(artists, f"{part}_{name}").set_data(*arrow(zero, _moved(arm, by)).T)
    artists.corner_before.set_data(*_corner(view.arms).T)
    angle = angle_between(view, beat)
    square = angle is not None and abs(angle - 90) < RIGHT
    artists.corner_after.set_data(*_corner(_moved(view.arms, view.at(beat)) if square else None).T)
    way = np.array([view.at(b) @ view.arms[0] for b in range(beat + 1)])
    artists.path.set_data(*(way if beat < END else way[:0]).T)
    inside = 0 < beat < END
    artists.move.set_text(MOVES[(beat - 1) // BEATS] if inside else "")
    return list(vars(artists).values())


def angle_between(view: View, beat: int = END) -> float | None:
    """The angle between the arms after the map so far, in degrees; None if one has vanished."""
    one, two = _moved(view.arms, view.at(beat))
    sizes = np.hypot(*one) * np.hypot(*two)
    if sizes < 1e-9:
        return None
    return float(np.rad2deg(np.arctan2(abs(one[0] * two[1] - one[1] * two[0]), one @ two)))


def readout(view: View, *, beat: int) -> str:
    """The lengths of the arms and the angle between them."""
    sizes = [float(np.hypot(*arm)) for arm in _moved(view.arms, view.at(beat))]
    when = "nothing has moved" if beat == 0 else "the matrix is applied"
    if 0 < beat < END:
        when = f"beat {beat} of {END}"
    text = f"Cross at {view.cross:.4g}°, {when}: arms of length {sizes[0]:.3f} and {sizes[1]:.3f}"
    angle = angle_between(view, beat)
    return f"{text}, {f'{angle:.1f}° apart' if angle is not None else 'one has vanished'}."


def _found(view: View, *, beat: int) -> bool:
    angle = angle_between(view)
    return bool(view.matrix == "slide" and beat == END and angle and abs(angle - 90) < RIGHT)


svd_moves = Explorer(
    name="svd_moves",
    title="Does a cross stay a cross?",
    alt=(
        "First: the unit circle, two arms of length one at right angles, and the letter F. Beside "
        "it: what a matrix makes of them, an ellipse, two arms and a letter; on the way there in "
        "three moves, also the path of one arm's tip and the name of the move."
    ),
    controls={
        "cross": Slider(ANGLES, default=0.0, label="angle of the cross", unit="°", format=".4g"),
        "beat": Steps(range(END + 1), default=END, label=f"beat, of {END}"),
        "matrix": Choice(tuple(MATRICES), label="matrix"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "a slide": {"matrix": "slide", "cross": 0.0, "beat": END},
        "in three moves": {"beat": 0},
        "a flip": {"matrix": "flip", "cross": 0.0, "beat": END},
        "flattened": {"matrix": "flattened", "cross": 0.0, "beat": END},
    },
    challenge=Challenge(
        text="Slide: find a cross whose arms are still at right angles when the matrix is applied.",
        solved=_found,
    ),
    size=(8.2, 3.4),
)
