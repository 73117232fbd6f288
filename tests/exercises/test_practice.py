"""Practice: the answer of every problem, computed again by the chapter's own numerics."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mlcourse.exercises import practice
from mlcourse.exercises.calling import same
from mlcourse.exercises.problem import Problem
from mlcourse.optimize import descent, finite_sums, gradient_noise, quadratic_theory, stochastic

SEEDS = range(210)  # thirty of each kind


def _two_steps(a: int, b: int, step_size: float, x0: np.ndarray) -> Any:
    h = np.array([a, b])
    run = descent.gradient_descent(
        lambda x: float(h @ x**2) / 2, lambda x: h * x, x0, step_size=step_size, max_steps=2
    )
    return run.x[-1]


def _largest_step(a: int, b: int) -> Any:
    return min(quadratic_theory.stability_limit(2.0 * c) for c in (a, b))


def _batch(x: np.ndarray, y: np.ndarray, w: int) -> Any:
    return finite_sums.least_squares(x[:, None], y).grad(np.array([float(w)]))[0]


def _updates(n_samples: int, batch_size: int, epochs: int) -> Any:
    deals = (stochastic.epoch_batches(n_samples, batch_size, rng=i) for i in range(epochs))
    return float(sum(len(batches) for batches in deals))


def _sgd(x: np.ndarray, y: np.ndarray, w: int, step_size: float) -> Any:
    problem = finite_sums.least_squares(x[:, None], y)
    at = np.array([float(w)])
    for i in range(2):
        at = at - step_size * problem.gradient(at, np.array([i]))
    return at[0]


def _noise(step_factor: int, batch_factor: int) -> Any:
    # steps of 1e-5 are small: the exact ratio is off by at most step_factor * 1e-5
    ball = gradient_noise.noise_ball_variance
    before = ball(curvature=1.0, noise_variance=1.0, step_size=1e-5)
    after = ball(curvature=1.0, noise_variance=1.0 / batch_factor, step_size=1e-5 * step_factor)
    return after / before


def _momentum(smallest: int, largest: int) -> Any:
    best = quadratic_theory.best_momentum(smallest, largest)
    return np.array([best.step_size, best.momentum])


ORACLES: dict[str, Callable[..., Any]] = {
    "two steps": _two_steps,
    "largest step": _largest_step,
    "batch gradient": _batch,
    "updates": _updates,
    "stochastic steps": _sgd,
    "noise ball": _noise,
    "best momentum": _momentum,
}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_answer_is_right_and_every_slip_has_its_sentence(seed: int) -> None:
    problem = practice.gradient_descent(seed=seed)
    oracle = ORACLES[problem.name](**problem.given)
    assert same(problem.answer, oracle, 1e-4)
    assert problem.check(oracle).passed
    assert problem.check(np.asarray(problem.answer).round(4).tolist()).passed
    told = 0
    taken: list[Any] = [problem.answer]
    for sentence, wrong in problem.slips.items():
        if any(same(wrong, other, 4e-3) for other in taken):
            continue  # with these numbers it is no slip of its own
        taken.append(wrong)
        result = problem.check(wrong)
        assert result.status == "failed"
        assert result.message.endswith(f"is not right: {sentence}")
        told += 1
    assert told >= 2


def test_the_seeds_go_through_all_kinds_and_repeat_themselves() -> None:
    first = [practice.gradient_descent(seed=seed) for seed in range(7)]
    assert {problem.name for problem in first} == set(ORACLES)
    assert [p.text for p in first] == [
        practice.gradient_descent(seed=seed).text for seed in range(7)
    ]
    assert len({practice.gradient_descent(seed=seed).text for seed in range(0, 140, 7)}) > 10


@pytest.fixture
def problem() -> Problem:
    return practice.gradient_descent(seed=1)


def test_other_answers(problem: Problem) -> None:
    assert problem.check(123).message.endswith("compare your steps with .solution().")
    assert problem.check(...).status == problem.check(None).status == "not attempted"
    assert "return a number" in problem.check("0.2").message
    assert "finite" in problem.check(float("nan")).message
    assert "the shape must be" in problem.check([1, 2]).message


def test_the_solution_ends_with_the_answer(
    problem: Problem, capsys: pytest.CaptureFixture[str]
) -> None:
    assert repr(problem).replace("\n", " ") == problem.text
    assert max(len(line) for line in repr(problem).splitlines()) <= 80
    problem.solution()
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(problem.steps)
    assert lines[-1].endswith(f"{problem.answer:g}.")


@pytest.mark.parametrize("seed", [-1, 1.5, "7", None, True, float("nan")])
def test_a_bad_seed_is_refused_by_name(seed: Any) -> None:
    with pytest.raises((ValueError, TypeError), match=r"^seed must be .*, got "):
        practice.gradient_descent(seed=seed)
