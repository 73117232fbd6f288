"""Practice of every chapter: each answer computed another way, each slip with its sentence."""

import re
from typing import Any

import numpy as np
import pytest

from mlcourse.exercises.calling import same
from tests.chapters.rooms import ROOMS, each_room, oracles, room

NUMBER = re.compile(r"-?\d[\d.]*(?:e[+-]?\d+)?")
ROUNDS = 20  # times through all kinds of problem
SEEDS = [
    pytest.param(name, seed, id=f"{name} {seed}")
    for name in ROOMS
    for seed in range(ROUNDS * len(oracles(name)))
]


@pytest.mark.parametrize(("name", "seed"), SEEDS)
def test_the_answer_is_right_and_every_slip_has_its_sentence(name: str, seed: int) -> None:
    problem = room(name, "practice").problem(seed=seed)
    oracle = oracles(name)[problem.name](**problem.given)
    assert same(problem.answer, oracle, 1e-4)
    assert problem.check(oracle).passed
    rounded = np.vectorize(lambda x: float(f"{x:.4g}"))(problem.answer)
    assert problem.check(rounded.tolist()).passed
    told = 0
    taken: list[Any] = [problem.answer]
    for sentence, wrong in problem.slips.items():
        its_own = not any(same(wrong, other, 6e-3) for other in taken)
        taken.append(wrong)
        if not its_own:
            continue  # with these numbers it is no slip of its own
        result = problem.check(wrong)
        assert result.status == "failed"
        assert result.message.endswith(f"is not right: {sentence}")
        told += 1
    assert told >= 2


@each_room
def test_the_seeds_go_through_all_kinds_and_repeat_themselves(name: str) -> None:
    problem = room(name, "practice").problem
    count = len(oracles(name))
    first = [problem(seed=seed) for seed in range(count)]
    assert {one.name for one in first} == set(oracles(name))
    assert [one.text for one in first] == [problem(seed=seed).text for seed in range(count)]
    texts = {problem(seed=seed).text for seed in range(ROUNDS * count)}
    assert len(texts) > 10 * count


@each_room
def test_the_solution_ends_with_the_answer(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    for seed in range(len(oracles(name))):
        problem = room(name, "practice").problem(seed=seed)
        assert repr(problem).replace("\n", " ") == problem.text
        assert max(len(line) for line in repr(problem).splitlines()) <= 80
        problem.solution()
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) == len(problem.steps)
        said = [float(word.rstrip(".")) for word in NUMBER.findall(" ".join(lines[-2:]))]
        for number in np.atleast_1d(problem.answer):
            assert np.any(np.isclose(said, number, rtol=1e-3)), lines


@pytest.mark.parametrize("seed", [-1, 1.5, "7", None, True, float("nan")])
@each_room
def test_a_bad_seed_is_refused_by_name(name: str, seed: Any) -> None:
    with pytest.raises((ValueError, TypeError), match=r"^seed must be .*, got "):
        room(name, "practice").problem(seed=seed)
