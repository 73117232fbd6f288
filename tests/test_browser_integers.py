"""Counts and sizes where NumPy's own integers have 32 bits, as they have in the browser's Python.

There ``np.intp`` and what ``np.arange`` gives are 32 bits wide, ``np.bincount`` refuses 64 bits,
and a product wraps around.  The fixture gives the same to NumPy here.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mlcourse.optimize.annealing import anneal
from mlcourse.optimize.genetic import genetic
from mlcourse.optimize.random_search import random_search
from mlcourse.optimize.tour_annealing import anneal_tour
from mlcourse.optimize.tour_genetic import genetic_tour
from mlcourse.optimize.tour_tabu import tabu_tour
from mlcourse.optimize.tours import two_opt
from mlcourse.probability.discrete import Categorical
from mlcourse.probability.gibbs import gaussian_conditionals
from mlcourse.probability.limits import coin_runs
from mlcourse.probability.multivariate import MultivariateGaussian
from mlcourse.probability.pi_chance import buffon_needle, throw_darts
from mlcourse.probability.pi_digits import digit_test, pi_digits
from mlcourse.probability.pi_exact import archimedes_polygons, leibniz_series, machin_series
from mlcourse.statistics.classification_metrics import confusion_matrix
from mlcourse.statistics.peeking import peeking

SQUARE = np.array([[0, 3, 5, 4], [3, 0, 4, 5], [5, 4, 0, 3], [4, 5, 3, 0]])
TOUR = [0, 2, 1, 3]
BOX = [[-1.0, 1.0]]


def bowl(x: np.ndarray) -> np.ndarray:
    return (x**2).sum(axis=-1)


def test_a_matrix_without_a_root_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # There is no flag for what is undefined there: NumPy returns NaN and raises nothing.
    monkeypatch.setattr(np.linalg, "cholesky", lambda a: np.full_like(a, np.nan))
    for refuse in (MultivariateGaussian, gaussian_conditionals):
        name = "mu" if refuse is MultivariateGaussian else "mean"
        with pytest.raises(ValueError, match="positive definite"):
            refuse(**{name: [0.0, 0.0], "covariance": [[1.0, 2.0], [2.0, 1.0]]})


@pytest.fixture
def short_integers(monkeypatch: pytest.MonkeyPatch) -> None:
    arange, bincount = np.arange, np.bincount

    def short_arange(*args: Any, dtype: Any = None, **kwargs: Any) -> np.ndarray:
        out = arange(*args, dtype=dtype, **kwargs)
        return out.astype(np.int32) if dtype is None and out.dtype == np.int64 else out

    def strict_bincount(x: Any, *args: Any, **kwargs: Any) -> np.ndarray:
        if not np.can_cast(np.asarray(x).dtype, np.int32, "safe"):
            raise TypeError("Cannot cast array data from dtype('int64') to dtype('int32')")
        return bincount(x, *args, **kwargs).astype(np.int32 if "weights" not in kwargs else float)

    monkeypatch.setattr(np, "arange", short_arange)
    monkeypatch.setattr(np, "bincount", strict_bincount)
    monkeypatch.setattr(np, "intp", np.int32)


@pytest.mark.usefixtures("short_integers")
def test_labels_are_counted() -> None:
    assert confusion_matrix([0, 0, 1], [0, 1, 1]).tolist() == [[1, 1], [0, 1]]
    assert Categorical.fit([0, 2, 2, 0], n_classes=3).probabilities.tolist() == [0.5, 0.0, 0.5]
    assert digit_test(pi_digits(1000)).counts.sum() == 1000


@pytest.mark.usefixtures("short_integers")
def test_sides_of_a_polygon_do_not_wrap_around() -> None:
    assert archimedes_polygons(50).sides.tolist() == [6 * 2**k for k in range(51)]


@pytest.mark.usefixtures("short_integers")
@pytest.mark.parametrize(
    ("call", "names"),
    [
        (lambda: archimedes_polygons(3), ("sides", "work")),
        (lambda: leibniz_series(5), ("work",)),
        (lambda: machin_series(5), ("work",)),
        (lambda: throw_darts(5, rng=0), ("work",)),
        (lambda: buffon_needle(5, rng=0), ("work",)),
        (lambda: coin_runs(0.5, n_tosses=5, n_runs=2, rng=0), ("tosses", "count")),
        (lambda: digit_test([1, 2, 3]), ("counts",)),
        (lambda: peeking(every=5, n_max=20, n_runs=2, rng=0), ("looks", "first_rejection")),
        (lambda: random_search(bowl, domain=BOX, n_evaluations=3, rng=0), ("evaluations",)),
        (
            lambda: anneal(
                bowl, [[0.5]], domain=BOX, temperature=1.0, step_size=0.1, max_steps=3, rng=0
            ),
            ("evaluations",),
        ),
        (
            lambda: genetic(
                bowl, domain=BOX, population_size=3, n_generations=2, mutation_sigma=0.1, rng=0
            ),
            ("evaluations",),
        ),
        (lambda: two_opt(SQUARE, TOUR, max_steps=3), ("evaluations", "move")),
        (lambda: tabu_tour(SQUARE, TOUR, tenure=1, max_steps=3), ("evaluations", "move")),
        (
            lambda: anneal_tour(SQUARE, TOUR, temperature=1.0, max_steps=3, record_every=1, rng=0),
            ("evaluations", "move"),
        ),
        (
            lambda: genetic_tour(SQUARE, population_size=3, n_generations=2, rng=0),
            ("evaluations", "population"),
        ),
    ],
)
def test_whole_numbers_in_results_have_64_bits(
    call: Callable[[], Any], names: tuple[str, ...]
) -> None:
    for name in names:
        assert getattr(call(), name).dtype == np.int64
