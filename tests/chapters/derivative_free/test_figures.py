"""Chapter 09's figures: what the theory says of them."""

from collections.abc import Callable

import numpy as np
import pytest

from mlcourse.chapters.derivative_free import figures
from mlcourse.chapters.derivative_free.figures import (
    _annealed_tour,
    _annealing,
    _fair_race,
    _genetic,
    _tabu,
    births,
    contest,
    dents,
    hills,
    settings,
)
from mlcourse.data.cities import berlin52
from mlcourse.explore.render import Drawing
from mlcourse.optimize.compass import compass_search
from mlcourse.optimize.cooling import geometric_cooling
from mlcourse.optimize.tour_annealing import anneal_tour
from mlcourse.optimize.tours import tour_length
from tests.chapters.derivative_free.tuning import GRIDS, judged
from tests.chapters.views import said, solved, view_of

# annealing


def test_in_the_cold_two_thirds_leave_the_first_dent_and_not_by_climbing() -> None:
    x = view_of(figures.annealing, temperature=0.02)[0].run.x[..., 0]
    dent = np.digitize(x, [-4.611, -3.007])  # the tops beside the first dent
    left = np.flatnonzero((dent != dent[0, 0]).any(axis=1))
    assert len(left) / len(x) == pytest.approx(2 / 3, abs=0.05)
    after = (dent[left] != dent[0, 0]).argmax(axis=1)
    before = x[left, after - 1]
    assert np.mean(dents.height(x[left, after]) <= dents.height(before)) > 0.95
    assert np.median(np.abs(x[left, after] - before)) > 3 * 0.3


def test_without_a_die_a_fixed_temperature_samples_something_else() -> None:
    rng = np.random.default_rng(0)

    def share(rule: Callable[[np.ndarray], np.ndarray]) -> float:
        x = rng.uniform(*dents.BOX, size=2000)
        for _ in range(2000):
            y = x + 0.3 * rng.standard_normal(2000)
            climb = np.maximum(dents.height(y) - dents.height(x), 0)
            x = np.where((abs(y) <= 5) & rule(np.exp(-climb / 2)), y, x)
        return float(np.mean((x > dents.LEFT) & (x < dents.RIGHT)))

    # the standard error of a share of a half is 0.011
    assert share(lambda chance: rng.random(2000) < chance) == pytest.approx(0.32, abs=0.03)
    assert share(lambda chance: chance > 0.5) == pytest.approx(0.48, abs=0.03)


def test_the_crowd_fits_on_its_axis() -> None:
    for values in ({"k": 0.5}, {"temperature": 0.02, "step": 1.0, "k": 2000}):
        drawing = Drawing(figures.annealing, start=figures.annealing.state(**values))
        assert drawing.artists.piles.get_xy()[:, 1].max() <= dents.N_WALKERS


def test_the_lowest_dent_lies_between_its_two_tops() -> None:
    x = np.linspace(-5, 5, 100_001)
    f = dents.height(x)
    tops = x[1:-1][(f[1:-1] > f[:-2]) & (f[1:-1] > f[2:])]
    assert x[f.argmin()] == pytest.approx(1.0, abs=1e-4)
    assert tops[tops < 1].max() == pytest.approx(dents.LEFT, abs=1e-3)
    assert tops[tops > 1].min() == pytest.approx(dents.RIGHT, abs=1e-3)


def test_the_four_crowds_of_the_text() -> None:
    cold, _ = view_of(figures.annealing, temperature=0.02)
    warm, _ = view_of(figures.annealing)
    cooled, _ = view_of(figures.annealing, schedule=dents.SCHEDULES[1])
    long, _ = view_of(figures.annealing, temperature=0.02, step=1.0)
    assert cold.share[-1] < 0.01
    assert 0.25 < warm.share[-1] < 0.4
    assert 0.45 < cooled.share[-1] < 0.6
    assert long.share[-1] == 1.0
    assert long.run.accepted.mean() == pytest.approx(0.04, abs=0.01)


def test_a_warm_crowd_follows_the_line_and_a_cooled_one_cannot() -> None:
    grid = np.linspace(*dents.BOX, 4001)
    inside = (grid > dents.LEFT) & (grid < dents.RIGHT)

    def promised(heat: float) -> float:
        return float(np.trapezoid(np.where(inside, dents.boltzmann(grid, heat), 0.0), grid))

    warm, _ = view_of(figures.annealing)
    # the mean of 400 chances has a standard error of 0.024
    assert warm.share[-1] == pytest.approx(promised(2.0), abs=0.08)
    cooled, _ = view_of(figures.annealing, schedule=dents.SCHEDULES[1])
    assert promised(0.02) > 0.999 > 0.6 > cooled.share[-1]


