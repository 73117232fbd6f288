"""What an explorer is: plain functions and controls, checked when it is made.

``compute`` turns the controls' values into a view (pure numbers, no matplotlib), ``draw`` makes
the figure once, ``update`` edits its artists in place and returns all that it changed: the
contract of ``matplotlib.animation.FuncAnimation(blit=True)``.
"""

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from math import prod
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from mlcourse._publish import Bundle
from mlcourse.explore.controls import Control, Pad, Slider, Steps, Value

if TYPE_CHECKING:  # a page's Python fetches Matplotlib when a figure is drawn, not before
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

    from mlcourse.explore.show import Shown

__all__ = ["MAX_STATES", "Artists", "Challenge", "Explorer", "State", "looks_like_tex", "said"]

# Half a minute of baking: on two cores, over this book's figures, the median state takes 10 ms of
# a processor, the slowest 27.
MAX_STATES = 7_500
State = tuple[int, ...]
_TEX = re.compile(r"\$[^$]+\$|\\[A-Za-z]{2}")


def looks_like_tex(text: str) -> bool:
    """Whether a text holds a formula, which a page would show as it stands."""
    return bool(_TEX.search(text))


def said(error: BaseException) -> str:
    """An error in one line, with the notes that say where it happened."""
    return "; ".join([f"{type(error).__name__}: {error}", *getattr(error, "__notes__", [])])


def _is_size(size: Any) -> bool:
    return (
        isinstance(size, Sequence)
        and len(size) == 2
        and all(isinstance(length, (int, float)) and 1 <= length <= 30 for length in size)
    )


def _all_are(kind: type, items: object) -> bool:
    return isinstance(items, Sequence) and all(isinstance(item, kind) for item in items)


