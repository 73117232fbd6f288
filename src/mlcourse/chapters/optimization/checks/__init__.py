"""The checks of chapter 06."""

from mlcourse.chapters.optimization.checks.conditioning import *
from mlcourse.chapters.optimization.checks.objectives import *
from mlcourse.chapters.optimization.checks.searching import *
