"""Formulas at build time: HTML for the eye, MathML for the ear, and the same KaTeX as the fonts."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from mlcourse.site import maths

STATIC = Path(maths.__file__).parent / "static" / "katex"
# MathML Core, section 3: elements whose number of children is fixed.
CHILDREN = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3,
    "munderover": 3,
}  # fmt: skip


def mathml(latex: str, **options: bool) -> ET.Element:
    found = re.search(r"<math.*?</math>", maths.render(latex, **options), re.S)
    assert found is not None
    return ET.fromstring(found[0])


def test_a_formula_keeps_its_meaning_for_screen_readers() -> None:
    tree = mathml(r"\frac{a}{b} \le \sqrt{c}")
    tags = [element.tag.rpartition("}")[2] for element in tree.iter()]
    assert "mfrac" in tags
    assert "msqrt" in tags
    annotation = next(e for e in tree.iter() if e.tag.endswith("annotation"))
    assert annotation.text == r"\frac{a}{b} \le \sqrt{c}"


@pytest.mark.parametrize(
    "latex",
    [
        r"\lambda_{\min}",
        r"x_{\max}^2",
        r"\frac{\max}{2}",
        r"\sum_{i=1}^{\max} i",
        r"\arg\min_x f(x)",
    ],
)
def test_the_mathml_is_valid_around_names_of_functions(latex: str) -> None:
    for element in mathml(latex).iter():
        tag = element.tag.rpartition("}")[2]
        assert len(element) == CHILDREN.get(tag, len(element)), tag


def test_display_mode() -> None:
    assert "katex-display" in maths.render("x", display=True)
    assert "katex-display" not in maths.render("x")


@pytest.mark.parametrize("latex", [r"\frac{1}", r"\nosuchcommand", r"x^", r"\begin{align}"])
def test_what_katex_cannot_read_is_an_error_with_its_words(latex: str) -> None:
    with pytest.raises(maths.MathError) as caught:
        maths.render(latex)
    assert len(str(caught.value)) > 10


@pytest.mark.parametrize(
    ("source", "nowrap", "expected"),
    [
        ("x = 1", False, "x = 1"),
        (r"a \\ b", False, r"\begin{aligned}a \\ b\end{aligned}"),
        ("a\n\nb", False, r"\begin{gathered}a\\b\end{gathered}"),
        (r"\begin{align}a\end{align}", True, r"\begin{align*}a\end{align*}"),
        (r"\begin{equation}a\end{equation}", True, r"\begin{equation*}a\end{equation*}"),
        (r"\begin{cases}a \\ b\end{cases}", False, r"\begin{cases}a \\ b\end{cases}"),
        (r"f = \begin{cases}a \\ b\end{cases}", False, r"f = \begin{cases}a \\ b\end{cases}"),
        (r"\text{a \\ b}", False, r"\text{a \\ b}"),
        (r"\{a\} \\ b", False, r"\begin{aligned}\{a\} \\ b\end{aligned}"),
        (
            r"\begin{pmatrix}a \\ b\end{pmatrix} \\ c",
            False,
            r"\begin{aligned}\begin{pmatrix}a \\ b\end{pmatrix} \\ c\end{aligned}",
        ),
    ],
)
def test_blocks_as_sphinx_means_them(source: str, nowrap: bool, expected: str) -> None:
    assert maths.display_source(source, nowrap=nowrap) == expected


def test_the_style_sheet_and_the_script_are_of_one_version() -> None:
    css = (STATIC / "katex.css").read_text(encoding="utf-8")
    assert f"KaTeX {maths.katex_version()}," in css
    assert f'content:"{maths.katex_version()}"' in css


def test_every_font_of_the_style_sheet_is_there_and_no_other() -> None:
    css = (STATIC / "katex.css").read_text(encoding="utf-8")
    named = set(re.findall(r"url\(([^)]+)\)", css))
    present = {f"fonts/{path.name}" for path in (STATIC / "fonts").iterdir()}
    assert named == present


def test_a_missing_katex_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maths, "find_spec", lambda name: None)
    with pytest.raises(maths.MathError, match="make book"):
        maths.katex_script()
