"""A small book with the project's own extension and theme, built in this process."""

import os
from io import StringIO
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

__all__ = ["build_site"]

CONF = """
extensions = ["myst_nb", "sphinx_proof", "sphinx_exercise", "sphinx_togglebutton",
              "sphinx_design", "mlcourse.explore.sphinx", "mlcourse.exercises.sphinx",
              "mlcourse.site"]
exclude_patterns = ["out"]
html_theme = "sphinx_book_theme"
html_math_renderer = "mlcourse"
html_secnumber_suffix = " "
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
nb_execution_mode = "off"
numfig = True
math_numfig = True
html_theme_options = {}
"""


def build_site(folder: Path, pages: dict[str, str]) -> Path:
    """Write ``pages`` (file names and texts) into a folder and build them; the site's folder."""
    for name, text in {"conf.py": CONF, **pages}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    before = os.environ.copy()
    warnings, site = StringIO(), folder / "out" / "html"
    try:
        with patch_docutils(str(folder)), docutils_namespace():
            app = Sphinx(
                str(folder), str(folder), str(site), str(site.parent / "trees"), "html",
                status=None, warning=warnings,
            )  # fmt: skip
            app.build()
    finally:
        os.environ.clear()
        os.environ.update(before)
    told = [line for line in warnings.getvalue().splitlines() if "WARNING" in line]
    assert not told, told
    return site
