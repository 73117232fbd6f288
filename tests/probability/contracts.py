"""Bad input that every public function of ``mlcourse.probability`` refuses."""

from tests.probability import contracts_bayes, contracts_chance, contracts_decisions

CONTRACTS = contracts_chance.CONTRACTS + contracts_bayes.CONTRACTS + contracts_decisions.CONTRACTS
