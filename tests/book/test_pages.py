"""What a page says about itself, and what it loads."""

from pathlib import Path

from docutils import nodes
from docutils.utils import new_document

from mlcourse.site import assets, fresh, pages


def document(*parts: nodes.Node) -> nodes.document:
    made = new_document("page")
    made.extend(parts)
    return made


def paragraph(text: str) -> nodes.paragraph:
    return nodes.paragraph(text, text)


LONG = "Gradient descent walks downhill, one step after the other, and never looks far ahead of it."


def test_the_description_is_the_first_running_text() -> None:
    note = nodes.note("", paragraph("A note " + LONG))
    assert pages.describe(document(note, paragraph("Short."), paragraph(LONG)), "else") == LONG
    assert pages.describe(document(note), "else") == "else"
    assert pages.describe(None, "else") == "else"


def test_a_long_description_ends_at_a_word() -> None:
    text = pages.describe(document(paragraph(LONG * 3)), "else")
    assert len(text) <= 157
    assert text.endswith(" …")
    assert (LONG * 3).startswith(text[:-2])
    assert (LONG * 3)[len(text) - 2] == " "


def test_links_to_other_sites_need_a_notebook_and_a_repository() -> None:
    links = pages.launch_links("https://github.com/a/b", "dev", "notebooks/x y.ipynb")
    assert [label for label, _, _ in links] == ["Binder", "Colab"]
    assert all("x%20y.ipynb" in url and "/dev" in url for _, url, _ in links)
    assert pages.launch_links("https://github.com/a/b", "dev", "book/intro.md") == []
    assert pages.launch_links("", "dev", "notebooks/x.ipynb") == []


def test_scripts_that_no_page_needs() -> None:
    assert not assets.keep_script("_static/sphinx-thebe.js", "", "")
    assert not assets.keep_script("", "DOCUMENTATION_OPTIONS.pagename = 'x'", "")
    assert not assets.keep_script("https://cdn/require.js", "", "")
    assert assets.keep_script("_static/documentation_options.js", "", "")


def test_scripts_that_some_pages_need() -> None:
    assert assets.keep_script("_static/design-tabs.js", "", '<div class="sd-tab-set">')
    assert not assets.keep_script("_static/design-tabs.js", "", "<p>")
    assert assets.keep_script("", "let toggleHintShow = 'Show';", '<div class="tip dropdown">')
    assert not assets.keep_script("", "let toggleHintShow = 'Show';", "<p>")
    assert assets.keep_script("_static/copybutton.js", "", '<div class="highlight-python">')
    assert not assets.keep_script("_static/copybutton.js", "", "<p>")


def test_the_hash_sees_names_and_contents_but_no_byproducts(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    first = fresh.hash_folder(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.py").write_text("2")
    (tmp_path / "notes.md").write_text("3")
    assert fresh.hash_folder(tmp_path) == first
    (tmp_path / "a.py").write_text("2")
    second = fresh.hash_folder(tmp_path)
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    third = fresh.hash_folder(tmp_path)
    (tmp_path / "c.css").write_text("")
    assert len({first, second, third, fresh.hash_folder(tmp_path)}) == 4


def test_the_cache_is_emptied_once_for_each_change(tmp_path: Path) -> None:
    cache = tmp_path / "new" / ".jupyter_cache"
    assert not fresh.refresh_cache(cache, "one")  # nothing was there to be stale
    cache.mkdir()
    (cache / "result").touch()
    assert not fresh.refresh_cache(cache, "one")
    assert (cache / "result").exists()
    assert fresh.refresh_cache(cache, "two")
    assert not cache.exists()
    assert not fresh.refresh_cache(cache, "two")
