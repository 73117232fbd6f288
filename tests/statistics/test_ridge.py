"""Polynomial features, ridge and the loss bowl against scikit-learn and brute force."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import Ridge
from sklearn.preprocessing import PolynomialFeatures

from mlcourse.data.tables import diabetes, old_faithful
from mlcourse.statistics.least_squares import least_squares
from mlcourse.statistics.loss_bowl import mse_surface
from mlcourse.statistics.polynomial import polynomial_features
from mlcourse.statistics.ridge import ridge


@pytest.mark.parametrize("degree", [1, 2, 7])
def test_powers_are_scikit_learns(degree: int) -> None:
    x = np.random.default_rng(1).normal(size=12)
    oracle = PolynomialFeatures(degree, include_bias=False).fit_transform(x[:, None])
    # One rounding a multiplication.
    np.testing.assert_allclose(polynomial_features(x, degree=degree), oracle, rtol=1e-14)


def test_a_polynomial_is_found_again() -> None:
    x = np.linspace(-1, 1, 9)
    fit = least_squares(polynomial_features(x, degree=4), 1 - 2 * x + 3 * x**4)
    np.testing.assert_allclose(fit.coefficients, [1, -2, 0, 0, 3], atol=1e-13)


@pytest.mark.parametrize("penalty", [1e-6, 1.0, 300.0, 1e9])
@pytest.mark.parametrize("shape", [(20, 3), (4, 9), (1, 2)])
def test_ridge_is_scikit_learns(penalty: float, shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(2)
    features, target = 5 + rng.normal(size=shape), 3 + rng.normal(size=shape[0])
    ours = ridge(features, target, penalty=penalty)
    oracle = Ridge(alpha=penalty, solver="svd").fit(features, target)
    # The smallest penalty leaves a condition of about 1e4 to the augmented matrix.
    np.testing.assert_allclose(ours.coefficients[1:], oracle.coef_, rtol=1e-9, atol=1e-13)
    assert ours.coefficients[0] == pytest.approx(oracle.intercept_, rel=1e-10)
    np.testing.assert_allclose(ours.fitted, oracle.predict(features), rtol=1e-10)
    np.testing.assert_allclose(ours.predict(features), ours.fitted, rtol=1e-11)
    np.testing.assert_allclose(ours.residuals, target - ours.fitted, atol=1e-15)


def test_ridge_satisfies_its_equation_and_shrinks() -> None:
    """First-order condition: X^T residuals = penalty * slopes, intercept unpenalised."""
    data = diabetes()
    features = (data.features - data.features.mean(axis=0)) / data.features.std(axis=0)
    lengths = []
    for penalty in (0.1, 10.0, 1000.0):
        fit = ridge(features, data.targets, penalty=penalty)
        slopes = fit.coefficients[1:]
        np.testing.assert_allclose(features.T @ fit.residuals, penalty * slopes, rtol=1e-7)
        assert fit.residuals.mean() == pytest.approx(0.0, abs=1e-10)
        lengths.append(np.linalg.norm(slopes))
    assert lengths[0] > lengths[1] > lengths[2]
    nearly_none = ridge(features, data.targets, penalty=1e-9).coefficients
    np.testing.assert_allclose(
        nearly_none, least_squares(features, data.targets).coefficients, rtol=1e-6
    )


@pytest.mark.parametrize("shift", [0.0, 1e3])
def test_bowl_is_the_mean_of_squares_line_by_line(shift: float) -> None:
    """Oracle: the definition, one line of the grid after the other."""
    rng = np.random.default_rng(3)
    x, y = shift + rng.normal(size=17), rng.normal(size=17)
    intercepts, slopes = np.linspace(-2, 2, 5), np.linspace(-1, 3, 4)
    bowl = mse_surface(x, y, intercepts=intercepts, slopes=slopes)
    slow = [[np.mean([(b - i - s * a) ** 2 for a, b in zip(x, y, strict=True)])
             for i in intercepts] for s in slopes]  # fmt: skip
    np.testing.assert_allclose(bowl.mse, slow, rtol=1e-9)


def test_bottom_of_the_bowl_is_the_least_squares_line() -> None:
    data = old_faithful()
    x, y = data.column("eruptions"), data.targets
    fit = least_squares(x[:, None], y)
    bowl = mse_surface(
        x, y, intercepts=[fit.coefficients[0]], slopes=fit.coefficients[1] + np.array([0, 0.1])
    )
    np.testing.assert_allclose([bowl.best_intercept, bowl.best_slope], fit.coefficients, rtol=1e-11)
    assert bowl.best_mse == pytest.approx(fit.residual_sum_of_squares / 272, rel=1e-11)
    assert bowl.mse[0, 0] == pytest.approx(bowl.best_mse, rel=1e-11)
    assert bowl.mse[1, 0] > bowl.best_mse


@given(seed=st.integers(0, 5000), n=st.integers(1, 8))
def test_no_line_is_below_the_bottom(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    x, y, a, b = (rng.normal(size=k) for k in (n, n, 6, 7))
    bowl = mse_surface(x, y, intercepts=a, slopes=b)
    assert bowl.mse.shape == (7, 6)
    assert np.all(bowl.mse >= bowl.best_mse)


def test_points_above_each_other_have_no_best_slope() -> None:
    bowl = mse_surface([0.1] * 3, [1.0, 2.0, 6.0], intercepts=[3.0], slopes=[0.0, 10.0])
    assert (bowl.best_intercept, bowl.best_slope) == (3.0, 0.0)
    np.testing.assert_allclose(bowl.mse[:, 0], [14 / 3, 14 / 3 + 1.0])


def test_ridge_predict_refuses_other_columns() -> None:
    with pytest.raises(ValueError, match="features must be"):
        ridge([[0.0], [1.0]], [1.0, 3.0], penalty=1.0).predict(np.ones((2, 2)))
