"""What a cell prints, as it printed it.

A kernel sends what a cell has printed five times a second, wherever it is by then, and MyST-NB
begins a line with each message: on a busy machine a row of a table may be broken in two.
"""

from myst_nb.core import render
from myst_nb.core.utils import coalesce_streams
from nbformat import NotebookNode

__all__ = ["joined", "setup"]


def joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    r"""One output for all that went to the same stream, where the first of it was.

    Examples
    --------
    >>> sent = [NotebookNode(output_type="stream", name="stdout", text=t) for t in ("a ", "b\nc")]
    >>> joined(sent)[0].text
    'a b\nc\n'
    """
    whole: list[NotebookNode] = []
    streams: dict[str, NotebookNode] = {}
    for output in outputs:
        stream = streams.get(output.get("name", ""))
        if stream is not None:
            stream["text"] += output["text"]
            continue
        own = NotebookNode(output)  # what MyST-NB keeps stays as it came
        whole.append(own)
        if output["output_type"] == "stream":
            streams[output["name"]] = own
    return list(coalesce_streams(whole))


def setup() -> None:
    """Join before MyST-NB does, which then finds one message of each."""
    render.coalesce_streams = joined
