"""Chapter 00: What a model is made of."""

from mlcourse.exercises import quiz_beside

quiz = quiz_beside(__file__)
