"""Fetching revocation data, in a process of its own: the one part of an authority that goes out to the network."""
