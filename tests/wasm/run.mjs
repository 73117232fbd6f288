// node run.mjs PYTHON ROOT PACKAGES TEST ...: pytest in Pyodide; see run.py.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [python, root, packages, ...tests] = process.argv.slice(2);
const { loadPyodide } = createRequire(import.meta.url)(`${python}/pyodide/pyodide.js`);
const manifest = JSON.parse(readFileSync(`${python}/manifest.json`, "utf8"));

const pyodide = await loadPyodide({
  indexURL: `${python}/pyodide/`,
  env: { HOME: "/home/pyodide", MPLBACKEND: "svg", PYTEST_DISABLE_PLUGIN_AUTOLOAD: "1" },
});
await pyodide.loadPackage(Object.keys(manifest.packages), { messageCallback() {} });
for (const [place, folder] of [["/book", root], ["/packages", packages]]) {
  pyodide.FS.mkdirTree(place);
  pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: folder }, place);
}
pyodide.FS.chdir("/book");
pyodide.globals.set("tests", pyodide.toPy(tests));
process.exitCode = pyodide.runPython(`
import sys
sys.path[:0] = ["/book"]
sys.path.append("/packages")  # after what Pyodide has
sys.dont_write_bytecode = True
import pytest
from tests.wasm.plugin import Plugin
pytest.main([*tests, "-q", "-s", "-m", "not slow", "-p", "no:faulthandler", "-p", "no:cacheprovider",
             "-o", "addopts=--import-mode=importlib --doctest-modules --strict-markers",
             "-p", "_hypothesis_pytestplugin"], plugins=[Plugin()])
`);
