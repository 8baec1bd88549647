"""The fidelity checks: wrong numbers, dates, money, names and debris, found at the exact word.

Plain Python, one topic a file. `registry` knows them all; `python -m summaries.checks` runs them on
two files.
"""
