"""What an artist looks like, as a key: what was drawn once need not be drawn again.

Matplotlib calls a line *stale* when an update has set its data, also when these are the data of
a state before.  To draw a line takes a millisecond, to read what it is made of a twentieth.
"""

import enum
import hashlib
from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import Collection
from matplotlib.font_manager import FontProperties
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import BboxBase, Transform

__all__ = ["Looks"]

# Who holds an artist and listens to it, and what drawing itself works out from the rest.
# fmt: off
_NOT_SEEN = frozenset((
    "_stale", "stale_callback", "figure", "_parent_figure", "_axes", "_callbacks", "callbacks",
    "_remove_method", "_label", "_picker", "_mouseover", "_pickradius", "_sticky_edges",
    "_in_layout", "_in_autoscale", "_renderer", "_colorizer", "_id_colorizer", "_imcache",
    "_transforms", "_transformed_path", "_subslice", "_invalidx", "_invalidy", "_x_filled", "_xy",
))
# fmt: on
_MADE_OF_DATA = frozenset(("_x", "_y", "_path"))  # by a line, of _xorig and _yorig
_NOT_SEEN_IN_LINES = _NOT_SEEN | _MADE_OF_DATA
_PLAIN = frozenset((type(None), bool, int, float, str))


class Looks:
    """Reads the looks of one figure's artists.

    Parameters
    ----------
    still : iterable of Axes
        Those that no update changes: their transforms and boxes need not be read.
    """

    def __init__(self, still: Iterable[Axes] = ()) -> None:
        of_axes = ((ax.transData, ax.transAxes, ax.bbox) for ax in still)
        self._still = {id(one): one for some in of_axes for one in some}
        self._kept: dict[int, Any] = {}  # objects known by their id, which must not pass on

    def of(self, artist: Artist) -> Hashable:
        """All that an artist's drawing is made of.

        Returns
        -------
        Hashable
            Different for different drawings, in a figure whose axes stand still; None when that
            cannot be promised, as of whole axes.
        """
        if not isinstance(artist, (Line2D, Text, Patch, Collection, AxesImage)):
            return None
        colours: Hashable = None
        if isinstance(artist, (Collection, AxesImage)) and artist.get_array() is not None:
            self._kept |= {id(artist.norm): artist.norm, id(artist.cmap): artist.cmap}
            colours = id(artist.norm), artist.norm.vmin, artist.norm.vmax, id(artist.cmap)
        return self._parts(artist), colours

    def _parts(self, artist: Artist) -> Hashable:
        left_out = _NOT_SEEN_IN_LINES if isinstance(artist, Line2D) else _NOT_SEEN
        return tuple(
            (name, value if type(value) in _PLAIN else self._read(value))
            for name, value in vars(artist).items()
            if name not in left_out
        )

    def _read(self, value: Any) -> Hashable:
        if type(value) in _PLAIN or isinstance(value, (enum.Enum, np.generic)):
            return value
        if id(value) in self._still:
            return id(value)
        if isinstance(value, np.ndarray) and value.dtype != object:
            content = hashlib.blake2b(np.ma.getdata(value).tobytes(), digest_size=16)
            if isinstance(value, np.ma.MaskedArray):
                content.update(np.ma.getmaskarray(value).tobytes())
            return value.shape, value.dtype.char, content.digest()
        if isinstance(value, (list, tuple)):
            return tuple(self._read(one) for one in value)
        if isinstance(value, Path):
            return self._read(value.vertices), self._read(value.codes)
        if isinstance(value, MarkerStyle):  # another marker is another object
            self._kept[id(value)] = value
            return id(value)
        if isinstance(value, FontProperties):
            return hash(value)
        if isinstance(value, Artist):
            return self._parts(value)
        if isinstance(value, BboxBase):
            return tuple(value.extents)
        affine: Hashable = None
        if isinstance(value, Transform):
            affine = value.get_affine().get_matrix().tobytes()
            if value.is_affine:
                return affine
        self._kept[id(value)] = value
        return id(value), affine
