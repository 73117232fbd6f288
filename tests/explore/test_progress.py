"""What the build hears of the kernels that bake."""

import os

import pytest

from mlcourse.explore import progress
from mlcourse.explore.progress import Progress, tell


def heard(monkeypatch: pytest.MonkeyPatch, told: list[tuple]) -> tuple[list[str], list[str]]:
    """What is unfinished after kernels have told ``(pid, name, done, total)``, and an error."""
    all_of_them = Progress()
    all_of_them.start()
    for pid, *rest in told:
        monkeypatch.setattr(progress.os, "getpid", lambda pid=pid: pid)
        tell(*rest)
    monkeypatch.undo()
    all_of_them.stop()
    assert progress.PROGRESS_VARIABLE not in os.environ
    return all_of_them.unfinished()


def test_what_was_stopped_and_what_failed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    stopped, failed = heard(
        monkeypatch, [(1, "a", 2, 3), (1, "b", 3, 3), (2, "c", 0, 9, "ValueError: c")]
    )
    assert stopped == ["explorer 'a' was baked only up to state 2 of 3: its cell was stopped"]
    assert failed == ["ValueError: c"]


def test_what_another_kernel_finished_later_is_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    assert heard(monkeypatch, [(1, "a", 2, 3), (2, "a", 3, 3)]) == ([], [])
    assert heard(monkeypatch, [(1, "a", 3, 3), (2, "a", 2, 3)])[0] != []
