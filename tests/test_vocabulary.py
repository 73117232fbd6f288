"""One word for one thing, and one rule of calling, over all public functions of the numerics."""

import dataclasses
import importlib
import inspect
import pkgutil
import typing
from collections.abc import Iterator

import pytest

from tests.test_contracts import PACKAGES, public_functions

# How a method runs, not what it acts on: never by position.
SETTINGS = {
    "atol",
    "max_steps",
    "n_draws",
    "n_steps",
    "rng",
    "rtol",
    "step_size",
    "tol",
    "tolerance",
}
# Words that were once used for the same thing, and the one that stayed.
BANNED = {
    "cov": "covariance",
    "data": "features (a table) or sample (one variable)",
    "max_iter": "max_steps",
    "max_sweeps": "max_steps",
    "n_iter": "max_steps",
    "n_labels": "n_classes",
    "n_sweeps": "n_steps or max_steps",
    "sd": "sigma",
    "target": "targets; alone it is a density to sample from",
    "w0": "x0",
    "y_pred": "predictions",
    "y_true": "targets or labels",
}
DENSITIES = {"mlcourse.probability.markov.metropolis_chain"}  # whose ``target`` is one


def fault(name: str) -> str:
    """What is wrong with a name, or nothing."""
    word = "sigma" if name.endswith("_sd") else BANNED.get(name)
    return f"{name}: say {word}" if word else ""


def public_results(package: str) -> Iterator[type]:
    """Dataclasses named in ``__all__`` of every module."""
    root = importlib.import_module(f"mlcourse.{package}")
    for info in pkgutil.walk_packages(root.__path__, root.__name__ + "."):
        module = importlib.import_module(info.name)
        for name in getattr(module, "__all__", ()):
            item = getattr(module, name)
            if inspect.isclass(item) and dataclasses.is_dataclass(item):
                yield item


@pytest.mark.parametrize("package", PACKAGES)
def test_settings_are_keyword_only(package: str) -> None:
    by_position = [
        f"{name}({parameter.name})"
        for name, function in public_functions(package)
        for parameter in inspect.signature(function).parameters.values()
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY
        and (parameter.default is not parameter.empty or parameter.name in SETTINGS)
    ]
    assert by_position == []


@pytest.mark.parametrize("package", PACKAGES)
def test_parameters_have_their_one_name(package: str) -> None:
    faults = [
        f"{name}({fault(parameter)})"
        for name, function in public_functions(package)
        for parameter in inspect.signature(function).parameters
        if fault(parameter) and not (parameter == "target" and name in DENSITIES)
    ]
    assert faults == []


@pytest.mark.parametrize("package", PACKAGES)
def test_results_have_the_same_names_and_say_why_they_stopped(package: str) -> None:
    faults = []
    for result in public_results(package):
        for field in dataclasses.fields(result):
            if fault(field.name):
                faults.append(f"{result.__name__}.{fault(field.name)}")
            if field.name == "converged":
                faults.append(f"{result.__name__}.converged: say the reason")
        reasons = typing.get_args(typing.get_type_hints(result).get("reason"))
        if "rank_deficient" in reasons:
            faults.append(f'{result.__name__}.reason "rank_deficient": say "singular"')
    assert faults == []


def test_the_rules_can_fail() -> None:
    assert all(fault(name) for name in ("noise_sd", "y_true", "target"))
    assert not any(fault(name) for name in ("sigma", "targets", "max_steps", "features"))
    for package in ("probability", "statistics", "optimize", "linalg"):
        assert list(public_functions(package))
        assert list(public_results(package))
