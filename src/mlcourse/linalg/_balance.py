"""Balancing: rows and columns of like size by powers of two, before eigenvalues are computed.

Source: James, Langou and Lowery (2014), On matrix balancing and eigenvector computation, algorithm
3: lengths with the diagonal, so that a matrix is left alone where balancing would harm it.
"""

import numpy as np

from mlcourse._check import FloatArray, IntArray

__all__ = ["balance"]

# 2**(2 * 500) still is a double; exponents beyond that cannot be undone in the eigenvectors.
_MOST = 500


def balance(a: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return ``b = a * d / d[:, None]`` and the exponents of ``d = 2.0 ** exponents``.

    If ``b @ y = value * y`` then ``a @ (d * y) = value * (d * y)``.  Entries are at most 1 in
    size; all factors are powers of two, so that no digit is lost.
    """
    b = a.copy()
    exponents = np.zeros(len(a), dtype=np.int64)
    changed = True
    while changed:
        changed = False
        for i in range(len(b)):
            column, row = np.hypot.reduce(b[:, i]), np.hypot.reduce(b[i])
            if column == 0.0 or row == 0.0:
                continue
            shift = round((np.log2(row) - np.log2(column)) / 2)
            factor = np.ldexp(1.0, shift)
            gain = factor * column + row / factor < 0.95 * (column + row)
            if gain and abs(exponents[i] + shift) <= _MOST:
                b[:, i] *= factor
                b[i] /= factor
                exponents[i] += shift
                changed = True
    return b, exponents
