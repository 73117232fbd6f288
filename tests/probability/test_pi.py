"""Pi by several routes against mpmath, exact bounds and standard errors."""

import time

import mpmath
import numpy as np
import pytest
from scipy import integrate, stats

from mlcourse.probability.pi_chance import ChancePi, buffon_needle, in_disk, throw_darts
from mlcourse.probability.pi_digits import (
    _decimal_string,
    digit_test,
    inverse_tangent,
    pi_digits,
    pi_integer,
)
from mlcourse.probability.pi_exact import (
    archimedes_polygons,
    double_polygon,
    leibniz_series,
    machin_series,
)
from mlcourse.probability.pi_gaussian import disk_volume, gaussian_shells, square_volume

EPS = np.finfo(float).eps


def test_in_disk_counts_its_edge() -> None:
    points = [[0, 0], [1, 0], [0, -1], [0.6, 0.8], [0.71, 0.71], [1.0001, 0]]
    assert in_disk(points).tolist() == [True, True, True, True, False, False]


def test_darts_are_counted_one_by_one() -> None:
    run = throw_darts(40, rng=0)
    hits = 0
    for k, (x, y) in enumerate(run.points):
        hits += x * x + y * y <= 1
        share = hits / (k + 1)
        assert run.estimate[k] == pytest.approx(4 * share, rel=4 * EPS)
        expected = 4 * np.sqrt(share * (1 - share) / (k + 1))
        assert run.standard_error[k] == pytest.approx(expected, rel=8 * EPS)
    np.testing.assert_allclose(run.error, abs(run.estimate - np.pi), rtol=0, atol=0)
    assert run.work.tolist() == [7 * (k + 1) for k in range(40)]
    assert abs(run.points).max() <= 1


def test_needles_are_counted_one_by_one() -> None:
    run = buffon_needle(40, length=0.7, rng=1)
    crossings = 0
    for k, (distance, sine) in enumerate(run.points):
        crossings += distance <= 0.35 * sine
        if crossings:
            assert run.estimate[k] == pytest.approx(2 * 0.7 * (k + 1) / crossings, rel=8 * EPS)
        else:
            assert run.estimate[k] == np.inf
    assert run.points.min() >= 0
    assert run.points[:, 0].max() <= 0.5
    assert run.points[:, 1].max() <= 1


def test_a_short_needle_starts_with_infinite_estimates() -> None:
    run = buffon_needle(50, length=0.01, rng=0)
    assert run.estimate[0] == np.inf
    assert run.standard_error[0] == np.inf
    assert run.error[0] == np.inf


def test_needle_angles_are_uniform() -> None:
    angle = np.arcsin(buffon_needle(4000, rng=2).points[:, 1])
    assert stats.kstest(angle, stats.uniform(0, np.pi / 2).cdf).pvalue > 1e-3
    assert stats.kstest(angle**2 / (np.pi / 2), stats.uniform(0, np.pi / 2).cdf).pvalue < 1e-3


@pytest.mark.parametrize(
    "experiment",
    [
        pytest.param(lambda seed: throw_darts(2000, rng=seed), id="darts"),
        pytest.param(lambda seed: buffon_needle(2000, rng=seed), id="needle"),
        pytest.param(lambda seed: buffon_needle(2000, length=0.5, rng=seed), id="short needle"),
    ],
)
def test_errors_are_as_large_as_the_standard_error(experiment: object) -> None:
    runs: list[ChancePi] = [experiment(seed) for seed in range(400)]  # type: ignore[operator]
    last = np.array([run.estimate[-1] for run in runs])
    funnel = runs[0].funnel[-1]
    # mean: 4 standard errors, and the bias of a ratio, O(1/n); sd: 4 times 1/sqrt(800)
    assert abs(last.mean() - np.pi) < 4 * funnel / 20 + 10 / 2000
    assert last.std() == pytest.approx(funnel, rel=0.14)
    estimated = np.array([run.standard_error[-1] for run in runs])
    assert estimated.mean() == pytest.approx(funnel, rel=0.02)


