"""Every factorization on every family: the product is the matrix, the factors are what they say.

Tolerance: 10 n eps times the largest entry, the backward error of a stable method (Higham 2002,
sections 19.3 and 9.3) with a constant of 10; measured values are 10 to 100 times smaller.
"""

from collections.abc import Callable

import numpy as np
import pytest

from mlcourse.linalg.eigen import eigen
from mlcourse.linalg.elimination import lu
from mlcourse.linalg.gram_schmidt import gram_schmidt
from mlcourse.linalg.hessenberg import hessenberg
from mlcourse.linalg.householder import householder_qr
from mlcourse.linalg.schur import real_schur
from mlcourse.linalg.svd import svd
from mlcourse.linalg.symmetric_eigen import symmetric_eigen
from tests.linalg.families import EPS, FAMILIES, SQUARE, SYMMETRIC, bound, distance


def _orthonormal(q: np.ndarray) -> None:
    assert distance(q.T @ q, np.eye(q.shape[1])) <= 10 * len(q) * EPS


def check_lu(a: np.ndarray) -> None:
    fit = lu(a)
    assert fit.reason == "complete"
    assert fit.growth <= 4.0  # what the bound below allows for; typical matrices stay under it
    assert distance(fit.lower @ fit.upper, a[fit.rows]) <= bound(a)
    assert np.array_equal(np.triu(fit.lower), np.eye(*fit.lower.shape))
    assert np.array_equal(fit.upper, np.triu(fit.upper))
    assert np.max(np.abs(fit.lower)) <= 1.0
    assert sorted(fit.rows) == list(range(len(a)))


def check_qr(a: np.ndarray) -> None:
    fit = householder_qr(a)
    k = min(a.shape)
    assert fit.q.shape == (a.shape[0], k)
    assert fit.r.shape == (k, a.shape[1])
    assert distance(fit.q @ fit.r, a) <= bound(a)
    assert np.array_equal(fit.r, np.triu(fit.r))
    _orthonormal(fit.q)


def check_svd(a: np.ndarray) -> None:
    fit = svd(a)
    assert fit.reason == "converged"
    assert distance(fit.u * fit.s @ fit.vt, a) <= bound(a)
    assert np.all(np.diff(fit.s) <= 0)
    assert np.all(fit.s >= 0)
    _orthonormal(fit.u)
    _orthonormal(fit.vt.T)
    oracle = np.linalg.svd(a, compute_uv=False)  # LAPACK
    assert distance(fit.s, oracle) <= bound(a)


def check_classical_gram_schmidt(a: np.ndarray) -> None:
    run = gram_schmidt(a, method="classical")
    # A dropped column leaves up to tol = 1e-12 of its length behind.
    left = 1e-12 * np.max(np.abs(a)) * np.sqrt(len(a))
    assert distance(run.q @ run.r, a) <= bound(a) + left


def check_modified_gram_schmidt(a: np.ndarray) -> None:
    run = gram_schmidt(a)
    left = 1e-12 * np.max(np.abs(a)) * np.sqrt(len(a))
    assert distance(run.q @ run.r, a) <= bound(a) + left
    assert np.array_equal(run.r, np.triu(run.r))
    assert np.array_equal(np.flatnonzero(~run.q.any(axis=0)), run.dependent)


def check_hessenberg(a: np.ndarray) -> None:
    fit = hessenberg(a)
    assert distance(fit.q @ fit.h @ fit.q.T, a) <= bound(a)
    assert np.array_equal(fit.h, np.triu(fit.h, -1))
    _orthonormal(fit.q)


def check_schur(a: np.ndarray) -> None:
    fit = real_schur(a)
    assert fit.reason == "converged"
    assert distance(fit.q @ fit.t @ fit.q.T, a) <= bound(a)
    _orthonormal(fit.q)
    assert np.array_equal(fit.t, np.triu(fit.t, -1))
    below = np.flatnonzero(np.diag(fit.t, -1))
    assert np.all(np.diff(below) > 1)  # blocks of two, never of three
    for k in below:  # a block that stays has a complex pair
        assert np.iscomplex(np.linalg.eigvals(fit.t[k : k + 2, k : k + 2])).all()
    assert np.array_equal(np.iscomplex(fit.values), np.isin(np.arange(len(a)), [below, below + 1]))


def check_eigen(a: np.ndarray) -> None:
    fit = eigen(a)
    # Backward stable: each pair is exact for a matrix n eps |A| away.
    with np.errstate(over="ignore"):
        defect = (a / np.max(np.abs(a), initial=1e-300)) @ fit.vectors - fit.vectors * (
            fit.values / np.max(np.abs(a), initial=1e-300)
        )
    assert np.max(np.abs(defect)) <= 10 * len(a) * EPS
    assert np.allclose(np.linalg.norm(fit.vectors, axis=0), 1.0, rtol=0, atol=10 * len(a) * EPS)
    moduli = np.abs(fit.values)
    assert np.all(np.diff(moduli) <= 1e-11 * max(moduli[0], 1e-300))


def check_symmetric(a: np.ndarray) -> None:
    fit = symmetric_eigen(a)
    assert fit.reason == "converged"
    assert distance(fit.vectors * fit.values @ fit.vectors.T, a) <= bound(a)
    _orthonormal(fit.vectors)
    assert np.all(np.diff(fit.values) <= 0)
    assert distance(fit.values[::-1], np.linalg.eigvalsh(a)) <= bound(a)  # LAPACK


TABLE: dict[Callable[[np.ndarray], None], dict[str, np.ndarray]] = {
    check_lu: FAMILIES,
    check_qr: FAMILIES,
    check_svd: FAMILIES,
    check_classical_gram_schmidt: FAMILIES,
    check_modified_gram_schmidt: FAMILIES,
    check_hessenberg: SQUARE,
    check_schur: SQUARE,
    check_eigen: SQUARE,
    check_symmetric: SYMMETRIC,
}


@pytest.mark.parametrize(
    ("check", "a"),
    [
        pytest.param(check, a, id=f"{check.__name__.removeprefix('check_')}-{name}")
        for check, family in TABLE.items()
        for name, a in family.items()
    ],
)
def test_factorization(check: Callable[[np.ndarray], None], a: np.ndarray) -> None:
    before = a.copy()
    check(a)
    assert np.array_equal(a, before)  # the matrix given is not touched
