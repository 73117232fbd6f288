"""The checks of chapter 02."""

from mlcourse.chapters.bayesian_inference.checks.moving import *
from mlcourse.chapters.bayesian_inference.checks.sampling import *
from mlcourse.chapters.bayesian_inference.checks.updating import *
from mlcourse.chapters.bayesian_inference.checks.walking import *
