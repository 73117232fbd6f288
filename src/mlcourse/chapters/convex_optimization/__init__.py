"""Chapter 08: Convex optimization."""

from mlcourse.exercises import quiz_beside

quiz = quiz_beside(__file__)
