"""Least squares against NIST, statsmodels, exact fractions and the normal equations."""

from fractions import Fraction

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from mlcourse.data.longley import longley
from mlcourse.data.tables import diabetes, old_faithful
from mlcourse.statistics.least_squares import least_squares


def log_relative_error(value, exact):
    """Correct significant digits: -log10 of the relative error, at most 15."""
    error = np.abs(np.asarray(value) - exact) / np.abs(exact)
    return -np.log10(np.maximum(error, 1e-15))


def test_longley_to_the_digits_a_double_allows() -> None:
    """NIST's certified values.

    The columns scaled to unit length have condition 4.3e4, so that backward stable QR may
    lose 4.6 of a double's 15.9 digits: at least 11 must remain (12.2 to 12.9 do, depending on
    the processor's order of summing).  RSS, R^2, F and the errors are better conditioned: at
    least 12 (13.3 and more do).
    """
    data = longley()
    fit = least_squares(data.features, data.targets)
    digits = log_relative_error(fit.coefficients, data.certified_coefficients)
    assert digits.min() >= 11
    assert log_relative_error(fit.standard_errors, data.certified_standard_errors).min() >= 12
    mean_square = fit.residual_sum_of_squares / fit.degrees_of_freedom
    for ours, certified in [
        (fit.r2_score, data.certified_r_squared),
        (fit.f_statistic, data.certified_f_statistic),
        (fit.residual_sum_of_squares, data.certified_residual_sum_of_squares),
        (mean_square, data.certified_residual_mean_square),
    ]:
        assert log_relative_error(ours, certified) >= 12
    assert fit.degrees_of_freedom == 9
    assert fit.reason == "solved"


def test_normal_equations_lose_what_qr_keeps() -> None:
    """The negative control: squaring the condition number costs at least two digits more."""
    data = longley()
    x = np.column_stack([np.ones(16), data.features])
    normal = np.linalg.solve(x.T @ x, x.T @ data.targets)
    lost = log_relative_error(normal, data.certified_coefficients)
    kept = log_relative_error(
        least_squares(data.features, data.targets).coefficients, data.certified_coefficients
    )
    assert lost.min() < 9
    assert kept.min() >= lost.min() + 2


RNG = np.random.default_rng(12)
CASES = {
    "geyser": (old_faithful().features, old_faithful().targets),
    "diabetes": (diabetes().features, diabetes().targets),
    "one feature, three rows": (np.array([[1.0], [2.0], [4.0]]), np.array([1.0, 0.0, 5.0])),
    "tiny units": (1e-9 * RNG.normal(size=(20, 3)), 1e9 * RNG.normal(size=20)),
    "far from zero": (100 + RNG.normal(size=(30, 2)), 100 + RNG.normal(size=30)),
}


@pytest.mark.parametrize("case", CASES)
def test_every_number_is_statsmodels(case: str) -> None:
    features, target = CASES[case]
    fit = least_squares(features, target)
    oracle = sm.OLS(target, np.column_stack([np.ones(len(target)), features])).fit(method="qr")
    # The oracle inverts R^T R for its standard errors, which squares a condition of up to
    # 1e3 for columns of unit length: 1e-16 * 1e6, ten times.
    close = {"rtol": 1e-9, "atol": 0}
    np.testing.assert_allclose(fit.coefficients, oracle.params, **close)
    np.testing.assert_allclose(fit.standard_errors, oracle.bse, **close)
    np.testing.assert_allclose(fit.t_statistics, oracle.tvalues, **close)
    np.testing.assert_allclose(fit.p_values, oracle.pvalues, rtol=1e-7, atol=1e-300)
    size = np.abs(target).max()
    np.testing.assert_allclose(fit.fitted, oracle.fittedvalues, atol=1e-9 * size)
    np.testing.assert_allclose(fit.residual_sum_of_squares, oracle.ssr, **close)
    np.testing.assert_allclose(fit.total_sum_of_squares, oracle.centered_tss, **close)
    np.testing.assert_allclose(fit.r2_score, oracle.rsquared, rtol=1e-8)
    np.testing.assert_allclose(fit.adjusted_r2_score, oracle.rsquared_adj, rtol=1e-7)
    np.testing.assert_allclose(fit.f_statistic, oracle.fvalue, rtol=1e-8)
    np.testing.assert_allclose(fit.f_p_value, oracle.f_pvalue, rtol=1e-6, atol=1e-300)
    assert fit.degrees_of_freedom == oracle.df_resid


def test_errors_of_the_slopes_do_not_depend_on_the_origin() -> None:
    """Features moved by 1e4 standard deviations cost 1e-16 * 1e4 each way, not 1e8."""
    rng = np.random.default_rng(13)
    features, target = rng.normal(size=(30, 2)), rng.normal(size=30)
    moved, plain = least_squares(1e4 + features, target), least_squares(features, target)
    np.testing.assert_allclose(moved.standard_errors[1:], plain.standard_errors[1:], rtol=1e-10)
    np.testing.assert_allclose(moved.coefficients[1:], plain.coefficients[1:], rtol=1e-8)


