"""Links from the calls of a page to the sources: what is found, and where the links stand."""

import json
import re
from pathlib import Path
from textwrap import dedent

import nbformat
import pytest

from mlcourse.site.calls import Definition, calls, definition, definitions, text_of
from mlcourse.site.source import link, open_modules, render
from tests.book.site_book import build_site


@pytest.mark.parametrize(
    ("cells", "written", "module", "name"),
    [
        (["from mlcourse.optimize import descent", "descent.gradient_step(x)"],
         "descent.gradient_step", "mlcourse.optimize.descent", "gradient_step"),
        (["from mlcourse.optimize import quadratic_theory as t\nt.best_momentum(2)"],
         "t.best_momentum", "mlcourse.optimize.quadratic_theory", "best_momentum"),
        (["from mlcourse.data.tables import penguins", "%%time\npenguins()"],
         "penguins", "mlcourse.data.tables", "penguins"),
        (["import mlcourse.optimize.descent as d\nd.gradient_step"],
         "d.gradient_step", "mlcourse.optimize.descent", "gradient_step"),
        (["from mlcourse.chapters.gradient_descent import figures\nfigures.step_size()"],
         "figures.step_size", "mlcourse.chapters.gradient_descent.figures._step_size", "step_size"),
    ],
)  # fmt: skip
def test_a_call_is_followed_to_its_definition(
    cells: list[str], written: str, module: str, name: str
) -> None:
    assert calls(cells)[written] == Definition(module, name)


@pytest.mark.parametrize(
    "cell",
    [
        "import numpy as np\nnp.mean(x)",
        "descent.gradient_step(x)",  # not imported
        "from mlcourse.optimize import descent\ndescent.no_such_name(x)",
        "from mlcourse.optimize import descent\nother.descent.gradient_step(x)",
        "this is no Python",
    ],
)
def test_what_is_not_of_the_package_is_not_found(cell: str) -> None:
    assert calls([cell]) == {}


def test_a_name_that_a_module_imports_leads_to_where_it_is_made() -> None:
    # a fact of this package: the figures import the method that they draw
    at = definition("mlcourse.chapters.gradient_descent.figures.ravine", "heavy_ball")
    assert at == Definition("mlcourse.optimize.momentum", "heavy_ball")


def test_checks_and_practice_stay_closed() -> None:
    cell = (
        "from mlcourse.chapters.gradient_descent import checks, practice, quiz\n"
        "practice.problem(seed=7)\nquiz()"
    )
    found = calls([cell])
    assert set(found) == {"practice.problem", "quiz"}
    assert open_modules(found) == {}


def test_definitions_are_the_names_of_the_module_itself() -> None:
    source = dedent(
        """
        A = B = 1
        c: int = 2
        @property
        def f():
            def inner(): ...
        class G: ...
        """
    ).lstrip()
    assert definitions(source) == {"A": (1, 1), "B": (1, 1), "c": (2, 2), "f": (3, 5), "G": (6, 6)}


def spans(code: str) -> str:
    from sphinx.highlighting import PygmentsBridge

    html = PygmentsBridge("html").highlight_block(code, "ipython3")
    return f'<div class="cell_input docutils container">{html}</div>'


def linked(body: str) -> list[str]:
    return [
        re.sub(r"<[^>]+>", "", text)
        for text in re.findall(r'<a class="to-source" href="at">(.*?)</a>', body)
    ]


def test_the_first_mention_in_each_cell_is_a_link() -> None:
    body = spans("d.f(1)\nd.f(2)") + spans("d.f(3)") + "<p>d.f</p>"
    assert linked(link(body, {"d.f": "at"})) == ["d.f", "d.f"]


def test_a_name_alone_is_one_only_where_it_is_called() -> None:
    body = spans("x = f\ny.f(1)\nfrom m import f\nf(2)")
    assert linked(link(body, {"f": "at"})) == ["f"]
    assert 'at"><span class="n">f</span></a><span class="p">(</span><span class="mi">2' in link(
        body, {"f": "at"}
    )


def test_another_object_with_the_name_of_a_module_is_left_alone() -> None:
    assert linked(link(spans("a.d.f(1)"), {"d.f": "at"})) == []
    assert linked(link(spans("d.fast(1)"), {"d.f": "at"})) == []


def test_a_source_is_shown_whole() -> None:
    from sphinx.highlighting import PygmentsBridge

    module = "mlcourse.optimize.descent"
    html = PygmentsBridge("html").highlight_block(text_of(module), "python")
    page = render(module, html, [("c.html", "7 Descent")])
    code = page.partition("<pre>")[2].partition("</pre>")[0]
    shown = re.sub(r"<[^>]+>", "", code)
    for entity, char in {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'"}.items():
        shown = shown.replace(entity, char)
    assert shown.replace("&amp;", "&").strip() == text_of(module).strip()
    for name in definitions(text_of(module)):
        assert code.count(f'id="{name}"') == 1
    assert code.count("<span") == code.count("</span>")


def notebook(title: str, cell: str) -> str:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    language = {"name": "python", "pygments_lexer": "ipython3"}
    cells = [nbformat.v4.new_markdown_cell(f"# {title}"), nbformat.v4.new_code_cell(cell)]
    metadata = {"kernelspec": kernel, "language_info": language}
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells, metadata=metadata))


def test_pages_follow_the_chapters(tmp_path: Path) -> None:
    imports = "from mlcourse.optimize import descent\n"
    one = notebook("One", imports + "descent.gradient_step")
    two = notebook("Two", imports + "descent.Descent")
    index = "# Book\n\n```{toctree}\n01_one\n02_two\n```\n"
    site = build_site(tmp_path, {"index.md": index, "01_one.ipynb": one, "02_two.ipynb": two})
    page = (site / "source" / "mlcourse.optimize.descent.html").read_text("utf-8")
    assert re.findall(r'<a href="\.\./(\w+)\.html">.*?</span>(\w+)</a>', page) == [
        ("01_one", "One"),
        ("02_two", "Two"),
    ]
    assert 'href="source/mlcourse.optimize.descent.html#Descent"' in (
        site / "02_two.html"
    ).read_text("utf-8")


def test_a_page_is_written_again_when_it_would_change(tmp_path: Path) -> None:
    imports = "from mlcourse.optimize import descent, momentum\n"
    both = notebook("One", imports + "descent.gradient_step\nmomentum.heavy_ball")
    index = "# Book\n\n```{toctree}\n01_one\n```\n"

    def built(title: str) -> dict[str, int]:
        index_now = index.replace("Book", title)
        site = build_site(tmp_path, {"index.md": index_now, "01_one.ipynb": both})
        return {p.stem: p.stat().st_mtime_ns for p in (site / "source").iterdir()}

    first = built("Book")
    assert set(first) == {"mlcourse.optimize.descent", "mlcourse.optimize.momentum"}
    (tmp_path / "out" / "html" / "source" / "mlcourse.optimize.momentum.html").unlink()
    second = built("Book")
    assert second["mlcourse.optimize.descent"] == first["mlcourse.optimize.descent"]
    assert second["mlcourse.optimize.momentum"] > first["mlcourse.optimize.momentum"]
    third = built("Another")  # the title is in every page's table of contents
    assert all(third[page] > second[page] for page in second)
    notes = tmp_path / "out" / "trees" / "source_pages.json"
    digests = json.loads(notes.read_text("utf-8"))
    notes.write_text(json.dumps(digests | {"mlcourse.optimize.descent": "another text"}), "utf-8")
    fourth = built("Another")
    changed = {page for page in third if fourth[page] > third[page]}
    assert changed == {"mlcourse.optimize.descent"}
