"""Chapter 11: Vector spaces."""

from mlcourse.exercises import quiz_beside

quiz = quiz_beside(__file__)
