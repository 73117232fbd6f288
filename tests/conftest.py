"""Property tests draw the same examples every run, and are not timed: CI machines differ."""

from hypothesis import settings

settings.register_profile("mlcourse", deadline=None, derandomize=True)
settings.load_profile("mlcourse")
