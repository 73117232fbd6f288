"""Tours: moves against recomputed lengths, searches against brute force and berlin52."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlcourse.data.cities import berlin52
from mlcourse.optimize.cooling import geometric_cooling
from mlcourse.optimize.tour_annealing import anneal_tour
from mlcourse.optimize.tour_genetic import genetic_tour, order_crossover
from mlcourse.optimize.tour_tabu import tabu_tour
from mlcourse.optimize.tours import (
    nearest_neighbour_tour,
    reverse_segment,
    tour_length,
    two_opt,
    two_opt_change,
    two_opt_changes,
)

BERLIN = berlin52()
D = BERLIN.distance
SEEDS = range(5)


def random_distance(n: int, seed: int) -> np.ndarray:
    p = np.random.default_rng(seed).uniform(size=(n, 2))
    return np.linalg.norm(p[:, None] - p, axis=-1)


def shortest(d: np.ndarray) -> float:
    """Brute force over all tours from place 0."""
    n = len(d)
    return min(
        sum(d[a, b] for a, b in zip((0, *rest), (*rest, 0), strict=True))
        for rest in permutations(range(1, n))
    )


@settings(deadline=None, max_examples=40)
@given(n=st.integers(4, 12), seed=st.integers(0, 10**6))
def test_the_change_of_a_move_is_the_difference_of_lengths(n: int, seed: int) -> None:
    d = random_distance(n, seed)
    tour = np.random.default_rng(seed).permutation(n)
    changes = two_opt_changes(d, tour)
    for i in range(1, n - 1):
        for j in range(i + 1, n):
            after = tour_length(d, reverse_segment(tour, i, j))
            change = two_opt_change(d, tour, i, j)
            # sums of n distances of order 1
            assert change == pytest.approx(after - tour_length(d, tour), abs=1e-13)
            if (i, j) == (1, n - 1):
                assert changes[i, j] == np.inf
                assert change == pytest.approx(0, abs=1e-13)
            else:
                assert changes[i, j] == pytest.approx(change, abs=1e-13)
    assert np.isfinite(changes).sum() == n * (n - 3) // 2


def test_length_does_not_depend_on_start_and_direction() -> None:
    tour = np.random.default_rng(0).permutation(52)
    for same in (np.roll(tour, 7), tour[::-1]):
        assert tour_length(D, same) == tour_length(D, tour)
    assert tour_length(D, BERLIN.optimal_tour) == 7542
    naive = sum(int(D[a, b]) for a, b in zip(tour, [*tour[1:], tour[0]], strict=True))
    assert tour_length(D, tour) == naive


def test_two_opt_ends_where_no_move_helps() -> None:
    for seed in SEEDS:
        start = np.random.default_rng(seed).permutation(52)
        run = two_opt(D, start, max_steps=500)
        assert run.reason == "local_minimum"
        assert two_opt_changes(D, run.tour[-1]).min() >= 0
        assert np.all(np.diff(run.value) < 0)
        np.testing.assert_array_equal([tour_length(D, t) for t in run.tour], run.value)
        for k, (i, j) in enumerate(run.move):
            np.testing.assert_array_equal(reverse_segment(run.tour[k], i, j), run.tour[k + 1])
        assert run.value[-1] < 1.15 * 7542  # two_opt ends about 5 % above on average, J. & McG.
    assert two_opt(D, start, max_steps=2).reason == "max_steps"
    assert two_opt(D, BERLIN.optimal_tour, max_steps=9).move.shape == (0, 2)


def test_nearest_neighbour_is_greedy() -> None:
    for start in (0, 17, 51):
        tour = nearest_neighbour_tour(D, start=start)
        assert tour[0] == start
        for k in range(51):
            assert D[tour[k], tour[k + 1]] == D[tour[k], tour[k + 1 :]].min()


@pytest.mark.parametrize("n", [4, 5, 7])
def test_all_searches_find_the_shortest_of_small_tours(n: int) -> None:
    for seed in range(3):
        d = random_distance(n, seed)
        best = shortest(d) + 1e-12  # sums in another order
        start = np.arange(n)
        hot = geometric_cooling(1.0, factor=0.99)
        annealed = anneal_tour(d, start, temperature=hot, max_steps=800, record_every=50, rng=seed)
        assert annealed.best[-1] <= best
        assert tour_length(d, annealed.best_tour) <= best
        assert tabu_tour(d, start, tenure=2, max_steps=30).best[-1] <= best
        assert genetic_tour(d, population_size=20, n_generations=30, rng=seed).best[-1] <= best


def within_three_percent(length: float) -> bool:
    assert length >= 7542
    return length <= 1.03 * 7542


@pytest.mark.parametrize("seed", SEEDS)
def test_annealing_comes_within_three_percent_of_berlin52(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 200_000
    run = anneal_tour(
        D, rng.permutation(52), max_steps=n, record_every=2000, rng=rng,
        temperature=geometric_cooling(100.0, factor=0.1 ** (1 / n)),
    )  # fmt: skip
    assert within_three_percent(run.best[-1])
    assert run.evaluations[-1] == n + 1
    assert tour_length(D, run.best_tour) == run.best[-1]


@pytest.mark.parametrize("seed", SEEDS)
def test_tabu_search_comes_within_three_percent_of_berlin52(seed: int) -> None:
    start = np.random.default_rng(seed).permutation(52)
    run = tabu_tour(D, start, tenure=20, max_steps=600)
    assert within_three_percent(run.best[-1])
    assert run.evaluations[-1] == 1 + 600 * 52 * 49 // 2


@pytest.mark.parametrize("seed", SEEDS)
def test_a_memetic_algorithm_comes_within_three_percent_of_berlin52(seed: int) -> None:
    run = genetic_tour(
        D, population_size=16, n_generations=20, crossover_rate=0.8, local_moves=8, rng=seed
    )
    assert within_three_percent(run.best[-1])
    assert run.evaluations[-1] <= 16 + 20 * 15 * (1 + 8 * 52 * 49 // 2)


def test_the_record_of_annealing_is_consistent() -> None:
    start = np.random.default_rng(3).permutation(52)
    run = anneal_tour(
        D, start, temperature=geometric_cooling(300.0, factor=0.999), max_steps=1003,
        record_every=100, rng=7,
    )  # fmt: skip
    assert run.recorded.tolist() == [*range(0, 1001, 100), 1003]
    np.testing.assert_array_equal([tour_length(D, t) for t in run.tour], run.value[run.recorded])
    t = start
    for k, (i, j) in enumerate(run.move):
        assert run.change[k] == two_opt_change(D, t, i, j)
        assert run.accepted[k] or run.change[k] > 0
        assert run.accepted[k] == (run.luck[k] < np.exp(-run.change[k] / run.temperature[k]))
        if run.accepted[k]:
            t = reverse_segment(t, i, j)
        assert tour_length(D, t) == run.value[k + 1]
    assert tour_length(D, run.best_tour) == run.best[-1] == run.value.min()
    none = anneal_tour(D, start, temperature=1.0, max_steps=0, record_every=1, rng=0)
    assert (none.tour.shape, none.move.shape, none.change.shape) == ((1, 52), (0, 2), (0,))


def test_moves_are_uniform_over_pairs_and_accepted_by_boltzmann() -> None:
    square = np.array([[0, 3, 5, 4], [3, 0, 4, 5], [5, 4, 0, 3], [4, 5, 3, 0]])
    n = 60_000
    run = anneal_tour(square, [0, 1, 2, 3], temperature=2.0, max_steps=n, record_every=1, rng=1)
    counts = [int(((run.move == pair).all(axis=1)).sum()) for pair in ((1, 2), (1, 3), (2, 3))]
    # four binomial standard errors
    assert np.all(np.abs(np.array(counts) / n - 1 / 3) < 4 * np.sqrt(2 / 9 / n))
    # three tours of lengths 14, 16, 18 with weights exp(-L / 2): the detailed balance
    lengths, seen = np.unique(run.value, return_counts=True)
    weights = np.exp(-lengths / 2)
    # a chain that forgets within a few steps: allow ten times the variance of independent draws
    expected = weights / weights.sum()
    error = np.sqrt(10 * expected * (1 - expected) / n)
    assert lengths.tolist() == [14.0, 16.0, 18.0]
    assert np.all(np.abs(seen / (n + 1) - expected) < 4 * error)


def edges(tour: np.ndarray) -> set[frozenset[int]]:
    return {frozenset((int(a), int(b))) for a, b in zip(tour, np.roll(tour, -1), strict=True)}


@pytest.mark.parametrize("aspiration", [True, False])
def test_tabu_search_is_its_naive_transcription(aspiration: bool) -> None:
    d = random_distance(9, 4)
    start = np.random.default_rng(5).permutation(9)
    run = tabu_tour(d, start, tenure=4, max_steps=30, aspiration=aspiration)
    free: dict[frozenset[int], int] = {}
    best = tour_length(d, start)
    for k in range(len(run.move)):
        here = run.tour[k]
        legal = []
        for i in range(1, 8):
            for j in range(i + 1, 9):
                there = reverse_segment(here, i, j)
                new = edges(there) - edges(here)
                if not new:
                    continue
                tabu = any(free.get(e, 0) > k for e in new)
                length = tour_length(d, there)
                if not tabu or (aspiration and length < best - 1e-12):
                    legal.append((length, tabu))
        length, tabu = min(legal)
        assert run.value[k + 1] == pytest.approx(length, abs=1e-12)
        assert run.aspired[k] == tabu
        for e in edges(here) - edges(run.tour[k + 1]):
            free[e] = k + 1 + 4
        best = min(best, float(run.value[k + 1]))
    assert run.best[-1] == best
    assert len(run.move) > 5


def test_zero_tenure_cycles_and_too_long_a_tenure_blocks() -> None:
    start = np.random.default_rng(0).permutation(52)
    cycles = tabu_tour(D, start, tenure=0, max_steps=200)
    assert len(np.unique(cycles.value[150:])) <= 2
    d = random_distance(6, 0)
    blocked = tabu_tour(d, np.arange(6), tenure=10**6, max_steps=100, aspiration=False)
    assert blocked.reason == "blocked"


@settings(deadline=None, max_examples=60)
@given(n=st.integers(4, 12), seed=st.integers(0, 10**6))
def test_order_crossover_is_its_naive_transcription(n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    a, b = rng.permutation(n), rng.permutation(n)
    i, j = np.sort(rng.integers(n, size=2))
    child = order_crossover(a, b, first=int(i), last=int(j))
    expected = np.full(n, -1)
    expected[i : j + 1] = a[i : j + 1]
    rest = [p for p in np.roll(b, -(j + 1)) if p not in a[i : j + 1]]
    for step, place in enumerate(rest):
        expected[(j + 1 + step) % n] = place
    assert child.tolist() == expected.tolist()


def test_the_record_of_the_genetic_algorithm_is_consistent() -> None:
    run = genetic_tour(D, population_size=30, n_generations=60, rng=3)
    np.testing.assert_array_equal([tour_length(D, t) for t in run.tour], run.value.min(axis=1))
    np.testing.assert_array_equal(run.best, run.value.min(axis=1))  # the best lives on
    np.testing.assert_array_equal([tour_length(D, t) for t in run.population], run.value[-1])
    assert np.all(np.sort(run.population, axis=1) == np.arange(52))
    assert run.evaluations.tolist() == [30 + 29 * k for k in range(61)]
    pairs = [1 - len(edges(s) & edges(t)) / 52 for s in run.population for t in run.population]
    assert run.diversity[-1] == pytest.approx(np.mean(pairs), abs=1e-12)
    still = genetic_tour(
        D, population_size=5, n_generations=40, crossover_rate=0, mutation_rate=0, rng=0
    )
    assert still.diversity[-1] == pytest.approx(0, abs=1e-12)  # copies of the best take over
    assert still.best[-1] == still.best[0]
