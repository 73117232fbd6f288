"""Learning by doing: the engine of checks, problems and quizzes; it knows no chapter.

``check`` and ``calling`` examine the reader's code, ``problem`` states problems for pencil and
paper, ``quizzes`` shows the questions of a file.
"""

from mlcourse.exercises.check import Exercise, ValueExercise
from mlcourse.exercises.problem import Problem, pick
from mlcourse.exercises.quizzes import quiz_beside

__all__ = ["Exercise", "Problem", "ValueExercise", "pick", "quiz_beside"]
