"""The checks of chapter 12."""
