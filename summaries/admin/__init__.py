"""The admin site: topics and accounts can be edited, everything else is for looking.

The desk's records are written by services only, so that every change has its Event.
"""

from summaries.admin import accounts, desk, operations, publishing

__all__ = ["accounts", "desk", "operations", "publishing"]
