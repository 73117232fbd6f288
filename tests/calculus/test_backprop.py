"""Backpropagation by edges against the array version, central differences and hand numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mlcourse.calculus.autodiff import Tensor
from mlcourse.calculus.backprop import backpropagate

SMALL = st.floats(-2, 2)


@settings(deadline=None)
@given(p=arrays(float, 12, elements=SMALL), activation=st.sampled_from(["tanh", "sigmoid", "relu"]))
def test_the_last_row_is_the_gradient(p: np.ndarray, activation: str) -> None:
    run = backpropagate(
        p[:2], p[2:6].reshape(2, 2), p[6:8], p[8:10], p[10], p[11], activation=activation
    )
    x, w, b, v, c = (Tensor(q) for q in (p[:2], p[2:6].reshape(2, 2), p[6:8], p[8:10], p[10]))
    h = getattr(w @ x + b, activation)()
    y = v @ h + c
    loss = 0.5 * (y - p[11]) ** 2
    loss.backward()
    at = dict(zip(run.names, run.gradient[-1], strict=True))
    value = dict(zip(run.names, run.value, strict=True))
    tol = {"rtol": 1e-12, "atol": 1e-12}  # the same few sums, in another order
    assert value["loss"] == pytest.approx(float(loss.data), rel=1e-12)
    np.testing.assert_allclose([value["h1"], value["h2"]], h.data, **tol)
    np.testing.assert_allclose([at["x1"], at["x2"]], x.grad, **tol)
    np.testing.assert_allclose([[at["w11"], at["w12"]], [at["w21"], at["w22"]]], w.grad, **tol)
    np.testing.assert_allclose([at["b1"], at["b2"]], b.grad, **tol)
    np.testing.assert_allclose([at["v1"], at["v2"]], v.grad, **tol)
    np.testing.assert_allclose([at["h1"], at["h2"]], h.grad, **tol)
    assert at["c"] == pytest.approx(float(c.grad), **{"rel": 1e-12, "abs": 1e-12})
    assert at["t"] == pytest.approx(-at["y"], rel=1e-12)
    kink = activation == "relu" and min(abs(value["z1"]), abs(value["z2"])) < 1e-3
    if not kink:
        # h = eps^(1/3): truncation h^2 f''' and rounding eps f / h, f up to about 50
        np.testing.assert_allclose(run.numeric, run.gradient[-1], rtol=1e-6, atol=1e-7)


def test_numbers_by_hand() -> None:
    run = backpropagate([1, 2], [[1, 1], [-1, 0]], [0, 0], [2, 5], 1, 3, activation="relu")
    # z = (3, -1), h = (3, 0), y = 2 * 3 + 1 = 7, loss = 16 / 2 = 8, d loss / d y = 4
    value = dict(zip(run.names, run.value.tolist(), strict=True))
    at = dict(zip(run.names, run.gradient[-1].tolist(), strict=True))
    assert [value[n] for n in ("z1", "z2", "h1", "h2", "y", "loss")] == [3, -1, 3, 0, 7, 8]
    assert [at[n] for n in ("y", "h1", "h2", "z1", "z2", "w11", "w12", "w21")] == [
        4, 8, 20, 8, 0, 8, 16, 0,
    ]  # fmt: skip


def test_each_row_adds_one_edge() -> None:
    run = backpropagate([0.5, -1], [[1, 0.3], [-0.2, 2]], [0.1, 0], [2, -1], 0.2, 1)
    n_edges = run.tail.size
    assert run.gradient.shape == (n_edges + 1, len(run.names))
    change = np.diff(run.gradient, axis=0)
    assert run.gradient[0].tolist() == [0.0] * (len(run.names) - 1) + [1.0]
    for k in range(n_edges):
        assert np.flatnonzero(change[k]).tolist() == [run.tail[k]]
        message = run.gradient[k, run.head[k]] * run.local[k]
        assert change[k, run.tail[k]] == pytest.approx(message, rel=1e-12)
        # what is passed on is complete: the head's gradient never changes afterwards
        assert run.gradient[k, run.head[k]] == run.gradient[-1, run.head[k]]
    assert np.all(run.head > run.tail)
