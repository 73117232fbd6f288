"""Practice of chapter 01: every answer computed again by the chapter's own numerics."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import optimize, stats

from mlcourse.exercises import practice
from mlcourse.exercises.calling import same
from mlcourse.probability import limits, overlap, spaces

SEEDS = range(140)  # twenty of each kind


def _two_dice(total: int) -> Any:
    die = np.full(6, 1 / 6)
    sums = np.add.outer(np.arange(1, 7), np.arange(1, 7)).ravel()
    return spaces.event_probability(spaces.product_space(die, die).ravel(), sums == total)


def _table(n: int, a: int, b: int, both: int) -> Any:
    return overlap.overlap_table(a / n, b / n, both / n).p_a_given_b


def _either(a: float, b: float) -> Any:
    return 1 - overlap.overlap_table(a, b, a * b).joint[1, 1]


def _spread(p: float, n: int) -> Any:
    return limits.coin_runs(p, n, 1, rng=0).proportion_error[-1]


def _more(n: int, times: int) -> Any:
    def spread(m: float) -> float:
        return float(limits.coin_runs(0.5, int(m), 1, rng=0).proportion_error[-1])

    found = n * times**2
    assert np.isclose(spread(found) * times, spread(n))
    return float(found)


def _interval(sigma: int, n: int) -> Any:
    mean = stats.norm(0, sigma / np.sqrt(n))
    return mean.ppf(0.975)


def _needle(length: float, n: int, crossings: int) -> Any:
    # the share that a needle of this length has when pi has another value, by quadrature
    angle = (np.arange(2000) + 0.5) / 2000 * np.pi / 2
    mean_sine_times_pi = np.pi * np.mean(np.sin(angle))  # 2, whatever pi is
    return optimize.brentq(lambda pi: length * mean_sine_times_pi / pi - crossings / n, 1, 9)


ORACLES: dict[str, Callable[..., Any]] = {
    "two dice": _two_dice,
    "from a table": _table,
    "one of two": _either,
    "spread of a proportion": _spread,
    "more tosses": _more,
    "two standard errors": _interval,
    "Buffon's needle": _needle,
}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_answer_is_right_and_every_slip_has_its_sentence(seed: int) -> None:
    problem = practice.probability(seed=seed)
    oracle = ORACLES[problem.name](**problem.given)
    assert same(problem.answer, oracle, 1e-4)
    assert problem.check(oracle).passed
    assert problem.check(float(f"{problem.answer:.4g}")).passed
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
    first = [practice.probability(seed=seed) for seed in range(7)]
    assert {problem.name for problem in first} == set(ORACLES)
    assert [p.text for p in first] == [practice.probability(seed=seed).text for seed in range(7)]
    texts = {practice.probability(seed=seed).text for seed in range(3, 143, 7)}
    assert len(texts) > 10


@pytest.mark.parametrize("seed", range(7))
def test_the_solution_ends_with_the_answer(seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    problem = practice.probability(seed=seed)
    problem.solution()
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(problem.steps)
    said = float(lines[-1].rsplit(" ", 1)[-1].rstrip("."))
    assert said == float(f"{problem.answer:.4g}")
