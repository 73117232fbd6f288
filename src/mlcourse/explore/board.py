"""A board of squares on which a reader plays: a control whose stops are positions.

Each stop says where every square leads, and where a position is not the reader's to move, what the
reply is.  So a whole game is a walk along the stops, and a page that holds a frame of each can play
it without anyone to ask.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import ClassVar

from mlcourse.explore.controls import Control, Value

__all__ = ["Board"]


@dataclass(frozen=True, slots=True)
class Board(Control):
    """Squares over the axes ``artists.<axes>``, clicked or reached by keys.

    Parameters
    ----------
    stops : sequence of str
        The positions. The name of each ends in one letter a square, row by row from the top.
    moves : mapping of str to mapping of int to str
        For a position of the reader's: the squares that can be taken, from 0, and where each leads.
    replies : mapping of str to str
        For a position that is not: where the reply leads. It follows the reader's move by itself.
    games : mapping of str to str
        What a reader can choose to play, and the position in which it begins; the first is the
        default.
    marks : mapping of str to str
        What each letter means, in the words that a screen reader says.
    axes, notes : str
        The names, among the artists that ``draw`` returns, of the axes that the squares fill, and
        of a list of texts, one a square, that a screen reader says too.
    rows, columns : int
    turns : (str, str)
        What is told of a move and of a reply; ``{}`` is the number of the square, from 1.
    milliseconds : int
        From a move to its reply.
    """

    stops: Sequence[str]
    _: KW_ONLY
    moves: Mapping[str, Mapping[int, str]]
    replies: Mapping[str, str]
    games: Mapping[str, str]
    marks: Mapping[str, str]
    axes: str
    label: str
    notes: str = ""
    rows: int = 3
    columns: int = 3
    turns: tuple[str, str] = ("You take {}.", "The reply is {}.")
    milliseconds: int = 600
    kind: ClassVar[str] = "board"

    @property
    def values(self) -> tuple[Value, ...]:
        return tuple(self.stops)

    @property
    def start(self) -> Value:
        return next(iter(self.games.values()))

    @property
    def squares(self) -> int:
        """How many squares there are."""
        return self.rows * self.columns

    def problem(self) -> str | None:
        return next(self._problems(), None) or Control.problem(self)

    def _problems(self) -> Iterator[str]:
        known = set(self.stops)
        if len(known) < 2 or len(known) < len(self.stops):
            yield "stops must be at least two positions, each once"
        if not self.games:
            yield "games must name a position to begin with"
        for stop in self.stops:
            if len(stop) < self.squares or not set(stop[-self.squares :]) <= set(self.marks):
                yield f"stops must end in {self.squares} letters of marks, got {stop!r}"
        for stop in self.moves.keys() & self.replies.keys():
            yield f"moves and replies must be for different positions, both have {stop!r}"
        for stop, squares in self.moves.items():
            if any(not 0 <= square < self.squares for square in squares):
                yield f"moves must take squares from 0 to {self.squares - 1}, got {dict(squares)!r}"
            for after in (stop, *squares.values()):
                if after not in known:
                    yield f"moves must lead from stops to stops, got {after!r}"
        for stop in (*self.replies.keys(), *self.replies.values(), *self.games.values()):
            if stop not in known:
                yield f"replies and games must name stops, got {stop!r}"
        if lost := known - self._reached():
            yield f"every stop must be reached in one of the games, {min(lost)!r} is not"

    def _reached(self) -> set[str]:
        found = list(dict.fromkeys(self.games.values()))
        seen = set(found)
        for stop in found:  # grows while it is read
            after = [*self.moves.get(stop, {}).values(), *[self.replies.get(stop, stop)]]
            found += (fresh := set(after) - seen)
            seen |= fresh
        return seen
