"""The book's Sphinx extension: a site that is light, complete and needs no other origin.

``maths`` turns formulas into HTML and MathML while the book is built, ``assets`` joins the style
sheets into one that holds only what the pages use and takes the scripts off that no page needs,
``pages`` adds what a page says about itself (description, launch links), ``fresh`` executes a
notebook again when something that it imports changed.  In ``_config.yml``: add ``mlcourse.site``
to ``sphinx.extra_extensions``.
"""

from typing import Any

from sphinx.application import Sphinx

from mlcourse.site import assets, fresh, maths, pages

__all__ = ["setup"]


def setup(app: Sphinx) -> dict[str, Any]:
    """Called by Sphinx when the extension is loaded."""
    maths.setup(app)
    assets.setup(app)
    pages.setup(app)
    fresh.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