def test_funnel_falls_as_one_over_root_n() -> None:
    for run in (throw_darts(400, rng=0), buffon_needle(400, length=0.8, rng=0)):
        assert run.funnel[99] / run.funnel[399] == pytest.approx(2.0, rel=4 * EPS)
        assert run.funnel.shape == run.estimate.shape == run.hits.shape == (400,)


def test_one_dart() -> None:
    run = throw_darts(1, rng=0)
    assert run.estimate[0] in (0.0, 4.0)
    assert run.standard_error[0] == 0.0


def test_polygons_against_tangent_and_sine() -> None:
    run = archimedes_polygons(20)
    with mpmath.workdps(40):
        for k, sides in enumerate(run.sides.tolist()):
            inner = sides * mpmath.sin(mpmath.pi / sides)
            outer = sides * mpmath.tan(mpmath.pi / sides)
            # a doubling rounds seven times
            assert abs(run.lower[k] - inner) < 7 * (k + 1) * EPS * 4
            assert abs(run.upper[k] - outer) < 7 * (k + 1) * EPS * 4
    assert run.sides[:3].tolist() == [6, 12, 24]
    # 2 to start, 6 a doubling, and 3 once for (2a + b)/3
    assert run.work.tolist() == [5 + 6 * k for k in range(21)]


def test_polygons_enclose_pi_and_stay_stable() -> None:
    run = archimedes_polygons(50)
    slack = 7 * 50 * EPS * 4
    assert np.all(run.lower < np.pi + slack)
    assert np.all(run.upper > np.pi - slack)
    assert np.all(np.diff(run.lower) > -slack)
    assert np.all(np.diff(run.upper) < slack)
    assert run.error[-1] < slack
    gaps = (run.upper - run.lower)[:12]
    np.testing.assert_allclose(gaps[1:] / gaps[:-1], 0.25, rtol=0.07)
    # negative control: the recurrence for the side is worthless by then
    side = 1.0
    for _ in range(28):
        side = np.sqrt(2 - np.sqrt(4 - side**2))
    assert abs(3 * 2**28 * side - np.pi) > 0.1


def test_snell_estimate_gains_sixteenfold() -> None:
    error = archimedes_polygons(8).error
    np.testing.assert_allclose(error[1:] / error[:-1], 1 / 16, rtol=0.1)


def test_no_doubling() -> None:
    run = archimedes_polygons(0)
    assert run.lower.tolist() == [3.0]
    assert run.upper[0] == pytest.approx(2 * np.sqrt(3), rel=EPS)


def test_doubling_of_huge_and_tiny_circles() -> None:
    lower, upper = double_polygon(3.0, 2 * 3**0.5)
    for scale in (1e300, 1e-300):
        scaled = double_polygon(3.0 * scale, 2 * 3**0.5 * scale)
        np.testing.assert_allclose(np.array(scaled) / scale, [lower, upper], rtol=8 * EPS)


@pytest.mark.parametrize("n", [1, 2, 17, 300])
def test_leibniz_against_a_loop(n: int) -> None:
    run = leibniz_series(n)
    total = 0.0
    for k in range(n):
        total += 4 * (-1) ** k / (2 * k + 1)
        assert run.estimate[k] == pytest.approx(total, rel=n * EPS)
    assert run.work.tolist() == [3 * (k + 1) for k in range(n)]


def test_leibniz_error_is_one_over_n() -> None:
    run = leibniz_series(10_000)
    n = np.arange(1, 10_001)
    # Euler-Maclaurin: error = 1/n - 1/(4 n^3) + O(n^-5); plus 10,000 roundings of about 2 eps
    np.testing.assert_allclose(run.error[4:], (1 / n - 1 / (4 * n**3.0))[4:], rtol=0, atol=5e-4)
    np.testing.assert_allclose(run.error[99:] * n[99:], 1.0, rtol=3e-5)


