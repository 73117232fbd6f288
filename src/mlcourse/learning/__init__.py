"""Learning machines, chapter 14 (and the vanishing gradients of chapter 13).

Networks: ``initialisation``, ``network``, ``losses``, ``training``, ``signal_flow``.  Language:
``attention``, ``characters``, ``character_model``, ``language_model``, ``language_training``.
Games: ``gridworld``, ``value_iteration``, ``q_learning``; ``tic_tac_toe`` (rules, perfect play),
``tic_tac_toe_positions``, ``tic_tac_toe_agent`` (how it plays), ``tic_tac_toe_self_play`` (how it
learns).
"""
