"""The figures of chapter 01, one module each.

``from mlcourse.explorers import probability as figures``, then ``figures.darts()``.
"""

from mlcourse.explorers.probability._central_limit import central_limit
from mlcourse.explorers.probability._conditional_probability import conditional_probability
from mlcourse.explorers.probability._darts import darts
from mlcourse.explorers.probability._gaussian_pi import gaussian_pi
from mlcourse.explorers.probability._law_of_large_numbers import law_of_large_numbers
from mlcourse.explorers.probability._pi_digits import pi_digits
from mlcourse.explorers.probability._pi_race import pi_race

__all__ = [
    "central_limit",
    "conditional_probability",
    "darts",
    "gaussian_pi",
    "law_of_large_numbers",
    "pi_digits",
    "pi_race",
]
