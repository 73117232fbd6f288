"""Whether the built site is ready to be published.

python -m tools.site address    # the repository's address is no placeholder (before the build)
python -m tools.site check      # links, what must be there, and how large each part is
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from tools import links
from tools.colab import repository

from mlcourse.site.address import is_placeholder

__all__ = ["check_address", "problems", "sizes"]

ROOT = Path(__file__).parents[1]
LARGEST = 25_000_000  # bytes of one file, which every host takes
NEEDED = {
    "index.html": "make book",
    "sitemap.xml": "make book",
    "404.html": "make book",
    "_static/card.png": "make book",
    "python/pyodide/pyodide.js": "make lite PYODIDE=...",
    "lite/index.html": "make lite PYODIDE=...",
    "lite/pyodide-lock.json": "make lite PYODIDE=...",
}
PARTS = {
    "figures": "_static/explorers",
    "Python": "python",
    "JupyterLite": "lite",
}  # the rest is the book


def check_address(config: Path = ROOT / "_config.yml") -> None:
    """End with a sentence while nobody has written an address of their own."""
    url = repository(config)["url"]
    if is_placeholder(url):
        raise SystemExit(
            f"{config.name} says that the repository is at {url}. That is a placeholder: write the "
            "address of yours into this line (repository: url), from which all links follow."
        )


def sizes(site: Path) -> dict[str, int]:
    """Bytes of each part and, last, of the whole."""
    files = {path: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    out = {"book": 0, **dict.fromkeys(PARTS, 0)}
    for path, size in files.items():
        name = path.relative_to(site).as_posix()
        part = next((part for part, at in PARTS.items() if name.startswith(f"{at}/")), "book")
        out[part] += size
    return out | {"all": sum(files.values())}


def spoiled(site: Path) -> list[str]:
    """The files of JupyterLite's lock file that are not there as it lists them."""
    lock = site / "lite" / "pyodide-lock.json"
    if not lock.is_file():
        return []
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"].values()
    files = {site / "python" / "pyodide" / e["file_name"]: e["sha256"] for e in packages}
    return sorted(
        path.name
        for path, sha256 in files.items()
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != sha256
    )


def problems(site: Path) -> Iterator[str]:
    """A sentence for each thing that must be mended before the site is published."""
    for name, command in NEEDED.items():
        if not (site / name).is_file():
            yield f"{name} is missing: {command}"
    for name in spoiled(site):
        yield f"{name} is missing or not what lite/pyodide-lock.json lists: make lite PYODIDE=..."
    for path in sorted(site.rglob("*")):
        if path.is_file() and path.stat().st_size > LARGEST:
            size = path.stat().st_size / 1e6
            yield f"{path.relative_to(site)} has {size:.0f} MB; no file may have more than 25 MB"
    yield from links.broken(site)


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["address"]:
        check_address()
        return 0
    site = Path(arguments[1]) if len(arguments) > 1 else ROOT / "_build" / "html"
    found = list(problems(site))
    for part, size in sizes(site).items():
        print(f"{part:12} {size / 1e6:6.1f} MB")
    print("\n".join(found) or f"Ready to be published: {site}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
