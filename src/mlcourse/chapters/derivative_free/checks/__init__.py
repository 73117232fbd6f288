"""The checks of chapter 09."""

from mlcourse.chapters.derivative_free.checks.climbing import *
from mlcourse.chapters.derivative_free.checks.crowds import *
from mlcourse.chapters.derivative_free.checks.racing import *
