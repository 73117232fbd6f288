"""The figures of chapter 02 say what the theory says; pictures are tested by the common suite."""

from itertools import product

import numpy as np
import pytest
from scipy.stats import beta as beta_distribution
from scipy.stats import norm

from mlcourse.chapters.bayesian_inference import figures
from mlcourse.chapters.bayesian_inference.figures import (
    _base_rate,
    _beta_bernoulli,
    _duration_check,
    _five_state_chain,
    _metropolis,
    _predictive_check,
    eruptions,
    ridge,
    visits,
    walks,
)
from mlcourse.explore import Explorer
from mlcourse.explore.render import Drawing
from mlcourse.probability.metropolis import metropolis as run_metropolis
from mlcourse.probability.targets import correlated_gaussian
from tests.chapters.views import said, solved, view_of


@pytest.mark.parametrize("name", [n for n in dir(figures) if n[0] != "_"])
def test_a_preset_leaves_nothing_of_what_was_set_before(name: str) -> None:
    explorer = getattr(figures, name)
    if not isinstance(explorer, Explorer):
        return
    for label, values in explorer.presets.items():
        assert set(explorer.controls) - set(values) <= {"seed"}, label


# base_rate


def test_counts_are_a_thousand_people_and_the_value_is_bayes() -> None:
    for state in list(figures.base_rate.states())[::37]:
        values, _ = figures.base_rate.values(state)
        view = _base_rate.compute(**values)
        assert sum(view.counts) == 1000
        assert min(view.counts) >= 0
        a, s, c = (values[k] / 100 for k in ("prevalence", "sensitivity", "specificity"))
        expected = [a * (1 - s), a * s, (1 - a) * (1 - c), (1 - a) * c]
        # each edge of a group is rounded, so a group is off by less than one person
        np.testing.assert_allclose(view.counts, 1000 * np.array(expected), atol=1.0)
        assert view.positive_predictive == pytest.approx(a * s / (a * s + (1 - a) * (1 - c)))


def test_the_readout_counts_whole_people_and_claims_no_false_certainty() -> None:
    text = said(figures.base_rate, prevalence=0.1, sensitivity=99, specificity=99)
    assert "Of 100,000 people 1,098 test positive, 99 of them ill" in text
    assert "> 99.99 %" in text
    certain = said(figures.base_rate, prevalence=0.1, sensitivity=100, specificity=99)
    assert "P(healthy | negative) = 100.00 %" in certain


def test_areas_of_the_groups_are_their_counts() -> None:
    def area(corners: np.ndarray) -> float:  # the shoelace formula
        x, y = corners.T
        return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2

    for first, last in [(0, 0), (0, 10), (3, 9), (20, 30), (10, 109), (109, 1000), (0, 1000)]:
        assert area(_base_rate._outline(first, last)) == last - first


# beta_bernoulli


@pytest.mark.parametrize("tosses", _beta_bernoulli.TOSSES)
def test_posterior_counts_successes_and_failures(tosses: str) -> None:
    view, _ = view_of(figures.beta_bernoulli, tosses=tosses, alpha=4, beta=12, true_p=0.8)
    for k, n in enumerate(_beta_bernoulli.LOOKS):
        s = view.successes[k]
        for belief, a, b in ((view.you, 4, 12), (view.flat, 1, 1)):
            truth = beta_distribution(a + s, b + n - s)
            assert belief.mean[k] == pytest.approx(truth.mean())
            assert belief.low[k] == pytest.approx(truth.ppf(0.025))
            assert belief.high[k] == pytest.approx(truth.ppf(0.975))


def test_no_peak_is_cut_flat_by_the_grid() -> None:
    for a, b in [(1, 1), (12, 1), (32, 70), (21, 81), (1, 101), (105, 27)]:
        p, density = _beta_bernoulli._density(a, b).T
        mode = min(max((a - 1) / (a + b - 2), 0), 1) if a + b > 2 else 0.5
        highest = min(beta_distribution.pdf(mode, a, b), 1.5 * _beta_bernoulli.TOP)
        # points are 0.32 standard deviations apart, so one is within 0.16: exp(-0.16**2 / 2)
        assert density.max() == pytest.approx(highest, rel=0.015)
        area = np.trapezoid(density, p)
        assert b == 1 or a == 1 or area == pytest.approx(1, abs=0.01)


