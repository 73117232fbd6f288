"""The reverse mode against HIPS autograd, complex steps, central differences and closed forms."""

import gc
from collections.abc import Callable
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlcourse.calculus.autodiff import Tensor
from mlcourse.calculus.differences import numerical_gradient
from mlcourse.calculus.tensor_functions import value_and_gradient

RNG = np.random.default_rng(13)
A = RNG.normal(size=(3, 4))
B = RNG.normal(size=(4, 2))
V = RNG.normal(size=4)
BATCH = RNG.normal(size=(5, 4, 3))
WEIGHTS = RNG.normal(size=400)


def weighted(t: Any) -> Any:
    """A scalar in which every entry has a weight of its own, so that no two can be swapped."""
    return (t.reshape(-1) * WEIGHTS[: t.size]).sum()


def against_autograd(
    ours: Callable[[Tensor], Tensor], theirs: Callable[[Any], Any], x: np.ndarray
) -> None:
    """Value and gradient agree with autograd's to rounding (a few hundred operations)."""
    value, gradient = value_and_gradient(lambda t: weighted(ours(t)), x)
    expected = lambda z: weighted(theirs(z))  # noqa: E731
    assert value == pytest.approx(float(expected(x)), rel=1e-12, abs=1e-12)
    assert gradient.shape == x.shape
    np.testing.assert_allclose(gradient, autograd.grad(expected)(x), rtol=1e-11, atol=1e-12)


def softmax(z: Any, axis: int = -1) -> Any:
    e = anp.exp(z - anp.max(z, axis=axis, keepdims=True))
    return e / anp.sum(e, axis=axis, keepdims=True)


SAME = [
    ("add row", lambda x: x + V),
    ("add column", lambda x: x + A[:, :1]),
    ("radd", lambda x: 2.0 + x),
    ("subtract", lambda x: x - V),
    ("rsubtract", lambda x: V - x),
    ("negate", lambda x: -x),
    ("multiply", lambda x: x * V),
    ("rmultiply", lambda x: V * x),
    ("divide", lambda x: x / (2.0 + x * x)),
    ("rdivide", lambda x: V / (3.0 + x)),
    ("power 3", lambda x: x**3),
    ("power 2.5", lambda x: (x * x + 1.0) ** 2.5),
    ("power -1", lambda x: (x * x + 1.0) ** -1),
    ("matmul", lambda x: x @ B),
    ("rmatmul", lambda x: np.ones((2, 3)) @ x),
    ("matrix vector", lambda x: x @ V),
    ("vector matrix", lambda x: np.ones(3) @ x),
    ("batched matrix", lambda x: BATCH @ x),
    ("matrix batched", lambda x: x @ BATCH),
    ("used twice", lambda x: x @ x.T + x[:, :3] * 2.0),
    ("transpose", lambda x: x.T),
    ("reshape", lambda x: x.reshape(2, 6)),
    ("row", lambda x: x[1]),
    ("entry", lambda x: x[1, 2] * x),
    ("slice", lambda x: x[1:, ::2]),
    ("backwards", lambda x: x[::-1]),
    ("new axis", lambda x: x[:, None] * x),
    ("gather", lambda x: x[np.array([0, 2, 2, 2, -1])]),
    ("gather twice", lambda x: x[np.array([[0, 2], [2, 1]])]),
    ("gather pairs", lambda x: x[np.array([0, 0, 2]), np.array([1, 1, 3])]),
    ("mask", lambda x: x[A > 0]),
]


@pytest.mark.parametrize(("name", "fun"), SAME, ids=[n for n, _ in SAME])
def test_what_reads_the_same_in_numpy_agrees_with_autograd(
    name: str, fun: Callable[[Any], Any]
) -> None:
    against_autograd(fun, fun, A)


