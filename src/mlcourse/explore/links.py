"""Links in the text that move a figure, checked while the book is built.

``[set β to 0.9](#momentum_pad?momentum=0.9)`` is an ordinary link to the address that the figure
itself writes: the name of an explorer and, after the question mark, what differs from its start;
``#momentum_pad?`` is the start.  ``other.md#name?control=value`` does the same on another page.
A link to an explorer, a control or a stop that the page does not have is a warning, which fails
a strict build.
"""

import re
from collections.abc import Mapping, Sequence
from math import isclose
from typing import Any
from urllib.parse import parse_qsl, urlencode

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.environment import BuildEnvironment
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from mlcourse._publish import PAGE_BUILDERS
from mlcourse.explore.controls import Value

__all__ = ["ExplorerLinks", "explorers_of", "problem"]

Controls = Mapping[str, Sequence[Value]]  # of one explorer: name to stops

_LINK = re.compile(r"(?P<name>[A-Za-z]\w*)\?(?P<query>.*)", re.DOTALL)
_SHOWN = 8  # stops that a warning lists
_logger = logging.getLogger(__name__)


def explorers_of(env: BuildEnvironment) -> dict[str, dict[str, Controls]]:
    """By page and name: the controls of the explorers that stand there."""
    if not hasattr(env, "mlcourse_controls"):
        env.mlcourse_controls = {}  # type: ignore[attr-defined]
    return env.mlcourse_controls  # type: ignore[attr-defined]


def problem(name: str, query: str, explorers: Mapping[str, Controls]) -> str | None:
    """What is wrong with a link to ``name?query``, and what would be right; or ``None``.

    Parameters
    ----------
    name, query : str
        The parts of the link, decoded as far as Markdown does.
    explorers : mapping
        Those of the page that the link leads to.

    Examples
    --------
    >>> page = {"wave": {"speed": (0.5, 1.0), "shape": ("sine", "cosine")}}
    >>> problem("wave", "speed=1.00&shape=sine", page)
    >>> problem("wave", "speed=2", page)
    "explorer 'wave' has no stop speed=2; its stops are 0.5, 1.0"
    """
    if name not in explorers:
        there = ", ".join(explorers) or "none"
        return f"the page has no explorer {name!r}; it has {there}"
    controls = explorers[name]
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
    except ValueError:
        return f"explorer {name!r}: {query!r} must read control=value&control=value"
    seen = set()
    for control, text in pairs:
        if control not in controls:
            return f"explorer {name!r} has no control {control!r}; it has {', '.join(controls)}"
        if control in seen:
            return f"explorer {name!r}: control {control!r} is set twice"
        seen.add(control)
        if not any(_same(stop, text) for stop in controls[control]):
            stops = _list(controls[control], text)
            return f"explorer {name!r} has no stop {control}={text}; its stops are {stops}"
    return None


def _same(stop: Value, text: str) -> bool:
    """Numbers are compared as numbers, as the script does it."""
    if isinstance(stop, bool):
        return text == str(stop).lower()
    if isinstance(stop, str):
        return text == stop
    try:
        return isclose(float(text), stop, rel_tol=1e-9, abs_tol=0.0)
    except ValueError:
        return False


def _list(stops: Sequence[Value], text: str) -> str:
    """The stops, or of many those around the one that was wanted."""
    shown = [str(s).lower() if isinstance(s, bool) else str(s) for s in stops]
    if len(shown) <= _SHOWN:
        return ", ".join(shown)
    try:
        wanted = float(text)
        near = min(range(len(stops)), key=lambda k: abs(float(stops[k]) - wanted))
    except ValueError:
        near = 0
    start = min(max(near - _SHOWN // 2, 0), len(stops) - _SHOWN)
    part = ", ".join(shown[start : start + _SHOWN])
    before = "… " if start else ""
    after = " …" if start + _SHOWN < len(stops) else ""
    return f"{before}{part}{after} ({len(stops)} in all)"


class ExplorerLinks(SphinxPostTransform):
    """Resolves links to states of explorers before MyST looks for a heading of that name."""

    default_priority = 8  # MyST's own has 9

    def run(self, **kwargs: Any) -> None:
        """Replace each such link by a reference; formats without figures keep its text."""
        alive = self.app.builder.name in PAGE_BUILDERS
        for node in list(self.document.findall(pending_xref)):
            elsewhere = node.get("refdomain") == "doc"
            target = node.get("reftargetid" if elsewhere else "reftarget") or ""
            match = _LINK.fullmatch(target)
            if node.get("reftype") != "myst" or match is None:
                continue
            page = node["reftarget"] if elsewhere else self.env.docname
            name, query = match["name"], match["query"]
            there = explorers_of(self.env).get(page, {})
            if alive and (wrong := problem(name, query, there)):
                _logger.warning(
                    "link to %r: %s", target, wrong, location=node, type="mlcourse", subtype="link"
                )
            address = self._page(page) + f"#{name}?{urlencode(parse_qsl(query))}"
            link = nodes.reference("", "", *node.children, internal=True, refuri=address)
            node.replace_self([link] if alive else list(node.children))

    def _page(self, page: str) -> str:
        """The address of a page from this one; nothing where both are one."""
        if page == self.env.docname or self.app.builder.name == "singlehtml":
            return ""
        try:
            return self.app.builder.get_relative_uri(self.env.docname, page)
        except NoUri:
            return ""
