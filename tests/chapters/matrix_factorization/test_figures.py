"""Chapter 12's figures of LU, QR and eigenvectors: what the theory says of them."""

from fractions import Fraction

import numpy as np
import pytest

from mlcourse.chapters.matrix_factorization import figures
from mlcourse.chapters.matrix_factorization.figures import (
    _eigenvectors,
    _lu_stepper,
    _qr_stability,
)
from mlcourse.chapters.matrix_factorization.figures.numerals import short, written
from mlcourse.explore.render import Drawing
from mlcourse.linalg.gallery import lauchli
from tests.chapters.views import said, solved, view_of

# lu_stepper

SIXTEEN = _lu_stepper.SIXTEEN


def test_three_digits_swallow_the_second_equation() -> None:
    view, _ = view_of(figures.lu_stepper, step=6)
    run = view.run
    assert [float(run[name].exact) for name in "muc"] == [10000, -9999, -9998]
    assert [float(run[name].kept) for name in "mucyx"] == [10000, -10000, -10000, 1, 0]
    assert "(0.0001, 1), (1, 0)" in _lu_stepper._product(view)  # x + y has become x


@pytest.mark.parametrize("epsilon", _lu_stepper.SMALL)
@pytest.mark.parametrize("digits", _lu_stepper.DIGITS)
def test_pivoting_saves_x_at_every_size(epsilon: float, digits: str) -> None:
    view, _ = view_of(figures.lu_stepper, epsilon=epsilon, digits=digits, pivoting=True)
    kept = _lu_stepper.DIGITS[digits]
    assert view.stored("x") == pytest.approx(view.x, rel=5 * 10.0**-kept)
    assert view.x == pytest.approx(1 / (1 - epsilon))


def test_the_largest_bad_epsilon_is_the_challenge() -> None:
    bad = [
        epsilon
        for epsilon in _lu_stepper.SMALL
        if abs(view_of(figures.lu_stepper, epsilon=epsilon, digits=SIXTEEN)[0].stored("x") - 1)
        > 0.12  # at ε = 0.1 the answer is 1.111
    ]
    assert max(bad) == 1e-17
    assert solved(figures.lu_stepper, epsilon=1e-17, digits=SIXTEEN, step=6)


def test_nothing_is_told_before_its_step() -> None:
    for step in range(7):
        artists = Drawing(figures.lu_stepper, start=figures.lu_stepper.state(step=step)).artists
        told = [bool(getattr(artists, f"does_{k}").get_text()) for k in range(6)]
        assert told == [k < step for k in range(6)]
        assert len(artists.new.get_xdata()) == (2 if step >= 4 else 0)
        assert bool(artists.product.get_text()) == (step == 6)
    assert "45" in said(figures.lu_stepper, step=3)[:60] or "44.99" in said(figures.lu_stepper)
    assert "0.00573°" in said(figures.lu_stepper, step=4)
    assert "45°" in said(figures.lu_stepper, step=4, pivoting=True)


def test_numbers_are_written_as_on_paper() -> None:
    assert written(Fraction(1, 10**7)) == "10⁻⁷"
    assert written(Fraction(-9999)) == "−9999"
    assert short(Fraction(8, 9), 3, more=True) == "0.88889…"
    assert short(Fraction(1 - 10**20), 16, more=True) == "1 − 10²⁰"
    assert short(Fraction(-(10**20)), 16) == "−10²⁰"


# qr_stability


def test_the_classical_dial_breaks_where_epsilon_squared_is_lost() -> None:
    angles = {
        name: view_of(figures.qr_stability, size=1e-8)[0].angles[name]
        for name in _qr_stability.METHODS
    }
    assert angles["classical"][6] == pytest.approx(60.0, abs=1e-6)
    assert angles["modified"][6] == pytest.approx(90.0, abs=1e-6)
    assert angles["Householder"][6] == pytest.approx(90.0, abs=1e-6)
    # before the last subtraction the two Gram-Schmidts have done the same
    np.testing.assert_array_equal(angles["classical"][:5], angles["modified"][:5])


