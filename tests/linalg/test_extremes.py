"""Any finite matrix, out to the ends of the range of a double: no warning, no exception.

Warnings are errors in this test suite, so that calling is the test.
"""

from collections.abc import Callable
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mlcourse.linalg.conditioning import (
    backward_error,
    condition_number,
    orthogonality_error,
    rank,
)
from mlcourse.linalg.coordinates import change_of_basis, coordinates, matrix_in_basis
from mlcourse.linalg.eigen import eigen
from mlcourse.linalg.elimination import determinant, lu
from mlcourse.linalg.gram_schmidt import gram_schmidt
from mlcourse.linalg.hessenberg import hessenberg
from mlcourse.linalg.householder import householder_qr
from mlcourse.linalg.low_rank import truncate
from mlcourse.linalg.maps import compose, map_points, null_direction, signed_area
from mlcourse.linalg.plane_eigen import plane_eigen
from mlcourse.linalg.power_iteration import power_iteration, power_step
from mlcourse.linalg.schur import qr_step, real_schur
from mlcourse.linalg.solve import least_squares_qr, least_squares_svd, solve_lu
from mlcourse.linalg.svd import svd
from mlcourse.linalg.symmetric_eigen import symmetric_eigen
from mlcourse.linalg.vector_spaces import combine, dimension, in_span, null_space
from mlcourse.linalg.vectors import dot, norm, project
from mlcourse.linalg.whitening import whiten

entries = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(
    [0.0, 1.0, -1.0, 1e-170, 1e170, 5e-324, 1.7e308, -1.7e308]
)
Matrix = np.ndarray


def _matrices(*shapes: tuple[int, int]) -> st.SearchStrategy[Matrix]:
    return st.sampled_from(shapes).flatmap(lambda s: hnp.arrays(float, s, elements=entries))


plane = _matrices((2, 2))
square = _matrices((1, 1), (2, 2), (3, 3), (4, 4))
general = _matrices((1, 1), (1, 3), (2, 2), (3, 1), (3, 3), (4, 2), (2, 4))


def _ones(n: int) -> Matrix:
    return np.ones(n)


def _project(a: Matrix) -> None:
    if a[-1].any():
        project(a[0], a[-1])
    dot(a[0], a[-1])
    norm(a[0])


def _whiten(a: Matrix) -> None:
    with suppress(ValueError):  # constant data and single rows are refused
        whiten(a)


CALLS: list[tuple[st.SearchStrategy[Matrix], Callable[[Matrix], object]]] = [
    (plane, signed_area),
    (plane, null_direction),
    (plane, plane_eigen),
    (square, eigen),
    (square, determinant),
    (square, hessenberg),
    (square, real_schur),
    (square, qr_step),
    (square, lambda a: power_iteration(a, _ones(len(a)), max_steps=20)),
    (square, lambda a: power_step(a, _ones(len(a)))),
    (square, lambda a: symmetric_eigen(np.tril(a) + np.tril(a, -1).T)),
    (square, lambda a: solve_lu(a, _ones(len(a)))),
    (square, lambda a: solve_lu(a, a[0], pivoting=False)),
    (square, lambda a: coordinates(a[0], a)),
    (square, lambda a: change_of_basis(np.eye(len(a)), a)),
    (square, lambda a: matrix_in_basis(a, a.T)),
    (general, lu),
    (general, householder_qr),
    (general, svd),
    (general, lambda a: truncate(svd(a), 1)),
    (general, gram_schmidt),
    (general, lambda a: gram_schmidt(a, method="classical", tol=0)),
    (general, condition_number),
    (general, rank),
    (general, orthogonality_error),
    (general, null_space),
    (general, dimension),
    (general, lambda a: in_span(a[:, 0], a)),
    (general, lambda a: least_squares_qr(a, _ones(len(a)))),
    (general, lambda a: least_squares_svd(a, a[:, 0])),
    (general, lambda a: map_points(a, _ones(a.shape[1]))),
    (general, lambda a: compose(a, a.T)),
    (general, lambda a: combine(a, a[0])),
    (general, lambda a: backward_error(a, a[0], a[:, 0])),
    (general, _project),
    (general, _whiten),
]


@pytest.mark.parametrize(("matrices", "call"), CALLS)
def test_any_finite_matrix_is_answered(
    matrices: st.SearchStrategy[Matrix], call: Callable[[Matrix], object]
) -> None:
    @given(a=matrices)
    @settings(deadline=None, max_examples=60, derandomize=True)
    def run(a: Matrix) -> None:
        call(a)

    run()
