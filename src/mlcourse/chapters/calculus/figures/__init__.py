"""The figures of chapter 13, a module each."""

from mlcourse.explore import gallery

__getattr__, __dir__ = gallery(__name__)
