"""The answers of the chapter's problems by its own numerics, and of its challenges."""

from collections.abc import Callable
from typing import Any

ORACLES: dict[str, Callable[..., Any]] = {}

# what solves the challenge of an explorer
CHALLENGES: list[tuple[str, dict[str, Any]]] = [
    ("lu_stepper", {"epsilon": 1e-17, "digits": "16 digits", "step": 6}),
    ("qr_stability", {"size": 3.16228e-8, "step": 6}),
    ("eigenvectors", {"h": 0, "q": -1}),
]
