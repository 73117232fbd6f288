"""The base of every result: a frozen record whose arrays cannot be changed."""

from dataclasses import fields

import numpy as np

__all__ = ["Result"]


class Result:
    """Make the arrays of a frozen dataclass read-only once it is filled.

    Use as ``@dataclass(frozen=True, slots=True, kw_only=True, eq=False) class Path(Result)``.
    """

    __slots__ = ()

    def __post_init__(self) -> None:
        for field in fields(self):  # type: ignore[arg-type]
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                value.flags.writeable = False
