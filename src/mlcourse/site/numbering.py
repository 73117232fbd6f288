"""Numbers by chapter, from the names of the files: ``07_gradient_descent`` is chapter 7.

Sphinx numbers what a table of contents lists, one after the other; while chapters are missing
those would be other numbers than a reader is told, and would change with each new chapter.
So its collector of section numbers gets them from here, and all that follows from them is
Sphinx's own: "7 Gradient descent" as title, in the contents, in links and in search, and 7.1,
7.2, ... for theorems, exercises, figures and equations of chapter 7.  A page whose name does not
begin with two digits has no number.
"""

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors.toctree import TocTreeCollector

__all__ = ["chapter_number", "setup"]


def chapter_number(page: str) -> int | None:
    """The number of a chapter, or ``None`` for a page that is none.

    Examples
    --------
    >>> chapter_number("notebooks/07_gradient_descent"), chapter_number("book/glossary")
    (7, None)
    """
    found = re.match(r"(\d\d)_", page.rpartition("/")[2])
    return int(found[1]) if found else None


def _assign_section_numbers(env: BuildEnvironment) -> list[str]:
    """Stands for `TocTreeCollector.assign_section_numbers`; the pages whose numbers changed."""
    old = env.toc_secnumbers
    new: dict[str, dict[str, tuple[int, ...]]] = {}
    for page in env.all_docs:
        number = chapter_number(page)
        if number is None:
            continue
        title, *sections = env.tocs[page].findall(nodes.reference)
        title["secnumber"] = env.titles[page]["secnumber"] = (number,)
        new[page] = {section["anchorname"]: () for section in sections}
        new[page][title["anchorname"]] = (number,)
    env.toc_secnumbers = new
    return [page for page in env.all_docs if new.get(page) != old.get(page)]


def _take_over(app: Sphinx) -> None:
    for listener in app.events.listeners["env-get-updated"]:
        collector = getattr(listener.handler, "__self__", None)
        if isinstance(collector, TocTreeCollector):
            collector.assign_section_numbers = _assign_section_numbers  # type: ignore[method-assign]


def setup(app: Sphinx) -> None:
    """Connect to Sphinx, when every extension has brought its collectors."""
    app.connect("builder-inited", _take_over)
