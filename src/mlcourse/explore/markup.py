"""The HTML of an explorer: one figure element, the same with a kernel and on the static page.

The script ``front/explorer.js`` brings it to life; without it the picture, the caption and the
readout stand for the default state.
"""

import base64
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from mlcourse.explore.board import Board
from mlcourse.explore.boards import board_grid, board_places, board_row, board_rules, boards_of
from mlcourse.explore.controls import Choice, Control, Pad, Seed, Slider, Steps, Toggle, Value
from mlcourse.explore.elements import button, el
from mlcourse.explore.explorer import Explorer, State
from mlcourse.explore.handles import handle_places
from mlcourse.explore.render import Drawing, Frame, Panel
from mlcourse.explore.style import PALETTE
from mlcourse.explore.typeset import typeset

__all__ = ["data_uri", "longest", "markup", "picture", "spec", "still_markup", "still_svg"]


def spec(drawing: Drawing, state: State) -> dict[str, Any]:
    """What the script must know beside the markup; plain JSON."""
    explorer = drawing.explorer
    boards = board_places(drawing)
    return {
        "name": explorer.name,
        "controls": [
            {
                "name": name,
                "kind": control.kind,
                "values": list(control.values),
                **_particulars(control),
                **boards.get(name, {}),
            }
            for name, control in explorer.controls.items()
        ],
        "start": list(state),
        "presets": [list(_preset(explorer, values)) for values in explorer.presets.values()],
        "pads": handle_places(drawing),
        "panels": [
            {"box": [round(p.left, 1), 0, round(p.width, 1), round(p.height, 1)], "svg": p.svg}
            for p in drawing.panels
        ],
    }


def _particulars(control: Control) -> dict[str, Any]:
    if isinstance(control, Board):
        return board_rules(control)
    texts = {"texts": [control.text(v) for v in control.values]}
    return texts | ({"wait": control.milliseconds} if isinstance(control, Steps) else {})


def _preset(explorer: Explorer, values: Mapping[str, Value]) -> list[int | None]:
    """The stops a preset sets; None where it leaves a control alone."""
    state = explorer.state(**values)
    return [k if name in values else None for name, k in zip(explorer.controls, state, strict=True)]


def still_svg(drawing: Drawing, frame: Frame) -> str:
    """One state as an SVG document of its own, in the colours of the light theme."""
    width, height = (round(float(v), 1) for v in drawing.figure.bbox.size)
    body = "".join(panel.svg for panel in drawing.panels)
    for slot in range(len(drawing.moving)):
        empty = f'<g data-slot="{slot}"'
        at = body.index(empty)
        end = body.index(">", at) + 1
        rest = body[end:] if body[end - 2] == "/" else body[end + len("</g>") :]
        body = f"{body[:at]}<g>{frame[slot]}</g>{rest}"
    colours = "".join(f"--{name}:{light};" for light, (name, _) in PALETTE.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}pt" height="{height}pt" style="{colours}background:var(--w)">'
        "<style>*{stroke-linejoin:round;stroke-linecap:butt}"
        "text{font-family:DejaVu Sans,Verdana,sans-serif}</style>"
        f"{body}</svg>"
    )


def longest(texts: Iterable[str]) -> list[str]:
    """The texts that may need the most room: the longest three, for lines break differently."""
    return sorted(set(texts), key=lambda text: (len(text), text))[-3:]


