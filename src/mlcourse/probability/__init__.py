"""Probability, chapters 01 to 04.

Chapter 01: ``sample_spaces``, ``overlap`` and ``variables`` (events and random variables on
finite spaces), ``limits`` (law of large numbers, central limit theorem), and pi by several routes:
``pi_chance`` (darts, Buffon), ``pi_exact`` (polygons, series), ``pi_digits``, ``pi_gaussian``.
Chapter 02: ``bayes``, ``conjugate``, ``credible`` and ``bayes_regression``; ``markov`` and
``mixing``; the samplers ``metropolis``, ``gibbs`` and ``hmc``, their ``targets`` and
``diagnostics``.
Chapter 03: ``family`` (what every distribution can do), ``discrete``, ``continuous``,
``gamma_beta``, ``dirichlet``, ``multivariate``, ``choosing`` (AIC, Q-Q plots) and
``total_variation``, which chapter 02 uses too.
Chapter 04: ``expectations``, ``decisions``, ``risk``, ``threshold`` and ``newsvendor``.
"""
