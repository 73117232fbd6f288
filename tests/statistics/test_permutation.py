"""The permutation test against full enumeration and scipy.stats."""

from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from mlcourse.statistics.permutation import permutation_test


@pytest.mark.parametrize("scale", [1.0, 1e-6, 1e6])
def test_p_is_that_of_all_splits(scale: float) -> None:
    """Oracle: every one of the 252 splits of ten values into five and five."""
    rng = np.random.default_rng(3)
    first, second = scale * rng.normal(1, 1, 5), scale * rng.normal(0, 1, 5)
    pooled, observed = np.concatenate([first, second]), first.mean() - second.mean()
    far = 0
    for chosen in combinations(range(10), 5):
        inside = pooled[list(chosen)].sum()
        far += abs(inside / 5 - (pooled.sum() - inside) / 5) >= abs(observed) * (1 - 1e-9)
    exact = far / 252
    n = 20_000
    test = permutation_test(first, second, n_permutations=n, rng=5)
    # Binomial standard error, four of them; the +1 moves p by at most 1 / n.
    assert test.p_value == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / n) + 1 / n)
    assert test.difference == pytest.approx(observed)
    assert test.null_differences.shape == (n,)


def test_null_distribution_has_its_exact_mean_and_variance() -> None:
    """Closed form: mean 0, variance N S^2 / (n m) with S^2 = sum of squares / (N - 1)."""
    rng = np.random.default_rng(4)
    first, second = rng.exponential(size=6), rng.exponential(size=15)
    pooled = np.concatenate([first, second])
    variance = 21 * pooled.var(ddof=1) / (6 * 15)
    null = permutation_test(first, second, n_permutations=40_000, rng=8).null_differences
    assert null.mean() == pytest.approx(0.0, abs=4 * np.sqrt(variance / 40_000))
    # The variance of a variance estimate is about 2 sigma^4 / B.
    assert null.var() == pytest.approx(variance, rel=4 * np.sqrt(2 / 40_000))


def test_agrees_with_scipy() -> None:
    rng = np.random.default_rng(9)
    first, second = rng.normal(0.8, 1, 20), rng.normal(0, 2, 30)
    ours = permutation_test(first, second, n_permutations=10_000, rng=1)
    oracle = stats.permutation_test(
        (first, second),
        lambda x, y, axis: x.mean(axis=axis) - y.mean(axis=axis),
        vectorized=True,
        n_resamples=10_000,
        random_state=np.random.default_rng(2),  # its name before SciPy 1.15 too
    )
    p = oracle.pvalue
    # Two independent estimates from 10,000 shuffles each, four standard errors.  scipy doubles
    # the smaller tail, which is the same for a nearly symmetric null distribution.
    assert ours.p_value == pytest.approx(p, abs=4 * np.sqrt(2 * p * (1 - p) / 10_000) + 0.005)


def test_never_zero_and_one_when_nothing_differs() -> None:
    apart = permutation_test([1e3] * 8, [0.0] * 8, n_permutations=99, rng=0)
    assert apart.p_value == pytest.approx(1 / 100)
    # 0.1 + 0.2 is not 0.3: equal groups must count as ties in any order of summing.
    same = permutation_test([0.1, 0.2, 0.3], [0.3, 0.2, 0.1], n_permutations=99, rng=0)
    assert same.p_value == 1.0
    constant = permutation_test([0.1] * 3, [0.1], n_permutations=9, rng=0)
    assert constant.p_value == 1.0


def test_seed_repeats_and_generator_moves_on() -> None:
    args = ([1.0, 2.0, 5.0], [0.0, 3.0])
    one = permutation_test(*args, n_permutations=50, rng=3).null_differences
    two = permutation_test(*args, n_permutations=50, rng=3).null_differences
    np.testing.assert_array_equal(one, two)
    rng = np.random.default_rng(3)
    first = permutation_test(*args, n_permutations=50, rng=rng).null_differences
    later = permutation_test(*args, n_permutations=50, rng=rng).null_differences
    np.testing.assert_array_equal(one, first)
    assert np.any(first != later)
