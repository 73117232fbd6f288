"""The checks of chapter 05 on testing."""

__all__: list[str] = []
