"""Python in the page: runs cells where there is no kernel, only the reader's own browser.

``cell`` runs one cell, ``display`` says what its values look like, ``needs`` says which package must
be fetched first.  Nothing here knows Pyodide: ``site/static/python/worker.js`` calls it there, and
the tests call it here.
"""
