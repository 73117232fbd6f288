"""Bad input for every public function of ``mlcourse.optimize``."""

from tests.optimize import contracts_convex, contracts_descent, contracts_search, contracts_tours

CONTRACTS = [
    *contracts_descent.CONTRACTS,
    *contracts_convex.CONTRACTS,
    *contracts_search.CONTRACTS,
    *contracts_tours.CONTRACTS,
]