def test_order_does_not_matter_in_the_end_and_the_prior_washes_out() -> None:
    came, sorted_ = (
        view_of(figures.beta_bernoulli, tosses=tosses, true_p=0.5)[0]
        for tosses in ("sample 1", _beta_bernoulli.SORTED)
    )
    assert came.successes[-1] == sorted_.successes[-1]
    assert came.you.mean[-1] == sorted_.you.mean[-1]
    assert came.you.mean[5] != sorted_.you.mean[5]
    gap = [
        abs(
            view_of(figures.beta_bernoulli, alpha=12, beta=1)[0].you.mean[k]
            - view_of(figures.beta_bernoulli, alpha=1, beta=12)[0].you.mean[k]
        )
        for k in (0, -1)
    ]
    assert gap[1] == pytest.approx(11 / 113)  # both priors weigh 13 of 113
    assert gap[0] == pytest.approx(11 / 13)


def test_when_the_stubborn_interval_holds_the_truth_is_luck() -> None:
    holds = {}
    for tosses in _beta_bernoulli.TOSSES[: _beta_bernoulli.N_SAMPLES]:
        view, _ = view_of(figures.beta_bernoulli, tosses=tosses)
        inside = (view.you.low <= 0.2) & (view.you.high >= 0.2)
        holds[tosses] = _beta_bernoulli.LOOKS[inside].tolist()
    # what the text says of the four samples
    assert holds["sample 1"][0] == 70
    assert holds["sample 2"][0] == 40
    assert 60 not in holds["sample 2"]
    assert holds["sample 4"] == []
    for tosses, looks in holds.items():
        first = looks[0] if looks else None
        found = [n for n in _beta_bernoulli.LOOKS.tolist()
                 if solved(figures.beta_bernoulli, tosses=tosses, n=n)]  # fmt: skip
        assert found == ([first] if looks else [])


# predictive_check


def test_the_coin_is_surprised_by_the_order_and_memory_is_not() -> None:
    coin, memory = (_predictive_check.compute(model=m) for m in ("a coin", "a coin with memory"))
    assert coin.count == memory.count == 182
    assert coin.counts.max() == 156
    assert np.sum(coin.counts >= 152) == 5  # the text: one in 800
    low, high = np.quantile(memory.counts, [0.025, 0.975])
    assert low < 182 < high
    # oracle: 271 pairs of independent tosses differ with probability 2 p (1 - p), p near 175 / 272;
    # the posterior of p adds less than 1 to the mean
    p = 175 / 272
    assert coin.counts.mean() == pytest.approx(271 * 2 * p * (1 - p), abs=1)


def test_one_gaussian_fills_the_gap_and_two_do_not() -> None:
    one, two = (_duration_check.compute(model=m) for m in ("one Gaussian", "two Gaussians"))
    x = eruptions.minutes()
    assert one.count == np.sum((x > 2.5) & (x < 3.5)) == 12
    inside = np.diff(norm.cdf(eruptions.GAP, x.mean(), x.std(ddof=1)))[0]
    assert one.counts.mean() == pytest.approx(272 * inside, rel=0.02)
    assert one.counts.min() > 12
    low, high = np.quantile(two.counts, [0.025, 0.975])
    assert low < 12 < high


def test_log_mixture_is_likelihood_times_prior() -> None:
    def slow(w: float, m1: float, m2: float, s1: float, s2: float) -> float:
        x = eruptions.minutes()
        like = np.log(w * norm.pdf(x, m1, s1) + (1 - w) * norm.pdf(x, m2, s2)).sum()
        normal = norm.logpdf([m1, m2], 3, 2).sum() + norm.logpdf(np.log([s1, s2]), -1, 1).sum()
        return float(like + normal + np.log(w * (1 - w)))

    points = [(0.4, 2.0, 4.3, 0.2, 0.5), (0.6, 4.3, 2.0, 0.5, 0.2), (0.3, 2.5, 4.0, 0.4, 0.4)]
    z = [[np.log(w / (1 - w)), a, b, np.log(s), np.log(t)] for w, a, b, s, t in points]
    ours = eruptions.log_mixture(np.array(z) / eruptions.UNITS)
    theirs = np.array([slow(*point) for point in points])
    np.testing.assert_allclose(np.diff(ours), np.diff(theirs), rtol=1e-10)
    assert ours[0] == pytest.approx(ours[1])  # it does not care which is called the first


