"""The HTML of an explorer: one figure element, the same with a kernel and on the static page.

The script ``front/explorer.js`` brings it to life; without it the picture, the caption and the
readout stand for the default state.
"""

import base64
from collections.abc import Mapping
from html import escape
from typing import Any

from mlcourse.explore.controls import Choice, Control, Pad, Seed, Slider, Steps, Toggle, Value
from mlcourse.explore.explorer import Explorer, State
from mlcourse.explore.render import Drawing, Frame, Panel
from mlcourse.explore.style import PALETTE

__all__ = ["data_uri", "markup", "picture", "spec", "still_markup", "still_svg"]


def spec(drawing: Drawing, state: State) -> dict[str, Any]:
    """What the script must know beside the markup; plain JSON."""
    explorer = drawing.explorer
    return {
        "name": explorer.name,
        "controls": [
            {
                "name": name,
                "kind": control.kind,
                "values": list(control.values),
                "texts": [control.text(v) for v in control.values],
                **({"wait": control.milliseconds} if isinstance(control, Steps) else {}),
            }
            for name, control in explorer.controls.items()
        ],
        "start": list(state),
        "presets": [list(_preset(explorer, values)) for values in explorer.presets.values()],
        "pads": drawing.handle_places(),
        "panels": [
            {"box": [round(p.left, 1), 0, round(p.width, 1), round(p.height, 1)], "svg": p.svg}
            for p in drawing.panels
        ],
    }


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


def data_uri(svg: str) -> str:
    """An SVG document as the address of an image."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def markup(
    drawing: Drawing, state: State, *, picture: str, readout: str, inputs: bool, address: str = ""
) -> str:
    """The figure element.

    The panels are there from the start, empty, as large as they will be: nothing on the page
    moves when the script fills them. Until then the picture lies over them.

    Parameters
    ----------
    drawing : Drawing
    state : State
        Where the controls start.
    picture : str
        The address of the still image.
    inputs : bool
        Whether the page itself holds the controls (a notebook has ipywidgets instead).
    address : str
        Where the script finds the frames; empty in a notebook.
    """
    explorer = drawing.explorer
    width, height = (round(72 * inches) for inches in explorer.size)
    panels = "".join(map(_panel, drawing.panels))
    rows = [
        _control(name, control, k, inputs)
        for (name, control), k in zip(explorer.controls.items(), state, strict=True)
    ]
    buttons = [
        f'<button type="button" class="mlc-preset">{escape(label)}</button>'
        for label in explorer.presets
    ]
    buttons.append('<button type="button" class="mlc-reset">Reset</button>')
    alt = escape(explorer.alt, quote=True)
    challenge = ""
    if explorer.challenge is not None:
        challenge = (
            '<p class="mlc-challenge"><strong>Challenge.</strong> '
            f'{escape(explorer.challenge.text)} <span class="mlc-solved" role="status"></span></p>'
        )
    handles = "".join(_handle(explorer, pad) for pad in explorer.pads)
    return (
        f'<figure class="mlc" data-name="{explorer.name}" data-address="{address}">'
        f'<figcaption class="mlc-title">{escape(explorer.title)}</figcaption>'
        f'<div class="mlc-stage"><img class="mlc-still" src="{picture}" alt="{alt}" '
        f'width="{width}" height="{height}" loading="lazy" decoding="async">'
        f'<div class="mlc-panels">{panels}</div></div>'
        f'<div class="mlc-handles" hidden>{handles}</div>'
        f'<p class="mlc-readout" aria-live="polite">{escape(readout)}</p>'
        f'<p class="mlc-message" role="alert" hidden></p>'
        f'<div class="mlc-live" hidden><div class="mlc-controls">{"".join(rows)}</div>'
        f'<div class="mlc-buttons">{"".join(buttons)}</div></div>'
        f"{challenge}</figure>"
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


def _panel(panel: Panel) -> str:
    """As wide as its share of the figure, so that all panels of a row have one scale."""
    w, h = round(panel.width, 1), round(panel.height, 1)
    return f'<div class="mlc-panel" style="--wide:{w};--tall:{h}"></div>'


def _handle(explorer: Explorer, pad: Pad) -> str:
    label = pad.label or f"{explorer.controls[pad.x].label} and {explorer.controls[pad.y].label}"
    return (
        f'<div class="mlc-handle" role="slider" tabindex="0" aria-valuenow="0" '
        f'aria-label="{escape(label, quote=True)}"></div>'
    )


def _control(name: str, control: Control, k: int, inputs: bool) -> str:
    text = escape(control.text(control.values[k]))
    label = escape(control.label)
    own = f'data-control="{name}"'
    last = len(control.values) - 1
    body = ""
    if isinstance(control, Seed):
        body = f'<button type="button" class="mlc-seed">{label}</button><output>{text}</output>'
    elif isinstance(control, Steps):
        body = "".join(
            f'<button type="button" class="mlc-{what}" aria-label="{title}: {label}" '
            f'title="{title}"></button>'
            for what, title in [("back", "Step back"), ("play", "Play"), ("next", "Step forward")]
        )
    if inputs:
        if isinstance(control, (Slider, Steps)):
            body = (
                f'<label><span>{label}</span><input type="range" min="0" max="{last}" '
                f'value="{k}" step="1" aria-valuetext="{text}"></label>'
                f"<output>{text}</output>{body}"
            )
        elif isinstance(control, Choice):
            options = "".join(
                f"<option{' selected' if j == k else ''}>{escape(option)}</option>"
                for j, option in enumerate(control.options)
            )
            body = f"<label><span>{label}</span><select>{options}</select></label>"
        elif isinstance(control, Toggle):
            on = " checked" if k else ""
            body = f'<label><input type="checkbox"{on}><span>{label}</span></label>'
    elif isinstance(control, Steps):
        body = f"<span>{label}</span>{body}"
    return f'<div class="mlc-control mlc-kind-{control.kind}" {own}>{body}</div>' if body else ""
