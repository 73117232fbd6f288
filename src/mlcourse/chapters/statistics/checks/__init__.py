"""The checks of chapter 05."""

from mlcourse.chapters.statistics.checks.evaluation import *
from mlcourse.chapters.statistics.checks.reduction import *
from mlcourse.chapters.statistics.checks.regression import *
from mlcourse.chapters.statistics.checks.testing import *
