"""An explorer from outside the package, as a reader would write one."""

from dataclasses import dataclass

import numpy as np

from mlcourse.explore import (
    Artists,
    Challenge,
    Choice,
    Explorer,
    Pad,
    Seed,
    Slider,
    Steps,
    Toggle,
    linear,
    log,
)
from mlcourse.explore.style import BLUE, GREEN, MUTED, ORANGE


@dataclass(frozen=True)
class View:
    x: np.ndarray
    y: np.ndarray
    points: np.ndarray
    damped: bool


def compute(*, frequency, rate, shape, damped, seed):
    if frequency == 5.0 and rate == 10.0:
        raise ZeroDivisionError("frequency 5 and rate 10 cannot be had together")
    x = np.linspace(0, 1, 41)
    wave = np.sin if shape == "sine" else np.cos
    y = wave(2 * np.pi * frequency * x) * (np.exp(-rate * x) if damped else 1)
    return View(x=x, y=y, points=np.random.default_rng(seed).random((5, 2)), damped=damped)


def draw(fig, view):
    left, right = fig.subplots(1, 2)
    left.set(xlim=(0, 1), ylim=(-1.1, 1.1), xlabel="x", ylabel="y", title="A wave")
    (wave,) = left.plot([], [], color=BLUE)
    (point,) = left.plot([], [], "o", color=ORANGE)
    right.set(xlim=(0.5, 5.5), ylim=(0.09, 11), yscale="log", xlabel="frequency", ylabel="rate")
    right.axhline(1, color=MUTED)
    cloud = right.scatter([0] * 5, [1] * 5, color=GREEN)
    note = left.text(0.05, -1, "")
    return Artists(wave=wave, point=point, cloud=cloud, note=note, map=right)


def update(artists, view, *, step):
    artists.wave.set_data(view.x, view.y)
    artists.point.set_data(view.x[[step]], view.y[[step]])
    artists.cloud.set_offsets(view.points * [4, 1] + [1, 0.1])
    artists.note.set_text("damped" if view.damped else "free")
    return [artists.wave, artists.point, artists.cloud, artists.note]


def readout(view, *, step):
    return f"y = {view.y[step]:.3f} at x = {view.x[step]:.3f}"


wave = Explorer(
    name="wave",
    title="A wave",
    alt="A wave with a point on it, and a map of frequency and rate.",
    controls={
        "frequency": Slider(linear(1, 5, 5), default=2, label="frequency", unit="Hz"),
        "rate": Slider(log(0.1, 10, 3), default=1, label="rate"),
        "shape": Choice(["sine", "cosine"], label="shape"),
        "damped": Toggle(label="damped"),
        "seed": Seed(2),
        "step": Steps(range(0, 41, 10), default=0, label="step", milliseconds=50),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={"slow & free": {"frequency": 1, "damped": False}},
    pads=[Pad(x="frequency", y="rate", axes="map")],
    challenge=Challenge(
        text="Reach y = 1.", solved=lambda view, *, step: bool(view.y[step] > 0.99)
    ),
)
