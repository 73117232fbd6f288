"""Bad input for chapters 08 and 09."""

from tests.contract import Contract

CONTRACTS: list[Contract] = []
