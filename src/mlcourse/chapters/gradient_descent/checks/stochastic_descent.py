r"""The data exercises of chapter 07: batch, mini-batch and stochastic gradients.

The loss is half the mean squared error of a linear model,

.. math:: L(w) = \frac{1}{2n} \sum_{i=1}^n (x_i^\top w - y_i)^2, \qquad
          \nabla L(w) = \frac{1}{n} X^\top (X w - y),

and one example has the gradient :math:`(x_i^\top w - y_i)\, x_i`.

Source: Bottou, Curtis and Nocedal (2018), Optimization methods for large-scale machine
learning, SIAM Review 60(2), sections 2 and 4.
"""

from typing import Any

import numpy as np

from mlcourse._check import FloatArray, IntArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs, fraction, tenths

__all__ = [
    "check_batch_gradient",
    "check_epoch_batches",
    "check_minibatch_gradient",
    "check_sgd_epoch",
    "check_stationary_variance",
]


def _draw_data(rng: np.random.Generator) -> Inputs:
    d = int(rng.integers(1, 3))
    n = d + int(rng.integers(1, 3))
    return {"w": tenths(rng, d), "features": tenths(rng, n, d), "targets": tenths(rng, n)}


def _summed(w: FloatArray, features: FloatArray, targets: FloatArray) -> FloatArray:
    return np.asarray((features @ w - targets) @ features)


check_batch_gradient = Exercise(
    name="batch_gradient",
    concept="batch",
    draw=_draw_data,
    expected=lambda w, features, targets: _summed(w, features, targets) / len(targets),
    hint="average (prediction - target) * features over all the examples.",
    mistakes={
        "that is the sum: the loss is a mean, divide by the number of examples.": _summed,
        "a factor 2 too many: the 1/2 in the loss cancels it.": (
            lambda w, features, targets: 2 * _summed(w, features, targets) / len(targets)
        ),
        "is the sign right? The error is prediction minus target.": (
            lambda w, features, targets: -_summed(w, features, targets) / len(targets)
        ),
        "these are the prediction errors alone: multiply them by the features.": (
            lambda w, features, targets: features @ w - targets
        ),
    },
)


def _draw_batch(rng: np.random.Generator) -> Inputs:
    data = _draw_data(rng)
    n = len(data["targets"]) + 2
    d = len(data["w"])
    batch = rng.choice(n, size=int(rng.integers(2, n)), replace=False)
    return {
        "w": data["w"],
        "features": tenths(rng, n, d),
        "targets": tenths(rng, n),
        "batch": batch,
    }


def _batch_sum(
    w: FloatArray, features: FloatArray, targets: FloatArray, batch: IntArray
) -> FloatArray:
    return _summed(w, features[batch], targets[batch])


check_minibatch_gradient = Exercise(
    name="minibatch_gradient",
    concept="mini-batch",
    draw=_draw_batch,
    expected=lambda w, features, targets, batch: (
        _batch_sum(w, features, targets, batch) / len(batch)
    ),
    hint="take the rows features[batch] and targets[batch], then the batch gradient of these.",
    mistakes={
        "divide by the size of the batch, not by the number of all examples.": (
            lambda w, features, targets, batch: (
                _batch_sum(w, features, targets, batch) / len(targets)
            )
        ),
        "that is the sum over the batch: divide by its size.": (_batch_sum),
        "is the sign right? The error is prediction minus target.": (
            lambda w, features, targets, batch: (
                -_batch_sum(w, features, targets, batch) / len(batch)
            )
        ),
        "a factor 2 too many: the 1/2 in the loss cancels it.": (
            lambda w, features, targets, batch: (
                2 * _batch_sum(w, features, targets, batch) / len(batch)
            )
        ),
        "that is the gradient of all the data: use only the rows in batch.": (
            lambda w, features, targets, batch: _summed(w, features, targets) / len(targets)
        ),
        "those are the first rows: use the rows whose numbers are in batch.": (
            lambda w, features, targets, batch: (
                _batch_sum(w, features, targets, np.arange(len(batch))) / len(batch)
            )
        ),
    },
)


def _draw_epoch(rng: np.random.Generator) -> Inputs:
    return {
        # 20 examples and more: no shuffle gives the old batches by chance
        "n_samples": int(rng.integers(20, 30)),
        "batch_size": int(rng.integers(2, 6)),
        "rng": np.random.default_rng(int(rng.integers(2**32))),
    }


def _joined(output: Any) -> IntArray:
    return np.concatenate([np.atleast_1d(batch) for batch in output])


def _fixed(output: Any) -> bool:
    """Whether the batches are blocks of neighbours, or every so manieth row, in any order."""
    return any(
        all(np.all(np.diff(np.sort(batch)) == apart) for batch in output)
        for apart in (1, len(output))
    )


