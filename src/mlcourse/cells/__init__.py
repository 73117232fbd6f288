"""Python in the page: runs cells where there is no kernel, only the reader's own browser.

``cell`` runs one cell, ``display`` says what its values look like, ``backend`` what ``plt.show()``
does, ``needs`` which package must be fetched first, ``worker`` is what
``site/static/python/worker.js`` calls.  Nothing here imports Pyodide, so the tests call it as it
is.
"""
