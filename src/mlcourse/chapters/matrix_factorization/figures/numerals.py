"""How the figures of this chapter write exact numbers and what is kept of them."""

from decimal import Decimal, localcontext
from fractions import Fraction

from mlcourse.explore.typeset import typeset

__all__ = ["short", "written"]

LONGEST = 18  # characters of a number that is written out


def written(value: Fraction, figures: int = 40) -> str:
    """A number with at most so many figures: written out, or with a power of ten if too long."""
    if value == 0:
        return "0"
    with localcontext() as context:
        context.prec = figures
        number = (Decimal(value.numerator) / Decimal(value.denominator)).normalize()
    sign = "−" if number < 0 else ""
    number = abs(number)
    plain = format(number, "f")
    if len(plain) <= (6 if number < Decimal("0.001") else LONGEST if number > 1 else 21):
        return sign + plain
    digits = "".join(str(d) for d in number.as_tuple().digits)
    front = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return sign + typeset(f"{front}e{number.adjusted()}")


def short(value: Fraction, digits: int, *, more: bool = False) -> str:
    """What is kept of a number, or (``more``) enough of the exact one to see what goes."""
    power = len(str(abs(round(value))))
    rest = abs(value) - Fraction(10) ** power
    if power > LONGEST - 2 and value.denominator == 1 and 0 < abs(rest) < 10:
        near = typeset(f"1e{power}")  # such as 1 − 10²⁰
        return f"{-rest} − {near}" if value < 0 else f"{near} − {-rest}"
    figures = digits + (2 if more else 0)
    text = written(value, figures)
    with localcontext() as context:
        context.prec = figures
        whole = Fraction(Decimal(value.numerator) / Decimal(value.denominator)) == value
    return text if whole or not more else text + "…"
