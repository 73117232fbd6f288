"""What a page needs to bring explorers to life, and a page that is one file."""

import re
from html import escape
from importlib.resources import files

from mlcourse._publish import classic_script
from mlcourse.explore.bake import bake
from mlcourse.explore.explorer import Explorer, State
from mlcourse.explore.markup import data_uri

__all__ = ["front_files", "one_page"]


def _front(name: str) -> str:
    return (files("mlcourse.explore") / "front" / name).read_text(encoding="utf-8")


def _style() -> str:
    """The style sheet without its comments, as the script is served without its own."""
    return re.sub(r"^ */\*.*?\*/\n", "", _front("explorer.css"), flags=re.MULTILINE | re.DOTALL)


def front_files() -> dict[str, str]:
    """The script and the style sheet of the front end, by name."""
    script = classic_script(_front("explorer.js"), "hydrateAll();")
    return {"explorer.js": script, "explorer.css": _style()}


def one_page(explorer: Explorer, state: State) -> str:
    """A page with one explorer that needs no other file.

    The frames stand at its end, so that the picture is seen before they have arrived.
    """
    baked = bake(explorer, state)
    start = classic_script(
        _front("explorer.js"), "addEventListener('DOMContentLoaded', hydrateAll);"
    )
    html, chunks = baked["html"], []
    for name, text in baked["files"].items():
        if name.endswith(".svg"):
            html = html.replace(f"{{root}}explorers/{name}", data_uri(text))
        else:  # nothing in a frame may end the script that holds it
            chunks.append(text.replace("</", "<\\/").replace("<!--", "<\\!--"))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f'<title>{escape(explorer.title)}</title><link rel="icon" href="data:,">'
        f"<style>{_style()}</style><script>{start}</script></head>\n"
        f'<body data-theme="auto"><main>{html.replace("{root}", "")}</main>\n'
        f"<script>{''.join(chunks)}</script>"
        "</body></html>\n"
    )
