"""The checks of chapter 13."""

from mlcourse.chapters.calculus.checks.areas import *
