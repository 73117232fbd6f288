"""What calling an explorer gives: an object that displays itself, live or baked.

In a notebook it is a widget that talks to the kernel; while the book is built (the Sphinx
extension sets ``MLCOURSE_BAKE``) it is the baked figure, every state of it.
"""

import os
from typing import TYPE_CHECKING, Any

from mlcourse.explore.explorer import Explorer, State

if TYPE_CHECKING:
    from mlcourse.explore.live import Live

__all__ = ["BAKE_VARIABLE", "MIME", "Shown"]

BAKE_VARIABLE = "MLCOURSE_BAKE"
MIME = "application/vnd.mlcourse.explorer+json"


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

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        text = {"text/plain": repr(self)}
        if os.environ.get(BAKE_VARIABLE):
            from mlcourse.explore.bake import bake

            return {**text, MIME: bake(self.explorer, self.state)}
        # a notebook without its kernel, or one not trusted, still shows this picture
        picture = {"text/html": self.live.view.html}
        return {**text, **picture, **self.live.mimebundle()}