def test_the_angles_are_those_of_exact_arithmetic_where_nothing_is_lost() -> None:
    a = lauchli(3, 0.1)
    q, _ = np.linalg.qr(a)
    left = a - np.outer(q[:, 0], q[:, 0] @ a)
    cosine = left[:, 1] @ left[:, 2] / np.prod(np.linalg.norm(left[:, 1:], axis=0))
    view, _ = view_of(figures.qr_stability, size=0.1)
    for name in _qr_stability.METHODS:
        assert view.angles[name][4 if name != "Householder" else 1] == pytest.approx(
            np.degrees(np.arccos(cosine)), abs=1e-9
        )
        assert view.angles[name][6] == pytest.approx(90.0, abs=1e-9)


def test_errors_grow_like_the_square_the_first_power_and_not_at_all() -> None:
    view, _ = view_of(figures.qr_stability, size=1e-7)
    slope = {
        name: np.polyfit(np.log(view.past[4:]), np.log(errors[4:]), 1)[0]
        for name, errors in view.errors.items()
    }
    assert slope["classical"] == pytest.approx(-2.0, abs=0.3)
    assert slope["modified"] == pytest.approx(-1.0, abs=0.3)
    assert slope["Householder"] == pytest.approx(0.0, abs=0.1)


def test_the_first_crack_is_the_challenge() -> None:
    off = {
        size: abs(view_of(figures.qr_stability, size=size)[0].angles["classical"][6] - 90)
        for size in _qr_stability.SIZES
    }
    largest = max(size for size, far in off.items() if far > 1)
    assert largest == pytest.approx(10**-7.5, rel=1e-5)
    assert solved(figures.qr_stability, size=largest, step=6)
    assert not solved(figures.qr_stability, size=1e-8, step=6)


# eigenvectors


@pytest.mark.parametrize("q", _eigenvectors.CORNERS)
@pytest.mark.parametrize("h", [-1.5, 0.0, 1.0])
def test_the_lines_are_those_of_numpy_and_h_only_shifts(h: float, q: float) -> None:
    view, _ = view_of(figures.eigenvectors, h=h, q=q)
    values, _ = np.linalg.eig([[h, 1.0], [q, h]])
    if q < 0:
        assert view.lines == ()
        assert np.abs(values.imag).min() > 0
        assert (view.cross < 0).all()
    else:
        assert len(view.lines) == (1 if q == 0 else 2)
        found = sorted(factor for _, factor in view.lines)
        np.testing.assert_allclose(found, sorted(set(values.real.round(9))), atol=1e-6)
    turn = np.radians(_eigenvectors.TURNS)
    np.testing.assert_allclose(view.cross, q * np.cos(turn) ** 2 - np.sin(turn) ** 2, atol=1e-12)


@pytest.mark.parametrize(("q", "degrees"), [(0.0, (0,)), (1 / 3, (30, 150)), (1.0, (45, 135))])
def test_a_line_is_marked_when_the_vector_is_on_it(q: float, degrees: tuple[int, ...]) -> None:
    view, _ = view_of(figures.eigenvectors, q=q)
    assert tuple(round(line, 2) for line, _ in view.lines) == degrees
    assert set(degrees) <= set(_eigenvectors.TURNS)
    words = ["none", "one", "two"]
    for theta in _eigenvectors.TURNS:
        met = sum(line <= theta for line in degrees)
        assert f"so far: {words[met]}" in said(figures.eigenvectors, q=q, theta=theta)


def test_the_quarter_turn_is_the_challenge() -> None:
    assert solved(figures.eigenvectors, h=0, q=-1)
    view, _ = view_of(figures.eigenvectors, h=0, q=-1)
    turn = np.radians(_eigenvectors.TURNS)
    v = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    np.testing.assert_allclose(np.sum(v * view.images, axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(np.linalg.norm(view.images, axis=1), 1)