def test_machin_against_mpmath() -> None:
    run = machin_series(200)
    taken = {5: 0, 239: 0}  # terms of each series so far
    with mpmath.workdps(500):

        def term(m: int) -> mpmath.mpf:
            k = taken[m]
            factor = 16 if m == 5 else -4
            return factor * mpmath.mpf((-1) ** k) / ((2 * k + 1) * mpmath.mpf(m) ** (2 * k + 1))

        exact, work = mpmath.mpf(0), 0
        for k in range(200):
            m = max(taken, key=lambda m: abs(term(m)))  # the larger of the two that come next
            exact += term(m)
            work += 4 if taken[m] else {5: 1, 239: 2}[m]
            taken[m] += 1
            assert run.estimate[k] == pytest.approx(float(exact), rel=2 * EPS)
            # floor divisions: 40 (k + 1) units of 1e-420, below the smallest error by 1e100
            assert run.error[k] == pytest.approx(float(abs(exact - mpmath.pi)), rel=1e-9)
            assert run.work[k] == work
    assert run.error[-1] < 1e-217
    assert taken == {5: 155, 239: 45}  # as 4.76 digits a term are to 1.40


def test_no_term_of_machin_is_wasted() -> None:
    """Fewer operations than any fixed numbers of terms of the two series need."""
    run = machin_series(20)
    with mpmath.workdps(60):
        for within in (1e-2, 1e-3, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12):
            best = min(
                4 * (fifths + others) - 5  # the two first terms cost 1 and 2 instead of 4
                for fifths in range(1, 12)
                for others in range(1, 6)
                if abs(_machin(fifths, others) - mpmath.pi) < within
            )
            assert run.work[run.error < within].min() <= best


def _machin(fifths: int, others: int) -> mpmath.mpf:
    return 4 * sum(
        factor * (-1) ** k / ((2 * k + 1) * mpmath.mpf(m) ** (2 * k + 1))
        for m, factor, n in ((5, 4, fifths), (239, -1, others))
        for k in range(n)
    )


def test_the_leagues_of_the_race() -> None:
    """For the same work chance and Leibniz are far behind polygons and Machin."""
    work = 89
    archimedes = archimedes_polygons(14).error[14]
    assert archimedes_polygons(14).work[14] == work
    assert leibniz_series(29).error[-1] > 1e6 * archimedes
    assert throw_darts(12, rng=0).funnel[-1] > 1e6 * archimedes
    machin = machin_series(23)
    assert machin.work[-1] <= work
    assert machin.error[-1] < 1e-3 * archimedes


@pytest.mark.parametrize("n", [0, 1, 2, 5, 31, 32, 33, 99, 1000, 4321])
def test_pi_integer_against_mpmath(n: int) -> None:
    with mpmath.workdps(n + 30):
        assert pi_integer(n) == int(mpmath.floor(mpmath.pi * mpmath.mpf(10) ** n))


def test_ambiguous_guard_digits_are_extended() -> None:
    # Digits 762 to 767 of pi are nines: cut at 761, the ten guard digits 9999998372 are closer
    # to a carry than the rounding errors allow, and twenty have to decide.
    with mpmath.workdps(900):
        for n in range(755, 772):
            assert pi_integer(n) == int(mpmath.floor(mpmath.pi * mpmath.mpf(10) ** n))


def test_inverse_tangent_against_mpmath() -> None:
    unit = 10**60
    for m in (2, 5, 239):
        got = inverse_tangent(m, unit, n_terms=120)
        with mpmath.workdps(80):
            total = mpmath.mpf(0)
            for k in range(120):
                total += mpmath.mpf((-1) ** k) / ((2 * k + 1) * mpmath.mpf(m) ** (2 * k + 1))
                assert abs(got[k] - total * unit) <= 2 * (k + 1)


def test_ten_thousand_digits_against_mpmath_in_time() -> None:
    start = time.perf_counter()
    got = pi_digits(10_000)
    elapsed = time.perf_counter() - start
    with mpmath.workdps(10_020):
        text = mpmath.nstr(mpmath.pi, 10_010)[2:10_002]
    assert "".join(map(str, got.tolist())) == text
    assert elapsed < 5  # 0.1 s on an idle core


@pytest.mark.parametrize("n", [1, 2, 1999, 2000, 2001, 4001])
def test_fewer_digits_are_a_prefix(n: int) -> None:
    np.testing.assert_array_equal(pi_digits(n), pi_digits(4001)[:n])


