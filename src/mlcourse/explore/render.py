"""Frames: the base drawing once, then only the artists that moved.

The figure is drawn one time as SVG in which every moving artist leaves an empty group, its
*slot*, at its own place in the drawing order.  A frame is, for each slot, that artist drawn
alone by matplotlib's own SVG renderer; each such fragment carries the clip paths, markers and
hatches that it needs, so frames can be shown in any order.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from io import BytesIO, StringIO
from itertools import pairwise
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from mlcourse.explore.compact import compact
from mlcourse.explore.explorer import Artists, Explorer, State, looks_like_tex
from mlcourse.explore.look import Looks
from mlcourse.explore.style import PAPER, RC
from mlcourse.explore.typeset import typeset
from mlcourse.explore.watch import Watch, name_of, not_a_number

__all__ = ["Drawing", "Frame", "Panel"]

PRINT_DPI = 200
IMAGE_DPI = 144  # of rasterised artists: sharp on a screen with two pixels a point
NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))

Frame = tuple[str, ...]  # one SVG fragment a slot, then the readout, then "1" when solved or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One column of axes: what it spans in points, and its SVG with empty slots."""

    left: float
    width: float
    height: float
    svg: str


@contextmanager
def _style(salt: str) -> Iterator[None]:
    settings: Any = RC | {"svg.hashsalt": salt}
    with mpl.rc_context(settings):
        yield


@lru_cache(4096)
def _measured(text: str, font: FontProperties, ismath: Any) -> tuple[float, float, float]:
    return text_to_path.get_text_width_height_descent(text, font, ismath)


class _Renderer(RendererSVG):
    """Measures a text once: what matplotlib keeps ends with a renderer, and a slot has its own."""

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> Any:
        return _measured(s, prop.copy(), ismath)