class Artists(SimpleNamespace):
    """The named artists of one figure: those that move, and the axes that pads live in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """A task for the reader and the test that tells when it is met."""

    text: str
    solved: Callable[..., bool]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Explorer:
    """A figure whose controls move it, with a kernel and without.

    Parameters
    ----------
    name : str
        Unique; lower-case letters, digits and underscores. Used in urls and file names.
    title, alt : str
        The heading, and what a reader who cannot see the figure should know.
    controls : mapping of str to Control
        The names are ``compute``'s keyword arguments; those of `Steps` are ``update``'s.
    compute : callable ``(**values) -> view``
        Pure: the same values give the same view.
    draw : callable ``(figure, view) -> Artists``
        Everything that stays, and the artists that move. ``update`` is called right after.
    update : callable ``(artists, view, **steps) -> sequence of Artist``
        Edits in place and returns *all* artists it changed, the same ones every time.
    readout : callable ``(view, **steps) -> str``
        One line of text beside the figure, read aloud on change.
    presets : mapping of str to mapping
        Label of a button to the values it sets; the other controls stay where they are.
    challenge : Challenge, optional
    pads : sequence of Pad
    size : (float, float)
        Width and height in inches.
    ghost : bool
        Whether a button keeps a faint copy of the drawing, as it is when it is pressed, behind
        the one that moves. A preset, a link or Reset keeps the drawing before it instead.

    Raises
    ------
    ValueError
        Names the explorer, the control and the mend.
    """

    name: str
    title: str
    alt: str
    controls: Mapping[str, Control]
    compute: Callable[..., Any]
    draw: "Callable[[Figure, Any], Artists]"
    update: "Callable[..., Sequence[Artist]]"
    readout: Callable[..., str]
    presets: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    challenge: Challenge | None = None
    pads: Sequence[Pad] = ()
    size: tuple[float, float] = (7.2, 3.4)
    ghost: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not re.fullmatch(r"[a-z][a-z0-9_]*", self.name):
            raise ValueError(
                "explorer name must be lower-case letters, digits and underscores, "
                f"got {self.name!r}"
            )
        self._check_kinds()
        self._check_texts()
        self._check_controls()
        self._check_signatures()
        self._check_pads()
        for label, values in self.presets.items():
            if not values:
                raise ValueError(f"explorer {self.name!r}: preset {label!r} must set a control")
            try:
                self.state(**values)
            except ValueError as error:
                raise ValueError(f"{error} (preset {label!r})") from None

    def __call__(self, **values: Value) -> "Shown":
        """Show the explorer; keyword arguments set where its controls start."""
        from mlcourse.explore.show import Shown  # which imports this module

        return Shown(self, self.state(**values))

    def save(self, path: str | Path, **values: Value) -> Path:
        """Write one page that holds all of the explorer, for a blog, slides or a mail.

        Parameters
        ----------
        path : str or Path
            Ends in ``.html``.
        **values
            Where the controls start.

        Returns
        -------
        Path
        """
        from mlcourse.explore.page import one_page  # which imports this module

        target = Path(path)
        if target.suffix.lower() not in (".html", ".htm"):
            raise ValueError(f"explorer {self.name!r}: path must end in .html, got {str(path)!r}")
        target.write_text(one_page(self, self.state(**values)), encoding="utf-8")
        return target

    def __repr__(self) -> str:
        return f"<explorer {self.name}: {self.title}>"

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        return self()._repr_mimebundle_()

    # the grid of states

    @property
    def shape(self) -> State:
        """The number of stops of each control."""
        return tuple(len(c.values) for c in self.controls.values())

    @property
    def default(self) -> State:
        """The state in which the explorer starts."""
        return self.state()

    def states(self) -> Iterator[State]:
        """Every state, the last control moving fastest."""
        return product(*map(range, self.shape))

    def number(self, state: State) -> int:
        """The place of a state among `states`: the number by which a page asks for it."""
        number = 0
        for k, stops in zip(state, self.shape, strict=True):
            number = number * stops + k
        return number

    def state_at(self, number: int) -> State:
        """The state with a number: the inverse of `number`."""
        if not 0 <= number < prod(self.shape):
            raise ValueError(
                f"explorer {self.name!r}: number must be between 0 and {prod(self.shape) - 1}, "
                f"got {number}"
            )
        state: list[int] = []
        for stops in reversed(self.shape):
            number, k = divmod(number, stops)
            state.append(k)
        return tuple(reversed(state))

    def state(self, **values: Value) -> State:
        """The stops nearest to the given values; other controls are at their defaults."""
        for name in values:
            if name not in self.controls:
                raise ValueError(
                    f"explorer {self.name!r} has no control {name!r}; "
                    f"it has {', '.join(self.controls)}"
                )
        out = []
        for name, control in self.controls.items():
            try:
                out.append(control.index(values.get(name, control.start)))
            except (ValueError, TypeError) as error:
                raise self._wrong(name, str(error)) from None
        return tuple(out)

    def told(self, state: State) -> str:
        """A state in words, for messages."""
        computed, steps = self.values(state)
        return ", ".join(f"{name} = {value!r}" for name, value in (computed | steps).items())

    def values(self, state: State) -> tuple[dict[str, Value], dict[str, Value]]:
        """The values at a state: those that ``compute`` takes, and those of `Steps`."""
        computed: dict[str, Value] = {}
        steps: dict[str, Value] = {}
        for (name, control), k in zip(self.controls.items(), state, strict=True):
            (steps if isinstance(control, Steps) else computed)[name] = control.values[k]
        return computed, steps

    # the checks

    def _wrong(self, control: str, what: str) -> ValueError:
        return ValueError(f"explorer {self.name!r}, control {control!r}: {what}")

    def _check_kinds(self) -> None:
        wanted = [
            ("controls", "a mapping of names to controls", isinstance(self.controls, Mapping)),
            (
                "presets",
                "a mapping of labels to mappings of controls to values",
                isinstance(self.presets, Mapping)
                and all(isinstance(values, Mapping) for values in self.presets.values()),
            ),
            ("pads", "a list of Pad", _all_are(Pad, self.pads)),
            (
                "challenge",
                "Challenge(text=..., solved=...) or None",
                self.challenge is None or isinstance(self.challenge, Challenge),
            ),
            ("size", "a width and a height from 1 to 30 inches", _is_size(self.size)),
        ]
        for name, legal, kept in wanted:
            if not kept:
                raise ValueError(
                    f"explorer {self.name!r}: {name} must be {legal}, got {getattr(self, name)!r}"
                )

    def _check_texts(self) -> None:
        texts = {"title": self.title, "alt": self.alt}
        if self.challenge is not None:
            texts["challenge.text"] = self.challenge.text
        texts |= {f"label of the preset {label!r}": label for label in self.presets}
        texts |= {f"label of the pad over {pad.x!r}": pad.label for pad in self.pads if pad.label}
        for name, text in texts.items():
            if not isinstance(text, str) or not text.strip():
                raise ValueError(f"explorer {self.name!r}: {name} must be a non-empty text")
            if looks_like_tex(text):
                raise ValueError(
                    f"explorer {self.name!r}: {name} is shown as it stands, so write Unicode "
                    f"(α, x₁) instead of TeX, got {text!r}"
                )

    def _check_controls(self) -> None:
        if not self.controls:
            raise ValueError(f"explorer {self.name!r} needs at least one control")
        for name, control in self.controls.items():
            if not isinstance(control, Control):
                raise self._wrong(name, f"must be a control such as Slider, got {control!r}")
            if problem := control.problem():
                raise self._wrong(name, problem)
            for text in (control.label, *map(control.text, control.values)):
                if looks_like_tex(text):
                    mend = f"write Unicode (α, x₁) instead of TeX, got {text!r}"
                    raise self._wrong(name, f"its texts are shown as they stand, so {mend}")
        count = prod(self.shape)
        if count > MAX_STATES:
            stops = dict(zip(self.controls, self.shape, strict=True))
            scales = [n for n, c in self.controls.items() if isinstance(c, (Slider, Steps))]
            fewer = dict(stops)
            while prod(fewer.values()) > MAX_STATES and scales:
                longest = max(scales, key=lambda name: fewer[name])
                if fewer[longest] == 2:
                    break
                fewer[longest] -= 1
            mend = ", ".join(f"{name}: {n} stops" for name, n in fewer.items() if n < stops[name])
            raise ValueError(
                f"explorer {self.name!r}: its controls have "
                f"{' × '.join(map(str, self.shape))} = {count:,} states; a page can hold at most "
                f"{MAX_STATES:,} (about 40 s of baking on two cores) and 600 KB of frames; give "
                "them fewer stops" + (f", for instance {mend}" if mend else "")
            )

    def _check_signatures(self) -> None:
        steps = {n for n, c in self.controls.items() if isinstance(c, Steps)}
        wanted = [
            ("compute", self.compute, 0, set(self.controls) - steps),
            ("update", self.update, 2, steps),
            ("readout", self.readout, 1, steps),
        ]
        if self.challenge is not None:
            wanted.append(("challenge.solved", self.challenge.solved, 1, steps))
        for role, function, positional, names in wanted:
            if not callable(function):
                raise ValueError(
                    f"explorer {self.name!r}: {role} must be a function, got {function!r}"
                )
            try:
                call = inspect.signature(function)
            except ValueError:  # a builtin such as str, which does not tell what it takes
                continue
            try:
                partial(call.bind, *[None] * positional)(**dict.fromkeys(names))
            except TypeError as error:
                if role == "compute" and (used := sorted(steps & set(call.parameters))):
                    mend = "a Steps control's value goes to update, readout and challenge.solved"
                    raise self._wrong(used[0], f"{mend}, not to compute") from None
                kind = "the value of this Steps control" if names <= steps else "this control"
                for name in sorted(names):
                    if name not in call.parameters:
                        raise self._wrong(
                            name, f"{role} does not take {kind}; give it a parameter {name!r}"
                        ) from None
                raise ValueError(
                    f"explorer {self.name!r}: {role} cannot be called with "
                    f"{', '.join(sorted(names)) or 'its view'}: {error}"
                ) from None

    def _check_pads(self) -> None:
        for pad in self.pads:
            for name in (pad.x, pad.y):
                if name not in self.controls:
                    self.state(**{name: 0})  # says which controls there are
                if not isinstance(self.controls.get(name), Slider):
                    raise self._wrong(name, "a pad moves two sliders; make this one a Slider")
            if pad.x == pad.y:
                raise self._wrong(pad.x, "a pad needs two different sliders")
