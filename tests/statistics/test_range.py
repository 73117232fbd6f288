"""Data whose squares leave the range of a double: a result, never a warning or a crash."""

import numpy as np
import pytest

from mlcourse.statistics.axis_rotation import rotate_axis
from mlcourse.statistics.bootstrap import bootstrap_interval
from mlcourse.statistics.least_squares import least_squares
from mlcourse.statistics.loss_bowl import mse_surface
from mlcourse.statistics.nested_models import nested_f_test
from mlcourse.statistics.pca import pca
from mlcourse.statistics.permutation import permutation_test
from mlcourse.statistics.regression_metrics import mean_squared_error, r2_score
from mlcourse.statistics.ridge import ridge
from mlcourse.statistics.t_tests import one_sample_t_test, two_sample_t_test, welch_t_test

X = np.array([1.0, 2.0, 4.0, 8.0])
Y = np.array([3.0, -1.0, 2.0, 2.0])
CALLS = {
    "one sample": lambda x, y: one_sample_t_test(x),
    "two samples": two_sample_t_test,
    "welch": welch_t_test,
    "permutation": lambda x, y: permutation_test(x, y, n_permutations=9, rng=1),
    "bootstrap": lambda x, y: bootstrap_interval(x, np.mean, n_resamples=9, rng=1),
    "least squares": lambda x, y: least_squares(x[:, None], y),
    "nested": lambda x, y: nested_f_test(x[:, None], y, n_kept=0),
    "ridge": lambda x, y: ridge(x[:, None], y, penalty=1.0),
    "bowl": lambda x, y: mse_surface(x, y, intercepts=x, slopes=y),
    "pca": lambda x, y: pca(np.column_stack([x, y])),
    "axis": lambda x, y: rotate_axis(np.column_stack([x, y]), angle=1.0),
    "mse": mean_squared_error,
    "r2": r2_score,
}


@pytest.mark.parametrize("sizes", [(1e200, 1.0), (1.0, 1e200), (1e200, 1e200), (1e-200, 1e-200)])
@pytest.mark.parametrize("call", CALLS)
def test_no_warning_and_no_exception(call: str, sizes: tuple[float, float]) -> None:
    assert CALLS[call](sizes[0] * X, sizes[1] * Y) is not None


def test_what_can_be_said_is_still_right() -> None:
    """Coefficients need no squares: they scale exactly with the units (powers of two)."""
    plain = least_squares(X[:, None], Y)
    huge = least_squares(2.0**600 * X[:, None], Y)
    assert huge.reason == "solved"
    np.testing.assert_allclose(huge.coefficients * [1, 2.0**600], plain.coefficients, rtol=1e-13)
    far = mean_squared_error(1e200 * X, 1e200 * Y)
    assert far == np.inf
