"""Joining tensors, against autograd and closed forms."""

from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from mlcourse.calculus.autodiff import Tensor
from mlcourse.calculus.tensor_functions import (
    concatenate,
    maximum,
    value_and_gradient,
    where,
)

RNG = np.random.default_rng(5)
A = RNG.normal(size=(3, 4))
W = RNG.normal(size=(40,))


def weighted(t: Any) -> Any:
    return (t.reshape(-1) * W[: t.size]).sum()


CASES = [
    (
        "concatenate rows",
        lambda x: concatenate([x, x * x, A[:1]]),
        lambda x: anp.concatenate([x, x * x, A[:1]]),
    ),
    (
        "concatenate columns",
        lambda x: concatenate([x[:, :1], x], axis=-1),
        lambda x: anp.concatenate([x[:, :1], x], axis=1),
    ),
    (
        "where",
        lambda x: where(A > 0.1, x * x, x[0]),
        lambda x: anp.where(A > 0.1, x * x, x[0] + 0 * x),  # autograd does not broadcast here
    ),
    ("where constant", lambda x: where(A > 0, 1.0, x), lambda x: anp.where(A > 0, 1.0, x)),
    ("maximum", lambda x: maximum(x, -x[:1]), lambda x: anp.maximum(x, -x[:1])),
    ("maximum constant", lambda x: maximum(0.1, x), lambda x: anp.maximum(0.1, x)),
]


@pytest.mark.parametrize(("name", "ours", "theirs"), CASES, ids=[n for n, _, _ in CASES])
def test_joining_agrees_with_autograd(name: str, ours: Any, theirs: Any) -> None:
    value, gradient = value_and_gradient(lambda t: weighted(ours(t)), A)
    assert value == pytest.approx(float(weighted(theirs(A))), rel=1e-13)
    # same sums in another order: a few roundings
    np.testing.assert_allclose(
        gradient, autograd.grad(lambda z: weighted(theirs(z)))(A), rtol=1e-13, atol=1e-14
    )


def test_equal_entries_share_the_gradient() -> None:
    x, y = Tensor([1.0, 2.0, 3.0]), Tensor([3.0, 2.0, 1.0])
    maximum(x, y).sum().backward()
    assert (x.grad.tolist(), y.grad.tolist()) == ([0.0, 0.5, 1.0], [1.0, 0.5, 0.0])


def test_value_and_gradient_of_a_quadratic_form() -> None:
    m = RNG.normal(size=(4, 4))  # closed form: (M + M^T) x
    x = RNG.normal(size=4)
    value, gradient = value_and_gradient(lambda t: t @ m @ t, x)
    assert value == pytest.approx(x @ m @ x, rel=1e-13)
    np.testing.assert_allclose(gradient, (m + m.T) @ x, rtol=1e-12, atol=1e-13)


def test_a_function_that_does_not_look_has_gradient_zero() -> None:
    value, gradient = value_and_gradient(lambda t: Tensor(2.0) * 3.0, [1.0, 2.0])
    assert (value, gradient.tolist()) == (6.0, [0.0, 0.0])


def test_functions_must_return_a_scalar_tensor() -> None:
    for wrong in (lambda t: t, lambda t: 3.0):
        with pytest.raises(TypeError, match=r"^fun must return a tensor with one entry, got"):
            value_and_gradient(wrong, [1.0, 2.0])


def test_shapes_that_do_not_fit_are_named() -> None:
    a, b = Tensor(np.ones((2, 3))), Tensor(np.ones((3, 3)))
    with pytest.raises(ValueError, match=r"^tensors must be of equal shape except along axis 1"):
        concatenate([a, b], axis=1)
    with pytest.raises(ValueError, match=r"^tensors must be of equal shape except along axis 0"):
        concatenate([a, Tensor([1.0])])
    for wrong in ([], None, [a, "one"]):
        with pytest.raises(TypeError, match=r"^tensors must be (a sequence of at|made of)"):
            concatenate(wrong)
    with pytest.raises(TypeError, match=r"^condition must be an array of booleans, got 1"):
        where(1, a, b)
    with pytest.raises(TypeError, match=r"^b must be made of real numbers, got"):
        maximum(a, "one")
    with pytest.raises(ValueError, match=r"^axis must be"):
        concatenate([Tensor(1.0), Tensor(2.0)])
