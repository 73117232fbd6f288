"""Chapter 03's checks: their oracles by other libraries, and answers in other forms."""

from typing import Any

import numpy as np
import pytest
from scipy import linalg, signal, stats

from tests.chapters.rooms import checks, drawn

CHECKS = checks("distributions")


def test_between_counts_both_ends() -> None:
    for inputs in drawn(CHECKS["between"]):
        pmf = np.diff(inputs["F"], prepend=0.0)
        expected = pmf[inputs["a"] : inputs["b"] + 1].sum()
        assert CHECKS["between"].expected(**inputs) == pytest.approx(expected)


def test_one_toss_back_undoes_a_convolution() -> None:
    for inputs in drawn(CHECKS["one_toss_back"]):
        before = CHECKS["one_toss_back"].expected(**inputs)
        assert np.all(before > 0)
        assert before.sum() == pytest.approx(1)
        after = np.convolve(before, [1 - inputs["p"], inputs["p"]])
        np.testing.assert_allclose(after, inputs["pmf"], atol=1e-15)


def test_best_guess_is_the_mean_of_the_tables_that_are_left() -> None:
    # by the pmf of scipy, table by table, for three parties
    done = 0
    for inputs in drawn(CHECKS["best_guess"]):
        n, p, c = inputs["n"], inputs["p"], inputs["c"]
        if len(p) != 3:
            continue
        k = np.arange(n - c + 1)
        tables = np.column_stack([np.full(k.size, c), k, n - c - k])
        chance = stats.multinomial(n, p).pmf(tables)
        expected = chance @ tables[:, 1:] / chance.sum()
        np.testing.assert_allclose(CHECKS["best_guess"].expected(**inputs), expected)
        done += 1
    assert done


def test_given_first_is_the_regression_of_the_density() -> None:
    for inputs in drawn(CHECKS["given_first"])[:10]:
        joint = stats.multivariate_normal(inputs["mean"], inputs["covariance"])
        m, s = CHECKS["given_first"].expected(**inputs)
        y = m + s * np.linspace(-9, 9, 2001)
        density = joint.pdf(np.column_stack([np.full(y.size, inputs["x"]), y]))
        density /= np.trapezoid(density, y)
        mean = np.trapezoid(y * density, y)
        assert m == pytest.approx(mean)
        assert s == pytest.approx(np.sqrt(np.trapezoid((y - mean) ** 2 * density, y)))


def test_correlated_draws_have_the_covariance() -> None:
    z = np.random.default_rng(3).standard_normal((200_000, 2))
    covariance = np.array([[4.0, -1.8], [-1.8, 2.25]])
    x = CHECKS["correlated"].expected(z, covariance)
    # a standard error of an entry is at most about √2 · 4 / √200,000 = 0.013
    np.testing.assert_allclose(np.cov(x.T), covariance, atol=0.06)


def test_the_bug_shows_what_the_text_says() -> None:
    L = np.linalg.cholesky([[1, 0.6], [0.6, 1]])
    wrong = L.T @ L  # the covariance of z @ L
    np.testing.assert_allclose(np.diag(wrong), [1.36, 0.64])
    assert wrong[0, 1] / np.sqrt(1.36 * 0.64) == pytest.approx(0.51, abs=0.005)


def test_log_normal_aic_is_that_of_scipy() -> None:
    for inputs in drawn(CHECKS["log_normal_aic"]):
        x = inputs["x"]
        s, _, scale = stats.lognorm.fit(x, floc=0)
        expected = 4 - 2 * stats.lognorm(s, 0, scale).logpdf(x).sum()
        assert CHECKS["log_normal_aic"].expected(x) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("between", lambda F, a, b: sum(np.diff(F, prepend=0)[a : b + 1].tolist())),
        ("one_toss_back", lambda pmf, p: signal.deconvolve(pmf, [1 - p, p])[0].tolist()),
        (
            "one_toss_back",
            lambda pmf, p: np.linalg.lstsq(
                (1 - p) * np.eye(len(pmf), len(pmf) - 1) + p * np.eye(len(pmf), len(pmf) - 1, -1),
                pmf,
            )[0],
        ),
        ("best_guess", lambda n, p, c: tuple((n - c) * q / sum(p[1:]) for q in p[1:])),
        (
            "given_first",
            lambda mean, covariance, x: [
                mean[1] + covariance[1, 0] / covariance[0, 0] * (x - mean[0]),
                (np.linalg.det(covariance) / covariance[0, 0]) ** 0.5,
            ],
        ),
        (
            "correlated",
            lambda z, covariance: [list(np.linalg.cholesky(covariance) @ row) for row in z],
        ),
        ("log_normal_aic", lambda x: float(4 - 2 * stats.lognorm(
            np.log(x).std(), 0, np.exp(np.log(x).mean())).logpdf(x).sum())),
    ],
)  # fmt: skip
def test_the_right_answer_in_another_form_passes(name: str, answer: Any) -> None:
    assert CHECKS[name](answer, rng=3).passed


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        # right where Σ is the identity, spreads are equal, parties alike, or a is 0
        ("correlated", lambda z, covariance: z),
        ("correlated", lambda z, covariance: z @ np.linalg.cholesky(covariance[::-1, ::-1])),
        ("given_first", lambda mean, covariance, x: (mean[1], np.sqrt(covariance[1, 1]))),
        ("best_guess", lambda n, p, c: np.full(len(p) - 1, n / len(p))),
        ("between", lambda F, a, b: float(F[b])),
        ("one_toss_back", lambda pmf, p: pmf[:-1] / pmf[:-1].sum()),
        ("correlated", lambda z, covariance: z[:, ::-1] @ np.linalg.cholesky(covariance).T),
        ("log_normal_aic", lambda x: float(4 - 2 * stats.norm(*stats.norm.fit(x)).logpdf(x).sum())),
    ],
)  # fmt: skip
def test_what_is_right_in_a_special_case_fails(name: str, answer: Any) -> None:
    assert CHECKS[name](answer, rng=3).status == "failed"


@pytest.mark.parametrize("answer", [4.01, 3.99, 4.5, 1, 2, 3, 5, "four"])
def test_the_number_of_a_statement_is_not_rounded(answer: Any) -> None:
    assert CHECKS["defended"](answer).status == "failed"
    assert CHECKS["defended"](4).passed


def test_draws_by_the_other_root_are_told_that_they_are_right_draws(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def other(z: Any, covariance: Any) -> Any:
        root = linalg.sqrtm(covariance)
        np.testing.assert_allclose(root @ root.T, covariance)
        return z @ root

    CHECKS["correlated"](other, rng=3)
    assert "another root of Σ" in capsys.readouterr().out
