"""Chapter 05: Statistics."""

from mlcourse.exercises import quiz_beside

quiz = quiz_beside(__file__)
