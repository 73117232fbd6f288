"""The controls of an explorer: named lists of stops that a reader moves through.

Every control has finitely many *stops*, the same with a kernel and on the static page, so that
both show the same figures.  A control only describes itself; the explorer that owns it checks
it (see :mod:`mlcourse.explore.explorer`), because only the explorer knows its name.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import KW_ONLY, dataclass
from itertools import pairwise
from math import isclose, isfinite
from typing import Any, ClassVar

import numpy as np

from mlcourse.explore.typeset import typeset

__all__ = [
    "Choice",
    "Control",
    "Pad",
    "Seed",
    "Slider",
    "Steps",
    "Toggle",
    "Value",
]

Value = float | int | str | bool


def _shown(value: Value, form: str, unit: str) -> str:
    text = typeset(format(value, form))
    return f"{text}{'' if unit == '°' else ' '}{unit}" if unit else text


def _plain(stops: Any) -> Any:
    """Stops in Python's own numbers, also from an array; what is no list is left to be refused."""
    try:
        return tuple(stop.item() if isinstance(stop, np.generic) else stop for stop in stops)
    except TypeError:
        return stops


def _problem_of(stops: Sequence[object], text: Callable[[Any], str], form: str) -> str | None:
    """What is wrong with the stops of a scale, or with how they are shown."""
    try:
        stops = tuple(stops)
    except TypeError:
        return f"stops must be a list of numbers, such as range(21), got {stops!r}"
    numbers = [s for s in stops if isinstance(s, (int, float)) and not isinstance(s, bool)]
    if len(stops) < 2 or len(numbers) < len(stops) or not all(map(isfinite, numbers)):
        return f"stops must be at least two finite numbers, got {stops!r}"
    if any(a >= b for a, b in pairwise(numbers)):
        return "stops must increase; sort them and drop repeats"
    try:
        texts = [text(s) for s in stops]
    except (ValueError, TypeError):
        return f"format must suit numbers, such as '.3g', got {form!r}"
    if len(set(texts)) < len(texts):
        return f"format {form!r} shows two stops alike; give it more digits"
    return None


class Control:
    """What every control answers: its stops, their texts, and what is wrong with it."""

    __slots__ = ()
    kind: ClassVar[str]
    label: str

    @property
    def values(self) -> tuple[Value, ...]:
        """All values, in order."""
        raise NotImplementedError

    @property
    def start(self) -> Value:
        """The value at the start."""
        raise NotImplementedError

    def text(self, value: Value) -> str:
        """How one value is shown beside the control."""
        return str(value)

    def problem(self) -> str | None:
        """What is wrong with this control and how to mend it, or ``None``."""
        if not isinstance(self.label, str) or not self.label.strip():
            return f"label must be a non-empty text, got {self.label!r}"
        return None

    def index(self, value: Value) -> int:
        """The position of ``value`` among the stops; a number goes to the nearest stop."""
        if value in self.values:
            return self.values.index(value)
        raise ValueError(f"must be one of {self._legal()}, got {value!r}")

    def _legal(self) -> str:
        values = self.values
        if len(values) <= 8:
            return ", ".join(map(repr, values))
        return f"{values[0]!r}, {values[1]!r}, … {values[-1]!r} ({len(values)} stops)"


@dataclass(frozen=True, slots=True)
class Slider(Control):
    """A number on a scale.

    ``stops`` are increasing numbers, such as ``linear(0, 1, 41)``, ``log(1e-3, 1, 31)`` or
    ``(1, 2, 5, 10)``; ``default`` (and every preset) goes to the nearest of them.
    """

    stops: Sequence[float]
    _: KW_ONLY
    default: float
    label: str
    unit: str = ""
    format: str = ".3g"
    kind: ClassVar[str] = "slider"

    def __post_init__(self) -> None:
        object.__setattr__(self, "stops", _plain(self.stops))

    @property
    def values(self) -> tuple[Value, ...]:
        return tuple(self.stops)

    @property
    def start(self) -> Value:
        return self.stops[self.index(self.default)]

    def text(self, value: Value) -> str:
        return _shown(value, self.format, self.unit)

    def index(self, value: Value) -> int:
        low, high = self.stops[0], self.stops[-1]
        if isinstance(value, (str, bool)) or not low <= value <= high:
            raise ValueError(f"must be between {low:g} and {high:g}, got {value!r}")
        return min(range(len(self.stops)), key=lambda k: abs(self.stops[k] - value))

    def problem(self) -> str | None:
        if problem := _problem_of(self.stops, self.text, self.format):
            return problem
        try:
            self.index(self.default)
        except (ValueError, TypeError) as error:
            return f"default {error}"
        return Control.problem(self)


