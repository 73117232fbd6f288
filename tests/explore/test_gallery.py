"""A folder of explorers is found by looking, one module when it is asked for."""

import sys
from pathlib import Path

import pytest

SOURCE = """
from mlcourse.explore import Artists, Explorer, Slider
bars = Explorer(
    name={name!r}, title="t", alt="a", controls={{"n": Slider((1, 2), default=1, label="n")}},
    compute=lambda *, n: n, draw=lambda fig, n: Artists(), update=lambda artists, n: [],
    readout=str,
)
"""
INIT = "from mlcourse.explore import gallery\n__getattr__, __dir__ = gallery(__name__)\n"


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "hall_of_figures"
    folder.mkdir()
    (folder / "__init__.py").write_text(INIT)
    (folder / "_bars.py").write_text(SOURCE.format(name="bars"))
    (folder / "shared.py").write_text("raise AssertionError('nobody asked')")
    (folder / "_broken.py").write_text("1 / 0")
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    for name in [n for n in sys.modules if n.startswith("hall_of_figures")]:
        del sys.modules[name]


def test_a_module_makes_the_explorer_of_its_name(hall: Path) -> None:
    import hall_of_figures as figures

    assert dir(figures) == ["bars", "broken"]
    assert figures.bars.name == "bars"
    for name in ("nothing", "shared"):
        with pytest.raises(AttributeError, match=f"no attribute '{name}'"):
            getattr(figures, name)
    with pytest.raises(ZeroDivisionError):
        _ = figures.broken


def test_a_file_added_is_found_and_a_wrong_name_is_told(hall: Path) -> None:
    import hall_of_figures as figures

    (hall / "_lines.py").write_text(SOURCE.format(name="other"))
    assert "lines" in dir(figures)
    with pytest.raises(ImportError, match=r"_lines\.py must make an explorer named 'lines'"):
        _ = figures.lines
