"""Arithmetic from a quiz file: ``2 / (L + mu)`` beside ``L: 9``.

Quiz files are part of the package and trusted as its code is: Python itself evaluates the text, and
finds no names but a few functions and those that are given.
"""

import math
from collections.abc import Mapping

__all__ = ["evaluate"]

FUNCTIONS = {name: getattr(math, name) for name in ("ceil", "exp", "floor", "log", "sqrt")}
FUNCTIONS |= {"abs": abs, "max": max, "min": min}


def evaluate(text: str | float, given: Mapping[str, float]) -> float:
    """The value of an arithmetic expression.

    Parameters
    ----------
    text : str or number
        The expression.
    given : mapping
        The values of the names in it.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the text uses another name, or has no finite number for a value.

    Examples
    --------
    >>> evaluate("2 / (L + mu)", {"L": 9, "mu": 1})
    0.2
    >>> evaluate("sqrt(-L)", {"L": 9})
    Traceback (most recent call last):
        ...
    ValueError: text must be arithmetic with a finite value, got 'sqrt(-L)'
    """
    names = {**FUNCTIONS, **given}
    try:
        code = compile(str(text), "a quiz", "eval")
        unknown = sorted(set(code.co_names) - set(names))
        value = math.nan if unknown else eval(code, {"__builtins__": {}}, names)
    except (SyntaxError, ArithmeticError, ValueError, TypeError):
        unknown, value = [], math.nan  # 1 +, 1 / 0, sqrt(-1), sqrt(1, 2), ...
    if unknown:
        raise ValueError(f"name must be one of {sorted(names)}, got {unknown[0]!r}")
    if type(value) not in (int, float) or not math.isfinite(value):
        raise ValueError(f"text must be arithmetic with a finite value, got {text!r}")
    return float(value)
