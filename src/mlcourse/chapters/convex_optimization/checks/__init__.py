"""The checks of chapter 08."""

from mlcourse.chapters.convex_optimization.checks.convexity import *
from mlcourse.chapters.convex_optimization.checks.methods import *
from mlcourse.chapters.convex_optimization.checks.penalties import *
