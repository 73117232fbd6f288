"""Chapter 04's problems: no named slip leads to the right answer."""

from mlcourse.chapters.expected_values import practice


def test_no_slip_is_accepted() -> None:
    for seed in range(800):
        problem = practice.problem(seed=seed)
        if problem.name == "three actions":  # one of the three is the best
            continue
        passed = [text for text, wrong in problem.slips.items() if problem.check(wrong).passed]
        assert passed == [], (seed, problem.text)
