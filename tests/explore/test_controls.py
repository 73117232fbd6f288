"""Controls and explorers are checked when they are made; each error names the mend."""

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from mlcourse.explore import (
    Choice,
    Explorer,
    Pad,
    Seed,
    Slider,
    Steps,
    Toggle,
    growing,
    linear,
    log,
)
from mlcourse.explore.controls import Control
from mlcourse.explore.explorer import MAX_STATES
from tests.explore.sample import wave


def remade(**changes: object) -> Explorer:
    return replace(wave, **changes)


def with_control(name: str, control: object) -> Explorer:
    return remade(controls={**wave.controls, name: control})


def test_stops() -> None:
    assert linear(0, 1, 3) == (0, 0.5, 1)
    assert log(1, 100, 3) == (1, 10, 100)
    for bad in [(1, 0, 3), (0, 1, 1)]:
        with pytest.raises(ValueError, match="linear needs"):
            linear(*bad)
    with pytest.raises(ValueError, match="log needs"):
        log(0, 1, 3)


@pytest.mark.parametrize(
    ("name", "control", "says"),
    [
        ("rate", Slider((1, 2), default=5, label="r"), "default must be between 1 and 2, got 5"),
        ("rate", Slider((2, 1), default=1, label="r"), "stops must increase"),
        ("rate", Slider((1, 1), default=1, label="r"), "stops must increase"),
        ("rate", Slider((1,), default=1, label="r"), "at least two finite numbers"),
        ("rate", Slider((1, float("nan")), default=1, label="r"), "at least two finite numbers"),
        ("rate", Slider((1, 2), default=1, label=" "), "label must be a non-empty text"),
        ("rate", Slider((1, 1.01), default=1, label="r", format=".1f"), "shows two stops alike"),
        ("rate", Slider((1, 2), default=1, label="r", format="nonsense"), "format must suit"),
        ("rate", Slider((1, 2), default=float("nan"), label="r"), "default must be between"),
        ("rate", Slider((1, 2), default="1", label="r"), "default must be between"),
        ("shape", Choice(["one"], label="s"), "options must be at least two texts"),
        ("shape", Choice(3, label="s"), "options must be a list of texts, got 3"),
        ("shape", Choice("abc", label="s"), "options must be a list of texts, got 'abc'"),
        ("shape", Choice(["a", "a"], label="s"), "options must differ"),
        ("shape", Choice(["a", "b"], default="c", label="s"), "default must be one of 'a', 'b'"),
        ("damped", Toggle(label="d", default=1), "default must be True or False"),
        ("step", Steps(10, default=0, label="s"), "stops must be a list of numbers, such as"),
        ("step", Steps((0,), default=0, label="s"), "stops must be at least two finite numbers"),
        ("step", Steps((2, 1), default=1, label="s"), "stops must increase"),
        ("step", Steps((0, 0.01), default=0, label="s", format=".1f"), "shows two stops alike"),
        ("step", Steps(range(5), default=9, label="s"), "default must be one of 0, 1, 2, 3, 4"),
        (
            "step",
            Steps(range(5), default=0, label="s", milliseconds=0),
            "milliseconds must be a whole number of at least 1, got 0",
        ),
        ("seed", Seed(1), "count must be a whole number of at least 2, got 1"),
        ("rate", 3, "must be a control such as Slider"),
    ],
)
def test_a_wrong_control_is_named(name: str, control: object, says: str) -> None:
    with pytest.raises(ValueError) as caught:
        with_control(name, control)
    assert str(caught.value).startswith(f"explorer 'wave', control '{name}': ")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": "Wave 2"}, "explorer name must be lower-case"),
        ({"title": ""}, "explorer 'wave': title must be a non-empty text"),
        ({"alt": "  "}, "explorer 'wave': alt must be a non-empty text"),
        ({"controls": {}}, "explorer 'wave' needs at least one control"),
        ({"presets": {"fast": {"speed": 1}}}, "has no control 'speed'; it has frequency"),
        ({"presets": {"fast": {"rate": 99}}}, "between 0.1 and 10, got 99 (preset 'fast')"),
        ({"pads": [Pad(x="rate", y="shape", axes="map")]}, "a pad moves two sliders"),
        ({"pads": [Pad(x="rate", y="rate", axes="map")]}, "two different sliders"),
        ({"pads": [Pad(x="rate", y="rat", axes="map")]}, "has no control 'rat'; it has frequency"),
        ({"presets": {"as it is": {}}}, "preset 'as it is' must set a control"),
        ({"size": 7}, "size must be a width and a height from 1 to 30 inches, got 7"),
        ({"size": (7, 0)}, "size must be a width and a height from 1 to 30 inches, got (7, 0)"),
        (
            {"size": (720, 340)},
            "size must be a width and a height from 1 to 30 inches, got (720, 340)",
        ),
        (
            {"compute": lambda frequency, rate, shape, damped, seed, step: 0},
            "control 'step': a Steps control's value goes to update, readout and challenge.solved,",
        ),
        ({"compute": lambda frequency, rate, shape, damped: 0}, "compute does not take this"),
        ({"compute": lambda **k: k, "update": lambda a, v: []}, "update does not take the value"),
        ({"readout": lambda view: ""}, "control 'step': readout does not take the value"),
        ({"readout": "text"}, "readout must be a function, got 'text'"),
        ({"controls": [1]}, "controls must be a mapping of names to controls, got [1]"),
        (
            {"presets": [1]},
            "presets must be a mapping of labels to mappings of controls to values, got [1]",
        ),
        ({"pads": Pad(x="rate", y="frequency", axes="map")}, "pads must be a list of Pad, got Pad"),
        ({"pads": "map"}, "pads must be a list of Pad, got 'map'"),
        ({"challenge": "win"}, "challenge must be Challenge(text=..., solved=...) or None, got"),
        ({"title": "of $\\alpha$"}, "title is shown as it stands, so write Unicode"),
        ({"presets": {"$x_1$": {}}}, "so write Unicode (α, x₁) instead of TeX, got '$x_1$'"),
        (
            {"controls": {"rate": Slider((1, 2), default=1, label="$r$")}},
            "control 'rate': its texts are shown as they stand, so write Unicode",
        ),
    ],
)
def test_a_wrong_explorer_says_what_to_mend(changes: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match="explorer") as caught:
        remade(**changes)
    assert says in str(caught.value)


