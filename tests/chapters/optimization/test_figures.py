"""Chapter 06's figures: what the theory says of them."""

import numpy as np
import pytest

from mlcourse._check import FloatArray
from mlcourse.chapters.optimization import figures
from mlcourse.chapters.optimization.figures import (
    _conditioning,
    _depot,
    _landscape_tour,
    _when_to_stop,
    grounds,
    rivals,
)
from mlcourse.explore.render import Drawing
from mlcourse.optimize.landscapes import RASTRIGIN, ROSENBROCK
from mlcourse.optimize.location import pulls, total_distance
from tests.chapters.optimization.tuning import GRIDS, judged
from tests.chapters.views import said, solved, view_of

# depot


def test_the_chain_closes_at_the_best_spot_however_far_the_far_place_is() -> None:
    x, y = _depot.BEST
    for factor, times in _depot.FACTORS.items():
        view, _ = view_of(figures.depot, factor=factor, x=x, y=y)
        assert np.linalg.norm(view.chain[-1]) < 1e-3  # a thousandth of all pulling one way
        places, _ = _depot._places(times)
        assert view.value == pytest.approx(float(total_distance(view.depot, places)))
        lengths = np.linalg.norm(np.diff(view.chain, axis=0), axis=1)
        np.testing.assert_allclose(lengths, 1 / len(places))  # all pull alike


def test_every_second_link_is_heavy() -> None:
    artists = Drawing(figures.depot, start=figures.depot.state()).artists
    beads = artists.beads.get_xydata()
    chain = _depot.fitted(view_of(figures.depot)[0].chain)
    assert np.isnan(beads[2::3]).all()
    assert len(beads) == 3 * 26
    np.testing.assert_allclose(beads[0::3], chain[0:-1:2])
    np.testing.assert_allclose(beads[1::3], chain[1::2])


def test_under_squares_the_chain_closes_at_the_average() -> None:
    for (factor, times), (x, y) in zip(
        _depot.FACTORS.items(), ((758.5, 564.9), (934.6, 503.6)), strict=True
    ):
        view, _ = view_of(figures.depot, asked=_depot.SQUARES, factor=factor, x=x, y=y)
        places, far = _depot._places(times)
        np.testing.assert_allclose(places.mean(axis=0), [x, y], atol=0.06)
        assert np.linalg.norm(view.chain[-1]) < 1e-3
        link = np.diff(view.chain, axis=0)[view.far] * len(places) * _depot.USUAL
        np.testing.assert_allclose(link, places[far] - view.depot, rtol=1e-9)


def test_the_arrow_at_the_depot_is_the_sum_of_the_pulls() -> None:
    view, _ = view_of(figures.depot, x=520, y=420)
    places, _ = _depot._places(1)
    total = pulls(view.depot, places).sum(axis=0)
    np.testing.assert_allclose(view.chain[-1] * len(places), total, rtol=1e-9)
    assert f"{np.linalg.norm(total):.1f} times" in said(figures.depot, x=520, y=420)


# landscape_tour


@pytest.mark.parametrize("landscape", rivals.LANDSCAPES)
@pytest.mark.parametrize(
    ("method", "field"), [("compass", "stride"), ("descent", "step_size"), ("Newton", "share")]
)
def test_every_size_is_the_best_of_its_grid(landscape: str, method: str, field: str) -> None:
    chosen = getattr(rivals.LANDSCAPES[landscape], field)
    assert chosen in GRIDS[method]
    height, looks = judged(landscape, method, chosen)
    tries = [judged(landscape, method, size) for size in GRIDS[method]]
    least = min(tries)[0]
    assert height <= least * 1.001
    if least <= 1e-6:  # several arrive: the soonest
        assert looks == min(tried for reached, tried in tries if reached <= 1e-6)


def test_nobody_looks_more_often_than_allowed_and_all_begin_alike() -> None:
    for landscape in rivals.LANDSCAPES:
        for direction in (0, 100):
            found = rivals.searches(landscape, direction)
            f = rivals.LANDSCAPES[landscape].objective
            low = float(f.fun(f.minima[0]))
            for name, one in found.items():
                assert one.looks[0] == 1
                assert one.looks[-1] <= rivals.N_LOOKS
                assert set(np.diff(one.looks)) == {rivals.PRICES[name]}
                np.testing.assert_array_equal(one.points[0], found["random"].points[0])
                seen = f.fun(one.points[one.looks <= 50])
                assert one.best[49] == pytest.approx(seen.min() - low, rel=1e-9, abs=1e-12)


