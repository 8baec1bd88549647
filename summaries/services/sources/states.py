"""What a source may be doing."""

from django.db import models
from django.utils.translation import gettext_lazy


class State(models.TextChoices):
    """What a source is doing; the order is that of the list, what needs somebody first."""

    FAILING = "failing", gettext_lazy("Failing")
    BACKING_OFF = "backing_off", gettext_lazy("Trying again")
    PAGES_FAIL = "pages_fail", gettext_lazy("Pages fail")
    LATE = "late", gettext_lazy("Late")
    QUIET = "quiet", gettext_lazy("Quiet")
    HOST_CLOSED = "host_closed", gettext_lazy("Left alone")
    NEW = "new", gettext_lazy("New")
    WORKING = "working", gettext_lazy("Working")
    PAUSED = "paused", gettext_lazy("Paused")
    BY_HAND = "by_hand", gettext_lazy("By hand")


# A pause of its host is no fault of a source.
BROKEN = frozenset({State.FAILING, State.BACKING_OFF, State.PAGES_FAIL, State.LATE})
