"""The checks of chapter 00."""

from mlcourse.chapters.introduction.checks.line import *
from mlcourse.chapters.introduction.checks.using import *
