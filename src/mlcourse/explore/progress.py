"""What kernels tell the build about their baking: how far they are, and what went wrong.

The build names a file, to which each kernel adds lines; whoever reads them shows a bar an
explorer, and knows at the end which explorers were not finished.
"""

import json
import os
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

__all__ = ["PROGRESS_VARIABLE", "Progress", "tell"]

PROGRESS_VARIABLE = "MLCOURSE_BAKE_PROGRESS"
EVERY = 0.2  # seconds between looks into the file


def tell(name: str, done: int, total: int, error: str = "") -> None:
    """Add a line to the build's file, if there is one."""
    if path := os.environ.get(PROGRESS_VARIABLE):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps([os.getpid(), name, done, total, error]) + "\n")


class Progress:
    """Shows how far the kernels are that bake."""

    def __init__(self) -> None:
        handle, path = tempfile.mkstemp(suffix=".progress")
        os.close(handle)
        self.path = Path(path)
        self._last: dict[tuple[int, str], tuple[int, int, str]] = {}
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        """Kernels that are started from now on are heard."""
        os.environ[PROGRESS_VARIABLE] = str(self.path)
        self._thread.start()

    def stop(self) -> None:
        """Hear the last word; may be called twice."""
        if not self._done.is_set():
            self._done.set()
            self._thread.join()
            self.path.unlink(missing_ok=True)
            os.environ.pop(PROGRESS_VARIABLE, None)

    def unfinished(self) -> tuple[list[str], list[str]]:
        """A sentence for every explorer whose cell was stopped, and for every one that failed."""
        stopped, failed = [], []
        runs = list(self._last.items())
        for k, ((_, name), (done, total, error)) in enumerate(runs):
            later = [last for (_, other), last in runs[k + 1 :] if other == name]
            if error:
                failed.append(error)
            elif done < total and not any(d == t and not e for d, t, e in later):
                stopped.append(
                    f"explorer {name!r} was baked only up to state {done:,} of {total:,}: its "
                    "cell was stopped"
                )
        return stopped, failed

    def _watch(self) -> None:
        bars: dict[tuple[int, str], Any] = {}
        with self.path.open(encoding="utf-8") as file:
            over = False
            while not over:
                over = self._done.wait(EVERY)  # once more after the last word
                for line in file.readlines():
                    pid, name, done, total, error = json.loads(line)
                    self._last[pid, name] = (done, total, error)
                    self._show(bars, (pid, name))
        for bar in bars.values():
            bar.close()

    def _show(self, bars: dict[tuple[int, str], Any], key: tuple[int, str]) -> None:
        from tqdm import tqdm  # of the extra "book", and of no use to a book that does not bake

        done, total, _ = self._last[key]
        if key not in bars:
            bars[key] = tqdm(total=total, desc=f"baking {key[1]}", unit=" states", file=sys.stderr)
        bars[key].n = done
        bars[key].refresh()
        if done == total:
            bars.pop(key).close()
