"""A clock whose halves are the moments before something is decided."""

from math import ceil

from mlcourse.explore import Steps

__all__ = ["Births", "Proposals"]


class Proposals(Steps):
    """At 0.5 the first proposal is made, and its die not yet cast."""

    __slots__ = ()

    def text(self, value: float | str) -> str:
        return _moment(float(value), "proposed")


class Births(Steps):
    """At 0.5 the parents of the first child are drawn, and the child not yet born."""

    __slots__ = ()

    def text(self, value: float | str) -> str:
        return _moment(float(value), "parents")


def _moment(value: float, half: str) -> str:
    number = f"{ceil(value):,}"
    return number if value == int(value) else f"{number}, {half}"
