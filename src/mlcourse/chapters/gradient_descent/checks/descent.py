r"""The checks of chapter 07, gradient descent.

Those on data (batch, mini-batch, stochastic) are in `stochastic_descent` and listed here too.

Sources: Nocedal and Wright (2006), Numerical Optimization, chapters 2 and 3; Polyak (1964), Some
methods of speeding up the convergence of iteration methods; Tieleman and Hinton (2012), Lecture
6.5: RMSProp.

Examples
--------
>>> def gradient_step(x, gradient, step_size):
...     return x - step_size * gradient
>>> result = check_gradient_step(gradient_step)
✓ gradient_step: 50 random inputs agree.
>>> result.passed
True
>>> _ = check_gradient_step(lambda x, gradient, step_size: ...)
– gradient_step: not attempted yet.
"""

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise, ValueExercise
from mlcourse.exercises.inputs import Inputs, fraction, tenths

__all__ = [
    "check_gradient_step",
    "check_largest_step",
    "check_momentum_step",
    "check_rmsprop_step",
    "check_step_regime",
]


def _draw_step(rng: np.random.Generator) -> Inputs:
    d = int(rng.integers(1, 4))
    return {"x": tenths(rng, d), "gradient": tenths(rng, d), "step_size": fraction(rng)}


check_gradient_step = Exercise(
    name="gradient_step",
    concept="steepest-descent",
    draw=_draw_step,
    expected=lambda x, gradient, step_size: x - step_size * gradient,
    hint="start at x and go step_size times the gradient, downhill.",
    mistakes={
        "is the sign right? The step goes against the gradient.": (
            lambda x, gradient, step_size: x + step_size * gradient
        ),
        "the step size is missing: scale the gradient by it.": (
            lambda x, gradient, step_size: x - gradient
        ),
        "that is the displacement alone: add it to x.": (
            lambda x, gradient, step_size: -step_size * gradient
        ),
        "the gradient keeps its length here: do not divide by its norm.": (
            lambda x, gradient, step_size: x - step_size * gradient / np.linalg.norm(gradient)
        ),
    },
)


def _draw_regime(rng: np.random.Generator) -> Inputs:
    # not 1, which lands in one step; curvatures are powers of 2, so that the border 2 is exact
    product = float(rng.choice([0.25, 0.5, 0.75, 1.25, 1.5, 1.75, 2.0, 2.0, 2.25, 2.5, 3.0]))
    curvature = float(rng.choice([0.25, 0.5, 2.0, 4.0]))
    return {"step_size": product / curvature, "curvature": curvature}


def _regime(product: float) -> str:
    return "monotone" if product < 1 else "zigzag" if product < 2 else "diverges"


check_step_regime = Exercise(
    name="step_regime",
    concept="step-size",
    draw=_draw_regime,
    expected=lambda step_size, curvature: _regime(step_size * curvature),
    hint=(
        "every step multiplies x by 1 - step_size * curvature. When does that factor shrink x, "
        "and when does it change its sign? Return one of the words 'monotone', 'zigzag', "
        "'diverges', in small letters."
    ),
    mistakes={
        "the curvature is missing: what counts is step_size * curvature.": (
            lambda step_size, curvature: _regime(step_size)
        ),
        "multiply the step size by the curvature, do not divide.": (
            lambda step_size, curvature: _regime(step_size / curvature)
        ),
        "between 1 and 2 it still converges, swinging from side to side: 'zigzag'.": (
            lambda step_size, curvature: "monotone" if step_size * curvature < 1 else "diverges"
        ),
        "at a product of 2 the factor is -1: x swings for ever, which counts as 'diverges'.": (
            lambda step_size, curvature: (
                "zigzag" if step_size * curvature == 2 else _regime(step_size * curvature)
            )
        ),
        "look at the sign of the factor: above 1 it is negative, and x swings.": (
            lambda step_size, curvature: "monotone" if step_size * curvature < 2 else "diverges"
        ),
    },
)

