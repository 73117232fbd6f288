"""Matplotlib's SVG without what a screen does not show, in as few letters as will do.

Comments, line breaks and font lists go; coordinates keep 0.1 pt, paths run from point to point,
and the colours of the palette become the page's own, so that a theme can change them.
"""

import re
from functools import cache

import numpy as np

from mlcourse.explore.style import PALETTE

__all__ = ["compact"]

_HEAD = re.compile(r"^.*?</defs>", re.DOTALL)
_TRIM = [
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"\n *"), ""),
    (re.compile(r'<g id="(?!slot)[^"]*"'), "<g"),
    (re.compile(r'<g id="slot(\d+)"'), r'<g data-slot="\1"'),
    (re.compile(r"; font-family:[^;\"]*|font-family:[^;\"]*;? ?"), ""),
    (re.compile(r' transform="rotate\(-?0 [^)]*\)"'), ""),
    (re.compile(r"xlink:href"), "href"),
    (re.compile(r"data:image/png;base64, ?"), "data:image/png;base64,"),
    (re.compile(r"<g/>|<g></g>"), ""),
]
# coordinates to 0.1 pt; texts, sizes and colours in styles, and factors in transforms stay exact
_LONG = re.compile(r'>[^<]+|style="[^"]*"|[a-z]+\([^)]*\)|-?\d+\.\d{2,}')
_COLOUR = re.compile("|".join(PALETTE))


def _round(match: re.Match[str]) -> str:
    text = match[0]
    if text[0] not in "-0123456789":
        return text
    short = f"{float(text):.1f}"
    short = short[:-2] if short.endswith(".0") else short
    return "0" if short == "-0" else short


_PATH = re.compile(r' d="([^"]*)"')
_NO_COMMANDS = str.maketrans("MLQCz", " " * 5)
_ARGUMENTS = {"M": 2, "L": 2, "Q": 4, "C": 6, "z": 0}


@cache
def _tenths(n: int) -> str:
    """An integer count of 0.1 pt in as few letters as SVG allows."""
    whole, part = divmod(abs(n), 10)
    text = f"{whole or ''}.{part}" if part else str(whole)
    return f"-{text}" if n < 0 else text


def _relative(match: re.Match[str]) -> str:
    """Path data from point to point in units of 0.1 pt: a third of the letters.

    Differences are taken between rounded points, so that no error adds up.
    """
    commands = [c for c in match[1] if c in _ARGUMENTS]
    text = match[1].translate(_NO_COMMANDS)
    points = np.rint(10 * np.array(text.split(), dtype=float)).astype(int).tolist()
    out: list[str] = []
    x = y = left = top = k = 0
    drawn = ""  # the command that further numbers would continue
    for command in commands:
        if command == "z":
            out.append("z")
            x, y, drawn = left, top, ""
            continue
        stop = k + _ARGUMENTS[command]
        if command == "M":
            left, top = points[k:stop]
            out += ("M", _tenths(left), " ", _tenths(top))
            drawn = ""
        else:
            if command != drawn:
                out.append(command.lower())
            elif points[k] >= x:
                out.append(" ")  # a sign would already part two numbers
            drawn = command
            for j in range(k, stop, 2):
                dx, dy = points[j] - x, points[j + 1] - y
                out += (" " if j > k and dx >= 0 else "", _tenths(dx))
                out += (" " if dy >= 0 else "", _tenths(dy))
        x, y = points[stop - 2], points[stop - 1]
        k = stop
    return f' d="{"".join(out)}"'


def compact(svg: str) -> str:
    """The inside of a whole SVG document, without what a screen does not show."""
    text = _HEAD.sub("", svg, count=1)
    text = text[: text.rindex("</svg>")]
    for pattern, plain in _TRIM:
        text = pattern.sub(plain, text)
    text = _PATH.sub(_relative, text)
    text = _LONG.sub(_round, text)
    return _COLOUR.sub(lambda m: f"var(--{PALETTE[m[0]][0]})", text)
