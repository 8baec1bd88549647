"""Hostile bytes in, plain records out: feeds, listing pages, articles and files.

Plain Python: no Django, no Celery, no network. Everything is parsed by `sandbox` in a process
that has little time, little memory and nothing to lose.
"""
