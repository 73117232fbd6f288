r"""The newsvendor: how much to order before the demand is known.

Each unit costs ``cost`` now and sells for ``price``; what is left over is worth nothing. Demand
is Gaussian, so keep its spread below a third of its mean, or negative demand is not negligible.

Source: Arrow, Harris and Marschak (1951), Optimal inventory policy; Porteus (2002),
Foundations of Stochastic Inventory Theory, section 1.2.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from mlcourse import _check as check
from mlcourse._check import FloatArray

__all__ = ["best_order", "expected_profit", "profit", "profit_cdf"]


def _prices(price: float, cost: float) -> tuple[float, float]:
    price = check.positive("price", price)
    return price, check.in_range("cost", cost, 0.0, price, open_low=True, open_high=True)


def _orders(order: ArrayLike) -> FloatArray:
    order = check.array("order", order)
    if np.any(order < 0):
        raise ValueError(f"order must be non-negative, got {order.min()}")
    return order


def profit(order: ArrayLike, demand: ArrayLike, price: float, cost: float) -> FloatArray:
    r"""What is earned, :math:`p \min(q, D) - c q`.

    Parameters
    ----------
    order : float or array
        Units ordered, at least 0.
    demand : float or array
        Units asked for; the shape broadcasts with that of ``order``.
    price : float
        Positive earning of each unit sold.
    cost : float
        Cost of each unit ordered, between 0 and ``price`` (both left out).

    Returns
    -------
    array
        In the unit of the price.

    Examples
    --------
    >>> profit(10, [5, 10, 15], 3, 1).tolist()
    [5.0, 20.0, 20.0]
    """
    order = _orders(order)
    demand = check.array("demand", demand)
    price, cost = _prices(price, cost)
    try:
        sold = np.minimum(order, demand)
    except ValueError:
        raise ValueError(
            f"demand must have a shape that fits that of order, {order.shape}, got {demand.shape}"
        ) from None
    return np.asarray(price * sold - cost * order)


def expected_profit(
    order: ArrayLike, mean: float, sigma: float, price: float, cost: float
) -> FloatArray:
    r"""Expected profit under Gaussian demand.

    .. math:: \operatorname{E}\min(q, D) = q - \sigma \bigl(z \Phi(z) + \varphi(z)\bigr),
              \qquad z = \frac{q - \mu}{\sigma}

    Parameters
    ----------
    order : float or array
        Units ordered, at least 0.
    mean : float
        Mean :math:`\mu` of the demand, in units.
    sigma : float
        Positive standard deviation :math:`\sigma` of the demand, in units.
    price, cost : float
        Earning of a unit sold and cost of a unit ordered, ``0 < cost < price``.

    Returns
    -------
    array of the shape of ``order``
        In the unit of the price.

    Examples
    --------
    >>> expected_profit([80, 100, 120], 100, 20, 3, 1).round(1).tolist()
    [155.0, 176.1, 175.0]
    """
    order = _orders(order)
    mean = check.real("mean", mean)
    sigma = check.positive("sigma", sigma)
    price, cost = _prices(price, cost)
    z = (order - mean) / sigma
    left_over = sigma * (z * ndtr(z) + np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi))
    return np.asarray(price * (order - left_over) - cost * order)


def best_order(mean: float, sigma: float, price: float, cost: float) -> float:
    r"""Order the critical fractile of the demand.

    .. math:: \Phi\Bigl(\frac{q^* - \mu}{\sigma}\Bigr) = \frac{p - c}{p}

    One more unit is worth its cost until the chance of selling it falls to :math:`c / p`.

    Parameters
    ----------
    mean : float
        Mean of the demand, in units.
    sigma : float
        Positive standard deviation of the demand, in units.
    price, cost : float
        Earning of a unit sold and cost of a unit ordered, ``0 < cost < price``.

    Returns
    -------
    float
        Units; 0 where even the first unit does not pay.

    Examples
    --------
    >>> best_order(100, 20, 2, 1), round(best_order(100, 20, 10, 1), 1)
    (100.0, 125.6)
    """
    mean = check.real("mean", mean)
    sigma = check.positive("sigma", sigma)
    price, cost = _prices(price, cost)
    return max(0.0, float(mean + sigma * ndtri((price - cost) / price)))


def profit_cdf(
    x: ArrayLike, order: float, mean: float, sigma: float, price: float, cost: float
) -> FloatArray:
    r"""Distribution of the profit, :math:`P(\text{profit} \le x)`.

    It jumps to 1 at the profit of selling out, :math:`(p - c) q`: the size of that jump is the
    probability that the demand reaches the order.

    Parameters
    ----------
    x : float or array
        Profits.
    order : float
        Units ordered, at least 0.
    mean : float
        Mean of the demand, in units.
    sigma : float
        Positive standard deviation of the demand, in units.
    price, cost : float
        Earning of a unit sold and cost of a unit ordered, ``0 < cost < price``.

    Returns
    -------
    array of the shape of ``x``
        Probabilities in [0, 1].

    Examples
    --------
    >>> profit_cdf([140, 199, 200], 100, 100, 20, 3, 1).round(3).tolist()
    [0.159, 0.493, 1.0]
    """
    x = check.array("x", x)
    order = check.non_negative("order", order)
    mean = check.real("mean", mean)
    sigma = check.positive("sigma", sigma)
    price, cost = _prices(price, cost)
    demand = (x + cost * order) / price
    sold_out = x >= price * order - cost * order
    return np.where(sold_out, 1.0, ndtr((demand - mean) / sigma))
