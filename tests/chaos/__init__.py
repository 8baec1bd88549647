"""Faults, one after the other, in a newsroom of real processes: `python -m tests.chaos`."""
