"""What every public function of the learning package refuses."""

from tests.learning import contracts_games, contracts_language, contracts_networks

CONTRACTS = [
    *contracts_networks.CONTRACTS,
    *contracts_language.CONTRACTS,
    *contracts_games.CONTRACTS,
]
