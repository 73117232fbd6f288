"""The one style sheet: what is kept, what is dropped, where its urls point."""

from pathlib import Path

from mlcourse.site import stylesheet


def test_names_of_a_page_and_words_of_a_script() -> None:
    assert stylesheet.words_of_page('<a class="x y" id=z>') == {"x", "y", "z"}
    assert "is-open" in stylesheet.words_of_script("node.classList.toggle('is-open')")


def test_rules_that_can_match_stay_and_others_go() -> None:
    css = """
        @charset "utf-8";
        /* a comment */
        p { margin: 0 /* inside */; }
        .used, .unused { top: 0; }
        .used .unused { top: 1px; }
        #here > .used:hover { top: 2px; }
        .used:not(.unused) { top: 3px; }
        @media print { .used { top: 4px; } .unused { top: 5px; } }
        @media screen { .unused { top: 6px; } }
        @supports (display: grid) { .used { top: 7px; } }
        @font-face { font-family: Text; src: url(a.woff2); }
        @font-face { font-family: "Font Awesome 6 Free"; src: url(b.woff2); }
        @keyframes turn { from { top: 0; } }
        @layer base;
        .empty {}
    """
    kept = stylesheet.purge(css, {"used", "here", "empty"})
    assert "comment" not in kept
    assert "charset" not in kept
    assert "p{margin: 0 }" in kept or "p{margin: 0}" in kept or "p{margin: 0 ;}" in kept
    assert ".used{top: 0}" in kept
    for lost in ("top: 1px", "top: 5px", "top: 6px", "b.woff2", ".empty", ".unused,"):
        assert lost not in kept, lost
    for there in (
        "top: 2px",
        "top: 3px",
        "top: 4px",
        "top: 7px",
        "a.woff2",
        "turn",
        "@layer base;",
    ):
        assert there in kept, there


def test_commas_inside_brackets_do_not_part_a_selector() -> None:
    kept = stylesheet.purge(':is(h1, h2).used, a[title="x,y"] { top: 0; }', {"used"})
    assert kept == ':is(h1, h2).used,a[title="x,y"]{top: 0}'


def test_classes_of_the_icon_font_go_even_when_pages_name_them() -> None:
    css = '.fa-bars{--fa:"x"} .fa-solid::before{top:0} .fast{top:1px} [class~="fa-bars"]{top:2px}'
    assert stylesheet.purge(css, {"fa-bars", "fa-solid", "fast"}) == (
        '.fast{top:1px}[class~="fa-bars"]{top:2px}'
    )


def test_escaped_names_are_compared_as_a_page_writes_them() -> None:
    assert stylesheet.purge(r".a\:b{top:0}", {"a:b"}) == r".a\:b{top:0}"


def test_sheets_are_joined_with_imports_followed_and_urls_moved(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "base.css").write_text("b{background:url(images/b.png)}")
    (tmp_path / "styles" / "theme.css").write_text(
        '@import "../base.css";\na{src:url("../fonts/a.woff2")} i{src:url(data:x/y;base64,AA)}'
    )
    (tmp_path / "last.css").write_text("a{top:0}")
    joined = stylesheet.join([tmp_path / "styles" / "theme.css", tmp_path / "last.css"], tmp_path)
    assert 'url("images/b.png")' in joined
    assert 'url("fonts/a.woff2")' in joined
    assert "url(data:x/y;base64,AA)" in joined
    assert joined.index("images/b.png") < joined.index("fonts") < joined.index("a{top:0}")
