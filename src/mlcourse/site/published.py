"""What a published site has beside its pages: a sitemap, a page for wrong addresses, a social card.

They need the site's own address (`mlcourse.site.address`); without one nothing is written.
"""

import html
from pathlib import Path
from urllib.parse import urlparse
from xml.sax.saxutils import escape

import numpy as np
from docutils import nodes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from sphinx.application import Sphinx

from mlcourse.explore.style import BLUE, ORANGE

__all__ = ["CARD", "not_found", "setup", "sitemap", "write_card"]

CARD = "_static/card.png"
TEMPLATE = Path(__file__).parent / "templates" / "not_found.html"


def sitemap(addresses: list[str]) -> str:
    """The list of pages that a search engine reads.

    Examples
    --------
    >>> sitemap(["https://a.org/b/"]).splitlines()[2]
    '<url><loc>https://a.org/b/</loc></url>'
    """
    lines = [f"<url><loc>{escape(address)}</loc></url>" for address in addresses]
    head = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *lines, "</urlset>", ""])


def not_found(title: str, address: str) -> str:
    """A page that a host shows at any depth: its links begin at the host's root."""
    text = TEMPLATE.read_text(encoding="utf-8")
    return text.replace("TITLE", html.escape(title)).replace("ROOT", urlparse(address).path)


def write_card(path: Path, title: str, subtitle: str) -> None:
    """What a shared link shows: the title above a descent in a valley; 1200 by 630 pixels."""
    fig = Figure(figsize=(12, 6.3), dpi=100, facecolor="white")
    FigureCanvasAgg(fig)
    ax = fig.add_axes((0, 0, 1, 0.62))
    ax.set(xlim=(-3, 3), ylim=(-1.1, 1.1))
    ax.set_axis_off()
    x, y = np.meshgrid(np.linspace(-3, 3, 200), np.linspace(-1.1, 1.1, 100))
    ax.contour(x, y, x**2 + 8 * y**2, levels=np.geomspace(0.1, 18, 11), colors="0.82")
    steps = np.array([[2.6 * 0.78**k, 0.85 * (-0.76) ** k] for k in range(24)])
    ax.plot(*steps.T, "o-", color=BLUE, markersize=8, linewidth=2.5)
    ax.plot(*steps[-1], "o", color=ORANGE, markersize=14)
    fig.text(0.06, 0.84, title, fontsize=34, weight="bold", color="0.1")
    fig.text(0.06, 0.72, subtitle, fontsize=20, color="0.3")
    path.parent.mkdir(parents=True, exist_ok=True)
    fig.savefig(path, metadata={"Software": None})


def _add_card(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, object], _: nodes.document
) -> None:
    base = app.config.html_baseurl
    context["mlcourse_card"] = f"{base}{CARD}" if base else ""


def _write(app: Sphinx, exception: Exception | None) -> None:
    base = app.config.html_baseurl
    if exception or app.builder.name not in ("html", "dirhtml") or not base:
        return
    out, title = Path(app.outdir), app.config.html_title or app.config.project
    pages = sorted({app.config.root_doc, *app.env.all_docs})
    addresses = [base + app.builder.get_target_uri(page) for page in pages]
    (out / "sitemap.xml").write_text(sitemap(addresses), encoding="utf-8")
    (out / "404.html").write_text(not_found(title, base), encoding="utf-8")
    (out / ".nojekyll").touch()  # a folder's name may begin with an underscore
    write_card(out / CARD, title, "An executable book whose figures stay alive")


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.connect("html-page-context", _add_card, priority=600)
    app.connect("build-finished", _write, priority=900)
