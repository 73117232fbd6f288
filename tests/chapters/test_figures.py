"""Every explorer of every chapter keeps the engine's contract; a new one is tested by being there.

(1) ``draw(a)`` then ``update(b)`` gives the pixels of a fresh ``draw(b)``.
(2) What ``update`` did not return, it did not change.
(3) ``compute`` gives the same view twice.
(4) Every control changes some pixel.
(5), the budgets on baked files and that no frame shows an infinity are tested on the built book,
in ``tests/browser``; what depends on the clock is measured by ``make bench``.
"""

import inspect
import random
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from mlcourse.chapters import explorers
from mlcourse.explore import Explorer, Seed, Steps
from mlcourse.explore.render import Drawing
from tests.chapters.rooms import ROOMS, challenges, id_of
from tests.explore.test_bake import calm

EXPLORERS = {**{id_of(explorer): explorer for explorer in explorers().values()}, "sample": calm}
# values of the controls that solve the challenge of an explorer
ANSWERS = [*(case for room in ROOMS for case in challenges(room)), ("wave", {"shape": "cosine"})]


# a parameter of the module, so that all tests of one explorer follow each other: the drawing
# below is made once and then thrown away
@pytest.fixture(scope="module", params=EXPLORERS.values(), ids=EXPLORERS.keys())
def explorer(request: pytest.FixtureRequest) -> Explorer:
    return request.param


@pytest.fixture(scope="module")
def drawing(explorer: Explorer) -> Drawing:
    """Shared by all tests of one explorer: what is shown does not depend on what was before."""
    return Drawing(explorer)


def agg(figure: Figure) -> np.ndarray:
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba()).copy()


def some_states(explorer: Explorer, count: int) -> list[tuple[int, ...]]:
    """The default, the presets, and random states from a fixed seed."""
    chance = random.Random(7)
    out = [explorer.default, *(explorer.state(**v) for v in explorer.presets.values())]
    while len(out) < count:
        out.append(tuple(chance.randrange(n) for n in explorer.shape))
    return out[:count]


def equal(a: Any, b: Any) -> bool:
    """Deep equality of views: records, mappings, sequences, arrays, numbers, texts."""
    if is_dataclass(a):
        return type(a) is type(b) and all(
            equal(getattr(a, f.name), getattr(b, f.name)) for f in fields(a)
        )
    if isinstance(a, np.ndarray):
        return a.shape == b.shape and bool(np.array_equal(a, b, equal_nan=a.dtype.kind == "f"))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(equal(a[k], b[k]) for k in a)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(equal, a, b))
    if isinstance(a, float) and a != a:
        return b != b
    if callable(a):
        return a is b
    return bool(a == b)


@pytest.mark.parametrize("count", [2, pytest.param(8, marks=pytest.mark.slow)])
def test_update_gives_the_pixels_of_a_fresh_drawing(
    explorer: Explorer, drawing: Drawing, count: int
) -> None:
    states = some_states(explorer, count)
    for state in states[1:]:  # the first is the one that the drawing began with
        drawing.show(state)
        fresh = Drawing(explorer, start=state)
        np.testing.assert_array_equal(agg(drawing.figure), agg(fresh.figure))


# matplotlib's mark of what was edited is looked at in every state that the book bakes; here pixels
@pytest.mark.parametrize("count", [2, pytest.param(6, marks=pytest.mark.slow)])
def test_update_returns_all_it_changes(explorer: Explorer, drawing: Drawing, count: int) -> None:
    with drawing._slots():
        background = agg(drawing.figure)
    for state in some_states(explorer, count + 1)[1:]:  # the drawing is at the first
        drawing.show(state)
        with drawing._slots():
            np.testing.assert_array_equal(agg(drawing.figure), background)


def test_compute_is_repeatable(explorer: Explorer) -> None:
    compute = inspect.unwrap(explorer.compute)  # not what a cache remembers
    for state in some_states(explorer, 3):
        values, _ = explorer.values(state)
        assert equal(compute(**values), compute(**values))


def test_every_control_changes_some_pixel(explorer: Explorer, drawing: Drawing) -> None:
    for i, (name, control) in enumerate(explorer.controls.items()):
        last = len(control.values) - 1

        def shown(state: tuple[int, ...], k: int, i: int = i) -> Any:
            return drawing.frame((*state[:i], k, *state[i + 1 :]))[:-2]

        moves = (
            shown(state, 0) != shown(state, k)
            for state in some_states(explorer, 12)
            for k in (last // 2, last)
        )
        assert any(moves), f"{name} moves nothing"


def test_presets_are_states_of_their_own(explorer: Explorer) -> None:
    states = [explorer.state(**values) for values in explorer.presets.values()]
    assert len(set(states)) == len(states)
    for label, preset in explorer.presets.items():  # and a slider has the stop that it promises
        for name, value in preset.items():
            stops = explorer.controls[name].values
            if not isinstance(value, str):
                assert min(abs(stop - value) for stop in stops) <= 1e-6 * max(1, abs(value)), label


def test_the_challenge_is_missed_at_first_and_met_by_a_known_answer(
    explorer: Explorer, drawing: Drawing
) -> None:
    answers = [values for name, values in ANSWERS if name == explorer.name]
    assert bool(answers) == (explorer.challenge is not None), "see CHALLENGES in oracles.py"
    assert drawing.frame(explorer.default)[-1] == "", "it is met before the reader does a thing"
    for values in answers:
        assert drawing.frame(explorer.state(**values))[-1] == "1", values


def test_nothing_gives_the_challenge_away(explorer: Explorer, drawing: Drawing) -> None:
    # the default is looked at above; a preset may be the answer of no challenge
    for preset in explorer.presets.values():
        assert drawing.frame(explorer.state(**preset))[-1] == "", preset


def test_seeds_differ(explorer: Explorer, drawing: Drawing) -> None:
    for i, control in enumerate(explorer.controls.values()):
        if isinstance(control, Seed):
            frames = set()
            for k in range(control.count):
                state = [  # at the end of a run: at its start nothing has been drawn by chance
                    n - 1 if isinstance(c, Steps) else now
                    for c, n, now in zip(
                        explorer.controls.values(), explorer.shape, explorer.default, strict=True
                    )
                ]
                state[i] = k
                frames.add(drawing.frame(tuple(state))[:-1])
            assert len(frames) == control.count


def test_readouts_are_one_line_at_every_preset_and_corner(
    explorer: Explorer, drawing: Drawing
) -> None:
    states = [explorer.state(**preset) for preset in explorer.presets.values()]
    states += [tuple(n - 1 for n in explorer.shape), tuple(0 for _ in explorer.shape)]
    for state in states:
        view, steps = drawing.show(state)
        text = explorer.readout(view, **steps)
        assert "\n" not in text
        assert "nan" not in text
