"""Tables of measurements: rows are observations, columns are features, one column is the aim.

Sources, licences and changes stand in each result and in this folder's ``README.md``.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.data import _files

__all__ = [
    "ClassificationData",
    "RegressionData",
    "breast_cancer",
    "diabetes",
    "iris",
    "old_faithful",
    "penguins",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RegressionData(Result):
    """Features and a number to predict from them."""

    title: str
    features: FloatArray  # (n, p)
    feature_names: tuple[str, ...]
    feature_units: tuple[str, ...]  # "" where the source names none
    targets: FloatArray  # (n,)
    target_name: str
    target_unit: str
    source: str
    licence: str

    def column(self, name: str) -> FloatArray:
        """The feature or target of that name, shape ``(n,)``."""
        at = _files.column(name, (*self.feature_names, self.target_name))
        return self.targets if at == len(self.feature_names) else self.features[:, at]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClassificationData(Result):
    """Features and the class each row belongs to."""

    title: str
    features: FloatArray  # (n, p)
    feature_names: tuple[str, ...]
    feature_units: tuple[str, ...]  # "" where the source names none
    labels: IntArray  # (n,) places in class_names
    class_names: tuple[str, ...]
    source: str
    licence: str

    def column(self, name: str) -> FloatArray:
        """The feature of that name, shape ``(n,)``."""
        return self.features[:, _files.column(name, self.feature_names)]


def _regression(
    file: str, *, title: str, units: tuple[str, ...], source: str, licence: str
) -> RegressionData:
    names, table = _files.read_table(file)
    return RegressionData(
        title=title,
        features=table[:, :-1],
        feature_names=names[:-1],
        feature_units=units[:-1],
        targets=table[:, -1],
        target_name=names[-1],
        target_unit=units[-1],
        source=source,
        licence=licence,
    )


def _classification(
    file: str,
    *,
    title: str,
    units: tuple[str, ...],
    class_names: tuple[str, ...],
    source: str,
    licence: str,
) -> ClassificationData:
    names, table = _files.read_table(file)
    return ClassificationData(
        title=title,
        features=table[:, :-1],
        feature_names=names[:-1],
        feature_units=units,
        labels=table[:, -1].astype(np.int64),
        class_names=class_names,
        source=source,
        licence=licence,
    )


def old_faithful() -> RegressionData:
    """272 eruptions of the geyser Old Faithful: how long one lasts, how long until the next.

    Returns
    -------
    RegressionData
        One feature, ``eruptions`` (minutes); target ``waiting`` (minutes to the next eruption).

    Examples
    --------
    >>> geyser = old_faithful()
    >>> geyser.features.shape, geyser.feature_names, geyser.target_name
    ((272, 1), ('eruptions',), 'waiting')
    >>> float(round(geyser.column("waiting").mean(), 2))
    70.9
    """
    return _regression(
        "old_faithful.csv",
        title="Old Faithful geyser, Yellowstone",
        units=("min", "min"),
        source="W. Härdle (1991), Smoothing Techniques with Implementation in S; "
        "R data set 'faithful'",
        licence="measured facts; R distributes the table under GPL-2 or GPL-3",
    )


def diabetes() -> RegressionData:
    """442 patients: ten measurements and how far the disease went within a year.

    The columns are as measured, not scaled.  ``sex`` is coded 1 and 2; ``s1`` to ``s6`` are
    blood serum values.

    Returns
    -------
    RegressionData
        Ten features; target ``progression`` (a score without unit).

    Examples
    --------
    >>> patients = diabetes()
    >>> patients.features.shape
    (442, 10)
    >>> patients.column("bmi")[:3].tolist()
    [32.1, 21.6, 30.5]
    """
    return _regression(
        "diabetes.csv",
        title="Diabetes progression",
        units=("years", "", "kg/m^2", "mmHg", "", "", "", "", "", "", ""),
        source="Efron, Hastie, Johnstone and Tibshirani (2004), Least Angle Regression, "
        "Annals of Statistics 32, 407-499; scikit-learn",
        licence="published with the paper; scikit-learn distributes it under BSD-3-Clause",
    )


def penguins() -> ClassificationData:
    """342 penguins of three species: bill, flipper and body mass.

    Returns
    -------
    ClassificationData
        Features ``bill_length``, ``bill_depth``, ``flipper_length`` (mm) and ``body_mass`` (g);
        classes Adelie, Chinstrap, Gentoo.  The two birds without measurements are left out.

    Examples
    --------
    >>> birds = penguins()
    >>> birds.features.shape, birds.class_names
    ((342, 4), ('Adelie', 'Chinstrap', 'Gentoo'))
    >>> birds.feature_units
    ('mm', 'mm', 'mm', 'g')
    """
    return _classification(
        "penguins.csv",
        title="Palmer penguins",
        units=("mm", "mm", "mm", "g"),
        class_names=("Adelie", "Chinstrap", "Gentoo"),
        source="Gorman, Williams and Fraser (2014), PLoS ONE 9(3): e90081; Horst, Hill and "
        "Gorman (2020), palmerpenguins",
        licence="CC0-1.0",
    )


def iris() -> ClassificationData:
    """150 irises of three species: length and width of sepals and petals.

    Returns
    -------
    ClassificationData
        Four features in centimetres; classes setosa, versicolor, virginica.

    Examples
    --------
    >>> flowers = iris()
    >>> flowers.features.shape, flowers.class_names
    ((150, 4), ('setosa', 'versicolor', 'virginica'))
    """
    return _classification(
        "iris.csv",
        title="Fisher's irises",
        units=("cm",) * 4,
        class_names=("setosa", "versicolor", "virginica"),
        source="Fisher (1936), The use of multiple measurements in taxonomic problems, "
        "Annals of Eugenics 7, 179-188; scikit-learn",
        licence="CC-BY-4.0 (UCI Machine Learning Repository)",
    )


def breast_cancer() -> ClassificationData:
    """569 tumours: thirty measurements of cell nuclei, and whether it was malignant.

    Returns
    -------
    ClassificationData
        Thirty features (mean, standard error and worst of ten quantities, in units of the
        image); classes malignant (0) and benign (1).

    Examples
    --------
    >>> tumours = breast_cancer()
    >>> tumours.features.shape, tumours.class_names
    ((569, 30), ('malignant', 'benign'))
    >>> int((tumours.labels == 0).sum())
    212
    """
    return _classification(
        "breast_cancer.csv.gz",
        title="Breast cancer Wisconsin (diagnostic)",
        units=("",) * 30,
        class_names=("malignant", "benign"),
        source="Street, Wolberg and Mangasarian (1993), Nuclear feature extraction for breast "
        "tumor diagnosis, Proc. SPIE 1905; scikit-learn",
        licence="CC-BY-4.0 (UCI Machine Learning Repository)",
    )
