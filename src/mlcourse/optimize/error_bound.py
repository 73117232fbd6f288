r"""How far a run of the heavy ball can be after k steps, in one curvature.

With the velocity zero at the start, the error along an eigenvector is, by the two roots
:math:`z_1, z_2` of :math:`z^2 - (1 + \beta - \alpha\lambda) z + \beta`, where :math:`|z_1| \ge
|z_2|`,

.. math:: e_k = \Bigl( z_1^k + z_2 (1 - z_1) \frac{z_1^k - z_2^k}{z_1 - z_2} \Bigr) e_0 .

A bound takes the size of every term.  It is exact without momentum and where the roots coincide,
as they do for the extreme curvatures of the best pair; there :math:`|e_k|` goes like :math:`k
|z_1|^k`, which no straight line on a log scale follows.

Derivation: both sides solve :math:`e_{k+1} = (1 + \beta - \alpha\lambda) e_k - \beta e_{k-1}`, by
the definition of the roots, and agree at :math:`k = 0` and :math:`k = 1`.
"""

import numpy as np

from mlcourse import _check as check
from mlcourse._check import FloatArray

__all__ = ["error_bound"]


def error_bound(
    *, curvature: float, step_size: float, momentum: float, max_steps: int
) -> FloatArray:
    r"""A bound on :math:`|e_k| / |e_0|` for the heavy ball started at rest.

    .. math:: |z_1|^k + |z_2| |1 - z_1| \min\Bigl( \sum_{j<k} |z_1|^{k-1-j} |z_2|^j,
       \frac{|z_1|^k + |z_2|^k}{|z_1 - z_2|} \Bigr)

    Parameters
    ----------
    curvature : float
        Eigenvalue :math:`\lambda > 0` of the Hessian.
    step_size : float
        :math:`\alpha > 0`.
    momentum : float
        :math:`\beta` in [0, 1).
    max_steps : int
        At least 0.

    Returns
    -------
    array, shape (max_steps + 1,)
        Starts at 1.

    Examples
    --------
    Without momentum it is the error itself:

    >>> error_bound(curvature=1.0, step_size=0.5, momentum=0.0, max_steps=3).tolist()
    [1.0, 0.5, 0.25, 0.125]
    """
    al = check.positive("curvature", curvature) * check.positive("step_size", step_size)
    beta = check.in_range("momentum", momentum, 0.0, 1.0, open_high=True)
    n = check.integer("max_steps", max_steps)
    half = 0.5 * (1.0 + beta - al)
    root = np.emath.sqrt(half**2 - beta)
    z1 = half + root if half >= 0 else half - root
    z2 = beta / z1 if z1 != 0 else z1  # the roots multiply to beta
    large, small = abs(z1), min(abs(z2), abs(z1))
    bound = np.ones(n + 1)
    total, apart = 0.0, abs(z1 - z2)
    for k in range(1, n + 1):
        total = large * total + small ** (k - 1)
        swing = min(total, (large**k + small**k) / apart) if apart > 0 else total
        bound[k] = large**k + small * abs(1.0 - z1) * swing
    return bound
