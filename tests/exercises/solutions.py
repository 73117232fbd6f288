"""Stubs and reference solutions of chapter 07, as the page shows them.

`mlcourse.exercises` is tested on these; `test_notebook.py` runs the same checks on the cells of
the notebook, so that neither can drift from the checks.
"""

import numpy as np

__all__ = ["SOLUTIONS", "STUBS"]


def gradient_step_stub(x, gradient, step_size): ...


def gradient_step(x, gradient, step_size):
    return x - step_size * gradient


def step_regime_stub(step_size, curvature): ...


def step_regime(step_size, curvature):
    factor = 1 - step_size * curvature
    if abs(factor) > 1:
        return "diverges"
    return "monotone" if factor > 0 else "zigzag"


def largest_step_solution():
    hessian = np.array([[2.0, 0.0], [0.0, 20.0]])
    return 2 / np.linalg.eigvalsh(hessian).max()


def batch_gradient_stub(w, features, targets): ...


def batch_gradient(w, features, targets):
    residuals = features @ w - targets
    return features.T @ residuals / len(targets)


def minibatch_gradient_stub(w, features, targets, batch): ...


def minibatch_gradient(w, features, targets, batch):
    x, y = features[batch], targets[batch]
    return x.T @ (x @ w - y) / len(batch)


def epoch_batches_stub(n_samples, batch_size, rng): ...


def epoch_batches(n_samples, batch_size, rng):
    order = rng.permutation(n_samples)
    return [order[i : i + batch_size] for i in range(0, n_samples, batch_size)]


def sgd_epoch_stub(w, features, targets, order, step_size): ...


def sgd_epoch(w, features, targets, order, step_size):
    for i in order:
        residual = features[i] @ w - targets[i]
        w = w - step_size * residual * features[i]
    return w


def stationary_variance_stub(step_size, curvature, noise_variance, batch_size): ...


def stationary_variance(step_size, curvature, noise_variance, batch_size):
    shrink = (1 - step_size * curvature) ** 2
    added = step_size**2 * noise_variance / batch_size
    return added / (1 - shrink)


def momentum_step_stub(x, velocity, gradient, step_size, momentum): ...


def momentum_step(x, velocity, gradient, step_size, momentum):
    velocity = momentum * velocity - step_size * gradient
    return x + velocity, velocity


def rmsprop_step_stub(x, mean_square, gradient, step_size, decay, epsilon): ...


def rmsprop_step(x, mean_square, gradient, step_size, decay, epsilon):
    mean_square = decay * mean_square + (1 - decay) * gradient**2
    return x - step_size * gradient / (np.sqrt(mean_square) + epsilon), mean_square


SOLUTIONS = {
    "gradient_step": gradient_step,
    "step_regime": step_regime,
    "largest_step": largest_step_solution(),
    "batch_gradient": batch_gradient,
    "minibatch_gradient": minibatch_gradient,
    "epoch_batches": epoch_batches,
    "sgd_epoch": sgd_epoch,
    "stationary_variance": stationary_variance,
    "momentum_step": momentum_step,
    "rmsprop_step": rmsprop_step,
}
STUBS = {
    "gradient_step": gradient_step_stub,
    "step_regime": step_regime_stub,
    "largest_step": ...,
    "batch_gradient": batch_gradient_stub,
    "minibatch_gradient": minibatch_gradient_stub,
    "epoch_batches": epoch_batches_stub,
    "sgd_epoch": sgd_epoch_stub,
    "stationary_variance": stationary_variance_stub,
    "momentum_step": momentum_step_stub,
    "rmsprop_step": rmsprop_step_stub,
}
