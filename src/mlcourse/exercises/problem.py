"""A problem to do by hand: its text, its answer, its worked steps, and the typical slips."""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse.exercises.calling import misfit, plain, rounding, same, shown, typed
from mlcourse.exercises.check import CheckResult, report

__all__ = ["Kind", "Problem", "pick", "told_apart"]

REL_TOL = 5e-3  # rounded to three digits is right


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Problem:
    """A problem; it displays as its text.

    Parameters
    ----------
    name : str
        What is asked for, in a word or two.
    text : str
        The problem, in plain text.
    given : mapping
        Its numbers, by name.
    answer : float or array
        The right answer; a whole number (``int``) must be met exactly.
    slips : mapping
        Sentence → the wrong answer it belongs to; a slip that leads to the right answer with
        these numbers is not one, and of two slips with one answer the first speaks.
    steps : sequence of str
        The solution, line by line.
    """

    name: str
    text: str
    given: Mapping[str, Any]
    answer: float | FloatArray
    slips: Mapping[str, float | FloatArray]
    steps: Sequence[str]

    def __repr__(self) -> str:
        return textwrap.fill(self.text, 80)

    def check(self, answer: Any) -> CheckResult:
        """Say whether the answer is right, and what went wrong if the slip is a known one."""
        if answer is ... or answer is None:
            return report(self.name, "not attempted", "not attempted yet.")
        answer = plain(typed(answer), self.answer)
        problem = misfit(answer, self.answer)
        if problem:
            return report(self.name, "failed", f"{problem}; you gave {shown(answer)}.")
        whole, floor = isinstance(self.answer, int), rounding([self.answer])
        if same(answer, self.answer, *((0.0, 0.0) if whole else (REL_TOL, floor))):
            return report(self.name, "passed", f"{shown(answer)} is right.")
        known = (text for text, wrong in self.slips.items() if same(answer, wrong, REL_TOL, floor))
        hint = next(known, None)
        if hint is None and _rounded(answer, self.answer):
            sentence = f"{shown(answer)} is rounded too far: give three digits."
            return report(self.name, "failed", sentence)
        hint = hint or "compare your steps with .solution()."
        return report(self.name, "failed", f"{shown(answer)} is not right: {hint}")

    def solution(self) -> None:
        """Print the worked steps."""
        print("\n".join(self.steps))


def _rounded(answer: Any, right: float | FloatArray) -> bool:
    """Whether it is the right answer to one or two digits; a count has to be exact."""
    if isinstance(right, int):
        return False
    return any(
        same(answer, np.vectorize(lambda x, k=k: float(f"{x:.{k}g}"))(right), 1e-12) for k in (1, 2)
    )


Kind = Callable[[np.random.Generator], Problem]


def told_apart(kind: Kind, by: float, least: float = 0.0) -> Kind:
    """The kind, drawn again until every slip differs from the answer by more than a share ``by``.

    And by more than rounding, beside an answer of 0. No number of the answer is smaller than
    ``least``.
    """

    def drawn(rng: np.random.Generator) -> Problem:
        while True:
            one = kind(rng)
            floor = rounding([one.answer])
            alike = any(same(wrong, one.answer, by, floor) for wrong in one.slips.values())
            if not alike and np.all(np.abs(one.answer) >= least):
                return one

    return drawn


def pick(kinds: Sequence[Kind], seed: int) -> Problem:
    """The problem of a seed: the kinds take turns, then round again with other numbers."""
    seed = check.integer("seed", seed)
    return kinds[seed % len(kinds)](np.random.default_rng(seed))
