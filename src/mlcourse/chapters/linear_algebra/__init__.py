"""Chapter 10: Vectors and matrices."""

from mlcourse.exercises import quiz_beside

quiz = quiz_beside(__file__)