check_epoch_batches = Exercise(
    name="epoch_batches",
    concept="mini-batch",
    draw=_draw_epoch,
    hint="shuffle 0 ... n_samples - 1 once and cut it into pieces.",
    properties={
        "return a list of arrays of row numbers, one array a batch.": (
            lambda output, **_: isinstance(output, list) and _joined(output).dtype.kind in "iu"
        ),
        "row numbers go from 0 to n_samples - 1.": (
            lambda output, n_samples, **_: bool(
                np.all((_joined(output) >= 0) & (_joined(output) < n_samples))
            )
        ),
        "some example comes twice: shuffle once (rng.permutation), do not draw anew.": (
            lambda output, **_: len(np.unique(_joined(output))) == len(_joined(output))
        ),
        "some example never comes: keep the last batch, though it is smaller.": (
            lambda output, n_samples, **_: len(_joined(output)) == n_samples
        ),
        "each batch holds the same examples every time: shuffle all of them before you cut, not "
        "inside the pieces, and not the pieces themselves.": lambda output, **_: not _fixed(output),
        "every batch but the last has batch_size examples.": (
            lambda output, batch_size, **_: (
                all(len(batch) == batch_size for batch in output[:-1])
                and 1 <= len(output[-1]) <= batch_size
            )
        ),
    },
)


def _draw_sgd(rng: np.random.Generator) -> Inputs:
    d, n = int(rng.integers(1, 3)), 3
    return {
        "w": tenths(rng, d),
        "features": tenths(rng, n, d),
        "targets": tenths(rng, n),
        "order": rng.permutation(n),
        "step_size": fraction(rng),
    }


def _visit(
    w: FloatArray, features: FloatArray, targets: FloatArray, order: IntArray, step_size: float
) -> FloatArray:
    for i in order:
        w = w - step_size * (features[i] @ w - targets[i]) * features[i]
    return w


check_sgd_epoch = Exercise(
    name="sgd_epoch",
    concept="stochastic-gradient-descent",
    draw=_draw_sgd,
    expected=_visit,
    hint="for every i in order: one gradient step with the gradient of example i alone.",
    mistakes={
        "every gradient was taken at the first w: take it at the current one.": (
            lambda w, features, targets, order, step_size: (
                w - step_size * _summed(w, features, targets)
            )
        ),
        "that is one step with the whole batch: go example by example.": (
            lambda w, features, targets, order, step_size: (
                w - step_size * _summed(w, features, targets) / len(targets)
            )
        ),
        "is the sign right? Each step goes against the gradient.": (
            lambda w, features, targets, order, step_size: _visit(
                w, features, targets, order, -step_size
            )
        ),
        "visit the examples in the given order, not in the order of the rows.": (
            lambda w, features, targets, order, step_size: _visit(
                w, features, targets, np.arange(len(targets)), step_size
            )
        ),
        "a factor 2 too many: the 1/2 in the loss cancels it.": (
            lambda w, features, targets, order, step_size: _visit(
                w, features, targets, order, 2 * step_size
            )
        ),
        "a step with one example is not divided by the number of examples.": (
            lambda w, features, targets, order, step_size: _visit(
                w, features, targets, order, step_size / len(targets)
            )
        ),
        "only the first example was visited: is the return inside the loop?": (
            lambda w, features, targets, order, step_size: _visit(
                w, features, targets, order[:1], step_size
            )
        ),
    },
)


def _draw_noise(rng: np.random.Generator) -> Inputs:
    return {
        "step_size": fraction(rng) / 2,  # product with the curvature at most 0.95 * 2
        "curvature": float(rng.choice([0.5, 2.0, 4.0])),
        "noise_variance": float(rng.choice([0.5, 2.0, 3.0, 5.0])),
        "batch_size": int(rng.integers(2, 33)),
    }


def _variance(
    step_size: float, curvature: float, noise_variance: float, batch_size: float
) -> float:
    return step_size * noise_variance / (batch_size * curvature * (2 - step_size * curvature))


check_stationary_variance = Exercise(
    name="stationary_variance",
    concept="speed-and-accuracy",
    draw=_draw_noise,
    expected=_variance,
    hint=(
        "set V = (1 - step_size * curvature)² V + step_size² * noise_variance / batch_size "
        "and solve for V."
    ),
    mistakes={
        "the batch is missing: a mean over it has its noise variance divided by batch_size.": (
            lambda step_size, curvature, noise_variance, batch_size: _variance(
                step_size, curvature, noise_variance, 1
            )
        ),
        "the batch makes the noise smaller: divide the variance by its size.": (
            lambda step_size, curvature, noise_variance, batch_size: _variance(
                step_size, curvature, noise_variance, 1 / batch_size
            )
        ),
        "that is the approximation for small steps: the exact factor is 2 - step_size * "
        "curvature, not 2.": (
            lambda step_size, curvature, noise_variance, batch_size: (
                step_size * noise_variance / (2 * batch_size * curvature)
            )
        ),
        "that is the noise of one step: the noise of earlier steps is still there.": (
            lambda step_size, curvature, noise_variance, batch_size: (
                step_size**2 * noise_variance / batch_size
            )
        ),
        "that is the standard deviation: the variance is its square.": (
            lambda step_size, curvature, noise_variance, batch_size: np.sqrt(
                _variance(step_size, curvature, noise_variance, batch_size)
            )
        ),
        "the factor is squared in V: (1 - step_size * curvature)², not the factor itself.": (
            lambda step_size, curvature, noise_variance, batch_size: (
                step_size * noise_variance / (batch_size * curvature)
            )
        ),
    },
)