@dataclass(frozen=True, slots=True)
class Choice(Control):
    """One of a few names."""

    options: Sequence[str]
    _: KW_ONLY
    label: str
    default: str | None = None
    kind: ClassVar[str] = "choice"

    @property
    def values(self) -> tuple[Value, ...]:
        return tuple(self.options)

    @property
    def start(self) -> Value:
        return self.options[0] if self.default is None else self.default

    def problem(self) -> str | None:
        if isinstance(self.options, str) or not isinstance(self.options, Iterable):
            return f"options must be a list of texts, got {self.options!r}"
        options = tuple(self.options)
        if len(options) < 2 or not all(isinstance(o, str) and o for o in options):
            return f"options must be at least two texts, got {options!r}"
        if len(set(options)) < len(options):
            return f"options must differ, got {options!r}"
        if self.default is not None and self.default not in options:
            return f"default must be one of {self._legal()}, got {self.default!r}"
        return Control.problem(self)


@dataclass(frozen=True, slots=True)
class Toggle(Control):
    """On or off."""

    _: KW_ONLY
    label: str
    default: bool = False
    kind: ClassVar[str] = "toggle"

    @property
    def values(self) -> tuple[Value, ...]:
        return (False, True)

    @property
    def start(self) -> Value:
        return self.default

    def text(self, value: Value) -> str:
        return "on" if value else "off"

    def problem(self) -> str | None:
        if not isinstance(self.default, bool):
            return f"default must be True or False, got {self.default!r}"
        return Control.problem(self)


@dataclass(frozen=True, slots=True)
class Steps(Control):
    """A playable axis: a clock that shows its quantity (n = 640, epoch 1.5, iteration 200).

    ``stops`` are increasing numbers, such as ``range(21)`` or ``growing(1, 20_000, 60)``; what
    ``update``, ``readout`` and a challenge receive is the number itself.  It does not go to
    ``compute``: a run is computed once and drawn step by step.
    """

    stops: Sequence[float]
    _: KW_ONLY
    default: float
    label: str
    unit: str = ""
    format: str = ","
    milliseconds: int = 120
    kind: ClassVar[str] = "steps"

    def __post_init__(self) -> None:
        object.__setattr__(self, "stops", _plain(self.stops))

    @property
    def values(self) -> tuple[Value, ...]:
        return tuple(self.stops)

    @property
    def start(self) -> Value:
        return self.default

    def text(self, value: Value) -> str:
        return _shown(value, self.format, self.unit)

    def index(self, value: Value) -> int:
        for k, stop in enumerate(self.stops):  # 0.1 * 3 is 0.3
            if isinstance(value, (int, float)) and isclose(stop, value, rel_tol=1e-9):
                return k
        return Control.index(self, value)

    def problem(self) -> str | None:
        if problem := _problem_of(self.stops, self.text, self.format):
            return problem
        wait = self.milliseconds
        if isinstance(wait, bool) or not isinstance(wait, int) or wait < 1:
            return f"milliseconds must be a whole number of at least 1, got {wait!r}"
        try:
            self.index(self.default)
        except ValueError as error:
            return f"default {error}"
        return Control.problem(self)


@dataclass(frozen=True, slots=True)
class Seed(Control):
    """A button that draws anew: ``compute`` gets 0, 1, … ``count - 1`` in turn."""

    count: int
    _: KW_ONLY
    label: str = "Resample"
    kind: ClassVar[str] = "seed"

    @property
    def values(self) -> tuple[Value, ...]:
        return tuple(range(self.count))

    @property
    def start(self) -> Value:
        return 0

    def text(self, value: Value) -> str:
        return f"sample {int(value) + 1} of {self.count}"

    def problem(self) -> str | None:
        if isinstance(self.count, bool) or not isinstance(self.count, int) or self.count < 2:
            return f"count must be a whole number of at least 2, got {self.count!r}"
        return Control.problem(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pad:
    """Binds two sliders to a handle that is dragged inside the axes ``artists.<axes>``.

    ``x`` and ``y`` name the sliders; the handle sits at their values in data coordinates.
    """

    x: str
    y: str
    axes: str
    label: str = ""