def test_the_dents_are_turned_and_keep_their_depth() -> None:
    f = rivals.LANDSCAPES["dents"].objective
    np.testing.assert_allclose(f.fun(f.minima), 0.0, atol=1e-12)
    x = np.array([1.3, -2.2])
    h = 1e-6
    slopes = [(f.fun(x + h * e) - f.fun(x - h * e)) / (2 * h) for e in np.eye(2)]
    np.testing.assert_allclose(f.grad(x), slopes, rtol=1e-6)
    bends = [(f.grad(x + h * e) - f.grad(x - h * e)) / (2 * h) for e in np.eye(2)]
    np.testing.assert_allclose(f.hess(x), bends, rtol=1e-5, atol=1e-4)
    assert np.linalg.norm(f.grad(x)) > 1
    assert np.linalg.eigvalsh(f.hess(f.minima[0])) == pytest.approx(
        np.linalg.eigvalsh(RASTRIGIN.hess(np.zeros(2)))
    )


def test_what_the_text_says_of_the_five_landscapes() -> None:
    ends = {
        land: {
            name: np.array([rivals.searches(land, d)[name].best[-1]
                            for d in _landscape_tour.DIRECTIONS])
            for name in rivals.METHODS
        }
        for land in rivals.LANDSCAPES
    }  # fmt: skip
    median = {
        land: {name: max(float(np.median(v)), 1e-6) for name, v in row.items()}
        for land, row in ends.items()
    }
    assert (ends["bowl"]["Newton"] < 1e-6).all()
    assert (ends["valley"]["Newton"] < 1e-6).all()
    assert max(median["dents"], key=median["dents"].__getitem__) == "Newton"
    assert max(median["valley"], key=median["valley"].__getitem__) == "descent"
    assert all(max(row, key=row.__getitem__) != "compass" for row in median.values())
    assert (ends["dents"]["compass"] > 0.5).all()
    arrives = {
        name: {land for land, row in ends.items() if (row[name] < 1e-3).all()}
        for name in rivals.METHODS
    }
    assert {name: len(lands) for name, lands in arrives.items()} == {
        "random": 0, "compass": 3, "descent": 2, "Newton": 2,
    }  # fmt: skip
    assert min(median["dents"], key=median["dents"].__getitem__) == "random"
    assert min(rivals.METHODS, key=lambda name: ends["dents"][name].max()) == "random"
    for land in ("saddle", "Himmelblau"):
        soon = {
            name: np.median([
                np.argmax(one < 1e-3) if one[-1] < 1e-3 else rivals.N_LOOKS
                for one in (rivals.searches(land, d)[name].best
                            for d in _landscape_tour.DIRECTIONS)
            ])
            for name in rivals.METHODS
        }  # fmt: skip
        assert min(soon, key=soon.__getitem__) == "descent"
    # the longest step that can settle in a dent is 2 / L: the tuned one is beyond it
    deepest = np.linalg.eigvalsh(RASTRIGIN.hess(np.zeros(2)))[-1]
    assert rivals.LANDSCAPES["dents"].step_size > 2 / deepest


def test_the_305_belongs_to_the_step_and_the_last_place_to_the_method() -> None:
    f = rivals.LANDSCAPES["valley"].objective
    starts = [rivals.start_on("valley", d) for d in _landscape_tour.DIRECTIONS]
    heights = np.array([f.fun(x) for x in starts])

    def best(step_size: float) -> FloatArray:
        x = np.array(starts)
        lowest = f.fun(x)
        for _ in range(99):  # 1 + 3 * 99 looks
            x = np.clip(x - step_size * f.grad(x), -1e8, 1e8)
            lowest = np.minimum(lowest, f.fun(x))
        return np.asarray(lowest)

    tuned = best(rivals.LANDSCAPES["valley"].step_size)
    assert (tuned == heights).sum() == 4
    assert round(float(tuned.max())) == 305
    others = max(
        float(np.median([rivals.searches("valley", d)[name].best[-1]
                         for d in _landscape_tour.DIRECTIONS]))
        for name in ("random", "compass", "Newton")
    )  # fmt: skip
    for shorter in (0.0013, 0.0018, 0.002):
        assert (best(shorter) < heights).all()
        assert np.median(best(shorter)) > others


