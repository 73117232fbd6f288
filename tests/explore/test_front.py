"""What the explorers' script computes, run in V8 without a browser.

Oracles: the Python functions that it mirrors (`decode`, `number` as numpy counts, the check of
links), and for the talk with the kernel a comm that records what it was sent.
"""

import json
import math
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py_mini_racer import MiniRacer

import mlcourse
from mlcourse.explore.boards import board_rules
from mlcourse.explore.chunks import encode
from mlcourse.explore.links import problem
from tests.explore.three_squares import BOARD

SCRIPTS = {path.name: path for path in Path(mlcourse.__file__).parent.rglob("*.js")}
SOURCE = (files("mlcourse.explore") / "front" / "explorer.js").read_text(encoding="utf-8")


def engine(before: str = "") -> MiniRacer:
    """The script, its exports as globals."""
    racer = MiniRacer()
    plain = re.sub(r"^export default .*$", "", SOURCE, flags=re.MULTILINE)
    racer.eval(before + re.sub(r"^export ", "", plain, flags=re.MULTILINE))
    return racer


SCRIPT = engine()


def call(code: str, *values: Any) -> Any:
    """``code`` with ``$0``, ``$1``, … in place of values; what it gives, through JSON."""
    for k, value in enumerate(values):
        code = code.replace(f"${k}", json.dumps(value))
    return json.loads(SCRIPT.eval(f"JSON.stringify({code})"))


def test_no_script_looks_behind() -> None:
    """Safari before 16.4 (March 2023) cannot parse the pattern, nor then the script around it."""
    assert {"explorer.js", "quiz.js", "site.js", "first_paint.js"} <= set(SCRIPTS)
    behind = {n for n, path in SCRIPTS.items() if re.search(r"\(\?<[=!]", path.read_text("utf-8"))}
    assert behind == set()


text = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=30)


@settings(deadline=None)
@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.tuples(*[text] * n), min_size=1)))
def test_decode_inverts_the_bakes_encode(frames: list[tuple[str, ...]]) -> None:
    decoded = call("(() => { const f = decode($0); return $1.map((k) => f(k)); })()",
                   encode(frames), list(range(len(frames))))  # fmt: skip
    assert decoded == [list(frame) for frame in frames]


def test_states_are_numbered_as_numpy_does() -> None:
    shape = (3, 4, 5)
    for index, state in enumerate(np.ndindex(shape)):
        assert call("number($0, $1)", state, shape) == index


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_around_gives_each_neighbour_once_the_state_first(axis: int) -> None:
    shape, state = (30, 3, 60), (4, 1, 50)
    got = call("around($0, $1, $2)", state, shape, axis)
    reach = [24 if i == axis else 2 for i in range(3)]
    wanted = {tuple(state)}
    for i in range(3):
        for k in range(max(0, state[i] - reach[i]), min(shape[i], state[i] + reach[i] + 1)):
            wanted.add((*state[:i], k, *state[i + 1 :]))
    assert got[0] == np.ravel_multi_index(state, shape)
    assert len(got) == len(set(got))
    assert set(got) == {int(np.ravel_multi_index(s, shape)) for s in wanted}
    nearer = [int(np.ravel_multi_index(state, shape)) + d * math.prod(shape[axis + 1 :])
              for d in (1, -1)]  # fmt: skip
    assert got[1:3] == nearer


@pytest.mark.parametrize("places", [[0, 1, 4, 9], [9.0, 4.0, 1.0, 0.0], [5]])
def test_nearest_is_the_place_of_least_distance(places: list[float]) -> None:
    for v in np.linspace(-3, 12, 46):
        got = call("nearest($0, $1)", places, float(v))
        assert abs(places[got] - v) == min(abs(p - v) for p in places)


names = st.text("abc_", min_size=1, max_size=5)
values = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
addresses = st.dictionaries(names, st.dictionaries(names, values, min_size=1), min_size=1)


