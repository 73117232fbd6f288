"""The mathematics of machine learning, written out, and the figures that show it."""

__version__ = "0.1.0"
