"""The checks of chapter 05 on evaluation."""

__all__: list[str] = []
