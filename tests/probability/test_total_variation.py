"""Total variation against its definition, the largest gap over all events."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlcourse.probability.total_variation import total_variation


@settings(deadline=None, derandomize=True)
@given(st.integers(1, 8), st.integers(0, 10**6))
def test_total_variation_is_the_largest_gap_of_an_event(n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    p, q = rng.dirichlet(np.ones(n)), rng.dirichlet(np.ones(n))
    events = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    assert total_variation(p, q) == pytest.approx(np.max(events @ (p - q)), abs=1e-14)
    assert total_variation(p, q) == total_variation(q, p)


def test_total_variation_of_nothing_in_common_is_one() -> None:
    assert total_variation([1.0, 0.0], [0.0, 1.0]) == 1.0
    assert total_variation([1.0], [1.0]) == 0.0
