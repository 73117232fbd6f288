"""Colab, as far as it can be tried without it.

Its display hook is imitated: `enable_custom_widget_manager` remembers an address, which a widget
that is *displayed* gets from a hook of the publisher, and one that is a cell's *result* only from
its own metadata.  What Colab's page does with the address is not tried here.
"""

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from tools import colab

ROOT = Path(__file__).parents[1]
CHAPTERS = sorted((ROOT / "notebooks").glob("*.ipynb"))

TRIAL = """
import importlib.util, json, sys, types
import nbformat
from IPython.core.interactiveshell import InteractiveShell

google, module, output, widgets = (types.ModuleType(f"google{n}") for n in
                                   ("", ".colab", ".colab.output", ".colab.output._widgets"))
widgets._installed_url = None
def enable_custom_widget_manager():
    widgets._installed_url = "https://ssl.gstatic.com/manager.min.js"
output.enable_custom_widget_manager, output._widgets = enable_custom_widget_manager, widgets
sys.modules |= {"google": google, "google.colab": module, "google.colab.output": output}

shell = InteractiveShell.instance()
asked = []
shell.register_magic_function(asked.append, "line", "pip")
results = []
class Hook(type(shell.displayhook)):
    def __call__(self, result=None):
        if result is not None:
            results.append(shell.display_formatter.format(result))
shell.displayhook = Hook(shell=shell)
sys.displayhook = shell.displayhook
shell.display_trap.hook = shell.displayhook

cells = [c for c in nbformat.read(sys.argv[1], as_version=4).cells if c.cell_type == "code"]
find_spec = importlib.util.find_spec
importlib.util.find_spec = lambda name: None if name == "mlcourse" else find_spec(name)
shell.run_cell(cells[0].source).raise_error()
missing = list(asked)
importlib.util.find_spec = find_spec
shell.run_cell(cells[0].source).raise_error()
shell.run_cell(cells[1].source).raise_error()
shell.run_cell(next(c.source for c in cells if c.source.startswith("figures."))).raise_error()
data, metadata = results[-1]
print(json.dumps({"missing": missing, "all": asked, "kinds": list(data), "metadata": metadata}))
"""


def test_no_chapter_holds_the_cell() -> None:
    for source in CHAPTERS:
        assert "colab-setup" not in source.read_text(encoding="utf-8"), source.name
        assert "pip install" not in source.read_text(encoding="utf-8"), source.name


@pytest.mark.parametrize("chapter", ["01_probability"])
def test_it_installs_what_is_missing_and_a_figure_names_the_manager(
    chapter: str, tmp_path: Path
) -> None:
    notebook = tmp_path / f"{chapter}.ipynb"
    source = nbformat.read(ROOT / "notebooks" / notebook.name, as_version=4)
    nbformat.write(
        colab.for_colab(source, notebook.name, "https://github.com/a/b", "main"), notebook
    )
    command = [sys.executable, "-c", TRIAL, str(notebook)]
    done = subprocess.run(command, text=True, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["missing"] == ['install --quiet "mlcourse @ git+https://github.com/a/b@main"']
    assert told["all"] == told["missing"]  # and nothing is installed twice
    widget = "application/vnd.jupyter.widget-view+json"
    assert widget in told["kinds"]
    manager = told["metadata"][widget]["colab"]["custom_widget_manager"]["url"]
    assert manager == "https://ssl.gstatic.com/manager.min.js"
