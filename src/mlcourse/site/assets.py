"""What a page loads: one style sheet, few scripts, nothing from another origin.

While a page is written, its style sheets are noted and replaced by ``_static/book.css``, and
scripts that no page needs are left out: Thebe (which also complains on the console), and
require.js with the widget manager.  When all are written, ``book.css`` is made from the noted
sheets and the names that occur in the pages.  ``templates/layout.html`` leaves out what
the theme's own layout would load: an icon script of 1.5 MB, Bootstrap's and the theme's scripts
(``site.js`` does what the book needs of them), and the search index on every page.
"""

import json
import re
import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.fileutil import copy_asset

from mlcourse.site import stylesheet

__all__ = ["SHEET", "THEME_SHEETS", "keep_script", "plain_code", "setup"]

SHEET = "book.css"
# The theme's layout links these itself, before all others.
THEME_SHEETS = ["_static/basic.css", "_static/styles/pydata-sphinx-theme.css"]
OWN_SHEETS = ["_static/katex/katex.css", "_static/site.css"]
# `documentation_options.` is the start of inline lines that would run before the file they extend;
# they serve a version switcher and search-as-you-type, and the book has neither.
UNUSED_SCRIPTS = (
    "thebe",
    "require.js",
    "requirejs",
    "html-manager",
    "documentation_options.",
    "sphinx-book-theme.js",
)
# Scripts, by a word of their name or of their text, that only some pages need, and how to tell.
# The settings of the last one are inline lines, which a host may forbid: first_paint.js has them.
SCRIPTS_FOR = {
    "design-tabs": "sd-tab-set",
    "clipboard": 'class="highlight',
    "copybutton": 'class="highlight',
    "toggle": "dropdown",
}
# Parts of code that both themes write in the colour of plain text: names, brackets, blanks; they
# were a third of a chapter's elements outside of its formulas.
_PLAIN_CODE = re.compile(r'<span class="(?:n|nn|p|w)">([^<]*)</span>')
# Never requested by a page once the above is done; left out of the site.
UNUSED_FILES = [
    "scripts",
    "styles/pydata-sphinx-theme.css.map",
    "styles/sphinx-book-theme.css.map",
    "sphinx-thebe.js",
    "sphinx-thebe.css",
    "webpack-macros.html",
    "sbt-webpack-macros.html",
    "vendor/fontawesome",
    "locales",
]


def keep_script(name: str, text: str, page: str) -> bool:
    """Whether a page needs a script: by its file name, or its text when it is inline.

    Examples
    --------
    >>> keep_script("_static/doctools.js", "", "<p>")
    True
    >>> keep_script("", "const THEBE_JS_URL = 'x'", "<p>")
    False
    """
    if name.endswith("documentation_options.js"):
        return True
    own = (name.rpartition("/")[2] or text).lower()
    if not name and "toggle" in own:
        return False
    for word, sign in SCRIPTS_FOR.items():
        if word in own:
            return sign in page
    return not any(word in own for word in UNUSED_SCRIPTS)


def plain_code(page: str) -> str:
    """A page without the elements of code that look like the text around them.

    Examples
    --------
    >>> plain_code('<span class="n">x</span><span class="o">=</span><span class="mi">1</span>')
    'x<span class="o">=</span><span class="mi">1</span>'
    """
    return _PLAIN_CODE.sub(r"\1", page)


def _trim_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    for sheet in context["css_files"]:
        _noted(app).setdefault(str(getattr(sheet, "filename", sheet)), None)
    context["css_files"] = [f"_static/{SHEET}"]
    page = context["body"] = plain_code(context.get("body") or "")
    scripts: list[Any] = []
    for script in context["script_files"]:
        name = str(getattr(script, "filename", script) or "")
        attributes = getattr(script, "attributes", {})
        if not keep_script(name, attributes.get("body") or "", page):
            continue
        if any(script == other for other in scripts):
            continue
        # The search page runs scripts between these, so there they keep their place.
        if name and pagename != "search" and "async" not in attributes:
            # A copy: the search page shares these objects.
            script = type(script)(name, priority=script.priority, **attributes | {"defer": "defer"})
        scripts.append(script)
    context["script_files"] = scripts


def _noted(app: Sphinx) -> dict[str, None]:
    """The sheets that pages asked for, in order; kept for builds that write no page."""
    kept = Path(app.doctreedir) / "sheets.json"
    if not hasattr(app, "mlcourse_sheets"):
        app.mlcourse_sheets = dict.fromkeys(json.loads(kept.read_text())) if kept.exists() else {}  # type: ignore[attr-defined]
    return app.mlcourse_sheets  # type: ignore[attr-defined]


def _copy_static(app: Sphinx, exception: Exception | None) -> None:
    """Sphinx skips this when no page is written, and a changed style sheet would not arrive."""
    if exception is None and app.builder.format == "html":
        for folder in app.config.html_static_path:
            copy_asset(str(Path(app.srcdir) / folder), str(Path(app.outdir) / "_static"))


def _write_sheet(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.format != "html":
        return
    out, static = Path(app.outdir), Path(app.outdir) / "_static"
    (Path(app.doctreedir) / "sheets.json").write_text(json.dumps(list(_noted(app))))
    names = [*THEME_SHEETS, *(n for n in _noted(app) if "thebe" not in n), *OWN_SHEETS]
    sheets = [path for name in names if (path := out / name.partition("?")[0]).is_file()]
    css = stylesheet.join(sheets, static)
    for name in UNUSED_FILES:
        path = static / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    (static / SHEET).write_text(stylesheet.purge(css, _used(out)), encoding="utf-8")


def _used(out: Path) -> set[str]:
    """Every class and id in the pages, and every word in the scripts."""
    used: set[str] = set()
    for page in out.rglob("*.html"):
        if "_static" not in page.parts:
            used |= stylesheet.words_of_page(page.read_text(encoding="utf-8"))
    static = out / "_static"
    for script in [*static.rglob("*.js"), *static.rglob("*.mjs")]:
        # An explorer's frames are data: megabytes of numbers, and no class name; the scripts of
        # Python in the page bring a style sheet of their own.
        if not {"explorers", "python"} & set(script.relative_to(static).parts):
            used |= stylesheet.words_of_script(script.read_text(encoding="utf-8"))
    return used


def _drop_thebe(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Thebe's settings, which it appends to every page with code."""
    for node in list(doctree.findall(nodes.raw)):
        text = node.astext()
        if "text/x-thebe-config" in text or text.startswith("<script>kernelName"):
            node.parent.remove(node)


def setup(app: Sphinx) -> None:
    """Connect to Sphinx, after every extension that adds to a page."""
    app.connect("doctree-resolved", _drop_thebe, priority=950)
    app.connect("html-page-context", _trim_page, priority=950)
    app.connect("build-finished", _copy_static, priority=100)
    app.connect("build-finished", _write_sheet, priority=800)
