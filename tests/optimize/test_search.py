"""Annealing, genetic algorithms, tabu search and random search, on functions and on a grid."""

import numpy as np
import pytest
from scipy import special, stats

from mlcourse.optimize.annealing import acceptance_probability, anneal
from mlcourse.optimize.cooling import (
    geometric_cooling,
    linear_cooling,
    logarithmic_cooling,
    temperatures,
)
from mlcourse.optimize.genetic import (
    blend_crossover,
    diversity,
    gaussian_mutation,
    genetic,
    tournament,
)
from mlcourse.optimize.landscapes import BEALE, HIMMELBLAU, RASTRIGIN, ROSENBROCK, SADDLE
from mlcourse.optimize.objectives import Objective, bowl
from mlcourse.optimize.random_search import random_search
from mlcourse.optimize.tabu import tabu_search

BOWL = bowl(20.0, angle=0.4)
OBJECTIVES = {f.name: f for f in (BOWL, ROSENBROCK, SADDLE, HIMMELBLAU, RASTRIGIN, BEALE)}
EVALUATIONS = 4000
SEEDS = 5


def by_annealing(f: Objective) -> np.ndarray:
    starts = np.random.default_rng(1).uniform(*f.domain.T, (SEEDS, 2))
    run = anneal(
        f.fun, starts, domain=f.domain, step_size=0.3, max_steps=EVALUATIONS - 1, rng=2,
        temperature=geometric_cooling(30.0, factor=1e-5 ** (1 / EVALUATIONS)),
    )  # fmt: skip
    assert run.evaluations[-1] == EVALUATIONS
    return run.best


def by_genes(f: Objective) -> np.ndarray:
    run = genetic(
        f.fun, domain=f.domain, population_size=41, n_generations=98, mutation_sigma=0.1,
        n_chains=SEEDS, rng=2,
    )  # fmt: skip
    assert run.evaluations[-1] <= EVALUATIONS
    return run.best


def by_chance(f: Objective) -> np.ndarray:
    return random_search(
        f.fun, domain=f.domain, n_evaluations=EVALUATIONS, n_chains=SEEDS, rng=2
    ).best


def by_tabu(f: Objective) -> np.ndarray:
    axes = [np.linspace(low, high, 61) for low, high in f.domain]
    grid = f.fun(np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1))
    starts = np.random.default_rng(1).integers(61, size=(SEEDS, 2))
    runs = [tabu_search(grid, at, tenure=12, max_steps=500) for at in starts]
    assert all(run.evaluations[-1] <= EVALUATIONS + 1 for run in runs)
    return np.array([[run.best[-1] - grid.min() + f.fun(f.minima[0])] for run in runs])


# how near (in value) the median of the runs comes with 4,000 evaluations; tabu search: how near
# to the best cell of its grid.  Without a gradient the last digits are dear.
SEARCHES = {"annealing": (by_annealing, 0.05), "genetic": (by_genes, 0.01), "tabu": (by_tabu, 1.3),
            "random": (by_chance, 2.5)}  # fmt: skip

# 121 valleys with walls of 20: a walk with steps of 0.3 may end in the second-best, 1.0 above
HARD = {("annealing", "Rastrigin"): 1.3}


@pytest.mark.parametrize("name", OBJECTIVES)
@pytest.mark.parametrize("search", SEARCHES)
def test_every_search_comes_near_the_minimum_of_every_objective(search: str, name: str) -> None:
    method, near = SEARCHES[search]
    f = OBJECTIVES[name]
    best = method(f)
    gap = best[:, -1] - f.fun(f.minima[0])
    assert np.all(gap > -1e-9)
    assert np.median(gap) < HARD.get((search, name), near)
    assert np.all(np.diff(best, axis=1) <= 0)


def test_random_search_finds_a_region_as_often_as_it_must() -> None:
    # hit a corner of share p within n points: 1 - (1 - p)**n, standard error over 4,000 runs
    p, n, chains = 0.02, 40, 4000
    run = random_search(
        lambda x: (x[..., 0] > 3 - 5 * p) * -1.0, domain=[[-2.0, 3.0]], n_evaluations=n,
        n_chains=chains, rng=4,
    )  # fmt: skip
    hit = (run.best[:, -1] < 0).mean()
    expected = 1 - (1 - p) ** n
    assert abs(hit - expected) < 4 * np.sqrt(expected * (1 - expected) / chains)


