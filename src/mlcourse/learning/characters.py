"""Text as numbers: each character is its place in an alphabet.

Source: Jurafsky and Martin (2023), Speech and Language Processing, 3rd ed. draft, section 3.1.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import IntArray

__all__ = ["alphabet_of", "decode", "encode"]


def alphabet_of(text: str) -> str:
    """Return the characters of a text, each once, sorted.

    Parameters
    ----------
    text : str
        At least one character.

    Returns
    -------
    str
        Ready for :func:`encode` and :func:`decode`.

    Examples
    --------
    >>> alphabet_of("to be or not")
    ' benort'
    """
    return "".join(sorted(set(string("text", text, low=1))))


def encode(text: str, alphabet: str) -> IntArray:
    """Return the place of each character of ``text`` in the alphabet.

    Parameters
    ----------
    text : str
        May be empty.
    alphabet : str
        Different characters, at least one.

    Returns
    -------
    ndarray of int, shape (len(text),)
        From 0 to ``len(alphabet) - 1``.

    Raises
    ------
    ValueError
        If ``text`` has a character that the alphabet lacks.

    Examples
    --------
    >>> encode("beet", " benort").tolist()
    [1, 2, 2, 6]
    """
    places = _places(alphabet)
    unknown = sorted(set(string("text", text)) - set(places))
    if unknown:
        raise ValueError(f"text must be made of the characters {alphabet!r}, got {unknown[0]!r}")
    return np.array([places[character] for character in text], dtype=np.int64)


def decode(codes: ArrayLike, alphabet: str) -> str:
    """Return the text with these places in the alphabet.

    Parameters
    ----------
    codes : array_like of int, shape (n,)
        From 0 to ``len(alphabet) - 1``, at least one.
    alphabet : str
        Different characters, at least one.

    Returns
    -------
    str
        As many characters as there are codes.

    Examples
    --------
    >>> decode([1, 2, 2, 6], " benort")
    'beet'
    """
    _places(alphabet)
    return "".join(alphabet[i] for i in check.labels("codes", codes, n_classes=len(alphabet)))


def string(name: str, value: str, *, low: int = 0) -> str:
    """Return a string of at least ``low`` characters."""
    legal = f"a string of at least {low} characters"
    if not isinstance(value, str):
        raise TypeError(f"{name} must be {legal}, got {value!r}")
    if len(value) < low:
        raise ValueError(f"{name} must be {legal}, got {len(value)}")
    return value


def _places(alphabet: str) -> dict[str, int]:
    places = {c: i for i, c in enumerate(string("alphabet", alphabet, low=1))}
    if len(places) < len(alphabet):
        raise ValueError(f"alphabet must be of different characters, got {alphabet!r}")
    return places
