"""Measurements: each module prints a small table, with a ratio taken within one run."""
