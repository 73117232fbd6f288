"""The figures of chapter 07, one module each.

``from mlcourse.explorers import gradient_descent as figures``, then ``figures.momentum_pad()``.
"""

from mlcourse.explorers.gradient_descent._batch_size import batch_size
from mlcourse.explorers.gradient_descent._eigenmodes import eigenmodes
from mlcourse.explorers.gradient_descent._logistic_training import logistic_training
from mlcourse.explorers.gradient_descent._momentum_pad import momentum_pad
from mlcourse.explorers.gradient_descent._optimizers import optimizers
from mlcourse.explorers.gradient_descent._step_size import step_size

__all__ = [
    "batch_size",
    "eigenmodes",
    "logistic_training",
    "momentum_pad",
    "optimizers",
    "step_size",
]
