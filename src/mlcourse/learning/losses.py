r"""What training makes small: cross-entropy for classes, squared error for numbers.

Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.2.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse.calculus.autodiff import Tensor

__all__ = ["cross_entropy_loss", "squared_error_loss"]


def cross_entropy_loss(outputs: Tensor, labels: ArrayLike) -> Tensor:
    r"""Return the mean of :math:`-\log \operatorname{softmax}(\text{outputs})_y`, in nats.

    Parameters
    ----------
    outputs : Tensor, shape (n_samples, n_classes)
        Scores; the last axis holds the classes.
    labels : array_like of int, shape (n_samples,)
        Classes :math:`y`, from 0 to ``n_classes - 1``.

    Returns
    -------
    Tensor
        A scalar.

    Examples
    --------
    >>> loss = cross_entropy_loss(Tensor([[0.0, 0.0]]), [1])
    >>> round(float(loss.data), 6), round(float(np.log(2.0)), 6)
    (0.693147, 0.693147)
    """
    _outputs(outputs)
    n, n_classes = outputs.shape
    y = check.labels("labels", labels, length=n, n_classes=n_classes)
    chosen = np.zeros((n, n_classes))
    chosen[np.arange(n), y] = -1.0 / n
    return (outputs.log_softmax() * chosen).sum()


def squared_error_loss(outputs: Tensor, targets: ArrayLike) -> Tensor:
    r"""Return the mean over samples of :math:`\tfrac12 \lVert \text{output} - y \rVert^2`.

    Parameters
    ----------
    outputs : Tensor, shape (n_samples, n_out)
        Predictions.
    targets : array_like, shape (n_samples, n_out)
        What they should be, :math:`y`.

    Returns
    -------
    Tensor
        A scalar.

    Examples
    --------
    >>> float(squared_error_loss(Tensor([[1.0], [4.0]]), [[1.0], [2.0]]).data)
    1.0
    """
    _outputs(outputs)
    n, n_out = outputs.shape
    residual = outputs - check.matrix("targets", targets, rows=n, cols=n_out)
    return (residual * residual).sum() * (0.5 / n)


def _outputs(outputs: Tensor) -> None:
    if not isinstance(outputs, Tensor) or outputs.ndim != 2:
        raise TypeError(f"outputs must be a tensor with two axes, got {outputs!r}")
