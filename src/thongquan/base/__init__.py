"""Faults, refusals, money, moments and limits. No business, no I/O, no clock."""
