"""Networks, losses and training against slow transcriptions, closed forms and scikit-learn."""

from typing import Any

import numpy as np
import pytest
from scipy.special import expit, log_softmax, softmax
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from mlcourse.calculus.autodiff import Tensor
from mlcourse.calculus.differences import numerical_gradient
from mlcourse.learning.initialisation import initial_weights
from mlcourse.learning.losses import cross_entropy_loss, squared_error_loss
from mlcourse.learning.network import Network, initial_network, network_outputs
from mlcourse.learning.signal_flow import signal_flow
from mlcourse.learning.training import train_network
from mlcourse.optimize.stochastic import epoch_batches

RNG = np.random.default_rng(14)
BENDS = {"tanh": np.tanh, "relu": lambda z: np.maximum(z, 0), "sigmoid": expit}


@pytest.mark.parametrize(("n_in", "n_out"), [(300, 100), (100, 300), (200, 200)])
@pytest.mark.parametrize("scale", [1.0, 2.5])
def test_initial_variances(n_in: int, n_out: int, scale: float) -> None:
    # a variance from N normal draws has relative standard error sqrt(2 / N) = 0.8 %; 4 of them
    tol = 4 * np.sqrt(2 / (n_in * n_out))
    for scheme, variance in [
        ("small", 1e-4),
        ("xavier", 2 / (n_in + n_out)),
        ("he", 2 / n_in),
    ]:
        w = initial_weights(n_in, n_out, scheme=scheme, scale=scale, rng=3)
        assert w.shape == (n_in, n_out)
        assert w.var() / scale**2 == pytest.approx(variance, rel=tol)
        assert abs(w.mean()) < 4 * scale * np.sqrt(variance / w.size)
    assert not initial_weights(n_in, n_out, scheme="zeros", scale=scale, rng=3).any()
    w = initial_weights(n_in, n_out, scheme="orthogonal", scale=scale, rng=3) / scale
    gram = w @ w.T if n_in < n_out else w.T @ w
    np.testing.assert_allclose(gram, np.eye(min(n_in, n_out)), atol=1e-13)  # n eps


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
@pytest.mark.parametrize("sizes", [[3, 2], [3, 5, 2], [1, 4, 4, 4, 1]])
def test_outputs_against_numpy(activation: Any, sizes: list[int]) -> None:
    network = initial_network(sizes, activation=activation, scheme="he", rng=1)
    network = Network(
        weights=network.weights,
        biases=tuple(RNG.normal(size=b.shape) for b in network.biases),
        activation=activation,
    )
    x = RNG.normal(size=(7, sizes[0]))
    h = x
    for k, (w, b) in enumerate(zip(network.weights, network.biases, strict=True)):
        h = h @ w + b
        if k < len(sizes) - 2:
            h = BENDS[activation](h)
    np.testing.assert_allclose(network_outputs(network, x), h, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(network_outputs(network, x[:1]), h[:1], rtol=1e-12, atol=1e-14)


def test_a_network_refuses_layers_that_do_not_fit() -> None:
    good: dict[str, Any] = {
        "weights": (np.ones((2, 3)), np.ones((3, 1))),
        "biases": (np.ones(3), np.ones(1)),
        "activation": "tanh",
    }
    Network(**good)
    for name, value in [
        ("activation", "swish"),
        ("weights", ()),
        ("weights", None),
        ("weights", (np.ones((2, 3)), np.ones((2, 1)))),
        ("weights", (np.ones((2, 3)), np.full((3, 1), np.nan))),
        ("biases", (np.ones(3),)),
        ("biases", (np.ones(3), np.ones(2))),
        ("biases", 3),
    ]:
        with pytest.raises((ValueError, TypeError), match=rf"^{name} must be .*, got "):
            Network(**{**good, name: value})


def test_a_network_is_its_own_copy_and_read_only() -> None:
    w = np.ones((2, 1))
    network = Network(weights=(w,), biases=(np.zeros(1),), activation="tanh")
    w[0] = 9.0
    assert network.weights[0].tolist() == [[1.0], [1.0]]
    with pytest.raises(ValueError, match="read-only"):
        network.weights[0][0] = 1.0


def test_losses_against_scipy_and_scikit_learn() -> None:
    scores, y = 3 * RNG.normal(size=(6, 4)), np.array([0, 3, 1, 1, 2, 0])
    outputs = Tensor(scores)
    loss = cross_entropy_loss(outputs, y)
    loss.backward()
    assert float(loss.data) == pytest.approx(-log_softmax(scores, 1)[np.arange(6), y].mean())
    assert float(loss.data) == pytest.approx(log_loss(y, softmax(scores, 1), labels=range(4)))
    # closed form: (softmax - indicator) / n
    np.testing.assert_allclose(
        outputs.grad, (softmax(scores, 1) - np.eye(4)[y]) / 6, rtol=1e-12, atol=1e-15
    )
    target = RNG.normal(size=(6, 4))
    outputs = Tensor(scores)
    loss = squared_error_loss(outputs, target)
    loss.backward()
    assert float(loss.data) == pytest.approx(0.5 * np.mean(np.sum((scores - target) ** 2, 1)))
    np.testing.assert_allclose(outputs.grad, (scores - target) / 6, rtol=1e-13)


# Training


def test_one_sgd_epoch_against_a_transcription_with_numerical_gradients() -> None:
    x, y = RNG.normal(size=(10, 3)), RNG.integers(2, size=10)
    network = initial_network([3, 4, 2], rng=5)
    run = train_network(
        network,
        x,
        y,
        loss="cross_entropy",
        optimizer="sgd",
        step_size=0.3,
        batch_size=4,
        n_epochs=1,
        rng=8,
    )
    shapes = [p.shape for p in (*network.weights, *network.biases)]
    theta = np.concatenate([p.ravel() for p in (*network.weights, *network.biases)])

    def loss(theta: np.ndarray, rows: Any) -> float:
        ends = np.cumsum([np.prod(s) for s in shapes])[:-1].astype(int)
        w1, w2, b1, b2 = (q.reshape(s) for q, s in zip(np.split(theta, ends), shapes, strict=True))
        scores = np.tanh(x[rows] @ w1 + b1) @ w2 + b2
        return float(-log_softmax(scores, 1)[np.arange(len(rows)), y[rows]].mean())

    batch_loss = []
    for rows in epoch_batches(10, 4, rng=8):
        batch_loss.append(loss(theta, rows))
        theta = theta - 0.3 * numerical_gradient(lambda t, r=rows: loss(t, r), theta)
    np.testing.assert_allclose(run.batch_loss, batch_loss, rtol=1e-8)
    last = run.networks[-1]
    found = np.concatenate([p.ravel() for p in (*last.weights, *last.biases)])
    # central differences are good to 1e-10, three steps
    np.testing.assert_allclose(found, theta, rtol=0, atol=1e-8)
    assert run.loss[-1] == pytest.approx(loss(theta, np.arange(10)), abs=1e-8)
    assert run.networks[0] is network


def test_linear_layer_finds_least_squares() -> None:
    # closed form: full-batch gradient steps on a linear layer end at numpy's lstsq
    x = RNG.normal(size=(40, 3))
    y = x @ RNG.normal(size=(3, 2)) + 0.5 + 0.1 * RNG.normal(size=(40, 2))
    run = train_network(
        initial_network([3, 2], scheme="zeros", rng=0),
        x,
        y,
        loss="squared_error",
        optimizer="sgd",
        step_size=0.5,
        batch_size=40,
        n_epochs=400,
        rng=0,
    )
    exact, *_ = np.linalg.lstsq(np.column_stack([x, np.ones(40)]), y)
    last = run.networks[-1]
    np.testing.assert_allclose(np.vstack([last.weights[0], last.biases[0]]), exact, atol=1e-10)
    assert run.reason == "finished"
    assert np.all(np.diff(run.loss) <= 1e-15)
    assert (len(run.networks), run.loss.shape, run.batch_loss.shape) == (401, (401,), (400,))


def test_digits_better_than_a_linear_model() -> None:
    digits = load_digits()
    x, y = digits.data / 16.0, digits.target
    run = train_network(
        initial_network([64, 64, 10], activation="relu", scheme="he", rng=2),
        x[:1200],
        y[:1200],
        loss="cross_entropy",
        step_size=3e-3,
        batch_size=32,
        n_epochs=25,
        rng=2,
    )
    correct = (network_outputs(run.networks[-1], x[1200:]).argmax(1) == y[1200:]).mean()
    linear = LogisticRegression(max_iter=2000).fit(x[:1200], y[:1200]).score(x[1200:], y[1200:])
    assert correct >= linear + 0.005
    assert run.loss[-1] < 0.05
    # negative control: with shuffled labels it learns by heart, and nothing that generalises
    shuffled = np.random.default_rng(3).permutation(y[:1200])
    memory = train_network(
        initial_network([64, 64, 10], activation="relu", scheme="he", rng=2),
        x[:1200],
        shuffled,
        loss="cross_entropy",
        step_size=3e-3,
        batch_size=32,
        n_epochs=10,
        rng=2,
    )
    wrong = (network_outputs(memory.networks[-1], x[1200:]).argmax(1) == y[1200:]).mean()
    assert wrong < 0.1 + 4 * np.sqrt(0.09 / 597)  # chance, four standard errors


def test_zero_weights_keep_hidden_units_alike() -> None:
    x, y = RNG.normal(size=(20, 3)), RNG.integers(2, size=20)
    settings: dict[str, Any] = {
        "loss": "cross_entropy", "step_size": 0.1, "batch_size": 5, "n_epochs": 5, "rng": 1,
    }  # fmt: skip
    flat = train_network(initial_network([3, 6, 2], scheme="zeros", rng=0), x, y, **settings)
    assert np.all(np.ptp(flat.networks[-1].weights[0], axis=1) == 0)
    broken = train_network(initial_network([3, 6, 2], rng=0), x, y, **settings)
    assert np.all(np.ptp(broken.networks[-1].weights[0], axis=1) > 0)


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_divergence_is_a_result(optimizer: Any) -> None:
    x = RNG.normal(size=(20, 3))
    run = train_network(
        initial_network([3, 4, 1], activation="relu", scheme="he", rng=1),
        x,
        x[:, :1] + 1.0,
        loss="squared_error",
        optimizer=optimizer,
        step_size=1e3 if optimizer == "sgd" else 1e200,
        batch_size=5,
        n_epochs=50,
        rng=1,
    )
    assert run.reason == "diverged"
    assert len(run.networks) == len(run.loss) < 51
    assert np.all(np.isfinite(run.loss))


def test_no_epochs() -> None:
    run = train_network(
        initial_network([1, 1], rng=0), [[1.0]], [[2.0]], loss="squared_error",
        step_size=0.1, batch_size=1, n_epochs=0, rng=0,
    )  # fmt: skip
    assert (len(run.networks), run.loss.size, run.batch_loss.size) == (1, 1, 0)


# Signal and gradient through depth


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_signal_flow_against_backpropagation_by_hand(activation: Any) -> None:
    run = signal_flow(
        depth=3, width=5, activation=activation, scheme="he", scale=1.3, n_samples=4, rng=9
    )
    rng = np.random.default_rng(9)
    h = [rng.normal(size=(4, 5))]
    g = rng.normal(size=(4, 5))
    g = g / np.sqrt(np.mean(g**2))
    w = [initial_weights(5, 5, scheme="he", scale=1.3, rng=rng) for _ in range(3)]
    for k in range(3):
        h.append(BENDS[activation](h[-1] @ w[k]))
    slope = {
        "tanh": lambda y: 1 - y**2,
        "relu": lambda y: (y > 0) * 1.0,
        "sigmoid": lambda y: y * (1 - y),
    }[activation]
    gradients, weight_gradients = [g], []
    for k in reversed(range(3)):
        back = gradients[0] * slope(h[k + 1])
        weight_gradients.insert(0, h[k].T @ back)
        gradients.insert(0, back @ w[k].T)
    rms = [[np.sqrt(np.mean(a**2)) for a in arrays] for arrays in (h, gradients, weight_gradients)]
    np.testing.assert_allclose(run.activation_rms, rms[0], rtol=1e-12)
    np.testing.assert_allclose(run.gradient_rms, rms[1], rtol=1e-12)
    np.testing.assert_allclose(run.weight_gradient_rms, rms[2], rtol=1e-12)
    assert run.gradient_rms[-1] == pytest.approx(1.0)


def test_signal_flow_regimes() -> None:
    def end(**settings: Any) -> tuple[float, float]:
        run = signal_flow(depth=20, width=200, n_samples=50, rng=4, **settings)
        return run.activation_rms[-1], run.gradient_rms[0]

    # He and ReLU: E q = q layer by layer; the spread of the log over 20 layers of width 200 is
    # about sqrt(20 * 5 / 200) = 0.7
    signal, gradient = end(activation="relu", scheme="he")
    assert abs(np.log(signal)) < 1.5
    assert abs(np.log(gradient)) < 1.5
    # small weights on tanh, nearly linear: each layer multiplies by 0.01 sqrt(200)
    signal, gradient = end(activation="tanh", scheme="small")
    factor = (0.01 * np.sqrt(200)) ** 20
    assert signal == pytest.approx(factor, rel=0.5)
    assert gradient == pytest.approx(factor, rel=0.5)
    # sigmoid: every layer takes at most a factor 1/4 times the weights
    assert end(activation="sigmoid", scheme="xavier")[1] < 0.26**20
    # tripled He weights explode by 3^20
    signal, gradient = end(activation="relu", scheme="he", scale=3.0)
    assert np.log(signal / 3.0**20) == pytest.approx(0, abs=1.5)
    assert np.log(gradient / 3.0**20) == pytest.approx(0, abs=1.5)
    assert end(activation="relu", scheme="zeros") == (0.0, 0.0)
    with np.errstate(all="raise"):  # nothing leaks out when numbers overflow
        assert not np.isfinite(end(activation="relu", scheme="he", scale=1e20)[0])


def test_what_is_not_a_network_is_named() -> None:
    calls: list[tuple[Any, str]] = [
        (lambda: initial_network([3], rng=0), "sizes"),
        (lambda: network_outputs(np.eye(2), [[1.0]]), "network"),
        (lambda: cross_entropy_loss(np.eye(2), [0, 1]), "outputs"),
        (
            lambda: train_network(
                np.eye(2), [[1.0]], [0], loss="cross_entropy", step_size=1, batch_size=1,
                n_epochs=1, rng=0,
            ),
            "network",
        ),
    ]  # fmt: skip
    for call, name in calls:
        with pytest.raises(TypeError, match=rf"^{name} must be .*, got "):
            call()
