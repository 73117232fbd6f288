"""Chapter 12: Matrix factorization."""

from mlcourse.exercises import quiz_beside

quiz = quiz_beside(__file__)
