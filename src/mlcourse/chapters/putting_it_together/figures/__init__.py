"""The figures of chapter 14, a module each."""

from mlcourse.explore import gallery

__getattr__, __dir__ = gallery(__name__)
