"""Every link of a built site, followed without a network.

A page's ``href`` and ``src`` must lead to a file of the site, a fragment to an id of that page, and
no path may begin at the host's root: the site may stand in any folder.

    python -m tools.links [SITE]
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

__all__ = ["broken", "main", "pages"]

ROOT = Path(__file__).parents[1]
LITE = "lite/notebooks/index.html"
APPLICATIONS = ("lite", "python", "_static")  # not pages of the book
ANY_ROOT = ("404.html",)  # shown at any depth, so that it must begin at the host's root


class Page(HTMLParser):
    """The links and the ids of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.ids: set[str] = {"", "top"}
        self.base = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if value := given.get("id"):
            self.ids.add(value)
        if value := given.get("data-name"):  # an explorer, whose state an address may hold
            self.ids.add(f"{value}?")
        if tag == "a" and (value := given.get("name")):
            self.ids.add(value)
        shown = "hidden" not in given
        for name in ("href", "src", "data-src", "poster", "action"):
            if shown and (value := given.get(name)):
                self.links.append(value)


@cache
def parsed(path: Path) -> Page:
    """A page as it was read once."""
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def pages(site: Path) -> list[Path]:
    """The pages of the book."""
    found = (path.relative_to(site) for path in site.rglob("*.html"))
    return sorted(path for path in found if path.parts[0] not in APPLICATIONS)


def broken(site: Path) -> Iterator[str]:
    """A sentence for each link that leads nowhere."""
    for name in pages(site):
        for link in parsed(site / name).links:
            problem = _problem(site, name, link)
            if problem:
                yield f"{name}: {link}: {problem}"


def _problem(site: Path, page: Path, link: str) -> str | None:
    to = urlsplit(link)
    if to.scheme or to.netloc or (not to.path and not to.fragment):
        return None
    if to.path.startswith("/"):
        return None if page.name in ANY_ROOT else "begins at the host's root"
    target = (site / page.parent / unquote(to.path)).resolve() if to.path else site / page
    if not target.is_relative_to(site.resolve()) and to.path:
        return "leads out of the site"
    if target.is_dir():
        target /= "index.html"
    if not target.is_file():
        return "no such file"
    if target == (site / LITE).resolve():
        (wanted,) = parse_qs(to.query)["path"]
        return None if (site / "lite" / "files" / wanted).is_file() else "no such notebook in lite/"
    # an explorer's state follows the name of the explorer: #momentum_pad?momentum=0.95
    fragment = re.sub(r"(?<=\?).*", "", unquote(to.fragment))
    if fragment and target.suffix == ".html" and fragment not in parsed(target).ids:
        return "no such place on the page"
    return None


def main() -> int:
    site = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "_build" / "html"
    found = list(broken(site))
    print("\n".join(found), end="\n" if found else "")
    count = sum(len(parsed(site / page).links) for page in pages(site))
    print(f"{count} links on {len(pages(site))} pages, {len(found)} broken")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
