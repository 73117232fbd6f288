"""``make test-wasm``: of which sources the wheel is, and which versions the tests run with."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.wasm.run import PURE, ROOT, differing, pinned


@pytest.mark.parametrize(
    ("held", "named"),
    [
        ({}, None),
        ({"a.py": "x = 2"}, "a.py"),  # changed since
        ({"a.py": None}, "a.py"),  # new since
        ({"old.py": "gone"}, "old.py"),  # deleted since
        ({"b.py": "", "old.py": ""}, "b.py"),
    ],
    ids=str,
)
def test_a_wheel_of_other_sources_is_noticed(
    held: dict[str, str | None], named: str | None, tmp_path: Path
) -> None:
    files = {"__init__.py": "", "a.py": "x = 1", "b.py": "y = 1"}
    package = tmp_path / "src" / "mlcourse"
    (package / "site").mkdir(parents=True)
    for name, text in {**files, "site/pages.py": "no page needs it"}.items():
        (package / name).write_text(text)
    with ZipFile(tmp_path / "some.whl", "w") as wheel:
        wheel.writestr("mlcourse/quiz.json", "[]")
        for name, content in {**files, **held}.items():
            if content is not None:
                wheel.writestr(f"mlcourse/{name}", content)
    found = differing(tmp_path / "some.whl", tmp_path / "src")
    assert found == (named and f"mlcourse/{named}")


def test_what_the_tests_need_is_pinned_where_requirements_pin_it() -> None:
    asked = pinned(PURE)
    names = [line.partition("==")[0] for line in asked]
    assert names == [line.partition("==")[0] for line in PURE]
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert {name for name, line in zip(names, asked, strict=True) if line in pins} == {
        "pytest", "mpmath", "autograd"
    }  # fmt: skip
