"""Baked files hold exactly the frames, small, and refuse what is over budget."""

import json
import re
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps, linear
from mlcourse.explore.bake import _all_frames, bake
from mlcourse.explore.chunks import checksum, decode, encode
from mlcourse.explore.explorer import said
from mlcourse.explore.render import Drawing
from tests.explore.sample import wave

text = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=30)


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.tuples(*[text] * n), min_size=1)))
def test_decode_inverts_encode(frames: list[tuple[str, ...]]) -> None:
    assert decode(encode(frames)) == frames


@given(st.text(st.characters(max_codepoint=0x7F), max_size=300))
def test_checksum_is_adler32_where_that_is_defined(ascii_text: str) -> None:
    assert checksum(ascii_text) == zlib.adler32(ascii_text.encode())


def test_checksum_sees_one_changed_letter_in_a_long_text() -> None:
    long = "κ" * 200_000
    assert checksum(long) != checksum(long[:-1] + "λ")
    assert checksum(long) == checksum(long)


calm = replace(
    wave, compute=lambda **values: wave.compute(**{**values, "rate": min(values["rate"], 1.0)})
)


def test_the_files_hold_every_frame() -> None:
    baked = bake(calm, calm.default)
    base = next(c for n, c in baked["files"].items() if n.endswith(".base.js"))
    spec = json.loads(base[base.index(",'") + 2 : base.rindex("'")].replace("\\\\", "\\"))
    payloads = []
    for k in range(spec["chunks"]):
        script = next(c for n, c in baked["files"].items() if n.endswith(f".{k}.js"))
        quoted = re.search(r",'(.*)'\)\n$", script, re.DOTALL)[1]
        payloads.append(quoted.replace("\\n", "\n").replace("\\'", "'").replace("\\\\", "\\"))
    frames = [frame for payload in payloads for frame in decode(payload)]
    drawing = Drawing(calm)
    states = list(calm.states())
    assert len(frames) == len(states)
    for k in range(0, len(states), 37):
        assert frames[k] == drawing.frame(states[k])
    assert spec["start"] == list(calm.default)
    assert spec["presets"] == [[0, None, None, 0, None, None]]


def test_a_run_is_computed_once_wherever_its_clock_stands(tmp_path: Path) -> None:
    def compute(rate: float, shape: str) -> SimpleNamespace:
        with (tmp_path / "runs").open("a") as file:  # several processes
            file.write(f"{rate:g} {shape}\n")
        return SimpleNamespace(rate=rate, shape=shape)

    def draw(figure: Figure, view: SimpleNamespace) -> Artists:
        return Artists(line=figure.subplots().plot([0, 1], [0, 1])[0])

    def update(artists: Artists, view: SimpleNamespace, step: int) -> list[Any]:
        artists.line.set_data([0, 1], [0, (1 + step) / 40])
        return [artists.line]

    clock_between = Explorer(
        name="clock_between",
        title="A clock between two others",
        alt="A line that rises with the clock.",
        controls={
            "rate": Slider(linear(1, 4, 4), default=1, label="rate"),
            "step": Steps(range(31), default=0, label="step"),
            "shape": Choice(("sine", "square", "saw"), label="shape"),
        },
        compute=compute,
        draw=draw,
        update=update,
        readout=lambda view, step: f"rate {view.rate:g}, {view.shape}, step {step}",
    )
    frames = _all_frames(Drawing(clock_between))
    assert [frame[-2] for frame in frames] == [
        f"rate {rate}, {shape}, step {step}"
        for rate in (1, 2, 3, 4)
        for step in range(31)
        for shape in ("sine", "square", "saw")
    ]
    runs = Counter((tmp_path / "runs").read_text().splitlines())
    assert len(runs) == 12
    # the first once more, for the base drawing
    assert sum(runs.values()) <= 13


def test_an_error_in_a_process_that_draws_is_the_bakes_own_and_says_where() -> None:
    with pytest.raises(ZeroDivisionError, match="cannot be had together") as caught:
        bake(wave, wave.default)
    assert said(caught.value).endswith(
        "explorer 'wave', compute at frequency = 5.0, rate = 10.0, shape = 'sine', "
        "damped = False, seed = 0, step = 0"
    )


def drawn_from(chance: np.random.Generator) -> Explorer:
    return replace(noisy(3, 2), compute=lambda *, k: chance.random((2, 3)))