@settings(deadline=None)
@given(addresses)
def test_an_address_is_read_as_it_was_written(parts: dict[str, dict[str, str]]) -> None:
    code = """(() => {
        const parts = new Map($0.map(([name, pairs]) => [name, new Map(pairs)]));
        const back = readAddress("#" + writeAddress(parts));
        return [...back].map(([name, query]) => [name, [...query]]);
    })()"""
    listed = [[name, [list(p) for p in query.items()]] for name, query in parts.items()]
    assert call(code, listed) == listed


def test_addresses_of_every_make() -> None:
    def read(hash_: str) -> Any:
        return call("[...readAddress($0)].map(([n, q]) => [n, [...q]])", hash_)

    assert read("#wave?a=1&b=two+words;other?c=%CE%BA") == [
        ["wave", [["a", "1"], ["b", "two words"]]], ["other", [["c", "κ"]]]]  # fmt: skip
    assert read("#wave?") == [["wave", []]]
    assert read("#wave%3Fa%3D1") == [["wave", [["a", "1"]]]]  # a mail program's encoding
    for nothing in ("", "#", "#section", "#%E0%A4%A"):
        assert read(nothing) == []
    assert call("writeAddress(new Map([['wave', new Map()]]))") == ""


SPEC = {
    "name": "wave",
    "controls": [
        {"name": "speed", "values": [0.1, 0.5, 1e-05, 2]},
        {"name": "shape", "values": ["sine", "2"]},
        {"name": "damped", "values": [False, True]},
    ],
    "start": [1, 0, 0],
}
CONTROLS = {c["name"]: c["values"] for c in SPEC["controls"]}
QUERIES = [
    ("", [1, 0, 0]),
    ("speed=0.10", [0, 0, 0]),
    ("speed=1e-5&shape=2&damped=true", [2, 1, 1]),
    ("speed=2.0", [3, 0, 0]),
    ("speed=0.11", None),
    ("speed=", None),
    ("speed=fast", None),
    ("shape=2.0", None),
    ("shape=cosine", None),
    ("damped=True", None),
    ("damped=1", None),
    ("phase=1", None),
]


@pytest.mark.parametrize(("query", "stops"), QUERIES)
def test_a_link_means_the_same_to_the_script_and_to_the_build(
    query: str, stops: list[int] | None
) -> None:
    assert call("stopsOf($0, readAddress('#wave?' + $1).get('wave'))", SPEC, query) == stops
    assert (problem("wave", query, {"wave": CONTROLS}) is None) == (stops is not None)


def test_the_address_of_a_state_leads_to_it() -> None:
    for state in np.ndindex(4, 2, 2):
        query = call("[...queryOf($0, $1)]", SPEC, state)
        assert len(query) == sum(a != b for a, b in zip(state, SPEC["start"], strict=True))
        assert call("stopsOf($0, new Map($1))", SPEC, query) == list(state)


MOCK = """
let clock = [], sent = [], told = [], arrivals = 0, hear;
function setTimeout(act) { clock.push(act); return clock.length - 1; }
function clearTimeout(k) { clock[k] = null; }
const model = {
  send: (m) => sent.push(m), on: (_, act) => (hear = act), off: () => (hear = null),
};
"""


@pytest.fixture
def comm() -> MiniRacer:
    """A source of frames over a comm that records; time passes when ``clock`` is run."""
    racer = engine(MOCK)
    racer.eval("const source = kernel(model, () => arrivals++, (text) => told.push(text)); 0")
    return racer


def read(racer: MiniRacer, code: str) -> Any:
    return json.loads(racer.eval(f"JSON.stringify({code})"))


def answer(racer: MiniRacer, message: dict[str, Any], errors: dict[int, str] | None = None) -> None:
    wrong = errors or {}
    reply = {
        "id": message["id"],
        "frames": [[i, [f"frame {i}"]] for i in message["states"] if i not in wrong],
        "errors": [[i, text] for i, text in wrong.items()],
    }
    racer.eval(f"hear({json.dumps(reply)}); 0")


