"""Call a reader's function safely, and say in a sentence what it did wrong as a function.

Whatever the reader's code does (raise, warn, return nothing, change its arguments, be stopped
by hand) becomes a `Trouble`: words, never a traceback.  A function that never ends is not
interrupted by us; the reader's stop button ends it, and that is reported too.
"""

import copy
import inspect
import re
import warnings
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from numbers import Rational
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "NotAttempted",
    "Trouble",
    "call",
    "describe",
    "misfit",
    "plain",
    "rounding",
    "same",
    "shown",
    "typed",
]

ROUNDING = 1e-12  # sums of a few numbers of about 1 differ by less, however they are computed
RESIDUE = 1e-15  # what such a sum leaves where its terms cancel
_COMMA = re.compile(r"[+-]?(0,\d+|\d+,(\d{1,2}|\d{4,}))")  # not 1,234
_THOUSANDS = re.compile(r"[+-]?\d{1,3}((,\d{3}){2,}|(,\d{3})+\.\d+)")

AND_OR = " Hint: between arrays write &, | and ~ (with brackets), not and, or and not."


class Trouble(Exception):
    """What went wrong, as a sentence that follows the name of the exercise."""


class NotAttempted(Exception):
    """The stub came back untouched; the message is a note for who thinks otherwise."""


def call(answer: Any, inputs: Mapping[str, Any]) -> Any:
    """``answer(*inputs)`` on copies of the inputs; raises only `Trouble` and `NotAttempted`."""
    if answer is ...:
        raise NotAttempted("")
    wanted = f"({', '.join(inputs)})"
    if not callable(answer):
        raise Trouble(f"pass the function itself, without calling it; got {shown(answer)}.")
    try:
        inspect.signature(answer).bind(*inputs.values())
    except TypeError:
        raise Trouble(f"the function must take {wanted}.") from None
    except ValueError:
        pass  # some built-in functions do not tell their signature: calling them will show
    given = copy.deepcopy(dict(inputs))
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            output = answer(*given.values())
    except NotImplementedError:
        raise NotAttempted("") from None
    except KeyboardInterrupt:
        where = describe(inputs)
        raise Trouble(f"at {where} it was stopped by hand. Does every loop end?") from None
    except Exception as error:
        said = f"{type(error).__name__}: {error}".removesuffix(": ")
        hint = AND_OR if "truth value of an array" in said else ""
        raise Trouble(f"at {describe(inputs)} your code stopped with {said}.{hint}") from None
    for name, value in inputs.items():
        if not isinstance(value, np.random.Generator) and not same(value, given[name]):
            raise Trouble(
                f"your code changes its input {name} in place: at {describe(inputs)} it left "
                f"{name} = {shown(given[name])}. Hint: build a new array, as in "
                f"{name} = {name} - ..., instead of {name} -= ...."
            )
    if output is None:
        raise NotAttempted(" It returns nothing: if you have written it, a return is missing.")
    if output is ...:
        raise NotAttempted("")
    return output


def plain(output: Any, expected: Any) -> Any:
    """The output in the form of what is expected: a pair may be a list or an array, a number a
    fraction or a decimal; whatever has no such form comes back as it is.
    """
    if isinstance(expected, tuple):
        rows = isinstance(output, np.ndarray) and output.ndim > 0
        if isinstance(output, list) or (
            rows and all(np.shape(one) == output.shape[1:] for one in expected)
        ):
            output = tuple(output)
        if isinstance(output, tuple) and len(output) == len(expected):
            return tuple(plain(a, b) for a, b in zip(output, expected, strict=True))
        return output
    if isinstance(expected, str):  # an entry of an array of words, or what np.select makes
        single = isinstance(output, (np.generic, np.ndarray)) and output.ndim == 0
        return output.item() if single else output
    try:
        array = np.asarray(output)
        return array.astype(float) if array.dtype == object and _exact(array) else output
    except (ValueError, TypeError, ArithmeticError):
        return output


def typed(answer: Any) -> Any:
    """A number that was typed as a text: "2/3", "1e-3", "45 %", "0,5", "2,090,000", or several of
    them in a list or in a text, "[0.5, 2]"; else the answer as it is, as "1,234" is, of which
    nobody knows whether it is more than two.
    """
    if isinstance(answer, np.ndarray) and answer.dtype.kind == "U":
        return typed(answer.tolist())
    if isinstance(answer, (list, tuple)):
        return [typed(item) for item in answer]
    if not isinstance(answer, str):
        return answer
    number = _number(answer)
    return number if number is not None else _several(answer)


def _number(text: str) -> float | None:
    """The one number that a text is."""
    number, sign, rest = text.partition("%")
    number = re.sub(r"\s*/\s*", "/", number.strip())
    if _THOUSANDS.fullmatch(number):
        number = number.replace(",", "")
    elif _COMMA.fullmatch(number):
        number = number.replace(",", ".")
    try:
        return None if rest.strip() else float(Fraction(number) / (100 if sign else 1))
    except (ValueError, ArithmeticError):
        return None


