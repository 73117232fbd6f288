"""What a published site has beside its pages, and what follows from the repository's address."""

import struct
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from tools import links, site
from tools.colab import repository
from tools.lite import lock_with, wheel_entry

from tests.book.site_book import CONF, build_site

HOW = "# How\n\nClone:\n\n```bash\ngit clone {{ repository }} && cd {{ name }}\n```\n"
PAGES = {
    "index.md": "# The book\n\n```{toctree}\nparts/how\n```\n",
    "parts/how.md": HOW,
}


def settings(repository: str) -> str:
    options = f'html_theme_options = {{"repository_url": "{repository}"}}\nroot_doc = "index"\n'
    return f'{CONF}project = html_title = "A & B"\n{options}'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    return build_site(folder, {"conf.py": settings("https://github.com/Ada/book"), **PAGES})


def test_the_sitemap_names_every_page_where_it_will_be(built: Path) -> None:
    tree = ET.parse(built / "sitemap.xml")
    found = {e.text for e in tree.iter() if e.tag.endswith("loc")}
    root = "https://ada.github.io/book/"
    assert found == {f"{root}index.html", f"{root}parts/how.html"}


def test_a_wrong_address_gets_links_from_the_hosts_root(built: Path) -> None:
    page = (built / "404.html").read_text()
    assert 'href="/book/index.html"' in page
    assert 'action="/book/search.html"' in page
    assert "A &amp; B" in page


def test_a_shared_link_has_a_picture(built: Path) -> None:
    page = (built / "parts" / "how.html").read_text()
    assert 'property="og:image" content="https://ada.github.io/book/_static/card.png"' in page
    assert 'property="og:url" content="https://ada.github.io/book/parts/how.html"' in page
    assert '<link rel="canonical" href="https://ada.github.io/book/parts/how.html"' in page
    header = (built / "_static" / "card.png").read_bytes()[:24]
    assert header[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", header[16:]) == (1200, 630)


def test_pages_tell_the_address_of_the_repository(built: Path) -> None:
    page = (built / "parts" / "how.html").read_text()
    text = page.replace("</span>", "").replace('<span class="w"> ', " ")
    assert "https://github.com/Ada/book" in text
    assert "{{" not in text


def test_with_the_placeholder_nothing_is_told(tmp_path: Path) -> None:
    made = build_site(tmp_path, {"conf.py": settings("https://github.com/OWNER/book"), **PAGES})
    for name in ("sitemap.xml", "404.html", "_static/card.png"):
        assert not (made / name).exists()
    page = (made / "index.html").read_text()
    assert "og:image" not in page
    assert 'rel="canonical"' not in page


def test_the_placeholder_is_refused(tmp_path: Path) -> None:
    config = tmp_path / "_config.yml"
    config.write_text("repository:\n  url: https://github.com/OWNER/book\n  branch: main\n")
    with pytest.raises(SystemExit, match=r"github\.com/OWNER/book.* write the address of yours"):
        site.check_address(config)
    config.write_text("repository:\n  url: https://github.com/ada/book\n  branch: main\n")
    site.check_address(config)


def test_only_one_file_holds_the_address() -> None:
    root, address = Path(__file__).parents[2], repository()["url"]
    names = subprocess.run(
        ["git", "ls-files"], cwd=root, check=True, text=True, stdout=subprocess.PIPE
    ).stdout.splitlines()
    held = [
        name
        for name in names
        if (root / name).is_file() and address.encode() in (root / name).read_bytes()
    ]
    assert held == ["_config.yml"]


def test_the_book_has_no_broken_link(built: Path) -> None:
    assert list(links.broken(built)) == []


@pytest.mark.parametrize(
    ("link", "problem"),
    [
        ("gone.html", "no such file"),
        ("index.html#nowhere", "no such place on the page"),
        ("/index.html", "begins at the host's root"),
        ("../../x.html", "leads out of the site"),
        ("index.html#wave?speed=2", None),
        ("index.html#waves?speed=2", "no such place on the page"),
        ("https://example.org/x", None),
        ("sub/", None),
        ("lite/notebooks/index.html?path=a.ipynb", None),
        ("lite/notebooks/index.html?path=b.ipynb", "no such notebook in lite/"),
    ],
)
def test_a_link_is_followed(link: str, problem: str | None, tmp_path: Path) -> None:
    for name, text in {
        "index.html": '<figure data-name="wave">',
        "sub/index.html": "",
        "lite/notebooks/index.html": "",
        "lite/files/a.ipynb": "{}",
        "page.html": f'<a href="{link}">',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    expected = [f"page.html: {link}: {problem}"] if problem else []
    assert list(links.broken(tmp_path)) == expected


def test_what_keeps_a_site_from_being_published(tmp_path: Path) -> None:
    (tmp_path / "python").mkdir()
    with (tmp_path / "python" / "large.wasm").open("wb") as file:
        file.truncate(site.LARGEST + 1)
    told = list(site.problems(tmp_path))
    assert "sitemap.xml is missing: make book" in told
    assert any("large.wasm has 25 MB" in line for line in told)
    assert site.sizes(tmp_path)["Python"] == site.sizes(tmp_path)["all"] == site.LARGEST + 1


def test_the_lock_file_of_notebooks_is_complete_or_says_what_lacks(tmp_path: Path) -> None:
    wheel = tmp_path / "typing_extensions-4.16.0-py3-none-any.whl"
    wheel.write_bytes(b"wheel")
    entry = wheel_entry(wheel, "../../lite/wheels/x.whl")
    assert (entry["name"], entry["version"]) == ("typing-extensions", "4.16.0")
    with pytest.raises(SystemExit, match=r"lacks .*ipython.*run make lite PYODIDE"):
        lock_with({"info": {}, "packages": {}}, [entry])
