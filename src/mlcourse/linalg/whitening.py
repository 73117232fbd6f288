r"""Whitening: the change of basis after which data have unit variance in every direction.

Source: Kessy, Lewin and Strimmer (2018), Optimal Whitening and Decorrelation, The American
Statistician 72(4), section 2.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.linalg._scale import enlarge, scale_of
from mlcourse.linalg.svd import svd

__all__ = ["Whitening", "whiten"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Whitening(Result):
    """A whitening map and the data it was made from, whitened."""

    mean: FloatArray  # (d,)
    transform: FloatArray  # (r, d) for "pca", (d, d) for "zca"
    variances: FloatArray  # (r,) along the principal axes, largest first, none zero
    whitened: FloatArray  # (n_samples, r) or (n_samples, d): (features - mean) @ transform.T


def whiten(features: ArrayLike, *, method: Literal["pca", "zca"] = "pca") -> Whitening:
    r"""Return data with mean zero and covariance :math:`I`.

    With the covariance :math:`V \Lambda V^\top` the map is
    :math:`\Lambda^{-1/2} V^\top` ("pca": turn to the principal axes, then scale) or
    :math:`V \Lambda^{-1/2} V^\top` ("zca": turn back, so that the data move as little as
    possible).  Directions in which the data do not vary are left out.

    Parameters
    ----------
    features : array of shape (n_samples, d)
        One observation a row, at least two, not all the same.
    method : {"pca", "zca"}
        Which of the two maps.

    Returns
    -------
    Whitening
        Map, variances along the principal axes, whitened data.  If the data fill only r < d
        directions, "zca" gives them unit variance in these and none in the others.

    Examples
    --------
    >>> fit = whiten([[0, 0], [2, 0], [0, 4], [2, 4]])
    >>> fit.variances.round(4).tolist()
    [5.3333, 1.3333]
    >>> np.cov(fit.whitened.T).round(6).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    x = check.matrix("features", features)
    method = check.choice("method", method, ("pca", "zca"))
    if len(x) < 2:
        raise ValueError(
            f"features must be a table of at least two rows, got an array of shape {x.shape}"
        )
    scale = scale_of(x)
    mean = (x / scale).mean(axis=0)
    centred = x / scale - mean
    fit = svd(centred / np.sqrt(len(x) - 1))
    # Directions whose spread is mere rounding of the entries do not count.
    floor = (
        max(x.shape) * np.finfo(float).eps * max(float(fit.s[0]), float(np.max(np.abs(x / scale))))
    )
    rank = int(np.sum(fit.s > floor))
    if rank == 0:
        raise ValueError(f"features must be data that vary, got {len(x)} equal rows")
    spread, axes = fit.s[:rank], fit.vt[:rank]
    transform = axes / spread[:, None]
    if method == "zca":
        transform = axes.T @ transform
    return Whitening(
        mean=enlarge(mean, scale),
        transform=enlarge(transform, 1 / scale),
        variances=enlarge(enlarge(spread**2, scale), scale),
        whitened=centred @ transform.T,
    )
