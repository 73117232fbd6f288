"""The die of Metropolis' rule as a bar: as long as the chance, and a mark where the die fell."""

from matplotlib.artist import Artist
from matplotlib.axes import Axes

from mlcourse.explore import Artists
from mlcourse.explore.style import GREEN, INK, MUTED, ORANGE
from mlcourse.explore.typeset import number

__all__ = ["cast", "die", "whole"]


def die(ax: Axes) -> Artists:
    """The axes of the bar, and what moves in them."""
    ax.set(xlim=(0, 1), ylim=(-0.5, 2.2), yticks=[], xticks=[0, 0.5, 1])
    ax.spines["left"].set_visible(False)
    ax.set_xlabel("the die: accepted if on the bar", size=9)
    ax.plot([0, 1], [0, 0], color=MUTED, linewidth=0.8)
    (chance,) = ax.plot([], [], color=GREEN, linewidth=9, solid_capstyle="butt")
    (mark,) = ax.plot([], [], "v", color=INK, markersize=8)
    words = ax.text(0.0, 1.7, "", size=9.5, va="center")
    return Artists(chance=chance, mark=mark, words=words)


def cast(
    artists: Artists, *, chance: float, luck: float | None, accepted: bool, words: str
) -> list[Artist]:
    """The bar of one proposal, and the die if it has been cast."""
    artists.chance.set_data([0, chance], [0, 0])
    artists.mark.set_data(*([[luck], [0.55]] if luck is not None else [[], []]))
    artists.words.set_text(words)
    artists.words.set_color(INK if luck is None else GREEN if accepted else ORANGE)
    return [artists.chance, artists.mark, artists.words]


def whole(change: float) -> str:
    """A change with its sign, as a true minus."""
    return number(change, "+,.0f")