PAIRS = [
    ("exp", lambda x: x.exp(), anp.exp),
    ("log", lambda x: (x * x).log(), lambda x: anp.log(x * x)),
    ("tanh", lambda x: x.tanh(), anp.tanh),
    ("sigmoid", lambda x: x.sigmoid(), lambda x: 1 / (1 + anp.exp(-x))),
    ("relu", lambda x: x.relu(), lambda x: anp.maximum(x, 0.0)),
    ("softmax", lambda x: x.softmax(), softmax),
    ("softmax 0", lambda x: x.softmax(axis=0), lambda x: softmax(x, 0)),
    ("log_softmax", lambda x: x.log_softmax(), lambda x: anp.log(softmax(x))),
    ("log_softmax 0", lambda x: x.log_softmax(axis=0), lambda x: anp.log(softmax(x, 0))),
    ("sum", lambda x: x.sum(), anp.sum),
    ("sum 0", lambda x: x.sum(axis=0), lambda x: anp.sum(x, axis=0)),
    ("sum keep", lambda x: x.sum(axis=1, keepdims=True) * x, lambda x: anp.sum(x, 1)[:, None] * x),
    ("sum both", lambda x: x.sum(axis=(0, 1)), anp.sum),
    ("mean", lambda x: x.mean(), anp.mean),
    ("mean -1", lambda x: x.mean(axis=-1), lambda x: anp.mean(x, axis=-1)),
    ("max", lambda x: x.max(), anp.max),
    ("max 1", lambda x: x.max(axis=1), lambda x: anp.max(x, axis=1)),
    ("max keep", lambda x: x.max(axis=0, keepdims=True) - x, lambda x: anp.max(x, 0) - x),
    ("transpose", lambda x: x.transpose(), lambda x: anp.transpose(x)),
]


@pytest.mark.parametrize(("name", "ours", "theirs"), PAIRS, ids=[n for n, _, _ in PAIRS])
@pytest.mark.parametrize("x", [A, 3 * A[:1] + 1, A[:, :1]], ids=["3x4", "1x4", "3x1"])
def test_methods_agree_with_autograd(
    name: str, ours: Callable[[Any], Any], theirs: Callable[[Any], Any], x: np.ndarray
) -> None:
    against_autograd(ours, theirs, x)


def test_transpose_of_three_axes_and_batched_products() -> None:
    def ours(x: Any) -> Any:
        return x.transpose(0, 2, 1) @ x @ B[:3]

    def theirs(x: Any) -> Any:
        return anp.matmul(anp.matmul(anp.transpose(x, (0, 2, 1)), x), B[:3])

    against_autograd(ours, theirs, BATCH)
    against_autograd(lambda x: x.transpose(2, 0, 1), lambda x: anp.transpose(x, (2, 0, 1)), BATCH)


def test_vector_products_of_every_kind() -> None:
    for other in (V, B, BATCH):
        against_autograd(lambda x, o=other: x @ o, lambda x, o=other: anp.matmul(x, o), V)
    against_autograd(lambda x: BATCH[:, :3] @ x, lambda x: anp.matmul(BATCH[:, :3], x), V[:3])
    against_autograd(lambda x: x @ BATCH[0, :, 0], lambda x: anp.matmul(x, BATCH[0, :, 0]), A)


def test_a_two_layer_network_agrees_with_autograd_and_central_differences() -> None:
    x, w, labels = RNG.normal(size=(6, 4)), RNG.normal(size=(4, 3)), np.eye(3)[[0, 1, 2, 0, 1, 2]]

    def ours(v: Any) -> Any:
        return -((x @ v).tanh() @ w[:3] * labels).log_softmax().mean()

    def theirs(v: Any) -> Any:
        return -anp.mean(anp.log(softmax(anp.tanh(anp.dot(x, v)) @ w[:3] * labels)))

    against_autograd(ours, theirs, w)
    _, gradient = value_and_gradient(ours, w)
    # central differences at h = eps^(1/3): h^2 + eps/h, about 1e-10 for values of order 1
    np.testing.assert_allclose(
        gradient, numerical_gradient(lambda v: theirs(v), w), rtol=0, atol=1e-8
    )


# Random expression graphs: the same program run on tensors and on complex arrays.

