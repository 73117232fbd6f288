"""Statistics for chapter 05: testing, regression, reduction, evaluation.

Testing: ``t_tests``, ``permutation``, ``chi_squared`` (also the digits of pi in chapter 01),
``power_analysis``, ``peeking`` and ``bootstrap``.  Regression: ``least_squares``,
``nested_models``, ``polynomial``, ``ridge`` and ``loss_bowl`` (also the first fit in chapter
00).  Reduction: ``pca`` and ``axis_rotation``.  Evaluation: ``regression_metrics``,
``classification_metrics``, ``ranking_curves`` and ``binormal``.
"""
