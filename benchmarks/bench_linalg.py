"""QR and SVD at n = 100, beside the same algorithms in plain loops and beside NumPy (LAPACK).

The plain versions do the same arithmetic, one Python number at a time: what a student writes
first.  Rounds are interleaved, so that a busy machine slows all of them.  Ratios are of medians;
the spread is the lower and upper quartile.

Run ``OPENBLAS_NUM_THREADS=1 python benchmarks/bench_linalg.py``.
"""

from collections.abc import Callable
from math import copysign, hypot, sqrt
from time import perf_counter
from typing import Any

import numpy as np

from mlcourse.linalg.householder import householder_qr
from mlcourse.linalg.svd import svd

N = 100
N_REPEATS = 30
N_PLAIN_REPEATS = 5

Row = dict[str, Any]
Rows = list[list[float]]


def plain_qr(a: Rows) -> tuple[Rows, Rows]:
    """Householder QR in scalar loops."""
    m, n = len(a), len(a[0])
    r = [row[:] for row in a]
    mirrors = []
    for k in range(min(m, n)):
        v = [r[i][k] for i in range(k, m)]
        v[0] += copysign(sqrt(sum(x * x for x in v)), v[0])
        length = sqrt(sum(x * x for x in v))
        v = [x / length for x in v] if length > 0 else v
        for j in range(k, n):
            along = 2 * sum(v[i] * r[k + i][j] for i in range(m - k))
            for i in range(m - k):
                r[k + i][j] -= along * v[i]
        mirrors.append(v)
    q = [[float(i == j) for j in range(n)] for i in range(m)]
    for k in reversed(range(min(m, n))):
        v = mirrors[k]
        for j in range(k, n):
            along = 2 * sum(v[i] * q[k + i][j] for i in range(m - k))
            for i in range(m - k):
                q[k + i][j] -= along * v[i]
    return q, r


def plain_svd(a: Rows) -> tuple[Rows, list[float], Rows]:
    """One-sided Jacobi after two QR factorizations, in scalar loops, row pairs in turn."""
    n = len(a)
    outer_q, outer_r = plain_qr(a)
    inner_q, rows = plain_qr([list(column) for column in zip(*outer_r, strict=True)])
    turns = [[float(i == j) for j in range(n)] for i in range(n)]
    worst = 1.0
    while worst > 2.2e-15:
        worst = 0.0
        for i in range(n - 1):
            for j in range(i + 1, n):
                p, q = rows[i], rows[j]
                pp = qq = pq = 0.0
                for x, y in zip(p, q, strict=True):
                    pp += x * x
                    qq += y * y
                    pq += x * y
                cosine = abs(pq) / sqrt(pp * qq)
                worst = max(worst, cosine)
                if cosine <= 2.2e-15:
                    continue
                zeta = (qq - pp) / (2 * pq)
                tan = copysign(1.0, zeta) / (abs(zeta) + hypot(1.0, zeta))
                cos = 1 / hypot(1.0, tan)
                sin = cos * tan
                for table in (rows, turns):
                    p, q = table[i], table[j]
                    for k in range(n):
                        x, y = p[k], q[k]
                        p[k] = cos * x - sin * y
                        q[k] = sin * x + cos * y
    s = [sqrt(sum(x * x for x in row)) for row in rows]
    w = [[x / s[i] for x in row] for i, row in enumerate(rows)]
    u = [[sum(x * y for x, y in zip(q, row, strict=True)) for row in w] for q in outer_q]
    vt = [[sum(x * y for x, y in zip(t, q, strict=True)) for q in inner_q] for t in turns]
    return u, s, vt


def agree(a: np.ndarray) -> None:
    """All three give the same factors, up to signs and order."""
    plain = a.tolist()
    r = np.abs(np.linalg.qr(a).R)
    np.testing.assert_allclose(np.abs(householder_qr(a).r), r, atol=1e-11)
    np.testing.assert_allclose(np.abs(plain_qr(plain)[1]), r, atol=1e-11)
    s = np.linalg.svd(a, compute_uv=False)
    np.testing.assert_allclose(svd(a).s, s, rtol=1e-11)
    u, t, vt = plain_svd(plain)
    np.testing.assert_allclose(np.sort(t)[::-1], s, rtol=1e-11)
    np.testing.assert_allclose((np.array(u) * t) @ vt, a, atol=1e-11)


def compare() -> list[Row]:
    """Time the three versions of both factorizations."""
    a = np.random.default_rng(0).normal(size=(N, N))
    agree(a)
    plain = a.tolist()
    functions: dict[tuple[str, str], Callable[[], object]] = {
        ("QR", "mlcourse"): lambda: householder_qr(a),
        ("QR", "NumPy"): lambda: np.linalg.qr(a),
        ("QR", "plain loops"): lambda: plain_qr(plain),
        ("SVD", "mlcourse"): lambda: svd(a),
        ("SVD", "NumPy"): lambda: np.linalg.svd(a),
        ("SVD", "plain loops"): lambda: plain_svd(plain),
    }
    seconds: dict[tuple[str, str], list[float]] = {key: [] for key in functions}
    for repeat in range(N_REPEATS):
        for key, function in functions.items():
            if key[1] == "plain loops" and repeat >= N_PLAIN_REPEATS:
                continue
            start = perf_counter()
            function()
            seconds[key].append(perf_counter() - start)
    rows = []
    for (what, version), times in seconds.items():
        low, middle, high = np.quantile(times, [0.25, 0.5, 0.75])
        ours = np.median(seconds[what, "mlcourse"])
        rows.append(
            {
                "what": f"{what}, n = {N}",
                "version": version,
                "median_ms": 1e3 * middle,
                "low_ms": 1e3 * low,
                "high_ms": 1e3 * high,
                "repeats": len(times),
                "over_ours": middle / ours,
            }
        )
    return rows


def main() -> list[Row]:
    """Print the table and return its rows."""
    rows = compare()
    print(f"{'':14}{'':14}{'median':>10}{'quartiles':>22}{'repeats':>9}{'time / ours':>13}")
    for row in rows:
        spread = f"{row['low_ms']:.2f} to {row['high_ms']:.2f} ms"
        print(
            f"{row['what']:14}{row['version']:14}{row['median_ms']:>7.2f} ms{spread:>22}"
            f"{row['repeats']:>9}{row['over_ours']:>13.3g}"
        )
    return rows


if __name__ == "__main__":
    main()