Z = np.zeros((3, 4))
UNARY: list[tuple[Callable[[Any], Any], Callable[[Any], Any]]] = [
    (lambda t: t.tanh(), np.tanh),
    (lambda t: t.tanh().exp(), lambda z: np.exp(np.tanh(z))),
    (lambda t: t.sigmoid(), lambda z: 1 / (1 + np.exp(-z))),
    (lambda t: (2.0 + t.tanh()).log(), lambda z: np.log(2 + np.tanh(z))),
    (lambda t: (2.0 + t.tanh()) ** -1.5, lambda z: (2 + np.tanh(z)) ** -1.5),
    (lambda t: -t, lambda z: -z),
    (lambda t: (Z + t).mean(axis=0), lambda z: (Z + z).mean(axis=0)),
    (lambda t: (Z + t).sum(axis=1, keepdims=True), lambda z: (Z + z).sum(axis=1, keepdims=True)),
    (lambda t: t.sum(), np.sum),
    (lambda t: (Z + t)[np.array([0, 0, 2])], lambda z: (Z + z)[[0, 0, 2]]),
    (lambda t: (Z + t)[:, ::-1], lambda z: (Z + z)[:, ::-1]),
    (lambda t: (Z + t).T.reshape(3, 4), lambda z: (Z + z).T.reshape(3, 4)),
    (lambda t: (Z + t).softmax(), lambda z: np.exp(Z + z) / np.exp(Z + z).sum(-1, keepdims=True)),
    (
        lambda t: (Z + t).log_softmax(axis=0),
        lambda z: Z + z - np.log(np.exp(Z + z).sum(0, keepdims=True)),
    ),
]
BINARY: list[tuple[Callable[[Any, Any], Any], Callable[[Any, Any], Any]]] = [
    (lambda s, t: s + t, lambda y, z: y + z),
    (lambda s, t: s - t, lambda y, z: y - z),
    (lambda s, t: (s * t).tanh(), lambda y, z: np.tanh(y * z)),
    (lambda s, t: s / (2.0 + t.tanh()), lambda y, z: y / (2 + np.tanh(z))),
    (
        lambda s, t: (((Z + s) @ (Z + t).T) @ (Z + s)).tanh(),
        lambda y, z: np.tanh((Z + y) @ (Z + z).T @ (Z + y)),
    ),
]
STEP = st.one_of(
    st.tuples(st.just(1), st.integers(0, len(UNARY) - 1), st.integers(0, 99), st.just(0)),
    st.tuples(st.just(2), st.integers(0, len(BINARY) - 1), st.integers(0, 99), st.integers(0, 99)),
)


def run(program: list[tuple[int, int, int, int]], x: Any, side: int) -> Any:
    """Run a program on a tensor (side 0) or a complex array (side 1)."""
    nodes = [x, x[1], x[:, :1]]
    for arity, op, i, j in program:
        a, b = nodes[i % len(nodes)], nodes[j % len(nodes)]
        nodes.append(UNARY[op][side](a) if arity == 1 else BINARY[op][side](a, b))
    out = nodes[-1]
    return ((out.tanh() if side == 0 else np.tanh(out)) * np.linspace(1.0, 2.0, 4)).sum()


@settings(max_examples=150, deadline=None, derandomize=True)
@given(program=st.lists(STEP, min_size=1, max_size=12), seed=st.integers(0, 1000))
def test_random_graphs_agree_with_the_complex_step(
    program: list[tuple[int, int, int, int]], seed: int
) -> None:
    x = np.random.default_rng(seed).uniform(-1, 1, size=(3, 4))
    _, gradient = value_and_gradient(lambda t: run(program, t, 0), x)
    exact = np.empty_like(x)
    for index in np.ndindex(x.shape):
        z = x.astype(complex)
        z[index] += 1e-30j
        exact[index] = run(program, z, 1).imag / 1e-30
    # tanh saturates: 1 - tanh^2 loses digits where tanh is near 1, hence an absolute part
    np.testing.assert_allclose(gradient, exact, rtol=1e-9, atol=1e-11 * (1 + np.abs(exact).max()))


def test_the_gradient_of_a_linear_map_is_its_transpose() -> None:
    # invariant: <J v, u> = <v, J^T u> for every pair of vectors
    m = RNG.normal(size=(7, 5))
    _, gradient = value_and_gradient(lambda t: (m @ t * np.arange(7.0)).sum(), np.ones(5))
    np.testing.assert_allclose(gradient, m.T @ np.arange(7.0), rtol=1e-13)


def test_a_node_used_twice_adds_up() -> None:
    x = Tensor(3.0)
    y = x * x
    (y + y * x + x).backward()  # x + x^2 + x^3
    assert float(x.grad) == 1 + 2 * 3 + 3 * 9
    assert float(y.grad) == 1 + 3


