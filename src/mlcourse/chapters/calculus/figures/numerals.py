"""Numbers of any size as text."""

from mlcourse.explore.typeset import typeset

__all__ = ["small"]


def small(value: float, digits: int | None = None) -> str:
    """A number that may be tiny or huge, such as 3.2·10⁻⁷; never below zero.

    To so many digits; without a number, to two where it has a power of ten and to three elsewhere.

    >>> small(3.16e-7), small(0.25), small(0.0), small(3105.02)
    ('3.2·10⁻⁷', '0.25', '0', '3,105')
    >>> small(3.16e-7, 1), small(0.256, 1), small(1e-9), small(2e-9)
    ('3·10⁻⁷', '0.3', '10⁻⁹', '2·10⁻⁹')
    """
    if value == 0.0:
        return "0"
    if 1e-3 <= value < 1e5:
        return f"{value:.{digits or 3}g}" if value < 1000 else f"{value:,.0f}"
    mantissa, exponent = f"{value:.{(digits or 2) - 1}e}".split("e")
    return typeset(f"{float(mantissa):g}e{exponent}")