def test_a_coin_comes_near_only_after_hundreds_of_copies() -> None:
    # oracle: the pairs, counted with booleans
    x = eruptions.minutes() > eruptions.LONG
    assert np.sum(x[1:] != x[:-1]) == 182
    assert not solved(figures.predictive_check, model="a coin", n=223)
    assert solved(figures.predictive_check, model="a coin", n=480)
    assert not solved(figures.predictive_check, model="a coin", n=4000)
    assert not solved(figures.predictive_check, model="a coin with memory", n=4000)
    assert "or more in 0 of the copies, as many or fewer in 4,000" in said(
        figures.predictive_check, model="a coin", n=4000
    )


def test_the_nearest_copy_is_told_and_marked_and_every_count_is_in_the_picture() -> None:
    for module in (_predictive_check, _duration_check):
        for model in module.MODELS:
            view = module.compute(model=model)
            assert view.feature.bins[0] <= min(view.counts.min(), view.count)
            assert max(view.counts.max(), view.count) <= view.feature.bins[-1]
    coin = _predictive_check.compute(model="a coin")
    for n in (2, 223, 480, 4000):
        nearest = coin.counts[:n].max()  # none of a coin's comes up to the data
        text = said(figures.predictive_check, model="a coin", n=n)
        assert f"the nearest {nearest:.0f}." in text
        artists = Drawing(
            figures.predictive_check, start=figures.predictive_check.state(model="a coin", n=n)
        ).artists
        assert artists.nearest.get_xdata() == [nearest]


def test_no_list_names_a_model_of_a_later_section() -> None:
    assert not set(_predictive_check.MODELS) & set(_duration_check.MODELS)
    assert {*_predictive_check.MODELS, *_duration_check.MODELS} == set(eruptions.COPIERS)


# five_state_chain


@pytest.mark.parametrize("chain", _five_state_chain.CHAINS)
def test_wanted_distribution_is_stationary(chain: str) -> None:
    transition, wanted = _five_state_chain._transition(chain)
    np.testing.assert_allclose(transition.sum(axis=1), 1.0)
    np.testing.assert_allclose(wanted @ transition, wanted, atol=1e-15)
    balanced = np.allclose(wanted[:, None] * transition, (wanted[:, None] * transition).T)
    assert balanced == (chain != "merry-go-round")


def test_regimes_are_what_the_numbers_say() -> None:
    met = set()
    for chain in _five_state_chain.CHAINS:
        for start in range(1, 6):
            view = _five_state_chain.compute(chain=chain, start=start)
            late = view.distance[-1]
            met.add(regime := _five_state_chain.regime(view, 40))
            assert (late < 0.02) == regime.startswith("at π")
            assert np.all(np.diff(view.distance) <= 1e-12)  # a step never adds distance
    assert met == {
        "at π, no net flow",
        "at π, and it circulates",
        "no net flow, at another π",
        "swings to and fro",
    }


def test_arrows_point_with_the_flow() -> None:
    view = _five_state_chain.compute(chain="merry-go-round", start=1)
    arrows = _five_state_chain._arrows(view, 40)
    assert len(arrows) == 5
    for arrow, (i, j) in zip(arrows, _five_state_chain.PAIRS[:5], strict=True):
        tip = arrow[3]
        near = np.linalg.norm(_five_state_chain.PLACE - tip, axis=1).argmin()
        assert near == j != i


