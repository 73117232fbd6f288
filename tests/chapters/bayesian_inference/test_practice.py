"""Problems by hand of chapter 02: no slip passes, and none is told something that does not fit."""

from mlcourse.chapters.bayesian_inference import practice


def test_the_probability_of_a_rejection_never_passes_for_that_of_an_acceptance() -> None:
    uphill = 0
    for seed in range(5, 700, 7):
        problem = practice.problem(seed=seed)
        assert problem.name == "accepted"
        here, there = problem.given["here"], problem.given["there"]
        if there > here:
            uphill += 1
            message = problem.check(0.5).message
            assert "downhill" not in message
            assert "uphill" in message or 2 * here == there  # there 0.5 is the ratio upside down
            continue
        assert problem.check(1 - there / here).status == "failed"
        assert "downhill" in problem.check(0).message
        assert "this one goes down" in problem.check(1).message
    assert 20 < uphill < 80


def test_the_share_of_the_healthy_is_recognised() -> None:
    problem = practice.problem(seed=0)
    assert problem.name == "positive result"
    assert "healthy" in problem.check(1 - problem.answer).message
