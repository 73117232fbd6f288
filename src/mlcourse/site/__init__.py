"""The book's Sphinx extension: a site that is light, complete and needs no other origin.

- ``maths`` turns formulas into HTML and MathML while the book is built;
- ``assets`` joins the style sheets into one that holds only what the pages use, and takes the
  scripts off that no page needs;
- ``address`` knows where the repository and the site are, ``pages`` adds what a page says about
  itself (description, social card, launch links);
- ``published`` writes the sitemap, the page for wrong addresses and the picture of shared links;
- ``numbering`` counts by chapter, ``chapters`` lists which there are;
- ``names`` calls theorems, exercises and folded solutions by their full names;
- ``glossary`` brings the meaning of a word to where it is used, ``source`` (with ``calls``) the
  code of what a cell calls;
- ``streams`` shows what a cell prints as it printed it;
- ``python_here`` lets a reader run a page's code, if the site has Python (``make python``).

The templates and the files that pages load lie beside these modules; ``book/_static`` holds the
book's own images.  In ``_config.yml``: add ``mlcourse.site`` to ``sphinx.extra_extensions``.
"""

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from mlcourse.site import (
    address,
    assets,
    chapters,
    glossary,
    maths,
    names,
    numbering,
    pages,
    published,
    python_here,
    source,
    streams,
)

__all__ = ["setup"]

HERE = Path(__file__).parent


def _add_folders(_: Sphinx, config: Config) -> None:
    # new lists: the defaults are shared by all the books that one process builds
    config.html_static_path = [*config.html_static_path, str(HERE / "static")]
    config.templates_path = [str(HERE / "templates"), *config.templates_path]  # before the theme's


def setup(app: Sphinx) -> dict[str, Any]:
    """Called by Sphinx when the extension is loaded."""
    app.connect("config-inited", _add_folders)
    address.setup(app)
    maths.setup(app)
    assets.setup(app)
    pages.setup(app)
    published.setup(app)
    numbering.setup(app)
    chapters.setup(app)
    names.setup(app)
    glossary.setup(app)
    source.setup(app)
    streams.setup()
    python_here.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
