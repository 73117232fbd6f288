"""Chapter 14: From four pillars to learning machines."""

from mlcourse.exercises import quiz_beside

quiz = quiz_beside(__file__)