def test_cooling_schedules_are_their_formulas() -> None:
    k = np.arange(50)
    np.testing.assert_allclose(geometric_cooling(3.0, factor=0.9)(k), 3 * 0.9**k)
    assert linear_cooling(3.0, n_steps=50)(k)[[0, 25]].tolist() == [3.0, 1.5]
    np.testing.assert_allclose(logarithmic_cooling(3.0)(k) * np.log2(k + 2), 3.0)
    assert temperatures(linear_cooling(3.0, n_steps=5), n_steps=5).min() > 0
    with pytest.raises(ValueError, match=r"^temperature must be positive"):
        temperatures(linear_cooling(3.0, n_steps=5), n_steps=6)
    assert temperatures(1.0, n_steps=0).shape == (0,)


def test_metropolis_rule() -> None:
    assert acceptance_probability([[2.0], [-3.0]], [1.0, 2.0]).round(6).tolist() == [
        [round(np.exp(-2), 6), round(np.exp(-1), 6)], [1.0, 1.0],
    ]  # fmt: skip
    assert acceptance_probability(1e300, 1e-300) == 0.0


def test_annealing_at_a_fixed_temperature_samples_boltzmanns_distribution() -> None:
    # density ~ exp(-x**2 / (2 T)) cut to [-1, 2]: the truncated normal of scipy
    heat, chains = 0.5, 4000
    run = anneal(
        lambda x: 0.5 * x[:, 0] ** 2, np.zeros((chains, 1)), domain=[[-1.0, 2.0]],
        temperature=heat, step_size=1.0, max_steps=60, rng=11,
    )  # fmt: skip
    end = run.x[:, -1, 0]
    s = np.sqrt(heat)
    target = stats.truncnorm(-1 / s, 2 / s, scale=s)
    # independent chains: the Kolmogorov test at one in ten thousand
    assert stats.kstest(end, target.cdf).pvalue > 1e-4
    assert stats.kstest(end, stats.truncnorm(-1, 2).cdf).pvalue < 1e-4  # control: T = 1


def test_the_record_of_annealing_is_consistent() -> None:
    run = anneal(
        RASTRIGIN.fun, [[4.0, 4.0], [-5.0, 1.0], [0.0, 0.0]], domain=RASTRIGIN.domain,
        temperature=linear_cooling(10.0, n_steps=200), step_size=0.8, max_steps=200, rng=0,
    )  # fmt: skip
    assert run.x.shape == (3, 201, 2)
    np.testing.assert_array_equal(run.value, RASTRIGIN.fun(run.x))
    np.testing.assert_array_equal(run.proposal_value, RASTRIGIN.fun(run.proposal))
    moved = np.where(run.accepted[..., None], run.proposal, run.x[:, :-1])
    np.testing.assert_array_equal(moved, run.x[:, 1:])
    falls = run.proposal_value <= run.value[:, :-1]
    assert run.accepted[falls].all()
    assert run.accepted.mean() < 1
    assert (run.accepted & ~falls).any()
    assert np.all(np.abs(run.proposal) <= 5.12)
    chance = np.exp(-np.maximum(run.proposal_value - run.value[:, :-1], 0.0) / run.temperature)
    np.testing.assert_array_equal(run.accepted, run.luck < chance)
    # the dice are even: Kolmogorov's test at one in ten thousand
    assert stats.kstest(run.luck.ravel(), stats.uniform.cdf).pvalue > 1e-4
    np.testing.assert_array_equal(run.best, np.minimum.accumulate(run.value, axis=1))
    still = anneal(BOWL.fun, [[1.0, 1.0]], domain=BOWL.domain, temperature=1.0, step_size=1.0,
                   max_steps=0, rng=0)  # fmt: skip
    assert still.proposal.shape == (1, 0, 2)
    assert still.accepted.shape == (1, 0)


def test_the_same_seed_gives_the_same_noise_whatever_the_temperature() -> None:
    options = {"domain": BOWL.domain, "step_size": 0.01, "max_steps": 1, "rng": 5}
    cold = anneal(BOWL.fun, [[1.0, 1.0]], temperature=1e-9, **options)
    hot = anneal(BOWL.fun, [[1.0, 1.0]], temperature=1e9, **options)
    assert cold.proposal.tolist() == hot.proposal.tolist()


