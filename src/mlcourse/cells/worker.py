"""What the worker of a page calls: cells and frames, with JSON between the two languages."""

import importlib.util
import json
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from mlcourse.cells.cell import Cells
from mlcourse.cells.display import SERVED, Output
from mlcourse.cells.needs import lacks

__all__ = ["Worker", "start"]


class Worker:
    """The Python of one page."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells

    def lacks(self, code: str) -> str:
        """See `mlcourse.cells.needs.lacks`."""
        return lacks(code, self.cells.names)

    def loaded(self, package: str) -> None:
        """Told when a package has come; Matplotlib gets the list of its fonts.

        Else it looks into each of them when it is first imported, which takes seconds there.  The
        list is that of Pyodide's Matplotlib, which reads it only if it has the same version.
        """
        if package == "matplotlib":
            spec = importlib.util.find_spec(package)
            folder = Path(spec.origin).parent if spec and spec.origin else Path()
            source = files("mlcourse.cells") / "fontlist.json"
            (folder / "fontlist.json").write_bytes(source.read_bytes())

    def run(self, cell: int, code: str, show: Callable[[str], None]) -> bool:
        """Run a cell; what it shows goes to ``show`` as JSON, after what it has printed so far."""

        def tell(output: Output) -> None:
            _flush()
            show(json.dumps(output))

        ok = self.cells.run(cell, code, tell)
        _flush()
        return ok

    def answer(self, view: str, states: list[int]) -> str:
        """Frames of an explorer, as JSON."""
        return json.dumps(SERVED[view].answer(list(states)))


def _flush() -> None:
    """Python keeps a line that is not ended."""
    sys.stdout.flush()
    sys.stderr.flush()


def start() -> Worker:
    """Begin with the names of a fresh ``__main__``."""
    return Worker(Cells(sys.modules["__main__"].__dict__))
