"""What the log keeps to itself: the links that subscribers hold instead of passwords."""

import logging
import re

# What services.subscriptions.links signs: a subscriber's number, their random key, and so on to the
# end of the link. The number may stay.
_PERSONAL = re.compile(r"(?<![0-9])([0-9]+-)[0-9a-f]{32}[^\s/?&\"']*")


class DiscreetFormatter(logging.Formatter):
    """Prints lines and traces without personal links; Django logs each address it refuses."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the whole text of a record, with what opens a subscription blanked."""
        return _PERSONAL.sub(r"\1…", super().format(record))
