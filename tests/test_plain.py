"""A notebook in plain Markdown, from a page as the book shows it."""

from pathlib import Path

import nbformat
import pytest
from tools.plain import BuiltPage, address_of, plain

PAGE = """<html><head><link rel="canonical" href="https://a.org/b/notebooks/07_x.html" /></head>
<article>
<span class="bibtex-citation">[<a href="../book/bibliography.html#id2">Cauchy, 1847</a>]</span>
<span class="bibtex-citation">Adam <em>et al.</em> [<a href="#id3">1999</a>]</span>
<a href="../book/glossary.html#term-tail"><span class="std-term">tails</span></a>
<a class="reference internal" href="06_y.html#06-z">Theorem 6.2</a>
<div id="07-steep"><p><span class="caption-number">Theorem 7.1 </span> (Steep)</p></div>
<ul class="chapters"><li><p><a href="06_y.html">6 Y</a> <span>builds on</span></p></li></ul>
</article></html>"""
TEXT = """\
(07-x)=
# X

By {cite}`cauchy1847`
and {cite:t}`adam1999`,
see [chapter 6](06_y.ipynb).
The {term}`tails <tail>` of {prf:ref}`06-z`;
[faster](#pad?step=1), [there](06_y.ipynb#pad?step=2).

```{prf:theorem} Steep
:label: 07-steep

$$
a &= b
$$
```

```{prf:proof}
Obvious.
```

:::{admonition} Why?
:class: dropdown

Because.
:::

```{chapters} ../book/curriculum.yml
:map:
```

```python
x = {}
```"""
WANTED = """\
# X

By \\[[Cauchy, 1847](R/book/bibliography.html#id2)\\]
and Adam *et al.* \\[[1999](R/notebooks/07_x.html#id3)\\],
see [chapter 6](R/notebooks/06_y.html).
The [tails](R/book/glossary.html#term-tail) of [Theorem 6.2](R/notebooks/06_y.html#06-z);
[faster](#pad?step=1), [there](R/notebooks/06_y.html#pad?step=2).

> **Theorem 7.1** (Steep)
>
> $$ a &= b $$

> *Proof.* Obvious.

<details><summary>Why?</summary>

Because.

</details>

- [6 Y](R/notebooks/06_y.html)

```python
x = {}
```"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "notebooks" / "07_x.html"
    path.parent.mkdir()
    path.write_text(PAGE)
    return path


def notebook(text: str) -> nbformat.NotebookNode:
    solution = nbformat.v4.new_code_cell("1", metadata={"tags": ["hide-cell"]})
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text), solution])


def test_roles_and_directives_become_what_the_page_shows(page: Path) -> None:
    before = notebook(TEXT)
    made = plain(before, BuiltPage(page, "https://c.org/d/"))
    assert made.cells[0].source == WANTED.replace("R/", "https://c.org/d/")
    assert before.cells[0].source == TEXT


def test_a_solution_is_folded_and_its_first_line_gives_nothing_away(page: Path) -> None:
    solution = plain(notebook(TEXT), BuiltPage(page, "/")).cells[1]
    assert solution.source == "# Solution\n1"
    assert solution.metadata["jupyter"] == {"source_hidden": True, "outputs_hidden": True}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TEXT + " {prf:ref}`06-gone`", r"07_x.html has no place for {prf:ref}`06-gone`"),
        (TEXT + " {cite}`b`", r"no place for {cite}`b`: build the book again"),
        (TEXT.replace("{cite}`cauchy1847`", "Cauchy"), r"shows .*1999.* its notebook does not"),
        (TEXT.replace("07-steep", "07-flat"), "no number for 07-flat"),
    ],
)
def test_another_page_than_the_notebooks_is_refused(text: str, told: str, page: Path) -> None:
    with pytest.raises(SystemExit, match=told):
        plain(notebook(text), BuiltPage(page, "/"))


def test_the_address_is_that_which_the_pages_tell(page: Path) -> None:
    assert address_of(page.parents[1]) == "https://a.org/b/"
