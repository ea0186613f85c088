"""Exchange and customs value."""
