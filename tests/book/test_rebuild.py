"""A second build runs what changed and nothing else, and it is as strict as the first."""

import re
import shutil
from pathlib import Path

import pytest

from tests.book.small_book import CHAPTERS, SmallBook, write_small_book
from tests.book.test_build import ROOT, build, write_book

NOTHING: tuple[list[str], list[str]] = ([], [])
ALL = ["cosine", "scaled", "sine"]


@pytest.fixture(scope="module")
def _built(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    book = write_small_book(tmp_path_factory.mktemp("book"))
    assert book.build() == (["one", "two"], ALL)
    return book


@pytest.fixture
def book(_built: SmallBook) -> SmallBook:
    """A book that is built, whatever the last test left behind."""
    for name, cells in CHAPTERS.items():
        _built.write_chapter(name, "A sentence.", cells)
    _built.build()
    return _built


def test_nothing_changed_runs_nothing(book: SmallBook) -> None:
    pages = [book.folder / "build" / "html" / f"{name}.html" for name in ("index", *CHAPTERS)]
    before = [page.stat().st_mtime_ns for page in pages]
    assert book.build() == NOTHING
    assert [page.stat().st_mtime_ns for page in pages] == before


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_sentence_runs_nothing(book: SmallBook, chapter: str) -> None:
    book.write_chapter(chapter, "Another sentence.", CHAPTERS[chapter])
    assert book.build() == NOTHING
    page = (book.folder / "build" / "html" / f"{chapter}.html").read_text("utf-8")
    assert "Another sentence." in page


def test_another_cell_executes_its_notebook_and_bakes_nothing(book: SmallBook) -> None:
    book.write_chapter("one", "A sentence.", [*CHAPTERS["one"], "1 + 1"])
    assert book.build() == (["one"], [])


@pytest.mark.parametrize(
    ("changed", "executed", "baked"),
    [
        ("parts/one/_sine.py", ["one"], ["sine"]),
        ("my_figures.py", ["two"], ["scaled"]),
        ("parts/scale.py", ["two"], ["scaled"]),
        ("parts/waves.py", ["one", "two"], ALL),
        ("parts/table/numbers.csv", ["two"], []),
    ],
    ids=["an explorer", "a module beside the notebooks", "a module of one chapter",
         "a shared module", "data"],
)  # fmt: skip
def test_a_change_runs_what_imports_it(
    book: SmallBook, changed: str, executed: list[str], baked: list[str]
) -> None:
    book.append(changed)
    assert book.build() == (executed, baked)
    assert book.build() == NOTHING


@pytest.mark.slow
def test_a_change_while_a_page_is_executed_is_seen_by_the_next_build(book: SmallBook) -> None:
    """The kernel had loaded the module already: its outputs belong to neither text."""
    meddle = "with open('parts/scale.py', 'a') as f: print('# a line', file=f)"
    book.write_chapter("two", "A sentence.", [*CHAPTERS["two"], meddle])
    first = (book.folder / "parts" / "scale.py").read_bytes()
    assert book.build() == (["two"], [])
    (book.folder / "parts" / "scale.py").write_bytes(first)  # as if nothing had happened
    assert book.build()[0] == ["two"]


def test_frames_that_are_gone_are_baked_again(book: SmallBook) -> None:
    shutil.rmtree(book.folder / "build" / ".bakes")
    assert book.build() == (["one", "two"], ALL)


def test_frames_that_are_gone_are_baked_again_though_the_page_is_read_anyway(
    book: SmallBook,
) -> None:
    (lost,) = (book.folder / "build" / ".bakes").glob("sine.*.svg")
    lost.unlink()
    book.write_chapter("one", "Another sentence.", CHAPTERS["one"])
    assert book.build() == (["one"], ["sine"])


def test_a_deleted_site_runs_nothing(book: SmallBook) -> None:
    shutil.rmtree(book.folder / "build" / "html")
    shutil.rmtree(book.folder / "build" / "trees")
    assert book.build() == NOTHING


@pytest.mark.slow
def test_what_a_stopped_build_had_done_is_kept(book: SmallBook) -> None:
    book.append("parts/waves.py")
    book.write_chapter("two", "A sentence.", [*CHAPTERS["two"], "import os; os._exit(1)"])
    with pytest.raises(Exception, match="Kernel died"):
        book.build()
    book.write_chapter("two", "A sentence.", CHAPTERS["two"])
    assert book.build() == (["two"], [])


@pytest.mark.slow
def test_pages_read_by_two_processes_at_once(book: SmallBook) -> None:
    shutil.rmtree(book.folder / "build")
    assert book.build(parallel=2) == (["one", "two"], ALL)
    assert book.build() == NOTHING


def test_what_no_page_uses_leaves_the_shelf_and_the_caches(book: SmallBook) -> None:
    before = {path.name for path in book.folder.glob("build/.bakes/*.*")}
    caches = {path.name for path in book.folder.glob("build/.jupyter_cache/*")}
    (book.folder / "my_figures.py").write_text(
        "from parts.waves import make\nscaled = make('scaled', lambda x: 3 * x)\n"
    )
    assert book.build() == (["two"], ["scaled"])
    assert book.build() == NOTHING  # the first one keeps what is as young as itself
    after = {path.name for path in book.folder.glob("build/.bakes/*.*")}
    assert {name.split(".")[0] for name in before - after} == {"scaled"}
    assert len(after) == len(before)
    now = {path.name for path in book.folder.glob("build/.jupyter_cache/*")}
    assert len(caches - now) == len(now - caches) == 1


FORMULAS = r"""Text with $x^2$, and by {eq}`first` also more.

$$a = b$$ (first)

\begin{align}
c &= d \\
&= e
\end{align}
"""


@pytest.mark.slow
def test_a_build_with_warnings_stays_red_until_it_is_mended(tmp_path: Path) -> None:
    """Sphinx warns while it reads a page and would not read it again."""
    book = write_book(tmp_path, [("md", "see [there](no_such_page.md)")])
    for _ in range(2):
        code, output = build(book)
        assert code != 0
        assert "no_such_page" in output


@pytest.mark.slow
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
