"""Goods under customs supervision between two places: the independent transport declaration (Annex III)."""
