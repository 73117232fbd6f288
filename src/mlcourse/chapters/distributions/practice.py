r"""Problems by hand for chapter 03, Distributions.

Numbers are chosen so that a sheet of paper and a pocket calculator are enough.

Sources: Blitzstein and Hwang (2019), Introduction to Probability, chapters 3, 5 and 7; Burnham and
Anderson (2002), Model Selection and Multimodel Inference, section 2.2.
"""

from math import comb, sqrt

import numpy as np

from mlcourse.exercises.problem import Kind, Problem, pick, told_apart

__all__ = ["problem"]

# Φ at some places, to four digits, as a table at the end of a book has it
PHI = {0.5: 0.6915, 1.0: 0.8413, 1.5: 0.9332, 2.0: 0.9772, 2.5: 0.9938}


def _apart(kind: Kind) -> Kind:
    return told_apart(kind, by=0.02)


@_apart
def _area(rng: np.random.Generator) -> Problem:
    end = int(rng.choice([2, 3, 4, 5, 8, 10]))
    a = end * float(rng.choice([0.2, 0.25, 0.4, 0.6, 0.75, 0.8]))
    answer = (a / end) ** 2
    return Problem(
        name="area",
        text=(
            f"A wait has a density that rises in a straight line from 0 at x = 0 to its highest "
            f"value at x = {end}, and is 0 elsewhere. How probable is a wait of at most {a:g}?"
        ),
        given={"end": end, "a": a},
        answer=answer,
        slips={
            "that is the share of the length; the density is not level.": a / end,
            "that is the height at a: the probability is the area up to there.": 2 * a / end**2,
            "that is the probability of a longer wait.": 1 - answer,
            "the whole area must be 1: the highest value is 2 / end, not 1.": a**2 / (2 * end),
            "that is the area of a rectangle; a triangle has half of it.": 2 * answer,
        },
        steps=(
            f"The area of the whole triangle is 1, so its height is 2 / {end} = {2 / end:.4g}.",
            f"Up to {a:g} the triangle is smaller by {a:g} / {end} = {a / end:.4g} both ways.",
            f"Its area is {a / end:.4g}² = {answer:.4g}.",
        ),
    )


@_apart
def _between(rng: np.random.Generator) -> Problem:
    mu = int(rng.choice([20, 50, 100, 170]))
    sigma = int(rng.choice([2, 4, 8, 10]))
    low, high = (float(z) for z in rng.choice(sorted(PHI), size=2, replace=False))
    a, b = mu - low * sigma, mu + high * sigma
    answer = PHI[high] - (1 - PHI[low])
    return Problem(
        name="between",
        text=(
            f"X is Gaussian with mean {mu} and standard deviation {sigma}. From a table: "
            f"Φ({low:g}) = {PHI[low]}, Φ({high:g}) = {PHI[high]}. How probable is a value between "
            f"{a:g} and {b:g}?"
        ),
        given={"mu": mu, "sigma": sigma, "a": a, "b": b},
        answer=answer,
        slips={
            "the lower end lies below the mean: F there is 1 - Φ.": abs(PHI[high] - PHI[low]),
            "that is the probability of a value outside.": 1 - answer,
            "that is F at the upper end: what lies below the lower one must go.": PHI[high],
            "that is the probability of a value above the lower end.": PHI[low],
            "to the lower tail comes only what is beyond it: 1 - Φ, not Φ.": PHI[high] + PHI[low],
        },
        steps=(
            f"In standard deviations from the mean the ends are -{low:g} and {high:g}.",
            f"By symmetry F at the lower end is 1 - {PHI[low]} = {1 - PHI[low]:.4f}.",
            f"{PHI[high]} - {1 - PHI[low]:.4f} = {answer:.4f}.",
        ),
    )


@_apart
def _exactly(rng: np.random.Generator) -> Problem:
    n = int(rng.integers(3, 6))
    k = int(rng.integers(1, n))
    p = float(rng.choice([0.1, 0.2, 0.3, 0.4, 0.6]))
    one = p**k * (1 - p) ** (n - k)
    answer = comb(n, k) * one
    return Problem(
        name="exactly",
        text=(
            f"A seed germinates with probability {p:g}, each on its own. You sow {n}. How probable "
            f"is it that exactly {k} of them germinate{'s' if k == 1 else ''}?"
        ),
        given={"n": n, "k": k, "p": p},
        answer=answer,
        slips={
            "that is the probability of one order; count the orders.": one,
            "the others must fail: a factor 1 - p for each of them.": comb(n, k) * p**k,
            "that is with success and failure exchanged.": comb(n, k) * p ** (n - k) * (1 - p) ** k,
            "that is the expected number, not a probability.": n * p,
            "orders are chosen without regard to sequence: n over k, not n times k.": n * k * one,
        },
        steps=(
            f"One order: {p:g}^{k} · {1 - p:g}^{n - k} = {one:.4g}.",
            f"There are {comb(n, k)} orders.",
            f"{comb(n, k)} · {one:.4g} = {answer:.4g}.",
        ),
    )


