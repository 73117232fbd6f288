"""Chapter 07's checks: their oracles, and what each broken property is told."""

from typing import Any

import numpy as np
import pytest

from mlcourse.chapters.gradient_descent import practice
from mlcourse.optimize import (
    adaptive_steps,
    descent,
    finite_sums,
    gradient_noise,
    momentum,
    quadratic_theory,
)
from tests.chapters.rooms import checks, drawn

CHECKS = checks("gradient_descent")


def _replaced(n_samples: int, batch_size: int, rng: np.random.Generator) -> list[np.ndarray]:
    order = rng.integers(0, n_samples, size=n_samples)
    return [order[i : i + batch_size] for i in range(0, n_samples, batch_size)]


def _dropped(n_samples: int, batch_size: int, rng: np.random.Generator) -> list[np.ndarray]:
    order = rng.permutation(n_samples)
    return [order[i : i + batch_size] for i in range(0, n_samples - batch_size + 1, batch_size)]


def _in_order(n_samples: int, batch_size: int, rng: np.random.Generator) -> list[np.ndarray]:
    return [np.arange(n_samples)[i : i + batch_size] for i in range(0, n_samples, batch_size)]


def _thirds(n_samples: int, batch_size: int, rng: np.random.Generator) -> list[np.ndarray]:
    return np.array_split(rng.permutation(n_samples), 7)


def _from_one(n_samples: int, batch_size: int, rng: np.random.Generator) -> list[np.ndarray]:
    return [rng.permutation(n_samples) + 1]


def _flat(n_samples: int, batch_size: int, rng: np.random.Generator) -> np.ndarray:
    return rng.permutation(n_samples)


def _own_seed(n_samples: int, batch_size: int, rng: np.random.Generator) -> list[np.ndarray]:
    order = np.random.default_rng(0).permutation(n_samples)
    return [order[i : i + batch_size] for i in range(0, n_samples, batch_size)]


def _global(n_samples: int, batch_size: int, rng: np.random.Generator) -> list[np.ndarray]:
    order = np.random.default_rng().permutation(n_samples)
    return [order[i : i + batch_size] for i in range(0, n_samples, batch_size)]


def _inside(n_samples: int, batch_size: int, rng: np.random.Generator) -> list[np.ndarray]:
    rows = np.arange(n_samples)
    return [rng.permutation(rows[i : i + batch_size]) for i in range(0, n_samples, batch_size)]


def _dealt_blocks(n_samples: int, batch_size: int, rng: np.random.Generator) -> list[np.ndarray]:
    rows = np.arange(n_samples)
    blocks = [rows[i : i + batch_size] for i in range(0, n_samples, batch_size)]
    return [blocks[k] for k in rng.permutation(len(blocks) - 1)] + blocks[-1:]


def _dealt_all(n_samples: int, batch_size: int, rng: np.random.Generator) -> list[np.ndarray]:
    rows = np.arange(n_samples)
    blocks = [rows[i : i + batch_size] for i in range(0, n_samples, batch_size)]
    rng.shuffle(blocks)
    return blocks


def _strides(n_samples: int, batch_size: int, rng: np.random.Generator) -> list[np.ndarray]:
    count = -(-n_samples // batch_size)
    return [np.arange(k, n_samples, count) for k in rng.permutation(count)]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (_replaced, "comes twice"),
        (_dropped, "never comes"),
        (_in_order, "shuffle all of them before you cut"),
        (_inside, "shuffle all of them before you cut"),
        (_dealt_blocks, "shuffle all of them before you cut"),
        (_dealt_all, "shuffle all of them before you cut"),
        (_strides, "shuffle all of them before you cut"),
        (_thirds, "every batch but the last"),
        (_from_one, "from 0 to n_samples - 1"),
        (_flat, "return a list of arrays"),
        (_own_seed, "draw from the rng that is given"),
        (_global, "draw from rng only"),
    ],
)
def test_epoch_batches_names_the_broken_property(wrong: Any, words: str) -> None:
    result = CHECKS["epoch_batches"](wrong)
    assert result.status == "failed"
    assert words in result.message


EXPECTED = {name: check.expected for name, check in CHECKS.items()}


