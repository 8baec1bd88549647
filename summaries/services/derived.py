"""What is kept about a brief's text, besides the text: its warnings, and where it is found."""

from summaries.models import Brief
from summaries.services import search, warnings


def refresh(brief: Brief) -> None:
    """Bring it up to date. Call it in the transaction of the change, after the change is saved."""
    warnings.recount(brief)
    search.index(brief)
