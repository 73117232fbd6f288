"""Calculus, chapter 13 (and the engine of chapter 14).

Slopes: ``differences`` (finite differences, complex step, gradient check).  Chain rule:
``backprop`` (a 2-2-1 network, edge by edge), ``autodiff`` and ``tensor_functions`` (reverse mode on
arrays).  Areas: ``rules`` (Riemann, trapezoid, Simpson), ``adaptive_quadrature``, ``gauss``,
``product_grid``, ``monte_carlo`` (with importance sampling) and ``dimension`` (grid against
Monte Carlo at equal budget).
"""
