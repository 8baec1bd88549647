"""Dates, languages and formats in addresses."""

from datetime import date


class Day:
    """A date as 2026-03-12; one that does not exist is no address."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Return the date; raises ValueError where the calendar has none."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """Write a date."""
        return value.isoformat()


class Month:
    """A month as 2026/03, read as its first day."""

    # No further than dates can be counted in any time zone.
    regex = "(?:19|20|21)[0-9]{2}/[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Return the first day; raises ValueError where the calendar has no such month."""
        year, month = value.split("/")
        return date(int(year), int(month), 1)

    def to_url(self, value: date) -> str:
        """Write the month of a date."""
        return f"{value:%Y/%m}"


class FeedLanguage:
    """The language of a feed."""

    regex = "both|en|ar"

    def to_python(self, value: str) -> str:
        """Return the language."""
        return value

    def to_url(self, value: str) -> str:
        """Return the language."""
        return value


class FeedEnding(FeedLanguage):
    """The format of a feed."""

    regex = "atom|json"
