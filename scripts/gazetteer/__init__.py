"""Builds the names that the fidelity checks know: `python -m scripts.gazetteer`."""
