"""From a call on a chapter's page to the source, which is a page of the site.

In a cell, the first ``descent.gradient_step`` is a link to the definition on the page of its
module.  Pages are made of the modules that some chapter calls; they stand in no table of contents
and in no search.  Checks and practice problems have none: they hold the answers.  A page is written
again when its module has changed, or what stands around it.
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from mlcourse.explore.fresh import extensions_of
from mlcourse.site.calls import Definition, calls, definition, definitions, text_of

__all__ = ["link", "open_modules", "page_of", "render", "setup"]

BUILDERS = ("html", "dirhtml")
_END = "\0"
_CELL = re.compile(r'<div class="cell_input.*?</pre>', re.DOTALL)


def page_of(module: str) -> str:
    """The page of a module, as Sphinx names pages."""
    return f"source/{module}"


def open_modules(found: Mapping[str, Definition]) -> dict[str, Definition]:
    """What may be shown of the calls of a page.

    Examples
    --------
    >>> names = ["chapters.a.checks", "chapters.a.figures._b", "chapters.a", "optimize.descent"]
    >>> found = {name: Definition(f"mlcourse.{name}", "x") for name in names}
    >>> list(open_modules(found))
    ['chapters.a.figures._b', 'optimize.descent']
    """
    return {
        written: at
        for written, at in found.items()
        if not at.module.startswith(("mlcourse.exercises", "mlcourse.chapters."))
        or ".figures." in at.module
    }


def link(body: str, addresses: Mapping[str, str]) -> str:
    """A page with the first mention in each cell made a link; ``addresses`` are by what is written.

    Examples
    --------
    >>> cell = '<div class="cell_input"><pre><span class="n">f</span><span class="p">(</span></pre>'
    >>> link(cell, {"f": "f.html#f"})[29:75]
    '<a class="to-source" href="f.html#f"><span cla'
    """
    patterns = {_pattern(written): address for written, address in addresses.items()}

    def in_cell(cell: re.Match[str]) -> str:
        html = cell[0]
        for pattern, address in patterns.items():
            html = pattern.sub(rf'<a class="to-source" href="{address}">\g<0></a>', html, count=1)
        return html

    return _CELL.sub(in_cell, body)


def _pattern(written: str) -> re.Pattern[str]:
    dot = '<span class="o">.</span>'
    name = dot.join(f'<span class="n">{part}</span>' for part in written.split("."))
    # A name alone is what was imported only where it is called; after a dot it is another's.
    called = "" if "." in written else r'(?=<span class="p">\()'
    return re.compile(f"(?<!{re.escape(dot)}){re.escape(name)}{called}")


def render(module: str, highlighted: str, used_in: Iterable[tuple[str, str]]) -> str:
    """The page of a module: its source, each definition with its name as anchor.

    Parameters
    ----------
    module : str
        Its full name.
    highlighted : str
        Its source as HTML, a line a line.
    used_in : iterable of (str, str)
        Addresses and titles of the pages that call it.
    """
    source = text_of(module)
    before, start, code = highlighted.partition("<pre>")
    lines = code.splitlines()
    for name, (first, last) in definitions(source).items():
        lines[first - 1] = f'<span class="definition-in-source" id="{name}">{lines[first - 1]}'
        lines[last - 1] += _END
    text = "\n".join(lines).replace(f"{_END}\n", "\n</span>")  # a line's end belongs to the block
    about = (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]
    links = ", ".join(f'<a href="{address}">{title}</a>' for address, title in used_in)
    return (
        f"<section><h1>{module.replace('.', '.<wbr>')}</h1>\n<p>{escape(about)}</p>\n"
        f"<p>Called in {links}.</p>\n{before}{start}{text}</section>"
    )


def _calls(env: BuildEnvironment) -> dict[str, dict[str, Definition]]:
    """By page and by how it is written there: where it is defined."""
    if not hasattr(env, "mlcourse_calls"):
        env.mlcourse_calls = {}  # type: ignore[attr-defined]
    return env.mlcourse_calls  # type: ignore[attr-defined]


def _forget(_: Sphinx) -> None:
    text_of.cache_clear()
    definition.cache_clear()


def _read(app: Sphinx, doctree: nodes.document) -> None:
    cells = [node for node in doctree.findall(nodes.container) if "cell_input" in node["classes"]]
    found = open_modules(calls([cell.astext() for cell in cells]))
    _calls(app.env)[app.env.docname] = found


def _purge(_: Sphinx, env: BuildEnvironment, page: str) -> None:
    _calls(env).pop(page, None)


def _merge(_: Sphinx, env: BuildEnvironment, pages: set[str], other: BuildEnvironment) -> None:
    _calls(env).update({page: _calls(other)[page] for page in pages})


def _link(app: Sphinx, page: str, _: str, context: dict[str, Any], __: Any) -> None:
    found = _calls(app.env).get(page)
    if found and app.builder.name in BUILDERS:
        addresses = {
            written: f"{app.builder.get_relative_uri(page, page_of(at.module))}#{at.name}"
            for written, at in found.items()
        }
        context["body"] = link(context["body"], addresses)


def _pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    builder: Any = app.builder
    if builder.name not in BUILDERS:
        return
    used_in: dict[str, list[str]] = {}
    for page, found in sorted(_calls(app.env).items()):
        for module in sorted({at.module for at in found.values()}):
            used_in.setdefault(module, []).append(page)
    around = _around(app)
    kept = Path(app.doctreedir) / "source_pages.json"
    written = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    digests = {
        module: sha256("\0".join([around, text_of(module), *pages]).encode()).hexdigest()
        for module, pages in used_in.items()
    }
    for module, pages in sorted(used_in.items()):
        here = page_of(module)
        is_there = Path(builder.get_outfilename(here)).exists()
        if is_there and digests[module] == written.get(module):
            continue
        html = builder.highlighter.highlight_block(text_of(module), "python")
        titles = [builder.render_partial(app.env.titles[page])["title"] for page in pages]
        addresses = [builder.get_relative_uri(here, page) for page in pages]
        body = render(module, html, zip(addresses, titles, strict=True))
        yield here, {"title": module, "body": body}, "page.html"
    kept.write_text(json.dumps(digests), encoding="utf-8")


def _around(app: Sphinx) -> str:
    """What every page shows or is made with: settings, extensions, the titles of the book."""
    env, builder = app.env, cast(Any, app.builder)
    titles = sorted((page, title.astext()) for page, title in env.titles.items())
    numbers = sorted(env.toc_secnumbers.items())
    made_with = [builder.name, builder.build_info.config_hash, extensions_of(env)]
    return json.dumps([*made_with, titles, numbers])


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.connect("builder-inited", _forget)
    app.connect("doctree-read", _read)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("html-page-context", _link, priority=700)
    app.connect("html-collect-pages", _pages)
