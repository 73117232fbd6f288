"""Chapter 06's checks: their oracles, and what is accepted."""