class Drawing:
    """An explorer drawn once; `frame` then gives any of its states.

    Parameters
    ----------
    explorer : Explorer
    salt : str
        Makes the ids in the SVG unique where several drawings share a page.
    start : State, optional
        The state in which the figure is drawn first; it changes nothing that can be seen.
    """

    def __init__(self, explorer: Explorer, *, salt: str = "", start: State | None = None) -> None:
        self.explorer = explorer
        self._salt = salt or explorer.name
        self._views: dict[tuple[Any, ...], Any] = {}
        self._drawn: dict[int, str] = {}  # what each slot shows
        self._known: dict[tuple[int, Hashable], str] = {}  # what each slot has shown
        with _style(self._salt):
            self.figure = Figure(figsize=explorer.size, dpi=72, layout="constrained")
            state = explorer.default if start is None else start
            view, steps = self._view(state)
            with self._noted("draw", state):
                self.artists: Artists = explorer.draw(self.figure, view)
            if not isinstance(self.artists, Artists):
                raise TypeError(
                    f"explorer {explorer.name!r}: draw must return Artists(name=artist, ...), "
                    f"got {type(self.artists).__name__}"
                )
            with self._noted("update", state):
                changed = explorer.update(self.artists, view, **steps)
            self.moving = self._moving(changed)
            for artist in self.moving:
                artist.set_in_layout(False)
            self.figure.draw_without_rendering()  # lets the layout settle, once and for all
            self.figure.set_layout_engine("none")
            # the layout's last digits differ from run to run, and would name the clip paths
            for ax in self.figure.axes:
                place = ax.get_position(original=True).bounds
                ax.set_position(np.round(place, 6), which="original")
            self.panels = self._panels()
        self._looks = Looks(ax for ax in self.figure.axes if ax not in self.moving)
        self._watch = Watch(explorer.name, self.figure, self.artists, self.moving)
        for slot, artist in enumerate(self.moving):
            if not any(f'<g data-slot="{slot}"' in panel.svg for panel in self.panels):
                raise ValueError(
                    f"explorer {explorer.name!r}: update returns a {type(artist).__name__} that "
                    "is not drawn as a vector in any axes of the figure that draw was given; add "
                    "it to one, not rasterized"
                )

    # frames

    def show(self, state: State) -> tuple[Any, dict[str, Any]]:
        """Bring the figure to a state; return its view and the values of its steps."""
        with self._noted("update", state):
            view, steps = self._view(state)
            self._watch.rest()
            changed = self._moving(self.explorer.update(self.artists, view, **steps))
        if [id(a) for a in changed] != [id(a) for a in self.moving]:
            raise ValueError(
                f"explorer {self.explorer.name!r}: update must return the same artists every "
                f"time; it returned {self._watch.differing(changed)}; edit those that draw made "
                "(set_data, set_offsets, ...), or clear whole axes, draw, and return these axes"
            )
        self._watch.look()
        for slot, artist in enumerate(self.moving):
            if artist.stale:  # matplotlib's own mark: edited since it was last drawn
                self._drawn.pop(slot, None)
        return view, steps

    def frame(self, state: State) -> Frame:
        """The fragments, the readout and the challenge's answer at a state."""
        return next(self.frames([state]))

    def frames(self, states: Iterable[State]) -> Iterator[Frame]:
        """The frames of many states, in order."""
        with _style(self._salt):
            for state in states:
                view, steps = self.show(state)
                slots = [self._fragment(k, artist) for k, artist in enumerate(self.moving)]
                with self._noted("readout", state):
                    readout = self._readout(view, steps)
                with self._noted("challenge.solved", state):
                    solved = self._solved(view, steps)
                frame = (*slots, readout, "1" if solved else "")
                self._check_numbers(frame, state)
                yield frame

    def forget(self) -> None:
        """Compute and draw anew whatever is asked for next."""
        self._views.clear()
        self._drawn.clear()
        self._known.clear()

    def png(self, state: State) -> bytes:
        """A state as a picture for paper."""
        buffer = BytesIO()
        with _style(self._salt):
            self.show(state)
            self.figure.savefig(buffer, format="png", dpi=PRINT_DPI, facecolor=PAPER)
        return buffer.getvalue()

    def _readout(self, view: Any, steps: dict[str, Any]) -> str:
        text = self.explorer.readout(view, **steps)
        if not isinstance(text, str) or "\n" in text:
            raise TypeError(
                f"explorer {self.explorer.name!r}: readout must return one line of text, "
                f"got {text!r}"
            )
        if looks_like_tex(text):
            raise ValueError(
                f"explorer {self.explorer.name!r}: readout is shown as it stands, so write "
                f"Unicode (α, x₁) instead of TeX, got {text!r}"
            )
        return typeset(text)

    def _solved(self, view: Any, steps: dict[str, Any]) -> bool:
        if self.explorer.challenge is None:
            return False
        solved = self.explorer.challenge.solved(view, **steps)
        if not isinstance(solved, (bool, np.bool_)):
            raise TypeError(f"challenge.solved must return True or False, got {solved!r}")
        return bool(solved)

    def _check_numbers(self, frame: Frame, state: State) -> None:
        for slot, text in enumerate(frame[:-1]):
            if not_a_number(text):
                what = "its readout"
                if slot < len(self.moving):
                    what = name_of(self.moving[slot], self.artists, self.figure)
                raise ValueError(
                    f"explorer {self.explorer.name!r}: {what} shows a NaN at "
                    f"{self.explorer.told(state)}"
                )

    @contextmanager
    def _noted(self, role: str, state: State) -> Iterator[None]:
        """What goes wrong in the author's functions says where."""
        try:
            yield
        except Exception as error:
            if not hasattr(error, "__notes__"):
                explorer = self.explorer
                error.add_note(f"explorer {explorer.name!r}, {role} at {explorer.told(state)}")
            raise

    def _view(self, state: State) -> tuple[Any, dict[str, Any]]:
        values, steps = self.explorer.values(state)
        key = tuple(values.values())
        if key not in self._views:
            if len(self._views) >= 64:  # steps of one run follow each other: few views suffice
                self._views.pop(next(iter(self._views)))
            with self._noted("compute", state):
                self._views[key] = self.explorer.compute(**values)
        return self._views[key], steps

    def _moving(self, changed: Sequence[Artist]) -> list[Artist]:
        artists = list(changed) if isinstance(changed, Iterable) else []
        if not artists or not all(isinstance(a, Artist) for a in artists):
            raise TypeError(
                f"explorer {self.explorer.name!r}: update must return the artists it changed, "
                f"got {changed!r}"
            )
        return artists

    def _fragment(self, slot: int, artist: Artist) -> str:
        if slot not in self._drawn:
            look = self._looks.of(artist)
            fragment = self._known.get((slot, look))
            if fragment is None:
                # matplotlib numbers a renderer's clip paths from 0: a salt each keeps slots apart
                mpl.rcParams["svg.hashsalt"] = f"{self._salt}/{slot}"
                fragment = self._svg(artist.draw)
                if look is not None:
                    self._known[slot, look] = fragment
            artist.stale = False
            self._drawn[slot] = fragment
        return self._drawn[slot]

    def _svg(self, draw: Callable[[Any], None]) -> str:
        buffer = StringIO()
        width, height = self.figure.bbox.size
        renderer = _Renderer(width, height, buffer, image_dpi=IMAGE_DPI, metadata=dict(NO_METADATA))
        draw(renderer)
        renderer.finalize()
        return compact(buffer.getvalue())

    # the base drawing

    def _panels(self) -> tuple[Panel, ...]:
        width, height = self.figure.bbox.size
        edges = [0.0, *((a[1] + b[0]) / 2 for a, b in pairwise(self._columns())), float(width)]
        panels = []
        with self._slots():
            for column, (left, right) in enumerate(pairwise(edges)):

                def draw(renderer: RendererSVG, column: int = column) -> None:
                    size = self.figure.get_size_inches()
                    mixed: Any = MixedModeRenderer(
                        self.figure, size[0], size[1], IMAGE_DPI, renderer
                    )
                    for child in self._children(edges)[column]:
                        child.draw(mixed)

                svg = self._svg(draw)
                panels.append(Panel(left=left, width=right - left, height=float(height), svg=svg))
        return tuple(panels)

    def _columns(self) -> list[tuple[float, float]]:
        """The horizontal extents of groups of axes that share a column, from left to right."""
        boxes = [box for ax in self.figure.axes if (box := ax.get_tightbbox()) is not None]
        spans = sorted((float(box.x0), float(box.x1)) for box in boxes)
        columns: list[tuple[float, float]] = []
        for left, right in spans:
            if columns and left < columns[-1][1]:
                columns[-1] = (columns[-1][0], max(right, columns[-1][1]))
            else:
                columns.append((left, right))
        return columns

    def _children(self, edges: Sequence[float]) -> list[list[Artist]]:
        """What each panel draws: the figure's children by where their middle lies."""
        out: list[list[Artist]] = [[] for _ in edges[1:]]
        children = [c for c in self.figure.get_children() if c is not self.figure.patch]
        for child in sorted(children, key=lambda c: c.get_zorder()):
            box = child.get_window_extent()
            middle = (box.x0 + box.x1) / 2
            column = int(np.clip(np.searchsorted(edges, middle) - 1, 0, len(out) - 1))
            out[column].append(child)
        return out

    @contextmanager
    def _slots(self) -> Iterator[None]:
        """Let every moving artist leave an empty group where it would have been drawn."""

        def leave(slot: int, artist: Artist) -> Callable[[Any], None]:
            @allow_rasterization  # ends a rasterised stretch, as drawing the artist would
            def draw(artist: Artist, renderer: Any) -> None:
                renderer.open_group("slot", gid=f"slot{slot}")
                renderer.close_group("slot")

            return partial(draw, artist)

        for slot, artist in enumerate(self.moving):
            artist.draw = leave(slot, artist)  # type: ignore[method-assign,assignment]
        try:
            yield
        finally:
            for artist in self.moving:
                del artist.draw
