"""The checks of chapter 05 on regression."""

__all__: list[str] = []
