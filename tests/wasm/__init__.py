"""The numerics in the Python of the pages; see ``run``."""
