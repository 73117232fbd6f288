"""Chapter 13: Slopes, backpropagation and areas."""

from mlcourse.exercises import quiz_beside

quiz = quiz_beside(__file__)