def test_backward_starts_from_zero_each_time_and_keeps_what_lies_between() -> None:
    x = Tensor([1.0, 2.0])
    y = x * 3.0
    loss = (y * y).sum()
    loss.backward()
    first = x.grad
    loss.backward()
    assert x.grad.tolist() == first.tolist() == [18.0, 36.0]
    assert y.grad.tolist() == [6.0, 12.0]
    assert float(loss.grad) == 1.0


def test_shared_gradients_are_not_changed_by_later_additions() -> None:
    # x + y hands the same array to both: adding to one in place would spoil the other
    x, y = Tensor([1.0]), Tensor([2.0])
    s = x + y
    (s + x + x).sum().backward()
    assert (x.grad.tolist(), y.grad.tolist(), s.grad.tolist()) == ([3.0], [1.0], [1.0])


def test_a_chain_of_100_000_nodes() -> None:
    x = Tensor(1.0)
    y = x
    for _ in range(100_000):
        y = y * 1.00001
    y.backward()
    assert float(x.grad) == pytest.approx(1.00001**100_000, rel=1e-10)  # 1e5 roundings of 1e-16
    del y
    gc.collect()  # and taking it apart must not recurse either


def test_a_wide_and_shared_graph_visits_each_node_once() -> None:
    # x doubled 60 times by adding it to itself has 2^60 paths
    x = Tensor(1.0)
    y = x
    for _ in range(60):
        y = y + y
    y.backward()
    assert float(x.grad) == 2.0**60


def test_constants_get_no_gradient() -> None:
    x = Tensor([1.0, 2.0])
    constant = Tensor([1.0]) * 0.0 + 1.0
    (x * np.array([3.0, 4.0])).sum().backward()
    assert x.grad.tolist() == [3.0, 4.0]
    assert constant.grad is None


def test_kinks() -> None:
    assert value_and_gradient(lambda t: t.relu().sum(), [-1.0, 0.0, 1.0])[1].tolist() == [0, 0, 1]
    assert value_and_gradient(lambda t: t.max(), [2.0, 1.0, 2.0])[1].tolist() == [0.5, 0, 0.5]
    assert value_and_gradient(lambda t: (t**0).sum(), [0.0, 2.0])[1].tolist() == [0, 0]
    assert value_and_gradient(lambda t: (t**1).sum(), [0.0, 2.0])[1].tolist() == [1, 1]


def test_far_out_values_stay_quiet_and_stable() -> None:
    x = Tensor([1000.0, -1000.0, 0.0])
    assert x.exp().data.tolist() == [np.inf, 0.0, 1.0]
    assert x.log().data[2] == -np.inf
    assert np.isnan(x.log().data[1])
    assert x.log_softmax().data.tolist() == [0.0, -2000.0, -1000.0]
    assert x.sigmoid().data.tolist() == [1.0, 0.0, 0.5]
    assert (x * 1e306).data[0] == np.inf
    assert np.isinf((1.0 / x).data[2])
    loss = (x.exp() * x).sum()
    loss.backward()
    assert np.isinf(x.grad[0])
    masked = (Tensor([1.0, 2.0]) + np.array([0.0, -np.inf])).softmax()
    assert masked.data.tolist() == [1.0, 0.0]


def test_what_a_tensor_is() -> None:
    source = np.array([[1.0, 2.0]])
    x = Tensor(source)
    source[0, 0] = 9.0
    assert x.data[0, 0] == 1.0
    assert (x.shape, x.ndim, x.size) == ((1, 2), 2, 2)
    assert repr(x) == "Tensor([[1., 2.]])"
    assert x.grad is None


@pytest.mark.parametrize("value", [np.nan, [1.0, np.inf], "one", None, 1j, [], ["a"]])
def test_a_tensor_refuses_what_is_not_a_finite_real_array(value: Any) -> None:
    with pytest.raises((ValueError, TypeError), match=r"^data must be .*, got "):
        Tensor(value)


def test_operators_refuse_what_is_not_real() -> None:
    x = Tensor([1.0])
    with pytest.raises(TypeError, match=r"^operand must be .*, got 'one'"):
        x + "one"
    with pytest.raises(TypeError, match=r"^exponent must be .*, got"):
        x**x
    with pytest.raises(ValueError, match=r"^self must be a scalar tensor, got"):
        Tensor([1.0, 2.0]).backward()
