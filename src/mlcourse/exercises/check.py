"""An exercise that checks itself: fresh random inputs, an oracle, and a word for each mistake.

``Exercise(...)`` is called with the reader's function, `ValueExercise` with a number.  Both
print one line and return a quiet `CheckResult`:

    ✓ gradient_step: 50 random inputs agree.
    ✗ gradient_step: at x = [1.2, -0.3], ... you returned [...]; expected [...]. Hint: ...
    – gradient_step: not attempted yet.

A common mistake is written down as the function a reader would have coded.  When the answers
equal that function's on every input drawn, its own hint is given instead of the general one.
Inputs on which a listed mistake looks right, or like another one, are drawn again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Literal

import numpy as np

from mlcourse import _check as check
from mlcourse.exercises.calling import (
    NotAttempted,
    Trouble,
    call,
    describe,
    misfit,
    plain,
    rounding,
    same,
    shown,
    typed,
)

__all__ = ["LISTENERS", "CheckResult", "Exercise", "ValueExercise", "report"]

N_INPUTS = 50
DRAWS = 100  # sets of inputs, until the mistakes are told apart
OTHER = np.random.default_rng(0)  # never advanced: calls work on copies
MARKS = {"passed": "✓", "failed": "✗", "not attempted": "–"}
Status = Literal["passed", "failed", "not attempted"]
# Called with every result: a page remembers what its reader has solved.
LISTENERS: list[Callable[["CheckResult"], None]] = []


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class CheckResult:
    """What a check found; it has printed its message already, so it displays as nothing."""

    name: str
    status: Status
    message: str

    @property
    def passed(self) -> bool:
        """Whether the answer is right."""
        return self.status == "passed"

    def __repr__(self) -> str:
        return f"<{self.name}: {self.status}>"

    def _ipython_display_(self) -> None:
        """Nothing: the line is on the page already."""


def report(name: str, status: Status, sentence: str) -> CheckResult:
    """Print one line, tell it to who listens, and return it as a result."""
    message = f"{MARKS[status]} {name}: {sentence}"
    print(message)
    result = CheckResult(name=name, status=status, message=message)
    for listener in LISTENERS:
        listener(result)
    return result


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Exercise:
    """A function for the reader to write; call the exercise with it to check it.

    Parameters
    ----------
    name : str
        The name of the function.
    concept : str
        The slug of its concept in ``book/curriculum.yml``.
    draw : callable
        ``draw(rng)`` returns fresh inputs by name, few and short so that they can be shown.
    expected : callable, optional
        The oracle: the right output for the inputs.  Without it the properties decide.
    hint : str
        Said when the output is wrong and no mistake is recognised.
    mistakes : mapping
        Hint → the function a reader who makes this mistake would have written.
    properties : mapping
        Sentence → ``holds(output, **inputs)``; what a right output must have, in this order.
    rel_tol : float
        Agreement as a share of the largest entry; rounding differs by about 1e-15 of the numbers
        that are added, which where they cancel is all that is left (see `rounding`).
    """

    name: str
    concept: str
    draw: Callable[[np.random.Generator], dict[str, Any]]
    hint: str
    expected: Callable[..., Any] | None = None
    mistakes: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    properties: Mapping[str, Callable[..., bool]] = field(default_factory=dict)
    rel_tol: float = 1e-7

    def __repr__(self) -> str:
        names = ", ".join(self.draw(np.random.default_rng(0)))
        return f"<check of {self.name}({names})>"

    def __call__(self, answer: Any, *, rng: np.random.Generator | int | None = None) -> CheckResult:
        """Check the reader's function; without ``rng`` the inputs are fresh every time."""
        source = np.random.default_rng() if rng is None else check.generator("rng", rng)
        drawn = self._inputs(source)
        try:
            outputs = _outputs(answer, drawn)
            if self.expected is not None:
                self._compare(self.expected, drawn, outputs)
            else:
                self._examine(answer, drawn, outputs)
        except NotAttempted as note:
            return report(self.name, "not attempted", f"not attempted yet.{note}")
        except Trouble as trouble:
            return report(self.name, "failed", str(trouble))
        return report(self.name, "passed", f"{N_INPUTS} random inputs agree.")

    def _inputs(self, rng: np.random.Generator) -> list[dict[str, Any]]:
        """Inputs that tell the listed mistakes from the right answer and from each other.

        If no set does, the last one: then two of these functions are the same.
        """
        for _ in range(DRAWS):
            drawn = [self.draw(rng) for _ in range(N_INPUTS)]
            if self.expected is None or self._told_apart(self.expected, drawn):
                break
        return drawn

    def _told_apart(self, expected: Callable[..., Any], drawn: list[dict[str, Any]]) -> bool:
        answers = [call(expected, inputs) for inputs in drawn]
        floor = rounding(answers)
        alike = list(combinations(range(1 + len(self.mistakes)), 2))
        for inputs, right in zip(drawn, answers, strict=True):
            outputs = [right, *(_output(wrong, inputs) for wrong in self.mistakes.values())]
            alike = [(a, b) for a, b in alike if self._agree(outputs[b], outputs[a], floor)]
            if not alike:
                return True
        return False

    def _agree(self, output: Any, right: Any, floor: float) -> bool:
        return same(plain(output, right), right, self.rel_tol, floor)

    def _compare(
        self, expected: Callable[..., Any], drawn: list[dict[str, Any]], outputs: list[Any]
    ) -> None:
        answers = [expected(**inputs) for inputs in drawn]
        floor = rounding(answers)
        for inputs, output, right in zip(drawn, outputs, answers, strict=True):
            output = plain(output, right)
            problem = misfit(output, right)
            if problem:
                known = self._recognise(drawn, outputs, floor)
                raise Trouble(
                    f"{problem}. At {describe(inputs)} you returned {shown(output)}."
                    + (f" Hint: {known}" if known else "")
                )
            if not self._agree(output, right, floor):
                known = _spelling(outputs, answers) or self._recognise(drawn, outputs, floor)
                raise Trouble(
                    f"at {describe(inputs)} you returned {shown(output)}; "
                    f"expected {shown(right)}. "
                    f"Hint: {known or self.hint}"
                )

    def _recognise(
        self, drawn: list[dict[str, Any]], outputs: list[Any], floor: float
    ) -> str | None:
        for hint, variant in self.mistakes.items():
            pairs = zip(outputs, drawn, strict=True)
            if all(self._agree(output, _output(variant, i), floor) for output, i in pairs):
                return hint
        return None

    def _examine(self, answer: Any, drawn: list[dict[str, Any]], outputs: list[Any]) -> None:
        for inputs, output in zip(drawn, outputs, strict=True):
            for sentence, holds in self.properties.items():
                if not _holds(holds, output, inputs):
                    raise Trouble(
                        f"at {describe(inputs)} you returned {shown(output)}. Hint: {sentence}"
                    )
            if not same(call(answer, inputs), output):
                raise Trouble("twice the same generator, two results: draw from rng only.")
            if "rng" in inputs and same(call(answer, {**inputs, "rng": OTHER}), output):
                raise Trouble("two generators, one result: draw from the rng that is given.")


