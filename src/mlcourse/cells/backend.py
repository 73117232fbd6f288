"""Matplotlib's backend in the page: SVG, whose ``plt.show()`` shows what was drawn so far."""

from matplotlib import pyplot
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_svg import FigureCanvasSVG

from mlcourse.cells.display import LISTENERS, svg

__all__ = ["FigureCanvas", "FigureManager"]


class FigureManager(FigureManagerBase):
    """Shows a figure in its place among what the cell prints, and once."""

    def show(self) -> None:
        """Called for each open figure by ``plt.show()``, and by ``figure.show()``."""
        for listen in LISTENERS:
            listen(svg(self.canvas.figure))
        pyplot.close(self.canvas.figure)


class FigureCanvas(FigureCanvasSVG):
    """Named as Matplotlib looks for it."""

    manager_class = FigureManager
