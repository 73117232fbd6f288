"""Draws a second of our samplers beside emcee, on the same target in the same run.

Every sampler runs the same number of chains (walkers) from the same starts and keeps the same
number of draws; emcee gets the vectorised log density too, so it is not slowed by a Python call
a walker.  Only the sampling is timed.  Effective draws are those of the worse coordinate, by the
estimator of ``mlcourse.probability.diagnostics`` for all three.  Repeats are interleaved, so
that a busy machine slows all of them.

Run ``python benchmarks/bench_sampling.py``.
"""

from collections.abc import Callable
from time import perf_counter
from typing import Any

import emcee
import numpy as np

from mlcourse.probability.diagnostics import effective_sample_size
from mlcourse.probability.hmc import hmc
from mlcourse.probability.metropolis import metropolis
from mlcourse.probability.targets import TARGETS

N_CHAINS = 100
N_DRAWS = 2_000
REPEATS = 5
# From a coarse search for the most effective draws a second. Four leapfrog steps of 0.45 would be
# a full turn of the narrow direction of the ridge, and HMC would come back to where it was.
METROPOLIS_STEP = {"gaussian": 1.6, "banana": 2.4}
HMC_STEPS = {"gaussian": (0.4, 7), "banana": (0.35, 10)}


def run_metropolis(name: str, x0: np.ndarray, seed: int) -> np.ndarray:
    step_size = METROPOLIS_STEP[name]
    run = metropolis(TARGETS[name].log_density, x0, n_draws=N_DRAWS, step_size=step_size, rng=seed)
    return run.draws[:, 1:]


def run_hmc(name: str, x0: np.ndarray, seed: int) -> np.ndarray:
    target = TARGETS[name]
    step_size, n_leapfrog = HMC_STEPS[name]
    run = hmc(
        target.log_density,
        target.grad,
        x0,
        n_draws=N_DRAWS,
        step_size=step_size,
        n_leapfrog=n_leapfrog,
        rng=seed,
    )
    return run.draws[:, 1:]


def run_emcee(name: str, x0: np.ndarray, seed: int) -> np.ndarray:
    np.random.seed(seed)  # noqa: NPY002 - emcee takes its randomness from here
    sampler = emcee.EnsembleSampler(len(x0), x0.shape[1], TARGETS[name].log_density, vectorize=True)
    sampler.run_mcmc(x0, N_DRAWS)
    return sampler.get_chain().swapaxes(0, 1)


SAMPLERS: dict[str, Callable[[str, np.ndarray, int], np.ndarray]] = {
    "metropolis": run_metropolis,
    "hmc": run_hmc,
    "emcee": run_emcee,
}


def main() -> list[dict[str, Any]]:
    """Measure, print the table, and return one row a target and sampler."""
    rows = []
    for name in HMC_STEPS:
        speed: dict[str, list[float]] = {sampler: [] for sampler in SAMPLERS}
        useful: dict[str, list[float]] = {sampler: [] for sampler in SAMPLERS}
        for repeat in range(REPEATS):
            x0 = TARGETS[name].sample(N_CHAINS, rng=repeat)
            for sampler, run in SAMPLERS.items():
                begin = perf_counter()
                draws = run(name, x0, repeat)
                seconds = perf_counter() - begin
                ess = min(effective_sample_size(draws[:, :, j]) for j in range(2))
                speed[sampler].append(draws.shape[0] * draws.shape[1] / seconds)
                useful[sampler].append(ess / seconds)
        for sampler in SAMPLERS:
            # Ratios within a repeat, where all samplers met the same machine.
            ratio = np.array(speed[sampler]) / np.array(speed["emcee"])
            useful_ratio = np.array(useful[sampler]) / np.array(useful["emcee"])
            rows.append(
                {
                    "target": name,
                    "sampler": sampler,
                    "draws_per_second": float(np.median(speed[sampler])),
                    "draws_spread": (min(speed[sampler]), max(speed[sampler])),
                    "draws_ratio": float(np.median(ratio)),
                    "draws_ratio_worst": float(ratio.min()),
                    "effective_per_second": float(np.median(useful[sampler])),
                    "effective_spread": (min(useful[sampler]), max(useful[sampler])),
                    "effective_ratio": float(np.median(useful_ratio)),
                    "effective_ratio_worst": float(useful_ratio.min()),
                }
            )
    print(f"{N_CHAINS} chains x {N_DRAWS} draws, {REPEATS} repeats; median (lowest-highest)")
    print(f"{'target':9} {'sampler':11} {'draws/s, 1e6':21} {'x emcee':8} ", end="")
    print(f"{'effective/s, 1e3':21} {'x emcee':8}")
    for row in rows:
        low, high = row["draws_spread"]
        useful_low, useful_high = row["effective_spread"]
        draws = f"{row['draws_per_second'] / 1e6:.2f} ({low / 1e6:.2f}-{high / 1e6:.2f})"
        effective = (
            f"{row['effective_per_second'] / 1e3:.0f} "
            f"({useful_low / 1e3:.0f}-{useful_high / 1e3:.0f})"
        )
        print(
            f"{row['target']:9} {row['sampler']:11} {draws:21} {row['draws_ratio']:<8.2f} "
            f"{effective:21} {row['effective_ratio']:<8.2f}"
        )
    return rows


if __name__ == "__main__":
    main()