def test_values_go_to_the_nearest_stop() -> None:
    assert wave.state(frequency=2.9) == wave.state(frequency=3)
    with pytest.raises(ValueError, match="between 1 and 5, got 6"):
        wave.state(frequency=6)
    with pytest.raises(ValueError, match="one of 'sine', 'cosine', got 'square'"):
        wave(shape="square")


def test_values_split_into_computed_and_steps() -> None:
    computed, steps = wave.values(wave.state(step=20, shape="cosine"))
    assert steps == {"step": 20}
    assert computed["shape"] == "cosine"
    assert len(list(wave.states())) == 5 * 3 * 2 * 2 * 2 * 5


@pytest.mark.parametrize(
    ("first", "last", "count"), [(1, 20_000, 60), (1, 5, 5), (10, 13, 4), (7, 8, 2), (1, 10**6, 25)]
)
def test_growing_takes_single_steps_first(first: int, last: int, count: int) -> None:
    stops = growing(first, last, count)
    assert (stops[0], stops[-1], len(stops)) == (first, last, count)
    steps = [b - a for a, b in pairwise(stops)]
    assert min(steps) >= 1
    assert all(a <= b + 1 for a, b in pairwise(steps))  # longer and longer, but for rounding
    if count > 40:
        assert stops[:6] == (1, 2, 3, 4, 5, 6)


def test_growing_refuses_what_it_cannot_do() -> None:
    for bad in [(0, 5, 3), (5, 5, 2), (1, 5, 6), (1, 5, 1)]:
        with pytest.raises(ValueError, match="growing needs"):
            growing(*bad)


