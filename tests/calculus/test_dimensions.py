"""Product grids and Monte Carlo against closed forms, scipy and their own error estimates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate as sci
from scipy import stats

from mlcourse.calculus.dimension import (
    grid_against_monte_carlo,
    nodes_along_axes,
    nodes_per_axis,
)
from mlcourse.calculus.gauss import gauss_legendre_points
from mlcourse.calculus.monte_carlo import importance_sampling, monte_carlo_integral
from mlcourse.calculus.product_grid import mixed_points, product_integral, product_points
from mlcourse.calculus.rules import rule_points


@pytest.mark.parametrize("d", [1, 2, 3, 6])
def test_a_separable_integral_is_the_product(d: int) -> None:
    nodes, weights = gauss_legendre_points(6)
    powers = 2.0 * np.arange(d)  # int_-1^1 x^2k = 2 / (2k + 1)
    value = product_integral(lambda x: np.prod(x**powers, axis=1), nodes, weights, dimension=d)
    assert value == pytest.approx(np.prod(2 / (powers + 1)), rel=1e-12)


def test_a_coupled_integral_against_scipy() -> None:
    nodes, weights = rule_points(0.0, 2.0, n_panels=60, rule="simpson")
    ours = product_integral(lambda p: np.exp(-p[:, 0] * p[:, 1] ** 2), nodes, weights, dimension=2)
    exact = sci.dblquad(lambda y, x: np.exp(-x * y**2), 0, 2, 0, 2)[0]
    assert ours == pytest.approx(exact, abs=1e-6)  # h^4 / 180 times a fourth derivative near 100


def test_grid_points_in_order() -> None:
    points, weights = product_points([1.0, 2.0, 3.0], [0.1, 0.2, 0.3], dimension=2)
    assert points.shape == (9, 2)
    assert points[:4].tolist() == [[1, 1], [1, 2], [1, 3], [2, 1]]
    np.testing.assert_allclose(weights, np.outer([0.1, 0.2, 0.3], [0.1, 0.2, 0.3]).ravel())
    one, _ = product_points([0.5], [1.0], dimension=100)
    assert one.shape == (1, 100)


def test_a_mixed_grid_against_meshgrid_and_scipy() -> None:
    rules = [gauss_legendre_points(m) for m in (5, 1, 4)]
    points, weights = mixed_points(rules)
    mesh = np.meshgrid(*(nodes for nodes, _ in rules), indexing="ij")
    np.testing.assert_allclose(points, np.column_stack([axis.ravel() for axis in mesh]))
    outer = np.einsum("i,j,k->ijk", *(one for _, one in rules))
    np.testing.assert_allclose(weights, outer.ravel())
    points, weights = mixed_points([gauss_legendre_points(m) for m in (12, 9)])
    exact = sci.dblquad(lambda y, x: np.exp(x * y), -1, 1, -1, 1)[0]
    assert weights @ np.exp(points[:, 0] * points[:, 1]) == pytest.approx(exact, rel=1e-10)
    same = product_points([0.25, 0.75], [0.5, 0.5], dimension=3)
    for one, other in zip(mixed_points([([0.25, 0.75], [0.5, 0.5])] * 3), same, strict=True):
        np.testing.assert_array_equal(one, other)
    with pytest.raises(ValueError, match=r"^axes must be at least one pair"):
        mixed_points([])
    with pytest.raises(ValueError, match=r"^axes must make at most 10000000 points"):
        mixed_points([(np.arange(4000.0), np.ones(4000))] * 2)


@given(st.integers(1, 20_000), st.integers(1, 14))
def test_uneven_grids_use_the_budget(budget: int, d: int) -> None:
    nodes = nodes_along_axes(budget, d)
    assert len(nodes) == d
    assert np.prod(nodes) <= budget
    assert max(nodes) - min(nodes) <= 1
    more = [*nodes]
    more[more.index(min(more))] += 1  # one node more on one axis would be too much
    assert np.prod(more) > budget


def test_a_grid_that_is_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^dimension must be so small that 10\*\*dimension .* 8$"):
        product_points(np.arange(10.0), np.ones(10), dimension=8)


# Monte Carlo; every comparison is within 5 standard errors, at a fixed seed


def test_monte_carlo_on_a_shifted_box() -> None:
    run = monte_carlo_integral(
        lambda x: x[:, 0] * x[:, 1] ** 2, [1.0, -1.0], [3.0, 2.0], n_draws=20_000, rng=1
    )
    assert abs(run.value - 4.0 * 3.0) < 5 * run.standard_error
    assert np.all((run.points >= [1, -1]) & (run.points < [3, 2]))
    # closed form of the spread: Var = |B|^2 (E f^2 - (E f)^2)
    variance = 36 * (13 / 3 * 33 / 15 - 4.0)
    assert run.standard_error == pytest.approx(np.sqrt(variance / 20_000), rel=0.05)


def test_running_values_against_a_slow_transcription() -> None:
    run = monte_carlo_integral(lambda x: 1e6 + x[:, 0], [0.0], [2.0], n_draws=30, rng=3)
    for k in range(1, 30):
        f = 2.0 * run.heights[: k + 1]
        assert run.running_value[k] == pytest.approx(f.mean(), rel=1e-13)
        # spread 1 on a level of 1e6: 1e6 * eps * sqrt(n) is lost
        assert run.running_error[k] == pytest.approx(stats.sem(f), rel=1e-7)
    assert np.isnan(run.running_error[0])
    assert run.value == run.running_value[-1]
    # the result itself, s / sqrt(n) over all draws; without the last one it is another number
    s = np.sqrt(np.sum((2.0 * run.heights - run.value) ** 2) / 29)
    assert run.standard_error == pytest.approx(s / np.sqrt(30), rel=1e-7)
    assert run.running_error[-2] != pytest.approx(run.standard_error, rel=1e-4)


def test_standard_error_of_importance_sampling_is_its_formula() -> None:
    run = importance_sampling(
        lambda x: x[:, 0] ** 2,
        normal(0.5),
        normal(0.0),
        lambda rng, n: rng.normal(size=(n, 1)),
        n_draws=25,
        rng=5,
    )
    averaged = run.weights * run.draws[:, 0] ** 2
    assert run.value == pytest.approx(averaged.mean(), rel=1e-13)
    assert run.standard_error == pytest.approx(stats.sem(averaged), rel=1e-12)
    assert stats.sem(averaged[:-1]) != pytest.approx(run.standard_error, rel=1e-4)


def test_standard_errors_are_honest() -> None:
    # 400 runs: z = error / standard error is nearly standard normal (Kolmogorov-Smirnov)
    rng = np.random.default_rng(11)
    z = []
    for _ in range(400):
        run = monte_carlo_integral(lambda x: x[:, 0] ** 2, [0.0], [1.0], n_draws=500, rng=rng)
        z.append((run.value - 1 / 3) / run.standard_error)
    assert stats.kstest(z, "norm").pvalue > 0.01
    # negative control: the same errors, had we forgotten the square root of n
    assert stats.kstest(np.array(z) / np.sqrt(500), "norm").pvalue < 1e-6


def test_one_draw_and_the_seed() -> None:
    one = monte_carlo_integral(lambda x: x[:, 0], [0.0], [1.0], n_draws=1, rng=0)
    assert np.isnan(one.standard_error)
    assert one.value == one.heights[0]
    again = monte_carlo_integral(
        lambda x: x[:, 0], [0.0], [1.0], n_draws=1, rng=np.random.default_rng(0)
    )
    assert again.value == one.value


def normal(mean: float, scale: float = 1.0):  # type: ignore[no-untyped-def]
    return lambda x: stats.norm(mean, scale).logpdf(x[:, 0])


def test_importance_sampling_of_a_rare_event() -> None:
    def tail(x: np.ndarray) -> np.ndarray:
        return x[:, 0] > 5

    draw = lambda rng, n: rng.normal(5.0, size=(n, 1))  # noqa: E731
    run = importance_sampling(tail, normal(0), normal(5), draw, n_draws=20_000, rng=2)
    exact = stats.norm.sf(5)  # 2.9e-7: plain sampling would need 1e9 draws
    assert abs(run.value - exact) < 5 * run.standard_error
    assert run.standard_error < 0.03 * exact
    # negative control: weights of the wrong proposal are far off
    wrong = importance_sampling(tail, normal(0), normal(5, 2.0), draw, n_draws=20_000, rng=2)
    assert abs(wrong.value - exact) > 5 * wrong.standard_error


def test_effective_sample_size() -> None:
    def draw(rng: np.random.Generator, n: int) -> np.ndarray:
        return rng.normal(size=(n, 1))

    same = importance_sampling(lambda x: x[:, 0], normal(0), normal(0), draw, n_draws=500, rng=4)
    assert same.effective_sample_size == pytest.approx(500)
    np.testing.assert_allclose(same.weights, 1.0)
    # p = N(1, 1), q = N(0, 1): E w^2 = e, so the effective size tends to n / e
    off = importance_sampling(lambda x: x[:, 0], normal(1), normal(0), draw, n_draws=100_000, rng=4)
    assert off.effective_sample_size == pytest.approx(100_000 / np.e, rel=0.1)
    assert abs(off.value - 1.0) < 5 * off.standard_error
    assert off.draws.shape == (100_000, 1)


def test_a_hopeless_proposal_is_a_result() -> None:
    run = importance_sampling(
        lambda x: np.ones(len(x)),
        lambda x: np.zeros(len(x)),
        lambda x: np.full(len(x), -1000.0),
        lambda rng, n: rng.normal(size=(n, 2)),
        n_draws=3,
        rng=0,
    )
    assert run.value == np.inf
    assert np.isnan(run.effective_sample_size)


def test_corners_and_draws_must_fit() -> None:
    with pytest.raises(ValueError, match=r"^high must be above low = \[0.0, 1.0\], got"):
        monte_carlo_integral(lambda x: x[:, 0], [0.0, 1.0], [1.0, 1.0], n_draws=5, rng=0)
    with pytest.raises(ValueError, match=r"^proposal must be a finite real array of shape \(5, "):
        importance_sampling(
            lambda x: x[:, 0], normal(0), normal(0), lambda r, n: r.normal(size=n), n_draws=5, rng=0
        )


# Equal budget


@given(d=st.integers(1, 40), budget=st.integers(1, 10_000_000))
def test_nodes_per_axis_is_the_whole_root(d: int, budget: int) -> None:
    m = nodes_per_axis(budget, d)
    assert m**d <= budget < (m + 1) ** d


def smooth(x: np.ndarray) -> np.ndarray:
    return np.prod(np.pi / 2 * np.sin(np.pi * x), axis=1)


@pytest.mark.parametrize("d", [1, 2, 4])
def test_grid_error_by_closed_form(d: int) -> None:
    run = grid_against_monte_carlo(smooth, exact=1.0, dimension=d, budget=4096, rng=6)
    m = run.n_per_axis
    assert run.n_grid == m**d == 4096
    # midpoint rule on sin: h / (2 sin(h pi / 2)) * pi each axis
    factor = np.pi / (2 * m) / np.sin(np.pi / (2 * m))
    assert run.grid_error == pytest.approx(abs(factor**d - 1), rel=1e-6)
    # Var = (pi^2 / 8)^d - 1; 20 squared errors: relative spread 1/sqrt(40) = 16 %, 4 of them
    expected = np.sqrt(((np.pi**2 / 8) ** d - 1) / 4096)
    assert run.monte_carlo_error == pytest.approx(expected, rel=0.65)
    assert run.monte_carlo_error == pytest.approx(np.sqrt(np.mean(run.monte_carlo_errors**2)))


def test_the_curse() -> None:
    ratio = []
    for d in (1, 3, 6, 12):
        run = grid_against_monte_carlo(smooth, exact=1.0, dimension=d, budget=4096, rng=6)
        ratio.append(run.grid_error / run.monte_carlo_error)
    assert ratio[0] < 1e-3
    assert ratio[-1] > 10
    assert ratio == sorted(ratio)
    # 30 dimensions: one point a grid axis, and Monte Carlo still gives an answer
    deep = grid_against_monte_carlo(
        lambda x: x.mean(axis=1), exact=0.5, dimension=30, budget=1000, n_repeats=3, rng=6
    )
    assert (deep.n_per_axis, deep.n_grid) == (1, 1)
    assert deep.monte_carlo_errors.shape == (3,)
