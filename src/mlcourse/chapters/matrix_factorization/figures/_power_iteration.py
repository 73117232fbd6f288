"""An arrow that is multiplied by a matrix and scaled back, again and again."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps
from mlcourse.explore.lines import arrow, dots
from mlcourse.explore.style import BLUE, INK, MUTED, ORANGE, SKY
from mlcourse.explore.typeset import number

__all__ = ["power_iteration"]

FIRST = 1.5  # the first eigenvalue
AXIS = (0.96, 0.28)  # the first eigenvector, a direction of length 1; the second is at right angles
RATIOS = (-1.0, -0.9, 0.1, 0.3, 0.5, 0.7, 0.75, 0.8, 0.9, 0.95, 0.99)
SOMEWHERE, BESIDE, ON = "69° from the first", "a millionth off the second", "on the second"
# the sine and cosine of the angle to the first eigenvector
TILTS = {
    SOMEWHERE: math.tan(math.radians(69.0)),
    BESIDE: 1e6,
    ON: math.inf,
}
N_STEPS = 80
# half: multiplied, not scaled yet
CLOCK = (*(k / 2 for k in range(8)), *range(4, 40), *range(40, N_STEPS + 1, 2))
FLOOR = 1e-16  # about where the digits of a number end
ENOUGH = 1e-6
HALF = 1.62  # of the plane


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A run, and how far it is from the first eigenvector and eigenvalue."""

    ratio: float
    start: str
    vector: FloatArray  # (N_STEPS + 1, 2) unit rows
    product: FloatArray  # (N_STEPS + 1, 2) the same, multiplied
    value: FloatArray  # (N_STEPS + 1,) Rayleigh quotients
    off: FloatArray  # (N_STEPS + 1,) sine of the angle to the first eigenvector
    value_off: FloatArray  # (N_STEPS + 1,) share of the first eigenvalue


def compute(*, ratio: float, start: str) -> View:
    """Multiply and scale, in plain numbers: rounding is then the same on every machine."""
    c, s = AXIS
    second = ratio * FIRST
    a = c * c * FIRST + s * s * second
    b = c * s * (FIRST - second)
    d = s * s * FIRST + c * c * second
    tilt = TILTS[start]
    x, y = (-s, c) if math.isinf(tilt) else (c - s * tilt, s + c * tilt)
    length = math.sqrt(x * x + y * y)
    x, y = x / length, y / length
    vector, product = [], []
    for _ in range(N_STEPS + 1):
        u, w = a * x + b * y, b * x + d * y
        vector.append((x, y))
        product.append((u, w))
        length = math.sqrt(u * u + w * w)
        x, y = u / length, w / length
    unit, moved = np.array(vector), np.array(product)
    value = unit[:, 0] * moved[:, 0] + unit[:, 1] * moved[:, 1]
    return View(
        ratio=ratio,
        start=start,
        vector=unit,
        product=moved,
        value=value,
        off=np.abs(c * unit[:, 1] - s * unit[:, 0]),
        value_off=np.abs(value - FIRST) / FIRST,
    )


def draw(fig: Figure, view: View) -> Artists:
    """The plane with both eigenvectors' lines, and both errors so far."""
    left, right = fig.subplots(1, 2, width_ratios=(1.0, 1.15))
    left.set(xlim=(-HALF, HALF), ylim=(-HALF, HALF), aspect="equal", xticks=(-1, 0, 1))
    left.set(yticks=(-1, 0, 1))
    left.set_title("the arrow", pad=18)
    left.set_anchor("N")
    turn = np.linspace(0, 2 * np.pi, 91)
    left.plot(np.cos(turn), np.sin(turn), color=MUTED, linewidth=0.8)
    c, s = AXIS
    for (x, y), name, dx, dy in (((c, s), "v₁", -0.02, 0.16), ((-s, c), "v₂", 0.17, -0.04)):
        left.plot([-3 * x, 3 * x], [-3 * y, 3 * y], "--", color=MUTED, linewidth=0.9)
        left.text(1.44 * x + dx, 1.44 * y + dy, name, color=MUTED, ha="center", va="center")
    (past,) = left.plot([], [], color=SKY, linewidth=5.0, snap=False)
    past.set_solid_capstyle("round")
    (moved,) = left.plot([], [], color=ORANGE, linewidth=1.8)
    (now,) = left.plot([], [], color=BLUE, linewidth=2.4)
    right.set(xlim=(0, N_STEPS), ylim=(FLOOR / 2, 4.0), yscale="log", xlabel="multiplications k")
    right.set_yticks([1e-16, 1e-12, 1e-8, 1e-4, 1.0])
    right.minorticks_off()
    right.set_title("how far off, so far", pad=18)
    right.text(0.0, 1.03, "direction", color=BLUE, size=9.5, transform=right.transAxes)
    right.text(0.27, 1.03, "eigenvalue", color=ORANGE, size=9.5, transform=right.transAxes)
    right.text(0.58, 1.03, "dotted: a millionth", color=MUTED, size=9.5, transform=right.transAxes)
    right.axhline(ENOUGH, color=MUTED, linewidth=0.9, linestyle=":")
    artists = Artists(past=past, moved=moved, now=now)
    for name, colour in (("value_off", ORANGE), ("off", BLUE)):
        (curve,) = right.plot([], [], color=colour, linewidth=1.8)
        (head,) = right.plot([], [], "o", color=colour, markersize=5, clip_on=False)
        setattr(artists, name, curve)
        setattr(artists, f"{name}_now", head)
    artists.zero = left.plot(0, 0, "o", color=INK, markersize=3)[0]
    return artists


