"""Optimization: finding the parameters with the smallest loss.

Chapter 06 uses ``compass`` (a search by values alone) and ``location`` (where to put a depot).
Chapters 06 and 07 use ``objectives`` and ``landscapes`` (bowls, and famous test functions with
known minima), ``descent``, ``momentum`` and ``adaptive_steps`` (the methods, whole paths),
``schedules`` (steps that shrink), ``quadratic_theory`` and ``error_bound`` (what can be proven
about them on a bowl), ``finite_sums``, ``stochastic`` and ``gradient_noise`` (learning from
batches of data).
Chapter 08 uses ``convexity`` and ``basins``, ``line_search``, ``newton``, ``coordinate`` and
``lasso``.  Chapter 09 uses ``random_search``, ``cooling`` and ``annealing``, ``genetic`` and
``tabu``, and on tours ``tours``, ``tour_annealing``, ``tour_genetic`` and ``tour_tabu``.
"""
