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
_NO_NUMBERS = dict.fromkeys(map(ord, "0123456789.- \n"))
_RUN = re.compile(r"M|L+|Q+|C+|z")
_POINTS = np.zeros(128, dtype=int)  # of a command, by its letter
_POINTS[[ord(letter) for letter in "MLQCz"]] = 1, 1, 2, 3, 0


@cache
def _tenths(n: int) -> str:
    """An integer count of 0.1 pt in as few letters as SVG allows; a sign parts it as a space."""
    whole, part = divmod(abs(n), 10)
    text = f"{whole or ''}.{part}" if part else str(whole)
    return f"-{text}" if n < 0 else f" {text}"


def _relative(match: re.Match[str]) -> str:
    """Path data from point to point in units of 0.1 pt: a third of the letters.

    Differences are taken between rounded points, so that no error adds up.
    """
    numbers = np.fromstring(match[1].translate(_NO_COMMANDS), sep=" ")
    points = np.rint(10 * numbers).astype(int).reshape(-1, 2)
    letters = match[1].translate(_NO_NUMBERS)
    codes = np.frombuffer(letters.encode(), dtype=np.uint8)
    count = _POINTS[codes]
    first = np.cumsum(count) - count  # each command's first point
    is_move = codes == ord("M")
    begun = np.maximum.accumulate(np.where(is_move, first, 0))  # where its piece of path begins
    is_after_close = np.roll(codes, 1) == ord("z")  # never the first command, which moves
    origin = np.repeat(np.where(is_after_close, begun, first - 1), count)
    moves = np.where(np.repeat(is_move, count)[:, None], points, points - points[origin])
    texts = [*map(_tenths, moves.ravel().tolist())]
    out: list[str] = []
    k = 0
    for run in _RUN.finditer(letters):
        command = run[0][0]
        stop = 2 * int(first[run.end() - 1] + count[run.end() - 1])
        out += (command if command in "Mz" else command.lower(), "".join(texts[k:stop]).lstrip())
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