def random_between_the_ends(chance: np.random.Generator) -> Explorer:
    def compute(*, k: float) -> np.ndarray:
        return (chance if 0 < k < 39 else np.random.default_rng(0)).random((2, 3))

    return replace(noisy(3, 40), compute=compute)


@pytest.mark.parametrize(
    ("explorer", "says"),
    [
        (lambda: drawn_from(np.random.default_rng(0)), "two different frames at k = 0.0; compute"),
        (lambda: random_between_the_ends(np.random.default_rng(0)), "two different frames at k = "),
        (
            lambda: replace(
                noisy(3, 2), challenge=Challenge(text="Do.", solved=lambda view: False)
            ),
            "no state solves its challenge",
        ),
        (
            lambda: replace(noisy(3, 2), challenge=Challenge(text="Do.", solved=lambda view: True)),
            "every state solves its challenge",
        ),
        (
            lambda: replace(  # 0.64 at k = 0, where it starts, and 0.51 at k = 1
                noisy(3, 2), challenge=Challenge(text="Do.", solved=lambda view: view[0, 0] > 0.6)
            ),
            "its challenge is met before the reader does a thing",
        ),
        (
            lambda: replace(noisy(3, 2), readout=lambda view: f"mean {np.nan:.2f}"),
            "its readout shows a NaN at k = 0",
        ),
        (
            lambda: replace(noisy(3, 2), readout=lambda view: r"$\alpha$ is 1"),
            "readout is shown as it stands, so write Unicode",
        ),
    ],
    ids=["random", "between", "never solved", "always solved", "solved at first", "NaN", "TeX"],
)
def test_what_all_frames_tell(explorer: Callable[[], Explorer], says: str) -> None:
    with pytest.raises(ValueError, match="explorer 'noisy'") as caught:
        bake(explorer(), (0,))
    assert says in said(caught.value)


def test_the_page_has_text_picture_and_labelled_inputs_without_a_script() -> None:
    html = bake(calm, calm.state(frequency=3, damped=True))["html"]
    assert 'alt="A wave with a point on it' in html
    assert "slow &amp; free" in html
    assert "<option selected>sine</option>" in html
    assert 'type="checkbox" checked' in html
    assert html.count("<label>") == 5  # all but the seed's button
    assert re.search(r'mlc-readout">y = \S+ at x = ', html)


def test_same_bytes_from_run_to_run() -> None:
    assert bake(calm, calm.default) == bake(calm, calm.default)


def noisy(points: int, stops: int) -> Explorer:
    def draw(fig: object, view: np.ndarray) -> Artists:
        (line,) = fig.subplots().plot([], [])  # type: ignore[attr-defined]
        line.axes.set(xlim=(0, 1), ylim=(0, 1))
        return Artists(line=line)

    def update(artists: Artists, view: np.ndarray) -> list[object]:
        artists.line.set_data(*view)
        return [artists.line]

    return Explorer(
        name="noisy",
        title="Noise",
        alt="Noise.",
        controls={"k": Slider(linear(0, stops - 1, stops), default=0, label="k", format=".0f")},
        compute=lambda *, k: np.random.default_rng(int(k)).random((2, points)),
        draw=draw,
        update=update,
        readout=lambda view: "noise",
    )


def test_too_many_bytes_are_refused_with_a_mend() -> None:
    with pytest.raises(ValueError, match="at most 600 KB are allowed; give control 'k' fewer"):
        bake(noisy(4000, 60), (0,))


def test_chunks_stay_small() -> None:
    baked = bake(noisy(300, 120), (0,))
    chunks = [c for n, c in baked["files"].items() if re.search(r"\.\d+\.js$", n)]
    assert len(chunks) >= 3
    assert max(len(zlib.compress(c.encode(), 9)) for c in chunks) <= 60_000


def test_a_heavy_base_is_refused_with_a_mend() -> None:
    def draw(fig: object, view: object) -> Artists:
        ax = fig.subplots()  # type: ignore[attr-defined]
        ax.plot(*np.random.default_rng(0).random((2, 40_000)))
        (line,) = ax.plot([], [])
        return Artists(line=line)

    with pytest.raises(ValueError, match="rasterise dense backgrounds"):
        bake(replace(noisy(3, 2), draw=draw), (0,))
