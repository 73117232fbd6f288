"""The answers of the chapter's problems by its own numerics, and of its challenges."""

from collections.abc import Callable
from typing import Any

ORACLES: dict[str, Callable[..., Any]] = {}

# what solves the challenge of an explorer
CHALLENGES: list[tuple[str, dict[str, Any]]] = [
    ("depot", {"factor": 10, "x": 722.5, "y": 599.1}),
    ("landscape_tour", {"landscape": "dents", "direction": 200, "looks": 300}),
    ("landscape_tour", {"landscape": "dents", "direction": 240, "looks": 300}),
    ("when_to_stop", {"ground": "plateau", "tolerance": 0.01, "k": 0}),
    (
        "conditioning",
        {"condition_number": 100, "angle": 45, "units": "scaled by each axis's curvature"},
    ),
]