def test_the_kernel_is_asked_for_few_states_in_few_messages(comm: MiniRacer) -> None:
    comm.eval(f"source.want({list(range(20))}); 0")
    sent = read(comm, "sent")
    assert [m["states"] for m in sent] == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]
    assert comm.eval("source.get(0) === undefined")
    answer(comm, sent[1])
    assert read(comm, "source.get(5)") == ["frame 5"]
    assert comm.eval("arrivals") == 1
    assert read(comm, "sent")[3]["states"] == [12, 13, 14, 15]


def test_what_is_there_or_under_way_is_not_asked_again(comm: MiniRacer) -> None:
    comm.eval("source.want([0, 1]); 0")
    answer(comm, read(comm, "sent")[0])
    comm.eval("source.want([1, 2]); source.want([1, 2, 3]); 0")
    assert [m["states"] for m in read(comm, "sent")] == [[0, 1], [2], [3]]


def test_an_error_is_told_only_of_the_state_that_is_shown(comm: MiniRacer) -> None:
    comm.eval("source.want([0, 1]); 0")
    answer(comm, read(comm, "sent")[0], {1: "no 1"})
    assert read(comm, "told") == []
    comm.eval("source.want([2, 3]); 0")
    answer(comm, read(comm, "sent")[-1], {2: "no 2"})
    assert read(comm, "told") == ["no 2"]
    assert read(comm, "source.get(3)") == ["frame 3"]


def test_a_silent_kernel_is_told_and_an_answer_in_time_is_not(comm: MiniRacer) -> None:
    comm.eval("source.want([0]); source.want([1]); 0")
    answer(comm, read(comm, "sent")[0])
    comm.eval("clock.forEach((act) => act && act()); 0")  # eight seconds later
    assert len(read(comm, "told")) == 1
    assert "No answer from the kernel" in read(comm, "told")[0]
    comm.eval("source.want([1]); 0")  # a change asks anew
    assert read(comm, "sent")[-1]["states"] == [1]


def test_a_stopped_source_asks_and_hears_nothing_and_says_why(comm: MiniRacer) -> None:
    comm.eval("source.want([0]); 0")
    answer(comm, read(comm, "sent")[0])
    comm.eval("source.want([1]); source.stop('Python ended.'); 0")
    assert comm.eval("hear === null")
    comm.eval("clock.forEach((act) => act && act()); 0")  # eight seconds later
    assert read(comm, "told") == []
    comm.eval("source.want([0]); 0")  # it is there
    assert read(comm, "told") == []
    comm.eval("source.want([2]); 0")
    assert read(comm, "told") == ["Python ended."]
    assert [m["states"] for m in read(comm, "sent")] == [[0], [1]]


RULES = json.loads(json.dumps(board_rules(BOARD)))
PLACES = {stop: k for k, stop in enumerate(BOARD.stops)}


def test_a_square_leads_where_the_rules_say() -> None:
    for stop, k in PLACES.items():
        for square in range(3):
            to = BOARD.moves.get(stop, {}).get(square)
            got = call("(leads($0, $1, $2) ?? null)", RULES, k, square)
            assert got == (None if to is None else PLACES[to])


def test_around_a_position_lie_its_moves_and_the_replies_to_them() -> None:
    for stop, k in PLACES.items():
        after = [*BOARD.moves.get(stop, {}).values()]
        after += [BOARD.replies[s] for s in (stop, *after) if s in BOARD.replies]
        wanted = {2 * PLACES[s] for s in (stop, *after)} | {2 * k + 1}
        got = call("around($0, [15, 2], 0, [$1])", [k, 0], RULES)
        assert got[0] == 2 * k
        assert set(got) == wanted
        assert len(got) == len(set(got))


def test_each_position_knows_its_game_and_what_was_before() -> None:
    line = call("lineage($0)", RULES)
    for stop, k in PLACES.items():
        assert line["game"][k] == (0 if stop.startswith("x") else 1)
        before = [
            PLACES[s] for s in BOARD.stops
            if stop in BOARD.moves.get(s, {}).values() or BOARD.replies.get(s) == stop
        ]  # fmt: skip
        told = line["before"][k] if k < len(line["before"]) else None
        assert told in before if before else told is None
