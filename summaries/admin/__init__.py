"""The admin site: topics can be edited, everything else is for looking.

The desk's records are written by services only, so that every change has its Event.
"""

from summaries.admin import desk, operations, publishing

__all__ = ["desk", "operations", "publishing"]
