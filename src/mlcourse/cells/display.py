"""What a value looks like under a cell: an explorer, an image, HTML or its text."""

import sys
from base64 import b64encode
from collections.abc import Callable
from html import escape
from io import BytesIO
from typing import Any

__all__ = ["LISTENERS", "SERVED", "Output", "close", "figures", "output_of", "svg"]

Output = dict[str, Any]  # plain JSON; "kind" says what else is in it

LISTENERS: list[Callable[[Output], None]] = []  # of the cell that runs
SERVED: dict[str, Any] = {}  # by the name of its view: an explorer that the page can ask for frames


def output_of(value: Any) -> Output | None:
    """What a page shows of a value; None for one that shows nothing.

    Examples
    --------
    >>> output_of(1.5)
    {'kind': 'text', 'text': '1.5'}
    """
    if value is None or hasattr(value, "_ipython_display_"):
        return None  # a check's result: its line is printed already
    explorer = sys.modules.get("mlcourse.explore.explorer")
    if explorer and isinstance(value, explorer.Explorer):
        value = value()  # its name alone shows it, as in a notebook
    show = sys.modules.get("mlcourse.explore.show")
    if show and isinstance(value, show.Shown):
        return _explorer(value)
    figure = sys.modules.get("matplotlib.figure")
    if figure and isinstance(value, figure.Figure):
        return svg(value)
    bundle: dict[str, Any] = {}
    if hasattr(value, "_repr_mimebundle_"):
        made = value._repr_mimebundle_()
        bundle = made[0] if isinstance(made, tuple) else made
    html = bundle.get("text/html")
    if html is None and hasattr(value, "_repr_html_"):
        html = value._repr_html_()
    if html is not None:
        return {"kind": "html", "html": html}
    return {"kind": "text", "text": bundle.get("text/plain") or repr(value)}


def _explorer(shown: Any) -> Output:
    from mlcourse.explore.served import Served

    served = Served(shown.explorer, shown.state)
    SERVED[served.view] = served
    return {"kind": "explorer", "view": served.view, "html": served.html, "spec": served.spec}


def svg(figure: Any) -> Output:
    """A figure as an image: styles and ids in matplotlib's SVG would reach into the page."""
    file = BytesIO()
    figure.savefig(file, format="svg", bbox_inches="tight", metadata={"Date": None})
    address = "data:image/svg+xml;base64," + b64encode(file.getvalue()).decode()
    title = next((ax.get_title() for ax in figure.axes if ax.get_title()), "")
    alt = escape(f"Figure: {title}" if title else "Figure")
    return {"kind": "html", "html": f'<img class="python-figure" src="{address}" alt="{alt}">'}


def figures() -> list[Output]:
    """The open figures of pyplot: what a cell has drawn."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return [svg(pyplot.figure(number)) for number in pyplot.get_fignums()] if pyplot else []


def close() -> None:
    """Close them: the next cell does not draw on, nor this one when its error is mended."""
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")