def test_the_oracles_agree_with_the_chapter() -> None:
    # independent oracle: the chapter's own numerics, written by another hand
    for inputs in drawn(CHECKS["momentum_step"]):
        ours = EXPECTED["momentum_step"](**inputs)
        np.testing.assert_allclose(ours, momentum.momentum_step(**inputs), rtol=1e-14)
    for inputs in drawn(CHECKS["rmsprop_step"]):
        del inputs["epsilon"]
        ours = EXPECTED["rmsprop_step"](**inputs, epsilon=adaptive_steps.EPSILON)
        np.testing.assert_allclose(ours, adaptive_steps.rmsprop_step(**inputs), rtol=1e-14)
    for inputs in drawn(CHECKS["step_regime"]):
        assert EXPECTED["step_regime"](**inputs) == quadratic_theory.regime(**inputs)
    for inputs in drawn(CHECKS["minibatch_gradient"]):
        loss = finite_sums.squared_loss(inputs["features"], inputs["targets"])
        ours = EXPECTED["minibatch_gradient"](**inputs)
        theirs = loss.gradient(inputs["w"], inputs["batch"])
        np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-15)
    for inputs in drawn(CHECKS["stationary_variance"]):
        ours = EXPECTED["stationary_variance"](**inputs)
        inputs["noise_variance"] /= inputs.pop("batch_size")
        assert np.isclose(ours, gradient_noise.noise_ball_variance(**inputs), rtol=1e-14)
    assert EXPECTED["largest_step"] == quadratic_theory.stability_limit(20.0)


def test_the_data_oracle_is_the_derivative_of_the_loss() -> None:
    # independent oracle: central differences; the loss is quadratic, so only rounding is left
    for data in drawn(CHECKS["batch_gradient"]):
        w, x, y = data["w"], data["features"], data["targets"]

        def loss(w: np.ndarray, x: np.ndarray = x, y: np.ndarray = y) -> float:
            return float(np.mean((x @ w - y) ** 2) / 2)

        h = 1e-3
        slopes = [(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))]
        ours = EXPECTED["batch_gradient"](**data)
        np.testing.assert_allclose(ours, slopes, atol=1e-11)  # about 50 eps / h


def test_the_stationary_variance_is_what_a_long_run_shows() -> None:
    # independent oracle: simulation; 20,000 chains give a standard error of sqrt(2/20,000) = 1 %
    # of the variance, so 4 % is four of them
    rng = np.random.default_rng(8)
    for step, curvature, noise, batch in [(0.2, 2.0, 3.0, 4), (0.45, 4.0, 0.5, 2)]:
        x = np.zeros(20_000)
        for _ in range(100):
            x = x - step * (curvature * x + rng.normal(0, np.sqrt(noise / batch), x.size))
        expected = EXPECTED["stationary_variance"](step, curvature, noise, batch)
        assert abs(x.var() / expected - 1) < 0.04


def test_the_exercises_without_a_formula_agree_with_the_chapter() -> None:
    for inputs in drawn(CHECKS["recorded_path"]):
        h = inputs["curvatures"]
        run = descent.gradient_descent(
            lambda x, h=h: float(h @ x**2) / 2,
            lambda x, h=h: h * x,
            inputs["x0"],
            step_size=inputs["step_size"],
            max_steps=inputs["n_steps"],
        )
        np.testing.assert_allclose(EXPECTED["recorded_path"](**inputs), run.x, rtol=1e-12)
    for inputs in drawn(CHECKS["curvature_from_run"]):
        curvature = EXPECTED["curvature_from_run"](**inputs)
        factor = 1 - inputs["step_size"] * curvature
        assert curvature > 0
        assert (factor < 0) is inputs["crosses"]
        np.testing.assert_allclose(inputs["losses"][1:], factor**2 * inputs["losses"][:-1])
    for inputs in drawn(CHECKS["largest_quiet_step"]):
        step = EXPECTED["largest_quiet_step"](**inputs)
        noise = inputs["noise_variance"] / inputs["batch_size"]
        ball = gradient_noise.noise_ball_variance(
            curvature=inputs["curvature"], noise_variance=noise, step_size=step
        )
        assert np.isclose(ball, inputs["wanted"], rtol=1e-12)


def test_a_word_out_of_an_array_is_a_word() -> None:
    names = np.array(["monotone", "zigzag", "diverges"])

    def indexed(step_size: float, curvature: float) -> Any:
        return names[np.searchsorted([1.0, 2.0], step_size * curvature, side="right")]

    def selected(step_size: float, curvature: float) -> Any:
        product = step_size * curvature
        return np.select([product < 1, product < 2], ["monotone", "zigzag"], "diverges")

    for right in (indexed, selected):
        result = CHECKS["step_regime"](right)
        assert result.passed, result.message
    result = CHECKS["step_regime"](lambda step_size, curvature: names)
    assert "return a text" in result.message


def test_a_product_of_exactly_two_does_not_arrive() -> None:
    def late(step_size: float, curvature: float) -> str:
        product = step_size * curvature
        return "diverges" if product > 2 else "monotone" if product < 1 else "zigzag"

    assert "swings for ever" in CHECKS["step_regime"](late).message


