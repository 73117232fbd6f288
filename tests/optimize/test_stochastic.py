"""Finite sums, batches and their noise against scikit-learn, enumeration and Monte Carlo."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import check_grad
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import log_loss

from mlcourse.optimize.descent import gradient_descent
from mlcourse.optimize.finite_sums import FiniteSum, logistic_loss, squared_loss
from mlcourse.optimize.gradient_noise import (
    gradient_covariance,
    minibatch_factor,
    noise_ball_variance,
)
from mlcourse.optimize.schedules import inverse_time_decay, step_decay
from mlcourse.optimize.stochastic import epoch_batches, stochastic_gradient_descent


def data(n: int = 30, p: int = 3, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(n), rng.normal(size=(n, p - 1))])
    return x, x @ np.arange(1.0, p + 1) + rng.normal(size=n)


def problems() -> dict[str, FiniteSum]:
    x, y = data()
    return {
        "least squares": squared_loss(x, y),
        "logistic": logistic_loss(x, y > y.mean()),
        "one row": squared_loss([[2.0, 1.0]], [3.0]),
        "one feature": logistic_loss([[1.0], [-2.0]], [1, 0]),
    }


EACH = pytest.mark.parametrize("problem", problems().values(), ids=problems().keys())


@EACH
def test_gradient_is_the_derivative_of_the_loss(problem: FiniteSum) -> None:
    rng = np.random.default_rng(2)
    for _ in range(5):
        w = rng.normal(size=problem.n_weights)
        # forward differences: error about sqrt(eps) times the curvature
        assert check_grad(problem.fun, problem.grad, w) < 1e-5


@EACH
def test_average_of_single_gradients_is_the_gradient(problem: FiniteSum) -> None:
    w = np.linspace(-1, 1, problem.n_weights)
    each = problem.gradients(w)
    assert each.shape == (problem.n_samples, problem.n_weights)
    np.testing.assert_allclose(each.mean(axis=0), problem.grad(w), atol=1e-14)
    rows = np.arange(problem.n_samples)[::2]
    np.testing.assert_allclose(each[rows].mean(axis=0), problem.gradient(w, rows), atol=1e-14)


@EACH
def test_losses_take_many_weights_at_once(problem: FiniteSum) -> None:
    w = np.random.default_rng(0).normal(size=(4, problem.n_weights))
    assert problem.losses(w).shape == (4, problem.n_samples)
    np.testing.assert_allclose(problem.fun(w), [problem.fun(row) for row in w], rtol=1e-13)


@EACH
def test_curvature_is_bounded_by_smoothness(problem: FiniteSum) -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        a, b = rng.normal(size=(2, problem.n_weights))
        growth = np.linalg.norm(problem.grad(a) - problem.grad(b)) / np.linalg.norm(a - b)
        assert growth <= problem.smoothness * (1 + 1e-12)


def test_bound_is_reached() -> None:
    x, y = data()
    values, vectors = np.linalg.eigh(x.T @ x / len(x))
    assert squared_loss(x, y).smoothness == pytest.approx(values[-1])
    # the logistic curve is steepest at w = 0, curvature 1/4
    problem = logistic_loss(x, y > 0)
    h = 1e-5
    top = (problem.grad(h * vectors[:, -1]) - problem.grad(-h * vectors[:, -1])) / (2 * h)
    assert np.linalg.norm(top) == pytest.approx(problem.smoothness, rel=1e-8)


def test_least_squares_solution_is_scikit_learns() -> None:
    x, y = data()
    problem = squared_loss(x, y)
    run = gradient_descent(
        problem.fun, problem.grad, np.zeros(3), step_size=1 / problem.smoothness, max_steps=500
    )
    theirs = LinearRegression(fit_intercept=False).fit(x, y).coef_
    np.testing.assert_allclose(run.x[-1], theirs, atol=1e-10)
    assert run.value[-1] == pytest.approx(0.5 * np.mean((x @ theirs - y) ** 2))


def test_logistic_solution_is_scikit_learns_on_breast_cancer() -> None:
    raw, label = load_breast_cancer(return_X_y=True)
    two = raw[:, [0, 1]]
    x = np.column_stack([np.ones(len(two)), (two - two.mean(axis=0)) / two.std(axis=0)])
    problem = logistic_loss(x, label)
    run = gradient_descent(
        problem.fun, problem.grad, np.zeros(3), step_size=1 / problem.smoothness,
        max_steps=5000, tol=1e-9,
    )  # fmt: skip
    assert run.reason == "converged"
    model = LogisticRegression(C=np.inf, fit_intercept=False, tol=1e-10, max_iter=1000)
    theirs = model.fit(x, label)
    np.testing.assert_allclose(run.x[-1], theirs.coef_[0], atol=1e-5)
    expected = log_loss(label, theirs.predict_proba(x)[:, 1])
    assert run.value[-1] == pytest.approx(expected, abs=1e-9)


def test_logistic_loss_survives_huge_scores() -> None:
    problem = logistic_loss([[1.0], [1.0]], [0, 1])
    assert problem.losses(np.array([1e4])).tolist() == [1e4, 0.0]
    assert problem.losses(np.array([-1e4])).tolist() == [0.0, 1e4]
    assert problem.grad(np.array([1e4])).tolist() == [0.5]


@given(st.integers(1, 60), st.data(), st.integers(0, 5))
def test_a_shuffled_epoch_uses_every_sample_once(n: int, draw: st.DataObject, seed: int) -> None:
    b = draw.draw(st.integers(1, n))
    batches = epoch_batches(n, b, rng=seed)
    assert len(batches) == -(-n // b)
    assert all(len(batch) == b for batch in batches[:-1])
    assert sorted(np.concatenate(batches).tolist()) == list(range(n))


@pytest.mark.parametrize("b", [1, 3, 10])
def test_independent_batches_are_uniform_and_without_repeats(b: int) -> None:
    rng = np.random.default_rng(4)
    batches = [
        batch for _ in range(600) for batch in epoch_batches(10, b, rng=rng, sampling="independent")
    ]
    assert all(len(set(batch.tolist())) == b for batch in batches)
    counts = np.bincount(np.concatenate(batches).astype(np.intp), minlength=10)
    trials = len(batches)
    # each sample is in a batch with probability b / 10: 5 standard errors of a binomial count
    spread = 5 * np.sqrt(trials * b / 10 * (1 - b / 10))
    assert np.all(np.abs(counts - trials * b / 10) <= spread)


def test_full_batches_are_gradient_descent_and_need_no_luck() -> None:
    problem = problems()["logistic"]
    plain = gradient_descent(problem.fun, problem.grad, np.zeros(3), step_size=0.5, max_steps=6)
    for seed in (0, 1):
        run = stochastic_gradient_descent(
            problem, np.zeros(3), step_size=0.5, batch_size=30, n_epochs=6, rng=seed
        )
        np.testing.assert_allclose(run.weights, plain.x, atol=1e-14)
        assert run.epochs.tolist() == [0, 1, 2, 3, 4, 5, 6]


def test_run_is_a_naive_transcription() -> None:
    x, y = data(7)
    rng = np.random.default_rng(9)
    run = stochastic_gradient_descent(
        squared_loss(x, y), [0.0, 0.0, 0.0], step_size=0.1, batch_size=3, n_epochs=2, rng=9
    )
    w, k = np.zeros(3), 0
    for _ in range(2):
        deck = rng.permutation(7)
        for start in (0, 3, 6):
            batch = deck[start : start + 3]
            g = np.zeros(3)
            for i in batch:
                g = g + (x[i] @ w - y[i]) * x[i] / len(batch)
            w, k = w - 0.1 * g, k + 1
            np.testing.assert_allclose(run.weights[k], w, atol=1e-14)
    assert run.samples.tolist() == [0, 3, 6, 7, 10, 13, 14]
    assert run.epochs.tolist() == [s / 7 for s in run.samples.tolist()]
    assert run.reason == "finished"
    assert run.step_size.tolist() == [0.1] * 6


def test_schedules_count_batches_from_zero() -> None:
    run = stochastic_gradient_descent(
        problems()["least squares"],
        np.zeros(3),
        step_size=step_decay(0.4, factor=0.5, every=2),
        batch_size=10,
        n_epochs=2,
        rng=0,
    )
    assert run.step_size.tolist() == [0.4, 0.4, 0.2, 0.2, 0.1, 0.1]


def test_same_seed_same_path_other_seed_other_path() -> None:
    problem = problems()["least squares"]

    def path(seed: int) -> list:
        return stochastic_gradient_descent(
            problem, np.zeros(3), step_size=0.1, batch_size=4, n_epochs=2, rng=seed
        ).weights.tolist()

    assert path(1) == path(1)
    assert path(1) != path(2)


def test_no_epochs_and_divergence() -> None:
    problem = problems()["least squares"]
    still = stochastic_gradient_descent(
        problem, np.ones(3), step_size=0.1, batch_size=4, n_epochs=0, rng=0
    )
    assert (still.weights.tolist(), still.reason) == ([[1.0, 1.0, 1.0]], "finished")
    lost = stochastic_gradient_descent(
        problem, np.ones(3), step_size=50.0, batch_size=4, n_epochs=50, rng=0
    )
    assert lost.reason == "diverged"
    assert np.all(np.isfinite(lost.weights))
    huge = squared_loss([[1e120], [1e120]], [0.0, 1.0])
    run = stochastic_gradient_descent(huge, [1e100], step_size=1.0, batch_size=1, n_epochs=1, rng=0)
    assert (run.reason, len(run.weights)) == ("diverged", 1)


def test_minibatch_gradient_is_unbiased_with_the_stated_covariance_by_enumeration() -> None:
    x, y = data(7)
    problem, w = squared_loss(x, y), np.array([0.3, -1.0, 2.0])
    sigma = gradient_covariance(problem, w)
    np.testing.assert_allclose(sigma, np.cov(problem.gradients(w).T, bias=True), atol=1e-12)
    for b in (1, 2, 3, 6, 7):
        batches = np.array(
            [problem.gradient(w, np.array(rows)) for rows in combinations(range(7), b)]
        )
        np.testing.assert_allclose(batches.mean(axis=0), problem.grad(w), atol=1e-12)
        spread = np.atleast_2d(np.cov(batches.T, bias=True)) if len(batches) > 1 else 0 * sigma
        factor = minibatch_factor(b, n_samples=7)
        np.testing.assert_allclose(spread, factor * sigma, atol=1e-12)


def settled_variance(batch_size: int, step_size: float, sampling: str = "independent") -> float:
    """Variance of a long run on f_i(w) = (w - y_i)^2 / 2, whose noise is the same everywhere."""
    y = np.random.default_rng(8).normal(size=40)
    problem = squared_loss(np.ones((40, 1)), y - y.mean())
    epochs = 12_000 * batch_size // 40
    run = stochastic_gradient_descent(
        problem, [0.0], step_size=step_size, batch_size=batch_size, n_epochs=epochs, rng=3,
        sampling=sampling,
    )  # fmt: skip
    return float(np.mean(run.weights[500:, 0] ** 2))


@pytest.mark.parametrize(("batch_size", "step_size"), [(1, 0.2), (1, 0.8), (4, 0.2), (10, 0.5)])
def test_noise_ball_is_the_theory(batch_size: int, step_size: float) -> None:
    y = np.random.default_rng(8).normal(size=40)
    noise = y.var() * minibatch_factor(batch_size, n_samples=40)
    expected = noise_ball_variance(curvature=1.0, noise_variance=noise, step_size=step_size)
    # squares of an autoregression with coefficient r = 1 - step: the standard error of their
    # mean over m steps is about expected * sqrt(2 (1 + r^2) / (1 - r^2) / m); take 4 of them
    r2 = (1 - step_size) ** 2
    error = np.sqrt(2 * (1 + r2) / (1 - r2) / 11_500)
    assert settled_variance(batch_size, step_size) == pytest.approx(expected, rel=4 * error)


def test_shuffling_shrinks_the_noise_ball_negative_control_for_the_theory() -> None:
    assert settled_variance(4, 0.2, "shuffled") < 0.8 * settled_variance(4, 0.2)


@pytest.mark.parametrize(
    "schedule",
    [inverse_time_decay(0.5, decay=0.05), step_decay(0.5, factor=0.5, every=400)],
    ids=["inverse time", "step decay"],
)
def test_decay_removes_the_noise_ball(schedule) -> None:
    x, y = data(40)
    problem = squared_loss(x, y)
    best = np.linalg.lstsq(x, y, rcond=None)[0]

    def gap(step_size) -> float:
        run = stochastic_gradient_descent(
            problem, np.zeros(3), step_size=step_size, batch_size=4, n_epochs=400, rng=1
        )
        return float(np.mean(problem.fun(run.weights[-400:]) - problem.fun(best)))

    assert gap(schedule) < 0.02 * gap(0.5)
