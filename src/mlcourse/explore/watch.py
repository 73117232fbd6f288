"""What an author can get wrong in a figure, noticed when it happens.

``update`` must return all that it changed. Matplotlib marks what was edited since it was last
drawn as *stale*: after ``update`` nothing but the returned artists may carry that mark.
"""

import re
import warnings
from collections.abc import Sequence
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.cbook import is_math_text
from matplotlib.figure import Figure, FigureBase
from matplotlib.text import Text

from mlcourse.explore.explorer import Artists

__all__ = ["Watch", "name_of", "not_a_number"]

_NAN = re.compile(r"(?<![A-Za-z])nan(?![A-Za-z])")
_IMAGE = re.compile(r"base64,[A-Za-z0-9+/=]*")


def name_of(artist: Artist, artists: Artists, figure: Figure) -> str:
    """How the author knows an artist."""
    for name, value in vars(artists).items():
        if value is artist:
            return f"artists.{name}"
        for k, one in enumerate(value if isinstance(value, (list, tuple)) else ()):
            if one is artist:
                return f"artists.{name}[{k}]"
    for ax in figure.axes:
        if artist in (ax.title, ax._left_title, ax._right_title):  # type: ignore[attr-defined]
            return f"the title {ax.get_title()!r}" if artist is ax.title else "a title"
    if isinstance(artist, Axis):
        which = getattr(artist, "axis_name", "")  # matplotlib's stubs do not know it
        return f"the limits, scale or ticks of an {which} axis"
    text = f" {artist.get_text()!r}" if isinstance(artist, Text) else ""
    return f"a {type(artist).__name__}{text}"


def not_a_number(text: str) -> bool:
    """Whether a fragment or a readout shows a NaN: as a word, or as a place."""
    return "nan" in text and bool(_NAN.search(_IMAGE.sub("", text)))


class Watch:
    """Looks at a drawn figure after each update.

    Parameters
    ----------
    name : str
        The explorer's.
    figure : Figure
    artists : Artists
    moving : sequence of Artist
        What ``update`` returned.
    """

    def __init__(
        self, name: str, figure: Figure, artists: Artists, moving: Sequence[Artist]
    ) -> None:
        self._name, self._figure, self._artists = name, figure, artists
        self._moving = moving
        own = {id(part) for artist in moving for part in artist.findobj()}
        self._still = [
            artist  # but what holds a moving artist is stale with it
            for artist in figure.findobj()
            if id(artist) not in own and not isinstance(artist, (Axes, FigureBase))
        ]
        self._count = self._children()
        self._said = False

    def _children(self) -> int:
        return sum(len(ax.get_children()) for ax in self._figure.axes)

    def rest(self) -> None:
        """Before an update: a drawing leaves marks on what it placed or did not show."""
        for artist in self._still:
            artist.stale = False

    def look(self) -> None:
        """After an update.

        Raises
        ------
        ValueError
            When something was changed that was not returned, or added.
        """
        for artist in self._still:
            if artist.stale:
                what = name_of(artist, self._artists, self._figure)
                raise ValueError(
                    f"explorer {self._name!r}: update changed {what} and did not return it; "
                    "return every artist that update edits, and let draw set titles, limits and "
                    "ticks once and for all"
                )
        if self._children() != self._count:
            raise ValueError(
                f"explorer {self._name!r}: update added artists or took some away; make them in "
                "draw, and let update edit or hide them"
            )
        self._look_for_mathtext()

    def _look_for_mathtext(self) -> None:
        for artist in self._moving:
            if not self._said and isinstance(artist, Text) and is_math_text(artist.get_text()):
                self._said = True
                what = name_of(artist, self._artists, self._figure)
                warnings.warn(
                    f"explorer {self._name!r}: {what} moves and is mathtext, which takes about ten "
                    "times as long to draw and three times the bytes; write it in Unicode (α, x₁)",
                    stacklevel=2,
                )

    def differing(self, changed: Sequence[Artist]) -> str:
        """Which artists are new among those returned, and which are missing."""

        def names(some: Sequence[Artist], without: Sequence[Artist]) -> str:
            known: set[Any] = {id(a) for a in without}
            found = (name_of(a, self._artists, self._figure) for a in some if id(a) not in known)
            return ", ".join(found)

        new, gone = names(changed, self._moving), names(self._moving, changed)
        parts = [f"now also {new}"] if new else []
        parts += [f"no longer {gone}"] if gone else []
        return " and ".join(parts) or "now in another order"
