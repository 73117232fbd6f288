"""The checks of chapter 03."""

from mlcourse.chapters.distributions.checks.counting import *
from mlcourse.chapters.distributions.checks.fitting import *
from mlcourse.chapters.distributions.checks.pairs import *
