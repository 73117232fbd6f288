"""Chapter 02: finite Markov chains."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from mlcourse.probability.markov import (
    chain_distributions,
    chain_paths,
    chain_step,
    metropolis_chain,
)
from mlcourse.probability.mixing import (
    mixing_distances,
    probability_flows,
    stationary_distributions,
)
from mlcourse.probability.total_variation import total_variation

EPS = float(np.finfo(float).eps)


def random_chain(n: int, seed: int) -> np.ndarray:
    out = np.random.default_rng(seed).random((n, n)) ** 3
    return out / out.sum(axis=1, keepdims=True)


def line(n: int) -> np.ndarray:
    """A symmetric walk on n states in a row that stays at the ends with probability 1/2."""
    out = np.zeros((n, n))
    for i in range(n):
        for j in (max(i - 1, 0), min(i + 1, n - 1)):
            out[i, j] += 0.5
    return out


FIVE = metropolis_chain(np.array([0.1, 0.2, 0.4, 0.2, 0.1]), line(5))


@pytest.mark.parametrize("n", [1, 2, 5])
def test_distributions_are_powers(n: int) -> None:
    # Oracle: numpy's matrix_power; each of 20 products adds at most n eps.
    transition = random_chain(n, n)
    p0 = np.eye(n)[0]
    path = chain_distributions(p0, transition, n_steps=20)
    assert path.shape == (21, n)
    for t in (0, 1, 7, 20):
        power = np.linalg.matrix_power(transition, t)
        assert_allclose(path[t], p0 @ power, atol=40 * n * EPS)
    assert_allclose(chain_step(path[3], transition), path[4], atol=n * EPS)
    assert chain_distributions(p0, transition, n_steps=0).tolist() == [p0.tolist()]


def test_paths_follow_the_distributions() -> None:
    # Oracle: the exact distribution after t steps, by chi-squared over independent chains;
    # a seed fixed once, refused at p below 1e-3.
    transition = random_chain(4, 1)
    paths = chain_paths(transition, 2, n_steps=6, n_chains=4000, rng=5).astype(np.intp)
    exact = chain_distributions(np.eye(4)[2], transition, n_steps=6)
    assert paths.shape == (4000, 7)
    assert np.all(paths[:, 0] == 2)
    for t in (1, 2, 6):
        counts = np.bincount(paths[:, t], minlength=4)
        assert stats.chisquare(counts, 4000 * exact[t]).pvalue > 1e-3
    # Negative control: the distribution one step later is refused.
    counts = np.bincount(paths[:, 1], minlength=4)
    assert stats.chisquare(counts, 4000 * exact[2]).pvalue < 1e-3


def test_paths_never_take_a_move_of_probability_zero() -> None:
    paths = chain_paths(FIVE, 0, n_steps=200, n_chains=50, rng=1)
    assert np.all(FIVE[paths[:, :-1], paths[:, 1:]] > 0)
    ring = np.roll(np.eye(4), 1, axis=1)
    assert chain_paths(ring, 3, n_steps=5, n_chains=2, rng=0).tolist() == [[3, 0, 1, 2, 3, 0]] * 2


def test_a_longer_walk_begins_the_same() -> None:
    long = chain_paths(FIVE, 2, n_steps=30, n_chains=3, rng=9)
    assert np.array_equal(chain_paths(FIVE, 2, n_steps=10, n_chains=3, rng=9), long[:, :11])


@pytest.mark.parametrize("n", [1, 2, 3, 8])
def test_stationary_against_the_eigenvector(n: int) -> None:
    # Oracle: numpy's left eigenvector of eigenvalue 1.
    transition = random_chain(n, 10 + n)
    values, vectors = np.linalg.eig(transition.T)
    exact = np.real(vectors[:, np.argmax(values.real)])
    (pi,) = stationary_distributions(transition)
    assert_allclose(pi, exact / exact.sum(), rtol=1e-10)


def test_stationary_keeps_relative_accuracy_where_subtraction_loses_it() -> None:
    # Oracle: closed form. Two states that are hardly ever left, at rates 1e-14 and 3e-14; 1 - p
    # rounds the diagonal, but the elimination never reads it.
    transition = np.array([[1 - 1e-14, 1e-14], [3e-14, 1 - 3e-14]])
    assert_allclose(stationary_distributions(transition)[0], [0.75, 0.25], rtol=1e-14)


def test_stationary_of_reducible_chains() -> None:
    # Two closed classes, {0, 3} and {2}, and a transient state 1.
    transition = [[0.5, 0, 0, 0.5], [0.2, 0.3, 0.5, 0], [0, 0, 1, 0], [0.25, 0, 0, 0.75]]
    rows = stationary_distributions(transition)
    assert_allclose(rows, [[1 / 3, 0, 0, 2 / 3], [0, 0, 1, 0]], atol=4 * EPS)
    assert_allclose(rows @ np.array(transition), rows, atol=4 * EPS)
    assert_allclose(stationary_distributions(np.eye(3)), np.eye(3))
    # One closed class and a transient state: still unique.
    assert stationary_distributions([[0.5, 0.5], [0, 1]]).tolist() == [[0.0, 1.0]]


def test_stationary_of_a_long_one_way_road() -> None:
    # A chain that needs n - 1 steps to reach its end: reachability must look that far.
    n = 40
    road = np.diag(np.ones(n - 1), 1)
    road[-1, 0] = 1
    assert_allclose(stationary_distributions(road), np.full((1, n), 1 / n), rtol=n * EPS)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(1e-6, 1.0), min_size=5, max_size=5))
def test_metropolis_chain_is_in_detailed_balance(weights: list[float]) -> None:
    target = np.array(weights) / np.sum(weights)
    transition = metropolis_chain(target, line(5))
    assert_allclose(transition.sum(axis=1), 1, atol=8 * EPS)
    assert transition.min() >= 0
    flows = probability_flows(target, transition)
    assert flows.residual <= 8 * EPS
    assert_allclose(flows.flow.sum(axis=1), target, atol=8 * EPS)
    # A tiny eigenvalue gap is no obstacle for the elimination: relative accuracy.
    assert_allclose(stationary_distributions(transition)[0], target, rtol=1e-12)


def test_a_ring_is_stationary_without_detailed_balance() -> None:
    ring = 0.9 * np.roll(np.eye(5), 1, axis=1) + 0.1 * np.eye(5)
    flows = probability_flows(np.full(5, 0.2), ring)
    assert_allclose(flows.residual, 0.18, rtol=4 * EPS)
    assert_allclose(flows.net.sum(axis=1), 0, atol=4 * EPS)  # what leaves comes in
    assert_allclose(flows.net, -flows.net.T)


def test_mixing_against_the_distributions_and_the_second_eigenvalue() -> None:
    distances = mixing_distances(FIVE, n_steps=60)
    pi = stationary_distributions(FIVE)[0]
    for start in range(5):
        path = chain_distributions(np.eye(5)[start], FIVE, n_steps=60)
        assert_allclose(distances[start], [total_variation(p, pi) for p in path], atol=60 * EPS)
    assert np.all(np.diff(distances, axis=1) <= 8 * EPS)
    # Closed form of the rate: the second largest eigenvalue modulus.
    second = np.sort(np.abs(np.linalg.eigvals(FIVE)))[-2]
    assert_allclose(distances[0, 60] / distances[0, 59], second, rtol=1e-3)


def test_a_periodic_chain_never_mixes() -> None:
    assert mixing_distances([[0, 1], [1, 0]], n_steps=3).tolist() == [[0.5] * 4] * 2
