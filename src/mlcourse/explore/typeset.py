"""How numbers stand in the text of a figure: as they are printed and not as they are typed."""

import re

__all__ = ["number", "rounded", "typeset"]

MINUS, SPACE = "\N{MINUS SIGN}", "\N{NO-BREAK SPACE}"
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_HYPHEN = re.compile(r"(?<![\w.)\]])-(?=\d)")
_POWER = re.compile(rf"(?<![\w.])(\d+(?:\.\d+)?)e([-+{MINUS}]?)0*(\d+)(?!\w)")
_NO_SIGN = re.compile(rf"{MINUS}(0(?:\.0+)?)(?![\d.,]*[1-9])(?![·^⁻])")
_PERCENT = re.compile(r"(?<=\d) ?%")


def _power(match: re.Match[str]) -> str:
    digits, sign, exponent = match.groups()
    raised = f"{'-' if sign in ('-', MINUS) else ''}{exponent}".translate(RAISED)
    return f"10{raised}" if digits == "1" else f"{digits}·10{raised}"


def typeset(text: str) -> str:
    """Powers of ten raised, a true minus, none before nothing, and a space before "%".

    Examples
    --------
    >>> typeset("height 8.4e-06, slope 1e-09, move -0.00, from -2 to 3.2e+15")
    'height 8.4·10⁻⁶, slope 10⁻⁹, move 0.00, from −2 to 3.2·10¹⁵'
    >>> typeset("62.7% or 60 %").replace("\N{NO-BREAK SPACE}", "_")
    '62.7_% or 60_%'
    """
    text = _POWER.sub(_power, _HYPHEN.sub(MINUS, text))
    return _PERCENT.sub(f"{SPACE}%", _NO_SIGN.sub(r"\1", text))


def number(value: float, form: str = ".2f") -> str:
    """One number in a format, typeset.

    Examples
    --------
    >>> number(-1.25), number(-0.001), number(-12345.6, ",.0f"), number(3e-7, ".2g")
    ('−1.25', '0.00', '−12,346', '3·10⁻⁷')
    """
    return typeset(format(value, form))


def rounded(value: float, places: int = 3) -> str:
    """One number to so many places after the point, without the zeros at its end.

    Examples
    --------
    >>> rounded(-0.25), rounded(1.0), rounded(-0.0001)
    ('−0.25', '1', '0')
    """
    text = f"{value:.{places}f}"
    return typeset(text.rstrip("0").rstrip(".") if "." in text else text)
