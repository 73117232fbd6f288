"""The checks of chapter 12."""

from mlcourse.chapters.matrix_factorization.checks._low_rank import *
from mlcourse.chapters.matrix_factorization.checks._svd import *
from mlcourse.chapters.matrix_factorization.checks.eigenvalues import *
from mlcourse.chapters.matrix_factorization.checks.elimination import *
from mlcourse.chapters.matrix_factorization.checks.mirrors import *
