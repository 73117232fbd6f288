"""The smallest explorer, for tests that bake it again and again; made by a module."""

import numpy as np

from mlcourse.explore import Artists, Explorer, Slider, linear

__all__ = ["tiny"]


def _draw(fig, y):
    (line,) = fig.subplots().plot(np.linspace(0, 6, 9), y)
    return Artists(line=line)


def _update(artists, y):
    artists.line.set_ydata(y)
    return [artists.line]


tiny = Explorer(
    name="tiny",
    title="A wave",
    alt="A sine wave.",
    controls={"speed": Slider(linear(1, 5, 3), default=1, label="speed")},
    compute=lambda *, speed: np.sin(speed * np.linspace(0, 6, 9)),
    draw=_draw,
    update=_update,
    readout=lambda y: f"ends at {y[-1]:.2f}",
)
