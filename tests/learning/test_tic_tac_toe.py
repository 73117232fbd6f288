"""Tic-tac-toe: the game by known counts, the agent by following every line of play."""

from collections import Counter
from functools import cache

import numpy as np
import pytest

from mlcourse.learning.tic_tac_toe import (
    LINES,
    legal_moves,
    minimax_values,
    play,
    player_to_move,
    winner,
)
from mlcourse.learning.tic_tac_toe_agent import (
    choose_square,
    expected_results,
    square_values,
    worst_result,
)
from mlcourse.learning.tic_tac_toe_positions import N_POSITIONS
from mlcourse.learning.tic_tac_toe_self_play import SelfPlay, self_play, self_play_game

EMPTY = np.zeros(9, dtype=int)


@cache
def _all_boards() -> tuple[tuple[int, ...], ...]:
    """Every board reached from the empty one, by the public functions."""
    seen, stack = set(), [tuple(EMPTY)]
    while stack:
        board = stack.pop()
        if board not in seen:
            seen.add(board)
            stack += [tuple(play(board, square).tolist()) for square in legal_moves(board)]
    return tuple(sorted(seen))


def test_known_counts_of_the_game() -> None:
    boards = _all_boards()
    assert len(boards) == 5478
    results = Counter(winner(b) for b in boards if player_to_move(b) == 0)
    assert results == {1: 626, -1: 316, 0: 16}  # known: 958 final boards

    @cache
    def games(board: tuple[int, ...]) -> Counter:
        if player_to_move(board) == 0:
            return Counter({winner(board): 1})
        total: Counter = Counter()
        for square in legal_moves(board):
            total.update(games(tuple(play(board, square).tolist())))
        return total

    assert games(tuple(EMPTY.tolist())) == {1: 131_184, -1: 77_904, 0: 46_080}  # 255,168 games


def test_winner_sees_every_line() -> None:
    others = {line: [s for s in range(9) if s not in line] for line in LINES}
    for line, rest in others.items():
        board = EMPTY.copy()
        board[list(line)] = 1
        for noughts in ((rest[0], rest[1]), (rest[-1], rest[-2])):
            filled = board.copy()
            filled[list(noughts)] = -1
            assert winner(filled) == 1
            assert player_to_move(filled) == 0
            assert len(legal_moves(filled)) == 0


def _naive(board: np.ndarray, side: int) -> int:
    """Minimax without memory, for the side to move: oracle."""
    for i, j, k in LINES:
        if abs(board[i] + board[j] + board[k]) == 3:
            return side * int(board[i])
    empty = [s for s in range(9) if board[s] == 0]
    if not empty:
        return 0
    results = []
    for s in empty:
        after = board.copy()
        after[s] = side
        results.append(-_naive(after, -side))
    return max(results)


def test_minimax_against_search_without_memory() -> None:
    late = [b for b in _all_boards() if np.count_nonzero(b) >= 4][::9]
    assert len(late) > 400
    for board in late:
        values = minimax_values(board)
        assert np.array_equal(np.flatnonzero(~np.isnan(values)), legal_moves(board))
        for square in legal_moves(board):
            after = play(board, square)
            assert values[square] == -_naive(after, -player_to_move(board))


def test_minimax_of_famous_positions() -> None:
    assert minimax_values(EMPTY).tolist() == [0.0] * 9  # every opening is a draw
    corner = play(EMPTY, 0)
    assert np.flatnonzero(minimax_values(corner) == 0).tolist() == [4]
    centre = play(EMPTY, 4)
    assert np.flatnonzero(minimax_values(centre) == 0).tolist() == [0, 2, 6, 8]


@pytest.mark.parametrize(
    ("board", "message"),
    [
        ([1, 1, 0, 0, 0, 0, 0, 0, 0], "got 2 crosses and 0 noughts"),
        ([-1, 0, 0, 0, 0, 0, 0, 0, 0], "got 0 crosses and 1 noughts"),
        ([2, 0, 0, 0, 0, 0, 0, 0, 0], "board must be made of -1, 0 and 1, got 2"),
        ([1, 1, 1, -1, -1, 0, -1, 0, 0], "ended with a line, got moves after it"),
        ([-1, -1, -1, 1, 1, 0, 1, 1, 0], "ended with a line, got moves after it"),
        ([1, 1, 1, -1, -1, -1, 0, 0, 0], "ended with a line, got moves after it"),
    ],
)
def test_boards_that_cannot_arise(board: list[int], message: str) -> None:
    for call in (winner, player_to_move, legal_moves, minimax_values):
        with pytest.raises(ValueError, match=message):
            call(board)


def test_illegal_moves() -> None:
    with pytest.raises(ValueError, match=r"square must be one of the legal moves .*, got 0"):
        play([1, 0, 0, 0, 0, 0, 0, 0, 0], 0)
    with pytest.raises(ValueError, match="board must be one of a game that is not over"):
        choose_square(np.zeros(N_POSITIONS), [1, 1, 1, -1, -1, 0, 0, 0, 0])


@pytest.fixture(scope="module")
def trained() -> SelfPlay:
    return self_play(rng=0)