@_apart
def _other_count(rng: np.random.Generator) -> Problem:
    n = int(rng.choice([40, 50, 60, 80, 100]))
    first = float(rng.choice([0.2, 0.25, 0.4, 0.5, 0.6]))
    second = round((1 - first) * float(rng.choice([0.25, 0.4, 0.5, 0.75])), 4)
    c = round(n * first) + int(rng.choice([-8, -6, -4, 4, 6, 8]))
    answer = (n - c) * second / (1 - first)
    return Problem(
        name="other count",
        text=(
            f"{n} voters choose party 1 with probability {first:g} and party 2 with probability "
            f"{second:g}, each on its own; the rest choose others. Party 1 got {c} votes. How many "
            "do you expect for party 2?"
        ),
        given={"n": n, "first": first, "second": second, "c": c},
        answer=answer,
        slips={
            "that does not use what is known of party 1.": n * second,
            "those who are left choose party 2 more often: divide by 1 - p₁.": (n - c) * second,
            "the excess is not taken from party 2 alone.": n * second - (c - n * first),
            "those who are left are not split evenly.": (n - c) / 2,
        },
        steps=(
            f"{n} - {c} = {n - c} voters are left.",
            f"Of those who do not choose party 1 a share {second:g} / {1 - first:g} = "
            f"{second / (1 - first):.4g} chooses party 2.",
            f"{n - c} · {second / (1 - first):.4g} = {answer:.5g}.",
        ),
    )


@_apart
def _covariance(rng: np.random.Generator) -> Problem:
    n = int(rng.choice([10, 20, 40, 50, 100]))
    first, second = (float(p) for p in rng.choice([0.1, 0.2, 0.3, 0.4, 0.5], 2, replace=False))
    answer = -n * first * second
    return Problem(
        name="covariance of counts",
        text=(
            f"{n} balls fall into several boxes, each on its own, into the first with probability "
            f"{first:g} and into the second with probability {second:g}. What is the covariance of "
            "the two counts?"
        ),
        given={"n": n, "first": first, "second": second},
        answer=answer,
        slips={
            "the sign: one more here is one fewer elsewhere.": -answer,
            "that is for one ball; covariances of independent balls add.": answer / n,
            "that is the correlation.": -sqrt(first * second / (1 - first) / (1 - second)),
            "the balls are independent, the counts are not.": 0.0,
            "that is the variance of the first count.": n * first * (1 - first),
        },
        steps=(
            "One ball in both boxes is impossible: for one ball the covariance is -p₁ p₂.",
            f"{n} independent balls: -{n} · {first:g} · {second:g} = {answer:.4g}.",
        ),
    )


@_apart
def _given_first(rng: np.random.Generator) -> Problem:
    m1, m2 = (int(m) for m in rng.choice([20, 50, 70, 100, 170], size=2, replace=False))
    s1, s2 = (int(s) for s in rng.choice([2, 4, 5, 8, 10], size=2, replace=False))
    rho = float(rng.choice([-0.8, -0.5, 0.3, 0.5, 0.6, 0.8]))
    z = int(rng.choice([-2, -1, 1, 2, 3]))
    answer = m2 + rho * s2 * z
    return Problem(
        name="given the first",
        text=(
            f"X and Y are bivariate Gaussian with means {m1} and {m2}, standard deviations {s1} "
            f"and {s2}, and correlation {rho:g}. You learn that X = {m1 + z * s1}. What is the "
            "mean of Y now?"
        ),
        given={"m1": m1, "m2": m2, "s1": s1, "s2": s2, "rho": rho, "x": m1 + z * s1},
        answer=answer,
        slips={
            "Y goes a share ρ of the way only.": float(m2 + s2 * z),
            "the slope is ρ σ₂ / σ₁, not ρ.": m2 + rho * s1 * z,
            "that is the mean when nothing is known.": float(m2),
            "the slope is that of X given Y.": m2 + rho * s1 / s2 * z * s1,
            "the other direction: look at the signs.": m2 - rho * s2 * z,
        },
        steps=(
            f"X is {z:+d} standard deviations from its mean.",
            f"Y is {rho:g} · {z} = {rho * z:g} of its own on average.",
            f"{m2} + {rho * z:g} · {s2} = {answer:.5g}.",
        ),
    )