def data_uri(svg: str) -> str:
    """An SVG document as the address of an image."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def markup(
    drawing: Drawing,
    state: State,
    *,
    picture: str,
    readout: str,
    inputs: bool,
    address: str = "",
    room: Sequence[str] = (),
) -> str:
    """The figure element.

    The panels are there from the start, empty, as large as they will be, and the readout has
    the room of its longest text: nothing on the page moves when the script fills them, nor
    later. Until then the picture lies over the panels.

    Parameters
    ----------
    drawing : Drawing
    state : State
        Where the controls start.
    picture : str
        The address of the still image.
    readout : str
        The text beside the figure in this state.
    inputs : bool
        Whether the page itself holds the controls (a notebook has ipywidgets instead).
    address : str
        Where the script finds the frames; empty in a notebook.
    room : sequence of str
        Readouts whose room is kept free, where all of them are known.
    """
    explorer = drawing.explorer
    controls = zip(explorer.controls.items(), state, strict=True)
    handled = {name for pad in explorer.pads for name in (pad.x, pad.y)}
    rows = [_control(name, control, k, inputs, name in handled) for (name, control), k in controls]
    return el(
        "figure",
        el("figcaption", escape(explorer.title), class_="mlc-title"),
        el(
            "div",
            _stage(drawing, picture),
            el(
                "div",
                _readout(readout, room),
                el(
                    "div",
                    el("div", *rows, class_="mlc-controls"),
                    el("div", *_buttons(explorer), class_="mlc-buttons"),
                    class_="mlc-live",
                    hidden=True,
                ),
                class_="mlc-side",
            ),
            _challenge(explorer),
            class_="mlc-body",
        ),
        class_="mlc",
        data_name=explorer.name,
        data_address=address,
    )


def still_markup(drawing: Drawing, state: State) -> str:
    """The figure element with its picture inside it, for a notebook."""
    frame = drawing.frame(state)
    picture = data_uri(still_svg(drawing, frame))
    return markup(drawing, state, picture=picture, readout=frame[-2], inputs=False)


def picture(drawing: Drawing, state: State) -> str:
    """Title, still image and readout alone, for a notebook that is read without its kernel."""
    explorer = drawing.explorer
    frame = drawing.frame(state)
    width, height = (round(72 * inches) for inches in explorer.size)
    return (
        f'<figure class="mlc-picture"><figcaption>{escape(explorer.title)}</figcaption>'
        f'<img src="{data_uri(still_svg(drawing, frame))}" alt="{escape(explorer.alt)}" '
        f'width="{width}" height="{height}"><p>{escape(frame[-2])}</p></figure>'
    )


def _stage(drawing: Drawing, picture: str) -> str:
    """The picture over the empty panels, and the place for what must be said."""
    explorer = drawing.explorer
    width, height = (round(72 * inches) for inches in explorer.size)
    handled = {place["panel"] for place in handle_places(drawing)}
    handled |= {place["panel"] for place in board_places(drawing).values()}
    still = el(
        "img",
        class_="mlc-still",
        src=picture,
        alt=explorer.alt,
        width=width,
        height=height,
        loading="lazy",
        decoding="async",
    )
    panels = [_panel(panel, k in handled) for k, panel in enumerate(drawing.panels)]
    handles = [_handle(explorer, pad) for pad in explorer.pads]
    handles += [board_grid(name, board) for name, board in boards_of(explorer).items()]
    return el(
        "div",
        still,
        el("div", *panels, class_="mlc-panels", style=f"--aspect:{width / height:.3g}"),
        el("div", *handles, class_="mlc-handles", hidden=True),
        el(
            "div",
            el("p", class_="mlc-message", role="alert", hidden=True),
            class_="mlc-notice",
        ),
        class_="mlc-stage",
    )


def _panel(panel: Panel, handled: bool) -> str:
    """As wide as its share of the figure, so that all panels of a row have one scale."""
    w, h = round(panel.width, 1), round(panel.height, 1)
    first = " mlc-first" if handled else ""  # where panels stack, the one that is acted on
    return el("div", class_=f"mlc-panel{first}", style=f"--wide:{w};--tall:{h}")


def _handle(explorer: Explorer, pad: Pad) -> str:
    label = pad.label or f"{explorer.controls[pad.x].label} and {explorer.controls[pad.y].label}"
    return el(
        "div", class_="mlc-handle", role="slider", tabindex=0, aria_valuenow=0, aria_label=label
    )


def _readout(text: str, room: Sequence[str]) -> str:
    """The line beside the figure, over the empty room of the longest; and what is said aloud."""
    rooms = [el("p", class_="mlc-room", aria_hidden="true", data_text=long) for long in room]
    said = el("p", class_="mlc-said", role="status")
    return el("div", el("p", escape(text), class_="mlc-readout"), *rooms, class_="mlc-read") + said


def _buttons(explorer: Explorer) -> list[str]:
    buttons = [button(escape(label), class_="mlc-preset") for label in explorer.presets]
    if explorer.ghost:
        buttons.append(button("Keep a ghost", class_="mlc-keep", aria_pressed="false"))
    return [*buttons, button("Reset", class_="mlc-reset")]


def _challenge(explorer: Explorer) -> str:
    if explorer.challenge is None:
        return ""
    task = f"<strong>Challenge.</strong> {escape(typeset(explorer.challenge.text))} "
    return el("p", task, el("span", class_="mlc-solved"), class_="mlc-challenge")


def _control(name: str, control: Control, k: int, inputs: bool, handled: bool) -> str:
    """One row: label, input and value where the page holds them, and the buttons."""
    text = escape(control.text(control.values[k]))
    body = ""
    if inputs:
        body = _input(control, k, text)
    elif isinstance(control, Steps):
        body = el("span", escape(control.label))
    if isinstance(control, Board):
        body = board_row(control)
    if isinstance(control, Seed):
        body = button(escape(control.label), class_="mlc-seed")
        body += el("output", text) if inputs else ""  # a widget says it itself
    elif isinstance(control, Steps):
        body += "".join(
            button(class_=f"mlc-{what}", aria_label=f"{title}: {control.label}", title=title)
            for what, title in [("back", "Step back"), ("play", "Play"), ("next", "Step forward")]
        )
    row = f"mlc-control mlc-kind-{control.kind}" + " mlc-handled" * handled
    return el("div", body, class_=row, data_control=name) if body else ""


def _input(control: Control, k: int, text: str) -> str:
    """A native input in its label."""
    label = el("span", escape(control.label))
    if isinstance(control, (Slider, Steps)):
        slider = el(
            "input",
            type="range",
            min=0,
            max=len(control.values) - 1,
            value=k,
            step=1,
            aria_valuetext=control.text(control.values[k]),
        )
        # the track keeps its length whatever the value is
        room = max(len(control.text(value)) for value in control.values)
        room_style = f"min-width:{room}ch" if room > 6 else None
        return el("label", label, slider) + el("output", text, style=room_style)
    if isinstance(control, Choice):
        options = [
            el("option", escape(option), selected=j == k)
            for j, option in enumerate(control.options)
        ]
        return el("label", label, el("select", *options))
    if isinstance(control, Toggle):
        return el("label", el("input", type="checkbox", checked=bool(k)), label)
    return ""
