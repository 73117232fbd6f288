"""Chapter 07: Gradient descent."""

from mlcourse.exercises import quiz_beside

quiz = quiz_beside(__file__)
