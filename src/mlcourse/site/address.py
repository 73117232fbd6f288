"""The repository's address, which one line of ``_config.yml`` holds, and what follows from it.

``{{ repository }}`` in a page is this address and ``{{ name }}`` the folder that a clone makes.
The site's own address, which canonical links, the social card and the sitemap need, is
``html_baseurl``, or what Read the Docs says, or where GitHub Pages puts the repository.
"""

import os
import re
from urllib.parse import urlparse

from sphinx.application import Sphinx
from sphinx.config import Config

__all__ = ["is_placeholder", "setup", "site_of"]

_PLACE = re.compile(r"{{ *(repository|name) *}}")


def is_placeholder(repository: str) -> bool:
    """Whether nobody has written an address of their own yet.

    Examples
    --------
    >>> is_placeholder("https://github.com/OWNER/book")
    True
    >>> is_placeholder("https://github.com/ada/book")
    False
    """
    return "OWNER" in urlparse(repository).path.split("/")


def site_of(repository: str) -> str:
    """Where GitHub Pages publishes a repository; empty where nothing can be known.

    Examples
    --------
    >>> site_of("https://github.com/Ada/book"), site_of("https://github.com/ada/ada.github.io")
    ('https://ada.github.io/book/', 'https://ada.github.io/')
    >>> site_of("https://github.com/OWNER/book"), site_of("https://example.org/ada/book")
    ('', '')
    """
    place = urlparse(repository)
    parts = place.path.strip("/").removesuffix(".git").split("/")
    if place.netloc != "github.com" or len(parts) != 2 or is_placeholder(repository):
        return ""
    host = f"{parts[0].lower()}.github.io"
    return f"https://{host}/" if parts[1].lower() == host else f"https://{host}/{parts[1]}/"


def _settle(_: Sphinx, config: Config) -> None:
    repository = config.html_theme_options.get("repository_url", "")
    told = config.html_baseurl or os.environ.get("READTHEDOCS_CANONICAL_URL", "")
    address = told or site_of(repository)
    config.html_baseurl = f"{address.rstrip('/')}/" if address else ""


def _write_address(app: Sphinx, _: str, source: list[str]) -> None:
    address = app.config.html_theme_options.get("repository_url", "").rstrip("/")
    words = {"repository": address, "name": address.rpartition("/")[2].removesuffix(".git")}
    if address:
        source[0] = _PLACE.sub(lambda found: words[found[1]], source[0])


def setup(app: Sphinx) -> None:
    """Connect to Sphinx, before the theme looks at the settings."""
    app.connect("config-inited", _settle, priority=100)
    app.connect("source-read", _write_address)
