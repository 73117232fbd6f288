"""What every public function of the learning package refuses."""

from tests.learning import contracts_a, contracts_b

CONTRACTS = [*contracts_a.CONTRACTS, *contracts_b.CONTRACTS]