@pytest.mark.parametrize("chain", _five_state_chain.CHAINS)
def test_every_allowed_move_is_drawn_and_walked(chain: str) -> None:
    view = _five_state_chain.compute(chain=chain, start=4)
    linked = {frozenset(pair) for pair in _five_state_chain._directed()}
    for i, j in zip(*np.nonzero(view.transition), strict=True):
        assert i == j or frozenset((i, j)) in linked
    ends = _five_state_chain._edges(view.transition).reshape(-1, 3, 2)[:, :2]
    assert len(ends) == np.triu(view.transition + view.transition.T, 1).astype(bool).sum()
    assert np.all(view.transition[view.walker[:-1], view.walker[1:]] > 0)
    assert view.walker[0] == 3


def test_a_walker_goes_on_when_the_net_flow_has_ceased() -> None:
    view, _ = view_of(figures.five_state_chain, chain="Metropolis")
    assert np.abs(view.net[-10:]).max() < _five_state_chain.NEAR
    assert np.any(np.diff(view.walker[-10:]) != 0)


# metropolis


def _walk(**values: object) -> walks.View:
    return view_of(figures.metropolis, **values)[0]


def test_tiny_and_huge_steps_fail_and_some_in_between_agree() -> None:
    last = {
        scale: _walk(target="Gaussian", scale=scale).numbers[walks.N_MOVES]
        for scale in (0.05, 1.5, 10)
    }
    assert "tiny" in last[0.05].regime
    assert last[1.5].regime.startswith("below 1.1")
    assert last[1.5].rhat < 1.1 < last[0.05].rhat
    assert last[1.5].ess > 4 * max(last[0.05].ess, last[10].ess)
    assert last[0.05].accepted > 0.9 > 0.03 > last[10].accepted


def test_a_low_rhat_of_few_draws_is_said_to_be_worth_little() -> None:
    met = set()
    for scale, seed, target in product(walks.SCALES, (0, 1), walks.TARGETS):
        for numbers in _walk(target=target, scale=scale, seed=seed).numbers.values():
            if numbers.rhat < 1.1:
                met.add(few := numbers.ess < 100)
                assert ("worth only" in numbers.regime) == few
                assert "agree" not in numbers.regime
    assert met == {True, False}


def test_one_chain_looks_fine_while_rhat_does_not() -> None:
    view = _walk(target="unknown", scale=0.5)
    numbers = view.numbers[walks.N_MOVES]
    assert numbers.rho.min() < 0.15 < 2 < numbers.rhat
    assert numbers.alone[1] < 1.05
    assert np.all(view.run.draws[0, :, 0] < 1)


def test_one_chain_alone_gives_nothing_away() -> None:
    alone, all_four = (
        Drawing(figures.metropolis, start=figures.metropolis.state(
            target=target, scale=0.5, n=walks.N_MOVES
        )).artists
        for target in (walks.UNKNOWN, walks.REVEALED)
    )  # fmt: skip
    for hidden in ("levels", "marginal"):
        assert np.all(np.isnan(getattr(alone, hidden).get_xdata()))
        assert np.isfinite(getattr(all_four, hidden).get_xdata()).any()
    assert [len(line.get_xdata()) > 0 for line in alone.traces] == [True, False, False, False]
    text = said(figures.metropolis, target=walks.UNKNOWN, scale=0.5, n=1000)
    assert "disagree" not in text
    assert "four" not in said(figures.metropolis, target=walks.UNKNOWN, n=0)
    assert "chain 1: effective sample size 16 of 500, split R̂ 1.01" in text


def test_chains_that_never_moved_have_no_number() -> None:
    strokes = 0
    for scale, seed, target in product((5, 10), (0, 1), walks.TARGETS):
        values = {"target": target, "scale": scale, "seed": seed, "n": 30}
        view, _ = view_of(figures.metropolis, **values)
        for text in (
            said(figures.metropolis, **values),
            _metropolis._values(view, view.numbers[30]),
        ):
            assert "nan" not in text
            assert "inf" not in text
            strokes += "–" in text
    assert strokes > 0


def test_the_neck_of_the_funnel_refuses_what_its_mouth_takes() -> None:
    neck, mouth = _walk(target="funnel", scale=2).numbers[walks.N_MOVES].sides
    # oracle: 400 chains from exact draws, 2,000 proposals each
    target = walks.TARGETS["funnel"]
    run = run_metropolis(
        target.log_density, target.sample(400, rng=0), n_draws=2000, step_size=2, rng=1
    )
    stood = run.draws[:, :-1, 0]
    # four chains make some hundred effective moves on either side
    assert neck == pytest.approx(run.accepted[stood < -2].mean(), abs=0.12)
    assert mouth == pytest.approx(run.accepted[stood > 2].mean(), abs=0.12)
    assert mouth > 2 * neck


