"""The loaders take no parameters, so there is nothing that they could be given wrongly."""

from mlcourse.data import cities, images, longley, ratings, tables, text
from tests.contract import Contract

LOADERS = [
    tables.old_faithful,
    tables.diabetes,
    tables.penguins,
    tables.iris,
    tables.breast_cancer,
    longley.longley,
    images.digits,
    images.photograph,
    ratings.personality,
    cities.berlin52,
    text.shakespeare,
]

CONTRACTS = [Contract(call=loader, good={}) for loader in LOADERS]