def test_a_verdict_is_shown_only_when_the_die_is_cast() -> None:
    assert "not cast" in said(figures.annealing, k=0.5)
    assert "accepted" not in said(figures.annealing, k=0.5)
    view, _ = view_of(figures.annealing)
    for k in range(1, _annealing.SINGLE + 1):
        word = "accepted" if view.run.accepted[0, k - 1] else "refused"
        assert word in said(figures.annealing, k=float(k))
    assert {True, False} == set(view.run.accepted[0, : _annealing.SINGLE].tolist())


def test_the_die_decides_as_the_record_says() -> None:
    run = view_of(figures.annealing)[0].run
    change = run.proposal_value - run.value[:, :-1]
    np.testing.assert_array_equal(run.accepted, run.luck <= np.exp(-np.maximum(change, 0) / 2.0))


# annealed_tour


def test_tours_at_the_stops_have_the_lengths_of_the_record() -> None:
    view, _ = view_of(figures.annealed_tour)
    distance = berlin52().distance
    for stop, tour in view.tours.items():
        assert tour_length(distance, tour) == view.run.value[stop]
    assert view.run.value[0] == 28_134


def test_the_runs_of_the_text() -> None:
    view, _ = view_of(figures.annealed_tour)
    assert view.run.best[-1] == 7542
    assert view.climbs[-1] == 3449
    assert view_of(figures.annealed_tour, seed=3)[0].run.best[-1] == 7596
    never, _ = view_of(figures.annealed_tour, temperature=0)
    assert (never.climbs[-1], never.run.best[-1]) == (0, 8279)
    boiling, _ = view_of(figures.annealed_tour, temperature=1000, schedule="constant")
    assert boiling.run.best[-1] > 19_000


def test_the_optimum_is_drawn_only_once_it_was_found() -> None:
    for k, drawn in ((50_000.0, False), (100_000.0, True)):
        state = figures.annealed_tour.state(k=k)
        artists = Drawing(figures.annealed_tour, start=state).artists
        assert bool(len(artists.optimum.get_xdata())) is drawn


def test_the_length_that_is_drawn_has_every_swing() -> None:
    view, _ = view_of(figures.annealed_tour)
    swings = _annealed_tour._swings(view, 100_000)
    assert swings[:, 1].min() == view.run.value[1:].min()
    assert swings[:, 1].max() == view.run.value[1:].max()


def test_no_hot_constant_temperature_solves_the_challenge() -> None:
    for temperature in (50, 100, 1000):
        for seed in range(4):
            assert not solved(figures.annealed_tour, temperature=temperature, schedule="constant",
                              seed=seed, k=100_000)  # fmt: skip


@pytest.mark.slow
def test_on_eighty_other_seeds_cooling_finds_the_shortest_tour_more_often_than_not() -> None:
    distance, looks = berlin52().distance, 100_000

    def ends(hot: float, cold: float) -> list[float]:
        heat = geometric_cooling(hot, factor=(cold / hot) ** (1 / looks))
        return [
            float(anneal_tour(distance, np.random.default_rng(seed).permutation(52),
                              temperature=heat, max_steps=looks, record_every=looks,
                              rng=seed).best[-1])
            for seed in range(1000, 1080)
        ]  # fmt: skip

    told = {(50, 5): (7542, 46), (200, 5): (7542, 46), (30, 30): (7622, 2)}
    for (hot, cold), (median, found) in told.items():
        lengths = ends(hot, cold)
        assert (np.median(lengths), lengths.count(7542)) == (median, found)


# genetic


def test_the_runs_of_the_text_arrive_as_often_as_it_says() -> None:
    def share(**values: float) -> float:
        view, _ = view_of(figures.genetic, **values)
        return float(view.share[550])  # 600 looks of fifty

    assert share() < 0.1
    assert share(tournament=5) == pytest.approx(0.55, abs=0.06)
    assert share(tournament=5, mutation=0.3) == pytest.approx(0.76, abs=0.06)
    assert share(tournament=5, mutation=0.3, crossover=0) == pytest.approx(0.48, abs=0.06)
    assert share(tournament=5, population=10) < 0.05


