"""Chapter 06: Optimization algorithms."""

from mlcourse.exercises import quiz_beside

quiz = quiz_beside(__file__)
