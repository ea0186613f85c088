"""The deposit account of a company at a customs office, and guarantees: what is moved, and when."""
