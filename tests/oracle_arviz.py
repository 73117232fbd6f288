"""ArviZ, for tests that compare with it.

Once a day its import announces its future and notes the day in the user's cache, by way of a file
of one name: of two processes that do so at once one fails.  So each notes it in its own folder.
"""

import os
import tempfile
import warnings
from unittest import mock

__all__ = ["arviz"]

with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
    warnings.simplefilter("ignore")
    with mock.patch.dict(os.environ, XDG_CACHE_HOME=folder):
        import arviz
