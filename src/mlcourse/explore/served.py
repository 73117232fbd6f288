"""Served: an explorer on a page that has a Python of its own.

The page holds the native controls, as with baked frames; the front end asks for states as it asks
a kernel.
"""

from itertools import count
from typing import Any

from mlcourse.explore.explorer import Explorer, State, said
from mlcourse.explore.markup import data_uri, markup, spec, still_svg
from mlcourse.explore.render import Drawing, Frame

__all__ = ["Served"]

_serial = count()


class Served:
    """The figure element of an explorer, and frames of any state.

    Attributes
    ----------
    view : str
        Its name, unique in this Python.
    html : str
    spec : dict
        See `mlcourse.explore.markup`.
    """

    def __init__(self, explorer: Explorer, state: State) -> None:
        # ids in the page must differ from those of the baked figure, and of a second one
        self.view = f"{explorer.name}-served{next(_serial)}"
        self._drawing = Drawing(explorer, salt=self.view)
        frame = self._drawing.frame(state)
        still = data_uri(still_svg(self._drawing, frame))
        self.html = markup(self._drawing, state, picture=still, readout=frame[-2], inputs=True)
        self.spec: dict[str, Any] = spec(self._drawing, state)

    def answer(self, states: list[int]) -> dict[str, Any]:
        """Frames of the states, by their numbers; in words, what its functions raised."""
        frames: list[tuple[int, Frame]] = []
        errors: list[tuple[int, str]] = []
        for index in states:
            try:
                frames.append((index, self._drawing.frame(self._drawing.explorer.state_at(index))))
            except Exception as error:  # shown in the explorer; the next change recovers
                errors.append((index, said(error)))
        return {"frames": frames, "errors": errors}
