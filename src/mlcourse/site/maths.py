r"""Formulas become HTML and MathML while the book is built; the page carries no math script.

KaTeX writes each formula twice: as HTML that any browser sets well, hidden from screen readers,
and as MathML that they read.  It runs in an embedded V8 (``mini-racer``), so the build needs no
Node.  KaTeX itself comes with ``sphinxcontrib-katex``; its style sheet and fonts, of the same
version, are in ``static/katex``.

A formula that KaTeX refuses is a Sphinx warning with file and line, which fails a strict build.

Source: KaTeX, https://katex.org, options ``displayMode``, ``strict``.
"""

import json
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

__all__ = ["MathError", "display_source", "katex_version", "render", "setup"]

LOGGER = logging.getLogger(__name__)

# A name and its invisible application are two elements: in an index they make KaTeX's MathML
# invalid (``\lambda_{\min}`` is an ``msub`` of three children) unless they are made one.
_FUNCTION_NAME = re.compile("<mi[^>]*>[^<]*</mi><mo>\u2061</mo>")

# Environments that number themselves: Sphinx gives the number, so KaTeX must not.
_NUMBERED = re.compile(r"\\(begin|end)\{(align|alignat|equation|gather)\}")


class MathError(ValueError):
    """A formula that KaTeX refuses; the message is KaTeX's own."""


def katex_script() -> Path:
    """The ``katex.min.js`` that ``sphinxcontrib-katex`` brings."""
    spec = find_spec("sphinxcontrib.katex")
    if spec is None or spec.origin is None:
        raise MathError("sphinxcontrib-katex is not installed: run `make book`")
    return Path(spec.origin).with_name("katex.min.js")


@cache
def _engine() -> Any:
    from py_mini_racer import MiniRacer

    engine = MiniRacer()
    engine.eval(katex_script().read_text(encoding="utf-8"))
    # Errors cross the border as text, so that a bad formula is told from a broken engine.
    engine.eval("""
        function render(latex, options) {
          try { return ["ok", katex.renderToString(latex, options)]; }
          catch (error) { return ["error", String(error.message)]; }
        }
    """)
    return engine


def katex_version() -> str:
    """The version of KaTeX that renders, such as ``"0.16.22"``."""
    return str(_engine().eval("katex.version"))


@cache
def render(latex: str, *, display: bool = False) -> str:
    r"""The HTML of one formula.

    Parameters
    ----------
    latex : str
        The formula, without its dollars.
    display : bool
        Set it on a line of its own.

    Returns
    -------
    str
        HTML for the eye and, beside it, MathML for screen readers.

    Raises
    ------
    MathError
        KaTeX cannot read the formula.

    Examples
    --------
    >>> html = render(r"x^2")
    >>> "<math" in html, 'aria-hidden="true"' in html
    (True, True)
    """
    options = {
        "displayMode": display,
        "output": "htmlAndMathml",
        "strict": "error",
        "throwOnError": True,
    }
    call = f"JSON.stringify(render({json.dumps(latex)}, {json.dumps(options)}))"
    status, text = json.loads(_engine().eval(call))
    if status == "error":
        raise MathError(text.removeprefix("KaTeX parse error: "))
    return _FUNCTION_NAME.sub(r"<mrow>\g<0></mrow>", text)


def display_source(latex: str, *, nowrap: bool = False) -> str:
    r"""A block of mathematics as Sphinx means it, in the words that KaTeX knows.

    Environments lose their own numbers, since Sphinx numbers equations; several lines without an
    environment are aligned at ``&``, several paragraphs stand one below the other.

    Examples
    --------
    >>> display_source(r"a &= b \\ &= c")
    '\\begin{aligned}a &= b \\\\ &= c\\end{aligned}'
    >>> display_source(r"\begin{align}a &= b\end{align}", nowrap=True)
    '\\begin{align*}a &= b\\end{align*}'
    """
    latex = _NUMBERED.sub(r"\\\1{\2*}", latex.strip())
    if nowrap:
        return latex
    parts = [
        rf"\begin{{aligned}}{part}\end{{aligned}}" if _has_top_level_break(part) else part
        for part in (part.strip() for part in re.split(r"\n\s*\n", latex))
        if part
    ]
    if len(parts) == 1:
        return parts[0]
    return r"\begin{gathered}" + r"\\".join(parts) + r"\end{gathered}"


def _has_top_level_break(latex: str) -> bool:
    """Whether a line break stands outside every environment and group."""
    depth = 0
    for token in re.findall(r"\\begin\b|\\end\b|\\\\|\\[{}]|[{}]", latex):
        if token in (r"\begin", "{"):
            depth += 1
        elif token in (r"\end", "}"):
            depth -= 1
        elif token == r"\\" and depth == 0:
            return True
    return False


def _html(translator: Any, node: nodes.Element, latex: str, display: bool) -> str:
    try:
        return render(latex, display=display)
    except MathError as error:
        LOGGER.warning(
            "KaTeX cannot read %r: %s", latex, error, location=node, type="mlcourse", subtype="math"
        )
        return f"<code>{translator.encode(latex)}</code>"


def _visit_inline(translator: Any, node: nodes.Element) -> None:
    html = _html(translator, node, node.astext(), display=False)
    translator.body.append(translator.starttag(node, "span", "", CLASS="math notranslate"))
    translator.body.append(html + "</span>")
    raise nodes.SkipNode


def _visit_block(translator: Any, node: nodes.Element) -> None:
    latex = display_source(node.astext(), nowrap=bool(node.get("nowrap")))
    html = _html(translator, node, latex, display=True)
    translator.body.append(translator.starttag(node, "div", CLASS="math notranslate"))
    translator.body.append(f'<div class="math-scroll">{html}</div>')
    if node.get("number"):
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, _("Link to this equation"))
        translator.body.append("</span>")
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Make this the book's math renderer (``html_math_renderer: mlcourse``)."""
    app.add_html_math_renderer("mlcourse", (_visit_inline, None), (_visit_block, None))
