"""The signing helper: shows a page's text to the one who holds the key, and signs it if he says so (threat 27)."""