def test_no_slip_of_the_practice_leads_to_the_right_answer() -> None:
    # twenty seeds of each kind, those for which a slip once did, and those whose answer is 0
    for seed in (*range(140), 44, 275, 331, 179, 235, 263, 620, 627, 914, 1250):
        one = practice.problem(seed=seed)
        for slip, wrong in one.slips.items():
            assert not one.check(wrong).passed, (seed, slip)


def test_what_backtracking_accepts_is_what_a_search_takes() -> None:
    # oracle: the search itself, step by step, from several places; Armijo's condition written out
    for inputs in drawn(CHECKS["accepted_step"], 50):
        for x in (0.5, -2.0, 8.0):
            slope, step = inputs["curvature"] * x, inputs["first"]

            def value(x: float, curvature: float = inputs["curvature"]) -> float:
                return curvature * x**2 / 2

            while value(x - step * slope) > value(x) - inputs["share"] * step * slope**2:
                step = step / 2
            assert EXPECTED["accepted_step"](**inputs) == step


def test_the_bug_of_the_exercise_is_told() -> None:
    def as_it_came(x0: Any, curvatures: Any, step_size: float, n_steps: int) -> np.ndarray:
        x, path = x0, []
        for _ in range(n_steps):
            x -= step_size * curvatures * x
            path.append(x)
        return np.array(path)

    assert CHECKS["recorded_path"](as_it_came).status == "failed"


def _one_by_one(w: Any, features: Any, targets: Any, batch: Any = None) -> Any:
    rows = range(len(targets)) if batch is None else batch
    return sum((features[i] @ w - targets[i]) * features[i] for i in rows) / len(rows)


def _mean_of_rows(w: Any, features: Any, targets: Any, batch: Any = None) -> Any:
    residual = features @ w - targets
    batch = slice(None) if batch is None else batch
    return np.mean((residual[:, None] * features)[batch], axis=0)


def _entry_by_entry(w: Any, features: Any, targets: Any, batch: Any = None) -> Any:
    total = [0.0] * len(w)
    rows = list(range(len(targets)) if batch is None else batch)
    for i in rows:
        error = sum(w[j] * features[i][j] for j in range(len(w))) - targets[i]
        for j in range(len(w)):
            total[j] += error * features[i][j] / len(rows)
    return total


@pytest.mark.parametrize("name", ["batch_gradient", "minibatch_gradient"])
@pytest.mark.parametrize("answer", [_one_by_one, _mean_of_rows, _entry_by_entry])
def test_a_gradient_in_a_loop_is_right_whatever_is_drawn(name: str, answer: Any) -> None:
    check = CHECKS[name]

    def given(**inputs: Any) -> Any:
        return answer(**inputs)

    takes = {
        "batch_gradient": lambda w, features, targets: given(
            w=w, features=features, targets=targets
        ),
        "minibatch_gradient": lambda w, features, targets, batch: given(
            w=w, features=features, targets=targets, batch=batch
        ),
    }
    for seed in range(60):  # of 50 draws each
        result = check(takes[name], rng=seed)
        assert result.passed, (seed, result.message)
    # negative control: a millionth beside it is refused
    right = check.expected
    wrong = {
        "batch_gradient": lambda w, features, targets: right(w, features, targets) + 1e-6,
        "minibatch_gradient": lambda w, features, targets, batch: (
            right(w, features, targets, batch) + 1e-6
        ),
    }
    assert check(wrong[name], rng=0).status == "failed"


def test_draws_whose_terms_cancel_are_met() -> None:
    # so that the test above has tried them: the right answer is what rounding leaves, and nothing
    sizes = [
        np.abs(EXPECTED["minibatch_gradient"](**one)).max()
        for one in drawn(CHECKS["minibatch_gradient"], 10_000)
    ]
    assert any(size < 1e-15 for size in sizes)
    assert not any(1e-15 < size < 1e-6 for size in sizes)


def test_a_pair_may_be_an_array_of_two_rows() -> None:
    def rows(x: Any, velocity: Any, gradient: Any, step_size: float, momentum: float) -> Any:
        velocity = momentum * velocity - step_size * gradient
        return np.array([x + velocity, velocity])

    assert CHECKS["momentum_step"](rows).passed
    hint = CHECKS["step_regime"](
        lambda step_size, curvature: EXPECTED["step_regime"](step_size, curvature).title()
    )
    assert "spelling" in hint.message
    for text in ("2 / 20", "2/20", "0,1", "0.1", "10 %"):
        assert CHECKS["largest_step"](text).passed
    assert practice.problem(seed=0).check("[-0.98,-0.36]").passed