check_largest_step = ValueExercise(
    name="largest_step",
    concept="step-size",
    expected=0.1,  # 2 / 20
    hint="the steepest direction diverges first: the bound is 2 over the largest curvature.",
    mistakes={
        "the curvature is the second derivative: 10 y² has curvature 20, not 10.": 0.2,
        "with this step the steep coordinate lands in one step; twice as far is the limit.": 0.05,
        "that is the limit of the flat direction; the steep one has diverged long before.": 1.0,
        "that is the fastest fixed step, 2 / (smallest + largest), not the largest.": 2 / 22,
    },
)


def _draw_momentum(rng: np.random.Generator) -> Inputs:
    d = int(rng.integers(1, 4))
    return {
        "x": tenths(rng, d),
        "velocity": tenths(rng, d),
        "gradient": tenths(rng, d),
        "step_size": fraction(rng),
        "momentum": fraction(rng),
    }


def _move(x: FloatArray, velocity: FloatArray) -> tuple[FloatArray, FloatArray]:
    return x + velocity, velocity


check_momentum_step = Exercise(
    name="momentum_step",
    concept="momentum",
    draw=_draw_momentum,
    expected=lambda x, velocity, gradient, step_size, momentum: _move(
        x, momentum * velocity - step_size * gradient
    ),
    hint="first the new velocity, momentum * velocity - step_size * gradient; then x plus it.",
    mistakes={
        "x moved with the old velocity: move it with the new one.": (
            lambda x, velocity, gradient, step_size, momentum: (
                x + velocity,
                momentum * velocity - step_size * gradient,
            )
        ),
        "the numbers are right; return the position first, then the velocity.": (
            lambda x, velocity, gradient, step_size, momentum: _move(
                x, momentum * velocity - step_size * gradient
            )[::-1]
        ),
        "is the sign right? The gradient slows the ball down uphill: subtract it.": (
            lambda x, velocity, gradient, step_size, momentum: _move(
                x, momentum * velocity + step_size * gradient
            )
        ),
        "the momentum is missing: keep that share of the old velocity.": (
            lambda x, velocity, gradient, step_size, momentum: _move(x, -step_size * gradient)
        ),
        "all of the old velocity was kept: multiply it by momentum.": (
            lambda x, velocity, gradient, step_size, momentum: _move(
                x, velocity - step_size * gradient
            )
        ),
        "the gradient is not scaled by 1 - momentum here.": (
            lambda x, velocity, gradient, step_size, momentum: _move(
                x, momentum * velocity - (1 - momentum) * step_size * gradient
            )
        ),
        "the velocity here is no average of gradients: no 1 - momentum, and the step size is in it "
        "already.": (
            lambda x, velocity, gradient, step_size, momentum: (
                x - step_size * (momentum * velocity + (1 - momentum) * gradient),
                momentum * velocity + (1 - momentum) * gradient,
            )
        ),
        "here the velocity is a displacement: the step size belongs to the gradient alone.": (
            lambda x, velocity, gradient, step_size, momentum: (
                x - step_size * (momentum * velocity + gradient),
                momentum * velocity + gradient,
            )
        ),
    },
)


def _draw_rmsprop(rng: np.random.Generator) -> Inputs:
    d = int(rng.integers(1, 4))
    return {
        "x": tenths(rng, d),
        "mean_square": 2 + np.abs(tenths(rng, d)),  # so that a gradient left unsquared has a root
        "gradient": tenths(rng, d),
        "step_size": fraction(rng),
        "decay": float(rng.choice([0.6, 0.7, 0.8, 0.9])),  # not 1/2: the shares must differ
        "epsilon": 0.1,  # large, so that its place in the formula shows
    }


def _scaled(
    x: FloatArray, g: FloatArray, mean: FloatArray, step_size: float, epsilon: float
) -> tuple[FloatArray, FloatArray]:
    return x - step_size * g / (np.sqrt(mean) + epsilon), mean


