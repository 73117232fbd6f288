"""What an explorer computes, says and counts as solved at given values of its controls."""

from typing import Any

from mlcourse.explore import Explorer
from mlcourse.explore.typeset import SPACE, typeset

__all__ = ["said", "solved", "view_of"]


def view_of(explorer: Explorer, **values: Any) -> tuple[Any, dict[str, Any]]:
    """Its view, and the values of its steps."""
    computed, steps = explorer.values(explorer.state(**values))
    return explorer.compute(**computed), steps


def solved(explorer: Explorer, **values: Any) -> bool:
    """Whether its challenge is met."""
    assert explorer.challenge is not None
    view, steps = view_of(explorer, **values)
    return explorer.challenge.solved(view, **steps)


def said(explorer: Explorer, **values: Any) -> str:
    """Its readout as the figure shows it, with plain spaces."""
    view, steps = view_of(explorer, **values)
    return typeset(explorer.readout(view, **steps)).replace(SPACE, " ")
