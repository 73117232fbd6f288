"""Arithmetic from a data file: numbers, names that are given, + - * / **, and a few functions.

A quiz writes its answer as ``2 / (L + mu)`` beside ``L: 9``; the text is parsed by Python and
walked here, so that nothing but arithmetic can run.
"""

import ast
import math
import operator
from collections.abc import Callable, Mapping

__all__ = ["evaluate"]

BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: math.pow,  # always a float: 9 ** 9 ** 9 overflows instead of filling the memory
}
FUNCTIONS: dict[str, Callable[..., float]] = {
    "sqrt": math.sqrt,
    "exp": math.exp,
    "log": math.log,
    "ceil": math.ceil,
    "floor": math.floor,
    "abs": abs,
    "max": max,
    "min": min,
}


class _NotArithmetic(ValueError):
    """The text asks for more than arithmetic."""


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
        If the text is not arithmetic on the given names, or has no finite value.

    Examples
    --------
    >>> evaluate("2 / (L + mu)", {"L": 9, "mu": 1})
    0.2
    >>> evaluate("sqrt(-L)", {"L": 9})
    Traceback (most recent call last):
        ...
    ValueError: text must be arithmetic with a finite value, got 'sqrt(-L)'
    """
    try:
        value = _walk(ast.parse(str(text), mode="eval").body, given)
    except _NotArithmetic:
        raise
    except (SyntaxError, ArithmeticError, ValueError, TypeError):
        value = math.nan  # 1 / 0, sqrt(-1), sqrt(1, 2), ...
    if not math.isfinite(value):
        raise ValueError(f"text must be arithmetic with a finite value, got {text!r}")
    return float(value)


def _walk(node: ast.expr, given: Mapping[str, float]) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return float(node.value)
    if isinstance(node, ast.Name):
        if node.id not in given:
            raise _NotArithmetic(f"name must be one of {sorted(given)}, got {node.id!r}")
        return float(given[node.id])
    if isinstance(node, ast.BinOp) and type(node.op) in BINARY:
        return BINARY[type(node.op)](_walk(node.left, given), _walk(node.right, given))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_walk(node.operand, given)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        if node.func.id not in FUNCTIONS:
            legal = sorted(FUNCTIONS)
            raise _NotArithmetic(f"function must be one of {legal}, got {node.func.id!r}")
        return FUNCTIONS[node.func.id](*(_walk(arg, given) for arg in node.args))
    raise _NotArithmetic(f"text must be arithmetic, got {ast.unparse(node)!r}")