def update(artists: Artists, view: View, *, k: float) -> Sequence[Artist]:
    """The arrows so far; between two steps the arrow that is not scaled yet."""
    made = int(k)
    half = k != made
    artists.past.set_data(*dots(view.vector[:made]).T)
    artists.now.set_data(*arrow(np.zeros(2), view.vector[made]).T)
    moved = arrow(np.zeros(2), view.product[made]) if half else np.empty((0, 2))
    artists.moved.set_data(*moved.T)
    steps = np.arange(made + 1)
    for name in ("off", "value_off"):
        error = np.maximum(getattr(view, name)[: made + 1], FLOOR)
        getattr(artists, name).set_data(steps, error)
        getattr(artists, f"{name}_now").set_data(steps[-1:], error[-1:])
    return [
        artists.past, artists.moved, artists.now,
        artists.off, artists.off_now, artists.value_off, artists.value_off_now,
    ]  # fmt: skip


def _small(value: float) -> str:
    """A number of any size, such as 3.2·10⁻⁷."""
    if value < FLOOR:
        return "less than 10⁻¹⁶"
    if value >= 1e-3:
        return f"{value:.3g}"
    return number(value, ".1e")


def readout(view: View, *, k: float) -> str:
    """The lengths, and how far the arrow and its eigenvalue are off."""
    made = int(k)
    length = float(np.hypot(*view.product[made]))
    if k != made:
        return f"Multiplication {made + 1}: the arrow has the length {length:.3f}, not scaled yet."
    return (
        f"After {made} multiplication{'s' * (made != 1)}: the sine of the angle to v₁ is "
        f"{_small(view.off[made])}; the eigenvalue is estimated as "
        f"{view.value[made]:.4f}, a relative error of {_small(view.value_off[made])}."
    )


def _in_time(view: View, *, k: float) -> bool:
    k = int(k)
    slowest = max(r for r in RATIOS if abs(r) <= 0.79)  # 0.8 needs 67
    return bool(
        view.start == SOMEWHERE and view.ratio == slowest and k <= 60 and view.off[k] < ENOUGH
    )


power_iteration = Explorer(
    name="power_iteration",
    title="Which way does repeated multiplication point?",
    alt=(
        "First: the plane with the unit circle and the lines of two eigenvectors at right angles, "
        "an arrow of length one, the tips of the arrows before it, and between two steps the "
        "arrow after the multiplication, not scaled yet. Beside it, on a log scale against the "
        "number of multiplications so far: the sine of the arrow's angle to the first "
        "eigenvector, and the error of the estimated eigenvalue."
    ),
    controls={
        "k": Steps(CLOCK, default=0, label="multiplications k", format="g", milliseconds=300),
        "ratio": Slider(RATIOS, default=0.5, label="λ₂ / λ₁", format=".2g"),
        "start": Choice(tuple(TILTS), label="start"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "half": {"k": 0, "ratio": 0.5, "start": SOMEWHERE},
        "nearly equal": {"k": 0, "ratio": 0.99, "start": SOMEWHERE},
        "opposite": {"k": 0, "ratio": -1.0, "start": SOMEWHERE},
        "hopeless?": {"k": 0, "ratio": 0.5, "start": ON},
    },
    challenge=Challenge(
        text="From 69°: what is the slider's largest ratio at which the sine falls below a "
        "millionth within 60 multiplications? Show it.",
        solved=_in_time,
    ),
    size=(7.2, 3.5),
)
