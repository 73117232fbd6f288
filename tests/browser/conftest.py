"""What the browser tests stand on: the built book, a server for it, and Chromium.

``site``      the built book; `make book` builds it
``server``    its address over http, with gzip as a host would serve it
``browser``   one Chromium for all that one process runs
``firefox``   one Firefox for the tests of a module
``visit``     opens a page and records its console, errors and requests
"""

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.browser import browsers
from tests.browser.firefox import Firefox, running

ROOT = Path(__file__).parents[2]
HTML = ROOT / "_build" / "html"
COMPRESSED = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".txt", ".xml", ".ipynb"}


@lru_cache(maxsize=256)
def _compressed(body: bytes) -> bytes:
    return gzip.compress(body, 6)


class Handler(SimpleHTTPRequestHandler):
    """Serve a folder quietly; compress text when the browser accepts it."""

    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".woff2": "font/woff2",
        ".svg": "image/svg+xml",
    }

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path = path / "index.html"
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = _compressed(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # a browser that closes a connection early is no error of ours


@dataclass
class Visit:
    """A page and what happened while it was open."""

    page: Page
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    first_load: int = 0  # bytes, all that came until the visit was given

    def foreign(self, origin: str) -> list[str]:
        """Requests that left ``origin`` (data and blob urls stay in the page)."""
        own = (origin, "data:", "blob:", "about:")
        return [url for url in self.requests if not url.startswith(own)]

    def compressed(self) -> dict[str, int]:
        """Bytes of each answer's body as it came over the wire."""
        return dict(self.sizes)


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the built book."""
    if not (HTML / "index.html").exists():
        pytest.fail("the book is not built: run `make book` first")
    return HTML


@contextmanager
def serving(folder: Path, handler: type[Handler] = Handler) -> Iterator[str]:
    """Serve a folder over http; gives its address without the last slash."""
    server = Server(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve any folder over http; returns its address without the last slash."""
    with ExitStack() as stack:
        yield lambda folder: stack.enter_context(serving(folder))


@pytest.fixture(scope="session")
def server(site: Path, serve: Callable[[Path], str]) -> str:
    """The built book's address over http, without the last slash."""
    return serve(site)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = browsers.find("Chromium")
    if path is None:
        pytest.fail("no Chromium: run `make test`, which installs one, or set CHROMIUM")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=browsers.ARGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    path = browsers.find("Firefox")
    if path is None:
        pytest.fail("no Firefox: run `make test`, which installs one, or set FIREFOX")
    with running(path, tmp_path_factory.mktemp("profile")) as started:
        yield started


@contextmanager
def visiting(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """``visit(url, theme="dark", width=390, wait="networkidle", **context_options)``."""
    with ExitStack() as stack:

        def go(
            url: str,
            *,
            theme: str = "light",
            width: int = 1280,
            height: int = 900,
            wait: Any = "networkidle",
            **options: Any,
        ) -> Visit:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=theme, **options
            )
            context.set_default_timeout(60_000)  # two cores may be busy with other tests
            stack.callback(context.close)
            page = context.new_page()
            seen = Visit(page)
            page.on("console", lambda message: _note(seen, message))
            page.on("pageerror", lambda error: seen.errors.append(f"uncaught: {error}"))
            page.on("request", lambda request: seen.requests.append(request.url))
            page.on("requestfailed", lambda request: seen.errors.append(f"failed: {request.url}"))
            if url.startswith("http"):
                wire = context.new_cdp_session(page)
                urls: dict[str, str] = {}
                wire.on(
                    "Network.responseReceived",
                    lambda event: urls.update({event["requestId"]: event["response"]["url"]}),
                )
                wire.on(
                    "Network.loadingFinished",
                    lambda event: seen.sizes.update(
                        {urls.get(event["requestId"], "?"): int(event["encodedDataLength"])}
                    ),
                )
                wire.send("Network.enable")
            page.goto(url, wait_until=wait)
            seen.first_load = sum(seen.sizes.values())
            return seen

        yield go


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens pages that are closed after the test; see `visiting`."""
    with visiting(browser) as go:
        yield go


MAY_WAIT = ".bd-article :is(section > *, .cell_input, .output)"  # more than site.css puts off


def wait_for_layout(page: Page) -> None:
    """Begin to read, and wait until no block of the page has its layout put off any more."""
    page.keyboard.press("Shift")
    page.wait_for_function(
        """blocks => [...document.querySelectorAll(blocks)].every(
             e => getComputedStyle(e).contentVisibility === "visible")""",
        arg=MAY_WAIT,
        polling=500,
        timeout=90_000,
    )


# What repeats goes before axe reads the page, which takes a minute with all 20,000 elements of a
# chapter: each formula after the first, of the colour of the text around it (asserted) and built
# like it, the tokens of code whose kinds all stand in code above, and what figures draw without a
# word, of which axe has nothing to say.
LEAVE_OUT = """() => {
    const colour = (e) => getComputedStyle(e).color;
    const known = new Set();
    for (const code of document.querySelectorAll("pre")) {
        const kinds = [...code.querySelectorAll("[class]")].map((token) => token.className);
        if (kinds.every((kind) => known.has(kind))) code.replaceChildren(code.textContent);
        kinds.forEach((kind) => known.add(kind));
    }
    const formulas = [...document.querySelectorAll(".katex")];
    const odd = formulas.filter((e) => colour(e) !== colour(e.parentElement)).length;
    formulas.slice(1).forEach((formula) => formula.replaceChildren("x"));
    for (const e of document.querySelectorAll("svg *")) if (!e.textContent.trim()) e.remove();
    document.documentElement.dataset.whole = "";  // and all that is left is laid out
    return odd;
}"""


def leave_out_what_repeats(page: Page) -> None:
    """Make a page short enough for axe; nothing else can be tested on it any more."""
    assert page.evaluate(LEAVE_OUT) == 0
    page.wait_for_timeout(100)  # what scrolls is measured in the frame after


def _note(seen: Visit, message: ConsoleMessage) -> None:
    if message.type in ("error", "warning"):
        seen.errors.append(f"{message.type}: {message.text}")
