"""Every position that can arise on the board between a reader and the agent at three ages."""

from dataclasses import dataclass, field
from functools import cache

import numpy as np

from mlcourse._check import FloatArray, IntArray
from mlcourse.learning.tic_tac_toe import successors, three_in_line
from mlcourse.learning.tic_tac_toe_agent import choose_square, worst_result
from mlcourse.learning.tic_tac_toe_self_play import SelfPlay, self_play

__all__ = ["AGES", "Games", "Position", "games", "name_of", "read", "training", "unbeatable"]

AGES = (0, 500, 20_000)  # games that the agent has played against itself
EVERY = 100  # games between two examinations
LETTERS = {0: "-", 1: "x", -1: "o"}
NUMBERS = {letter: number for number, letter in LETTERS.items()}

Board = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A board between the reader and the agent of an age; ``reader`` is 1 (cross) or -1."""

    age: int
    reader: int
    board: Board

    @property
    def winner(self) -> int:
        """The side with a line, or 0."""
        return three_in_line(self.board)

    @property
    def to_move(self) -> int:
        """Whose turn it is; 0 when the game is over."""
        over = self.winner or 0 not in self.board
        return 0 if over else 1 - 2 * sum(self.board)


@dataclass(frozen=True, slots=True)
class Games:
    """All positions by name, where each leads, and where the games begin."""

    stops: list[str] = field(default_factory=list)
    moves: dict[str, dict[int, str]] = field(default_factory=dict)
    replies: dict[str, str] = field(default_factory=dict)
    starts: dict[str, str] = field(default_factory=dict)


@cache
def training() -> SelfPlay:
    """The agent's youth, examined every hundred games."""
    return self_play(n_games=AGES[-1], n_checkpoints=AGES[-1] // EVERY, rng=0)


@cache
def unbeatable() -> IntArray:
    """At each examination: 1 if no line of play beats the agent, else 0."""
    return np.array([worst_result(values) == 0 for values in training().values], dtype=np.int64)


def values_at(age: int) -> FloatArray:
    """What the agent knew after so many games."""
    return training().values[age // EVERY]


def name_of(position: Position) -> str:
    """A name for an address: age, the reader's mark, and the nine squares."""
    squares = "".join(LETTERS[square] for square in position.board)
    return f"{position.age}.{LETTERS[position.reader]}.{squares}"


def read(name: str) -> Position:
    """The position of a name."""
    age, reader, squares = name.split(".")
    board = tuple(NUMBERS[letter] for letter in squares)
    return Position(age=int(age), reader=NUMBERS[reader], board=board)


def _follow(found: Games, age: int, reader: int) -> str:
    """Add every position of one game; returns the name of the first."""
    first = Position(age=age, reader=reader, board=(0,) * 9)
    waiting = [first]
    seen = {first.board}
    for position in waiting:  # grows while it is read
        name = name_of(position)
        found.stops.append(name)
        after = dict(successors(position.board))
        if position.to_move == -reader:
            square = choose_square(values_at(age), position.board)
            after = {square: after[square]}
        to = {s: Position(age=age, reader=reader, board=board) for s, board in after.items()}
        if position.to_move == -reader:
            found.replies[name] = name_of(to[square])
        elif to:
            found.moves[name] = {s: name_of(next_one) for s, next_one in to.items()}
        fresh = [p for p in to.values() if p.board not in seen]
        seen |= {p.board for p in fresh}
        waiting += fresh
    return name_of(first)


@cache
def games() -> Games:
    """Six games: against the agent of each age, with either side moving first."""
    found = Games()
    for age in AGES:
        for reader, who in ((1, "you begin"), (-1, "it begins")):
            found.starts[f"{age:,} games; {who}"] = _follow(found, age, reader)
    return found
