"""The list of the book's chapters: which there are, and the first figure of each.

The directive ``chapters`` takes the plan of the book (``curriculum.yml``); with ``:heading:``,
the address of the list, it writes only how many there are and leads there.  A planned chapter of
which there is a page is a link, and so is its first explorer, which leads to the **Predict.**
before it where there is one; the others are in the making.  With ``:map:`` each chapter is followed
by the concepts of earlier ones that it builds on (``needs`` in the plan), links again where there
is a page.
Nothing is kept by hand, and the list is written anew whenever a page was read.
"""

import re
from html import unescape
from pathlib import Path
from typing import Any, ClassVar

import yaml
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from mlcourse.explore.links import explorers_of
from mlcourse.site.numbering import chapter_number

__all__ = ["ChapterList", "setup"]

_TITLE = re.compile(r'<figcaption class="mlc-title">(.*?)</figcaption>')


class chapter_list(nodes.General, nodes.Element):
    """Stands for the list until every page was read.

    ``planned`` are names, titles and what each builds on: pairs of a chapter and a concept.  With
    ``heading``, the address of the list, it stands for a line that leads there.
    """


class ChapterList(SphinxDirective):
    """``{chapters} curriculum.yml``, as it is, with ``:map:`` or with ``:heading: #address``."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {"map": directives.flag, "heading": str}

    def run(self) -> list[nodes.Node]:
        """Read the plan."""
        name, path = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(name)
        plan = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
        try:
            planned = [(entry["chapter"], entry["title"], _needs(entry, plan)) for entry in plan]
        except ValueError as problem:
            raise self.error(f"{name}: {problem}") from None
        heading = self.options.get("heading")
        return [chapter_list(planned=planned, map="map" in self.options, heading=heading)]


def _needs(entry: dict[str, Any], plan: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The chapters and concepts that a chapter builds on, all of them earlier in the plan."""
    earlier = {e["chapter"]: e.get("concepts", {}) for e in plan[: plan.index(entry)]}
    out = []
    for chapter, slugs in (entry.get("needs") or {}).items():
        for slug in slugs:
            if slug not in earlier.get(chapter, {}):
                raise ValueError(
                    f"needs of {entry['chapter']} must be concepts of earlier chapters, "
                    f"got {chapter}: {slug}"
                )
            out.append((chapter, earlier[chapter][slug]))
    return out


def _resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    pages = {page.rpartition("/")[2]: page for page in app.env.all_docs}
    for node in list(doctree.findall(chapter_list)):
        planned = node["planned"]
        ready = [pages[name] for name, *_ in planned if name in pages]
        sentence = f"{len(ready)} of {len(planned)} chapters are ready."
        if node["heading"]:
            line = nodes.paragraph("", f"{len(ready)} of {len(planned)} chapters are ready: ")
            line += nodes.reference("", "see all", internal=True, refuri=node["heading"])
            node.replace_self(line)
            continue
        items = nodes.bullet_list(classes=["chapters"])
        for name, title, needs in planned:
            line = nodes.paragraph()
            if name in pages:
                line += _title(app, docname, pages[name])
            else:
                line += nodes.inline("", f"{chapter_number(name)} {title}", classes=["planned"])
            if node["map"]:
                line += _builds_on(app, docname, pages, needs)
            elif name in pages:
                line += _first_figure(app, docname, pages[name])
            items += nodes.list_item("", line)
        node.replace_self([nodes.paragraph("", sentence), items])


def _title(app: Sphinx, here: str, page: str) -> nodes.reference:
    """A chapter as a link."""
    title = f"{chapter_number(page)} {app.env.titles[page].astext()}"
    address = app.builder.get_relative_uri(here, page)
    return nodes.reference("", title, internal=True, refuri=address)


def _first_figure(app: Sphinx, here: str, page: str) -> list[nodes.Node]:
    """The first figure of a chapter, as a link to be shown below the chapter's own."""
    out: list[nodes.Node] = []
    for name in list(explorers_of(app.env).get(page, {}))[:1]:
        text = "First figure: " + _caption(app.env, page)
        task = _predict(app.env.get_doctree(page))
        place = "predict" if task and "predict" in task["ids"] else f"{name}?"
        address = f"{app.builder.get_relative_uri(here, page)}#{place}"
        link = nodes.reference("", text, internal=True, refuri=address)
        out += [nodes.Text(" "), nodes.inline("", "", link, classes=["first-figure"])]
    return out


def _builds_on(
    app: Sphinx, here: str, pages: dict[str, str], needs: list[tuple[str, str]]
) -> list[nodes.Node]:
    """What a chapter takes from earlier ones, in a line below it."""
    line = nodes.inline("", classes=["builds-on"])
    line += nodes.Text("builds on " if needs else "builds on school mathematics")
    for k, (chapter, concept) in enumerate(needs):
        short = re.sub(r"\s*\([^)]*\)", "", concept)  # without what it explains in brackets
        text = f"{short} ({chapter_number(chapter)})"
        line += nodes.Text("; " if k else "")
        if chapter in pages:
            address = app.builder.get_relative_uri(here, pages[chapter])
            line += nodes.reference("", text, internal=True, refuri=address)
        else:
            line += nodes.Text(text)
    return [nodes.Text(" "), line]


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
