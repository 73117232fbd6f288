r"""The checks of chapter 08 on the lasso: a bug to be found, and a gap to be measured.

Sources: Friedman, Hastie and Tibshirani (2010), Regularization paths for generalized linear models
via coordinate descent, section 2; Boyd and Vandenberghe (2004), section 5.2.

Examples
--------
>>> import numpy as np
>>> def duality_gap(w, features, targets, penalty):
...     n, r = len(targets), targets - features @ w
...     loss = r @ r / (2 * n) + penalty * np.abs(w).sum()
...     theta = r * min(1.0, n * penalty / np.abs(features.T @ r).max())
...     rest = targets - theta
...     return loss - (targets @ targets - rest @ rest) / (2 * n)
>>> _ = check_duality_gap(duality_gap)
✓ duality_gap: 50 random inputs agree.
"""

from collections.abc import Callable

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs, tenths

__all__ = ["check_duality_gap", "check_lasso_sweep"]


def _table(rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Correlated columns with x_j · x_j = n, and targets that most of them explain."""
    n, d = int(rng.integers(5, 8)), int(rng.integers(2, 4))
    x = tenths(rng, n, d)
    x[:, 1] += 0.8 * x[:, 0]
    x = x / np.sqrt(np.mean(x**2, axis=0))
    w = 2 * tenths(rng, d)
    return x, x @ w + 0.3 * tenths(rng, n)


def _draw_sweep(rng: np.random.Generator) -> Inputs:
    x, y = _table(rng)
    w = tenths(rng, x.shape[1]) * (rng.random(x.shape[1]) < 0.7)
    return {"w": w, "features": x, "targets": y, "penalty": float(rng.choice([0.3, 0.7, 1.1]))}


def _soft(pull: float, threshold: float) -> float:
    return float(np.sign(pull) * max(abs(pull) - threshold, 0.0))


def _sweep(
    w: FloatArray,
    features: FloatArray,
    targets: FloatArray,
    penalty: float,
    *,
    threshold: Callable[[float, float], float] = _soft,
    own: float = 1.0,
    fresh: bool = True,
    update: float = 1.0,
    order: int = 1,
) -> FloatArray:
    """A sweep; the settings spoil it in one way each."""
    n, w = len(targets), w.copy()
    residual = targets - features @ w
    for j in range(len(w))[::order]:
        old = w[j]
        w[j] = threshold(float(features[:, j] @ residual / n + own * old), penalty)
        if fresh:
            residual = residual - update * (w[j] - old) * features[:, j]
    return w


def _spoiled(**how: object) -> Callable[..., FloatArray]:
    def wrong(
        w: FloatArray, features: FloatArray, targets: FloatArray, penalty: float
    ) -> FloatArray:
        return _sweep(w, features, targets, penalty, **how)  # type: ignore[arg-type]

    return wrong


check_lasso_sweep = Exercise(
    name="lasso_sweep",
    concept="coordinate-descent",
    draw=_draw_sweep,
    expected=_sweep,
    hint=(
        "for each j in turn: the residual with all coefficients as they are now, the pull with "
        "w[j]'s own share added back, the soft threshold, and only then the next j."
    ),
    mistakes={
        "that is the colleague's sweep: each coordinate must know what those before it have just "
        "done.": _spoiled(fresh=False),
        "the residual goes the wrong way: it loses what the coefficient has gained.": _spoiled(
            update=-1.0
        ),
        "the pull lacks w[j]'s own share, which the residual no longer holds.": _spoiled(own=0.0),
        "the penalty is not to blame: the threshold is penalty, not n times it.": (
            lambda w, features, targets, penalty: _sweep(
                w, features, targets, len(targets) * penalty
            )
        ),
        "the threshold is penalty itself, not an n-th of it.": (
            lambda w, features, targets, penalty: _sweep(
                w, features, targets, penalty / len(targets)
            )
        ),
        "without the penalty the coefficients are those of least squares: where did it go?": (
            lambda w, features, targets, penalty: _sweep(w, features, targets, 0.0)
        ),
        "that keeps large pulls whole (a hard threshold): shrink them by the penalty, too.": (
            _spoiled(threshold=lambda pull, level: pull if abs(pull) > level else 0.0)
        ),
        "a negative pull is cut to zero: shrink its size, keep its sign.": _spoiled(
            threshold=lambda pull, level: max(pull - level, 0.0)
        ),
        "that divides by 1 + penalty, as the square would: the absolute value subtracts.": (
            _spoiled(threshold=lambda pull, level: pull / (1 + level))
        ),
        "take the coordinates in their order, from the first.": _spoiled(order=-1),
        "small steps hide the bug, they do not mend it: half of each move is not the minimum "
        "along the coordinate.": (
            lambda w, features, targets, penalty: (
                (w + _sweep(w, features, targets, penalty, fresh=False)) / 2
            )
        ),
    },
)


def _draw_gap(rng: np.random.Generator) -> Inputs:
    x, y = _table(rng)
    # a large penalty now and then: residuals that are allowed as they are
    penalty = float(rng.choice([0.3, 0.7, 1.1, 9.0, 14.0]))
    return {"w": tenths(rng, x.shape[1]), "features": x, "targets": y, "penalty": penalty}


def _gap(
    w: FloatArray,
    features: FloatArray,
    targets: FloatArray,
    penalty: float,
    *,
    share: Callable[[float], float] = lambda ratio: min(1.0, ratio),
    scale: float = 1.0,
    price: float = 1.0,
) -> float:
    n, r = len(targets), targets - features @ w
    loss = float(r @ r) / (2 * n) + price * penalty * float(np.abs(w).sum())
    steepest = float(np.abs(features.T @ r).max()) / n
    rest = targets - share(scale * penalty / steepest) * r
    return loss - float(targets @ targets - rest @ rest) / (2 * n)


check_duality_gap = Exercise(
    name="duality_gap",
    concept="coordinate-descent",
    draw=_draw_gap,
    expected=_gap,
    hint=(
        "the loss is r·r / (2n) plus penalty times the sum of |w|; theta is r times the share "
        "min(1, n penalty / largest |x_j·r|); the bound is (y·y - |y - theta|²) / (2n)."
    ),
    mistakes={
        "the residuals are shrunk, never stretched: the share is at most 1.": (
            lambda w, features, targets, penalty: _gap(
                w, features, targets, penalty, share=lambda ratio: ratio
            )
        ),
        "the residuals as they are may not be allowed: shrink them first.": (
            lambda w, features, targets, penalty: _gap(
                w, features, targets, penalty, share=lambda ratio: 1.0
            )
        ),
        "an n is missing in the share: what is allowed is |x_j·theta| up to n times penalty.": (
            lambda w, features, targets, penalty: _gap(
                w, features, targets, penalty, scale=1 / len(targets)
            )
        ),
        "the loss has a penalty in it.": (
            lambda w, features, targets, penalty: _gap(w, features, targets, penalty, price=0.0)
        ),
        "that is the bound itself: the gap is the loss less the bound.": (
            lambda w, features, targets, penalty: (
                float(np.sum((targets - features @ w) ** 2)) / (2 * len(targets))
                + penalty * float(np.abs(w).sum())
                - _gap(w, features, targets, penalty)
            )
        ),
        "the gap is never negative: the loss comes first.": (
            lambda w, features, targets, penalty: -_gap(w, features, targets, penalty)
        ),
        "all parts are divided by 2n, not by n.": (
            lambda w, features, targets, penalty: (
                2 * _gap(w, features, targets, penalty) - penalty * float(np.abs(w).sum())
            )
        ),
        "the largest pull is meant, over all columns: their sum shrinks too much.": (
            lambda w, features, targets, penalty: _gap(
                w,
                features,
                targets,
                penalty,
                scale=float(
                    np.abs(features.T @ (targets - features @ w)).max()
                    / np.abs(features.T @ (targets - features @ w)).sum()
                ),
            )
        ),
        "the size of a pull counts: take the absolute value before the largest.": (
            lambda w, features, targets, penalty: _gap(
                w,
                features,
                targets,
                penalty,
                scale=float(
                    np.abs(features.T @ (targets - features @ w)).max()
                    / (features.T @ (targets - features @ w)).max()
                ),
            )
        ),
    },
)
