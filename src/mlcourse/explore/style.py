"""The colours and the type of every figure: safe for colour-blind readers, in two themes.

A figure is drawn in the colours of the light theme; the engine writes each as a CSS variable,
so that a page can show the same figure in the dark one.  Use these and no others.

Source: Okabe and Ito (2008), Color Universal Design, for the set of hues.
"""

from typing import Any

__all__ = [
    "BLUE",
    "GREEN",
    "GRID",
    "INK",
    "MUTED",
    "ORANGE",
    "PALETTE",
    "PAPER",
    "PURPLE",
    "RC",
    "RED",
    "SKY",
]

INK = "#1c2733"
MUTED = "#5d6b7a"
GRID = "#d5dbe2"
PAPER = "#fefefe"
BLUE = "#0072b2"
ORANGE = "#e08a00"
GREEN = "#009e73"
RED = "#d55e00"
PURPLE = "#b5549b"
SKY = "#56b4e9"

# one-letter names keep the frames small; (light, dark)
PALETTE = {
    INK: ("k", "#e4e8ec"),
    MUTED: ("m", "#a3aebb"),
    GRID: ("l", "#3b4652"),
    PAPER: ("w", "#14181d"),
    BLUE: ("b", "#4fb0ee"),
    ORANGE: ("o", "#f5b041"),
    GREEN: ("g", "#34cfa0"),
    RED: ("r", "#ff8a4a"),
    PURPLE: ("p", "#e08fcb"),
    SKY: ("s", "#8fd0f7"),
}

RC: dict[str, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": MUTED,
    "axes.facecolor": "none",
    "axes.grid": False,
    "axes.labelcolor": INK,
    "axes.labelsize": 10,
    "axes.linewidth": 0.8,
    "axes.prop_cycle": f"cycler('color', {[BLUE, ORANGE, GREEN, RED, PURPLE, SKY]!r})",
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": INK,
    "axes.titlesize": 10.5,
    "axes.titleweight": "bold",
    "axes.unicode_minus": True,
    "figure.dpi": 72,
    "figure.facecolor": "none",
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "grid.color": GRID,
    "grid.linewidth": 0.7,
    "image.composite_image": False,
    "legend.fontsize": 9,
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "lines.linewidth": 1.8,
    "lines.markersize": 5,
    "patch.edgecolor": INK,
    "path.simplify": True,
    "path.snap": False,  # a dot smaller than a pixel of the picture for paper would be lost
    "savefig.dpi": 72,
    "svg.fonttype": "none",
    "svg.image_inline": True,
    "text.color": INK,
    "text.usetex": False,
    "xtick.color": MUTED,
    "xtick.labelcolor": MUTED,
    "xtick.labelsize": 9,
    "ytick.color": MUTED,
    "ytick.labelcolor": MUTED,
    "ytick.labelsize": 9,
}
