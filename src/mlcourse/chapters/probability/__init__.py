"""Chapter 01: A foundation of probability and statistics."""

from mlcourse.exercises import quiz_beside

quiz = quiz_beside(__file__)