def test_decimal_string_keeps_zeros() -> None:
    for width in (5, 2001, 4003):
        assert _decimal_string(7, width) == "7".zfill(width)


@pytest.mark.parametrize("n", [1, 10, 999])
def test_digit_test_against_scipy(n: int) -> None:
    digits = pi_digits(n)
    got = digit_test(digits)
    oracle = stats.chisquare(np.bincount(digits.astype(np.intp), minlength=10))
    assert got.statistic == pytest.approx(oracle.statistic, rel=1e-13)
    assert got.p_value == pytest.approx(oracle.pvalue, rel=1e-12)
    assert got.counts.sum() == n
    assert got.expected == n / 10
    assert got.degrees_of_freedom == 9


def test_pi_passes_and_a_rational_number_fails() -> None:
    assert digit_test(pi_digits(10_000)).p_value > 0.01
    # negative control: 1/7 = 0.142857 142857 ...
    assert digit_test(np.tile([1, 4, 2, 8, 5, 7], 200)).p_value < 1e-6


def test_p_values_of_random_digits_are_uniform() -> None:
    rng = np.random.default_rng(0)
    p_values = [digit_test(rng.integers(0, 10, 500)).p_value for _ in range(500)]
    assert stats.kstest(p_values, "uniform").pvalue > 1e-3


@pytest.mark.parametrize("radius", [0.0, 1e-9, 0.3, 1.0, 2.5, 8.0, 1e200])
def test_disk_volume_against_quadrature(radius: float) -> None:
    ring = lambda r: 2 * np.pi * r * np.exp(-r * r)  # noqa: E731
    value, error = integrate.quad(ring, 0, min(radius, 10.0), epsabs=0, epsrel=1e-12)
    assert disk_volume(radius) == pytest.approx(value, rel=1e-11, abs=error)


@pytest.mark.parametrize("half_side", [0.0, 0.4, 1.0, 3.0, 1e300])
def test_square_volume_against_quadrature(half_side: float) -> None:
    side, _ = integrate.quad(lambda x: np.exp(-x * x), 0, min(half_side, 10.0), epsabs=1e-14)
    assert square_volume(half_side) == pytest.approx((2 * side) ** 2, rel=1e-11)


def test_square_lies_between_disks_and_tends_to_pi() -> None:
    for a in np.linspace(0.1, 4, 20):
        assert disk_volume(a) < square_volume(a) < disk_volume(np.sqrt(2) * a)
    assert np.sqrt(square_volume(6.5)) == pytest.approx(np.sqrt(np.pi), rel=4 * EPS)


def test_shells_add_up() -> None:
    shells = gaussian_shells(3.0, n_shells=50)
    assert shells.edges.shape == shells.total.shape == (51,)
    assert shells.volume.shape == shells.height.shape == (50,)
    np.testing.assert_allclose(np.diff(shells.total), shells.volume, rtol=0, atol=1e-14)
    np.testing.assert_allclose(
        shells.exact_total, [disk_volume(r) for r in shells.edges], rtol=1e-14
    )
    np.testing.assert_allclose(np.diff(shells.exact_total), shells.exact_volume, rtol=0, atol=1e-14)
    assert shells.edges[-1] == 3.0


def test_shells_are_a_midpoint_rule() -> None:
    def error(n: int) -> float:
        shells = gaussian_shells(2.0, n_shells=n)
        return abs(shells.total[-1] - shells.exact_total[-1])

    assert error(100) / error(200) == pytest.approx(4.0, rel=0.01)
    # the error bound h^2 (b - a) / 24 max|f''| with |f''| < 40 on [0, 2]
    assert error(100) < 0.02**2 * 2 / 24 * 40


def test_one_shell_and_a_thin_one() -> None:
    one = gaussian_shells(1.0, n_shells=1)
    assert one.volume[0] == pytest.approx(np.pi * np.exp(-0.25), rel=4 * EPS)
    thin = gaussian_shells(1e-6, n_shells=10)
    np.testing.assert_allclose(thin.volume, thin.exact_volume, rtol=1e-11)
