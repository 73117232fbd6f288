"""Chapter 02: Bayesian inference."""

from mlcourse.exercises import quiz_beside

quiz = quiz_beside(__file__)