def test_tournament_wins_follow_the_formula() -> None:
    n, s, draws = 6, 3, 60_000
    value = np.array([5.0, 0.0, 3.0, 1.0, 4.0, 2.0])
    won = tournament(value, n_parents=draws, size=s, rng=8)
    share = np.bincount(won, minlength=n) / draws
    rank = value + 1
    expected = ((n - rank + 1) ** s - (n - rank) ** s) / n**s
    # binomial standard error, four of them
    assert np.all(np.abs(share - expected) < 4 * np.sqrt(expected * (1 - expected) / draws))
    many = tournament(np.stack([value, -value]), n_parents=5, size=50, rng=0)
    assert many.tolist() == [[1] * 5, [0] * 5]


def test_crossover_stays_between_the_parents_and_mutation_has_its_moments() -> None:
    rng = np.random.default_rng(0)
    a, b = np.zeros((5000, 2)), np.tile([2.0, -4.0], (5000, 1))
    child = blend_crossover(a, b, rate=0.25, rng=rng)
    assert np.all((child >= [0, -4]) & (child <= [2, 0]))
    crossed = (child != 0).any(axis=1).mean()
    assert abs(crossed - 0.25) < 4 * np.sqrt(0.25 * 0.75 / 5000)
    assert abs(child[child[:, 0] > 0, 0].mean() - 1) < 4 * 2 / np.sqrt(12 * 1250)
    shaken = gaussian_mutation(np.full((20_000, 1), 5.0), sigma=0.5, domain=[[0, 10]], rng=rng)
    assert abs(shaken.std() - 0.5) < 4 * 0.5 / np.sqrt(2 * 20_000)
    # at a wall the mirror gives half-normal noise, mean scale * sqrt(2/pi)
    wall = gaussian_mutation(np.zeros((20_000, 1)), sigma=0.5, domain=[[0, 10]], rng=rng)
    assert wall.min() >= 0
    assert abs(wall.mean() - 0.5 * np.sqrt(2 / np.pi)) < 4 * 0.5 * 0.61 / np.sqrt(20_000)
    far = gaussian_mutation(np.zeros((100, 1)), sigma=1e3, domain=[[-1, 1]], rng=rng)
    assert np.all(np.abs(far) <= 1)


def test_diversity_is_the_spread_around_the_mean() -> None:
    points = np.random.default_rng(0).normal(size=(3, 10, 2))
    naive = [np.sqrt(np.mean([(p - m) @ (p - m) for p in c]))
             for c, m in zip(points, points.mean(axis=1), strict=True)]  # fmt: skip
    np.testing.assert_allclose(diversity(points), naive)


def test_the_record_of_the_genetic_algorithm_is_consistent() -> None:
    options = {"domain": HIMMELBLAU.domain, "population_size": 20, "n_generations": 30}
    run = genetic(HIMMELBLAU.fun, **options, mutation_sigma=0.3, n_chains=3, rng=1)
    assert run.x.shape == (3, 31, 20, 2)
    np.testing.assert_array_equal(run.value, HIMMELBLAU.fun(run.x))
    lowest = run.value.min(axis=2)
    np.testing.assert_array_equal(run.best, lowest)  # the best lives on
    assert run.evaluations.tolist() == [20 + 19 * k for k in range(31)]
    np.testing.assert_array_equal(run.diversity, diversity(run.x))
    for chain, k in ((0, 0), (2, 29)):
        pair = run.x[chain, k][run.parent[chain, k]]  # (births, 2, d)
        child = run.blend[chain, k]
        assert np.all((child >= pair.min(axis=1) - 1e-12) & (child <= pair.max(axis=1) + 1e-12))
    shaken = (run.x[:, 1:, 1:] - run.blend).ravel()
    assert np.median(np.abs(shaken)) == pytest.approx(0.3 * 0.6745, rel=0.05)  # walls are rare
    # without mutation the population shrinks into the hull of its first members; more pressure
    # shrinks it faster
    mild = genetic(HIMMELBLAU.fun, **options, mutation_sigma=0.0, tournament_size=1, n_chains=20,
                   rng=1)  # fmt: skip
    hard = genetic(HIMMELBLAU.fun, **options, mutation_sigma=0.0, tournament_size=8, n_chains=20,
                   rng=1)  # fmt: skip
    assert np.all(hard.x.max(axis=(1, 2)) <= hard.x[:, 0].max(axis=1) + 1e-12)
    assert np.median(hard.diversity[:, 5]) < np.median(mild.diversity[:, 5])


