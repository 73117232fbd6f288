"""Chapters, theorems and exercises by their names: in the results of search, on folded solutions.

The title of a numbered box holds only what its author wrote, in brackets, since the number is
added when the page is written.  Search would list an exercise as "(Metropolis)": the index gets
"Metropolis", which a reader types, and ``site.js`` shows the full name.  A chapter's title is
indexed with its number, as the page's own title is; Sphinx puts the one as text and the other as
HTML, and would list "7 Gradient descent > Gradient descent".  A solution is a folded
cell, and MyST-NB calls every one of them "Toggle hidden content".
"""

import re
from html import escape
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode, depart_HideCellInput
from sphinx.application import Sphinx

from mlcourse.site.numbering import chapter_number

__all__ = ["setup"]


def _name(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    numbered = {
        anchor: f"{kind.capitalize()} {'.'.join(map(str, number))}"
        for kind, numbers in app.env.toc_fignumbers.get(docname, {}).items()
        for anchor, number in numbers.items()
    }
    exercise = ""
    for node in doctree.findall():
        if isinstance(node, nodes.title):
            label = next((numbered[name] for name in node.parent["ids"] if name in numbered), "")
            chapter = chapter_number(docname)
            if isinstance(node.parent.parent, nodes.document) and chapter is not None:
                title = f"{chapter} {node.astext()}"
                node.astext = lambda title=title: title
            elif label:
                name = node.astext()
                exercise = label + name if label.startswith("Exercise") else exercise
                # What the index of search asks for; the page is written from the children.
                node.astext = lambda name=name: re.sub(r"^ *\((.*)\)$", r"\1", name)
        elif isinstance(node, HideCodeCellNode):
            node["of"] = exercise
            if exercise:
                node["prompt_show"], node["prompt_hide"] = "Show the solution", "Hide the solution"
                exercise = ""  # what is folded further down solves something else


def _plain_titles(app: Sphinx) -> list[Any]:
    """Before the index of search is written: the titles of pages without elements of HTML."""
    titles = getattr(getattr(app.builder, "indexer", None), "_titles", {})
    titles.update({page: re.sub("<[^>]+>", "", title or "") for page, title in titles.items()})
    return []


def _open_fold(translator: Any, node: HideCodeCellNode) -> None:
    """As MyST-NB writes it, but named by its visible words and by what it solves."""
    of = f'<span class="visually-hidden"> of {escape(node["of"])}</span>' if node["of"] else ""
    translator.body.append(
        f'<details class="admonition hide {" ".join(node["classes"])}"><summary>'
        f'<p class="collapsed admonition-title">{escape(node["prompt_show"])}{of}</p>'
        f'<p class="expanded admonition-title">{escape(node["prompt_hide"])}{of}</p></summary>'
    )


def setup(app: Sphinx) -> None:
    """Connect to Sphinx, after the extensions that resolve titles."""
    app.connect("doctree-resolved", _name, priority=960)
    app.connect("html-collect-pages", _plain_titles)
    app.add_node(HideCodeCellNode, override=True, html=(_open_fold, depart_HideCellInput))
