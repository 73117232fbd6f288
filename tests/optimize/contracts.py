"""Bad input for every public function of ``mlcourse.optimize``."""

from tests.optimize import contracts_a, contracts_b

CONTRACTS = contracts_a.CONTRACTS + contracts_b.CONTRACTS
