"""Two equations, eliminated with few digits: which line of the ledger loses the answer?"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse.chapters.matrix_factorization.figures.numerals import short, written
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps, Toggle
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, RED
from mlcourse.linalg.few_digits import Ledger, solve_two

__all__ = ["lu_stepper"]

DIGITS = {"3 digits": 3, "16 digits": 16}
THREE, SIXTEEN = DIGITS
POWERS = tuple(range(1, 21))
SMALL = tuple(float(f"1e-{k}") for k in reversed(POWERS))
STEPS = ("the equations", "pivot", "multiplier", "new number of y", "right side", "y", "x")
REACH = (-0.7, 2.7)
COLUMNS = (0.45, 0.83, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What was kept, line by line, and the answer without rounding."""

    power: int
    digits: int
    pivoting: bool
    run: Ledger
    x: float  # the exact answer
    y: float

    def stored(self, name: str) -> float:
        return float(self.run[name].kept)


def compute(*, epsilon: float, pivoting: bool, digits: str) -> View:
    """The elimination of εx + y = 1, x + y = 2."""
    power = round(-float(np.log10(epsilon)))
    run = solve_two(
        ((f"1e-{power}", "1"), ("1", "1")), ("1", "2"), digits=DIGITS[digits], pivoting=pivoting
    )
    tiny = Fraction(1, 10**power)
    x = 1 / (1 - tiny)
    return View(
        power=power, digits=DIGITS[digits], pivoting=pivoting, run=run, x=float(x), y=float(2 - x)
    )


def _line(a: float, b: float, c: float) -> tuple[list[float], list[float]]:
    """The line ax + by = c across the panel."""
    if abs(b) < 1e-30:
        return [], []
    return list(REACH), [(c - a * x) / b for x in REACH]


def _formulas(view: View) -> tuple[str, ...]:
    """What each line of the ledger does, in the letters and numbers of the equations."""
    e = written(Fraction(1, 10**view.power))
    (p, b), (q, d) = (("1", "2"), (e, "1")) if view.run.swapped else ((e, "1"), ("1", "2"))
    m = short(view.run["m"].kept, view.digits)
    return (
        f"pivot: the {p} of the first line" + ", swapped up" * view.run.swapped,
        f"multiplier m = {q} / {p}",
        f"new number of y:  1 − {m}",
        f"new right side:  {d} − {m}" + " · 2" * view.run.swapped,
        "y = new right side / new number of y",
        f"x = ({b} − y) / {p}",
    )


def draw(fig: Figure, view: View) -> Artists:
    """The two lines, and the ledger with its matrices."""
    right, left = fig.subplots(1, 2, width_ratios=(1.5, 1.0))  # the ledger comes first
    left.set(xlim=REACH, ylim=(-0.7, 2.7), aspect="equal", anchor="N", xlabel="x", ylabel="y")
    left.set(xticks=[0, 1, 2], yticks=[0, 1, 2], title="each equation is a line")
    (first,) = left.plot([], [], color=BLUE, linewidth=3.0)
    (second,) = left.plot([], [], color=ORANGE, linewidth=2.0)
    (new,) = left.plot([], [], color=GREEN, linewidth=2.0, linestyle=(0, (4, 3)))
    (truth,) = left.plot([], [], "o", color=INK, fillstyle="none", markersize=11)
    (found,) = left.plot([], [], "o", color=INK, markersize=6.5)
    names = {}
    for name, y, colour in (("said_first", 0.35, BLUE), ("said_second", 0.07, ORANGE),
                            ("said_new", -0.21, GREEN)):  # fmt: skip
        names[name] = left.text(-0.6, y, "", color=colour, size=8.5, va="top", linespacing=1.3)
    right.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
    right.spines[:].set_visible(False)
    right.set_title("the ledger", loc="left")
    for place, name in zip(COLUMNS, ("exact", "kept", "lost"), strict=True):
        right.text(place, 1.0, name, color=MUTED, size=9, ha="right")
    names["given"] = right.text(0.0, 0.93, "", color=MUTED, size=9)
    for k, colour in enumerate((BLUE, ORANGE)):
        names[f"given_{k}"] = right.text(0.0, 0.84 - 0.08 * k, "", color=colour, size=10.5)
    for k in range(6):
        y = 0.93 - 0.122 * k
        names[f"does_{k}"] = right.text(0.0, y, "", color=MUTED, size=9)
        for place, name in zip(COLUMNS, ("exact", "kept", "lost"), strict=True):
            names[f"{name}_{k}"] = right.text(place, y - 0.056, "", size=9, ha="right")
        names[f"lost_{k}"].set_color(RED)
    names["factors"] = right.text(0.0, 0.16, "", size=9, va="top", linespacing=1.45)
    names["product"] = right.text(0.0, 0.03, "", size=9, va="top")
    return Artists(first=first, second=second, new=new, truth=truth, found=found, **names)


def _equation(a: Fraction | None, b: Fraction, c: Fraction, view: View) -> str:
    """One equation as text."""
    if a is None and len(f"{short(b, view.digits)}{short(c, view.digits)}") > 24:
        return f"{short(b, view.digits)} y\n= {short(c, view.digits)}"
    start = "" if a is None else ("x + " if a == 1 else f"{written(a)} x + ")
    times = "" if b == 1 else f"{short(b, view.digits)} "
    return f"{start}{times}y = {short(c, view.digits)}"


