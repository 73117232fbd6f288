"""The checks of chapter 05 on reduction."""

__all__: list[str] = []
