"""What a piece of code is made of: the modules that its imports reach, and their data.

Found by reading, never by running.  From each import statement, wherever it stands, on to the
modules it names, and what those import in turn:

- a module that is not installed is followed, and its text counts;
- a package on the way to a module counts by its text: what it imports for its own users is not
  what the module is made of;
- an installed package counts whole, by the list of its files that the installer wrote;
- the standard library counts by Python's version.

A package that is itself asked for (not only on the way to one of its modules) brings its data,
the other files of its folder; a lazy one, with a ``__getattr__`` of its own, brings all its
modules; and text in the code that names a file beside it brings that file.  Modules that are
named only while the code runs (``importlib.import_module(name)``) are not seen.
"""

import ast
import hashlib
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import decode_source, find_spec
from pathlib import Path
from threading import Lock

__all__ = ["FRONT", "Sources", "file_of", "sources"]

FRONT = frozenset({".js", ".mjs", ".css"})  # copied to the site: no output depends on them
ALWAYS = ("numpy", "scipy", "matplotlib")  # what others compute and draw with, unseen
FILE_NAME = re.compile(r"[\w./ -]{1,150}\.\w{1,8}")
PARSING = Lock()  # Python 3.11 confuses the depths of two trees that are built at once
STANDARD = {Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")}


@dataclass(frozen=True, slots=True)
class Sources:
    """The digest of everything reached, and when the last of its files was changed."""

    digest: str
    newest: float  # seconds since 1970


def sources(
    code: Iterable[str], folder: Path | None = None, *, ignored: Iterable[str] = FRONT
) -> Sources:
    """Everything that some code is made of.

    Parameters
    ----------
    code : iterable of str
        Pieces of Python, such as the cells of a notebook; a piece that is not Python says nothing.
    folder : Path, optional
        Where the code runs: modules and files beside it are found.
    ignored : iterable of str
        Suffixes of data files that do not count.
    """
    walk = _Walk(folder, frozenset(ignored))
    for name in ALWAYS:
        walk.reach(name)
    for piece in code:
        walk.follow(_scan(piece), "", folder)
    lines = [sys.version, *(f"{name}\t{stamp}" for name, stamp in sorted(walk.stamps.items()))]
    return Sources(hashlib.sha256("\n".join(lines).encode()).hexdigest(), walk.newest)


def file_of(module: str, folder: Path | None = None) -> Path | None:
    """The file in which `sources` finds a module; None if it does not."""
    return _Walk(folder, FRONT).find(module)


@dataclass(frozen=True, slots=True)
class _Scan:
    imports: tuple[tuple[str, tuple[str, ...]], ...] = ()  # module (dots in front), names from it
    files: tuple[str, ...] = ()  # text that looks like a file name
    lazy: bool = False


@cache
def _scan(code: str) -> _Scan:
    try:
        with PARSING:
            tree = ast.parse(code)
    except (SyntaxError, ValueError):
        return _Scan()
    imports: list[tuple[str, tuple[str, ...]]] = []
    files = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imports += [(alias.name, ()) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = tuple(alias.name for alias in node.names)
            imports.append(("." * node.level + (node.module or ""), names))
        elif isinstance(node, ast.Constant) and FILE_NAME.fullmatch(str(node.value)):
            files.add(str(node.value))
    return _Scan(tuple(imports), tuple(sorted(files)), "__getattr__" in _names(tree))


def _names(tree: ast.Module) -> set[str]:
    """What the statements of a module define, not those inside them."""
    out = set()
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef):
            out.add(statement.name)
        elif isinstance(statement, ast.Assign):
            targets = (node for target in statement.targets for node in ast.walk(target))
            out |= {node.id for node in targets if isinstance(node, ast.Name)}
    return out


class _Walk:
    """One search; ``stamps`` holds a line for all that was reached."""

    def __init__(self, folder: Path | None, ignored: frozenset[str]) -> None:
        self.stamps: dict[str, str] = {}
        self.newest = 0.0
        self._folder = folder
        self._ignored = ignored
        self._path = [*([folder] if folder else []), *(Path(p or ".") for p in sys.path)]
        self._found: dict[str, Path | None] = {}
        self._seen: set[tuple[str, bool]] = set()

    def reach(self, name: str, *, asked: bool = True) -> None:
        """A module, and the text of the packages on the way to it."""
        around = name.rpartition(".")[0]
        if around:
            self.reach(around, asked=False)
        if (name, asked) in self._seen:
            return
        self._seen.add((name, asked))
        top = name.partition(".")[0]
        where = self.find(name)
        if (home := self.find(top)) and (site := _site(home)):
            self.stamps[top] = _installed(site, top)
        elif home is None or where is None:
            self.stamps[name] = "absent"
        elif not any(home.is_relative_to(folder) for folder in STANDARD):
            self._own(name, where, asked)

    def _own(self, name: str, where: Path, asked: bool) -> None:
        if where.is_dir():  # a folder without an __init__.py: nothing to read
            return
        self._file(name, where)
        if where.suffix != ".py":
            return
        is_package = where.name == "__init__.py"
        package = name if is_package else name.rpartition(".")[0]
        scan = _scan(decode_source(where.read_bytes()))
        if asked or not is_package:
            self.follow(scan, package, where.parent)
        if asked and (where.parent / "__init__.py").is_file():
            for path in self._data(where.parent):
                self._file(f"{package}:{path.relative_to(where.parent).as_posix()}", path)
        if asked and is_package and scan.lazy:
            for module in _modules(where.parent):
                self.reach(f"{name}.{module}")

    def follow(self, scan: _Scan, package: str, folder: Path | None) -> None:
        """What a module imports and which files it names."""
        for module, names in scan.imports:
            level = len(module) - len(module.lstrip("."))
            parents = package.split(".") if package else []
            kept = parents[: len(parents) - level + 1] if level else []
            base = ".".join([*kept, *filter(None, [module.lstrip(".")])])
            if not base:
                continue  # a relative import outside a package: an error when it runs
            if names == ("*",) and (found := self.find(base)) and found.name == "__init__.py":
                names = (*names, *_modules(found.parent))
            inside = [f"{base}.{name}" for name in names if self.find(f"{base}.{name}")]
            self.reach(base, asked=len(inside) < max(1, len(names)))
            for name in inside:
                self.reach(name)
        for text in scan.files:
            for place, beside in (("beside", folder), ("at work", self._folder)):
                path = beside / text if beside else None
                if path and path.suffix not in self._ignored and path.is_file():
                    self._file(f"{package} {place}: {text}", path)

    def _file(self, name: str, path: Path) -> None:
        self.stamps[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        stat = path.stat()
        self.newest = max(self.newest, stat.st_mtime, stat.st_ctime)

    def _data(self, folder: Path) -> Iterator[Path]:
        for path in sorted(folder.iterdir()):
            if path.is_dir():
                if path.name != "__pycache__" and not (path / "__init__.py").exists():
                    yield from self._data(path)
            elif path.suffix not in self._ignored | {".py", ".pyc"}:
                yield path

    def find(self, name: str) -> Path | None:
        """The file of a module, or its folder if that is all there is."""
        if name not in self._found:
            around, _, last = name.rpartition(".")
            if around:
                home = self.find(around)
                is_package = home and (home.is_dir() or home.name == "__init__.py")
                folders = [home if home.is_dir() else home.parent] if home and is_package else []
                self._found[name] = _look(last, folders)
            else:
                self._found[name] = _look(last, self._path) or _asked_of_python(name)
        return self._found[name]


def _look(name: str, folders: Iterable[Path]) -> Path | None:
    empty = None
    for folder in folders:
        ends = [f"{name}/__init__.py", f"{name}.py", *(name + end for end in EXTENSION_SUFFIXES)]
        for path in (folder / end for end in ends):
            if path.is_file():
                return path
        if empty is None and (folder / name).is_dir():
            empty = folder / name
    return empty


def _asked_of_python(name: str) -> Path | None:
    """A module that only an import hook finds, such as one of an editable installation."""
    try:
        spec = find_spec(name)
    except ValueError:  # __main__
        return None
    places = [spec.origin, *(spec.submodule_search_locations or [])] if spec else []
    return next((Path(place) for place in places if place and Path(place).exists()), None)


def _modules(folder: Path) -> list[str]:
    """The modules and packages of a folder."""
    files = [path.stem for path in folder.glob("*.py") if path.stem != "__init__"]
    return sorted(files + [path.parent.name for path in folder.glob("*/__init__.py")])


def _site(path: Path) -> Path | None:
    """The folder of installed packages in which a file lies."""
    return next((p for p in path.parents if p.name in ("site-packages", "dist-packages")), None)


@cache
def _records(site: Path) -> list[str]:
    return [path.read_text("utf-8") for path in sorted(site.glob("*.dist-info/RECORD"))]


@cache
def _installed(site: Path, top: str) -> str:
    """What tells one installation of a package from another: the hashes of its files."""
    line = re.compile(rf"^{re.escape(top)}[/.]", re.MULTILINE)
    lists = [text for text in _records(site) if line.search(text)]
    if not lists:  # not the work of an installer that keeps a list
        files = [p for p in [*(site / top).rglob("*"), *site.glob(f"{top}.*")] if p.is_file()]
        lists = [f"{p.relative_to(site)} {p.stat().st_mtime_ns}" for p in sorted(files)]
    return hashlib.sha256("\n".join(lists).encode()).hexdigest()