def update(artists: Artists, view: View, *, step: int) -> Sequence[Artist]:
    """The lines as they stand, and the ledger up to this step."""
    run = view.run
    tiny = Fraction(1, 10**view.power)
    rows = [(tiny, Fraction(1), Fraction(1)), (Fraction(1), Fraction(1), Fraction(2))]
    swap = run.swapped and step >= 1
    if swap:
        rows.reverse()
    for line, said, row in ((artists.first, artists.said_first, rows[0]),
                            (artists.second, artists.said_second, rows[1])):  # fmt: skip
        line.set_data(*_line(*(float(value) for value in row)))
        said.set_text(_equation(*row, view))
    done = step >= 4
    artists.second.set_alpha(0.25 if done else 1.0)
    new = _line(0.0, view.stored("u"), view.stored("c")) if done else ([], [])
    artists.new.set_data(*new)
    artists.said_new.set_text(_equation(None, run["u"].kept, run["c"].kept, view) if done else "")
    artists.truth.set_data(*([[], []] if step < 6 else [[view.x], [view.y]]))
    artists.found.set_data(*([[], []] if step < 6 else [[view.stored("x")], [view.stored("y")]]))
    start = step == 0
    artists.given.set_text(f"to be solved, with {view.digits} digits of each number:" * start)
    for k, row in enumerate(rows):
        getattr(artists, f"given_{k}").set_text(_equation(*row, view) * start)
    formulas = _formulas(view)
    for k, name in enumerate(("", "m", "u", "c", "y", "x")):
        shown = k + 1 <= step
        getattr(artists, f"does_{k}").set_text(formulas[k] if shown else "")
        entry = run[name] if name and shown else None
        loss = None if entry is None else entry.exact - entry.kept
        for column, text in (
            ("exact", "" if entry is None else short(entry.exact, view.digits, more=True)),
            ("kept", "" if entry is None else short(entry.kept, view.digits)),
            ("lost", "" if not loss else written(loss, 2)),
        ):
            getattr(artists, f"{column}_{k}").set_text(text)
    artists.factors.set_text(_factors(view) if step >= 3 else "")
    artists.product.set_text(_product(view) if step == 6 else "")
    artists.product.set_color(RED if _product(view, exact=True) != _product(view) else INK)
    return list(vars(artists).values())


def _factors(view: View) -> str:
    """The two triangles, row by row."""
    run = view.run
    m, u = (short(run[name].kept, view.digits) for name in ("m", "u"))
    p = written(run.a[0][0])
    return f"L has the rows (1, 0), ({m}, 1)\nU has the rows ({p}, 1), (0, {u})"


def _product(view: View, *, exact: bool = False) -> str:
    """The rows of L U to the digits that are kept, or those that it should have."""
    run = view.run
    (p, _), (q, s) = run.a
    corner = s if exact else run["m"].kept + run["u"].kept
    left = q if exact else run["m"].kept * p
    rows = f"({written(p)}, 1), ({short(left, view.digits)}, {short(corner, view.digits)})"
    return f"L U has, to {view.digits} digits, the rows {rows}"


def readout(view: View, *, step: int) -> str:
    """Where the elimination is, at which angle the lines cross, and the answer."""
    tiny = 10.0**-view.power
    before = 45.0 - np.degrees(np.arctan(tiny))
    text = f"Step {step}, {STEPS[step]}. "
    if step < 4:
        return text + f"The two lines cross at {before:.4g}°."
    after = 45.0 if view.run.swapped else float(np.degrees(np.arctan(tiny)))
    text += f"The two lines now cross at {after:.3g}°."
    if step == 6:
        x, y = (short(view.run[name].kept, view.digits) for name in ("x", "y"))
        text += f" Found: x = {x}, y = {y}; the ring is the exact answer."
    return text


def _largest_bad(view: View, *, step: int) -> bool:
    return bool(view.digits == 16 and not view.pivoting and view.power == 17 and step == 6)


lu_stepper = Explorer(
    name="lu_stepper",
    title="Two equations, few digits",
    alt=(
        "First: a ledger of the elimination with the exact result of each operation, what is kept "
        "of it and what is lost, and L and U. Beside it: two lines in the plane, one nearly level "
        "and one falling; after the elimination the second is replaced by a level one."
    ),
    controls={
        "epsilon": Slider(SMALL, default=1e-4, label="ε", format="g"),
        "pivoting": Toggle(label="pivoting"),
        "digits": Choice((THREE, SIXTEEN), label="kept of each number"),
        "step": Steps(range(7), default=0, label="step", milliseconds=1500),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "ε = 0.1": {"epsilon": 0.1, "pivoting": False, "digits": THREE, "step": 0},
        "ε = 0.0001": {"epsilon": 1e-4, "pivoting": False, "digits": THREE, "step": 0},
        "ε = 0.0001, pivoting": {"epsilon": 1e-4, "pivoting": True, "digits": THREE, "step": 0},
        "16 digits, 10⁻²⁰": {"epsilon": 1e-20, "pivoting": False, "digits": SIXTEEN, "step": 0},
    },
    challenge=Challenge(
        text="16 digits, no pivoting: find the largest ε whose x is wrong by more than a "
        "tenth, and step to the end.",
        solved=_largest_bad,
    ),
    size=(7.6, 3.7),
)