def test_no_other_dent_is_as_low_as_the_threshold() -> None:
    side = np.linspace(-5.12, 5.12, 1025)
    points = np.stack(np.meshgrid(side, side), axis=-1)
    low = births.land(points) < births.IN_BEST
    away = np.linalg.norm(points - births.CENTER, axis=-1)
    assert low.any()
    assert away[low].max() < 0.5  # all of one dent


def test_a_child_lies_in_the_box_of_its_parents() -> None:
    view, _ = view_of(figures.genetic, tournament=5, mutation=0.3)
    run = view.run
    parents = np.take_along_axis(run.x[:, 0, :, None], run.parent[:, 0].reshape(400, -1, 1, 1), 1)
    pair = parents.reshape(400, -1, 2, 2)
    child = run.blend[:, 0]
    assert np.all(child >= pair.min(axis=2) - 1e-12)
    assert np.all(child <= pair.max(axis=2) + 1e-12)


def test_the_spread_is_that_of_a_coordinate() -> None:
    view, _ = view_of(figures.genetic)
    both = view.run.x[0].std(axis=1)  # (generations, 2)
    np.testing.assert_allclose(_genetic._spread(view), np.sqrt((both**2).mean(axis=1)))


def test_a_half_of_the_clock_is_called_by_what_it_shows() -> None:
    proposals, births = figures.annealed_tour.controls["k"], figures.genetic.controls["births"]
    assert [proposals.text(k) for k in (0.5, 1, 100_000)] == ["1, proposed", "1", "100,000"]
    assert [births.text(k) for k in (0, 0.5, 1)] == ["0", "1, parents", "1"]


def test_a_generation_is_shown_when_it_is_complete() -> None:
    view, _ = view_of(figures.genetic)
    assert _genetic._now(view, 49.0) == (49, 1, 0)
    assert _genetic._now(view, 47.0) == (47, 0, 47)
    assert _genetic._now(view, 590.0) == (590, 12, 2)
    assert len(view.share) == 591  # a birth for every stop of the clock


# tabu


def test_the_tenures_of_the_text() -> None:
    grid = hills.heights()
    assert np.unique(grid).size == grid.size
    ends = {t: view_of(figures.tabu, tenure=t)[0].run for t in range(16)}
    assert [t for t, run in ends.items() if run.best[-1] < 0.9] == list(range(2, 12))
    assert ends[4].best.argmin() == 11
    assert ends[10].aspired.any()
    assert view_of(figures.tabu, tenure=10, aspiration=False)[0].run.best[-1].round() == 7
    assert all(ends[t].reason == "blocked" and len(ends[t].cell) == 15 for t in (14, 15))
    assert np.round(ends[0].value[:6]).tolist() == [21, 20, 21, 20, 21, 20]


def test_no_purple_line_runs_through_a_number() -> None:
    for tenure, moves in ((4, 7), (10, 13)):
        run = view_of(figures.tabu, tenure=tenure)[0].run
        _, lines = _tabu._barred(run, moves)
        row, column = run.cell[moves]
        ends = lines[~np.isnan(lines[:, 0])].reshape(-1, 2, 2)
        along = ends[:, :1] + np.linspace(0, 1, 99)[:, None] * np.diff(ends, axis=1)
        inside = (abs(along - (column, row)) < 1.4).all(axis=-1)
        assert not inside.any()


def test_cells_in_purple_are_those_that_the_next_move_must_not_enter() -> None:
    for tenure, moves in ((4, 7), (10, 12), (14, 14)):
        run = view_of(figures.tabu, tenure=tenure)[0].run
        state = figures.tabu.state(tenure=tenure, moves=moves)
        bands = [p.vertices for p in Drawing(figures.tabu, start=state).artists.bands.get_paths()]
        shown = np.zeros((15, 15), dtype=bool)
        for corners in bands:
            (left, top), (right, low) = corners.min(axis=0), corners.max(axis=0)
            shown[round(top + 0.5) : round(low + 0.5), round(left + 0.5) : round(right + 0.5)] = (
                True
            )
        np.testing.assert_array_equal(shown, run.forbidden(moves))


# fair_race


def test_compass_search_of_all_runs_is_that_of_each() -> None:
    starts = np.random.default_rng(3).uniform(-5, 5, size=(20, 4))
    together = contest.best_so_far(
        "bowl", "compass", (1, 1e-6), n_looks=200, price=5, seed=3, n_runs=20
    )
    for start, mine in zip(starts, together, strict=True):
        run = compass_search(contest.PROBLEMS["bowl"].fun, start, step_size=1, tol=1e-6,
                             max_evaluations=200)  # fmt: skip
        np.testing.assert_allclose(mine, run.best, rtol=1e-9)


