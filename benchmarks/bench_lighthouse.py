"""Lighthouse of every page of the table of contents, as for a phone: ``make lighthouse``.

Five runs a page, with the settings that Lighthouse has for a phone, over http with gzip; medians.
It takes half an hour.
"""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from statistics import median

from tests.browser import browsers
from tests.browser.conftest import HTML, serving
from tests.browser.test_pages import page_names

from benchmarks.table import Row, show

__all__ = ["main"]

RUNS = 5
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
TIMES = ("total-blocking-time", "largest-contentful-paint")  # ms


def lighthouse(command: str, address: str) -> dict[str, float]:
    """The scores, of 100, and the times of one run."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        flags = ["--quiet", "--chrome-flags=--headless=new --no-sandbox"]
        subprocess.run(
            [command, address, *flags, "--output=json", f"--output-path={report}"],
            env={**os.environ, "CHROME_PATH": browsers.find("Chromium") or ""},
            check=True,
            timeout=300,
            capture_output=True,
        )
        told = json.loads(report.read_text(encoding="utf-8"))
    scores = {name: 100 * told["categories"][name]["score"] for name in LEAST}
    return scores | {name: told["audits"][name]["numericValue"] for name in TIMES}


def main() -> list[Row]:
    """Measure every page of the built book and print the table."""
    command = shutil.which("lighthouse")
    if command is None:
        print("Lighthouse is not there: npm install -g lighthouse")
        return []
    rows = []
    with serving(HTML) as server:
        for page in page_names():
            print(f"{page} ...", flush=True)
            runs = [lighthouse(command, f"{server}/{page}") for _ in range(RUNS)]
            middle = {name: median(run[name] for run in runs) for name in runs[0]}
            worst = min(run["performance"] for run in runs)
            blocking, paint = (middle[name] for name in TIMES)
            rows.append(
                Row(
                    what=page,
                    ours=" / ".join(f"{middle[name]:.0f}" for name in LEAST),
                    runs=f"{RUNS}, performance at least {worst:.0f}; "
                    f"blocking {blocking:.0f} ms, largest paint {paint / 1000:.1f} s",
                    budget=" / ".join(map(str, LEAST.values())),
                    kept=all(middle[name] >= least for name, least in LEAST.items()),
                )
            )
    show("Lighthouse: performance / accessibility / best practices / SEO", rows)
    return rows


if __name__ == "__main__":
    main()
