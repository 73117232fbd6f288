r"""Fewer dimensions: how many components to keep, and what an axis keeps of each point.

Source: Jolliffe (2002), Principal Component Analysis, 2nd ed., sections 3.2 and 6.1.

Examples
--------
>>> def fewest_components(variances, share):
...     kept = np.cumsum(np.sort(variances)[::-1]) / np.sum(variances)
...     return 1 + int(np.argmax(kept >= share))
>>> result = check_fewest_components(fewest_components)
✓ fewest_components: 50 random inputs agree.
"""

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs

__all__ = ["check_fewest_components", "check_nearest_on_axis"]


def _draw_variances(rng: np.random.Generator) -> Inputs:
    # whole numbers in no order whose sums never meet the share that is asked for
    variances = rng.choice(np.arange(1, 40), size=6, replace=False).astype(float)
    return {"variances": variances, "share": float(rng.choice([0.613, 0.717, 0.819, 0.913]))}


def _fewest(variances: FloatArray, share: float) -> int:
    kept = np.cumsum(np.sort(variances)[::-1]) / variances.sum()
    return int(np.argmax(kept >= share)) + 1


check_fewest_components = Exercise(
    name="fewest_components",
    concept="dimensionality-reduction",
    draw=_draw_variances,
    expected=_fewest,
    hint="sort them, the largest first; add up until the sum reaches share times the total.",
    mistakes={
        "the components come in no order here: which should be kept first?": (
            lambda variances, share: (
                int(np.argmax(np.cumsum(variances) / variances.sum() >= share)) + 1
            )
        ),
        "one component more is needed: the share has to be reached, and Python counts from 0.": (
            lambda variances, share: _fewest(variances, share) - 1
        ),
        "variances add up, standard deviations do not: take no roots.": (
            lambda variances, share: _fewest(np.sqrt(variances), share)
        ),
        "variances add up as they are: take no squares.": (
            lambda variances, share: _fewest(variances**2, share)
        ),
        "the smallest ones were kept first.": (
            lambda variances, share: (
                int(np.argmax(np.cumsum(np.sort(variances)) / variances.sum() >= share)) + 1
            )
        ),
        "each component is compared with the share by itself; together they have to reach it.": (
            lambda variances, share: int(np.sum(variances / variances.sum() >= share))
        ),
        "that many can be dropped; how many are kept?": (
            lambda variances, share: len(variances) - _fewest(variances, share)
        ),
        "the share is of the total: divide by the sum of all variances.": (
            lambda variances, share: (
                int(np.argmax(np.cumsum(np.sort(variances)[::-1]) >= share)) + 1
            )
        ),
        "shares of the largest one were added; the total is the sum of all.": (
            lambda variances, share: int(np.sum(variances >= share * variances.max()))
        ),
    },
)


def _draw_points(rng: np.random.Generator) -> Inputs:
    points = rng.integers(-4, 9, size=(3, 2)).astype(float)
    points[0] += [1.0, 6.0]  # so that the mean is not near 0
    return {
        "points": points,
        "direction": np.array([float(rng.integers(1, 5)), float(rng.choice([-3, -2, 2, 3]))]),
    }


def _feet(points: FloatArray, direction: FloatArray, mean: FloatArray) -> FloatArray:
    along = (points - mean) @ direction / (direction @ direction)
    return np.asarray(mean + along[:, None] * direction)


check_nearest_on_axis = Exercise(
    name="nearest_on_axis",
    concept="dimensionality-reduction",
    draw=_draw_points,
    expected=lambda points, direction: _feet(points, direction, points.mean(axis=0)),
    hint="subtract the mean, take the inner product with a direction of length 1, go that far "
    "along it, add the mean again.",
    mistakes={
        "the axis goes through the mean of the points, not through 0.": (
            lambda points, direction: _feet(points, direction, np.zeros(2))
        ),
        "these are places seen from the mean: add it again.": (
            lambda points, direction: (
                _feet(points, direction, points.mean(axis=0)) - points.mean(axis=0)
            )
        ),
        "the direction is not of length 1: divide it by its length first.": (
            lambda points, direction: (
                points.mean(axis=0)
                + ((points - points.mean(axis=0)) @ direction)[:, None] * direction
            )
        ),
        "the length of the direction stands in twice: in the inner product and in the step.": (
            lambda points, direction: (
                points.mean(axis=0)
                + ((points - points.mean(axis=0)) @ direction)[:, None]
                * direction
                / np.linalg.norm(direction)
            )
        ),
        "that is what is left of each point, its way from the axis.": (
            lambda points, direction: points - _feet(points, direction, points.mean(axis=0))
        ),
        "these are the nearest points of the axis at right angles to this one.": (
            lambda points, direction: _feet(
                points, np.array([-direction[1], direction[0]]), points.mean(axis=0)
            )
        ),
        "the mean of every column is needed: points.mean(axis=0).": (
            lambda points, direction: _feet(points, direction, np.full(2, points.mean()))
        ),
    },
)
