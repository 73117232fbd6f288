"""Bad input of every public function of the reinforcement learning."""

import numpy as np

from mlcourse.learning import (
    gridworld,
    q_learning,
    q_moves,
    tic_tac_toe,
    tic_tac_toe_agent,
    tic_tac_toe_self_play,
    value_iteration,
)
from tests.contract import Contract, bad

WORLD = gridworld.gridworld(["S.+"])
BOARD = np.array([1, -1, 0, 0, 0, 0, 0, 0, 0])
VALUES = np.zeros(765)

not_a_world = bad.one_of(None, 1.0, "S.+", ["S.+"])
not_a_layout = bad.one_of(None, "S.+", [], [""], ["S", ".+"], ["x"], ["##"], [1], np.ones((2, 2)))
not_a_board = bad.vector | bad.one_of(
    np.zeros(8), np.zeros((3, 3)), np.full(9, 2), -np.eye(9)[0], [1, 1, 0, 0, 0, 0, 0, 0, 0]
)
not_values = bad.vector | bad.one_of(np.zeros(764), np.zeros((765, 1)))
rate = bad.number | bad.below(0.0) | bad.above(1.0) | bad.one_of(0.0)

CONTRACTS = [
    Contract(
        call=gridworld.gridworld,
        good={"layout": ["S.+"], "slip": 0.1, "step_reward": 0.0},
        refuses={"layout": not_a_layout, "slip": bad.probability, "step_reward": bad.number},
    ),
    Contract(
        call=value_iteration.action_values,
        good={"world": WORLD, "values": np.zeros(3), "discount": 0.9},
        refuses={
            "world": not_a_world,
            "values": bad.vector | bad.one_of(np.zeros(2)),
            "discount": bad.probability,
        },
    ),
    Contract(
        call=value_iteration.value_iteration,
        good={"world": WORLD, "discount": 0.9, "max_steps": 5, "tol": 0.0},
        refuses={
            "world": not_a_world,
            "discount": bad.probability,
            "max_steps": bad.count(0),
            "tol": bad.non_negative,
        },
    ),
    Contract(
        call=q_learning.epsilon_greedy,
        good={"action_values": np.zeros(2), "exploration": 0.5, "rng": 0},
        refuses={"action_values": bad.vector, "exploration": bad.probability, "rng": bad.rng},
    ),
    Contract(
        call=q_learning.q_update,
        good={
            "old": 0.0,
            "reward": 1.0,
            "next_values": np.zeros(2),
            "discount": 0.9,
            "learning_rate": 0.5,
        },
        refuses={
            "old": bad.number,
            "reward": bad.number,
            "next_values": bad.vector,
            "discount": bad.probability,
            "learning_rate": rate,
        },
    ),
    Contract(
        call=q_learning.q_learning,
        good={
            "world": WORLD,
            "n_episodes": 2,
            "discount": 0.9,
            "exploration": 0.5,
            "learning_rate": 0.5,
            "max_steps": 5,
            "rng": 0,
        },
        refuses={
            "world": not_a_world,
            "n_episodes": bad.count(1),
            "discount": bad.probability,
            "exploration": bad.probability,
            "learning_rate": rate,
            "max_steps": bad.count(1),
            "rng": bad.rng,
        },
    ),
    Contract(
        call=q_moves.q_moves,
        good={
            "world": WORLD,
            "n_moves": 2,
            "discount": 0.9,
            "exploration": 0.5,
            "learning_rate": 0.5,
            "max_steps": 5,
            "rng": 0,
        },
        refuses={
            "world": not_a_world,
            "n_moves": bad.count(1),
            "discount": bad.probability,
            "exploration": bad.probability,
            "learning_rate": rate,
            "max_steps": bad.count(1),
            "rng": bad.rng,
        },
    ),
    *(
        Contract(call=call, good={"board": BOARD}, refuses={"board": not_a_board})
        for call in (
            tic_tac_toe.player_to_move,
            tic_tac_toe.winner,
            tic_tac_toe.legal_moves,
            tic_tac_toe.minimax_values,
        )
    ),
    Contract(
        call=tic_tac_toe.play,
        good={"board": BOARD, "square": 4},
        refuses={"board": not_a_board, "square": bad.count(0) | bad.one_of(0, 9)},
    ),
    *(
        Contract(
            call=call,
            good={"values": VALUES, "board": BOARD},
            refuses={"values": not_values, "board": not_a_board},
        )
        for call in (tic_tac_toe_agent.square_values, tic_tac_toe_agent.choose_square)
    ),
    Contract(
        call=tic_tac_toe_agent.expected_results,
        good={"values": VALUES, "opponent": "random"},
        refuses={"values": not_values, "opponent": bad.choice},
    ),
    Contract(
        call=tic_tac_toe_agent.worst_result,
        good={"values": VALUES},
        refuses={"values": not_values},
    ),
    Contract(
        call=tic_tac_toe_self_play.self_play_game,
        good={"values": VALUES, "learning_rate": 0.5, "exploration": 0.5, "rng": 0},
        refuses={
            "values": not_values,
            "learning_rate": rate,
            "exploration": bad.probability,
            "rng": bad.rng,
        },
    ),
    Contract(
        call=tic_tac_toe_self_play.self_play,
        good={
            "n_games": 2,
            "learning_rate": 0.5,
            "exploration": 0.5,
            "n_checkpoints": 1,
            "rng": 0,
        },
        refuses={
            "n_games": bad.count(1),
            "learning_rate": rate,
            "exploration": bad.probability,
            "n_checkpoints": bad.count(1) | bad.one_of(3),
            "rng": bad.rng,
        },
    ),
]