def test_on_the_ridge_two_stay_and_the_compass_falls_off() -> None:
    found = rivals.searches("saddle", 0)
    assert found["descent"].best[-1] == pytest.approx(0.25)
    assert found["Newton"].best[-1] == pytest.approx(0.25)
    assert found["compass"].best[-1] < 1e-6
    top = rivals.searches("Himmelblau", 280)["Newton"]
    f = rivals.LANDSCAPES["Himmelblau"].objective
    low, high = np.linalg.eigvalsh(f.hess(top.points[-1]))
    assert low < 0 < high
    assert f.fun(top.points[-1]) == pytest.approx(178, abs=0.5)


def test_the_map_appears_with_the_last_look() -> None:
    fig_state = {"landscape": "Himmelblau", "direction": 280}
    for looks, lines in ((251, 0), (300, 100)):
        drawing = Drawing(figures.landscape_tour,
                          start=figures.landscape_tour.state(**fig_state, looks=looks))  # fmt: skip
        assert len(drawing.artists.levels.get_xdata()) >= lines
        assert bool(len(drawing.artists.minima.get_xdata())) == (looks == 300)


# when_to_stop


def test_the_rules_stop_where_a_plain_loop_does() -> None:
    x, step, eps = np.array([-1.2, 1.0]), 0.001, 1e-3
    first: dict[str, int] = {}
    value = ROSENBROCK.fun(x)
    for k in range(20_000):
        g = ROSENBROCK.grad(x)
        if np.linalg.norm(g) < eps:
            first.setdefault("slope", k)
        there = x - step * g
        now = ROSENBROCK.fun(there)
        if np.linalg.norm(there - x) < eps:
            first.setdefault("move", k + 1)
        if value - now < eps:
            first.setdefault("gain", k + 1)
        x, value = there, now
    view, _ = view_of(figures.when_to_stop, ground="bent valley")
    assert view.stops == first
    walked = np.append(0, np.cumsum(np.linalg.norm(np.diff(view.x, axis=0), axis=1)))
    assert 0.6 < walked[first["gain"]] / walked[-1] < 0.7
    assert 0.05 < first["gain"] / first["slope"] < 0.1
    # move and gain stop with a third of the way before them, and the slope rule does not
    assert view.distance[view.stops["move"]] > 1
    assert view.distance[view.stops["gain"]] > 1
    assert view.distance[view.stops["slope"]] < 0.01
    timid, _ = view_of(figures.when_to_stop, ground="bent valley", step=_when_to_stop.TENTH)
    assert timid.stops["move"] < view.stops["move"]
    assert timid.distance[timid.stops["move"]] > view.distance[view.stops["move"]]
    assert "slope" not in timid.stops


def test_move_is_step_times_slope_and_gain_nearly_step_times_its_square() -> None:
    for ground in grounds.GROUNDS:
        for step in (_when_to_stop.LONG_STEP, _when_to_stop.TENTH):
            _, _, watched = _when_to_stop._watched(ground, step)
            alpha = grounds.GROUNDS[ground].step_size / (10 if step == _when_to_stop.TENTH else 1)
            slope, move = watched["slope"], watched["move"]
            np.testing.assert_allclose(move[1:], alpha * slope[:-1], rtol=1e-6, atol=1e-15)
    _, _, watched = _when_to_stop._watched("bent valley", _when_to_stop.TENTH)
    ratio = watched["gain"][200:2000] / (1e-4 * watched["slope"][199:1999] ** 2)
    assert 0.9 < ratio.min() < ratio.max() < 1.1


def test_the_plateau_fools_the_slope_rule_at_once() -> None:
    view, _ = view_of(figures.when_to_stop, ground="plateau", tolerance=0.01)
    assert view.stops["slope"] == 0
    assert view.distance[0] > 5
    h, x = 1e-6, np.array([5.0, 3.0])
    slopes = [(grounds.plateau(x + h * e) - grounds.plateau(x - h * e)) / (2 * h)
              for e in np.eye(2)]  # fmt: skip
    np.testing.assert_allclose(grounds.plateau_slope(x), slopes, atol=1e-9)
    assert not solved(figures.when_to_stop, ground="plateau", tolerance=1e-3, k=20_000)


