"""The figure of the live benchmark, three times: as an explorer and for plain matplotlib.

A ravine's contours and a path of sixty steps; one slider sets the step size.
"""

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mlcourse.explore import Artists, Explorer, Slider, linear

__all__ = ["STEPS", "path", "ravine", "scene"]

STEPS = linear(0.01, 0.99, 99)


def path(step_size: float) -> np.ndarray:
    """Sixty steps of gradient descent on a quadratic of condition number 10."""
    curvature = np.array([0.2, 2.0])
    k = np.arange(61)[:, None]
    return np.array([-1.8, 0.9]) * (1 - step_size * curvature) ** k


def scene(ax: Axes) -> None:
    """What stays."""
    x, y = np.meshgrid(np.linspace(-2, 2, 120), np.linspace(-1, 1, 120))
    ax.contour(x, y, 0.1 * x**2 + y**2, levels=14, linewidths=0.7)
    ax.set(xlim=(-2, 2), ylim=(-1, 1), xlabel="x", ylabel="y")


def _draw(fig: Figure, view: np.ndarray) -> Artists:
    ax = fig.subplots()
    scene(ax)
    (line,) = ax.plot([], [], "-")
    (end,) = ax.plot([], [], "o")
    return Artists(line=line, end=end)


def _update(artists: Artists, view: np.ndarray) -> Sequence[Artist]:
    artists.line.set_data(*view.T)
    artists.end.set_data(*view[-1:].T)
    return [artists.line, artists.end]


ravine = Explorer(
    name="ravine",
    title="A ravine",
    alt="Contours of a ravine and a path.",
    controls={"step_size": Slider(STEPS, default=0.5, label="step", format=".2f")},
    compute=lambda *, step_size: path(step_size),
    draw=_draw,
    update=_update,
    readout=lambda view: f"ends at {view[-1, 0]:.3f}, {view[-1, 1]:.3f}",
    size=(6.4, 4.8),
)
