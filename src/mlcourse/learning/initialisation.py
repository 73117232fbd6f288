r"""First weights of a layer: how large they are decides whether a deep network can learn.

A layer :math:`z = x W` with independent weights of variance :math:`v` turns entries of mean
square :math:`q` into entries of mean square :math:`n_{in} v q`, and gradients likewise with
:math:`n_{out}`; the schemes choose :math:`v` so that neither grows nor fades.

Source: Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward
neural networks; He et al. (2015), Delving deep into rectifiers; Saxe et al. (2014), Exact
solutions to the nonlinear dynamics of learning in deep linear neural networks.
"""

from typing import Literal, get_args

import numpy as np

from mlcourse import _check as check
from mlcourse._check import FloatArray

__all__ = ["Scheme", "initial_weights"]

Scheme = Literal["zeros", "small", "xavier", "he", "orthogonal"]


def initial_weights(
    n_in: int,
    n_out: int,
    *,
    scheme: Scheme,
    scale: float = 1.0,
    rng: np.random.Generator | int,
) -> FloatArray:
    r"""Return the first weights of a layer.

    Parameters
    ----------
    n_in, n_out : int
        Numbers of inputs and outputs, at least 1.
    scheme : {"zeros", "small", "xavier", "he", "orthogonal"}
        All zero; normal with variance :math:`10^{-4}`, :math:`2 / (n_{in} + n_{out})` or
        :math:`2 / n_{in}`; or random orthonormal rows or columns, whichever are fewer.
    scale : float
        Factor on the weights, non-negative.
    rng : numpy.random.Generator or int
        Source of randomness.

    Returns
    -------
    ndarray, shape (n_in, n_out)
        Column j holds the weights into output j.

    Examples
    --------
    >>> w = initial_weights(400, 100, scheme="he", rng=7)
    >>> w.shape, round(float(w.std() * np.sqrt(400 / 2)), 2)
    ((400, 100), 1.0)
    """
    rows, cols = check.integer("n_in", n_in, low=1), check.integer("n_out", n_out, low=1)
    check.choice("scheme", scheme, get_args(Scheme))
    factor = check.non_negative("scale", scale)
    normal = check.generator("rng", rng).normal(size=(rows, cols))
    match scheme:
        case "zeros":
            return np.zeros((rows, cols))
        case "small":
            return factor * 0.01 * normal
        case "xavier":
            return factor * np.sqrt(2.0 / (rows + cols)) * normal
        case "he":
            return factor * np.sqrt(2.0 / rows) * normal
        case "orthogonal":
            u, _, vt = np.linalg.svd(normal, full_matrices=False)
            return factor * (u @ vt)