def rastrigin_grid() -> np.ndarray:
    axis = np.linspace(-5, 5, 41)
    return RASTRIGIN.fun(np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1))


def test_zero_tenure_cycles_moderate_escapes_too_long_blocks() -> None:
    grid = rastrigin_grid()
    start = [6, 33]
    cycles = tabu_search(grid, start, tenure=0, max_steps=200)
    assert len(np.unique(cycles.cell[100:], axis=0)) <= 4
    assert cycles.best[-1] > 5
    escapes = tabu_search(grid, start, tenure=8, max_steps=400)
    assert escapes.best[-1] == 0.0
    blocked = tabu_search(grid, start, tenure=1000, max_steps=400, aspiration=False)
    assert blocked.reason == "blocked"
    assert len(blocked.cell) < 100


# seeds for which the search is not blocked within a few moves
@pytest.mark.parametrize(("tenure", "seed"), [(0, 0), (1, 3), (2, 1), (3, 1), (6, 4)])
@pytest.mark.parametrize("aspiration", [True, False])
def test_tabu_search_is_its_naive_transcription(tenure: int, seed: int, aspiration: bool) -> None:
    grid = np.random.default_rng(seed).normal(size=(9, 14))
    run = tabu_search(grid, [3, 4], tenure=tenure, max_steps=60, aspiration=aspiration)
    left: list[tuple[str, int, int]] = []  # what was left, and at which move
    at, looked = (3, 4), 1
    lowest = grid[at]
    for k in range(len(run.aspired)):
        legal = {}
        forbidden = run.forbidden(k)
        for cell in np.ndindex(grid.shape):
            if max(abs(cell[0] - at[0]), abs(cell[1] - at[1])) != 1:
                continue
            looked += 1
            tabu = any(
                k - when <= tenure and cell["rc".index(side)] == number != at["rc".index(side)]
                for side, number, when in left
            )
            assert forbidden[cell] == tabu
            if not tabu or (aspiration and grid[cell] < lowest):
                legal[cell] = (grid[cell], tabu)
        goal = min(legal, key=lambda cell: legal[cell][0])
        assert tuple(run.cell[k + 1]) == goal
        assert run.aspired[k] == legal[goal][1]
        assert run.evaluations[k + 1] == looked
        left += [(s, at[i], k) for i, s in enumerate("rc") if at[i] != goal[i]]
        at = goal
        lowest = min(lowest, grid[at])
    assert run.best[-1] == lowest


def test_aspiration_enters_forbidden_cells_and_only_then() -> None:
    runs = [
        tabu_search(np.random.default_rng(s).normal(size=(9, 9)), [4, 4], tenure=6, max_steps=30)
        for s in range(20)
    ]
    assert any(run.aspired.any() for run in runs)
    for run in runs:
        assert np.all(run.value[1:][run.aspired] < run.best[:-1][run.aspired])
    one = tabu_search([[1.0]], [0, 0], tenure=0, max_steps=3)
    assert (one.reason, one.cell.tolist()) == ("blocked", [[0, 0]])
    with pytest.raises(ValueError, match=r"^step must be"):
        one.forbidden(1)


def test_searches_refuse_a_function_that_is_not_a_number_inside() -> None:
    with pytest.raises(ValueError, match=r"^fun must be a number"):
        random_search(lambda x: special.log1p(-1 - x[..., 0] ** 2) * np.nan, domain=[[-1, 1]],
                      n_evaluations=3, rng=0)  # fmt: skip


def test_cells_seen_are_those_that_were_looked_at() -> None:
    for tenure, seed in ((0, 1), (4, 2), (9, 3)):
        grid = np.random.default_rng(seed).normal(size=(9, 7))
        run = tabu_search(grid, [3, 4], tenure=tenure, max_steps=25)
        looked = [(3, 4)]
        moves = len(run.cell) - 1
        for i, j in run.cell[: moves + (run.reason == "blocked")].tolist():
            looked += [
                (i + di, j + dj)
                for di in (-1, 0, 1)
                for dj in (-1, 0, 1)
                if (di or dj) and 0 <= i + di < 9 and 0 <= j + dj < 7
            ]
        # a blocked search has looked around once more, which its count leaves out
        assert run.reason == "blocked" or len(looked) == run.evaluations[-1]
        assert [tuple(cell) for cell in run.seen().tolist()] == list(dict.fromkeys(looked))
