"""What the theory and the text say of the figures on play."""

import numpy as np
import pytest

from mlcourse.chapters.putting_it_together.figures import worlds
from mlcourse.chapters.putting_it_together.figures._gridworld import gridworld
from mlcourse.chapters.putting_it_together.figures._tic_tac_toe import compute, tic_tac_toe
from mlcourse.chapters.putting_it_together.figures.games import AGES, games, name_of, read, training
from mlcourse.learning.tic_tac_toe import legal_moves, minimax_values, play, player_to_move

OLDEST = AGES[-1]
USUAL = {"discount": 0.9, "exploration": 0.1, "learning_rate": 0.5}


def at(moves: int) -> int:
    return worlds.CLOCK.index(moves)


def test_after_one_success_one_cell_knows() -> None:
    view = worlds.compute(world="rooms", **USUAL)
    k = at(36)
    assert view.goals[k] == 1
    assert view.moves[k].reward == 1.0
    assert [int(np.sum(view.values[who, k] > 0)) for who in (0, 1)] == [1, 1]
    assert view.sweeps[k] == 1
    later = at(180)
    assert view.sweeps[later] == 5
    assert [int(np.sum(view.values[who, later] > 0)) for who in (0, 1)] == [7, 9]


def test_the_planners_error_shrinks_by_the_discount() -> None:
    for discount in (0.5, 0.9):
        view = worlds.compute(world="slippery rooms", **USUAL | {"discount": discount})
        error = np.abs(view.values[1] - view.values[1, -1]).max(axis=1)
        bound = discount**view.sweeps * error[0]
        assert np.all(error <= bound + 2 * discount ** view.sweeps[-1])


def test_habit_and_curiosity() -> None:
    def way(exploration: float) -> int:
        view = worlds.compute(world="cliff, free steps", **USUAL | {"exploration": exploration})
        s, n = view.world.start[0], 0
        while not view.world.terminal[s]:
            s, n = view.world.transition[s, view.learned[-1, s].argmax()].argmax(), n + 1
        return n

    assert (way(0.0), way(0.5)) == (9, 7)
    cliff = worlds.compute(world="cliff", **USUAL | {"discount": 1.0})
    start = cliff.world.start[0]
    assert cliff.values[0, -1, start] == pytest.approx(cliff.values[1, -1, start], abs=1e-6)
    assert cliff.falls[-1] > cliff.falls[at(1300)] > 0  # it goes on falling


def test_arrows_are_all_best_moves_where_some_are_worse() -> None:
    q = np.array([[0.0, 0, 0, 0], [1, 1, 0, 0], [0, 0, 0, 1e-3], [1, 1 + 1e-12, 0.5, 0]])
    assert worlds.best_moves(q) == [(1, 0), (1, 1), (2, 3), (3, 0), (3, 1)]


@pytest.mark.parametrize("name", games().stops[:: len(games().stops) // 60])
def test_a_stop_is_a_position_and_leads_where_the_rules_say(name: str) -> None:
    position = read(name)
    assert name_of(position) == name
    board = position.board
    turn = player_to_move(board)
    assert turn == position.to_move
    if turn == position.reader:
        moves = games().moves[name]
        assert [*moves] == legal_moves(board).tolist()
        for square, to in moves.items():
            assert read(to).board == tuple(play(board, square))
    elif turn:
        after = read(games().replies[name]).board
        assert sum(a != b for a, b in zip(after, board, strict=True)) == 1
        values = compute(game=name, values=True).values
        square = next(k for k in range(9) if after[k] != board[k])
        raw = training().values[position.age // 100]
        assert raw is not None
        assert values[square] == np.nanmax(values)
    else:
        assert name not in games().moves
        assert name not in games().replies


def test_the_oldest_agents_moves_are_perfect_and_its_corner_trap_is_as_told() -> None:
    for name, to in games().replies.items():
        position = read(name)
        if position.age == OLDEST:
            truth = minimax_values(position.board)
            square = next(k for k in range(9) if read(to).board[k] != position.board[k])
            assert truth[square] == np.nanmax(truth)
    trap = compute(game="20000.x.x---o---x", values=True).values
    np.testing.assert_array_equal(trap[[1, 3, 5, 7]], 0.0)
    np.testing.assert_array_equal(trap[[2, 6]], -1.0)
    empty = compute(game="20000.x.---------", values=True).values
    np.testing.assert_array_equal(empty, np.zeros(9))


def test_how_many_lines_each_age_loses() -> None:
    def ends(stop: str) -> dict[str, int]:
        position = read(stop)
        after = [*games().moves.get(stop, {}).values()]
        after += [games().replies[stop]] if stop in games().replies else []
        if not after:
            won = position.winner
            return {"draw": 1} if not won else {"you" if won == position.reader else "it": 1}
        total: dict[str, int] = {}
        for to in after:
            for end, count in ends(to).items():
                total[end] = total.get(end, 0) + count
        return total

    counts = {label: ends(stop) for label, stop in games().starts.items()}
    assert counts["500 games; it begins"] == {"it": 96, "draw": 53, "you": 2}
    assert counts["20,000 games; it begins"] == {"it": 94, "draw": 4}
    assert counts["20,000 games; you begin"] == {"it": 438, "draw": 315}


def test_budgets_of_states() -> None:
    assert np.prod(tic_tac_toe.shape) == 6296
    assert np.prod(gridworld.shape) == 3456
