"""Speed of the lasso path beside scikit-learn's, and evaluations a second of the searches.

The lasso runs on the diabetes data, with the same penalties and the same relative duality gap for
both; scikit-learn's inner loop is compiled, ours is Python over the coordinates.  The searches
have nothing beside them: the table says what a budget of evaluations costs.

Run ``python benchmarks/bench_optimize.py``.
"""

from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
from sklearn import linear_model

from mlcourse.data.cities import berlin52
from mlcourse.data.tables import diabetes
from mlcourse.optimize.annealing import anneal
from mlcourse.optimize.cooling import geometric_cooling
from mlcourse.optimize.genetic import genetic
from mlcourse.optimize.landscapes import RASTRIGIN
from mlcourse.optimize.lasso import lasso_path, penalty_grid
from mlcourse.optimize.tour_annealing import anneal_tour
from mlcourse.optimize.tour_genetic import genetic_tour
from mlcourse.optimize.tour_tabu import tabu_tour

REPEATS = 7
N_PENALTIES = 100
TOL = 1e-6


def annealing(seed: int, n_chains: int) -> int:
    starts = np.random.default_rng(seed).uniform(-5, 5, (n_chains, 2))
    run = anneal(
        RASTRIGIN.fun,
        starts,
        domain=RASTRIGIN.domain,
        temperature=geometric_cooling(20.0, factor=0.995),
        step_size=0.5,
        max_steps=1000,
        rng=seed,
    )
    return n_chains * int(run.evaluations[-1])


def genes(seed: int, n_chains: int) -> int:
    run = genetic(
        RASTRIGIN.fun,
        domain=RASTRIGIN.domain,
        population_size=50,
        n_generations=100,
        mutation_sigma=0.2,
        n_chains=n_chains,
        rng=seed,
    )
    return n_chains * int(run.evaluations[-1])


def tour_annealing(seed: int) -> int:
    rng = np.random.default_rng(seed)
    run = anneal_tour(
        berlin52().distance,
        rng.permutation(52),
        temperature=geometric_cooling(100.0, factor=0.1 ** (1 / 50_000)),
        max_steps=50_000,
        record_every=1000,
        rng=rng,
    )
    return int(run.evaluations[-1])


def tour_genes(seed: int, local_moves: int) -> int:
    run = genetic_tour(
        berlin52().distance,
        population_size=50,
        n_generations=5 if local_moves else 100,
        local_moves=local_moves,
        rng=seed,
    )
    return int(run.evaluations[-1])


def tour_tabu(seed: int) -> int:
    start = np.random.default_rng(seed).permutation(52)
    run = tabu_tour(berlin52().distance, start, tenure=20, max_steps=200)
    return int(run.evaluations[-1])


SEARCHES: dict[str, Callable[[int], int]] = {
    "annealing, 1 chain": lambda seed: annealing(seed, 1),
    "annealing, 20 chains": lambda seed: annealing(seed, 20),
    "genetic, 1 chain": lambda seed: genes(seed, 1),
    "genetic, 20 chains": lambda seed: genes(seed, 20),
    "tour annealing": tour_annealing,
    "tour genetic": lambda seed: tour_genes(seed, 0),
    "tour genetic, memetic": lambda seed: tour_genes(seed, 8),
    "tour tabu": tour_tabu,
}


def lasso_rows() -> list[dict[str, Any]]:
    """Seconds for a whole path, ours beside scikit-learn's, repeats interleaved."""
    data = diabetes()
    x = (data.features - data.features.mean(axis=0)) / data.features.std(axis=0)
    y = data.targets - data.targets.mean()
    penalties = penalty_grid(x, y, n_penalties=N_PENALTIES)
    seconds: dict[str, list[float]] = {"mlcourse": [], "scikit-learn": []}
    for _ in range(REPEATS):
        begin = perf_counter()
        ours = lasso_path(x, y, penalties=penalties, tol=TOL)
        seconds["mlcourse"].append(perf_counter() - begin)
        begin = perf_counter()
        _, theirs, _ = linear_model.lasso_path(x, y, alphas=penalties, tol=TOL)
        seconds["scikit-learn"].append(perf_counter() - begin)
    ratio = np.array(seconds["scikit-learn"]) / np.array(seconds["mlcourse"])
    apart = float(np.abs(ours.coefficients - theirs.T).max())
    return [
        {
            "what": f"lasso path, {N_PENALTIES} penalties: {name}",
            "milliseconds": 1e3 * float(np.median(times)),
            "spread": (1e3 * min(times), 1e3 * max(times)),
            "ratio": float(np.median(ratio)) if name == "mlcourse" else 1.0,
            "largest_difference": apart,
        }
        for name, times in seconds.items()
    ]


def search_rows() -> list[dict[str, Any]]:
    """Evaluations a second of every search."""
    rows = []
    for name, run in SEARCHES.items():
        speed = []
        for repeat in range(REPEATS):
            begin = perf_counter()
            evaluations = run(repeat)
            speed.append(evaluations / (perf_counter() - begin))
        rows.append(
            {
                "what": name,
                "evaluations_per_second": float(np.median(speed)),
                "spread": (min(speed), max(speed)),
            }
        )
    return rows


def main() -> list[dict[str, Any]]:
    """Measure, print the table, and return its rows."""
    paths, searches = lasso_rows(), search_rows()
    print(f"{REPEATS} repeats; median (lowest-highest)")
    for row in paths:
        low, high = row["spread"]
        print(
            f"{row['what']:40} {row['milliseconds']:8.1f} ms ({low:.1f}-{high:.1f}), "
            f"{row['ratio']:.2f} x scikit-learn's speed"
        )
    print(f"largest difference of a coefficient: {paths[0]['largest_difference']:.2g}")
    for row in searches:
        low, high = row["spread"]
        print(
            f"{row['what']:40} {row['evaluations_per_second'] / 1e3:8.0f} thousand evaluations/s "
            f"({low / 1e3:.0f}-{high / 1e3:.0f})"
        )
    return paths + searches


if __name__ == "__main__":
    main()
