"""Chapter 09: Derivative-free search."""

from mlcourse.exercises import quiz_beside

quiz = quiz_beside(__file__)