@pytest.mark.parametrize(("n", "drawn"), [(0, 1), (7, 8), (40, 41), (100, 46), (1000, 121)])
def test_a_trace_holds_every_move_at_first_and_the_last_one_always(n: int, drawn: int) -> None:
    start = figures.metropolis.state(target="Gaussian", scale=1, n=n)
    trace = Drawing(figures.metropolis, start=start).artists.traces[0]
    assert len(trace.get_xdata()) == drawn
    assert trace.get_xdata()[-1] == n
    view = _walk(target="Gaussian", scale=1, n=n)
    assert trace.get_ydata()[-1] == view.run.draws[0, n, 0]


@pytest.mark.parametrize("target", walks.TARGETS)
def test_a_proposal_is_accepted_when_u_falls_on_the_bar(target: str) -> None:
    view = _walk(target=target, scale=1)
    np.testing.assert_array_equal(view.u < view.ratio, view.run.accepted[0])
    there = walks.TARGETS[target].log_density(view.run.proposals[0])
    here = walks.TARGETS[target].log_density(view.run.draws[0, :-1])
    np.testing.assert_allclose(np.minimum(np.exp(there - here), 1), np.minimum(view.ratio, 1))


def test_every_draw_is_a_visit_of_one_place() -> None:
    view = _walk(scale=2)
    for n in (0, 1, 7, 30, walks.N_MOVES):
        places, counts = visits.stays(view.run.draws[0, : n + 1])
        np.testing.assert_array_equal(np.repeat(places, counts, axis=0), view.run.draws[0, : n + 1])
        assert len(places) == 1 + view.run.accepted[0, :n].sum()


@pytest.mark.parametrize("target", walks.TARGETS)
def test_the_line_over_the_piles_is_the_density_of_x1(target: str) -> None:
    # of the unknown target it is not drawn before it is revealed
    x, density = _metropolis._marginal(walks.REVEALED if target == walks.UNKNOWN else target).T
    # independent oracle: the joint density, summed over x2 on a fine grid
    second = np.linspace(-120, 120, 120_001)  # the mouth of the funnel is wide
    points = np.stack(np.broadcast_arrays(x[::8, None], second), axis=-1)
    summed = np.exp(walks.TARGETS[target].log_density(points)).sum(axis=1) * 0.002
    np.testing.assert_allclose(density[::8], summed, rtol=2e-3, atol=1e-6)
    corners = _metropolis._piles(np.array([-3.0, -3.0, 0.1, 2.0]))
    assert corners[:, 1].max() == _metropolis.TOP


def test_half_a_move_is_proposed_and_not_decided() -> None:
    before, after = (said(figures.metropolis, n=n) for n in (2.5, 3))
    assert "move 3: proposed" in before
    assert before.endswith("and u?")
    assert "move 3: ratio" in after


def test_starts_are_spread_and_on_the_target() -> None:
    for name, target in walks.TARGETS.items():
        starts = np.array(walks.STARTS[name])
        assert np.ptp(starts[:, 0]) > 2 * np.sqrt(target.covariance[0, 0]) * 0.9
        assert np.all(np.isfinite(target.log_density(starts)))


# samplers


