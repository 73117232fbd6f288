"""Every public function of the numerics refuses bad input by name (see ``contract.py``)."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contract import ANYTHING, Contract

PACKAGES = ["probability", "statistics", "optimize", "linalg", "calculus", "learning", "data"]


def public_functions(package: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Functions, and classes that a user makes, named in ``__all__`` of every module."""
    root = importlib.import_module(f"mlcourse.{package}")
    for info in pkgutil.walk_packages(root.__path__, root.__name__ + "."):
        if info.name.rpartition(".")[2].startswith("_"):
            continue
        module = importlib.import_module(info.name)
        for name in module.__all__:
            item = getattr(module, name)
            if inspect.isfunction(item) and item.__module__ == info.name:
                yield f"{info.name}.{name}", item


CONTRACTS: dict[str, Contract] = {}
for _package in PACKAGES:
    for _contract in importlib.import_module(f"tests.{_package}.contracts").CONTRACTS:
        CONTRACTS[f"{_contract.call.__module__}.{_contract.call.__qualname__}"] = _contract

PUBLIC = {name: item for package in PACKAGES for name, item in public_functions(package)}


def good_call(contract: Contract) -> dict[str, Any]:
    return dict(contract.good() if callable(contract.good) else contract.good)


def test_every_public_function_has_a_contract() -> None:
    assert len(PUBLIC) > 100
    assert sorted(set(PUBLIC) - set(CONTRACTS)) == []


@pytest.mark.parametrize("key", CONTRACTS)
def test_every_parameter_is_covered_and_the_good_call_works(key: str) -> None:
    contract = CONTRACTS[key]
    assert set(contract.refuses) == set(inspect.signature(contract.call).parameters)
    contract.call(**good_call(contract))


# The property is made inside: Hypothesis' plugin hangs new settings on the old ones for each
# parameter of a test, and with a thousand parameters nobody reaches the first of them any more.
@pytest.mark.parametrize("key", CONTRACTS)
def test_bad_values_are_refused_by_name(key: str) -> None:
    contract = CONTRACTS[key]
    for name, kind in contract.refuses.items():
        if kind is not ANYTHING:
            refuses(contract, name, kind)


def refuses(contract: Contract, name: str, kind: st.SearchStrategy[Any]) -> None:
    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(value=kind)
    def refused(value: Any) -> None:
        with pytest.raises((ValueError, TypeError)) as caught:
            contract.call(**{**good_call(contract), name: value})
        message = str(caught.value)
        assert message.startswith(f"{name} "), message
        assert "must" in message, message
        assert ", got " in message, message

    refused()
