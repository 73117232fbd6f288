"""Chapter 13's figures of slopes and the way back: what the theory says of them."""

import math

import numpy as np
import pytest

from mlcourse.calculus.backprop import backpropagate
from mlcourse.chapters.calculus import figures
from mlcourse.chapters.calculus.figures import (
    _backprop_stepper,
    _secant_tangent,
    _vanishing_gradients,
)
from mlcourse.chapters.calculus.figures.wiring import NETWORKS, SPOTS
from mlcourse.explore.render import Drawing
from tests.chapters.views import said, solved, view_of

# secant_tangent


@pytest.mark.parametrize("function", _secant_tangent.CURVES)
@pytest.mark.parametrize("place", [-0.75, 0.5, 1.0])
def test_truncation_falls_like_the_step_and_its_square(function: str, place: float) -> None:
    for quotient, order, steps in (("forward", 1, slice(8, 24)), ("central", 2, slice(4, 13))):
        view, _ = view_of(figures.secant_tangent, function=function, place=place, quotient=quotient)
        fit = np.polyfit(np.log(_secant_tangent.STEPS[steps]), np.log(view.error[steps]), 1)
        assert fit[0] == pytest.approx(order, abs=0.03)


def test_the_forward_error_stays_below_the_bound_of_the_text() -> None:
    view, _ = view_of(figures.secant_tangent)
    h = np.array(_secant_tangent.STEPS)
    # one rounding of x + h moves the value by at most the slope times 1.2e-16
    bound = h / 2 + (2 * 2.0**-53 + math.cos(1.0) * 1.2e-16) / h
    assert (view.error[h > 3e-16] <= bound[h > 3e-16]).all()


def test_at_one_the_last_step_disappears_and_at_zero_there_is_no_v() -> None:
    view, _ = view_of(figures.secant_tangent)
    assert view.found[-1] == 0.0
    at_zero, _ = view_of(figures.secant_tangent, place=0.0)
    assert at_zero.error[32] == 0.0  # h = 1e-8


def test_no_forward_step_solves_the_challenge() -> None:
    for digits in _secant_tangent.CLOCK:
        assert not solved(figures.secant_tangent, digits=digits)
    assert solved(figures.secant_tangent, quotient="central", digits=5.25)


def test_the_errors_are_drawn_up_to_the_clock() -> None:
    for digits in (0.0, 4.0, 16.0):
        start = figures.secant_tangent.state(digits=digits)
        artists = Drawing(figures.secant_tangent, start=start).artists
        assert len(artists.errors.get_xdata()) == 3 * (int(4 * digits) + 1)


# backprop_stepper


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("weight", _backprop_stepper.STOPS)
def test_gradients_agree_with_nudges_but_for_the_kink(network: str, weight: float) -> None:
    view, _ = view_of(figures.backprop_stepper, network=network, weight=weight)
    apart = np.abs(view.run.gradient[-1] - view.run.numeric).max()
    if (network, weight) == ("D", 2.0):  # z₁ = 0 again
        assert apart == pytest.approx(0.5, abs=1e-4)
    elif (network, weight) == ("E", 0.5):
        i = view.run.names.index("w11")
        assert view.run.gradient[-1, i] == 0.0
        assert view.run.numeric[i] == pytest.approx(-0.125, abs=1e-4)
    else:
        # central differences at about 6e-6: truncation of about 1e-10, rounding of 1e-11
        assert apart < 1e-7


@pytest.mark.parametrize("network", NETWORKS)
def test_the_curve_is_the_loss_of_the_network(network: str) -> None:
    view, _ = view_of(figures.backprop_stepper, network=network)
    s = NETWORKS[network]
    for k in (0, 20, 48):
        run = backpropagate(
            s.x, [[_backprop_stepper.AXIS[k], s.w12], s.second], [0, 0], s.v, s.c, s.t,
            activation=s.activation,
        )  # fmt: skip
        assert view.curve[k] == pytest.approx(run.value[-1], abs=1e-12)


def test_networks_are_what_the_text_says() -> None:
    view = {name: view_of(figures.backprop_stepper, network=name)[0] for name in NETWORKS}
    first, second = (view["B"].of("x1", k + 1) - view["B"].of("x1", k) for k in (10, 15))
    assert first == pytest.approx(-0.210, abs=5e-4)
    assert second == pytest.approx(0.210, abs=5e-4)
    assert view["B"].of("x1") == 0.0
    assert view["C"].of("w11") == view["C"].of("w21") == pytest.approx(0.220, abs=5e-4)
    slopes = {name: view["D"].of(name) for name in SPOTS}
    parameters = [name for name in slopes if name[0] in "wbvc"]
    assert [name for name in parameters if slopes[name] != 0] == ["c"]


