"""A book of two chapters with a package of its own, built in this process.

Chapter one, a notebook, shows two explorers of a lazy gallery; chapter two, a Markdown page with
cells, shows one that a module beside it makes.  Cells and explorers tell in files that they ran.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from textwrap import dedent

import nbformat
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

__all__ = ["SmallBook", "write_small_book"]

FILES = {
    "parts/__init__.py": "",
    "parts/waves.py": """
        from pathlib import Path

        import numpy as np

        from mlcourse.explore import Artists, Explorer, Slider, linear

        def draw(fig, y):
            (line,) = fig.subplots().plot(np.linspace(0, 6, 60), y)
            return Artists(line=line)

        def update(artists, y):
            artists.line.set_ydata(y)
            return [artists.line]

        def make(name, function):
            def compute(*, speed):
                with Path("baked").open("a") as file:
                    print(name, file=file)
                return function(speed * np.linspace(0, 6, 60))
            return Explorer(
                name=name, title="A wave", alt="A wave.", draw=draw, update=update,
                controls={"speed": Slider(linear(1, 5, 5), default=1, label="speed")},
                compute=compute, readout=lambda y: f"ends at {y[-1]:.2f}",
            )
    """,
    "parts/one/__init__.py": """
        from mlcourse.explore import gallery
        __getattr__, __dir__ = gallery(__name__)
    """,
    "parts/one/_sine.py": """
        import numpy as np
        from parts.waves import make
        sine = make("sine", np.sin)
    """,
    "parts/one/_cosine.py": """
        import numpy as np
        from parts.waves import make
        cosine = make("cosine", np.cos)
    """,
    "parts/scale.py": "FACTOR = 2",
    "parts/table/__init__.py": """
        from importlib.resources import files
        def table():
            return files(__name__).joinpath("numbers.csv").read_text()
    """,
    "parts/table/numbers.csv": "1,2,3",
    "my_figures.py": """
        from parts.scale import FACTOR
        from parts.waves import make
        scaled = make("scaled", lambda x: FACTOR * x)
    """,
    "conf.py": """
        extensions = ["myst_nb", "mlcourse.explore.sphinx"]
        exclude_patterns = ["build"]
        html_theme = "basic"
        nb_execution_mode = "cache"
        nb_execution_raise_on_error = True
    """,
    "index.md": "# Book\n\n```{toctree}\none\ntwo\na\nb\nc\n```",
    **{f"{page}.md": f"# {page}" for page in "abc"},
}
CHAPTERS = {
    "one": [
        "from parts import one\nprint('one', file=open('executed', 'a'))",
        "%config InlineBackend.rc = {}\none.sine()",
        "one.cosine()",
    ],
    "two": [
        "from my_figures import scaled\nfrom parts.table import table\n"
        "print('two', file=open('executed', 'a'))",
        "print(table())\nscaled()",
    ],
}


@dataclass
class SmallBook:
    """The book in a folder."""

    folder: Path

    def build(self, *, parallel: int = 1) -> tuple[list[str], list[str]]:
        """Build it; the chapters that were executed, and the explorers that were baked."""
        logs = [self.folder / "executed", self.folder / "baked"]
        for log in logs:
            log.unlink(missing_ok=True)
        before = os.environ.copy()
        site = self.folder / "build" / "html"
        warnings = StringIO()
        try:
            with patch_docutils(str(self.folder)), docutils_namespace():
                app = Sphinx(
                    str(self.folder), str(self.folder), str(site), str(site.parent / "trees"),
                    "html", status=None, warning=warnings, parallel=parallel,
                )  # fmt: skip
                app.build()
        finally:
            os.environ.clear()
            os.environ.update(before)
        told = [line for line in warnings.getvalue().splitlines() if "WARNING" in line]
        assert not told, told
        executed, computed = (log.read_text().split() if log.exists() else [] for log in logs)
        self.check_frames()
        return sorted(executed), sorted(set(computed))

    def check_frames(self) -> None:
        """Every page has the frames that it names."""
        site = self.folder / "build" / "html"
        for page in CHAPTERS:
            names = re.findall(r"explorers/([\w.]+)", (site / f"{page}.html").read_text("utf-8"))
            assert names
            for name in names:
                assert list((site / "_static" / "explorers").glob(f"{name}*")), name

    def append(self, name: str, text: str = "\n# changed\n") -> None:
        with (self.folder / name).open("a", encoding="utf-8") as file:
            file.write(text)

    def write_chapter(self, name: str, sentence: str, cells: Sequence[str]) -> None:
        if name == "two":
            head = "---\nfile_format: mystnb\nkernelspec: {name: python3}\n---"
            code = [f"```{{code-cell}} ipython3\n{cell}\n```" for cell in cells]
            text = "\n\n".join([head, f"# {name}", sentence, *code])
            (self.folder / f"{name}.md").write_text(text, encoding="utf-8")
            return
        cell = nbformat.v4.new_markdown_cell(f"# {name}\n\n{sentence}")
        code = [nbformat.v4.new_code_cell(source) for source in cells]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        book = nbformat.v4.new_notebook(cells=[cell, *code], metadata={"kernelspec": kernel})
        nbformat.write(book, self.folder / f"{name}.ipynb")


def write_small_book(folder: Path) -> SmallBook:
    """Its files, not yet built."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(dedent(text), encoding="utf-8")
    book = SmallBook(folder)
    for name, cells in CHAPTERS.items():
        book.write_chapter(name, "A sentence.", cells)
    return book
