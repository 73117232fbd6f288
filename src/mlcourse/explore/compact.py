"""Matplotlib's SVG without what a screen does not show, in as few letters as will do.

Comments, line breaks and font lists go; coordinates keep 0.1 pt, paths run from point to point,
and the colours of the palette become the page's own, so that a theme can change them.
"""

import re
from collections.abc import Iterator
from functools import cache

from mlcourse.explore.style import PALETTE

__all__ = ["compact"]

_TRIM = [
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"\n *"), ""),
    (re.compile(r'<g id="(?!slot)[^"]*"'), "<g"),
    (re.compile(r'<g id="slot(\d+)"'), r'<g data-slot="\1"'),
    (re.compile(r"; font-family:[^;\"]*"), ""),
    (re.compile(r"font-family:[^;\"]*;? ?"), ""),
    (re.compile(r' transform="rotate\(-?0 [^)]*\)"'), ""),
    (re.compile(r"xlink:href"), "href"),
    (re.compile(r"data:image/png;base64, ?"), "data:image/png;base64,"),
    (re.compile(r"<g/>|<g></g>"), ""),
]
# coordinates to 0.1 pt; texts, sizes and colours in styles, and factors in transforms stay exact
_NUMBERS = re.compile(r' d="([^"]*)"|>[^<]+|style="[^"]*"|[a-z]+\([^)]*\)|-?\d+\.\d{2,}')
_COLOUR = re.compile("|".join(PALETTE))


def _shorter(match: re.Match[str]) -> str:
    text = match[0]
    if text[0] == " ":
        return _relative(match[1])
    if text[0] not in "-0123456789":
        return text
    short = f"{float(text):.1f}"
    short = short[:-2] if short.endswith(".0") else short
    return "0" if short == "-0" else short


_POINTS = {"L": 1, "Q": 2, "C": 3}  # that each command names


def _place(words: Iterator[str]) -> int:
    """The next coordinate, to 0.1 pt."""
    return round(10 * float(next(words)))


@cache
def _tenths(n: int) -> str:
    """An integer count of 0.1 pt in as few letters as SVG allows; a sign parts it as a space."""
    whole, part = divmod(abs(n), 10)
    text = f"{whole or ''}.{part}" if part else str(whole)
    return f"-{text}" if n < 0 else f" {text}"


def _relative(data: str) -> str:
    """Path data from point to point in units of 0.1 pt: a third of the letters.

    Differences are taken between rounded points, so that no error adds up.
    """
    out: list[str] = []
    x = y = begun_x = begun_y = 0
    before = ""
    words = iter(data.replace("z", "z ").split())
    for command in words:
        if command == "z":
            x, y = begun_x, begun_y
            out.append(command)
        elif command == "M":
            x, y = begun_x, begun_y = _place(words), _place(words)
            out += command, _tenths(x).lstrip(), _tenths(y)
        else:
            steps: list[str] = []
            for _ in range(_POINTS[command]):
                to_x, to_y = _place(words), _place(words)
                steps += _tenths(to_x - x), _tenths(to_y - y)
            x, y = to_x, to_y
            text = "".join(steps)
            out += (text,) if command == before else (command.lower(), text.lstrip())
        before = command
    return f' d="{"".join(out)}"'


def compact(svg: str) -> str:
    """The inside of a whole SVG document, without what a screen does not show."""
    text = svg[svg.index("</defs>") + len("</defs>") : svg.rindex("</svg>")]
    for pattern, plain in _TRIM:
        text = pattern.sub(plain, text)
    text = _NUMBERS.sub(_shorter, text)
    return _COLOUR.sub(lambda m: f"var(--{PALETTE[m[0]][0]})", text)