def test_nothing_is_told_before_its_step() -> None:
    for step in _backprop_stepper.CLOCK:
        start = figures.backprop_stepper.state(step=step)
        artists = Drawing(figures.backprop_stepper, start=start).artists
        values = sum(bool(getattr(artists, f"value_{name}").get_text()) for name in SPOTS)
        assert values == 12 + min(step, 6)
        reached = sum(bool(getattr(artists, f"grad_{name}").get_text()) for name in SPOTS)
        assert (reached > 0) == (step >= 6)
        assert (reached == 18) == (step == 25)
        assert (len(artists.curve.get_xdata()) > 0) == (step == 25)
    assert "each of the 18" in said(figures.backprop_stepper, step=25)
    assert "−0.125" in said(figures.backprop_stepper, step=25, network="E")


def test_only_the_nudge_by_one_is_the_challenge() -> None:
    for nudge in _backprop_stepper.NUDGES:
        assert solved(figures.backprop_stepper, nudge=nudge, step=25) == (nudge == 1.0)


# vanishing_gradients


def test_a_relu_network_scales_as_a_power() -> None:
    # ReLU is homogeneous: a factor on all weights is its 50th power on the signal and the gradient
    one = view_of(figures.vanishing_gradients, activation="ReLU", scale=1.0)[0]
    two = view_of(figures.vanishing_gradients, activation="ReLU", scale=2.0)[0]
    np.testing.assert_allclose(two.signal / one.signal, 2.0 ** np.arange(51), rtol=1e-9)
    np.testing.assert_allclose(two.gradient / one.gradient, 2.0 ** np.arange(51)[::-1], rtol=1e-9)


@pytest.mark.parametrize("scale", [0.5, 1.0])
def test_sigmoids_stay_below_the_bound(scale: float) -> None:
    view, _ = view_of(figures.vanishing_gradients, activation="sigmoid", scale=scale)
    # the norm of a 64 x 64 matrix of N(0, 1/64) is about 2, and below 2.3 beyond doubt
    for k in (1, 10, 50):
        assert view.gradient[50 - k] <= (2.3 * scale / 4) ** k


def test_the_numbers_of_the_text() -> None:
    def arrives(**values: object) -> float:
        return float(view_of(figures.vanishing_gradients, **values)[0].gradient[0])

    assert arrives() == pytest.approx(3100, rel=0.01)
    assert arrives(scale=1.1) == pytest.approx(0.53, abs=0.005)
    assert arrives(scale=1.0) == pytest.approx(0.09, abs=0.005)
    assert arrives(scale=0.8) == pytest.approx(5e-6, rel=0.1)
    assert arrives(activation="sigmoid", scale=1.0) == pytest.approx(2e-32, rel=0.05)
    assert arrives(activation="sigmoid", scale=8.0) == pytest.approx(2e-3, rel=0.15)
    assert arrives(activation="sigmoid", scale=12.0) == pytest.approx(14, rel=0.02)
    assert 0.25 < arrives(activation="ReLU", scale=2**0.5) < 1
    assert arrives() ** (1 / 50) == pytest.approx(1.17, abs=0.005)


def test_the_signal_of_the_opening_looks_healthy() -> None:
    view, _ = view_of(figures.vanishing_gradients)
    assert 0.7 < view.signal.min() < view.signal.max() < 1.0


def test_the_gradient_is_drawn_as_far_as_the_clock() -> None:
    for back in _vanishing_gradients.BACK:
        start = figures.vanishing_gradients.state(back=back)
        artists = Drawing(figures.vanishing_gradients, start=start).artists
        assert len(artists.gradient.get_xdata()) == back + 1
        assert (len(artists.curve.get_xdata()) > 0) == (back == 50)


def test_a_line_ends_at_the_edge_and_an_arrowhead_goes_on() -> None:
    end = {
        ("sigmoid", 1.0): _vanishing_gradients.LOW,
        ("ReLU", 12.0): _vanishing_gradients.HIGH,
    }
    for (name, scale), edge in end.items():
        start = figures.vanishing_gradients.state(activation=name, scale=scale, back=50)
        artists = Drawing(figures.vanishing_gradients, start=start).artists
        x, y = artists.gradient.get_data()
        assert y[-1] == edge
        assert x[-1] > 0.5  # long before the input
        slope = np.diff(np.log(y)) / np.diff(x)
        assert slope[-1] / slope[:-1].mean() == pytest.approx(1, abs=0.4)  # not bent at the edge
        assert not len(artists.now.get_xdata())
        heads = artists.left_low if edge < 1 else artists.left_high
        assert list(heads.get_xdata()) == [0.0]
        others = artists.left_high if edge < 1 else artists.left_low
        assert not len(others.get_xdata())


def test_two_scales_of_tanh_solve_the_challenge() -> None:
    good = [
        (name, scale)
        for name in _vanishing_gradients.NAMES
        for scale in _vanishing_gradients.SCALES
        if solved(figures.vanishing_gradients, activation=name, scale=scale, back=50)
    ]
    assert good == [("tanh", 1.1), ("tanh", 1.2)]
