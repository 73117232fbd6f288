r"""Principal component analysis: the directions in which data vary most.

Source: Jolliffe (2002), Principal Component Analysis, 2nd ed., ch. 2 and section 3.5 (by the
singular value decomposition); Eckart and Young (1936), Psychometrika 1 (the error).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.statistics._range import beyond_range

__all__ = ["PCA", "pca"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PCA(Result):
    """Centred data as ``scores @ components``; k = min(n, p) components, largest first."""

    mean: FloatArray  # (p,)
    components: FloatArray  # (k, p) orthonormal rows; the largest entry of each is positive
    singular_values: FloatArray  # (k,) of the centred data
    scores: FloatArray  # (n, k) coordinates along the components
    explained_variance: FloatArray  # (k,) variance (n - 1 in the denominator) along each
    explained_share: FloatArray  # (k,) of the total variance; NaN if nothing varies
    reconstruction_error: FloatArray  # (k + 1,) mean squared error keeping 0, 1, ..., k

    def project(self, features: ArrayLike, *, n_components: int) -> FloatArray:
        """Coordinates of new rows ``(m, p)`` along the first components, ``(m, n_components)``."""
        features = check.matrix("features", features, cols=len(self.mean))
        n_components = check.integer("n_components", n_components, high=len(self.components))
        return (features - self.mean) @ self.components[:n_components].T

    def reconstruct(self, scores: ArrayLike) -> FloatArray:
        """Rows ``(m, p)`` from their first coordinates ``(m, n_components)``."""
        scores = check.array("scores", scores, ndim=2, empty=True)
        if scores.shape[1] > len(self.components):
            raise ValueError(
                f"scores must be of at most {len(self.components)} columns, got {scores.shape[1]}"
            )
        return self.mean + scores @ self.components[: scores.shape[1]]


def pca(features: ArrayLike) -> PCA:
    r"""Find the principal components by the singular value decomposition.

    For centred data :math:`X = U \Sigma V^\top`: the components are the rows of
    :math:`V^\top`, the scores :math:`U \Sigma`, the variances :math:`\sigma_j^2 / (n - 1)`.
    Keeping :math:`k` components leaves the mean squared error
    :math:`\frac{1}{np} \sum_{j > k} \sigma_j^2`, the least that :math:`k` directions can.

    Parameters
    ----------
    features : array of shape (n, p)
        Rows are observations, at least two.  Columns are centred here, not scaled.

    Returns
    -------
    PCA
        Components with variances, scores and the error for every number of components.

    Examples
    --------
    >>> fit = pca([[0, 0], [2, 2], [4, 4], [2, 4]])
    >>> fit.components.round(4).tolist()
    [[0.6386, 0.7695], [0.7695, -0.6386]]
    >>> fit.explained_share.round(4).tolist(), fit.reconstruction_error.round(4).tolist()
    ([0.9284, 0.0716], [2.375, 0.1701, 0.0])
    >>> fit.reconstruct(fit.project([[2, 2]], n_components=1)).round(2).tolist()
    [[1.75, 2.2]]
    """
    features = check.matrix("features", features)
    n, p = features.shape
    if n < 2:
        raise ValueError(f"features must be a matrix of at least 2 rows, got {n}")
    mean = features.mean(axis=0)
    # The mean of equal numbers can miss them by a rounding; what does not vary is zero here.
    centred = np.where(np.ptp(features, axis=0) > 0, features - mean, 0.0)
    u, s, vt = np.linalg.svd(centred, full_matrices=False)
    # The sign of a singular vector is free; fix it so that pictures do not flip.
    largest = np.abs(vt).argmax(axis=1)
    sign = np.where(vt[np.arange(len(vt)), largest] < 0, -1.0, 1.0)
    with beyond_range():
        squares = s**2
        share = squares / squares.sum()  # NaN if nothing varies
        # Adding from the smallest keeps every tail exact to rounding.
        tails = np.append(np.cumsum(squares[::-1])[::-1], 0.0)
    return PCA(
        mean=mean,
        components=vt * sign[:, None],
        singular_values=s,
        scores=u * (s * sign),
        explained_variance=squares / (n - 1),
        explained_share=share,
        reconstruction_error=tails / (n * p),
    )