def test_a_clock_shows_its_quantity() -> None:
    darts = Steps((10, 640, 20_480), default=640, label="darts", unit="darts")
    assert [darts.text(n) for n in darts.values] == ["10 darts", "640 darts", "20,480 darts"]
    clock = Steps([k / 10 for k in range(4)], default=0.3, label="epochs")
    assert [clock.text(t) for t in clock.values] == ["0.0", "0.1", "0.2", "0.3"]
    timed = with_control("step", Steps((0, 10, 25), default=25, label="t"))
    assert timed.values(timed.state(step=10))[1] == {"step": 10}
    with pytest.raises(ValueError, match="must be one of 0, 10, 25, got 11"):
        timed.state(step=11)


def test_controls_say_their_values() -> None:
    slider: Control = Slider((-1.5, 2), default=2, label="x", unit="m")
    assert slider.text(-1.5) == "−1.5 m"
    assert Seed(3).text(1) == "sample 2 of 3"
    assert [Toggle(label="t").text(v) for v in (False, True)] == ["off", "on"]


def test_too_many_states_name_stops_that_fit() -> None:
    pad = {
        name: Slider(linear(0, 1, 201), default=0, label=name, format=".4f") for name in ("x", "y")
    }
    controls = {**pad, "k": Seed(6)}
    with pytest.raises(
        ValueError, match="201 × 201 × 6 = 242,406 states; a page can hold at most 7,500"
    ) as caught:
        remade(controls=controls, compute=lambda x, y, k: 0)
    given = re.search(r"for instance x: (\d+) stops, y: (\d+) stops$", str(caught.value))
    x, y = (int(n) for n in given.groups())
    assert 0.95 * MAX_STATES < x * y * 6 <= MAX_STATES
    assert abs(x - y) <= 1


def test_an_explorer_shows_itself_and_is_short_in_words() -> None:
    assert repr(wave) == "<explorer wave: A wave>"
    data, _ = wave._repr_mimebundle_()
    assert set(data) >= {"text/plain", "text/html"}


def test_numbers_count_the_states_in_order() -> None:
    for k, state in enumerate(wave.states()):
        assert wave.number(state) == k
        assert wave.state_at(k) == state
    for bad in (-1, len(list(wave.states()))):
        with pytest.raises(ValueError, match=r"number must be between 0 and 599, got"):
            wave.state_at(bad)


def test_a_stop_of_a_clock_may_be_a_sum_of_tenths() -> None:
    tenths = np.arange(0, 1, 0.1)  # the fourth is 0.30000000000000004
    clock = Steps(tenths, default=0.3, label="t", unit="s")
    assert clock.problem() is None
    assert clock.index(0.3) == 3
    problem = Steps(tenths, default=0.35, label="t").problem()
    assert problem == "default must be one of 0.0, 0.1, … 0.9 (10 stops), got 0.35"


def test_stops_of_an_array_are_plain_numbers() -> None:
    for stops in (np.arange(4), np.arange(4.0), [np.int64(0), np.float32(1.5)], range(3)):
        for kind in (Slider, Steps):
            made = kind(stops, default=0, label="a")
            assert made.problem() is None
            assert {type(v) for v in made.values} <= {int, float}
            assert type(made.start) in (int, float)
    assert "must be a list of numbers" in Slider(3, default=0, label="a").problem()


def test_presets_and_pads_are_looked_at() -> None:
    with pytest.raises(ValueError, match="presets must be a mapping of labels to mappings"):
        remade(presets={"a": 3})
    with pytest.raises(ValueError, match="label of the pad over 'frequency' is shown as it"):
        remade(pads=[replace(wave.pads[0], label="$x$")])


def test_too_many_states_are_mended_where_stops_can_be_left_out() -> None:
    many = {f"t{k}": Toggle(label=f"t{k}") for k in range(13)}
    parameters = ", ".join(many)
    space: dict[str, object] = {}
    exec(f"def compute(*, speed, {parameters}): return 0", space)
    with pytest.raises(ValueError, match="give them fewer stops") as caught:
        Explorer(
            name="many", title="Many", alt="Many.", draw=wave.draw, readout=lambda view: "",
            controls={"speed": Slider(linear(1, 5, 5), default=1, label="speed"), **many},
            compute=space["compute"], update=lambda artists, view: [],
        )  # fmt: skip
    assert "speed: 2 stops" in str(caught.value)
    assert "t0: 1" not in str(caught.value)
