"""Practice of chapter 02: every answer computed again by the chapter's own numerics."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mlcourse.exercises import practice
from mlcourse.exercises.calling import same
from mlcourse.probability import bayes, conjugate, markov, mixing

SEEDS = range(140)  # twenty of each kind


def _positive(ill: int, sensitivity: int, specificity: int) -> Any:
    test = bayes.diagnostic_test(ill / 1000, sensitivity / 100, specificity / 100)
    return float(test.positive_predictive)


def _pseudo_counts(alpha: int, beta: int, successes: int, failures: int) -> Any:
    tosses = [1] * successes + [0] * failures
    return conjugate.beta_bernoulli(alpha, beta, tosses).mean[-1]


def _coins(coins: int, heads: int) -> Any:
    run = bayes.sequential_update([1 / coins, 1 - 1 / coins], [[1.0, 0.5]] * heads)
    return run.belief[-1, 0]


def _more_data(n: int, times: int) -> Any:
    # a weak prior and half of all tosses heads: the exact spread, to the nearest n
    def sd(n: int) -> float:
        return float(conjugate.beta_bernoulli(1e-9, 1e-9, [0, 1] * (n // 2)).sd[-1])

    target = sd(n) / times
    found = next(m for m in range(n, 40 * n, 2) if sd(m) <= target)
    assert abs(found / (n * times**2) - 1) < 0.06  # n + 1 against n: "about"
    return float(n * times**2)


def _stationary(to_b: float, to_a: float) -> Any:
    return mixing.stationary_distributions([[1 - to_b, to_b], [to_a, 1 - to_a]])[0, 1]


def _acceptance(here: int, there: int) -> Any:
    pi = np.array([here, there]) / (here + there)
    return markov.metropolis_chain(pi, [[0, 1], [1, 0]])[0, 1]


def _worth(n: int, ess: int, sd: int) -> Any:
    return np.sqrt(sd**2 / n * (n / ess))


ORACLES: dict[str, Callable[..., Any]] = {
    "positive result": _positive,
    "pseudo-counts": _pseudo_counts,
    "two heads": _coins,
    "more data": _more_data,
    "stationary share": _stationary,
    "accepted": _acceptance,
    "standard error": _worth,
}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_answer_is_right_and_every_slip_has_its_sentence(seed: int) -> None:
    problem = practice.bayes(seed=seed)
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
    first = [practice.bayes(seed=seed) for seed in range(7)]
    assert {problem.name for problem in first} == set(ORACLES)
    assert [p.text for p in first] == [practice.bayes(seed=seed).text for seed in range(7)]
    assert len({practice.bayes(seed=seed).text for seed in range(0, 140, 7)}) > 10


@pytest.mark.parametrize("seed", range(7))
def test_the_solution_ends_with_the_answer(seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    problem = practice.bayes(seed=seed)
    problem.solution()
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(problem.steps)
    assert lines[-1].endswith(f"{problem.answer:.4g}.")
