"""The 442 patients of the lasso figures, and what both figures draw of them."""

from functools import cache

from mlcourse._check import FloatArray
from mlcourse.data.tables import diabetes
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PURPLE, SKY

__all__ = ["COLOURS", "NAMES", "patients"]

NAMES = ("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6")
COLOURS = (MUTED, MUTED, BLUE, GREEN, INK, SKY, PURPLE, MUTED, ORANGE, MUTED)


@cache
def patients() -> tuple[FloatArray, FloatArray]:
    """Ten standardised features and the centred target."""
    table = diabetes()
    x = (table.features - table.features.mean(axis=0)) / table.features.std(axis=0)
    return x, table.targets - table.targets.mean()
