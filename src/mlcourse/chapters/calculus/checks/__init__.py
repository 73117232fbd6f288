"""The checks of chapter 13."""

from mlcourse.chapters.calculus.checks.areas import *
from mlcourse.chapters.calculus.checks.backwards import *
from mlcourse.chapters.calculus.checks.slopes import *
