"""The settings of `fair_race`: for each problem and budget the best of a grid, on other runs.

Found on twenty runs of another seed, by their median at the end and then their mean; the grids are
in ``tests/chapters/derivative_free/tuning.py``.
"""

__all__ = ["BUDGETS", "SETTINGS", "setting", "told"]

BUDGETS = (300, 3000)
NEVER = 10_000  # steps: longer than any run, so that it does not begin elsewhere

# problem and budget: annealing, genetic, compass, descent at price 5, descent at price 2
SETTINGS: dict[tuple[str, int], dict[str, tuple[float, ...]]] = {
    ("bowl", 300): {
        "annealing": (1, 1e-12, 0.3), "genetic": (30, 0.3, 10, 0.9), "compass": (8, 0.001),
        "descent 5": (0.015, NEVER), "descent 2": (0.015, NEVER),
    },
    ("bowl", 3000): {
        "annealing": (0.3, 3e-11, 0.01), "genetic": (100, 0.003, 10, 0.9), "compass": (0.3, 0),
        "descent 5": (0.0198, NEVER), "descent 2": (0.0198, NEVER),
    },
    ("dents", 300): {
        "annealing": (10, 1e-4, 1), "genetic": (30, 0.03, 10, 0.9), "compass": (4, 0.03),
        "descent 5": (0.004, 5), "descent 2": (0.004, 5),
    },
    ("dents", 3000): {
        "annealing": (3, 0.003, 0.6), "genetic": (100, 0.01, 3, 0.9), "compass": (8, 0.001),
        "descent 5": (0.003, 5), "descent 2": (0.003, 5),
    },
    ("stairs", 300): {
        "annealing": (0.3, 3e-6, 0.3), "genetic": (10, 0.3, 2, 0), "compass": (0.5, 0.001),
        "descent 5": (0.001, 1), "descent 2": (0.001, 1),
    },
    ("stairs", 3000): {
        "annealing": (0.3, 3e-6, 0.03), "genetic": (10, 0.1, 2, 0), "compass": (0.5, 1e-6),
        "descent 5": (0.001, 1), "descent 2": (0.001, 1),
    },
    ("needle", 300): {
        "annealing": (0.3, 3e-6, 1), "genetic": (10, 1, 3, 0), "compass": (4, 0.3),
        "descent 5": (0.001, 1), "descent 2": (0.001, 1),
    },
    ("needle", 3000): {
        "annealing": (0.3, 3e-6, 1), "genetic": (10, 1, 3, 0), "compass": (4, 0.3),
        "descent 5": (0.001, 1), "descent 2": (0.001, 1),
    },
}  # fmt: skip


def setting(problem: str, method: str, budget: int, price: int) -> tuple[float, ...]:
    """The numbers that ``contest.best_so_far`` asks for."""
    if method == "random":
        return ()
    key = f"descent {price}" if method == "descent" else method
    return SETTINGS[problem, budget][key]


def told(problem: str, method: str, budget: int, price: int) -> str:
    """The same in words."""
    numbers = setting(problem, method, budget, price)
    if method == "annealing":
        hot, cold, step = numbers
        return f"annealing: T from {hot:g} to {_short(cold)}, step {step:g}"
    if method == "genetic":
        size, sigma, pressure, share = numbers
        mixed = f"cross {share:g}"
        return f"genetic: {size:g}, best of {pressure:g}, {mixed}, σ {sigma:g}"
    if method == "compass":
        stride, least = numbers
        again = f", new start below {_short(least)}" if least else ""
        return f"compass: stride {stride:g}{again}"
    if method == "descent":
        alpha, every = numbers
        again = "" if every >= NEVER else f", new start after {every:g}"
        return f"descent: α = {alpha:g}{again}"
    return "random: anywhere in the box"


def _short(number: float) -> str:
    if number >= 1e-3:
        return f"{number:g}"
    digits, power = f"{number:.0e}".split("e-")
    small = "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(c)] for c in str(int(power)))
    return f"{'' if digits == '1' else digits + '·'}10⁻{small}"
