"""Reverse mode: the gradient of a network beside HIPS autograd, and a language model's training.

Both compute the gradient of a 784-128-10 network (tanh, softmax cross-entropy) at batch 256
with respect to all parameters.  The two take turns within one process, so that a busy machine
slows both; the ratio is ours to autograd's, of medians.  Run on one BLAS thread:
``OPENBLAS_NUM_THREADS=1 python benchmarks/bench_autodiff.py``.
"""

import time
from collections.abc import Callable
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np

from mlcourse.calculus.autodiff import Tensor
from mlcourse.data.text import shakespeare
from mlcourse.learning.language_training import train_language_model
from mlcourse.learning.losses import cross_entropy_loss
from mlcourse.learning.network import forward, initial_network

Row = dict[str, Any]

N_REPEATS = 60


def gradients() -> tuple[Callable[[], list[Any]], Callable[[], list[Any]]]:
    """Return two functions that compute the same gradient, ours and autograd's."""
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(256, 784)), rng.integers(10, size=256)
    network = initial_network([784, 128, 10], rng=1)
    arrays = [np.array(p) for p in (*network.weights, *network.biases)]
    parameters = [Tensor(p) for p in arrays]  # made once, as in training
    rows = np.arange(256)

    def ours() -> list[Any]:
        cross_entropy_loss(forward(parameters, x, "tanh")[-1], y).backward()
        return [p.grad for p in parameters]

    def loss(p: list[Any]) -> Any:
        scores = anp.dot(anp.tanh(anp.dot(x, p[0]) + p[2]), p[1]) + p[3]
        top = anp.max(scores, axis=1, keepdims=True)
        log_total = top[:, 0] + anp.log(anp.sum(anp.exp(scores - top), axis=1))
        return anp.mean(log_total - scores[rows, y])

    gradient = autograd.grad(loss)

    def theirs() -> list[Any]:
        return list(gradient(arrays))

    for a, b in zip(ours(), theirs(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-14)
    return ours, theirs


def compare() -> list[Row]:
    """Time both, taking turns."""
    seconds: dict[str, list[float]] = {"mlcourse": [], "autograd": []}
    functions = dict(zip(seconds, gradients(), strict=True))
    for _ in range(N_REPEATS):
        for name, fun in functions.items():
            start = time.perf_counter()
            fun()
            seconds[name].append(time.perf_counter() - start)
    base = np.median(seconds["autograd"])
    return [
        {
            "what": f"gradient, 784-128-10, batch 256: {name}",
            "median_ms": 1e3 * float(np.median(times)),
            "quartiles_ms": tuple(1e3 * q for q in np.percentile(times, [25, 75]).tolist()),
            "ratio": float(np.median(times) / base),
        }
        for name, times in seconds.items()
    ]


def language_model() -> Row:
    """Time the language model's training to its last epoch."""
    wall, cpu = time.perf_counter(), time.process_time()
    run = train_language_model(shakespeare().text, rng=7)
    return {
        "what": f"language model, {len(run.models) - 1} epochs",
        "wall_s": time.perf_counter() - wall,
        "cpu_s": time.process_time() - cpu,
        "validation_loss": float(run.validation_loss[-1]),
    }


def main() -> list[Row]:
    """Run everything and print a table."""
    rows = [*compare(), language_model()]
    for row in rows[:-1]:
        low, high = row["quartiles_ms"]
        print(
            f"{row['what']:<50} {row['median_ms']:7.2f} ms  (quartiles {low:.2f} to {high:.2f})"
            f"  {row['ratio']:.2f} x autograd"
        )
    last = rows[-1]
    print(
        f"{last['what']:<50} {last['wall_s']:7.1f} s wall, {last['cpu_s']:.1f} s cpu, "
        f"validation loss {last['validation_loss']:.3f} nats a letter"
    )
    return rows


if __name__ == "__main__":
    main()
