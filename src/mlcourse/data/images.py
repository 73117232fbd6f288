"""Images: handwritten digits, 8 by 8, and one photograph."""

from dataclasses import dataclass

import numpy as np

from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.data import _files

__all__ = ["Digits", "Photograph", "digits", "photograph"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Digits(Result):
    """Images of digits, the same pixels as rows of a table, and which digit each is."""

    title: str
    images: FloatArray  # (n, 8, 8), whole numbers from 0 (paper) to 16 (ink)
    features: FloatArray  # (n, 64), the rows of each image one after another
    labels: IntArray  # (n,) the digit itself, 0 to 9
    class_names: tuple[str, ...]
    unit: str
    source: str
    licence: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Photograph(Result):
    """A gray image; row 0 is the top."""

    title: str
    image: FloatArray  # (height, width), from 0 (black) to 1 (white) in steps of 1/255
    unit: str
    source: str
    licence: str


def digits() -> Digits:
    """1797 handwritten digits, each an image of 8 by 8 pixels.

    Source: Alpaydin and Kaynak (1998), Optical Recognition of Handwritten Digits, test set, UCI
    Machine Learning Repository; as scikit-learn ships it.

    Returns
    -------
    Digits
        Ink from 0 to 16; ``features`` holds the same numbers as 64 columns.

    Examples
    --------
    >>> data = digits()
    >>> data.images.shape, data.features.shape
    ((1797, 8, 8), (1797, 64))
    >>> data.labels[:5].tolist()
    [0, 1, 2, 3, 4]
    """
    stored = _files.read_arrays("digits.npz")
    images = stored["images"].astype(np.float64)
    return Digits(
        title="Handwritten digits",
        images=images,
        features=images.reshape(len(images), -1),
        labels=stored["labels"].astype(np.int64),
        class_names=tuple("0123456789"),
        unit="ink, 0 to 16",
        source="Alpaydin and Kaynak (1998), Optical Recognition of Handwritten Digits, test "
        "set; scikit-learn",
        licence="CC-BY-4.0 (UCI Machine Learning Repository)",
    )


def photograph() -> Photograph:
    """Portrait of Grace Hopper, a pioneer of compilers, in shades of gray.

    Source: James S. Davis, US Navy (1984), the sample picture of matplotlib; reduced.

    Returns
    -------
    Photograph
        234 rows by 200 columns, brightness from 0 to 1.

    Examples
    --------
    >>> photo = photograph()
    >>> photo.image.shape
    (234, 200)
    """
    return Photograph(
        title="Grace Hopper, 1984",
        image=_files.read_arrays("photograph.npz")["image"] / 255.0,
        unit="brightness, 0 to 1",
        source="James S. Davis, US Navy (1984); matplotlib sample data 'grace_hopper.jpg'",
        licence="public domain (work of the United States government)",
    )