def _several(text: str) -> list[float] | str:
    """The numbers of a text such as "[0.5, 2]", "(1/2, 2)" or "0,5; 2"; else the text."""
    inner = text.strip()
    bare = inner[:1] + inner[-1:] not in ("[]", "()")
    if bare and re.fullmatch(r"[+-]?\d{1,3},\d{3}", inner):
        return text
    inner = inner if bare else inner[1:-1]
    numbers = [_number(part) for part in inner.split(";" if ";" in inner else ",")]
    found = [number for number in numbers if number is not None]
    return found if len(found) == len(numbers) > bare else text


def _exact(array: NDArray[Any]) -> bool:
    return all(isinstance(item, (Rational, Decimal)) for item in array.flat)


def misfit(output: Any, expected: Any) -> str | None:
    """What is wrong with the kind or the shape of the output; None when it can be compared."""
    if isinstance(expected, tuple):
        if not isinstance(output, tuple) or len(output) != len(expected):
            return f"return {len(expected)} values, as in return a, b"
        found = (misfit(a, b) for a, b in zip(output, expected, strict=True))
        return next((text for text in found if text), None)
    if isinstance(expected, str):
        return None if isinstance(output, str) else "return a text"
    try:
        array = np.asarray(output)
    except ValueError:
        return "the rows you return have different lengths"
    wanted = np.asarray(expected)
    if array.dtype.kind not in "iuf":
        return "return an array of numbers" if wanted.ndim else "return a number"
    if array.shape != wanted.shape:
        return f"return {_described(wanted)}, yours is {_described(array)}"
    if not np.all(np.isfinite(array)):
        return "the result holds a value that is not a finite number"
    return None


def _described(array: NDArray[Any]) -> str:
    if array.ndim == 0:
        return "one number"
    if array.ndim == 1:
        return f"an array of {array.size} number{'s' if array.size != 1 else ''}"
    return f"an array of shape {array.shape}"


def rounding(right: Iterable[Any]) -> float:
    """How far numbers may lie apart that differ by rounding only, beside these right answers.

    Where terms cancel, the right answer itself is what rounding has left, and no share of it is a
    measure.  The measure is the largest of the right answers, so that answers which are small as
    they should be are told apart from 0, and the number 1 if all of them are.
    """
    largest = max((_size(one) for one in right), default=0.0)
    return ROUNDING * (min(1.0, largest) if largest > RESIDUE else 1.0)


def _size(value: Any) -> float:
    """The largest entry of numbers, however nested; words have none."""
    if isinstance(value, (tuple, list)):
        return max(map(_size, value), default=0.0)
    array = np.asarray(value)
    if array.dtype.kind not in "iuf":
        return 0.0
    return float(np.max(np.abs(array), initial=0.0))


def same(a: Any, b: Any, rel_tol: float = 0.0, abs_tol: float = 0.0) -> bool:
    """Whether two outputs (or inputs) agree, to ``rel_tol`` of the largest entry for numbers, or to
    ``abs_tol``.
    """
    if isinstance(a, str) or isinstance(b, str):
        return bool(type(a) is type(b) and a == b)
    if isinstance(a, (tuple, list)) and isinstance(b, (tuple, list)):
        return len(a) == len(b) and all(
            same(x, y, rel_tol, abs_tol) for x, y in zip(a, b, strict=True)
        )
    try:
        x, y = np.asarray(a), np.asarray(b)
    except ValueError:  # rows of different lengths
        return False
    if x.shape != y.shape or x.dtype.kind not in "iufb" or y.dtype.kind not in "iufb":
        return False
    x, y = x.astype(float), y.astype(float)
    scale = float(np.max(np.abs(y), initial=0.0))
    if not np.isfinite(scale):  # a share of infinity would let everything agree
        return bool(np.array_equal(x, y))
    return bool(np.all(np.abs(x - y) <= max(rel_tol * scale, abs_tol)))


def shown(value: Any) -> str:
    """A value as a reader would type it, with few digits."""
    if isinstance(value, (np.ndarray, np.generic)):
        return shown(value.tolist())
    if isinstance(value, float):
        text = f"{value:.6g}"
    elif isinstance(value, (tuple, list)):
        inner = ", ".join(shown(item) for item in value)
        text = f"({inner})" if isinstance(value, tuple) else f"[{inner}]"
    elif isinstance(value, np.random.Generator):
        text = "a generator"
    else:
        text = repr(value)
    return text if len(text) <= 160 else text[:157] + "..."


def describe(inputs: Mapping[str, Any]) -> str:
    """``x = [1.2, -0.3], step_size = 0.1``."""
    return ", ".join(f"{name} = {shown(value)}" for name, value in inputs.items())
