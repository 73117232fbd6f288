r"""Scaled dot-product attention: each query takes a weighted mean of the values.

.. math:: S = \frac{Q K^\top}{T \sqrt d}, \qquad A = \operatorname{softmax}(S)
    \text{ along each row}, \qquad \text{output} = A V

The temperature :math:`T` (1 as a rule) spreads the weights when it is high and picks the best
match when it is low; with the causal mask a query sees only keys at or before its own place.

Source: Vaswani et al. (2017), Attention is all you need, section 3.2.1.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.calculus.autodiff import Tensor, lift

__all__ = ["Attention", "scaled_dot_product_attention"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Attention(Result):
    """What attention computes on the way; one row a query."""

    scores: FloatArray  # (n_queries, n_keys), -inf where the mask hides a key
    weights: FloatArray  # (n_queries, n_keys), rows sum to 1
    output: FloatArray  # (n_queries, d_value)


def scaled_dot_product_attention(
    query: ArrayLike,
    key: ArrayLike,
    value: ArrayLike,
    *,
    temperature: float = 1.0,
    causal: bool = False,
) -> Attention:
    """Return scores, weights and output of one attention head.

    Parameters
    ----------
    query : array_like, shape (n_queries, d)
        What each place looks for, :math:`Q`.
    key : array_like, shape (n_keys, d)
        What each place offers, :math:`K`.
    value : array_like, shape (n_keys, d_value)
        What each place gives, :math:`V`.
    temperature : float
        :math:`T`, positive.
    causal : bool
        Hide the keys after a query's own place; then there are as many queries as keys.

    Returns
    -------
    Attention
        Scores, weights and output, one row a query.

    Examples
    --------
    >>> a = scaled_dot_product_attention(np.eye(2), np.eye(2), [[1.0], [3.0]], causal=True)
    >>> a.weights.round(2).tolist()
    [[1.0, 0.0], [0.33, 0.67]]
    >>> a.output.round(2).tolist()
    [[1.0], [2.34]]
    """
    q = check.matrix("query", query)
    k = check.matrix("key", key, cols=q.shape[1])
    v = check.matrix("value", value, rows=len(k))
    temperature = check.positive("temperature", temperature)
    if check.boolean("causal", causal) and len(q) != len(k):
        raise ValueError(
            f"causal must be False unless there are as many queries as keys, "
            f"got {len(q)} queries and {len(k)} keys"
        )
    scores, weights, output = attend(lift(q), lift(k), lift(v), temperature, causal)
    return Attention(scores=scores.data, weights=weights.data, output=output.data)


def attend(
    query: Tensor, key: Tensor, value: Tensor, temperature: float, causal: bool
) -> tuple[Tensor, Tensor, Tensor]:
    """Return scores, weights and output; axes before the last two are separate sequences."""
    axes = (*range(key.ndim - 2), key.ndim - 1, key.ndim - 2)
    scores = (query @ key.transpose(*axes)) * (1.0 / (temperature * np.sqrt(query.shape[-1])))
    if causal:
        later = np.triu(np.ones(scores.shape[-2:], dtype=bool), 1)
        scores = scores + np.where(later, -np.inf, 0.0)
    weights = scores.softmax()
    return scores, weights, weights @ value
