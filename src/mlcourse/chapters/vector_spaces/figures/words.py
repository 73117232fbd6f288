"""How the figures of this chapter write numbers."""

__all__ = ["number"]


def number(value: float, form: str = ".2f") -> str:
    """With a true minus sign, and no minus before zero."""
    text = format(value, form)
    if float(text) == 0.0:
        text = text.lstrip("-")
    return text.replace("-", "−")
