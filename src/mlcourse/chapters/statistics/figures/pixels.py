"""Pictures of 8 by 8 pixels as squares: the more ink, the larger, in the colours of the theme."""

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from mlcourse._check import FloatArray

__all__ = ["INK_MOST", "SIDE", "Squares", "squares"]

SIDE = 8
INK_MOST = 16.0
SMALLEST = 0.08  # of a pixel's side: what is below would be a speck
NO_PATH = Path(np.zeros((0, 2)))
CORNERS = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5], [-0.5, -0.5]])


class Squares(PathPatch):
    """One picture; ``corner`` is its upper left one, ``pixel`` the side of a pixel."""

    corner: FloatArray
    pixel: float

    def show(self, ink: FloatArray) -> None:
        """A square for each pixel, its area the ink; none where there is none.

        >>> patch = squares("black", 0.0, 0.0, 8.0)
        >>> patch.show(np.eye(8).ravel() * 16)
        >>> len(patch.get_path().vertices) // 5
        8
        """
        sides = np.sqrt(np.clip(ink, 0, INK_MOST) / INK_MOST)
        rows, columns = np.divmod(np.arange(SIDE**2), SIDE)
        middles = np.column_stack([columns + 0.5, rows + 0.5])
        kept = sides >= SMALLEST
        corners = middles[kept, None] + sides[kept, None, None] * CORNERS
        self.set_path(_path(self.corner + self.pixel * corners))
        self.stale = True  # which set_path does not say


def _path(corners: FloatArray) -> Path:
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    return Path(corners.reshape(-1, 2), codes * len(corners)) if len(corners) else NO_PATH


def squares(colour: str, left: float, top: float, side: float) -> Squares:
    """An empty picture."""
    picture = Squares(NO_PATH, facecolor=colour, edgecolor="none")
    picture.corner, picture.pixel = np.array([left, top]), side / SIDE
    return picture
