"""One cell: run it, show its last value, and say in two lines what went wrong.

The names that cells make live in one dictionary, as in a notebook.  What a cell shows goes to a
function as soon as it is there, so that a long run can be watched.
"""

import ast
import re
import sys
import traceback
from collections.abc import Callable, Iterable
from typing import Any

from mlcourse.cells.display import LISTENERS, Output, close, figures, output_of

__all__ = ["Cells", "explain"]

_CELL = re.compile(r"<cell (\d+)>")
_LONG = 600  # characters of a message that are shown
ADVICE = {
    MemoryError: "The Python of a page has about 2 GB: make the arrays smaller.",
    RecursionError: "A function calls itself without end, or deeper than Python allows.",
    KeyboardInterrupt: "Stopped.",
}


def _own(error: BaseException) -> list[tuple[int, int]]:
    """Where in the reader's cells: (cell, line), the innermost last."""
    if isinstance(error, SyntaxError) and (found := _CELL.fullmatch(error.filename or "")):
        return [(int(found[1]), error.lineno or 1)]
    return [
        (int(found[1]), line or 1)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if (found := _CELL.fullmatch(frame.f_code.co_filename))
    ]


def _foreign(error: BaseException) -> str:
    """The function in which it happened, if that is not the reader's."""
    frames = list(traceback.walk_tb(error.__traceback__))
    if not frames or isinstance(error, SyntaxError):
        return ""
    frame = frames[-1][0]
    if _CELL.fullmatch(frame.f_code.co_filename):
        return ""
    return f"{frame.f_globals.get('__name__', '')}.{frame.f_code.co_qualname}".strip(".")


def explain(error: BaseException, cell: int, sources: dict[int, str]) -> Output:
    """An error in short: what, and which of the reader's lines.

    Parameters
    ----------
    error : BaseException
    cell : int
        The cell that was run.
    sources : dict
        The code of each cell that was run so far.
    """
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    text = f"{type(error).__name__}: {said}" if said else type(error).__name__
    lines = [text if len(text) <= _LONG else f"{text[:_LONG]} …"]
    marks = _own(error)
    if marks:
        at, line = marks[-1]
        code = sources.get(at, "").splitlines()
        where = f"line {line}" if at == cell else f"cell {at}, line {line}"
        shown = code[line - 1].strip() if line <= len(code) else ""
        inside = _foreign(error)
        lines.append(f"{where}: {shown}" + (f"  (inside {inside})" if inside else ""))
    advice = next((text for kind, text in ADVICE.items() if isinstance(error, kind)), "")
    if advice:
        lines.append(advice)
    if isinstance(error, NameError) and error.name:
        lines.append(f"Is {error.name} made in a cell above that was not run? Run all above.")
    return {"kind": "error", "text": "\n".join(lines), "marks": [list(m) for m in marks[-1:]]}


class Cells:
    """The cells of one page, and the names that they have made.

    Parameters
    ----------
    names : dict
        Filled by the cells.
    """

    def __init__(self, names: dict[str, Any]) -> None:
        self.names = names
        self.sources: dict[int, str] = {}

    def run(self, cell: int, code: str, show: Callable[[Output], None]) -> bool:
        """Run a cell; False when it ended with an error, which was shown.

        Examples
        --------
        >>> cells = Cells({})
        >>> cells.run(1, "x = 2", print)
        True
        >>> cells.run(2, "x / 0", lambda output: print(output["text"]))
        ZeroDivisionError: division by zero
        line 1: x / 0
        False
        """
        self.sources[cell] = code
        _listen(show)

        def display(*values: Any) -> None:
            self._show(values, show)

        self.names["display"] = display  # as in a notebook
        try:
            tree = ast.parse(code, f"<cell {cell}>")
            last = tree.body.pop() if _shows(tree, code) else None
            exec(compile(tree, f"<cell {cell}>", "exec"), self.names)
            if isinstance(last, ast.Expr):
                whole = ast.Expression(last.value)
                value = eval(compile(whole, f"<cell {cell}>", "eval"), self.names)
                self._show([value], show)
            for figure in figures():
                show(figure)
        except BaseException as error:  # SystemExit and KeyboardInterrupt end the cell, not Python
            show(explain(error, cell, self.sources))
            return False
        finally:
            _listen(None)
            close()
        return True

    def _show(self, values: Iterable[Any], show: Callable[[Output], None]) -> None:
        for value in values:
            output = output_of(value)
            if output is not None:
                show(output)


def _listen(show: Callable[[Output], None] | None) -> None:
    """Who hears ``plt.show()``, and what checks say once there are checks; None: no more."""
    LISTENERS[:] = [show] if show else []
    check = sys.modules.get("mlcourse.exercises.check")
    if check:
        check.LISTENERS.clear()
        if show:
            check.LISTENERS.append(lambda result: show({"kind": "check", "passed": result.passed}))


def _shows(tree: ast.Module, code: str) -> bool:
    """Whether the last line is a value to show: a semicolon after it says no."""
    if not tree.body or not isinstance(tree.body[-1], ast.Expr):
        return False
    end = tree.body[-1]
    rest = "\n".join(code.splitlines()[(end.end_lineno or 1) - 1 :])
    after = rest.encode()[end.end_col_offset or 0 :].decode()
    return not after.lstrip().startswith(";")
