"""The checks of chapter 14."""

from mlcourse.chapters.putting_it_together.checks.language import *
from mlcourse.chapters.putting_it_together.checks.play import *
