"""The checks of chapter 07."""

from mlcourse.chapters.gradient_descent.checks.descent import *
from mlcourse.chapters.gradient_descent.checks.reading import *
from mlcourse.chapters.gradient_descent.checks.stochastic_descent import *