@pytest.mark.parametrize("rho", ridge.TUNED)
def test_memory_of_gibbs_is_rho_squared(rho: float) -> None:
    chain = ridge.gibbs_chains(rho)
    along, across = ridge.memory(chain, ridge.N_WORK)
    # 64 chains of 400 pairs; neighbours within a chain are correlated: fewer looks for large rho
    looks = 64 * 400 * (1 - rho**2) / (1 + rho**2) + 64
    assert along == pytest.approx(rho**2, abs=4 * (1 - rho**4) / np.sqrt(looks) + 1e-3)
    # x1' - x2' = (1 - rho) x1' - noise and x1' = rho x2 + noise, so that Cov[x1' - x2', x1 - x2]
    # = -rho (1 - rho)^2, over the variance 2 (1 - rho); five standard errors of 25,600 pairs
    exact = -rho * (1 - rho) / 2
    assert across == pytest.approx(exact, abs=5 / np.sqrt(64 * 400))
    ways, draws = chain.ways, chain.draws[0]
    np.testing.assert_array_equal(ways[:, 0], draws[:-1])
    np.testing.assert_array_equal(ways[:, -1], draws[1:])
    assert np.all(ways[:, 1, 1] == draws[:-1, 1])  # first along x1, then along x2
    assert np.all(ways[:, 1, 0] == draws[1:, 0])


@pytest.mark.parametrize("rho", ridge.TUNED)
def test_metropolis_runs_at_its_best_scale(rho: float) -> None:
    target = correlated_gaussian(rho=rho)
    x0 = target.sample(300, rng=0)

    def spread_of_means(scale: float) -> float:  # what counts, over chains begun in the target
        run = run_metropolis(target.log_density, x0, n_draws=1000, step_size=scale, rng=1)
        return float(run.draws[:, 1:, 0].mean(axis=1).var())

    best = min(spread_of_means(scale) for scale in (0.25, 0.5, 1, 1.5, 2, 3))
    # a variance over 300 chains is known to 8 %, a ratio of two to 12 %
    assert spread_of_means(ridge.TUNED[rho]) < 1.2 * best


@pytest.mark.parametrize("length", ridge.LENGTHS)
def test_glides_end_where_the_proposals_are(length: str) -> None:
    chain = ridge.hmc_chains(0.9, 0.25, 10, length)
    draws = chain.draws[0]
    moved = np.any(draws[1:] != draws[:-1], axis=1)
    assert moved.mean() > 0.8
    np.testing.assert_allclose(chain.ways[:, 0], draws[:-1])
    np.testing.assert_allclose(chain.ways[moved, -1], draws[1:][moved], rtol=1e-9)
    steps = np.diff(chain.paid)
    for way, n in zip(chain.ways, steps, strict=True):
        np.testing.assert_array_equal(way[n:], np.tile(way[n], (len(way) - n, 1)))


def test_the_race_is_run_at_equal_work() -> None:
    view = ridge.compute(rho=0.9, step_size=0.25, n_leapfrog=20, length="always L")
    work = ridge.N_WORK
    assert [ridge.paid(view, name, work) for name in view.chains] == [
        (400, 0), (400, 0), (20, 0)
    ]  # fmt: skip
    assert ridge.paid(view, "Hamiltonian", 47) == (2, 7)
    for length, n_leapfrog in product(ridge.LENGTHS, ridge.LEAPS):
        view = ridge.compute(rho=0.99, step_size=0.1, n_leapfrog=n_leapfrog, length=length)
        for chain in view.chains.values():
            assert chain.paid[-1] > work - 1
            assert len(chain.paid) == chain.draws.shape[1]


def _tuned(step: float, n: int, length: str) -> tuple[float, float, float, str]:
    view = ridge.compute(rho=0.99, step_size=step, n_leapfrog=n, length=length)
    known = ridge.told(view, "Hamiltonian", ridge.N_WORK)
    assert known is not None
    return known


def test_nothing_is_told_before_it_was_drawn() -> None:
    view = ridge.compute(rho=0.99, step_size=0.1, n_leapfrog=20, length="always L")
    for name in view.chains:
        assert ridge.told(view, name, 0) is None
        assert ridge.told(view, name, 30) is None
        assert ridge.told(view, name, 40) is not None
    assert "memory" not in said(figures.samplers, work=0)


def test_words_and_challenge_agree_on_nearly_independent() -> None:
    met = set()
    for step, n, length in product(ridge.STEPS, ridge.LEAPS, ridge.LENGTHS):
        accepted, along, across, word = _tuned(step, n, length)
        done = solved(
            figures.samplers, rho=0.99, step_size=step, n_leapfrog=n, length=length, work=400
        )
        if accepted > 0.6:
            assert done == (word == "nearly independent")
        if done:
            met.add((step, n, length))
            assert max(abs(along), abs(across)) < 0.25
    # a glide of one length remembers in some direction, whichever of these is tried
    assert met == {(0.1, 20, "drawn anew"), (0.15, 20, "drawn anew")}


