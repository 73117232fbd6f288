"""Multinomial, Dirichlet and multivariate Gaussian against scipy.stats and exact enumeration."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from scipy import integrate, stats
from scipy.special import digamma

from mlcourse.probability.continuous import Gaussian
from mlcourse.probability.dirichlet import Dirichlet
from mlcourse.probability.discrete import Binomial
from mlcourse.probability.gamma_beta import Beta
from mlcourse.probability.multivariate import Multinomial, MultivariateGaussian

NAN = float("nan")
MU = np.array([1.0, -2.0, 0.5])
ROOT = np.array([[2.0, 0.0, 0.0], [0.6, 1.0, 0.0], [-0.5, 0.3, 0.4]])
SIGMA = ROOT @ ROOT.T


def gaussian() -> MultivariateGaussian:
    return MultivariateGaussian(mu=MU, covariance=SIGMA)


CASES = {
    "multinomial": (
        Multinomial(n_trials=6, probabilities=[0.2, 0.3, 0.5]),
        stats.multinomial(6, [0.2, 0.3, 0.5]),
    ),
    "multinomial, one kind": (
        Multinomial(n_trials=4, probabilities=[1.0]),
        stats.multinomial(4, [1.0]),
    ),
    "multinomial, empty kinds": (
        Multinomial(n_trials=5, probabilities=[0.0, 0.6, 0.4, 0.0]),
        stats.multinomial(5, [0.0, 0.6, 0.4, 0.0]),
    ),
    "dirichlet": (Dirichlet(alpha=[2.0, 3.0, 5.5]), stats.dirichlet([2.0, 3.0, 5.5])),
    "dirichlet, steep": (Dirichlet(alpha=[0.4, 0.8]), stats.dirichlet([0.4, 0.8])),
    "gaussian": (gaussian(), stats.multivariate_normal(MU, SIGMA)),
    "gaussian, one": (
        MultivariateGaussian(mu=[5.0], covariance=[[4.0]]),
        stats.multivariate_normal([5.0], [[4.0]]),
    ),
}
every = pytest.mark.parametrize(("ours", "oracle"), CASES.values(), ids=list(CASES))


def scipy_covariance(oracle: Any) -> np.ndarray:
    return np.atleast_2d(oracle.cov() if callable(oracle.cov) else oracle.cov)


@every
def test_moments_against_scipy(ours: Any, oracle: Any) -> None:
    mean = oracle.mean() if callable(oracle.mean) else oracle.mean
    np.testing.assert_allclose(ours.mean, np.atleast_1d(mean), rtol=1e-13)
    np.testing.assert_allclose(ours.covariance, scipy_covariance(oracle), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(ours.variance, np.diag(scipy_covariance(oracle)), atol=1e-15)


@every
def test_density_against_scipy(ours: Any, oracle: Any) -> None:
    x = ours.sample(40, rng=0)
    density = ours.pmf if isinstance(ours, Multinomial) else ours.pdf
    exact = oracle.pmf if isinstance(ours, Multinomial) else oracle.pdf
    one_by_one = np.array([np.squeeze(exact(row)) for row in x])
    np.testing.assert_allclose(density(x), one_by_one, rtol=1e-11)
    assert density(x[0]) == density(x)[0]
    assert np.ndim(density(x[0])) == 0
    assert ours.log_likelihood(x) == pytest.approx(np.log(one_by_one).sum(), rel=1e-11, abs=1e-11)


@every
def test_sample_moments(ours: Any, oracle: Any) -> None:
    n = 20_000
    x = ours.sample(n, rng=1)
    assert x.shape == (n, ours.mean.size)
    np.testing.assert_array_equal(x, ours.sample(n, rng=1))
    # four standard errors; a covariance of Gaussians has (s_ii s_jj + s_ij^2)/n, the others less
    variance = ours.variance
    assert np.all(abs(x.mean(axis=0) - ours.mean) <= 4 * np.sqrt(variance / n) + 1e-15)
    bound = 4 * np.sqrt((np.outer(variance, variance) + ours.covariance**2) / n)
    centred = x - ours.mean
    assert np.all(abs(centred.T @ centred / n - ours.covariance) <= bound + 1e-15)


@every
def test_bad_calls_are_refused_by_name(ours: Any, oracle: Any) -> None:
    k = ours.mean.size
    methods = ("pmf", "log_pmf") if isinstance(ours, Multinomial) else ("pdf", "log_pdf")
    for method in (*methods, "log_likelihood"):
        name = "sample" if method == "log_likelihood" else "x"
        for value in (np.ones(k + 1), np.ones((2, k + 1)), 1.0, [NAN] * k, "a", None, [[[1.0]]]):
            with pytest.raises((ValueError, TypeError), match=rf"^{name} must .*, got "):
                getattr(ours, method)(value)
    with pytest.raises(ValueError, match="n_draws must"):
        ours.sample(0, rng=0)
    with pytest.raises(TypeError, match="rng must"):
        ours.sample(1, rng=None)


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("multinomial")])
def test_multinomial_sums_to_one_over_every_count(name: str) -> None:
    ours = CASES[name][0]
    points = np.array(
        list(product(range(ours.n_trials + 1), repeat=ours.probabilities.size)), dtype=float
    )
    pmf = ours.pmf(points)
    assert pmf.sum() == pytest.approx(1.0, abs=1e-13)
    assert np.all(pmf[points.sum(axis=1) != ours.n_trials] == 0)
    np.testing.assert_allclose(pmf @ points, ours.mean, atol=1e-12)
    second = (points - ours.mean).T @ (pmf[:, None] * (points - ours.mean))
    np.testing.assert_allclose(second, ours.covariance, atol=1e-12)
    x = ours.sample(500, rng=2)
    assert np.all(x.sum(axis=1) == ours.n_trials)
    assert np.all(ours.pmf(x) > 0)
    assert x.dtype == np.int64


def test_multinomial_samples_follow_the_pmf() -> None:
    ours = Multinomial(n_trials=3, probabilities=[0.2, 0.3, 0.5])
    points = [x for x in product(range(4), repeat=3) if sum(x) == 3]
    x = ours.sample(5000, rng=3)
    observed = np.array([np.sum(np.all(x == point, axis=1)) for point in points])
    expected = 5000 * ours.pmf(points)  # all above 40
    assert stats.chisquare(observed, expected).pvalue > 1e-4
    # negative control: the kinds in the wrong order
    wrong = np.array([np.sum(np.all(x[:, ::-1] == point, axis=1)) for point in points])
    assert stats.chisquare(wrong, expected).pvalue < 1e-4


def test_two_kinds_are_binomial() -> None:
    two, one = Multinomial(n_trials=9, probabilities=[0.35, 0.65]), Binomial(n_trials=9, p=0.35)
    k = np.arange(10)
    np.testing.assert_allclose(two.pmf(np.column_stack([k, 9 - k])), one.pmf(k), rtol=1e-13)


def test_multinomial_fit() -> None:
    x = Multinomial(n_trials=8, probabilities=[0.1, 0.2, 0.7]).sample(4000, rng=4)
    got = Multinomial.fit(x)
    assert got.n_trials == 8
    np.testing.assert_allclose(got.probabilities, x.sum(axis=0) / x.sum(), rtol=1e-13)
    assert got.n_parameters == 2


@pytest.mark.parametrize(
    "x", [[[1, 2], [1, 1]], [[0, 0]], [[0.5, 0.5]], [[-1, 2]], [[NAN, 1]], [1, 2], [], "a"]
)
def test_multinomial_fit_refuses(x: Any) -> None:
    with pytest.raises((ValueError, TypeError), match=r"^sample must .*, got "):
        Multinomial.fit(x)


def test_dirichlet_integrates_to_one_and_with_two_kinds_is_beta() -> None:
    ours = Dirichlet(alpha=[2.0, 3.0, 1.5])
    total, error = integrate.dblquad(
        lambda y, x: ours.pdf([x, y, 1 - x - y]), 0, 1, 0, lambda x: 1 - x, epsabs=1e-5
    )
    assert total == pytest.approx(1.0, abs=max(error, 1e-5))
    x = np.linspace(0.01, 0.99, 21)
    two = Dirichlet(alpha=[0.7, 2.5]).pdf(np.column_stack([x, 1 - x]))
    np.testing.assert_allclose(two, Beta(alpha=0.7, beta=2.5).pdf(x), rtol=1e-11)


def test_dirichlet_marginals_are_beta() -> None:
    x = Dirichlet(alpha=[0.5, 2.0, 4.0]).sample(4000, rng=5)
    np.testing.assert_allclose(x.sum(axis=1), 1.0, rtol=1e-15 * 4)
    assert stats.kstest(x[:, 0], stats.beta(0.5, 6.0).cdf).pvalue > 1e-4
    assert stats.kstest(x[:, 2], stats.beta(4.0, 2.5).cdf).pvalue > 1e-4
    assert stats.kstest(x[:, 2], stats.beta(4.0, 2.0).cdf).pvalue < 1e-4  # negative control


def test_dirichlet_at_the_edges() -> None:
    ours = Dirichlet(alpha=[0.5, 1.0, 2.0])
    edge = [[0.0, 0.5, 0.5], [0.5, 0.5, 0.0], [0.0, 1.0, 0.0], [0.5, 0.0, 0.5]]
    got = ours.pdf(edge)
    assert got[:3].tolist() == [np.inf, 0.0, 0.0]
    assert got[3] == pytest.approx(stats.dirichlet([0.5, 1.0, 2.0]).pdf([0.5, 1e-12, 0.5 - 1e-12]))
    assert ours.pdf([[0.3, 0.3, 0.3], [1.2, -0.1, -0.1]]).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("alpha", [[2.0, 3.0, 5.0], [0.3, 0.5, 0.2, 0.9], [400.0, 100.0]])
def test_dirichlet_fit(alpha: list[float]) -> None:
    truth = Dirichlet(alpha=alpha)
    x = truth.sample(5000, rng=6)
    x = x[np.all(x > 0, axis=1)]
    got = Dirichlet.fit(x)
    # relative standard errors are below 2/sqrt(n); 4 of them
    np.testing.assert_allclose(got.alpha, alpha, rtol=8 / np.sqrt(5000))
    slope = digamma(got.alpha.sum()) - digamma(got.alpha) + np.log(x).mean(axis=0)
    # Newton stops at steps of 1e-10 relative; the slope is that times alpha * trigamma < 2
    np.testing.assert_allclose(slope, 0, atol=1e-9)
    assert got.n_parameters == len(alpha)


def test_dirichlet_fit_from_far_away() -> None:
    """Two rows, close together or far apart: the step has to be halved on the way."""
    for x in ([[0.5, 0.5], [0.500001, 0.499999]], [[1e-12, 1 - 1e-12], [1 - 1e-12, 1e-12]]):
        fit = Dirichlet.fit(x).alpha
        slope = digamma(fit.sum()) - digamma(fit) + np.log(x).mean(axis=0)
        np.testing.assert_allclose(slope, 0, atol=1e-8)


@pytest.mark.parametrize(
    "x",
    [[[0.5, 0.5], [0.5, 0.5]], [[1.0], [1.0]], [[0.0, 1.0], [0.5, 0.5]], [[0.5, 0.6]], [0.5, 0.5]],
)
def test_dirichlet_fit_refuses(x: Any) -> None:
    with pytest.raises((ValueError, TypeError), match=r"^sample must .*, got "):
        Dirichlet.fit(x)


def test_gaussian_fit_against_numpy() -> None:
    x = gaussian().sample(50, rng=7)
    got = MultivariateGaussian.fit(x)
    np.testing.assert_allclose(got.mu, x.mean(axis=0), rtol=1e-14)
    np.testing.assert_allclose(got.covariance, np.cov(x.T, bias=True), rtol=1e-12)
    assert got.n_parameters == 3 + 6
    # a maximum: no other mean or scale is more likely
    best = got.log_likelihood(x)
    for factor in (0.99, 1.01):
        assert (
            MultivariateGaussian(mu=got.mu, covariance=factor * got.covariance).log_likelihood(x)
            < best
        )
        assert (
            MultivariateGaussian(mu=factor * got.mu, covariance=got.covariance).log_likelihood(x)
            < best
        )


@pytest.mark.parametrize(
    "x", [[[1.0, 2.0]], [[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]], [1.0, 2.0], [[NAN, 1.0]], "a"]
)
def test_gaussian_fit_refuses(x: Any) -> None:
    with pytest.raises((ValueError, TypeError), match=r"^sample must .*, got "):
        MultivariateGaussian.fit(x)


def test_marginal_is_the_integral_of_the_joint() -> None:
    ours = gaussian()
    part = ours.marginal([0, 2])
    for point in ([1.0, 0.5], [2.5, 1.0]):
        area, _ = integrate.quad(
            lambda y, p=point: ours.pdf([p[0], y, p[1]]), -14, 10, epsabs=1e-12, points=[-2]
        )
        assert part.pdf(point) == pytest.approx(area, rel=1e-8)
    np.testing.assert_array_equal(ours.marginal([2, 0]).mu, [0.5, 1.0])
    np.testing.assert_array_equal(ours.marginal([2, 0]).covariance, SIGMA[np.ix_([2, 0], [2, 0])])


@pytest.mark.parametrize(("axes", "values"), [([1], [0.3]), ([2, 0], [1.0, -4.0])])
def test_conditional_is_joint_over_marginal(axes: list[int], values: list[float]) -> None:
    ours = gaussian()
    part = ours.conditional(axes, values)
    other = [i for i in range(3) if i not in axes]
    for t in (-1.0, 0.0, 2.0):
        x = np.zeros(3)
        x[axes] = values
        x[other] = t * np.arange(1, len(other) + 1)
        expected = ours.pdf(x) / ours.marginal(axes).pdf(values)
        assert part.pdf(x[other]) == pytest.approx(expected, rel=1e-11)


def test_conditional_spread_does_not_depend_on_the_value() -> None:
    ours = gaussian()
    np.testing.assert_array_equal(
        ours.conditional([0], [0.0]).covariance, ours.conditional([0], [50.0]).covariance
    )
    # the regression line (slope rho s_y / s_x) is not the long axis of the ellipse
    plane = MultivariateGaussian(mu=[0.0, 0.0], covariance=[[4.0, 1.2], [1.2, 1.0]])
    slope = plane.conditional([0], [1.0]).mu[0]
    long_axis = np.linalg.eigh(plane.covariance)[1][:, 1]
    assert slope == pytest.approx(0.3, rel=1e-14)
    assert abs(long_axis[1] / long_axis[0] - slope) > 0.03


def test_one_axis_is_the_gaussian_of_the_line() -> None:
    x = np.linspace(-5, 5, 11)
    plane = MultivariateGaussian(mu=[1.0], covariance=[[4.0]])
    np.testing.assert_allclose(
        plane.pdf(x[:, None]), Gaussian(mu=1.0, sigma=2.0).pdf(x), rtol=1e-13
    )
    with np.errstate(all="raise", over="ignore", under="ignore"):
        assert plane.pdf([1e200]) == 0.0


def test_ellipse_is_a_contour() -> None:
    plane = MultivariateGaussian(mu=[1.0, -1.0], covariance=[[4.0, 1.2], [1.2, 1.0]])
    curve = plane.ellipse(2.0, n_points=33)
    assert curve.shape == (33, 2)
    np.testing.assert_array_equal(curve[0], curve[-1])
    np.testing.assert_allclose(plane.pdf(curve), plane.pdf([1.0, -1.0]) * np.exp(-2), rtol=1e-12)
    corners = plane.ellipse(1.0, n_points=5)
    np.testing.assert_allclose(corners[:4].mean(axis=0), plane.mu, atol=1e-14)
    x = plane.sample(20_000, rng=8) - plane.mu
    inside = np.mean(np.sum(x * np.linalg.solve(plane.covariance, x.T).T, axis=1) < 4)
    assert abs(inside - (1 - np.exp(-2))) < 4 * np.sqrt(0.12 / 20_000)  # 4 standard errors


BAD_PARAMETERS = [
    (Multinomial, {"n_trials": 3, "probabilities": [0.5, 0.5]}, "n_trials", (0, 1.5, None, NAN)),
    (
        Multinomial,
        {"n_trials": 3, "probabilities": [0.5, 0.5]},
        "probabilities",
        ([0.5, 0.6], [], 1.0, [NAN, 1.0]),
    ),
    (Dirichlet, {"alpha": [1.0, 1.0]}, "alpha", ([1.0], [0.0, 1.0], [-1.0, 2.0], [NAN, 1.0], "a")),
    (
        MultivariateGaussian,
        {"mu": [0.0], "covariance": [[1.0]]},
        "mu",
        ([NAN], [], 1.0, "a", [[1.0]]),
    ),
    (
        MultivariateGaussian,
        {"mu": [0.0, 0.0], "covariance": np.eye(2)},
        "covariance",
        ([[1.0, 2.0], [2.0, 1.0]], [[1.0, 0.5], [0.4, 1.0]], np.zeros((2, 2)), np.eye(3), "a"),
    ),
]


@pytest.mark.parametrize(
    ("family", "good", "name", "value"),
    [
        pytest.param(family, good, name, value, id=f"{family.__name__}-{name}-{i}")
        for family, good, name, values in BAD_PARAMETERS
        for i, value in enumerate(values)
    ],
)
def test_bad_parameters_are_refused_by_name(
    family: Any, good: dict[str, Any], name: str, value: Any
) -> None:
    family(**good)
    with pytest.raises((ValueError, TypeError), match=rf"^{name} must .*, got "):
        family(**{**good, name: value})


def test_parameters_are_copied_and_read_only() -> None:
    covariance = np.eye(2)
    ours = MultivariateGaussian(mu=[0.0, 0.0], covariance=covariance)
    covariance[0, 0] = 9.0
    assert ours.covariance[0, 0] == 1.0
    assert not ours.covariance.flags.writeable
    assert not Multinomial(n_trials=1, probabilities=[1.0]).probabilities.flags.writeable
    assert not Dirichlet(alpha=[1.0, 1.0]).alpha.flags.writeable


def test_bad_axes_and_ellipses_are_refused_by_name() -> None:
    ours = gaussian()
    for axes in ([], [3], [-1], [0, 0], [0.5], 1, None, "ab"):
        for call in (ours.marginal, lambda a: ours.conditional(a, [0.0])):
            with pytest.raises(ValueError, match=r"^axes must .*, got "):
                call(axes)
    with pytest.raises(ValueError, match=r"^axes must leave at least one coordinate, got "):
        ours.conditional([0, 1, 2], [0.0, 0.0, 0.0])
    for values in ([0.0, 1.0], [NAN], "a", []):
        with pytest.raises((ValueError, TypeError), match=r"^values must .*, got "):
            ours.conditional([0], values)
    plane = MultivariateGaussian(mu=[0.0, 0.0], covariance=np.eye(2))
    with pytest.raises(ValueError, match="radius must be positive"):
        plane.ellipse(0.0, n_points=10)
    with pytest.raises(ValueError, match="n_points must be"):
        plane.ellipse(1.0, n_points=3)
    with pytest.raises(ValueError, match="mu must have 2 entries to draw an ellipse, got 3"):
        ours.ellipse(1.0, n_points=10)
