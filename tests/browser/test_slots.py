"""A frame made of slots looks like matplotlib's whole drawing, in the browser."""

import io
import re
from typing import Any

import matplotlib as mpl
import matplotlib.image
import numpy as np
import pytest
from playwright.sync_api import Browser

from mlcourse.explore.markup import still_svg
from mlcourse.explore.render import IMAGE_DPI, Drawing
from mlcourse.explore.style import RC
from tests.explore.test_render import zoo


def pixels(svg: str, browser: Browser) -> np.ndarray:
    page = browser.new_page(viewport={"width": 700, "height": 330})
    page.set_content(f"<body style='margin:0;background:#fefefe'>{svg}</body>")
    shot = page.screenshot()
    page.close()
    return matplotlib.image.imread(io.BytesIO(shot))[..., :3]


@pytest.mark.parametrize("state", [(0,), (1,), (2,), (3,)])
def test_slots_show_what_a_whole_savefig_shows(state: Any, browser: Browser) -> None:
    drawing = Drawing(zoo)
    ours = pixels(still_svg(drawing, drawing.frame(state)), browser)
    buffer = io.StringIO()
    with mpl.rc_context({**RC, "svg.hashsalt": "whole"}):
        drawing.figure.savefig(buffer, format="svg", dpi=IMAGE_DPI)
    whole = buffer.getvalue()
    whole = whole[whole.index("<svg") :]
    # the same fonts on both sides; nothing else differs
    whole = re.sub(r"font-family:[^;\"]*", "font-family: DejaVu Sans, Verdana, sans-serif", whole)
    theirs = pixels(whole, browser)
    difference = np.abs(ours - theirs).max(axis=-1)
    # coordinates are rounded to 0.1 pt: edges may differ in shade, no shape may
    assert (difference > 0.35).sum() <= 12
    assert difference.mean() < 2e-3
