"""Moves the explorers of a page by keyboard, mouse and touch, and knows what each should show."""

import re
from collections.abc import Sequence

from playwright.sync_api import Locator, Page, expect

from mlcourse.explore import Board, Explorer, Pad
from mlcourse.explore.handles import handle_places
from mlcourse.explore.render import Drawing, Frame

__all__ = ["DIFFERS", "Driver"]

# what a figure shows that the frame does not: compared as the browser itself would write both
DIFFERS = """(figure, frame) => {
    const out = [];
    for (const slot of figure.querySelectorAll("[data-slot]")) {
        const wanted = document.createElementNS("http://www.w3.org/2000/svg", "g");
        wanted.innerHTML = frame[slot.dataset.slot];
        if (slot.innerHTML !== wanted.innerHTML) out.push(`slot ${slot.dataset.slot}`);
    }
    const slots = figure.querySelectorAll("[data-slot]").length;
    if (slots !== frame.length - 2) out.push(`${slots} slots`);
    const said = figure.querySelector(".mlc-readout").textContent;
    if (said !== frame.at(-2)) out.push(`readout: ${said}`);
    const message = figure.querySelector(".mlc-message");
    if (!message.hidden) out.push(message.textContent);
    return out;
}"""


# what stands beside each control, and what a slider says of itself
BESIDE = """(figure) => Object.fromEntries(
    [...figure.querySelectorAll("[data-control]")].map((row) => [row.dataset.control, [
        row.querySelector("output")?.textContent ?? null,
        row.querySelector("[type=range]")?.getAttribute("aria-valuetext") ?? null,
    ]])
)"""


