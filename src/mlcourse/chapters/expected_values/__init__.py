"""Chapter 04: Expected values."""

from mlcourse.exercises import quiz_beside

quiz = quiz_beside(__file__)
