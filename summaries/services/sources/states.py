"""What a source may be doing."""

from django.db import models
from django.utils.translation import gettext_lazy


class State(models.TextChoices):
    """What a source is doing; the order is that of the list, what needs somebody first."""

    FAILING = "failing", gettext_lazy("Failing")
    HOST_CLOSED = "host_closed", gettext_lazy("Left alone")
    BACKING_OFF = "backing_off", gettext_lazy("Trying again")
    LATE = "late", gettext_lazy("Late")
    QUIET = "quiet", gettext_lazy("Quiet")
    NEW = "new", gettext_lazy("New")
    WORKING = "working", gettext_lazy("Working")
    PAUSED = "paused", gettext_lazy("Paused")
    BY_HAND = "by_hand", gettext_lazy("By hand")


BROKEN = frozenset({State.FAILING, State.HOST_CLOSED, State.BACKING_OFF, State.LATE})