@_apart
def _spread_left(rng: np.random.Generator) -> Problem:
    sigma = int(rng.choice([5, 10, 15, 20, 50, 100]))
    rho = float(rng.choice([-0.96, -0.8, -0.6, 0.28, 0.6, 0.8, 0.96]))
    answer = sigma * sqrt(1 - rho**2)
    return Problem(
        name="spread left",
        text=(
            f"X and Y are bivariate Gaussian with the correlation {rho:g}. Y has the standard "
            f"deviation {sigma}. Which standard deviation has Y once X is known?"
        ),
        given={"sigma": sigma, "rho": rho},
        answer=answer,
        slips={
            "that is a share of the variance: take the root of 1 - ρ².": sigma * (1 - rho**2),
            "it is the root of 1 - ρ², not 1 - |ρ|.": sigma * (1 - abs(rho)),
            "that is the part which X explains, not what is left.": sigma * abs(rho),
            "to know X leaves less spread than before.": float(sigma),
            "that is the variance.": answer**2,
        },
        steps=(
            f"1 - ρ² = 1 - {rho**2:.4g} = {1 - rho**2:.4g}, and its root is "
            f"{sqrt(1 - rho**2):.4g}.",
            f"{sigma} · {sqrt(1 - rho**2):.4g} = {answer:.4g}.",
        ),
    )


@_apart
def _rate(rng: np.random.Generator) -> Problem:
    waits = [int(w) for w in rng.integers(1, 20, size=4)]
    total = sum(waits)
    return Problem(
        name="rate",
        text=(
            f"Four waits for a bus were {', '.join(map(str, waits[:3]))} and {waits[3]} minutes. "
            "Model them as exponential with the density λ exp(-λ x). What is the "
            "maximum-likelihood estimate of λ?"
        ),
        given={"waits": waits},
        answer=4 / total,
        slips={
            "that is the mean wait; λ is its reciprocal.": total / 4,
            "four waits, not one: n over the sum.": 1 / total,
            "that is the mean of the reciprocals, not the reciprocal of the mean.": float(
                np.mean([1 / w for w in waits])
            ),
            "maximum likelihood divides by n, not by n - 1.": 3 / total,
        },
        steps=(
            f"The log-likelihood is 4 log λ - {total} λ.",
            f"Its slope 4 / λ - {total} is 0 at λ = 4 / {total} = {4 / total:.4g}.",
        ),
    )


@_apart
def _aic(rng: np.random.Generator) -> Problem:
    first = -float(rng.integers(2000, 2400)) / 2
    second = first + float(rng.integers(2, 30)) / 2
    few, many = int(rng.choice([1, 2])), int(rng.choice([3, 4, 5]))
    answer = (2 * many - 2 * second) - (2 * few - 2 * first)
    return Problem(
        name="aic",
        text=(
            f"Fitted by maximum likelihood to the same data, family A ({few} parameter"
            f"{'' if few == 1 else 's'}) has the log-likelihood {first:g}, family B ({many} "
            f"parameters) {second:g}. By how much does the AIC of B exceed that of A? (Negative, "
            "if B has the lower one.)"
        ),
        given={"first": first, "second": second, "few": few, "many": many},
        answer=answer,
        slips={
            "that is without the penalty for parameters.": -2 * (second - first),
            "each parameter costs 2, as each unit of log-likelihood counts 2.": (
                many - few - 2 * (second - first)
            ),
            "the sign: lower is better, and B minus A was asked for.": -answer,
            "the log-likelihood counts twice.": 2 * (many - few) - (second - first),
            "the penalty is added to AIC, not taken from it.": (
                -2 * (many - few) - 2 * (second - first)
            ),
        },
        steps=(
            f"Penalties: 2 · {many} - 2 · {few} = {2 * (many - few)}.",
            f"Fits: -2 · ({second:g} - ({first:g})) = {-2 * (second - first):g}.",
            f"Together {answer:g}.",
        ),
    )


KINDS: tuple[Kind, ...] = (
    _given_first, _area, _exactly, _other_count, _between, _spread_left, _covariance, _rate, _aic
)  # fmt: skip


def problem(*, seed: int) -> Problem:
    """A problem of chapter 03 for every seed of at least 0; the kinds take turns.

    Examples
    --------
    >>> problem(seed=1).name
    'area'
    """
    return pick(KINDS, seed)
