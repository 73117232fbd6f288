"""Cells as a page runs them: what they show, how they fail, and what they lack."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib
import pytest

from mlcourse.cells.cell import Cells
from mlcourse.cells.display import SERVED
from mlcourse.cells.needs import lacks
from mlcourse.cells.worker import Worker
from mlcourse.explore.render import Drawing
from tests.explore.test_bake import calm


class Reader:
    """Runs cells and keeps what they show."""

    def __init__(self) -> None:
        self.cells = Cells({})
        self.shown: list[dict[str, Any]] = []

    def run(self, code: str, cell: int = 1) -> bool:
        self.shown = []
        return self.cells.run(cell, code, self.shown.append)

    def error(self, code: str, cell: int = 1) -> str:
        assert not self.run(code, cell)
        assert self.shown[-1]["kind"] == "error"
        return str(self.shown[-1]["text"])


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("1 + 1", ["2"]),
        ("1 + 1;", []),
        ("1 + 1  # two;", ["2"]),
        ("'µ'; 'é'", ["'é'"]),
        ("'é';", []),
        ("x = 3", []),
        ("None", []),
        ("display(1, 2)\n3", ["1", "2", "3"]),
        ("", []),
    ],
)
def test_the_last_value_is_shown(reader: Reader, code: str, texts: list[str]) -> None:
    assert reader.run(code)
    assert [output["text"] for output in reader.shown] == texts


def test_names_go_from_cell_to_cell(reader: Reader) -> None:
    assert reader.run("x = 2", 1)
    assert reader.run("x + 1", 2)
    assert reader.shown[0]["text"] == "3"


def test_an_error_says_what_and_which_line_of_the_reader(reader: Reader) -> None:
    reader.run("import numpy as np\n\ndef half(x):\n    return np.linalg.inv(x) / 2", 1)
    assert reader.error("a = 1\nhalf(np.zeros((2, 2)))", 2).split("\n") == [
        "LinAlgError: Singular matrix",
        "cell 1, line 4: return np.linalg.inv(x) / 2  "
        "(inside numpy.linalg._linalg._raise_linalgerror_singular)",
    ]
    assert reader.shown[-1]["marks"] == [[1, 4]]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("x = (", "SyntaxError: '(' was never closed\nline 1: x = ("),
        ("1\nif x\n", "line 2: if x"),
        ("y", "Is y made in a cell above that was not run? Run all above."),
        ("raise SystemExit", "SystemExit"),
        ("raise MemoryError", "about 2 GB"),
        ("def f(): return f()\nf()", "RecursionError"),
        ("raise ValueError('x' * 5000)", "x …"),
        ("raise KeyboardInterrupt", "Stopped."),
    ],
)
def test_an_error_is_short_and_says_what_to_do(reader: Reader, code: str, said: str) -> None:
    text = reader.error(code)
    assert said in text
    assert len(text) < 900


def test_what_a_check_finds_is_told(reader: Reader) -> None:
    from mlcourse.chapters.gradient_descent import checks  # noqa: F401 - so that there are checks

    reader.run("from mlcourse.chapters.gradient_descent import checks")
    reader.run("checks.check_largest_step(0.1)")
    assert reader.shown == [{"kind": "check", "passed": True}]
    reader.run("checks.check_largest_step(0.2)")
    assert reader.shown == [{"kind": "check", "passed": False}]


def test_figures_of_pyplot_are_shown_once_as_svg(reader: Reader) -> None:
    assert reader.run("import matplotlib.pyplot as plt\nplt.title('<b>')\nprint(end='');")
    (figure,) = reader.shown
    assert 'src="data:image/svg+xml' in figure["html"]
    assert 'alt="Figure: &lt;b&gt;"' in figure["html"]
    reader.run("1;")
    assert reader.shown == []
    reader.run("from matplotlib.figure import Figure\nFigure()")
    assert "svg" in reader.shown[0]["html"]


@pytest.fixture
def page_backend() -> Iterator[None]:
    """Matplotlib draws as in the page, where the worker says so in the environment."""
    before = matplotlib.get_backend()
    matplotlib.use("module://mlcourse.cells.backend")
    yield
    matplotlib.use(before)


@pytest.mark.usefixtures("page_backend")
@pytest.mark.parametrize("call", ["plt.show()", "figure.show()"])
def test_show_shows_a_figure_in_its_place_and_once(reader: Reader, call: str) -> None:
    drawn = "import matplotlib.pyplot as plt\nfigure = plt.figure()\nplt.title('One')\n"
    assert reader.run(f"{drawn}{call}\ndisplay('between')\nplt.title('Two');")
    one, between, two = reader.shown
    assert 'alt="Figure: One"' in one["html"]
    assert between["text"] == "'between'"
    assert 'alt="Figure: Two"' in two["html"]


@pytest.mark.parametrize(
    "error", ["1 / 0", r"plt.title(r'$\frac$');"], ids=["before", "while drawn"]
)
def test_a_figure_does_not_outlive_the_error_of_its_cell(reader: Reader, error: str) -> None:
    assert not reader.run(f"import matplotlib.pyplot as plt\nplt.plot([1, 4])\n{error}")
    assert [output["kind"] for output in reader.shown] == ["error"]
    assert reader.run("1;", 2)
    assert reader.shown == []


def test_the_name_of_an_explorer_shows_it_as_a_call_does(reader: Reader) -> None:
    reader.cells.names["calm"] = calm
    assert reader.run("calm")
    assert [output["kind"] for output in reader.shown] == ["explorer"]


def test_an_explorer_is_served_as_its_drawing_has_it(reader: Reader) -> None:
    reader.cells.names["calm"] = calm
    assert reader.run("calm()")
    (output,) = reader.shown
    assert output["kind"] == "explorer"
    assert json.loads(json.dumps(output["spec"]))["name"] == calm.name
    served = SERVED[output["view"]]
    wanted = [0, calm.number(calm.default)]
    answer = served.answer(wanted)
    assert [index for index, _ in answer["frames"]] == wanted
    # the same as a drawing of the same salt gives: one engine for every source
    drawing = Drawing(calm, salt=output["view"])
    assert answer["frames"][0][1] == drawing.frame(calm.state_at(0))
    assert 'data-address=""' in output["html"]
    assert "<input" in output["html"]


def test_an_explorer_that_fails_says_so_and_goes_on() -> None:
    from mlcourse.explore.served import Served

    served = Served(calm, calm.default)
    served._drawing.frame = _failing(served._drawing.frame)  # type: ignore[method-assign]
    answer = served.answer([0, 1])
    assert [index for index, _ in answer["errors"]] == [0]
    assert "not here" in answer["errors"][0][1]
    assert [index for index, _ in answer["frames"]] == [1]


def _failing(frame: Any) -> Any:
    calls = iter([True])

    def once(state: Any) -> Any:
        if next(calls, False):
            raise ValueError("not here")
        return frame(state)

    return once


def test_a_missing_module_is_found_before_the_cell_runs() -> None:
    code = "raise SystemExit\ndef f():\n    from no_such.inner import x"
    assert lacks(code, {}) == "no_such"
    assert lacks("import math\nfrom math import pi", {}) == ""
    assert lacks("from math import no_such_name", {}) == ""
    assert lacks("not Python at all", {}) == ""


def test_who_writes_an_explorer_lacks_what_draws_it() -> None:
    asked = "from mlcourse.cells.needs import lacks; print(lacks('{}', dict()))"
    without = f"import sys; sys.modules['matplotlib'] = None; {asked}"
    for code in ("from mlcourse.explore import Explorer", "import mlcourse.explore as e"):
        command = [sys.executable, "-c", without.format(code)]
        assert subprocess.check_output(command, text=True).strip() == "matplotlib"
    assert lacks("from mlcourse.explore import Explorer", {}) == ""


def test_a_lazy_package_is_asked_for_what_the_cell_uses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lazy_package.py").write_text(
        "def __getattr__(name):\n    import no_such\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert lacks("import lazy_package\nlazy_package.figure()", {}) == "no_such"
    import lazy_package  # type: ignore[import-not-found]

    assert lacks("f.figure()", {"f": lazy_package}) == "no_such"
    assert lacks("f", {"f": lazy_package}) == ""
    sys.modules.pop("lazy_package")


def test_the_worker_speaks_json() -> None:
    worker = Worker(Cells({}))
    heard: list[str] = []
    assert worker.run(1, "'é'", heard.append)
    assert [json.loads(text) for text in heard] == [{"kind": "text", "text": "'é'"}]
    assert worker.lacks("import no_such") == "no_such"


def test_after_a_cell_nobody_listens_any_more(reader: Reader) -> None:
    from mlcourse.exercises import check

    reader.run("from mlcourse.chapters.gradient_descent import checks")
    reader.run("checks.check_largest_step(0.1)\n1 / 0")
    assert check.LISTENERS == []
