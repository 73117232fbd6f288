"""What a page says about itself: description, social card, launch links.

Colab opens the notebooks of the branch ``colab``, which `tools.colab` makes.  *Notebook in the
browser* leads to the site's own JupyterLite and is hidden in a site without one; `show_lite` shows
it in pages that were written before.
"""

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlparse

from docutils import nodes
from sphinx.application import Sphinx

__all__ = ["COLAB_BRANCH", "describe", "launch_links", "plain_citations", "setup", "show_lite"]

COLAB_BRANCH = "colab"
LITE = "lite/notebooks/index.html"
_HIDDEN = re.compile(r'(<a class="launch lite"[^>]*?) hidden>')


def describe(doctree: nodes.document | None, fallback: str, length: int = 155) -> str:
    """The first paragraph of running text, cut at a word: what a search engine shows."""
    if doctree is None:
        return fallback
    for paragraph in doctree.findall(nodes.paragraph):
        inside = (nodes.Admonition, nodes.list_item, nodes.table, nodes.footnote)
        parents = []
        parent = paragraph.parent
        while parent is not None:
            parents.append(parent)
            parent = parent.parent
        plain = all(isinstance(part, nodes.Text | nodes.Inline) for part in paragraph.children)
        if plain and not any(isinstance(above, inside) for above in parents):
            text = re.sub(r"\s+", " ", paragraph.astext()).strip()
            if len(text) > 60 and "\\" not in text:
                return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"
    return fallback


def launch_links(repository: str, branch: str, source: str) -> list[tuple[str, str, str]]:
    """Plain links that open a notebook elsewhere: (label, address, title).

    Examples
    --------
    >>> for label, url, title in launch_links("https://github.com/a/b", "main", "n.ipynb"):
    ...     print(label, url)
    Binder https://mybinder.org/v2/gh/a/b/main?urlpath=lab/tree/n.ipynb
    Colab https://colab.research.google.com/github/a/b/blob/colab/n.ipynb
    """
    path = urlparse(repository).path.strip("/")
    if not path or not source.endswith(".ipynb"):
        return []
    at = quote(source)
    return [
        (
            "Binder",
            f"https://mybinder.org/v2/gh/{path}/{branch}?urlpath=lab/tree/{at}",
            "Run this notebook on Binder (opens another site)",
        ),
        (
            "Colab",
            f"https://colab.research.google.com/github/{path}/blob/{COLAB_BRANCH}/{at}",
            "Run this notebook in Google Colab (opens another site)",
        ),
    ]


def show_lite(page: str, shown: bool = True) -> str:
    """A page whose link to JupyterLite is shown, or hidden.

    Examples
    --------
    >>> show_lite('<a class="launch lite" href="x" hidden>')
    '<a class="launch lite" href="x">'
    >>> show_lite('<a class="launch lite" href="x">', shown=False)
    '<a class="launch lite" href="x" hidden>'
    """
    page = _HIDDEN.sub(r"\1>", page)
    return page if shown else re.sub(r'(<a class="launch lite"[^>]*)>', r"\1 hidden>", page)


def plain_citations(body: str) -> str:
    """A bibliography without the roles that docutils gives it: ARIA 1.2 took them back.

    Examples
    --------
    >>> plain_citations('<div class="citation" id="id1" role="doc-biblioentry">')
    '<div class="citation" id="id1">'
    """
    body = body.replace(' role="doc-biblioentry"', "").replace(' role="doc-backlink"', "")
    return body.replace('<div role="list" class="citation-list">', '<div class="citation-list">')


def _add_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    if "body" in context:
        context["body"] = plain_citations(context["body"])
    context["mlcourse_description"] = describe(doctree, app.config.mlcourse_description)
    source = ""
    if pagename in app.env.all_docs:
        source = Path(app.env.doc2path(pagename, base=False)).as_posix()
    options = app.config.html_theme_options
    context["mlcourse_notebook"] = source if source.endswith(".ipynb") else ""
    context["mlcourse_lite"] = f"{LITE}?path={quote(Path(source).name)}"
    context["mlcourse_lite_here"] = (Path(app.outdir) / LITE).is_file()
    context["mlcourse_launch"] = launch_links(
        options.get("repository_url", ""), options.get("repository_branch", "main"), source
    )


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_config_value("mlcourse_description", "", "html", [str])
    app.connect("html-page-context", _add_context, priority=600)
