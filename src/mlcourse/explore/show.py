"""What calling an explorer gives: an object that displays itself, live or baked.

In a notebook it is a widget that talks to the kernel; while a book is built (the Sphinx
extension names a shelf, ``MLCOURSE_SHELF``) it is the baked figure, every state of it.
"""

import os
from typing import TYPE_CHECKING, Any

from mlcourse._publish import EXPLORER_MIME, OUTPUT_MARK, SHELF_VARIABLE, Bundle, live_bundle
from mlcourse.explore.explorer import Explorer, State, said
from mlcourse.explore.progress import tell

if TYPE_CHECKING:
    from mlcourse.explore.live import Live

__all__ = ["BakeFailed", "Shown"]


class BakeFailed(BaseException):
    """Baking went wrong, and with it the cell.

    No `Exception`: IPython would print one and show the text of the explorer in its place, and
    the book would have a page without the figure.
    """


class Shown:
    """An explorer at one state, ready for display."""

    def __init__(self, explorer: Explorer, state: State) -> None:
        self.explorer = explorer
        self.state = state
        self._live: Live | None = None

    @property
    def live(self) -> "Live":
        """The widget: ``.controls`` holds real ipywidgets to link and to observe."""
        from mlcourse.explore.live import Live

        if self._live is None:
            self._live = Live(self.explorer, self.state)
        return self._live

    def __repr__(self) -> str:
        return f"<explorer {self.explorer.name}: {self.explorer.title}>"

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        mark = {"kind": "explorer", "name": self.explorer.name, "alt": self.explorer.alt}
        if not os.environ.get(SHELF_VARIABLE):
            view = self.live.view
            return live_bundle(repr(self), view.picture, self.live.widget, view, mark)
        from mlcourse.explore.shelf import shelved

        try:
            baked = shelved(self.explorer, self.state)
        except Exception as error:
            tell(self.explorer.name, 0, 1, said(error))
            raise BakeFailed(said(error)) from error
        data = {
            "text/plain": repr(self),
            EXPLORER_MIME: {key: baked[key] for key in ("name", "html", "controls", "files")},
            "image/png": baked["png"],  # for the builders of books that cannot run a script
        }
        return data, {OUTPUT_MARK: mark}