def test_every_problem_has_its_gradient_and_its_least_value() -> None:
    rng = np.random.default_rng(0)
    for name in ("bowl", "dents"):
        f = contest.PROBLEMS[name]
        x = rng.uniform(-5, 5, size=(10, 4))
        for i in range(4):
            h = 1e-6 * np.eye(4)[i]
            slope = (f.fun(x + h) - f.fun(x - h)) / 2e-6
            np.testing.assert_allclose(f.grad(x)[:, i], slope, rtol=1e-5, atol=1e-4)
        assert f.fun(contest.CENTER) == pytest.approx(0.0, abs=1e-12)
    curvature = np.linalg.eigvalsh(np.diag(contest.CURVATURES))
    assert curvature[-1] / curvature[0] == pytest.approx(100)


def test_all_runs_have_the_same_number_of_looks() -> None:
    for budget in settings.BUDGETS:
        view, _ = view_of(figures.fair_race, problem="dents")
        assert {one.shape for one in view.best[budget].values()} == {(20, budget)}
    slow, _ = view_of(figures.fair_race, gradient="as much as 4 values")
    steps = np.flatnonzero(np.diff(slow.best[300]["descent"][0])) + 1
    assert (steps % 5 == 0).all()  # a step is paid for before it is seen


@pytest.mark.parametrize("problem", ["bowl", "dents", "stairs", "needle"])
def test_settings_are_no_worse_than_others_of_the_grid(problem: str) -> None:
    rng = np.random.default_rng(5)
    for method in ("annealing", "genetic", "compass", "descent"):
        mine = judged(problem, method, settings.setting(problem, method, 300, 5),
                      n_looks=300, price=5)  # fmt: skip
        for k in rng.choice(len(GRIDS[method]), 8, replace=False):
            assert mine <= judged(problem, method, GRIDS[method][k], n_looks=300, price=5)


def test_guessing_finds_the_needle_as_often_as_it_must() -> None:
    best = contest.best_so_far("needle", "random", (), n_looks=3000, price=5, seed=1, n_runs=1000)
    # standard error of a share of 0.26 in 1,000 runs: 0.014
    assert np.mean(best[:, -1] == 0) == pytest.approx(1 - 0.9999**3000, abs=0.05)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("method", "share"),
    [("annealing", 0.25), ("compass", 0.17), ("genetic", 0.11), ("descent", 0.06)],
)
def test_who_follows_finds_the_needle_no_oftener(method: str, share: float) -> None:
    best = contest.best_so_far("needle", method, settings.setting("needle", method, 3000, 5),
                               n_looks=3000, price=5, seed=1, n_runs=1000)  # fmt: skip
    # two standard errors of a share of 0.26 in 1,000 runs
    assert np.mean(best[:, -1] == 0) == pytest.approx(share, abs=0.03)


def test_the_whole_numbers_hold_the_needle_once() -> None:
    side = np.arange(-4.0, 5.0)
    points = np.stack(np.meshgrid(*[side] * 4, indexing="ij"), axis=-1).reshape(-1, 4)
    centers = np.random.default_rng(0).uniform(-4.5, 4.5, size=(50, 4))
    for center in centers:
        assert np.sum(contest.needle(center[None]).fun(points[None]) == 0) == 1


def test_the_rankings_of_the_text() -> None:
    def ranked(problem: str, budget: int, **values: str) -> list[str]:
        view, _ = view_of(figures.fair_race, problem=problem, **values)
        ends = {name: np.median(one[:, -1]) for name, one in view.best[budget].items()}
        return sorted(ends, key=lambda name: float(ends[name]))

    assert ranked("bowl", 300)[0] == "compass"
    assert ranked("bowl", 3000)[:2] == ["compass", "descent"]
    assert ranked("bowl", 3000, gradient="as much as 1 value")[:2] == ["compass", "descent"]
    for budget in settings.BUDGETS:
        assert ranked("dents", budget)[0] == "genetic"
        assert ranked("dents", budget)[-2:] == ["annealing", "random"]
        assert ranked("stairs", budget)[-1] == "descent"


def test_equal_runs_are_all_seen() -> None:
    spots = _fair_race._swarm(0.5, np.ones(20))
    assert len(np.unique(spots.round(4), axis=0)) == 20