def _output(mistake: Callable[..., Any], inputs: dict[str, Any]) -> Any:
    """What a listed mistake returns; None, which equals nothing, where it stops."""
    try:
        return call(mistake, inputs)
    except (Trouble, NotAttempted):
        return None


def _outputs(answer: Any, drawn: list[dict[str, Any]]) -> list[Any]:
    """The outputs for all inputs; a function that never returns anything is a stub."""
    outputs = []
    nothing: tuple[dict[str, Any], NotAttempted] | None = None
    for inputs in drawn:
        try:
            outputs.append(call(answer, inputs))
        except NotAttempted as note:
            nothing = inputs, note
        if nothing and outputs:
            where = describe(nothing[0])
            raise Trouble(f"at {where} it returns nothing. Does every branch return?")
    if nothing:
        raise nothing[1]
    return outputs


def _spelling(outputs: list[Any], answers: list[Any]) -> str | None:
    """The hint for words that are all right but for capitals and blanks."""
    pairs = [(plain(output, right), right) for output, right in zip(outputs, answers, strict=True)]
    if all(
        isinstance(right, str) and isinstance(output, str) and output.strip().lower() == right
        for output, right in pairs
    ):
        return (
            "the words are right, their spelling is not: small letters, no blanks before or after."
        )
    return None


def _holds(property_: Callable[..., bool], output: Any, inputs: Mapping[str, Any]) -> bool:
    """Whether the output has the property; an output it cannot even be asked of has not."""
    try:
        return bool(property_(output, **inputs))
    except (TypeError, ValueError, IndexError, AttributeError):
        return False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ValueExercise:
    """A number for the reader to find; call the exercise with it to check it.

    Parameters
    ----------
    name, concept, hint
        As in `Exercise`.
    expected : float
        The right number.
    mistakes : mapping
        Hint → the number that this mistake leads to.
    rel_tol : float
        Agreement as a share of the expected number: rounded to three digits is right.
    """

    name: str
    concept: str
    expected: float
    hint: str
    mistakes: Mapping[str, float] = field(default_factory=dict)
    rel_tol: float = 5e-3

    def __repr__(self) -> str:
        return f"<check of {self.name}>"

    def __call__(self, answer: Any) -> CheckResult:
        """Check the reader's number."""
        if answer is ... or answer is None:
            return report(self.name, "not attempted", "not attempted yet.")
        answer = plain(typed(answer), self.expected)
        problem = misfit(answer, self.expected)
        if problem:
            return report(self.name, "failed", f"{problem}; you gave {shown(answer)}.")
        floor = rounding([self.expected])
        if same(answer, self.expected, self.rel_tol, floor):
            return report(self.name, "passed", f"{shown(answer)} is right.")
        known = (
            h for h, wrong in self.mistakes.items() if same(answer, wrong, self.rel_tol, floor)
        )
        hint = next(known, self.hint)
        return report(self.name, "failed", f"{shown(answer)} is not right. Hint: {hint}")
