"""What the checks at the door say."""

import numpy as np
import pytest

from mlcourse import _check as check


@pytest.mark.parametrize(
    ("shape", "said"),
    [((2,), "(2,)"), ((None,), "(any,)"), ((2, None), "(2, any)"), ((1, 2, 3), "(1, 2, 3)")],
)
def test_shapes_are_written_as_python_writes_them(shape: tuple, said: str) -> None:
    with pytest.raises(ValueError) as caught:
        check.array("x", np.ones((4, 4)), shape=shape)
    expected = f"x must be a finite real array of shape {said}, got an array of shape (4, 4)"
    assert str(caught.value) == expected
