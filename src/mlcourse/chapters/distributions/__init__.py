"""Chapter 03: Distributions."""

from mlcourse.exercises import quiz_beside

quiz = quiz_beside(__file__)