def test_the_verdict_knows_what_a_glide_of_one_length_comes_to() -> None:
    # oracle: a glide of L steps that is always accepted turns a direction of width w by
    # L arccos(1 - (step / w)**2 / 2); memory is the cosine of that
    met = set()
    for rho, step, n in product(ridge.TUNED, ridge.STEPS, ridge.LEAPS):
        view = ridge.compute(rho=rho, step_size=step, n_leapfrog=n, length="always L")
        known = ridge.told(view, "Hamiltonian", ridge.N_WORK)
        assert known is not None
        accepted, *memories, word = known
        if accepted < 0.9:
            continue
        cosine = [np.cos(n * np.arccos(1 - step**2 / (1 + sign * rho) / 2)) for sign in (1, -1)]
        # rejections keep the place: 10 % of them add at most 0.2; some hundred glides or more
        np.testing.assert_allclose(memories, cosine, atol=0.35)
        flipped, kept = min(cosine) < -0.95, max(cosine) > 0.95
        if flipped and not kept:
            assert word.startswith("flips"), (rho, step, n)
        if kept and not flipped:
            assert word in ("creeps", "stuck across"), (rho, step, n)
        met.add(word)
    assert {"flips across", "stuck across", "creeps"} <= met


def test_a_chain_that_only_changes_sides_is_not_said_to_move() -> None:
    # half a turn: ten steps of 18.2 degrees
    half = ridge.compute(rho=0.9, step_size=0.1, n_leapfrog=10, length="always L")
    known = ridge.told(half, "Hamiltonian", ridge.N_WORK)
    assert known is not None
    assert known[3] == "flips across"
    chain = half.chains["Hamiltonian"]
    _, across = ridge.two_directions(chain.draws[0], 0.9)
    # its trace is two levels: the distance from the crest hardly changes, the sign each time
    assert np.abs(across).min() > 0.5 * np.abs(across).max() > 0.5
    np.testing.assert_array_equal(across[1:] * across[:-1] < 0, chain.moved[0])
    full = ridge.compute(rho=0.99, step_size=0.19, n_leapfrog=10, length="always L")
    _, level = ridge.two_directions(full.chains["Hamiltonian"].draws[0], 0.99)
    # four turns less 4 degrees: small steps, where independent draws would differ by sqrt(2)
    assert np.diff(level[:41]).std() < 0.3
    for rho in ridge.TUNED:
        target = correlated_gaussian(rho=rho).sample(4000, rng=1)
        # oracle: 4,000 exact draws: a standard deviation is known to 1.1 %
        assert [x.std() for x in ridge.two_directions(target, rho)] == pytest.approx(
            [1, 1], abs=0.05
        )


def test_the_default_setting_is_no_resonance() -> None:
    view, _ = view_of(figures.samplers)
    known = ridge.told(view, "Hamiltonian", ridge.N_WORK)
    assert known is not None
    assert known[3] == "wanders"


def test_a_glide_that_comes_back_is_called_stuck() -> None:
    # oracle: a leapfrog step turns by arccos(1 - (step / width)**2 / 2), ten of 0.19 by four turns
    turn = 10 * np.arccos(1 - 1.9**2 / 2) / (2 * np.pi)
    assert turn == pytest.approx(4, abs=0.02)
    accepted, along, across, word = _tuned(0.19, 10, "always L")
    assert word == "stuck across"
    assert accepted > 0.9
    assert along < 0.3 < 0.95 < across
    # half a turn: three steps of one width, 60 degrees each
    *_, across, word = _tuned(0.1, 3, "always L")
    assert across < -0.95
    assert word == "flips across"


def test_hamiltonian_is_unstable_beyond_two_standard_deviations_across() -> None:
    across = np.sqrt(1 - 0.99)  # 0.1
    for step in ridge.STEPS:
        assert (_tuned(step, 20, "always L")[0] < 0.05) == (step > 2 * across), step
