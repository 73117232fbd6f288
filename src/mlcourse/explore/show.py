"""What calling an explorer gives: an object that displays itself, live or baked.

In a notebook it is a widget that talks to the kernel; while the book is built (the Sphinx
extension names a shelf, ``MLCOURSE_SHELF``) it is the baked figure, every state of it.
"""

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlcourse.explore.explorer import Explorer, State
    from mlcourse.explore.live import Live

__all__ = ["MIME", "SHELF_VARIABLE", "Shown"]

SHELF_VARIABLE = "MLCOURSE_SHELF"  # the folder that takes the baked frames
MIME = "application/vnd.mlcourse.explorer+json"


class Shown:
    """An explorer at one state, ready for display."""

    def __init__(self, explorer: "Explorer", state: "State") -> None:
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

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        text = {"text/plain": repr(self)}
        if os.environ.get(SHELF_VARIABLE):
            from mlcourse.explore.shelf import shelved

            return {**text, MIME: shelved(self.explorer, self.state)}
        # a notebook without its kernel, or one not trusted, still shows this picture
        picture = {"text/html": self.live.view.html}
        return {**text, **picture, **self.live.mimebundle()}