def test_on_the_plateau_the_gain_stops_at_once() -> None:
    view, _ = view_of(figures.when_to_stop, ground="plateau", tolerance=1e-3)
    assert view.stops["gain"] == 1
    assert view.distance[1] > 5.8


@pytest.mark.parametrize("ground", grounds.GROUNDS)
def test_a_square_stands_on_its_curve(ground: str) -> None:
    state = figures.when_to_stop.state(ground=ground, k=20_000)
    artists = Drawing(figures.when_to_stop, start=state).artists
    for name in _when_to_stop.RULES:
        corner = np.array(getattr(artists, f"{name}_when").get_data())[:, 0]
        curve = np.array(getattr(artists, name).get_data())
        left, right = (np.flatnonzero(curve[0] <= corner[0])[-1],
                       np.flatnonzero(curve[0] >= corner[0])[0])  # fmt: skip
        low, high = sorted((curve[1, left], curve[1, right]))
        assert low * 0.9 <= corner[1] <= high * 1.1


def test_on_the_bowl_all_rules_are_honest() -> None:
    view, _ = view_of(figures.when_to_stop, ground="bowl")
    assert all(view.distance[k] < 0.1 for k in view.stops.values())


# conditioning


@pytest.mark.parametrize(("kappa", "stop", "distance"), [(10, 29, 0.09), (100, 69, 1.0),
                                                         (1000, 1, 2.0)])  # fmt: skip
def test_the_stretched_bowl_fools_the_rule(kappa: float, stop: int, distance: float) -> None:
    view, _ = view_of(figures.conditioning, condition_number=kappa)
    assert view.stop == stop
    assert view.distance[stop] == pytest.approx(distance, rel=0.05)
    # closed form: along the flat axis 2 (1 - 1/kappa)^k, the steep one is solved in a step
    k = np.arange(1, 50)
    np.testing.assert_allclose(view.distance[1:50], 2 * (1 - 1 / kappa) ** k, rtol=1e-9)
    assert view.distance[stop] <= _conditioning.TOLERANCE * kappa * (1 + 1e-9)


def test_five_thousand_steps_to_be_near() -> None:
    view, _ = view_of(figures.conditioning, condition_number=1000)
    assert np.argmax(view.distance < 0.01) == 5296
    assert 5296 in _conditioning.CLOCK


def test_descent_does_not_feel_a_turn_and_units_do() -> None:
    plain = [view_of(figures.conditioning, condition_number=100, angle=a)[0] for a in (0, 25)]
    np.testing.assert_allclose(plain[0].distance[:100], plain[1].distance[:100], rtol=1e-9)
    left = {}
    for angle in (0, 10, 45):
        view, _ = view_of(figures.conditioning, condition_number=100, angle=angle,
                          units=_conditioning.SCALED)  # fmt: skip
        left[angle] = view.kappa
        h, _ = _conditioning._hessian(100.0, angle, _conditioning.GIVEN)
        r = h[0, 1] / np.sqrt(h[0, 0] * h[1, 1])
        assert view.kappa == pytest.approx((1 + abs(r)) / (1 - abs(r)))
    assert left[0] == pytest.approx(1.0)
    assert left[10] == pytest.approx(13.4, abs=0.05)
    assert left[45] == pytest.approx(100.0)


def test_the_green_region_is_where_the_slope_is_small() -> None:
    view, _ = view_of(figures.conditioning, condition_number=100, angle=25)
    edge = _conditioning._ellipse(view, _conditioning.TOLERANCE * view.kappa,
                                  _conditioning.TOLERANCE)  # fmt: skip
    h, _ = _conditioning._hessian(100.0, 25.0, _conditioning.GIVEN)
    np.testing.assert_allclose(np.linalg.norm(edge @ h, axis=1), _conditioning.TOLERANCE, rtol=1e-6)


def test_no_other_units_are_better_for_two_parameters() -> None:
    # theorem 06-scaling, by trying
    h, _ = _conditioning._hessian(100.0, 15.0, _conditioning.GIVEN)

    def kappa(p: float) -> float:
        low, high = np.linalg.eigvalsh(h * np.outer([p, 1], [p, 1]))
        return float(high / low)

    best = np.sqrt(h[1, 1] / h[0, 0])
    tries = [kappa(best * f) for f in np.exp(np.linspace(-3, 3, 61))]
    assert np.argmin(tries) == 30
