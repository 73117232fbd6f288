"""The rows of `make bench` and how they are printed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["Row", "quantiles", "show"]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measurement beside what it is compared with, and the budget it must keep."""

    what: str
    ours: str
    beside: str = "–"
    ratio: str = "–"
    runs: str = ""
    budget: str = "–"
    kept: bool | None = None


def quantiles(values: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    return float(np.percentile(values, 50)), float(np.percentile(values, 95))


def show(title: str, rows: Iterable[Row]) -> None:
    """Print one table, columns as wide as they need."""
    head = ("what", "ours", "beside", "ratio", "runs, spread", "budget", "kept")
    marks = {True: "yes", False: "NO", None: ""}
    body = [(r.what, r.ours, r.beside, r.ratio, r.runs, r.budget, marks[r.kept]) for r in rows]
    widths = [max(len(line[k]) for line in [head, *body]) for k in range(len(head))]
    print(f"\n{title}")
    for line in [head, tuple("-" * w for w in widths), *body]:
        print("  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip())
