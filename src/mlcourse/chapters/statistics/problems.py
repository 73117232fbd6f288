"""Problems by hand on axes, precision and recall; `practice` draws from them.

Sources: Jolliffe (2002), Principal Component Analysis, 2nd ed., section 3.2; Fawcett (2006), An
introduction to ROC analysis.
"""

import numpy as np

from mlcourse.exercises.problem import Problem

__all__ = ["elsewhere", "found", "right", "turned"]


def turned(rng: np.random.Generator) -> Problem:
    a, b = (int(k) for k in rng.choice(np.arange(3, 13), size=2, replace=False))
    c = int(rng.integers(1, min(a, b)))
    answer = (a + b) / 2 - c
    return Problem(
        name="off the diagonal",
        text=(
            f"Two measurements have the variances {a} and {b} and the covariance {c}. An axis "
            "lies at 45° through the mean. What is the mean squared distance of the points from "
            "it?"
        ),
        given={"a": a, "b": b, "c": c},
        answer=answer,
        slips={
            "that is what the axis shows; the rest of the total is asked for.": (a + b) / 2 + c,
            "half of the total; the covariance moves it.": (a + b) / 2,
            "the total is the sum of both variances.": float(a + b),
            "at 45° the product of sine and cosine is ½, and it stands there twice: c, not 2 c.": (
                (a + b) / 2 - 2 * c
            ),
        },
        steps=(
            f"The shadows have the variance ({a} + {b}) / 2 + {c} = {(a + b) / 2 + c:g}.",
            f"The total is {a + b}; {a + b} - {(a + b) / 2 + c:g} = {answer:g} is hidden.",
        ),
    )


def elsewhere(rng: np.random.Generator) -> Problem:
    ill, healthy = int(rng.choice([40, 50, 80])), int(rng.choice([200, 300, 400]))
    tp, fp = int(rng.integers(ill // 2, ill - 5)), int(rng.integers(10, healthy // 4))
    share = float(rng.choice([0.01, 0.02, 0.05]))
    r, f = tp / ill, fp / healthy
    answer = share * r / (share * r + (1 - share) * f)
    return Problem(
        name="the same test elsewhere",
        text=(
            f"In a study a test called {tp} of {ill} ill and {fp} of {healthy} healthy people. "
            f"What is its precision where {100 * share:g} % are ill, if scores and threshold stay?"
        ),
        given={"tp": tp, "ill": ill, "fp": fp, "healthy": healthy, "share": share},
        answer=answer,
        slips={
            "that is the precision in the study, with its own share of the ill.": tp / (tp + fp),
            "that is recall.": r,
            "turn both counts into rates before you mix them.": (
                share * tp / (share * tp + (1 - share) * fp)
            ),
            "those are the odds; turn them into a share.": answer / (1 - answer),
            "weigh the rate of the healthy with their share, too.": share * r / (share * r + f),
        },
        steps=(
            f"Recall {r:.4g}, false-alarm rate {f:.4g}.",
            f"Ill and called {share * r:.4g}, healthy and called {(1 - share) * f:.4g}.",
            f"{share * r:.4g} / ({share * r:.4g} + {(1 - share) * f:.4g}) = {answer:.4g}.",
        ),
    )


def found(rng: np.random.Generator) -> Problem:
    called = int(rng.choice([50, 80, 120, 200]))
    precision = float(rng.choice([0.2, 0.3, 0.4, 0.6]))
    missed = int(rng.integers(3, 40))
    tp = called * precision
    answer = tp / (tp + missed)
    return Problem(
        name="how many are found",
        text=(
            f"A test calls {called} people with a precision of {precision:g}. Later it turns out "
            f"that {missed} of those who were not called are ill. What was its recall?"
        ),
        given={"called": called, "precision": precision, "missed": missed},
        answer=answer,
        slips={
            "not all who were called are ill.": called / (called + missed),
            "recall is a share of the ill, not of the called.": precision,
            "that is the share of the ill that was missed.": 1 - answer,
            "the missed belong to the ill: add them below the line.": missed / tp,
        },
        steps=(
            f"{called} · {precision:g} = {tp:g} are found, of {tp:g} + {missed} who are ill.",
            f"{tp:g} / {tp + missed:g} = {answer:.4g}.",
        ),
    )


def right(rng: np.random.Generator) -> Problem:
    ill = int(rng.choice([20, 50, 100, 150]))
    recall, alarms = float(rng.choice([0.6, 0.8, 0.9])), float(rng.choice([0.05, 0.1, 0.2]))
    share = ill / 1000
    answer = share * recall + (1 - share) * (1 - alarms)
    return Problem(
        name="right for how many",
        text=(
            f"Of 1,000 people {ill} are ill. A test has recall {recall:g} and calls "
            f"{100 * alarms:g} % of the healthy. What is its accuracy?"
        ),
        given={"ill": ill, "recall": recall, "alarms": alarms},
        answer=answer,
        slips={
            "the two groups are not equally large.": (recall + 1 - alarms) / 2,
            "those who are called and healthy are wrong: take 1 less the false-alarm rate.": (
                share * recall + (1 - share) * alarms
            ),
            "that is the accuracy of calling nobody.": 1 - share,
            "that is only the part of the ill.": share * recall,
            "that is the share of the called who are ill.": (
                share * recall / (share * recall + (1 - share) * alarms)
            ),
        },
        steps=(
            f"Right are {ill * recall:g} of the ill and {(1000 - ill) * (1 - alarms):g} healthy.",
            f"({ill * recall:g} + {(1000 - ill) * (1 - alarms):g}) / 1000 = {answer:.4g}.",
        ),
    )
