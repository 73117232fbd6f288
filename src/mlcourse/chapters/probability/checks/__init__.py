"""The checks of chapter 01."""

from mlcourse.chapters.probability.checks.averages import *
from mlcourse.chapters.probability.checks.events import *
