"""A second build is as strict as the first, and a changed style sheet arrives."""

import re
import shutil
from pathlib import Path

from tests.book.test_build import ROOT, build, write_book

FORMULAS = r"""Text with $x^2$, and by {eq}`first` also more.

$$a = b$$ (first)

\begin{align}
c &= d \\
&= e
\end{align}
"""


def test_a_build_with_warnings_stays_red_until_it_is_mended(tmp_path: Path) -> None:
    """Sphinx warns while it reads a page and would not read it again."""
    book = write_book(tmp_path, [("md", "see [there](no_such_page.md)")])
    for _ in range(2):
        code, output = build(book)
        assert code != 0
        assert "no_such_page" in output


def test_a_changed_style_sheet_arrives_though_no_page_changed(tmp_path: Path) -> None:
    package = tmp_path / "src" / "mlcourse"
    shutil.copytree(ROOT / "src" / "mlcourse", package)
    folder = tmp_path / "a_book"
    folder.mkdir()
    book = write_book(folder, [("md", FORMULAS)])
    path = {"PYTHONPATH": str(package.parent)}
    assert build(book, **path)[0] == 0
    sheet = book / "_build" / "html" / "_static" / "book.css"
    first = sheet.read_text(encoding="utf-8")
    with (package / "site" / "static" / "site.css").open("a", encoding="utf-8") as file:
        file.write("\nbody { --a-new-line: 1; }\n")
    assert build(book, **path)[0] == 0
    assert sheet.read_text(encoding="utf-8") == first + "body{--a-new-line: 1}"
    page = (book / "_build" / "html" / "page.html").read_text(encoding="utf-8")
    assert page.count('rel="stylesheet"') == 1
    assert "katex-mathml" in page
    assert "fontawesome.js" not in page
    # The block and the environment are numbered, by Sphinx alone; the reference leads to the first.
    assert re.findall(r'<span class="eqno">\((\d+)\)', page) == ["1", "2"]
    assert re.search(r'href="#equation-first">\(1\)</a>', page)
    assert "eqn-num" not in page