class Driver:
    """Moves one explorer on a page and knows the state it should be in."""

    def __init__(self, page: Page, explorer: Explorer, frames: Sequence[Frame]) -> None:
        self.page, self.explorer, self.frames = page, explorer, frames
        self.figure = page.locator(f'figure.mlc[data-name="{explorer.name}"]').first
        self.figure.scroll_into_view_if_needed()
        expect(self.figure).to_have_class(re.compile("mlc-alive"), timeout=20_000)
        self.state = list(explorer.default)
        self.seen: set[Frame] = set()
        self.shows()

    def shows(self) -> None:
        """The figure, its readout and its silence are those of the baked frame."""
        index = self.explorer.number(tuple(self.state))
        expect(self.figure).to_have_attribute("data-state", str(index), timeout=20_000)
        assert self.figure.evaluate(DIFFERS, self.frames[index]) == []
        assert self.figure.evaluate(BESIDE) == self.beside()
        self.seen.add(self.frames[index][:-2])

    def beside(self) -> dict[str, list[str | None]]:
        """What `BESIDE` finds on a page when every control tells its value."""
        told: dict[str, list[str | None]] = {}
        for (name, control), k in zip(self.explorer.controls.items(), self.state, strict=True):
            text = control.text(control.values[k])
            scale = control.kind in ("slider", "steps")
            told[name] = [
                text if scale or control.kind == "seed" else None,
                text if scale else None,
            ]
        return told

    def row(self, name: str) -> Locator:
        return self.figure.locator(f'[data-control="{name}"]')

    def reset(self) -> None:
        self.state = list(self.explorer.default)
        self.shows()
        assert len(self.seen) > 1, "the figure never changed"

    def turn(self, i: int) -> bool:
        """Go on by one stop, or back where there is none; tells which."""
        up = self.state[i] + 1 < self.explorer.shape[i]
        self.state[i] += 1 if up else -1
        return up

    def at_rest(self, target: Locator) -> dict[str, float]:
        """Where the target is once the page around it no longer moves, as a reader would wait."""
        target.click(trial=True)
        return target.bounding_box()

    def squares(self) -> Locator:
        return self.figure.locator(".mlc-square")

    def play(self, i: int, board: Board, how: str) -> None:
        """Take the last square that is free, and see the reply; U takes both back."""
        before = self.state[i]
        moves = board.moves[str(board.values[before])]
        square = max(moves)
        taken = moves[square]
        self.state[i] = board.index(board.replies.get(taken, taken))
        if how == "keyboard":
            self.squares().nth(0).focus()
            for key in ["ArrowRight"] * (square % board.columns):
                self.page.keyboard.press(key)
            for key in ["ArrowDown"] * (square // board.columns):
                self.page.keyboard.press(key)
            self.page.keyboard.press("Enter")
        else:
            self.squares().nth(square).scroll_into_view_if_needed()
            getattr(self.squares().nth(square), "tap" if how == "touch" else "click")()
        self.shows()
        self.squares().nth(square).press("u")
        self.state[i], after = before, self.state[i]
        self.shows()
        self.squares().nth(square).press(str(square + 1))
        self.state[i] = after
        self.shows()

    def all_by_keyboard(self) -> None:
        for i, (name, control) in enumerate(self.explorer.controls.items()):
            row = self.row(name)
            if isinstance(control, Board):
                self.play(i, control, "keyboard")
            elif control.kind in ("slider", "steps"):
                row.locator("input").press("ArrowRight" if self.turn(i) else "ArrowLeft")
            elif control.kind == "choice":
                row.locator("select").press("ArrowDown" if self.turn(i) else "ArrowUp")
            elif control.kind == "toggle":
                row.locator("input").press("Space")
                self.state[i] = 1 - self.state[i]
            else:
                row.locator("button.mlc-seed").press("Enter")
                self.state[i] = (self.state[i] + 1) % len(control.values)
            self.shows()
        names = list(self.explorer.controls)
        for k, pad in enumerate(self.explorer.pads):
            handle = self.figure.locator(".mlc-handle").nth(k)
            for name, more, less in (
                (pad.x, "ArrowRight", "ArrowLeft"),
                (pad.y, "ArrowUp", "ArrowDown"),
            ):
                handle.press(more if self.turn(names.index(name)) else less)
                self.shows()
        self.figure.locator(".mlc-reset").press("Enter")
        self.reset()

    def all_by_mouse(self) -> None:
        for i, (name, control) in enumerate(self.explorer.controls.items()):
            row = self.row(name)
            row.scroll_into_view_if_needed()
            last = len(control.values) - 1
            if isinstance(control, Board):
                self.play(i, control, "mouse")
            elif control.kind in ("slider", "steps"):
                box = self.at_rest(row.locator("input"))
                target = 0 if self.state[i] == last else last
                place = {"x": box["width"] - 2 if target else 2, "y": box["height"] / 2}
                row.locator("input").click(position=place)
                self.state[i] = target
            elif control.kind == "choice":
                self.state[i] = 0 if self.state[i] == last else last
                row.locator("select").select_option(index=self.state[i])
            elif control.kind == "toggle":
                row.locator("input").click()
                self.state[i] = 1 - self.state[i]
            else:
                row.locator("button.mlc-seed").click()
                self.state[i] = (self.state[i] + 1) % len(control.values)
            self.shows()
        for label, values in self.explorer.presets.items():
            self.figure.locator(".mlc-preset").get_by_text(label, exact=True).click()
            wanted = self.explorer.state(**values)
            for i, control in enumerate(self.explorer.controls):
                if control in values:
                    self.state[i] = wanted[i]
            self.shows()
        self.figure.locator(".mlc-reset").click()
        self.reset()
        for k, pad in enumerate(self.explorer.pads):
            self.drag_pad(k, pad)

    def drag_pad(self, k: int, pad: Pad) -> None:
        """Drag the handle to the middle of its axes: the stops nearest to that point."""
        handle = self.figure.locator(".mlc-handle").nth(k)
        box = self.at_rest(handle)
        drawing = Drawing(self.explorer)
        place = handle_places(drawing)[k]
        panel = self.figure.locator(".mlc-panel").nth(place["panel"]).bounding_box()
        spec = drawing.panels[place["panel"]]
        scale = panel["width"] / spec.width
        i, j = place["x"], place["y"]
        self.state[i] = len(place["left"]) // 3
        self.state[j] = len(place["top"]) // 3
        x = panel["x"] + (place["left"][self.state[i]] - spec.left) * scale
        y = panel["y"] + place["top"][self.state[j]] * scale
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.page.mouse.down()
        self.page.mouse.move(x, y, steps=8)
        self.page.mouse.up()
        self.shows()

    def drag_finger(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        screen = self.page.context.new_cdp_session(self.page)

        def send(kind: str, *points: tuple[float, float]) -> None:
            spots = [{"x": x, "y": y} for x, y in points]
            screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": spots})

        send("touchStart", start)
        for share in (0.25, 0.5, 0.75, 1.0):
            send("touchMove", tuple(a + share * (b - a) for a, b in zip(start, end, strict=True)))
        send("touchEnd")
        screen.detach()

    def all_by_touch(self) -> None:
        """Sliders and handles are dragged, buttons tapped."""
        handled = {name for pad in self.explorer.pads for name in (pad.x, pad.y)}
        for i, (name, control) in enumerate(self.explorer.controls.items()):
            row = self.row(name)
            small = row.bounding_box()["width"] <= 1  # on a phone its handle is dragged, below
            if name in handled and small:
                continue
            row.scroll_into_view_if_needed()
            last = len(control.values) - 1
            if isinstance(control, Board):
                self.play(i, control, "touch")
            elif control.kind in ("slider", "steps"):
                box = self.at_rest(row.locator("input"))
                target = 0 if self.state[i] == last else last
                y = box["y"] + box["height"] / 2
                thumb = box["x"] + 8 + (box["width"] - 16) * self.state[i] / last
                end = box["x"] + (box["width"] - 2 if target else 2)
                self.drag_finger((thumb, y), (end, y))
                self.state[i] = target
            elif control.kind == "choice":  # the list that opens belongs to the system
                self.state[i] = 0 if self.state[i] == last else last
                row.locator("select").select_option(index=self.state[i])
            elif control.kind == "toggle":
                row.locator("input").tap()
                self.state[i] = 1 - self.state[i]
            else:
                row.locator("button.mlc-seed").tap()
                self.state[i] = (self.state[i] + 1) % len(control.values)
            self.shows()
        self.figure.locator(".mlc-reset").tap()
        self.reset()
        for k in range(len(self.explorer.pads)):
            handle = self.figure.locator(".mlc-handle").nth(k)
            handle.evaluate("h => h.scrollIntoView({ block: 'center' })")
            box = self.at_rest(handle)
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            before = self.figure.get_attribute("data-state")
            self.drag_finger((x, y), (x + 60 * (1 if x < 195 else -1), y))
            expect(self.figure).not_to_have_attribute("data-state", before)
