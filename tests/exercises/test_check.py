"""The engine: whatever a reader's code does, one clear line comes out and never a traceback."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from IPython.core.interactiveshell import InteractiveShell

from mlcourse.chapters.gradient_descent import checks
from mlcourse.exercises.calling import rounding, same, shown, typed
from mlcourse.exercises.check import Exercise, ValueExercise


def _draw(rng: np.random.Generator) -> dict[str, Any]:
    return {"x": rng.integers(1, 9, size=2) / 2, "k": int(rng.integers(2, 5))}


SCALE = Exercise(
    name="scale",
    concept="c",
    draw=_draw,
    expected=lambda x, k: k * x,
    hint="multiply.",
    mistakes={"that is a sum.": lambda x, k: x + k},
)
PAIR = Exercise(
    name="pair", concept="c", draw=_draw, expected=lambda x, k: (x, float(k)), hint="both."
)
WORD = Exercise(name="word", concept="c", draw=_draw, expected=lambda x, k: "yes", hint="say yes.")
SHAPED = Exercise(
    name="shaped",
    concept="c",
    draw=_draw,
    expected=lambda x, k: x,
    hint="h",
    mistakes={"you summed.": lambda x, k: x.sum()},
)


def _raises(x: Any, k: Any) -> Any:
    return x / undefined  # type: ignore[name-defined]  # noqa: F821


def _in_place(x: Any, k: Any) -> Any:
    x *= k
    return x


def _stopped(x: Any, k: Any) -> Any:
    raise KeyboardInterrupt


def _unwritten(x: Any, k: Any) -> Any:
    raise NotImplementedError


def _forgets(x: Any, k: Any) -> Any:
    x * k


def _silent(x: Any, k: Any) -> Any:
    raise RuntimeError


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (lambda x, k: k * x, "passed", "50 random inputs agree."),
        (lambda x, k: (k * x).tolist(), "passed", "agree"),
        (lambda x, k: x + k, "failed", "Hint: that is a sum."),
        (lambda x, k: x - k, "failed", "Hint: multiply."),
        (_raises, "failed", "stopped with NameError: name 'undefined' is not defined."),
        (_silent, "failed", "your code stopped with RuntimeError."),
        (_in_place, "failed", "changes its input x in place"),
        (_stopped, "failed", "stopped by hand. Does every loop end?"),
        (lambda x, k: "six", "failed", "return an array of numbers"),
        (lambda x, k: x > k, "failed", "return an array of numbers"),
        (lambda x, k: {1: 2}, "failed", "return an array of numbers"),
        (lambda x, k: x * 1j, "failed", "return an array of numbers"),
        (lambda x, k: k, "failed", "return an array of 2 numbers, yours is one number"),
        (lambda x, k: [[1], [1, 2]], "failed", "different lengths"),
        (lambda x, k: x / 0, "failed", "not a finite number"),
        (lambda x, k: x * np.nan, "failed", "not a finite number"),
        (lambda x: x, "failed", "the function must take (x, k)."),
        (np.ones(2), "failed", "pass the function itself, without calling it; got [1, 1]."),
        (3.0, "failed", "pass the function itself"),
        (..., "not attempted", "not attempted yet."),
        (lambda x, k: ..., "not attempted", "not attempted yet."),
        (_unwritten, "not attempted", "not attempted yet."),
        (_forgets, "not attempted", "a return is missing"),
        (lambda x, k: k * x if k < 4 else None, "failed", "Does every branch return?"),
        (lambda x, k: k * x if k > 2 else ..., "failed", "k = 2 it returns nothing"),
    ],
)
def test_what_a_reader_may_hand_in(answer: Any, status: str, words: str) -> None:
    result = SCALE(answer)
    assert result.status == status
    assert words in result.message
    assert "Traceback" not in result.message
    assert "\n" not in result.message


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda x, k: x, "return 2 values, as in return a, b"),
        (lambda x, k: (x, k, k), "return 2 values"),
        (lambda x, k: (k, k), "return an array of 2 numbers, yours is one number"),
        (lambda x, k: (x, "k"), "return a number"),
        (lambda x, k: (x, k + 1.0), "Hint: both."),
    ],
)
def test_two_values(answer: Any, words: str) -> None:
    assert words in PAIR(answer).message
    assert PAIR(lambda x, k: (x, k)).passed


@pytest.mark.parametrize(
    "answer",
    [
        lambda x, k: [x, k],
        lambda x, k: (list(x), k),
        lambda x, k: (x, Fraction(k)),
        lambda x, k: (tuple(map(Fraction, x)), Decimal(k)),
    ],
)
def test_what_a_person_would_write_is_accepted(answer: Any) -> None:
    assert PAIR(answer).passed


def test_a_pair_of_numbers_may_be_an_array() -> None:
    sums = Exercise(
        name="sums", concept="c", draw=_draw, expected=lambda x, k: (x.sum(), k), hint="h"
    )
    assert sums(lambda x, k: np.array([x.sum(), k])).passed
    assert "return 2 values" in sums(lambda x, k: np.ones(3)).message


def test_infinity_is_no_known_mistake() -> None:
    # a share of infinity would be infinite, and everything would agree
    message = SHAPED(lambda x, k: np.inf).message
    assert "you summed" not in message
    assert not same(np.inf, 3.0, 0.1)
    assert not same([np.inf, 1.0], [np.inf, 2.0], 0.1)
    assert same(np.inf, np.inf, 0.1)


def test_and_between_arrays_is_explained() -> None:
    message = SCALE(lambda x, k: k * x if (x > 0 and x < 9) else x).message
    assert "write &, | and ~" in message


def test_words() -> None:
    assert WORD(lambda x, k: "yes").passed
    assert "return a text" in WORD(lambda x, k: 1).message
    assert "you returned 'no'; expected 'yes'. Hint: say yes." in WORD(lambda x, k: "no").message


def test_a_mistake_is_recognised_by_its_shape_too() -> None:
    message = SHAPED(lambda x, k: x.sum()).message
    assert "yours is one number" in message
    assert message.endswith("Hint: you summed.")


def test_a_variant_that_cannot_be_compared_is_no_match() -> None:
    odd = Exercise(
        name="odd",
        concept="c",
        draw=_draw,
        expected=lambda x, k: x,
        hint="general.",
        mistakes={"never.": lambda x, k: {"not": "numbers"}},
    )
    assert odd(lambda x, k: x + 1).message.endswith("Hint: general.")


def test_a_mistake_on_some_inputs_only_gets_the_general_hint() -> None:
    # negative control: agreeing with a wrong variant now and then is not that mistake
    result = SCALE(lambda x, k: x + k if k == 2 else 5 * x, rng=1)
    assert result.message.endswith("Hint: multiply.")


def test_the_first_failing_input_is_the_one_shown() -> None:
    seen: list[tuple[Any, Any]] = []

    def answer(x: Any, k: Any) -> Any:
        seen.append((x.copy(), k))
        return k * x + (k == 4)

    message = SCALE(answer, rng=3).message
    x, k = next((x, k) for x, k in seen if k == 4)
    assert f"at x = {shown(x)}, k = 4 you returned {shown(k * x + 1)}; " in message
    assert f"expected {shown(k * x)}." in message


def test_inputs_are_fresh_unless_a_generator_is_given() -> None:
    def first(check: Callable[..., Any], **rng: int) -> str:
        return str(check(lambda x, k: x - 100.5, **rng).message)

    assert first(SCALE, rng=4) == first(SCALE, rng=4)
    assert len({first(SCALE) for _ in range(8)}) > 1


@pytest.mark.parametrize("rng", [-1, 1.5, "seed", True])
def test_a_bad_generator_is_refused_by_name(rng: Any) -> None:
    with pytest.raises((ValueError, TypeError), match=r"^rng must be .*, got "):
        SCALE(lambda x, k: k * x, rng=rng)


def test_a_function_whose_signature_is_hidden_is_still_called() -> None:
    class Hidden:
        def __call__(self, *given: Any) -> Any:
            return given[0] * given[1]

        @property
        def __signature__(self) -> Any:
            return None

    hidden = Hidden()
    assert SCALE(hidden).passed
    pick = Exercise(
        name="least",
        concept="c",
        draw=lambda rng: {"a": int(rng.integers(9)), "b": int(rng.integers(9))},
        expected=lambda a, b: a if a < b else b,
        hint="h",
    )
    assert pick(min).passed  # a built-in that tells no signature


def test_values() -> None:
    root = ValueExercise(
        name="root", concept="c", expected=1.41421356, hint="x * x = 2.", mistakes={"half?": 1.0}
    )
    assert root(1.414).passed
    assert root(np.float64(1.4142)).passed
    assert root("1.41").passed
    assert root(Fraction(99, 70)).passed
    assert root(...).status == root(None).status == "not attempted"
    assert root(1.0).message == "✗ root: 1 is not right. Hint: half?"
    assert root(1.5).message == "✗ root: 1.5 is not right. Hint: x * x = 2."
    assert root("root 2").message == "✗ root: return a number; you gave 'root 2'."
    assert "not a finite number" in root(float("nan")).message
    assert repr(root) == "<check of root>"
    many = ValueExercise(name="many", concept="c", expected=2_090_000, hint="count.")
    assert many("2,090,000").passed
    assert many("2,090,000.0").passed
    assert not many("2,09,0000").passed
    assert not ValueExercise(name="v", concept="c", expected=1234, hint="h")("1,234").passed


def test_the_result_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    result = SCALE(lambda x, k: k * x)
    assert repr(result) == "<scale: passed>"
    assert repr(SCALE) == "<check of scale(x, k)>"
    capsys.readouterr()
    data, _ = InteractiveShell.instance().display_formatter.format(result)
    assert data == {}  # the cell shows the printed line, and no Out[] beside it
    assert capsys.readouterr().out == ""


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
        lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner),
        max_leaves=6,
    )
)
def test_no_output_ever_escapes_as_an_exception(output: Any) -> None:
    for check in (SCALE, PAIR, WORD, checks.check_epoch_batches):
        wrong = check(lambda *_, output=output: output)
        assert wrong.status in ("failed", "not attempted") or output == "yes"


def test_long_values_are_cut() -> None:
    assert len(shown(list(range(200)))) == 160
    assert shown(np.array([1.0, 0.1234567890])) == "[1, 0.123457]"
    assert shown((np.int64(3), np.float64(0.5))) == "(3, 0.5)"
    assert shown(np.random.default_rng(0)) == "a generator"


def _tenths(rng: np.random.Generator, *shape: int) -> Any:
    return rng.integers(1, 21, size=shape) / 10 * rng.choice([-1.0, 1.0], size=shape)


CANCELS = Exercise(  # sums of products of tenths: in some thousands the terms cancel
    name="cancels",
    concept="c",
    draw=lambda rng: {"x": _tenths(rng, 3), "y": _tenths(rng, 3)},
    expected=lambda x, y: x @ y,
    hint="add up.",
    mistakes={"is the sign right?": lambda x, y: -(x @ y)},
)


@pytest.mark.parametrize(
    "answer",
    [
        lambda x, y: sum(a * b for a, b in zip(x, y, strict=True)),
        lambda x, y: float(np.sum((x * y)[::-1])),
        lambda x, y: np.mean(10 * x * y) * 0.3,
    ],
)
def test_where_terms_cancel_rounding_is_forgiven(answer: Callable[..., Any]) -> None:
    rng = np.random.default_rng(4)
    left = 0
    for seed in range(60):  # of 50 draws each
        assert CANCELS(answer, rng=seed).passed
    for _ in range(20_000):
        inputs = CANCELS.draw(rng)
        left += 0 < abs(CANCELS.expected(**inputs)) < 1e-13
    assert left > 10  # the case is met
    # negative control: an answer that is off by little, and no multiple of rounding, is refused
    for off in (1e-6, 1e-9, 1e-11):
        assert CANCELS(lambda x, y, off=off: x @ y + off, rng=0).passed is (off < 1e-8)
    assert "sign" in CANCELS(lambda x, y: -(x @ y), rng=0).message


@pytest.mark.parametrize("size", [1.0, 1e-9, 1e-13])
def test_small_answers_are_told_apart_from_nothing(size: float) -> None:
    tiny = Exercise(
        name="tiny",
        concept="c",
        draw=lambda rng: {"k": int(rng.integers(2, 9))},
        expected=lambda k: size * k,
        hint="h",
        mistakes={"twice.": lambda k: 2 * size * k},
    )
    assert tiny(lambda k: k * size).passed
    assert not tiny(lambda k: 0.0).passed
    assert not tiny(lambda k: size * k * (1 + 1e-6)).passed
    assert "twice" in tiny(lambda k: 2 * size * k).message
    value = ValueExercise(name="v", concept="c", expected=size, hint="h")
    assert value(size).passed
    assert value(1.004 * size).passed
    for wrong in (0.0, 1.01 * size, 2 * size):
        assert not value(wrong).passed


def test_nothing_may_be_what_rounding_leaves_of_it() -> None:
    nothing = ValueExercise(name="nothing", concept="c", expected=0.0, hint="h")
    assert nothing(5.55e-17).passed
    assert nothing(0).passed
    assert not nothing(1e-9).passed
    assert ValueExercise(name="n", concept="c", expected=1e-17, hint="h")(0).passed
    assert rounding([]) == rounding(["a word"]) == 1e-12
    assert rounding([(np.zeros(2), 0.5), (np.array([[3.0]]), 0.0)]) == 1e-12
    assert rounding([1e-9, 1e-17]) == pytest.approx(1e-21)


def test_words_that_are_misspelt_are_told_so() -> None:
    for word in ("Yes", " yes", "YES "):
        assert "small letters" in WORD(lambda x, k, word=word: word).message
    assert "small letters" not in WORD(lambda x, k: "yess").message


def test_two_arrays_may_be_the_rows_of_one() -> None:
    both = Exercise(
        name="both", concept="c", draw=_draw, expected=lambda x, k: (x, k * x), hint="h"
    )
    assert both(lambda x, k: np.array([x, k * x])).passed
    assert both(lambda x, k: np.column_stack([x, k * x])).status == "failed"
    assert not both(lambda x, k: np.array([k * x, x])).passed


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2 / 20", 0.1),
        ("0,1", 0.1),
        ("-0,125", -0.125),
        ("12,5", 12.5),
        ("1,2345", 1.2345),
        ("45 %", 0.45),
        ("2,090,000", 2_090_000),
        ("[-0.98,-0.36]", [-0.98, -0.36]),
        ("(4/9, 1 / 3)", [4 / 9, 1 / 3]),
        ("-0.98, -0.36", [-0.98, -0.36]),
        ("-0,98; -0,36", [-0.98, -0.36]),
        ("[2]", [2.0]),
    ],
)
def test_numbers_typed_as_texts(text: str, number: Any) -> None:
    assert typed(text) == pytest.approx(number)


@pytest.mark.parametrize(
    "text", ["1,234", "-1,234", "", "[]", "[a, 2]", "2 5", "1 - 2", "(1, 2]", "root 2"]
)
def test_texts_that_are_no_numbers_stay_texts(text: str) -> None:
    assert typed(text) == text


RARE = Exercise(  # a tenth of the inputs tell "never", a hundredth tells "seldom" from it
    name="rare",
    concept="c",
    draw=lambda rng: {"k": int(rng.integers(100))},
    expected=lambda k: 2 if k == 0 else int(k < 10),
    hint="h",
    mistakes={"never.": lambda k: 0, "seldom.": lambda k: int(k < 10)},
)


@pytest.mark.parametrize(("hint", "wrong"), RARE.mistakes.items())
def test_inputs_are_drawn_until_they_tell_a_listed_mistake(hint: str, wrong: Any) -> None:
    for seed in range(20):
        assert RARE(wrong, rng=seed).message.endswith(f"Hint: {hint}"), seed
        assert RARE(RARE.expected, rng=seed).passed


def test_two_mistakes_that_are_one_function_do_not_hang_the_check() -> None:
    twice = replace(SCALE, mistakes={"first.": lambda x, k: x + k, "second.": lambda x, k: k + x})
    assert twice(lambda x, k: x + k).message.endswith("Hint: first.")
    assert twice(lambda x, k: k * x).passed


def test_a_listed_mistake_may_stop_at_some_inputs() -> None:
    stops = Exercise(
        name="stops",
        concept="c",
        draw=lambda rng: {"k": int(rng.integers(4))},
        expected=lambda k: 12 * k,
        hint="h",
        mistakes={"divided.": lambda k: 12 // k},
    )
    assert stops(lambda k: 12 * k).passed
    assert stops(lambda k: 0).message.endswith("Hint: h")
