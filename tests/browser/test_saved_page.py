"""An explorer saved as one file lives, from a disk and without a request."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from mlcourse.explore.explorer import Explorer
from tests.browser.conftest import Visit
from tests.explore.test_render import zoo

# a readout that would end a script, were it not for the escape
sly: Explorer = replace(zoo, readout=lambda t: f"t is {t} </script><!-- <script>")


def test_a_slider_moves_the_figure_of_a_saved_page(
    tmp_path: Path, visit: Callable[..., Visit]
) -> None:
    saved = sly.save(tmp_path / "zoo.html", t=0.3)
    assert [p.name for p in tmp_path.iterdir()] == ["zoo.html"]
    seen = visit(saved.as_uri())
    figure = seen.page.locator("figure.mlc-alive")
    expect(figure).to_have_attribute("data-state", "1")
    paths = "() => [...document.querySelectorAll('[data-slot] [d]')].map(e => e.getAttribute('d'))"
    before = seen.page.evaluate(paths)
    seen.page.locator('[data-control="t"] input').press("End")
    expect(figure).to_have_attribute("data-state", "3")
    expect(seen.page.locator(".mlc-readout")).to_have_text("t is 1 </script><!-- <script>")
    assert seen.page.evaluate(paths) != before
    assert seen.errors == []
    assert seen.requests == [saved.as_uri(), *(r for r in seen.requests if r.startswith("data:"))]


def test_a_saved_page_ends_in_html(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"explorer 'zoo': path must end in \.html, got 'zoo.svg'"):
        zoo.save("zoo.svg")
