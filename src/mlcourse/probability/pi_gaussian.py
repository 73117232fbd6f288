r"""Pi under the bell: shells of :math:`e^{-r^2}` in the plane fill up to pi.

The square of :math:`\int e^{-x^2}dx` is an integral over the plane, and in rings it is easy:

.. math:: \Bigl(\int e^{-x^2}dx\Bigr)^2 = \iint e^{-(x^2+y^2)}\,dx\,dy
          = \int_0^\infty 2\pi r\,e^{-r^2}\,dr = \pi.

Source: Poisson's argument, in Stahl (2006), The Evolution of the Normal Distribution,
Mathematics Magazine 79 (2).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import erf

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result

__all__ = ["GaussianShells", "disk_volume", "gaussian_shells", "square_volume"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GaussianShells(Result):
    """The hill cut into rings of equal width."""

    edges: FloatArray  # (n + 1,) radii of the rings
    height: FloatArray  # (n,) exp(-r^2) in the middle of each ring
    volume: FloatArray  # (n,) circumference * height * width
    exact_volume: FloatArray  # (n,) the volume of the hill over each ring
    total: FloatArray  # (n + 1,) sum of the rings inside each edge
    exact_total: FloatArray  # (n + 1,) pi (1 - exp(-r^2)) at each edge


def disk_volume(radius: float) -> float:
    r"""Volume under :math:`e^{-r^2}` over a disk, :math:`\pi(1 - e^{-R^2})`.

    Parameters
    ----------
    radius : float
        Radius of the disk, at least 0.

    Returns
    -------
    float
        Between 0 and pi.

    Examples
    --------
    >>> [round(disk_volume(r), 4) for r in (0, 1, 2, 4)]
    [0.0, 1.9859, 3.0841, 3.1416]
    """
    radius = check.non_negative("radius", radius)
    # Beyond 30 the hill is below the smallest float, and the square could overflow.
    return float(-np.pi * np.expm1(-(min(radius, 30.0) ** 2)))


def square_volume(half_side: float) -> float:
    r"""Volume under :math:`e^{-x^2-y^2}` over a square, :math:`(\int_{-a}^{a} e^{-x^2}dx)^2`.

    It lies between those of the disks inside and around the square, of radius :math:`a` and
    :math:`\sqrt2\,a`; both tend to pi, so the integral over the line is :math:`\sqrt\pi`.

    Parameters
    ----------
    half_side : float
        Half the side of the square, at least 0.

    Returns
    -------
    float
        Between 0 and pi.

    Examples
    --------
    >>> round(disk_volume(1.0), 3), round(square_volume(1.0), 3), round(disk_volume(2**0.5), 3)
    (1.986, 2.231, 2.716)
    """
    half_side = check.non_negative("half_side", half_side)
    return float(np.pi * erf(half_side) ** 2)


def gaussian_shells(radius: float, *, n_shells: int) -> GaussianShells:
    r"""Cut the hill over a disk into rings and add them up.

    A ring of middle radius :math:`r` and width :math:`h` holds about
    :math:`2\pi r\,e^{-r^2} h`; the sum misses the exact volume by a multiple of :math:`h^2`.

    Parameters
    ----------
    radius : float
        Radius of the disk, positive and at most 30 (where the hill has ended).
    n_shells : int
        Number of rings, at least 1.

    Returns
    -------
    GaussianShells
        Volume of each ring, by its middle and exactly, and their running sums.

    Examples
    --------
    >>> shells = gaussian_shells(3.0, n_shells=60)
    >>> round(float(shells.total[-1]), 3), round(float(shells.exact_total[-1]), 3)
    (3.142, 3.141)
    """
    radius = check.in_range("radius", radius, 0.0, 30.0, open_low=True)
    n = check.integer("n_shells", n_shells, low=1)
    edges = radius * (np.arange(n + 1) / n)
    middle = (edges[1:] + edges[:-1]) / 2
    width = radius / n
    height = np.exp(-(middle**2))
    volume = 2 * np.pi * middle * height * width
    # exp(-a^2) - exp(-b^2), written so that thin rings do not cancel
    drop = -np.exp(-(edges[:-1] ** 2)) * np.expm1(-(edges[1:] + edges[:-1]) * np.diff(edges))
    return GaussianShells(
        edges=edges,
        height=height,
        volume=volume,
        exact_volume=np.pi * drop,
        total=np.concatenate([[0.0], np.cumsum(volume)]),
        exact_total=-np.pi * np.expm1(-(edges**2)),
    )
