"""The checks of chapter 11."""

from mlcourse.chapters.vector_spaces.checks.bases import *
from mlcourse.chapters.vector_spaces.checks.projections import *
