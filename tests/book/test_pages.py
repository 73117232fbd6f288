"""What a page says about itself, and what it loads."""

from docutils import nodes
from docutils.utils import new_document

from mlcourse.site import assets, pages


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
    assert all("x%20y.ipynb" in url for _, url, _ in links)
    assert "/dev?" in links[0][1]
    assert "/blob/colab/" in links[1][1]  # the notebooks that install the package
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
    assert assets.keep_script("_static/togglebutton.js", "", '<div class="tip dropdown">')
    assert not assets.keep_script("_static/togglebutton.js", "", "<p>")
    assert not assets.keep_script("", "let toggleHintShow = 'Show';", '<div class="tip dropdown">')
    assert assets.keep_script("_static/copybutton.js", "", '<div class="highlight-python">')
    assert not assets.keep_script("_static/copybutton.js", "", "<p>")
