r"""Famous test functions of two variables with their derivatives and minima.

Points are in the last axis, as everywhere (see ``objectives``).

Sources: Rosenbrock (1960), An automatic method for finding the greatest or least value of a
function, The Computer Journal 3(3); Himmelblau (1972), Applied Nonlinear Programming;
Beale (1958), On an iterative method for finding a local minimum of a function of more than one
variable, Princeton; Rastrigin's function as given by Törn and Zilinskas (1989), Global
Optimization, Lecture Notes in Computer Science 350.
"""

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.optimize.objectives import Objective

__all__ = ["BEALE", "HIMMELBLAU", "RASTRIGIN", "ROSENBROCK", "SADDLE"]


def _symmetric(xx: FloatArray, xy: FloatArray, yy: FloatArray) -> FloatArray:
    """Second derivatives as matrices in the last two axes."""
    xx, xy, yy = np.broadcast_arrays(xx, xy, yy)
    return np.stack([np.stack([xx, xy], axis=-1), np.stack([xy, yy], axis=-1)], axis=-1)


def _pair(x: FloatArray, y: FloatArray) -> FloatArray:
    """Two coordinates in a new last axis; np.stack takes three times as long on single points."""
    out = np.empty((*np.shape(x), 2), dtype=np.result_type(x, y))
    out[..., 0], out[..., 1] = x, y
    return out


def _split(points: FloatArray) -> tuple[FloatArray, FloatArray]:
    points = np.asarray(points)
    return points[..., 0], points[..., 1]


def _rosenbrock(points: FloatArray) -> FloatArray:
    x, y = _split(points)
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def _rosenbrock_grad(points: FloatArray) -> FloatArray:
    x, y = _split(points)
    gap = y - x**2
    return _pair(-2 * (1 - x) - 400 * x * gap, 200 * gap)


def _rosenbrock_hess(points: FloatArray) -> FloatArray:
    x, y = _split(points)
    return _symmetric(2 + 1200 * x**2 - 400 * y, -400 * x, np.array(200.0))


def _saddle(points: FloatArray) -> FloatArray:
    x, y = _split(points)
    return 0.5 * x**2 - 0.5 * y**2 + 0.25 * y**4


def _saddle_grad(points: FloatArray) -> FloatArray:
    x, y = _split(points)
    return _pair(x, y**3 - y)


def _saddle_hess(points: FloatArray) -> FloatArray:
    x, y = _split(points)
    return _symmetric(np.ones_like(x, dtype=float), 0.0 * x, 3 * y**2 - 1)


def _himmelblau(points: FloatArray) -> FloatArray:
    x, y = _split(points)
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def _himmelblau_grad(points: FloatArray) -> FloatArray:
    x, y = _split(points)
    a, b = x**2 + y - 11, x + y**2 - 7
    return _pair(4 * x * a + 2 * b, 2 * a + 4 * y * b)


def _himmelblau_hess(points: FloatArray) -> FloatArray:
    x, y = _split(points)
    a, b = x**2 + y - 11, x + y**2 - 7
    return _symmetric(4 * a + 8 * x**2 + 2, 4 * (x + y), 2 + 4 * b + 8 * y**2)


def _rastrigin(points: FloatArray) -> FloatArray:
    x = np.asarray(points)
    return np.sum(10 + x**2 - 10 * np.cos(2 * np.pi * x), axis=-1)


def _rastrigin_grad(points: FloatArray) -> FloatArray:
    x = np.asarray(points)
    return 2 * x + 20 * np.pi * np.sin(2 * np.pi * x)


def _rastrigin_hess(points: FloatArray) -> FloatArray:
    x = np.asarray(points)
    return (2 + 40 * np.pi**2 * np.cos(2 * np.pi * x))[..., None] * np.eye(x.shape[-1])


_BEALE_TARGETS = np.array([1.5, 2.25, 2.625])
_BEALE_POWERS = np.array([1, 2, 3])


def _beale_terms(points: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """The three residuals and their first derivatives, in a new last axis; and ``x``."""
    x, y = (side[..., None] for side in _split(points))
    k = _BEALE_POWERS
    return _BEALE_TARGETS - x * (1 - y**k), y**k - 1, k * x * y ** (k - 1), x


def _beale(points: FloatArray) -> FloatArray:
    t, *_ = _beale_terms(points)
    return np.sum(t**2, axis=-1)


def _beale_grad(points: FloatArray) -> FloatArray:
    t, tx, ty, _ = _beale_terms(points)
    return 2 * _pair(np.sum(t * tx, axis=-1), np.sum(t * ty, axis=-1))


def _beale_hess(points: FloatArray) -> FloatArray:
    t, tx, ty, x = _beale_terms(points)
    y = _split(points)[1]
    txy = np.stack([np.ones_like(y), 2 * y, 3 * y**2], axis=-1)
    tyy = x * np.stack([0 * y, 2 + 0 * y, 6 * y], axis=-1)
    return _symmetric(
        2 * np.sum(tx**2, axis=-1),
        2 * np.sum(tx * ty + t * txy, axis=-1),
        2 * np.sum(ty**2 + t * tyy, axis=-1),
    )


ROSENBROCK = Objective(
    name="valley (Rosenbrock)",
    fun=_rosenbrock,
    grad=_rosenbrock_grad,
    hess=_rosenbrock_hess,
    domain=np.array([[-2.0, 2.0], [-1.0, 3.0]]),
    minima=np.array([[1.0, 1.0]]),
)

SADDLE = Objective(
    name="saddle",
    fun=_saddle,
    grad=_saddle_grad,
    hess=_saddle_hess,
    domain=np.array([[-2.0, 2.0], [-2.0, 2.0]]),
    minima=np.array([[0.0, -1.0], [0.0, 1.0]]),
)

HIMMELBLAU = Objective(
    name="Himmelblau",
    fun=_himmelblau,
    grad=_himmelblau_grad,
    hess=_himmelblau_hess,
    domain=np.array([[-5.0, 5.0], [-5.0, 5.0]]),
    # roots of x**2 + y = 11 and x + y**2 = 7, where both squares vanish
    minima=np.array(
        [
            [3.0, 2.0],
            [-2.805118086952745, 3.131312518250573],
            [-3.779310253377747, -3.2831859912861696],
            [3.5844283403304917, -1.8481265269644036],
        ]
    ),
)

RASTRIGIN = Objective(
    name="Rastrigin",
    fun=_rastrigin,
    grad=_rastrigin_grad,
    hess=_rastrigin_hess,
    domain=np.array([[-5.12, 5.12], [-5.12, 5.12]]),
    minima=np.array([[0.0, 0.0]]),
)

BEALE = Objective(
    name="Beale",
    fun=_beale,
    grad=_beale_grad,
    hess=_beale_hess,
    domain=np.array([[-4.5, 4.5], [-4.5, 4.5]]),
    minima=np.array([[3.0, 0.5]]),
)
