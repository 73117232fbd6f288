"""The checks of chapter 04."""

from mlcourse.chapters.expected_values.checks.acting import *
from mlcourse.chapters.expected_values.checks.averaging import *
