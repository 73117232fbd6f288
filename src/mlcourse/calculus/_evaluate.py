"""Ask the reader's function for its values, and say clearly when it does not give them."""

from collections.abc import Callable
from typing import Any

import numpy as np

from mlcourse import _check as check

__all__ = ["interval", "values"]


def values(
    fun: Callable[[Any], Any],
    x: Any,
    shape: tuple[int, ...],
    *,
    name: str = "fun",
    dtype: type = float,
) -> Any:
    """Return ``fun(x)`` as a finite array of the given shape."""
    check.function(name, fun)
    with np.errstate(all="ignore"):  # what is not finite becomes an error just below
        raw = np.asarray(fun(x))
    kinds = "biufc" if dtype is complex else "biuf"  # b: an indicator
    if raw.shape != shape or raw.dtype.kind not in kinds:
        raise ValueError(
            f"{name} must return real numbers of shape {shape}, "
            f"got shape {raw.shape} and type {raw.dtype}"
        )
    out: Any = raw.astype(dtype)
    if not np.all(np.isfinite(out)):
        raise ValueError(
            f"{name} must be finite where it is asked, got {out[~np.isfinite(out)][0]}"
        )
    return out


def interval(a: Any, b: Any) -> tuple[float, float]:
    """Return the ends of an interval of positive length."""
    low, high = check.real("a", a), check.real("b", b)
    if not high > low:
        raise ValueError(f"b must be greater than a = {low:g}, got {high}")
    if not np.isfinite(high - low):
        raise ValueError(f"b must be at a finite distance from a = {low:g}, got {high}")
    return low, high
