"""The explorer engine: figures whose controls move them, with a kernel and without.

Write an explorer with `Explorer` and the controls; call it to show it. The engine knows no
chapter.
"""

from mlcourse.explore.board import Board
from mlcourse.explore.controls import (
    Choice,
    Pad,
    Seed,
    Slider,
    Steps,
    Toggle,
)
from mlcourse.explore.explorer import Artists, Challenge, Explorer
from mlcourse.explore.gallery import gallery
from mlcourse.explore.stops import growing, linear, log

__all__ = [
    "Artists",
    "Board",
    "Challenge",
    "Choice",
    "Explorer",
    "Pad",
    "Seed",
    "Slider",
    "Steps",
    "Toggle",
    "gallery",
    "growing",
    "linear",
    "log",
]
