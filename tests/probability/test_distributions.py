"""One table: every distribution on the line meets every law, with scipy.stats as the oracle."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats
from scipy.special import digamma

from mlcourse.probability.continuous import Cauchy, Exponential, Gaussian, Uniform
from mlcourse.probability.discrete import Bernoulli, Binomial, Categorical, Poisson
from mlcourse.probability.family import Continuous, Discrete, Univariate
from mlcourse.probability.gamma_beta import Beta, Gamma

EPS = np.finfo(float).eps
WHEEL = np.array([0.2, 0.0, 0.5, 0.3, 0.0])


@dataclass(frozen=True, kw_only=True)
class Case:
    ours: Univariate
    oracle: Any
    n_parameters: int


CASES = {
    "bernoulli": Case(ours=Bernoulli(p=0.3), oracle=stats.bernoulli(0.3), n_parameters=1),
    "coin that never": Case(ours=Bernoulli(p=0.0), oracle=stats.bernoulli(0.0), n_parameters=1),
    "binomial": Case(
        ours=Binomial(n_trials=12, p=0.3), oracle=stats.binom(12, 0.3), n_parameters=1
    ),
    "binomial, one": Case(
        ours=Binomial(n_trials=1, p=0.9), oracle=stats.binom(1, 0.9), n_parameters=1
    ),
    "binomial, many": Case(
        ours=Binomial(n_trials=3000, p=0.02), oracle=stats.binom(3000, 0.02), n_parameters=1
    ),
    "binomial, sure": Case(
        ours=Binomial(n_trials=5, p=1.0), oracle=stats.binom(5, 1.0), n_parameters=1
    ),
    "categorical": Case(
        ours=Categorical(probabilities=WHEEL),
        oracle=stats.rv_discrete(values=([0, 2, 3], [0.2, 0.5, 0.3])),
        n_parameters=4,
    ),
    "poisson": Case(ours=Poisson(rate=3.5), oracle=stats.poisson(3.5), n_parameters=1),
    "poisson, rare": Case(ours=Poisson(rate=0.01), oracle=stats.poisson(0.01), n_parameters=1),
    "poisson, many": Case(ours=Poisson(rate=2500.0), oracle=stats.poisson(2500.0), n_parameters=1),
    "uniform": Case(
        ours=Uniform(low=-3.0, high=1.5), oracle=stats.uniform(-3, 4.5), n_parameters=2
    ),
    "exponential": Case(ours=Exponential(rate=4.0), oracle=stats.expon(scale=0.25), n_parameters=1),
    "gaussian": Case(ours=Gaussian(mu=100.0, sigma=3.0), oracle=stats.norm(100, 3), n_parameters=2),
    "gaussian, tiny": Case(
        ours=Gaussian(mu=-1e-6, sigma=1e-9), oracle=stats.norm(-1e-6, 1e-9), n_parameters=2
    ),
    "cauchy": Case(
        ours=Cauchy(location=-2.0, scale=0.5), oracle=stats.cauchy(-2, 0.5), n_parameters=2
    ),
    "gamma": Case(
        ours=Gamma(shape=3.2, rate=0.5), oracle=stats.gamma(3.2, scale=2), n_parameters=2
    ),
    "gamma, steep": Case(
        ours=Gamma(shape=0.4, rate=3.0), oracle=stats.gamma(0.4, scale=1 / 3), n_parameters=2
    ),
    "gamma, exponential": Case(
        ours=Gamma(shape=1.0, rate=2.0), oracle=stats.expon(scale=0.5), n_parameters=2
    ),
    "beta": Case(ours=Beta(alpha=2.5, beta=4.0), oracle=stats.beta(2.5, 4), n_parameters=2),
    "beta, horns": Case(
        ours=Beta(alpha=0.5, beta=0.6), oracle=stats.beta(0.5, 0.6), n_parameters=2
    ),
    "beta, flat": Case(ours=Beta(alpha=1.0, beta=1.0), oracle=stats.uniform(), n_parameters=2),
}
DISCRETE = {name: c for name, c in CASES.items() if isinstance(c.ours, Discrete)}
CONTINUOUS = {name: c for name, c in CASES.items() if isinstance(c.ours, Continuous)}

every = pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
discrete = pytest.mark.parametrize("case", DISCRETE.values(), ids=list(DISCRETE))
continuous = pytest.mark.parametrize("case", CONTINUOUS.values(), ids=list(CONTINUOUS))


def support(case: Case) -> np.ndarray:
    """Whole numbers with all but 1e-14 of the probability, and a margin."""
    low, high = case.oracle.ppf([1e-15, 1 - 1e-15])
    return np.arange(np.floor(low) - 2, np.ceil(high) + 3)


def grid(case: Case) -> np.ndarray:
    """Quantiles from tail to tail, and points beyond."""
    q = np.concatenate([[1e-12, 1e-6], np.linspace(0.01, 0.99, 25), [1 - 1e-6, 1 - 1e-12]])
    x = case.oracle.ppf(q)
    spread = x[-1] - x[0]
    return np.concatenate([[x[0] - spread - 1], x, [x[-1] + spread + 1]])


@discrete
def test_pmf_against_scipy(case: Case) -> None:
    assert case.ours.pmf([0.5, -0.1, 1e308, -1e308]).tolist() == [0.0] * 4
    x = support(case)
    # sums of log-gammas near n log n (2e4 for the largest) lose their eps: some 1e-11
    np.testing.assert_allclose(case.ours.pmf(x), case.oracle.pmf(x), rtol=2e-11, atol=1e-300)
    with np.errstate(divide="ignore"):
        expected = np.log(case.oracle.pmf(x))
    np.testing.assert_allclose(case.ours.log_pmf(x), expected, rtol=2e-11, atol=2e-11)


@discrete
def test_pmf_sums_to_one_and_to_the_cdf(case: Case) -> None:
    x = support(case)
    assert case.ours.pmf(x).sum() == pytest.approx(1.0, abs=1e-11)
    np.testing.assert_allclose(case.ours.cdf(x), np.cumsum(case.ours.pmf(x)), rtol=0, atol=1e-11)
    np.testing.assert_array_equal(case.ours.cdf(x + 0.5), case.ours.cdf(x))


@continuous
def test_pdf_against_scipy(case: Case) -> None:
    x = grid(case)
    expected = case.oracle.pdf(x)
    # x near a mean of 100 or -1e-6 leaves a relative error of 1e-12 in its distance; the
    # quantiles at 1e-12 stand some 7 sd out, where the exponent multiplies it by 50
    np.testing.assert_allclose(case.ours.pdf(x), expected, rtol=1e-9, atol=1e-300)
    np.testing.assert_allclose(case.ours.log_pdf(x), case.oracle.logpdf(x), rtol=1e-9, atol=1e-9)


@continuous
def test_pdf_integrates_to_the_cdf(case: Case) -> None:
    # between quantiles, so that the poles at the ends of steep densities are left out
    x = np.asarray(case.oracle.ppf([1e-3, 0.01, 0.3, 0.5, 0.8, 0.99, 0.999]))
    for a, b in pairwise(x):
        area, error = integrate.quad(case.ours.pdf, a, b, epsabs=1e-13, epsrel=1e-12, limit=400)
        assert error < 1e-9
        assert area == pytest.approx(float(case.ours.cdf(b) - case.ours.cdf(a)), abs=1e-9)


@every
def test_cdf_against_scipy(case: Case) -> None:
    x = grid(case)
    got = case.ours.cdf(x)
    np.testing.assert_allclose(got, case.oracle.cdf(x), rtol=1e-9, atol=1e-13)
    assert np.all(np.diff(got) >= 0)
    assert case.ours.cdf(-1e308) == pytest.approx(0.0, abs=1e-300)
    assert case.ours.cdf(1e308) == pytest.approx(1.0, abs=EPS)


@continuous
def test_quantile_inverts_the_cdf(case: Case) -> None:
    q = np.concatenate([[1e-12, 1e-6], np.linspace(0.01, 0.99, 25), [1 - 1e-6]])
    # rounding x near a shift of 3 scales costs an eps of the whole
    np.testing.assert_allclose(case.ours.cdf(case.ours.quantile(q)), q, rtol=1e-6, atol=EPS)
    law = case.oracle
    if isinstance(case.ours, Cauchy):  # before SciPy 1.15 its ppf has five digits at 1e-12
        law = stats.t(1, *law.args)  # the same law
    np.testing.assert_allclose(case.ours.quantile(q), law.ppf(q), rtol=1e-9, atol=1e-14)


@discrete
def test_quantile_is_the_first_value_that_reaches_q(case: Case) -> None:
    q = np.concatenate([[1e-300, 1e-9], np.linspace(0.013, 0.987, 41), [1 - 1e-9, 1 - EPS]])
    k = case.ours.quantile(q)
    assert np.all(case.ours.cdf(k) >= q * (1 - 4 * EPS))
    assert np.all(case.ours.cdf(k - 1) < q)
    np.testing.assert_array_equal(k[1:-1], case.oracle.ppf(q[1:-1]))


@every
def test_quantile_at_the_ends_is_the_support(case: Case) -> None:
    low, high = case.oracle.support()
    if case.oracle.std() == 0:  # a sure thing: scipy names the values that a parameter allows
        low = high = case.oracle.mean()
    elif isinstance(case.ours, Categorical):
        low, high = 0.0, 3.0  # label 4 has probability 0
    assert case.ours.support == (low, high)
    np.testing.assert_array_equal(case.ours.quantile([0.0, 1.0]), [low, high])
    mixed = case.ours.quantile([[0.0, 0.5], [0.25, 1.0]])
    np.testing.assert_array_equal(
        mixed, [[low, case.ours.quantile(0.5)], [case.ours.quantile(0.25), high]]
    )


@every
def test_moments_against_scipy(case: Case) -> None:
    mean, variance = (case.oracle.mean(), case.oracle.var())
    np.testing.assert_allclose(case.ours.mean, mean, rtol=1e-13)
    np.testing.assert_allclose(case.ours.variance, variance, rtol=1e-12)


@every
def test_samples_follow_the_cdf(case: Case) -> None:
    """KS (or chi-squared) at level 1e-4 with a fixed seed; a shifted sample must fail."""
    draws = case.ours.sample(4000, rng=12)
    assert draws.shape == (4000,)
    np.testing.assert_array_equal(draws, case.ours.sample(4000, rng=12))
    assert not np.array_equal(draws, case.ours.sample(4000, rng=13)) or case.ours.variance == 0
    if isinstance(case.ours, Continuous):
        assert stats.kstest(draws, case.oracle.cdf).pvalue > 1e-4
        shift = 0.1 * (case.oracle.ppf(0.84) - case.oracle.ppf(0.16))
        assert stats.kstest(draws + shift, case.oracle.cdf).pvalue < 1e-4
        return
    assert draws.dtype == np.int64
    assert np.all(case.oracle.pmf(draws) > 0)
    # bins of at least 20 expected draws, cut at quantiles
    cuts = np.unique(case.oracle.ppf(np.linspace(0.01, 0.99, 12)))
    edges = np.concatenate([[-np.inf], cuts, [np.inf]])
    expected = 4000 * np.diff(np.concatenate([[0.0], case.oracle.cdf(cuts), [1.0]]))

    def p_value(sample: np.ndarray) -> float:
        observed = np.array([np.sum((sample > a) & (sample <= b)) for a, b in pairwise(edges)])
        seen = expected > 1e-6
        assert observed[~seen].sum() == 0 or sample is not draws
        if seen.sum() < 2:
            return float(observed[seen][0] == 4000)
        e = expected[seen] * observed[seen].sum() / expected[seen].sum()
        return float(stats.chisquare(observed[seen], e).pvalue)

    assert p_value(draws) > 1e-4
    if case.ours.variance > 0:
        swapped = case.ours.sample(8000, rng=14)
        assert p_value(np.sort(swapped)[:4000]) < 1e-4  # negative control: the lower half


WITH_MOMENTS = [name for name in CASES if name != "cauchy"]


@pytest.mark.parametrize("case", [CASES[name] for name in WITH_MOMENTS], ids=WITH_MOMENTS)
def test_sample_moments(case: Case) -> None:
    draws = case.ours.sample(20_000, rng=15)
    # four standard errors
    assert abs(draws.mean() - case.ours.mean) <= 4 * np.sqrt(case.ours.variance / 20_000)


@every
def test_log_likelihood_is_a_sum(case: Case) -> None:
    x = case.ours.sample(50, rng=16)
    log = case.oracle.logpmf if isinstance(case.ours, Discrete) else case.oracle.logpdf
    assert case.ours.log_likelihood(x) == pytest.approx(np.sum(log(x)), rel=1e-10, abs=1e-10)
    assert case.ours.n_parameters == case.n_parameters


@every
def test_scalars_and_arrays_of_any_shape(case: Case) -> None:
    x = case.ours.sample(6, rng=17).astype(float)
    density = case.ours.pmf if isinstance(case.ours, Discrete) else case.ours.pdf
    for method in (density, case.ours.cdf):
        flat = method(x)
        assert method(x.reshape(2, 3)).shape == (2, 3)
        np.testing.assert_array_equal(method(x.reshape(2, 3)).ravel(), flat)
        assert np.ndim(method(x[0])) == 0
        assert method(x[0]) == flat[0]
    assert np.ndim(case.ours.quantile(0.3)) == 0


FITS: dict[str, tuple[Univariate, Callable[..., Univariate], tuple[str, ...]]] = {
    "bernoulli": (Bernoulli(p=0.3), Bernoulli.fit, ("p",)),
    "binomial": (Binomial(n_trials=7, p=0.6), lambda x: Binomial.fit(x, n_trials=7), ("p",)),
    "poisson": (Poisson(rate=4.0), Poisson.fit, ("rate",)),
    "uniform": (Uniform(low=2.0, high=5.0), Uniform.fit, ("low", "high")),
    "exponential": (Exponential(rate=0.2), Exponential.fit, ("rate",)),
    "gaussian": (Gaussian(mu=-5.0, sigma=2.0), Gaussian.fit, ("mu", "sigma")),
    "cauchy": (Cauchy(location=4.0, scale=1.5), Cauchy.fit, ("location", "scale")),
    "cauchy, scaled": (Cauchy(location=4e6, scale=1.5e-3), Cauchy.fit, ("location", "scale")),
    "gamma": (Gamma(shape=2.2, rate=3.0), Gamma.fit, ("shape", "rate")),
    "gamma, steep": (Gamma(shape=0.2, rate=1e-3), Gamma.fit, ("shape", "rate")),
    "gamma, narrow": (Gamma(shape=1e6, rate=1e4), Gamma.fit, ("shape", "rate")),
    "beta": (Beta(alpha=2.0, beta=5.0), Beta.fit, ("alpha", "beta")),
    "beta, horns": (Beta(alpha=0.4, beta=0.3), Beta.fit, ("alpha", "beta")),
    "beta, narrow": (Beta(alpha=3e4, beta=7e4), Beta.fit, ("alpha", "beta")),
}
fits = pytest.mark.parametrize(("truth", "fit", "names"), FITS.values(), ids=list(FITS))


@fits
def test_fit_recovers(
    truth: Univariate, fit: Callable[..., Univariate], names: tuple[str, ...]
) -> None:
    x = truth.sample(20_000, rng=20)
    got = fit(x)
    for name in names:
        value = getattr(truth, name)
        # Relative standard errors of all these estimates are below 2/sqrt(n) (a location: of its
        # scale); 4 of them.
        scale = getattr(truth, "scale", None) or getattr(truth, "sigma", None) or abs(value)
        assert getattr(got, name) == pytest.approx(value, abs=4 * 2 * scale / np.sqrt(20_000))


@fits
def test_fit_is_a_maximum(
    truth: Univariate, fit: Callable[..., Univariate], names: tuple[str, ...]
) -> None:
    """No neighbour, a tenth of a percent away in any parameter, is more likely."""
    x = truth.sample(300, rng=21)
    got = fit(x)
    fields = {name: getattr(got, name) for name in got.__dataclass_fields__}
    best = got.log_likelihood(x)
    for name in names:
        for step in (-1e-3, 1e-3):
            moved = {**fields, name: fields[name] * (1 + step)}
            assert type(got)(**moved).log_likelihood(x) < best + 1e-11 * abs(best)


@pytest.mark.parametrize(
    ("truth", "oracle", "fixed"),
    [
        (Gamma(shape=2.2, rate=3.0), stats.gamma, {"floc": 0}),
        (Beta(alpha=2.0, beta=5.0), stats.beta, {"floc": 0, "fscale": 1}),
        (Cauchy(location=4.0, scale=1.5), stats.cauchy, {}),
        (Gaussian(mu=4.0, sigma=1.5), stats.norm, {}),
        (Exponential(rate=4.0), stats.expon, {"floc": 0}),
    ],
    ids=["gamma", "beta", "cauchy", "gaussian", "exponential"],
)
def test_fit_against_scipy(truth: Continuous, oracle: Any, fixed: dict[str, float]) -> None:
    x = truth.sample(200, rng=22)
    theirs = oracle(*oracle.fit(x, **fixed))
    ours = type(truth).fit(x)
    # scipy searches by simplex to 1e-4 or solves to 1e-8; ours must be at least as likely
    q = np.array([0.1, 0.5, 0.9])
    np.testing.assert_allclose(ours.quantile(q), theirs.ppf(q), rtol=2e-4, atol=2e-4)
    assert ours.log_likelihood(x) >= theirs.logpdf(x).sum() - 1e-9


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.floats(0.05, 1e4), st.floats(0.05, 1e4), st.integers(2, 40), st.integers(0, 10**6))
def test_gamma_and_beta_solve_their_equations(a: float, b: float, n: int, seed: int) -> None:
    """The gradient of the mean log-likelihood, in closed form, vanishes."""
    x = Gamma(shape=a, rate=b).sample(n, rng=seed)
    if x.min() > 1e-290:
        fit = Gamma.fit(x)
        mean_log = np.mean(np.log(x / x.mean()))
        # the parts are of the size of mean_log, and of 1/shape for narrow data
        gap = np.log(fit.shape) - digamma(fit.shape) + mean_log
        assert abs(gap) < 1e-9 * max(1.0, abs(mean_log))
    y = Beta(alpha=a, beta=b).sample(n, rng=seed)
    if y.min() > 1e-12 and y.max() < 1 - 1e-12 and np.ptp(y) > 1e-6:
        share = Beta.fit(y)
        total = digamma(share.alpha + share.beta)
        scale = 1 + abs(np.mean(np.log(y))) + abs(np.mean(np.log1p(-y)))
        assert abs(digamma(share.alpha) - total - np.mean(np.log(y))) < 1e-7 * scale
        assert abs(digamma(share.beta) - total - np.mean(np.log1p(-y))) < 1e-7 * scale


@pytest.mark.parametrize(("shift", "scale"), [(0.0, 1e-3), (1e3, 1.0), (-50.0, 1e4)])
def test_location_scale_families_move_with_the_data(shift: float, scale: float) -> None:
    x = Cauchy(location=0.0, scale=1.0).sample(101, rng=23)
    for family, place, width in (
        (Gaussian, "mu", "sigma"),
        (Cauchy, "location", "scale"),
        (Uniform, "low", None),
    ):
        plain, moved = family.fit(x), family.fit(shift + scale * x)
        expected = shift + scale * getattr(plain, place)
        size = abs(shift) + scale * abs(x).max()
        assert getattr(moved, place) == pytest.approx(expected, abs=1e-12 * size)
        if width:
            expected = scale * getattr(plain, width)
            assert getattr(moved, width) == pytest.approx(expected, rel=1e-9, abs=1e-12 * size)


def test_categorical_fit() -> None:
    truth = Categorical(probabilities=WHEEL)
    x = truth.sample(20_000, rng=24)
    got = Categorical.fit(x, n_classes=5)
    counts = np.bincount(x.astype(np.intp), minlength=5)
    np.testing.assert_array_equal(got.probabilities, counts / 20_000)
    # four standard errors
    assert np.all(abs(got.probabilities - WHEEL) <= 4 * np.sqrt(WHEEL * (1 - WHEEL) / 20_000))


def test_labels_of_probability_zero_are_never_drawn() -> None:
    class Edge(np.random.Generator):
        """Gives the ends of the unit interval."""

        def random(self, size: Any = None, **_: Any) -> np.ndarray:  # type: ignore[override]
            return np.array([0.0, 1 - EPS / 2])

    rng = Edge(np.random.PCG64(0))
    assert Categorical(probabilities=[0.0, 0.3, 0.7, 0.0]).sample(2, rng=rng).tolist() == [2, 1]
    assert Bernoulli(p=1.0).sample(2, rng=rng).tolist() == [1, 1]
    assert Bernoulli(p=0.0).sample(2, rng=rng).tolist() == [0, 0]
    assert np.all(np.isfinite(Cauchy(location=0.0, scale=1.0).sample(2, rng=rng)))
    assert np.all(np.isfinite(Exponential(rate=1.0).sample(2, rng=rng)))


def test_gamma_and_beta_with_tiny_shapes_stay_finite() -> None:
    for shape in (1e-3, 1e-6):
        assert np.all(Gamma(shape=shape, rate=1.0).sample(1000, rng=0) >= 0)
        shares = Beta(alpha=shape, beta=shape).sample(1000, rng=0)
        assert np.all((shares >= 0) & (shares <= 1))
        # half of the draws are at either end; 4 standard errors
        assert abs(np.mean(shares > 0.5) - 0.5) < 4 * 0.5 / np.sqrt(1000)


def test_same_seed_parameters_move_the_same_points() -> None:
    z = Gaussian(mu=0.0, sigma=1.0).sample(5, rng=1)
    np.testing.assert_allclose(Gaussian(mu=3.0, sigma=2.0).sample(5, rng=1), 3 + 2 * z, rtol=1e-15)


def test_far_tails_overflow_to_zero_quietly() -> None:
    for case in CONTINUOUS.values():
        density = case.ours.pdf([-1e308, 1e308])
        assert np.all(density < 1e-300)
        assert not np.any(np.isnan(case.ours.log_pdf([-1e308, 1e308])))


def test_uniform_wider_than_the_largest_float() -> None:
    wide = Uniform(low=-1e308, high=1e308)
    assert wide.cdf([-1e308, -5e307, 0.0, 1e308, 1.5e308]).tolist() == [0.0, 0.25, 0.5, 1.0, 1.0]
    assert wide.quantile([0.0, 0.25, 0.5, 1.0]).tolist() == [-1e308, -5e307, 0.0, 1e308]
    # log(2e308), which is not a float's logarithm
    assert wide.log_pdf(0.0) == pytest.approx(-(np.log(2) + 308 * np.log(10)), rel=4 * EPS)
    assert np.all(abs(wide.sample(100, rng=0)) <= 1e308)
    narrow = Uniform(low=0.0, high=5e-324)  # half of it is 0
    assert narrow.cdf([0.0, 5e-324]).tolist() == [0.0, 1.0]
    assert narrow.log_pdf(0.0) == pytest.approx(-np.log(5e-324), rel=EPS)


def test_variances_beyond_the_largest_float_are_infinite() -> None:
    assert Gaussian(mu=0.0, sigma=1e200).variance == np.inf
    assert Uniform(low=0.0, high=1e200).variance == np.inf
    assert Exponential(rate=1e-200).variance == np.inf
    assert Gamma(shape=1.0, rate=1e-200).variance == np.inf


def test_edges_of_gamma_and_beta() -> None:
    assert Gamma(shape=0.5, rate=1.0).pdf(0.0) == np.inf
    assert Gamma(shape=1.0, rate=2.0).pdf(0.0) == 2.0
    assert Gamma(shape=2.0, rate=1.0).pdf(0.0) == 0.0
    assert Beta(alpha=0.5, beta=3.0).pdf([0.0, 1.0]).tolist() == [np.inf, 0.0]
    assert Beta(alpha=1.0, beta=1.0).pdf([0.0, 1.0, 1.1]).tolist() == [1.0, 1.0, 0.0]


NAN = float("nan")
BAD_PARAMETERS = [
    (Bernoulli, {"p": 0.5}, "p", (-0.1, 1.1, NAN, "a", None, True)),
    (Binomial, {"n_trials": 3, "p": 0.5}, "n_trials", (0, -1, 1.5, NAN, None, True)),
    (Binomial, {"n_trials": 3, "p": 0.5}, "p", (-0.1, 1.1, NAN, "a")),
    (
        Categorical,
        {"probabilities": [1.0]},
        "probabilities",
        ([0.5, 0.6], [-0.5, 1.5], [], 1.0, [NAN, 1.0], "a"),
    ),
    (Poisson, {"rate": 1.0}, "rate", (0, -1.0, NAN, np.inf, "a")),
    (Uniform, {"low": 0.0, "high": 1.0}, "low", (NAN, -np.inf, "a", None)),
    (Uniform, {"low": 0.0, "high": 1.0}, "high", (NAN, 0.0, -1.0, "a")),
    (Exponential, {"rate": 1.0}, "rate", (0, -1.0, NAN, np.inf, "a")),
    (Gaussian, {"mu": 0.0, "sigma": 1.0}, "mu", (NAN, np.inf, "a", None)),
    (Gaussian, {"mu": 0.0, "sigma": 1.0}, "sigma", (0, -1.0, NAN, np.inf)),
    (Cauchy, {"location": 0.0, "scale": 1.0}, "location", (NAN, np.inf, "a", None)),
    (Cauchy, {"location": 0.0, "scale": 1.0}, "scale", (0, -1.0, NAN, np.inf)),
    (Gamma, {"shape": 1.0, "rate": 1.0}, "shape", (0, -1.0, NAN, np.inf, [1.0])),
    (Gamma, {"shape": 1.0, "rate": 1.0}, "rate", (0, -1.0, NAN, np.inf)),
    (Beta, {"alpha": 1.0, "beta": 1.0}, "alpha", (0, -1.0, NAN, np.inf)),
    (Beta, {"alpha": 1.0, "beta": 1.0}, "beta", (0, -1.0, NAN, np.inf)),
]


@pytest.mark.parametrize(
    ("family", "good", "name", "value"),
    [
        pytest.param(family, good, name, value, id=f"{family.__name__}-{name}-{value}")
        for family, good, name, values in BAD_PARAMETERS
        for value in values
    ],
)
def test_bad_parameters_are_refused_by_name(
    family: Any, good: dict[str, Any], name: str, value: Any
) -> None:
    family(**good)
    with pytest.raises((ValueError, TypeError), match=rf"^{name} must .*, got "):
        family(**{**good, name: value})


BAD_DATA = [
    (Bernoulli.fit, {}, ([0, 2], [0.5], [-1], [], [NAN], "a")),
    (Binomial.fit, {"n_trials": 4}, ([5], [-1], [1.5], [], [NAN])),
    (Categorical.fit, {"n_classes": 3}, ([3], [-1], [0.5], [], "a")),
    (Poisson.fit, {}, ([-1, 3], [0.5], [0, 0], [], [NAN])),
    (Uniform.fit, {}, ([1.0], [2.0, 2.0], [], [NAN, 1.0])),
    (Exponential.fit, {}, ([-1.0, 2.0], [0.0, 0.0], [], [NAN])),
    (Gaussian.fit, {}, ([1.0], [2.0, 2.0], [], [[1.0, 2.0]], [np.inf, 1.0])),
    (Cauchy.fit, {}, ([1.0, 2.0], [1.0, 1.0, 2.0], [1.0, 1.0, 2.0, 3.0], [], [NAN] * 3)),
    (Gamma.fit, {}, ([0.0, 1.0], [-1.0, 2.0], [3.0, 3.0], [1.0, 1.0 + 1e-9], [], [NAN])),
    (Beta.fit, {}, ([0.0, 0.5], [0.5, 1.0], [0.5, 0.5], [0.2, 1.2], [], [NAN])),
]


@pytest.mark.parametrize(
    ("fit", "given_", "value"),
    [
        pytest.param(fit, given_, value, id=f"{fit.__self__.__name__}-{value}")
        for fit, given_, values in BAD_DATA
        for value in values
    ],
)
def test_data_that_cannot_be_fitted_are_refused(
    fit: Callable[..., Any], given_: dict[str, int], value: Any
) -> None:
    with pytest.raises((ValueError, TypeError), match=r"^sample must .*, got "):
        fit(value, **given_)


def test_known_sizes_are_checked() -> None:
    with pytest.raises(ValueError, match="n_trials must be a whole number of at least 1, got 0"):
        Binomial.fit([0], n_trials=0)
    with pytest.raises(ValueError, match="n_classes must be a whole number of at least 1, got 0"):
        Categorical.fit([0], n_classes=0)


@every
def test_bad_calls_are_refused_by_name(case: Case) -> None:
    ours = case.ours
    densities = ("pmf", "log_pmf") if isinstance(ours, Discrete) else ("pdf", "log_pdf")
    for method in (*densities, "cdf", "log_likelihood"):
        name = "sample" if method == "log_likelihood" else "x"
        for value in (NAN, np.inf, "a", None, [], [1.0, NAN], 1j):
            with pytest.raises((ValueError, TypeError), match=rf"^{name} must .*, got "):
                getattr(ours, method)(value)
    for value in (-1e-300, -0.5, 1 + EPS, 1.5, NAN, "a", [0.5, 1.5]):
        with pytest.raises((ValueError, TypeError), match=r"^q must .*, got "):
            ours.quantile(value)
    for value in (0, -1, 1.5, None, True):
        with pytest.raises((ValueError, TypeError), match=r"^n_draws must .*, got "):
            ours.sample(value, rng=0)
    for value in (None, -1, 0.5, "a"):
        with pytest.raises((ValueError, TypeError), match=r"^rng must .*, got "):
            ours.sample(3, rng=value)


def test_cauchy_fit_with_nearly_half_the_numbers_equal() -> None:
    """The likelihood equations hold even where the scale is tiny."""
    x = np.concatenate([np.zeros(49), Cauchy(location=3.0, scale=2.0).sample(51, rng=30)])
    fit = Cauchy.fit(x)
    z = (x - fit.location) / fit.scale
    # d log L / d location and scale, per draw, in units of the scale
    assert abs(np.mean(2 * z / (1 + z**2))) < 1e-9
    assert abs(np.mean(2 * z**2 / (1 + z**2)) - 1) < 1e-9
