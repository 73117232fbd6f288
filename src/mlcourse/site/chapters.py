"""The list of the book's chapters: which there are, and the first figure of each.

The directive ``chapters`` takes the plan of the book (``curriculum.yml``); with ``:heading:``,
the address of the list, it writes only how many there are and leads there.  A planned chapter of
which there is a page is a link, and so is its first explorer, which leads to the **Predict.**
before it where there is one; the others are in the making.
Nothing is kept by hand, and the list is written anew whenever a page was read.
"""

import re
from html import unescape
from pathlib import Path
from typing import Any, ClassVar

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from mlcourse.explore.links import explorers_of
from mlcourse.site.numbering import chapter_number

__all__ = ["ChapterList", "setup"]

_TITLE = re.compile(r'<figcaption class="mlc-title">(.*?)</figcaption>')


class chapter_list(nodes.General, nodes.Element):
    """Stands for the list until every page was read; ``planned`` are names and titles.

    With ``heading``, the address of the list, it stands for a line that leads there.
    """


class ChapterList(SphinxDirective):
    """``{chapters} curriculum.yml``, with the option ``heading`` for the short line."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {"heading": str}

    def run(self) -> list[nodes.Node]:
        """Read the plan."""
        name, path = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(name)
        plan = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
        planned = [(entry["chapter"], entry["title"]) for entry in plan]
        return [chapter_list(planned=planned, heading=self.options.get("heading"))]


def _resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    pages = {page.rpartition("/")[2]: page for page in app.env.all_docs}
    for node in list(doctree.findall(chapter_list)):
        planned = node["planned"]
        ready = [pages[name] for name, _ in planned if name in pages]
        sentence = f"{len(ready)} of {len(planned)} chapters are ready."
        if node["heading"]:
            line = nodes.paragraph("", f"{len(planned)} chapters, {len(ready)} of them ready: ")
            line += nodes.reference(
                "", "what the book holds", internal=True, refuri=node["heading"]
            )
            node.replace_self(line)
            continue
        items = nodes.bullet_list(classes=["chapters"])
        for name, title in planned:
            line = nodes.paragraph()
            if name in pages:
                line += _ready(app, docname, pages[name])
            else:
                line += nodes.inline("", f"{chapter_number(name)} {title}", classes=["planned"])
            items += nodes.list_item("", line)
        node.replace_self([nodes.paragraph("", sentence), items])


def _ready(app: Sphinx, here: str, page: str) -> list[nodes.Node]:
    """A chapter as a link, and below it the first of its figures as another."""
    address = app.builder.get_relative_uri(here, page)
    title = f"{chapter_number(page)} {app.env.titles[page].astext()}"
    out: list[nodes.Node] = [nodes.reference("", title, internal=True, refuri=address)]
    for name in list(explorers_of(app.env).get(page, {}))[:1]:
        text = "First figure: " + _caption(app.env, page)
        task = _predict(app.env.get_doctree(page))
        place = "predict" if task and "predict" in task["ids"] else f"{name}?"
        link = nodes.reference("", text, internal=True, refuri=f"{address}#{place}")
        out += [nodes.Text(" "), nodes.inline("", "", link, classes=["first-figure"])]
    return out


def _caption(env: BuildEnvironment, page: str) -> str:
    found = (_TITLE.search(raw.astext()) for raw in env.get_doctree(page).findall(nodes.raw))
    return next((unescape(match[1]) for match in found if match), "")


def _predict(doctree: nodes.document) -> nodes.paragraph | None:
    """The first paragraph that asks the reader to predict."""
    asking = (strong.parent for strong in doctree.findall(nodes.strong)
              if strong.astext() == "Predict.")  # fmt: skip
    return next((node for node in asking if isinstance(node, nodes.paragraph)), None)


def _write_again(_: Sphinx, env: BuildEnvironment) -> list[str]:
    return sorted(getattr(env, "mlcourse_chapter_lists", ()))


def _note(app: Sphinx, doctree: nodes.document) -> None:
    env: Any = app.env
    if asking := _predict(doctree):
        asking["ids"].append("predict")
    lists: set[str] = getattr(env, "mlcourse_chapter_lists", set())
    here = {env.docname} if any(doctree.findall(chapter_list)) else set()
    env.mlcourse_chapter_lists = lists - {env.docname} | here


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_node(chapter_list)
    app.add_directive("chapters", ChapterList)
    app.connect("doctree-read", _note)
    app.connect("env-updated", _write_again)
    app.connect("doctree-resolved", _resolve)
