"""HTTP for filers and, on a socket of its own, for the office. The clerk is the one who writes."""
