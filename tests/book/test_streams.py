"""A page shows what a cell printed, wherever the kernel cut it."""

from pathlib import Path

import nbformat
from nbformat import v4

from tests.book.site_book import CONF, build_site


def test_a_line_that_came_in_two_messages_is_one(tmp_path: Path) -> None:
    sent = ["a row of ", "numbers\n", "\nand one"]
    cell = v4.new_code_cell(
        "x", outputs=[v4.new_output("stream", name="stdout", text=text) for text in sent]
    )
    language = {"language_info": {"name": "python", "pygments_lexer": "python"}}
    book = v4.new_notebook(cells=[v4.new_markdown_cell("# Page"), cell], metadata=language)
    conf = CONF + "nb_merge_streams = True\n"
    site = build_site(tmp_path, {"conf.py": conf, "index.ipynb": nbformat.writes(book)})
    assert "a row of numbers\n\nand one" in (site / "index.html").read_text(encoding="utf-8")
