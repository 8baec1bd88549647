"""What subscribers choose: texts, topics, how often, and when in their own time zone."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Self

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from summaries.models import Languages, Subscriber, SubscriberEvent, Topic
from summaries.services.errors import WrongState
from summaries.services.mailing import fanout

_FIELDS = ("language", "speaks", "frequency", "also_breaking", "hour", "weekday", "time_zone")


@dataclass(frozen=True)
class Choices:
    """Everything somebody chooses, checked by the form; `topics` by their short names."""

    language: str = Languages.BOTH
    speaks: str = "en"
    topics: tuple[str, ...] = ()
    frequency: str = Subscriber.Frequency.DAILY
    also_breaking: bool = False
    hour: int = 7
    weekday: int = 6
    time_zone: str = settings.TIME_ZONE

    @property
    def breaking_too(self) -> bool:
        """Say whether breaking news comes beside the regular letters."""
        return self.also_breaking and self.frequency != Subscriber.Frequency.BREAKING

    @classmethod
    def of(cls, subscriber: Subscriber) -> Self:
        """Return what the subscriber chose. One query."""
        chosen = {name: getattr(subscriber, name) for name in _FIELDS}
        return cls(topics=tuple(subscriber.topics.values_list("slug", flat=True)), **chosen)

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Self:
        """Return what `as_dict` stored."""
        return cls(**stored | {"topics": tuple(stored.get("topics", ()))})

    def as_dict(self) -> dict[str, Any]:
        """Return it for a JSON column."""
        return asdict(self) | {"topics": list(self.topics)}


def change(subscriber: Subscriber, chosen: Choices) -> None:
    """Keep what an active subscriber chose now. Raises WrongState for others."""
    with transaction.atomic():
        mine = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
        if mine.state != Subscriber.State.ACTIVE:
            raise WrongState(_("This subscription has ended. Subscribe again to choose anew."))
        before = Choices.of(mine).as_dict()
        changed = {name: value for name, value in chosen.as_dict().items() if value != before[name]}
        if changed:
            apply(mine, chosen)
            SubscriberEvent.objects.create(subscriber=mine, verb="choose", data=changed)


def have_no_other(topics: Iterable[Topic]) -> int:
    """Return how many subscribers chose of these topics alone: without them they would get all."""
    others = Topic.objects.exclude(pk__in=[topic.pk for topic in topics])
    chose = Subscriber.objects.filter(state=Subscriber.State.ACTIVE, topics__isnull=False)
    return chose.exclude(topics__in=others).distinct().count()


def apply(subscriber: Subscriber, chosen: Choices) -> None:
    """Write the choices into the row, in the transaction of the change.

    Topics that are no more are left out: with none left, all are wanted, and the page says so.
    """
    for name in _FIELDS:
        setattr(subscriber, name, getattr(chosen, name))
    subscriber.save(update_fields=_FIELDS)
    fanout.move(subscriber)
    subscriber.topics.set(Topic.objects.filter(slug__in=chosen.topics))