def test_line_is_exact_fractions() -> None:
    """Oracle: the normal equations of five points in rational arithmetic."""
    x, y = [0, 1, 3, 4, 7], [2, 3, 3, 8, 9]
    n, sx, sy = 5, Fraction(sum(x)), Fraction(sum(y))
    sxx = Fraction(sum(a * a for a in x))
    sxy = Fraction(sum(a * b for a, b in zip(x, y, strict=True)))
    slope = (n * sxy - sx * sy) / (n * sxx - sx * sx)
    fit = least_squares(np.array(x)[:, None], y)
    np.testing.assert_allclose(
        fit.coefficients, [float((sy - slope * sx) / n), float(slope)], rtol=1e-14
    )


@given(seed=st.integers(0, 10_000), n=st.integers(6, 30), p=st.integers(1, 4))
def test_residuals_are_orthogonal_and_r2_splits_the_variance(seed: int, n: int, p: int) -> None:
    rng = np.random.default_rng(seed)
    features, target = rng.normal(size=(n, p)), rng.normal(size=n)
    fit = least_squares(features, target)
    # n products of size about 1, each good to eps.
    np.testing.assert_allclose(features.T @ fit.residuals, 0.0, atol=1e-11)
    assert fit.residuals.sum() == pytest.approx(0.0, abs=1e-11)
    np.testing.assert_allclose(fit.fitted + fit.residuals, target, atol=1e-12)
    np.testing.assert_allclose(fit.predict(features), fit.fitted, atol=1e-10)
    assert 0.0 <= fit.r2_score <= 1.0
    assert fit.adjusted_r2_score <= fit.r2_score
    # F tests all slopes at once; with one slope it is the square of its t.
    if p == 1:
        assert fit.f_statistic == pytest.approx(fit.t_statistics[1] ** 2, rel=1e-8)
        assert fit.f_p_value == pytest.approx(fit.p_values[1], rel=1e-7)


def test_standard_errors_are_the_spread_of_the_coefficients() -> None:
    """Simulated: 1500 targets with known noise; a standard deviation is good to 1/sqrt(2 n)."""
    rng = np.random.default_rng(21)
    features = rng.normal(size=(25, 2)) @ np.array([[1.0, 0.8], [0.0, 0.6]])
    fits = [
        least_squares(features, 1 + features @ [2.0, -1.0] + 0.5 * rng.normal(size=25))
        for _ in range(1500)
    ]
    spread = np.std([fit.coefficients for fit in fits], axis=0)
    stated = np.sqrt(np.mean([fit.standard_errors**2 for fit in fits], axis=0))
    np.testing.assert_allclose(stated, spread, rtol=4 / np.sqrt(2 * 1500))


@pytest.mark.parametrize(
    "features",
    [
        np.column_stack([np.arange(6.0), 2 * np.arange(6.0) + 1]),
        np.full((6, 1), 0.1),
        np.zeros((6, 2)),
        np.random.default_rng(0).normal(size=(6, 6)),
        1e-12 * np.column_stack([np.arange(6.0), 3 * np.arange(6.0)]),
    ],
    ids=["dependent", "constant", "zero", "as many columns as rows", "tiny"],
)
def test_rank_deficiency_is_a_result(features) -> None:
    fit = least_squares(features, [1.0, 2.0, 4.0, 4.0, 5.0, 9.0])
    assert fit.reason == "singular"
    assert np.all(np.isnan(fit.coefficients))
    assert np.isnan(fit.r2_score)
    assert fit.total_sum_of_squares > 0
    assert fit.fitted.shape == (6,)


def test_units_do_not_decide_about_rank() -> None:
    rng = np.random.default_rng(2)
    features = rng.normal(size=(10, 3))
    plain = least_squares(features, features.sum(axis=1) + 1)
    scaled = least_squares(features * [1e-12, 1.0, 1e12], features.sum(axis=1) + 1)
    assert scaled.reason == "solved"
    np.testing.assert_allclose(
        scaled.coefficients[1:] * [1e-12, 1, 1e12], plain.coefficients[1:], rtol=1e-9
    )


def test_no_degrees_of_freedom_perfect_fit_and_constant_targets() -> None:
    through_both = least_squares([[0.0], [1.0]], [1.0, 3.0])
    np.testing.assert_allclose(through_both.coefficients, [1.0, 2.0], atol=1e-14)
    assert through_both.degrees_of_freedom == 0
    assert np.all(np.isnan(through_both.standard_errors))
    assert np.isnan(through_both.f_statistic)
    assert np.isnan(through_both.adjusted_r2_score)
    level = least_squares([[0.0], [1.0], [2.0]], [0.1, 0.1, 0.1])
    for score in ("r2_score", "adjusted_r2_score"):
        with pytest.raises(ValueError, match=r"targets must vary for R\^2, got .* squares of 0.0"):
            getattr(level, score)
    assert np.isnan(level.f_statistic)
    assert np.isnan(level.f_p_value)
    assert level.total_sum_of_squares == 0
    np.testing.assert_allclose(level.coefficients, [0.1, 0.0], atol=1e-15)
    perfect = least_squares([[0.0], [1.0], [2.0]], [0.0, 0.0, 0.0])
    assert perfect.residual_sum_of_squares == 0
    assert least_squares([[5.0]], [1.0]).reason == "singular"


def test_predict_refuses_other_columns() -> None:
    fit = least_squares([[0.0], [1.0], [2.0]], [1.0, 3.0, 4.0])
    with pytest.raises(ValueError, match="features must be"):
        fit.predict(np.ones((2, 2)))
