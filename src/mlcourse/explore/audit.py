"""What only all the frames of an explorer can tell about it."""

from collections.abc import Sequence
from random import Random

from mlcourse.explore.render import Drawing, Frame

__all__ = ["audit"]


def audit(drawing: Drawing, frames: Sequence[Frame]) -> None:
    """Whether the challenge can be met and missed, and the same values give the same frame.

    Raises
    ------
    ValueError
        Names the explorer and the mend.
    """
    explorer = drawing.explorer
    if explorer.challenge is not None:
        solved = {frame[-1] for frame in frames}
        if len(solved) == 1:
            which = "every state solves" if "1" in solved else "no state solves"
            raise ValueError(
                f"explorer {explorer.name!r}: {which} its challenge; mend challenge.solved or its "
                "text"
            )
        if frames[explorer.number(explorer.default)][-1]:
            raise ValueError(
                f"explorer {explorer.name!r}: its challenge is met before the reader does a thing; "
                "let the controls start elsewhere"
            )
    # Chance may begin anywhere, so a few states between the ends are drawn again, too.
    between = Random(0).sample(range(len(frames)), min(5, len(frames)))
    for number in sorted({0, explorer.number(explorer.default), len(frames) - 1, *between}):
        state = explorer.state_at(number)
        drawing.forget()
        if drawing.frame(state) != frames[number]:
            raise ValueError(
                f"explorer {explorer.name!r}: the same values gave two different frames at "
                f"{explorer.told(state)}; compute must draw its random numbers from a fixed seed, "
                "and update must set all that it edits, whatever was there before"
            )
