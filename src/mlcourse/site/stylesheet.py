"""One style sheet for the site, with only the rules that its pages can use.

The theme's sheets are made for every site there is: 400 KB before a word of content, two thirds
of it icons and components that a book never shows.  A rule is kept when every class and id that
it names occurs in a page or in a script (scripts add classes later), which is safe as long as no
script composes a class name from pieces.

Source: the rule of PurgeCSS, https://purgecss.com, applied with ``tinycss2``'s parser.
"""

import posixpath
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tinycss2

__all__ = ["join", "purge", "words_of_page", "words_of_script"]

_NAME = re.compile(r"[.#](-?[_a-zA-Z](?:[\w-]|\\.)*)")
_CLASS_OR_ID = re.compile(r"""\s(?:class|id)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.I)
_NEGATED = re.compile(r":(?:not|is|where)\((?:[^()]|\([^()]*\))*\)")
_URL = re.compile(r"""url\(\s*(['"]?)(?!data:|https?:|#|/)([^'")]+)\1\s*\)""")
_IMPORT = re.compile(r"""@import\s+(?:url\()?['"]?([^'");]+)['"]?\)?\s*;""")
# The icon font's families and classes: `site.css` draws the icons that are used.
_ICON_FONT = re.compile(r"Font\s?Awesome|\.fa[bsrl]?(?![\w])|\.fa-[\w-]+|\.sd-fa[bsrl]", re.I)


def words_of_page(html: str) -> set[str]:
    """Every class and id in a page.

    Examples
    --------
    >>> sorted(words_of_page('<p class="note big" id="a">x</p>'))
    ['a', 'big', 'note']
    """
    values = set(_CLASS_OR_ID.findall(html))  # also in the text of a page: a rule too many
    return {word for value in values for word in value.strip("\"'").split()}


def words_of_script(script: str) -> set[str]:
    """Every word in a script that could be a class or an id.

    Examples
    --------
    >>> sorted(words_of_script('el.classList.add("is-on")'))
    ['add', 'classList', 'el', 'is-on']
    """
    return set(re.findall(r"-?[_a-zA-Z][\w-]*", script))


def join(sheets: Iterable[Path], root: Path) -> str:
    """Sheets one after the other, ``@import`` followed, with urls relative to ``root``."""
    return "\n".join(_absolute(sheet, root) for sheet in sheets)


def _absolute(sheet: Path, root: Path) -> str:
    folder = sheet.parent.relative_to(root).as_posix()

    def moved(found: re.Match[str]) -> str:
        return f'url("{posixpath.normpath(posixpath.join(folder, found[2]))}")'

    # Text and the names of imported sheets take turns; an imported sheet moves its own urls.
    parts = _IMPORT.split(sheet.read_text(encoding="utf-8"))
    return "".join(
        _absolute((sheet.parent / part).resolve(), root) if at % 2 else _URL.sub(moved, part)
        for at, part in enumerate(parts)
    )


def purge(css: str, used: set[str]) -> str:
    """The rules of ``css`` whose classes and ids are all in ``used``, without comments.

    Examples
    --------
    >>> purge(".a{color:red} .b{color:blue} p,.b em{top:0}", {"a"})
    '.a{color:red}p{top:0}'
    """
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return "".join(_kept(rule, used) for rule in rules)


def _kept(rule: Any, used: set[str]) -> str:
    if rule.type == "qualified-rule":
        selectors = _split(tinycss2.serialize(rule.prelude))
        kept = [text for text in selectors if _possible(text, used)]
        body = _compact(tinycss2.serialize(rule.content))
        return f"{','.join(kept)}{{{body}}}" if kept and body else ""
    if rule.type != "at-rule":
        return ""
    prelude = tinycss2.serialize(rule.prelude).strip()
    if rule.content is None:
        return "" if rule.lower_at_keyword == "charset" else f"@{rule.at_keyword} {prelude};"
    if rule.lower_at_keyword in ("media", "supports", "layer", "container"):
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        body = "".join(_kept(part, used) for part in inner)
        return f"@{rule.at_keyword} {prelude}{{{body}}}" if body else ""
    body = _compact(tinycss2.serialize(rule.content))
    if rule.lower_at_keyword == "font-face" and _ICON_FONT.search(body):
        return ""
    return f"@{rule.at_keyword} {prelude}{{{body}}}".replace(" {", "{")


def _possible(selector: str, used: set[str]) -> bool:
    if _ICON_FONT.search(selector):
        return False
    names = _NAME.findall(_NEGATED.sub("", selector))
    return all(name.replace("\\", "") in used for name in names)


def _split(prelude: str) -> list[str]:
    """Selectors between commas that stand outside brackets."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(prelude):
        depth += (char in "([") - (char in ")]")
        if char == "," and depth == 0:
            parts.append(prelude[start:at])
            start = at + 1
    parts.append(prelude[start:])
    return [re.sub(r"\s+", " ", part).strip() for part in parts]


def _compact(body: str) -> str:
    body = re.sub(r"/\*.*?\*/", "", body, flags=re.S)
    return re.sub(r"\s+", " ", body).strip().removesuffix(";")
