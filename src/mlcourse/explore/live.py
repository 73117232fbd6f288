"""Live: real ipywidgets controls beside one figure view that talks to the kernel.

The view listens to the controls in the browser, shows at once what it already has, and asks
for the rest by custom messages, a few states at a time and a few messages in flight.
"""

from importlib.resources import files
from itertools import count
from typing import Any

import anywidget
import ipywidgets
import traitlets

from mlcourse.explore.controls import Control, Toggle
from mlcourse.explore.explorer import Explorer, State, said
from mlcourse.explore.markup import picture, spec, still_markup
from mlcourse.explore.render import Drawing, Frame

__all__ = ["FigureView", "Live", "widget_for"]

_FRONT = files("mlcourse.explore") / "front"
_serial = count()


def widget_for(control: Control, k: int) -> Any:
    """The ipywidgets control that shows ``control`` at its stop ``k``."""
    if isinstance(control, Toggle):
        return ipywidgets.Checkbox(value=bool(k), description=control.label, indent=False)
    listed = control.kind in ("choice", "board")
    kind = ipywidgets.Dropdown if listed else ipywidgets.SelectionSlider
    # a board is played on the figure; its widget is there to be linked and observed
    width = {"display": "none"} if control.kind == "board" else {"width": "auto"}
    return kind(
        options=[(control.text(v), v) for v in control.values],
        index=k,
        description=control.label,
        style={"description_width": "initial"},
        layout=width,
    )


class FigureView(anywidget.AnyWidget):
    """The figure: asked for states by the browser, it answers with frames."""

    _esm = (_FRONT / "explorer.js").read_text(encoding="utf-8")
    _css = (_FRONT / "explorer.css").read_text(encoding="utf-8")
    html = traitlets.Unicode().tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)
    controls: Any = traitlets.List().tag(sync=True, **ipywidgets.widget_serialization)

    def __init__(self, explorer: Explorer, state: State, controls: list[Any]) -> None:
        # ids in the page must differ even where one explorer is shown twice
        self._drawing = Drawing(explorer, salt=f"{explorer.name}{next(_serial)}")
        self.picture = picture(self._drawing, state)  # what outlives the kernel
        super().__init__(
            html=still_markup(self._drawing, state),
            spec=spec(self._drawing, state),
            controls=controls,
        )
        self.on_msg(self._answer)

    def _answer(self, _: Any, asked: dict[str, Any], __: Any) -> None:
        frames: list[tuple[int, Frame]] = []
        errors: list[tuple[int, str]] = []
        for index in asked["states"]:
            try:
                state = self._drawing.explorer.state_at(index)
                frames.append((index, self._drawing.frame(state)))
            except Exception as error:  # shown in the explorer; the next change recovers
                errors.append((index, said(error)))
        self.send({"id": asked["id"], "frames": frames, "errors": errors})


class Live:
    """An explorer in a notebook.

    Attributes
    ----------
    controls : dict of str to ipywidgets widget
        Link them, observe them; their ``value`` is what ``compute`` gets.
    view : FigureView
    widget : ipywidgets.Box
        All of it.
    """

    def __init__(self, explorer: Explorer, state: State) -> None:
        self.controls = {
            name: widget_for(control, k)
            for (name, control), k in zip(explorer.controls.items(), state, strict=True)
        }
        self.view = FigureView(explorer, state, list(self.controls.values()))
        self.view.layout = {"flex": "999 1 48em", "min_width": "0"}
        box = ipywidgets.GridBox(
            list(self.controls.values()),
            layout={
                "flex": "1 1 28em",
                "grid_template_columns": "repeat(auto-fit, minmax(min(100%, 24em), 1fr))",
                "grid_gap": "0 1.5em",
                "padding": "0 1em",
            },
        )
        # beside the figure where there is room for both, else below it
        self.widget = ipywidgets.Box(
            [self.view, box],
            layout={"flex_flow": "row wrap", "align_items": "center", "max_width": "110em"},
        )
        self.widget.add_class("mlc-widget")