def _follow(values: np.ndarray, board: np.ndarray, agent: int, opponent: str) -> np.ndarray:
    """Chances to win, draw, lose on real boards, move by move: oracle without symmetry."""
    side = player_to_move(board)
    if side == 0:
        result = winner(board) * agent
        return np.array([result == 1, result == 0, result == -1], dtype=float)
    if side == agent:
        return _follow(values, play(board, choose_square(values, board)), agent, opponent)
    moves = legal_moves(board)
    if opponent == "perfect":
        worth = minimax_values(board)
        moves = np.flatnonzero(worth == np.nanmax(worth))
    return np.mean([_follow(values, play(board, m), agent, opponent) for m in moves], axis=0)


@pytest.mark.parametrize("opponent", ["random", "perfect"])
@pytest.mark.parametrize("checkpoint", [0, 1, -1])
def test_exact_results_against_all_lines_of_play(
    trained: SelfPlay, checkpoint: int, opponent: str
) -> None:
    values = trained.values[checkpoint]
    naive = sum(_follow(values, EMPTY, agent, opponent) for agent in (1, -1)) / 2
    assert np.allclose(expected_results(values, opponent=opponent), naive, rtol=0, atol=1e-14)


def test_the_agent_cannot_be_beaten(trained: SelfPlay) -> None:
    win, draw, lose = trained.against_random[-1]
    assert lose == 0.0  # exact, over all lines of play: far below one game in 1,000
    assert win > 0.8
    assert np.isclose(win + draw, 1.0)
    assert trained.against_perfect[-1].tolist() == [0.0, 1.0, 0.0]
    assert worst_result(trained.values[-1]) == 0


@pytest.mark.parametrize("seed", range(1, 7))
def test_no_seed_is_special(seed: int) -> None:
    run = self_play(n_checkpoints=1, rng=seed)
    assert run.against_random[-1, 2] == 0.0
    assert worst_result(run.values[-1]) == 0


def test_training_is_what_does_it(trained: SelfPlay) -> None:
    assert trained.games[0] == 0
    assert trained.games[-1] == 20_000
    assert trained.values.shape == (41, N_POSITIONS)
    assert not trained.values[0].any()
    assert trained.against_random[0, 2] > 0.2  # negative control: before training it loses
    assert trained.against_perfect[0, 2] > 0.5
    assert worst_result(trained.values[0]) == -1
    assert np.allclose(trained.against_random.sum(axis=1), 1.0)
    assert np.allclose(trained.against_perfect.sum(axis=1), 1.0)
    short = self_play(n_games=100, n_checkpoints=1, rng=0)
    assert worst_result(short.values[-1]) == -1
    narrow = self_play(exploration=0.0, n_games=2000, n_checkpoints=1, rng=0)
    wide = self_play(exploration=1.0, n_games=2000, n_checkpoints=1, rng=0)
    assert np.count_nonzero(narrow.values[-1]) < np.count_nonzero(wide.values[-1])


def test_values_approach_perfect_play(trained: SelfPlay) -> None:
    values = trained.values[-1]
    for board in ([1, 0, 0, 0, 0, 0, 0, 0, 0], [1, -1, 0, 0, 0, 0, 0, 0, 0], EMPTY):
        worth, exact = square_values(values, board), minimax_values(board)
        assert np.array_equal(np.isnan(worth), np.isnan(exact))
        # These positions were met in hundreds of games, so that 0.5^n of the start is left.
        assert np.nanmax(np.abs(worth - exact)) < 0.05


def test_boards_that_look_the_same_have_the_same_values(trained: SelfPlay) -> None:
    board = np.array([1, -1, 0, 0, 0, 0, 0, 0, 0])
    square = square_values(trained.values[-1], board).reshape(3, 3)
    for view in (lambda x: np.rot90(x), lambda x: x.T, lambda x: x[::-1]):
        turned = square_values(trained.values[-1], view(board.reshape(3, 3)).ravel())
        assert np.array_equal(turned.reshape(3, 3), view(square), equal_nan=True)


def test_one_game_by_hand() -> None:
    values, path = self_play_game(np.zeros(N_POSITIONS), learning_rate=0.5, exploration=1.0, rng=3)
    assert 6 <= len(path) <= 10
    assert path[0] == 0
    changed = np.flatnonzero(values)
    assert set(changed) <= {path[-1]}  # all targets but the result were zero
    again, path2 = self_play_game(values, learning_rate=0.5, exploration=0.0, rng=4)
    # Greedy from here: each position met moves halfway to minus its best successor before it.
    for at in path2[:-1]:
        assert abs(again[at] - values[at]) <= 0.5
    same, _ = self_play_game(values, learning_rate=0.5, exploration=0.0, rng=4)
    assert np.array_equal(same, again)


def test_update_rule_on_the_path() -> None:
    rng = np.random.default_rng(0)
    values = rng.normal(size=N_POSITIONS)
    start = square_values(values, EMPTY)
    new, path = self_play_game(values, learning_rate=0.25, exploration=1.0, rng=1)
    # oracle: the formula, for the empty board, whose successors come later on the path
    assert np.isclose(new[0], values[0] + 0.25 * (-np.max(start) - values[0]), rtol=1e-14)
    untouched = np.setdiff1d(np.arange(N_POSITIONS), path)
    assert np.array_equal(new[untouched], values[untouched])
