"""Where the handle of a pad can stand: the stops of its two sliders, in points of the drawing."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from mlcourse.explore.explorer import Explorer, Pad
from mlcourse.explore.render import Drawing

__all__ = ["handle_places"]


def handle_places(drawing: Drawing) -> list[dict[str, Any]]:
    """For each pad: its panel, and where in points the stops of its two sliders lie."""
    out = []
    explorer = drawing.explorer
    height = float(drawing.figure.bbox.height)
    for pad in explorer.pads:
        ax = getattr(drawing.artists, pad.axes, None)
        if not isinstance(ax, Axes):
            raise ValueError(
                f"explorer {explorer.name!r}: a pad lives in the axes "
                f"{pad.axes!r}; let draw return Artists({pad.axes}=ax, ...)"
            )
        _check_reach(explorer, pad, ax)
        names = list(explorer.controls)
        xs = np.array(explorer.controls[pad.x].values, dtype=float)
        ys = np.array(explorer.controls[pad.y].values, dtype=float)
        px = ax.transData.transform(np.column_stack([xs, np.full_like(xs, ys[0])]))[:, 0]
        py = ax.transData.transform(np.column_stack([np.full_like(ys, xs[0]), ys]))[:, 1]
        middle = (ax.bbox.x0 + ax.bbox.x1) / 2
        panel = max(k for k, p in enumerate(drawing.panels) if p.left <= middle)
        out.append(
            {
                "x": names.index(pad.x),
                "y": names.index(pad.y),
                "panel": panel,
                "left": np.round(px, 1).tolist(),
                "top": np.round(height - py, 1).tolist(),
                "box": [
                    round(float(v), 1)
                    for v in (ax.bbox.x0, height - ax.bbox.y1, ax.bbox.x1, height - ax.bbox.y0)
                ],
            }
        )
    return out


def _check_reach(explorer: Explorer, pad: Pad, ax: Axes) -> None:
    """A handle outside its axes could not be taken."""
    for name, limits in ((pad.x, ax.get_xlim()), (pad.y, ax.get_ylim())):
        low, high = sorted(limits)
        stops = np.array(explorer.controls[name].values, dtype=float)
        edge = 1e-9 * (high - low)
        if stops.min() < low - edge or stops.max() > high + edge:
            raise ValueError(
                f"explorer {explorer.name!r}: the stops of {name!r} go from "
                f"{stops.min():g} to {stops.max():g}, beyond the limits {low:g} to {high:g} "
                f"of the pad's axes {pad.axes!r}; widen the limits in draw"
            )