check_rmsprop_step = Exercise(
    name="rmsprop_step",
    concept="momentum",
    draw=_draw_rmsprop,
    expected=lambda x, mean_square, gradient, step_size, decay, epsilon: _scaled(
        x, gradient, decay * mean_square + (1 - decay) * gradient**2, step_size, epsilon
    ),
    hint="first the new mean square; then divide the gradient by its root plus epsilon.",
    mistakes={
        "the numbers are right; return the position first, then the mean square.": (
            lambda x, mean_square, gradient, step_size, decay, epsilon: _scaled(
                x, gradient, decay * mean_square + (1 - decay) * gradient**2, step_size, epsilon
            )[::-1]
        ),
        "epsilon is missing: it keeps the division from failing where the mean square is 0.": (
            lambda x, mean_square, gradient, step_size, decay, epsilon: _scaled(
                x, gradient, decay * mean_square + (1 - decay) * gradient**2, step_size, 0.0
            )
        ),
        "the step needs the gradient on top: it is divided, not replaced.": (
            lambda x, mean_square, gradient, step_size, decay, epsilon: _scaled(
                x,
                np.ones_like(gradient),
                decay * mean_square + (1 - decay) * gradient**2,
                step_size,
                epsilon,
            )
        ),
        "each coordinate keeps its own mean square: take no mean over them.": (
            lambda x, mean_square, gradient, step_size, decay, epsilon: _scaled(
                x,
                gradient,
                decay * mean_square + (1 - decay) * np.mean(gradient**2),
                step_size,
                epsilon,
            )
        ),
        "the root is missing: divide by sqrt(mean_square) + epsilon.": (
            lambda x, mean_square, gradient, step_size, decay, epsilon: (
                x
                - step_size
                * gradient
                / (decay * mean_square + (1 - decay) * gradient**2 + epsilon),
                decay * mean_square + (1 - decay) * gradient**2,
            )
        ),
        "the shares are swapped: decay belongs to the old mean.": (
            lambda x, mean_square, gradient, step_size, decay, epsilon: _scaled(
                x, gradient, (1 - decay) * mean_square + decay * gradient**2, step_size, epsilon
            )
        ),
        "x was moved with the old mean square: use the new one.": (
            lambda x, mean_square, gradient, step_size, decay, epsilon: (
                x - step_size * gradient / (np.sqrt(mean_square) + epsilon),
                decay * mean_square + (1 - decay) * gradient**2,
            )
        ),
        "the old mean is forgotten: keep the share decay of it.": (
            lambda x, mean_square, gradient, step_size, decay, epsilon: _scaled(
                x, gradient, (1 - decay) * gradient**2, step_size, epsilon
            )
        ),
        "the old mean is kept whole, as in AdaGrad: keep the share decay of it.": (
            lambda x, mean_square, gradient, step_size, decay, epsilon: _scaled(
                x, gradient, mean_square + gradient**2, step_size, epsilon
            )
        ),
        "is the sign right? The step goes against the gradient.": (
            lambda x, mean_square, gradient, step_size, decay, epsilon: _scaled(
                x, -gradient, decay * mean_square + (1 - decay) * gradient**2, step_size, epsilon
            )
        ),
        "the mean is one of squares: square the gradient.": (
            lambda x, mean_square, gradient, step_size, decay, epsilon: _scaled(
                x,
                gradient,
                decay * mean_square + (1 - decay) * gradient,
                step_size,
                epsilon,
            )
        ),
        "epsilon stands outside the root here.": (
            lambda x, mean_square, gradient, step_size, decay, epsilon: (
                x
                - step_size
                * gradient
                / np.sqrt(decay * mean_square + (1 - decay) * gradient**2 + epsilon),
                decay * mean_square + (1 - decay) * gradient**2,
            )
        ),
    },
)
