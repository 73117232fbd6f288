"""Lists of stops for a slider or a clock: evenly spaced, in equal ratios, or single steps first."""

from math import log10

__all__ = ["growing", "linear", "log"]


def _six_digits(number: float) -> float:
    return float(f"{number:.6g}")


def linear(low: float, high: float, count: int) -> tuple[float, ...]:
    """``count`` evenly spaced stops from ``low`` to ``high``, rounded to six digits.

    >>> linear(0, 1, 5)
    (0.0, 0.25, 0.5, 0.75, 1.0)
    """
    if count < 2 or not low < high:
        raise ValueError(f"linear needs low < high and count >= 2, got {low}, {high}, {count}")
    return tuple(_six_digits(low + (high - low) * k / (count - 1)) for k in range(count))


def log(low: float, high: float, count: int) -> tuple[float, ...]:
    """``count`` stops from ``low`` to ``high`` in equal ratios, rounded to six digits.

    >>> log(0.01, 1, 3)
    (0.01, 0.1, 1.0)
    """
    if count < 2 or not 0 < low < high:
        raise ValueError(f"log needs 0 < low < high and count >= 2, got {low}, {high}, {count}")
    a, b = log10(low), log10(high)
    return tuple(_six_digits(10 ** (a + (b - a) * k / (count - 1))) for k in range(count))


def growing(first: int, last: int, count: int) -> tuple[int, ...]:
    """``count`` whole numbers from ``first`` to ``last``: single steps, then in equal ratios.

    >>> growing(1, 1000, 12)
    (1, 2, 4, 7, 13, 24, 45, 84, 156, 290, 539, 1000)
    """
    if not 1 <= first < last or not 2 <= count <= last - first + 1:
        raise ValueError(
            "growing needs 1 <= first < last and 2 <= count <= last - first + 1, "
            f"got {first}, {last}, {count}"
        )
    stops = [first]
    for left in range(count - 1, 0, -1):
        here = stops[-1]
        stops.append(max(here + 1, round(here * (last / here) ** (1 / left))))
    return tuple(stops)
