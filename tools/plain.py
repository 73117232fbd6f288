"""A chapter's notebook in plain Markdown, for readers whose notebook knows no MyST.

Numbers, citations and addresses are those that the built page shows; theorems, exercises and notes
become quotations with the page's own titles, what the page folds folds here.  Links lead to the
pages of the book.  `tools.lite` and `tools.colab` write such copies; the chapters stay as they are.
"""

import copy
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import nbformat
from bs4 import BeautifulSoup, NavigableString, Tag

__all__ = ["BuiltPage", "address_of", "is_solution", "plain"]

ROLE = re.compile(r"\{(cite|cite:t|doc|prf:ref|ref|term)\}`([^`]*?)(?: <([^`>]+)>)?`")
DIRECTIVE = re.compile(
    r"^(`{3}|:{3})\{([a-z:]+)\}[ ]*(.*)\n((?::\w+:.*\n)*)\n?((?s:.*?))^\1$", re.MULTILINE
)
LABEL = re.compile(r"^\([\w-]+\)=\n", re.MULTILINE)
LINK = re.compile(r"\]\(([^()\s]+)\)")
DISPLAY = re.compile(r"\$\$.*?\$\$", re.DOTALL)
SHOWN_AS = {
    "cite": ".bibtex-citation",
    "cite:t": ".bibtex-citation",
    "doc": "a:has(> .doc)",
    "ref": "a:has(> .std-numref)",
    "term": "a:has(> .std-term)",
}
SOLUTION = "# Solution"
FOLDED = {  # by the tag that folds a cell on the page
    "hide-cell": {"source_hidden": True, "outputs_hidden": True},
    "hide-input": {"source_hidden": True},
}


class BuiltPage:
    """What a chapter's page shows where its notebook has a role or a directive."""

    def __init__(self, path: Path, root: str) -> None:
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        article = soup.find("article")
        if not isinstance(article, Tag):
            raise SystemExit(f"{path} is no page of the book")
        self.article = article
        self.name = path.name
        self.address = urljoin(root, f"notebooks/{path.name}")
        self._waiting: dict[str, Iterator[Tag]] = {
            selector: iter(self.article.select(selector)) for selector in SHOWN_AS.values()
        }
        self._labels = {
            fragment: a
            for a in reversed(self.article.select("a.reference.internal"))
            if re.search(r"\w \d+\.\d+$", a.get_text())
            and (fragment := urlsplit(str(a["href"])).fragment)
        }

    def link(self, text: str, to: str) -> str:
        """A link of the page, with an address that leads there from anywhere."""
        return f"[{text}]({urljoin(self.address, to)})"

    def role(self, kind: str, text: str, label: str | None) -> str:
        """What the page shows for a role: the text that is written there, or the page's."""
        try:
            named = kind == "prf:ref"
            shown = self._labels[text] if named else next(self._waiting[SHOWN_AS[kind]])
        except (KeyError, StopIteration):
            raise SystemExit(
                f"{self.name} has no place for {{{kind}}}`{label or text}`: build the book again"
            ) from None
        if kind.startswith("cite"):
            return "".join(
                _escaped(str(part)) if isinstance(part, NavigableString)
                else self.link(part.get_text(), str(part["href"])) if part.name == "a"
                else f"*{part.get_text()}*"
                for part in shown.contents if isinstance(part, Tag | NavigableString)
            )  # fmt: skip
        words = text if kind == "term" or (kind == "doc" and label) else shown.get_text()
        return self.link(words, str(shown["href"]))

    def rest(self) -> list[str]:
        """What the page shows and the notebook did not ask for."""
        return [place.get_text() for places in self._waiting.values() for place in places]

    def title(self, label: str) -> str:
        """The number that the page gives to a theorem, an algorithm or an exercise."""
        place = self.article.find(id=label)
        number = place.select_one(".caption-number") if isinstance(place, Tag) else None
        if number is None:
            raise SystemExit(f"{self.name} has no number for {label}: build the book again")
        return number.get_text().strip()

    def chapters(self) -> str:
        """The list of the chapters, without what each builds on."""
        return "\n".join(
            f"- {self.link(a.get_text(), str(a['href']))}"
            for a in self.article.select("ul.chapters > li > p > a")
        )


def _escaped(text: str) -> str:
    return re.sub(r"([\[\]])", r"\\\1", text)


def _quoted(text: str) -> str:
    """A quotation; formulas on one line each, because a ``>`` within one would be shown."""
    text = DISPLAY.sub(lambda found: re.sub(r"\s*\n\s*", " ", found[0]), text)
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def _directive(found: re.Match[str], page: BuiltPage) -> str:
    _, kind, title, options, body = found.groups()
    body = body.strip()
    if kind == "chapters":
        return page.chapters()
    if "dropdown" in options:
        return f"<details><summary>{title}</summary>\n\n{body}\n\n</details>"
    if kind == "prf:proof":
        return _quoted(f"*Proof.* {body}")
    if label := re.search(r":label: (\S+)", options):
        return _quoted(f"**{page.title(label[1])}** ({title})\n\n{body}")
    return _quoted(f"**{title}**\n\n{body}")


def _followed(to: str, page: BuiltPage) -> str:
    """A link of the notebook: to a figure in it, to a chapter's page, or out of the book."""
    if "://" in to or (to.startswith("#") and "?" in to):
        return to
    return urljoin(page.address, to.replace(".ipynb", ".html").replace(".md", ".html"))


def _text(source: str, page: BuiltPage) -> str:
    source = LINK.sub(lambda found: f"]({_followed(found[1], page)})", source)
    source = ROLE.sub(lambda found: page.role(*found.groups()), source)
    source = DIRECTIVE.sub(lambda found: _directive(found, page), source)
    return LABEL.sub("", source)


def is_solution(cell: nbformat.NotebookNode) -> bool:
    """Whether the page hides a cell until a reader asks for it."""
    return "hide-cell" in cell.metadata.get("tags", [])


def plain(notebook: nbformat.NotebookNode, page: BuiltPage) -> nbformat.NotebookNode:
    """A copy of a notebook in plain Markdown; what the page folds is folded."""
    out = copy.deepcopy(notebook)
    for cell in out.cells:
        if cell.cell_type == "markdown":
            cell.source = _text(cell.source, page)
        for tag in set(cell.metadata.get("tags", [])) & set(FOLDED):
            cell.metadata["jupyter"] = FOLDED[tag]
        # all that a notebook shows of a folded cell is its first line
        if is_solution(cell) and not cell.source.startswith(SOLUTION):
            cell.source = f"{SOLUTION}\n{cell.source}"
    if left := page.rest():
        raise SystemExit(
            f"{page.name} shows {', '.join(left)} and its notebook does not: build the book again"
        )
    return out


@cache
def address_of(site: Path) -> str:
    """Where a built book will stand, as its pages say; empty where they do not."""
    page = next(iter(sorted(site.glob("notebooks/*.html"))), None)
    if page is None:
        raise SystemExit(f"{site} is no built book: run make book first")
    link = re.search(r'<link rel="canonical" href="([^"]+)"', page.read_text(encoding="utf-8"))
    return link[1].removesuffix(f"notebooks/{page.name}") if link else ""
