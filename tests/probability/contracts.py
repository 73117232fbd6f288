"""Bad input that every public function of ``mlcourse.probability`` refuses."""

from tests.probability import contracts_a, contracts_b

CONTRACTS = contracts_a.CONTRACTS + contracts_b.CONTRACTS
