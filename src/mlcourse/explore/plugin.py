"""What MyST-NB makes of an explorer or a quiz in a notebook; found by its entry point.

MyST-NB loads this in every book of an environment in which the package is installed, so it
needs nothing but MyST-NB itself.  A baked explorer becomes the figure of a page.  One that was
run live, because the extension is not listed or because the outputs came with the notebook,
becomes its picture, with a warning.
"""

from typing import Any, ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, MimeRenderPlugin

from mlcourse._publish import EXPLORER_MIME, EXTENSIONS, OUTPUT_MARK, PAGE_BUILDERS, WIDGET_MIME

__all__ = ["ExplorerPlugin"]


class ExplorerPlugin(MimeRenderPlugin):
    """Reads our outputs only: those under our mime type and those that carry our mark."""

    # every other builder takes the image/png beside it
    mime_priority_overrides: ClassVar[list[tuple[str, str, int | None]]] = [
        (builder, EXPLORER_MIME, 1) for builder in PAGE_BUILDERS
    ]

    @staticmethod
    def handle_mime(renderer: Any, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """The nodes for one mime type of an output; None where others know it better."""
        mark = data.output_metadata.get(OUTPUT_MARK)
        if inline or not mark:
            return None
        extension = EXTENSIONS[mark["kind"]]
        listed = extension in renderer.renderer.sphinx_env.app.extensions
        if data.mime_type == EXPLORER_MIME:
            if listed:
                from mlcourse.explore.sphinx import place

                return place(renderer, data.content)
            mend = f"list {extension!r} among the extensions"
            _warn(renderer, data, f"cannot be moved on this page: {mend}")
            return []
        if data.mime_type == WIDGET_MIME:
            return []  # it talks to a kernel, and a page has none
        if data.mime_type == "text/html":
            mend = (
                "its output comes from a live notebook: let the build execute the page, and clear "
                "the notebook cache if that keeps the old output"
                if listed
                else f"list {extension!r} among the extensions"
            )
            _warn(renderer, data, f"cannot be moved on this page: {mend}")
            html: list[nodes.Element] = renderer.render_text_html(data)
            return html
        if data.mime_type == "image/png":
            made: list[nodes.Element] = renderer.render_image(data)
            for image in made:
                image["alt"] = mark["alt"]
            return made
        return None


def _warn(renderer: Any, data: MimeData, what: str) -> None:
    mark = data.output_metadata[OUTPUT_MARK]
    renderer.logger.warning(f"{mark['kind']} {mark['name']!r} {what}", line=data.line)
