"""Holds the documentation to the project: links, pictures, commands, names of settings and files.

`python -m scripts.docs_check`, or `make docs-check`.
"""
