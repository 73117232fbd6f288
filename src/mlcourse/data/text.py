"""A text to learn letters from: the opening of Shakespeare's Coriolanus."""

from dataclasses import dataclass

from mlcourse._result import Result
from mlcourse.data import _files

__all__ = ["Text", "shakespeare"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Text(Result):
    """A text and where it is from."""

    title: str
    text: str
    source: str
    licence: str


def shakespeare() -> Text:
    r"""The opening of Coriolanus, about 92,000 letters.

    Source: William Shakespeare, Coriolanus (about 1608), as in the "tiny Shakespeare" text.

    Returns
    -------
    Text
        Plain ASCII; speeches are separated by an empty line.

    Examples
    --------
    >>> play = shakespeare()
    >>> play.text[:14]
    'First Citizen:'
    >>> len(play.text), len(set(play.text))
    (91991, 61)
    """
    return Text(
        title="Coriolanus, opening",
        text=_files.read_text("shakespeare.txt"),
        source="William Shakespeare, Coriolanus (about 1608), as in the 'tiny Shakespeare' text",
        licence="public domain",
    )
