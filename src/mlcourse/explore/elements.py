"""HTML elements as text."""

from html import escape

__all__ = ["button", "el"]

_EMPTY = {"img", "input"}  # elements without an end


def el(tag: str, *inner: str, **attributes: object) -> str:
    """One element.

    ``inner`` is markup; attributes are plain values.  ``class_`` is written ``class``,
    ``data_name`` becomes ``data-name``; True is an attribute alone, None and False are none.
    """
    words = [tag]
    for key, value in attributes.items():
        name = key.rstrip("_").replace("_", "-")
        if value is True:
            words.append(name)
        elif value is not None and value is not False:
            words.append(f'{name}="{escape(str(value))}"')
    start = f"<{' '.join(words)}>"
    return start if tag in _EMPTY else f"{start}{''.join(inner)}</{tag}>"


def button(inner: str = "", **attributes: object) -> str:
    """A button that sends nothing."""
    return el("button", inner, type="button", **attributes)
