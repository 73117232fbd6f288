"""A stock Firefox, driven over WebDriver BiDi, which Playwright cannot do with a release.

``Firefox`` opens a page at a time, evaluates script, types and drags in it, and keeps what the page
logged and asked for.  The protocol: https://w3c.github.io/webdriver-bidi/
"""

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import websocket

__all__ = ["KEYS", "Firefox", "running"]

KEYS = {
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "Backspace": "\ue003",
    "Control": "\ue009",
    "Space": " ",
}
TYPED = {"\n": "Enter", "\b": "Backspace"}  # what stands for a key in a text to type
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
MIDDLE = """(element) => {
    element.scrollIntoView({ block: "center", behavior: "instant" });
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left + width / 2, top + height / 2];
}"""
EVENTS = ["log.entryAdded", "network.beforeRequestSent", "network.fetchError"]


class Firefox:
    """One page, what it logged as a warning or an error, and the addresses it asked for."""

    def __init__(self, address: str) -> None:
        self._wire = websocket.create_connection(
            f"{address}/session", timeout=120, suppress_origin=True
        )
        self._last = 0
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=EVENTS)
        self._page = ""

    def close(self) -> None:
        self._wire.close()

    def send(self, method: str, **params: Any) -> Any:
        """A command of the protocol; returns its result."""
        self._last += 1
        self._wire.send(json.dumps({"id": self._last, "method": method, "params": params}))
        while True:
            message = json.loads(self._wire.recv())
            if message["type"] == "event":
                self._note(message["method"], message["params"])
            elif message["id"] == self._last:
                if message["type"] == "error":
                    raise RuntimeError(f"{method}: {message['error']}: {message['message']}")
                return message["result"]

    def _note(self, event: str, params: Any) -> None:
        if event == "log.entryAdded":
            if params["level"] in ("warn", "error"):
                self.errors.append(f"{params['level']}: {params['text']}")
        elif event == "network.beforeRequestSent":
            self.requests.append(params["request"]["url"])
        else:
            self.errors.append(f"failed: {params['request']['url']}")

    def visit(self, url: str, *, width: int = 1280, height: int = 900) -> None:
        """Open a page in a tab of its own and close the one before."""
        before, self._page = self._page, self.send("browsingContext.create", type="tab")["context"]
        if before:
            self.send("browsingContext.close", context=before)
        self.send("browsingContext.activate", context=self._page)  # keys go to the active one
        size = {"width": width, "height": height}
        self.send("browsingContext.setViewport", context=self._page, viewport=size)
        self.errors.clear()
        self.requests.clear()
        self.send("browsingContext.navigate", context=self._page, url=url, wait="complete")
        # Firefox may answer for the empty page that a new tab begins with.
        self.wait("document.readyState === 'complete' && document.URL !== 'about:blank'")

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page; promises are awaited."""
        done = self.send(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({expression})))()",
            target={"context": self._page},
            awaitPromise=True,
        )
        if done["type"] != "success":
            raise RuntimeError(f"{expression}: {done['exceptionDetails']['text']}")
        return json.loads(done["result"].get("value", "null"))

    def wait(self, expression: str, *, timeout: float = 30, polling: float = 0.02) -> Any:
        """The value of an expression as soon as it is true; asked seldom, a page gets on faster."""
        end = time.monotonic() + timeout
        while not (value := self.evaluate(expression)):
            if time.monotonic() > end:
                raise TimeoutError(f"never true in {timeout} s: {expression}")
            time.sleep(polling)
        return value

    def press(self, selector: str, *keys: str) -> None:
        """Focus an element and press keys, by their names."""
        self.evaluate(f"document.querySelector({json.dumps(selector)}).focus()")
        self._keys([(kind, key) for key in keys for kind in ("keyDown", "keyUp")])

    def write(self, selector: str, text: str) -> None:
        """Type a text in the place of what an editor holds; it may indent after a new line."""
        self.evaluate(f"document.querySelector({json.dumps(selector)}).focus()")
        self._keys([("keyDown", "Control"), ("keyDown", "a"), ("keyUp", "a"), ("keyUp", "Control")])
        for letter in text:
            key = TYPED.get(letter, letter)
            self._keys([("keyDown", key), ("keyUp", key)])

    def _keys(self, moves: list[tuple[str, str]]) -> None:
        actions = [{"type": kind, "value": KEYS.get(key, key)} for kind, key in moves]
        self._act({"type": "key", "id": "keyboard", "actions": actions})

    def drag(self, selector: str, right: int) -> None:
        """With the pointer from the middle of an element to the right."""
        middle = self.evaluate(f"({MIDDLE})(document.querySelector({json.dumps(selector)}))")
        x, y = (round(place) for place in middle)
        actions: list[dict[str, Any]] = [
            {"type": "pointerMove", "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerMove", "x": x + right, "y": y, "duration": 300},
            {"type": "pointerUp", "button": 0},
        ]
        self._act({"type": "pointer", "id": "mouse", "actions": actions})

    def _act(self, source: dict[str, Any]) -> None:
        self.send("input.performActions", context=self._page, actions=[source])


@contextmanager
def running(path: str, profile: Path) -> Iterator[Firefox]:
    """Start a Firefox with a profile of its own; its own services ask nobody for anything."""
    command = [path, "--headless", "--no-remote", "--profile", str(profile),
               "--remote-debugging-port", "0", "about:blank"]  # fmt: skip
    log = profile.with_suffix(".log")
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        for _ in range(600):
            found = LISTENING.search(log.read_text("utf-8", "replace"))
            if found or process.poll() is not None:
                break
            time.sleep(0.2)
        if not found:
            raise RuntimeError(f"Firefox does not listen: {log.read_text('utf-8', 'replace')}")
        with closing(Firefox(found[1])) as firefox:
            yield firefox
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(profile, ignore_errors=True)
