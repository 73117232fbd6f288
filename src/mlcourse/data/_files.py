"""Reading the files that lie beside these modules, from a folder or from a zipped wheel."""

import gzip
import io
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlcourse import _check as check
from mlcourse._check import FloatArray

__all__ = ["column", "read_arrays", "read_bytes", "read_table", "read_text"]


def column(name: str, names: tuple[str, ...]) -> int:
    """The place of ``name`` among ``names``, or an error that lists them."""
    return names.index(check.choice("name", name, names))


def read_bytes(name: str, *, package: str = "mlcourse.data") -> bytes:
    """One file as it is stored."""
    return resources.files(package).joinpath("files", name).read_bytes()


def read_text(name: str) -> str:
    """One text file, unpacked if its name ends in ``.gz``."""
    raw = read_bytes(name)
    return (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8")


def read_table(name: str) -> tuple[tuple[str, ...], FloatArray]:
    """The header and the numbers of a CSV file."""
    header, _, body = read_text(name).partition("\n")
    return tuple(header.split(",")), np.loadtxt(io.StringIO(body), delimiter=",", ndmin=2)


def read_arrays(name: str, *, package: str = "mlcourse.data") -> dict[str, NDArray[Any]]:
    """The arrays of an ``.npz`` file by name."""
    with np.load(io.BytesIO(read_bytes(name, package=package)), allow_pickle=False) as stored:
        return dict(stored)
