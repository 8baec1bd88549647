"""Putting an edition together: its briefs in order, and its introduction in both languages."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from summaries.models import Brief, Edition, EditionEvent, EditionPlace
from summaries.services import site, texts
from summaries.services.editions import proposal, wanting
from summaries.services.editions.wanting import Want
from summaries.services.errors import Invalid, NotAllowed, Stale, WrongState
from summaries.services.people.accounts import roles_of
from summaries.workflow import Role

# More would make a letter that mail readers cut off.
MOST_BRIEFS = 15
MOST_INTRO_CHARACTERS = 2000


class Unaccepted(Invalid):
    """Something is wanting, and nobody accepted it: `wants`."""

    def __init__(self, wants: list[Want]) -> None:
        super().__init__(_("Something is wanting. Put it right, or say that it may be so."))
        self.wants = wants


@dataclass(frozen=True)
class Contents:
    """What a publisher decides about an edition: keys of briefs in order, and the introduction."""

    briefs: tuple[int, ...] = ()
    intro_en: str = ""
    intro_ar: str = ""


def may_change(user) -> bool:
    """Say whether the user decides about editions."""
    return bool({Role.PUBLISHER, Role.ADMIN} & roles_of(user))


def require_publisher(user) -> None:
    """Raise NotAllowed for who does not decide about editions."""
    if not may_change(user):
        raise NotAllowed(_("Editions are put together by publishers."))


def record(edition: Edition, verb: str, *, actor=None, **data) -> EditionEvent:
    """Append one line to the edition's history. Call it in the transaction of the change."""
    return EditionEvent.objects.create(edition=edition, verb=verb, actor=actor, data=data)


def contents_of(edition: Edition) -> Contents:
    """Return what is stored of an edition, without the briefs that were retracted since."""
    live = Brief.objects.live().values("pk")
    keys = edition.places.filter(brief__in=live).values_list("brief", flat=True)
    return Contents(tuple(keys), edition.intro_en, edition.intro_ar)


def proposed(day: date) -> Contents:
    """Return what the edition of a date is proposed with; nothing of it is stored."""
    return Contents(tuple(brief.pk for brief in proposal.propose(day)))


def save(
    actor, day: date, contents: Contents, *, seen: int, accepted: Collection[str] = ()
) -> Edition:
    """Store what the edition of a date holds; `seen` is the version the page showed, 0 for none.

    Raises NotAllowed, Invalid, Stale where somebody changed it since, and WrongState once readers
    have it. A scheduled one stays scheduled: raises Unaccepted where something new is wanting.
    """
    require_publisher(actor)
    with transaction.atomic():
        edition = locked(day, seen)
        before = contents_of(edition)
        write(edition, contents)
        wants = wanting_in(edition)
        if edition.state == Edition.State.SCHEDULED:
            require_accepted(wants, accepted)
        edition.accepted = [want.code for want in wants if want.code in accepted]
        edition.save()
        record(edition, "saved", actor=actor, **changes(before, contents_of(edition)))
    return edition


def locked(day: date, seen: int) -> Edition:
    """Return the edition of a date, its row locked, made if there is none; counted as changed.

    Raises Stale unless its version is `seen`, WrongState once readers have it.
    """
    edition = _seen(day, seen)
    if edition.is_published:
        raise WrongState(_("This edition went out: its briefs stay as they are."))
    return edition


def _seen(day: date, seen: int) -> Edition:
    Edition.objects.get_or_create(date=day)
    edition = Edition.objects.select_for_update().get(date=day)
    if edition.version != seen:
        raise Stale(_("Somebody changed this edition since you opened the page."))
    edition.version += 1
    return edition


def write(edition: Edition, contents: Contents) -> None:
    """Put contents into a locked edition, which the caller saves; what readers cannot see is left.

    Raises Invalid where it is too much.
    """
    keys = list(dict.fromkeys(contents.briefs))
    if len(keys) > MOST_BRIEFS:
        raise Invalid(_("An edition has at most %(n)d briefs.") % {"n": MOST_BRIEFS})
    edition.intro_en, edition.intro_ar = _intro(contents.intro_en), _intro(contents.intro_ar)
    live = set(Brief.objects.live().filter(pk__in=keys).values_list("pk", flat=True))
    _place(edition, [key for key in keys if key in live])


def _intro(text: str) -> str:
    text = texts.lines(text)
    if len(text) > MOST_INTRO_CHARACTERS:
        raise Invalid(
            _("An introduction has at most %(n)d characters.") % {"n": MOST_INTRO_CHARACTERS}
        )
    return text


def _place(edition: Edition, keys: Sequence[int]) -> None:
    edition.places.all().delete()
    EditionPlace.objects.bulk_create(
        EditionPlace(edition=edition, brief_id=key, position=position)
        for position, key in enumerate(keys)
    )


def wanting_in(edition: Edition) -> list[Want]:
    """Return what is wanting in an edition with its stored briefs and its introduction."""
    return wanting.of(**asdict(contents_of(edition)), edition=edition)


def require_accepted(wants: list[Want], accepted: Collection[str]) -> list[str]:
    """Return the codes of what is wanting; raise Unaccepted unless all of them were accepted."""
    if wanting.unaccepted(wants, accepted):
        raise Unaccepted(wants)
    return [want.code for want in wants]


def changes(before: Contents, after: Contents) -> dict:
    """Return what the history says of a change."""
    stayed = [
        [key for key in one.briefs if key in other.briefs]
        for one, other in ((before, after), (after, before))
    ]
    return {
        "briefs": list(after.briefs),
        "added": [key for key in after.briefs if key not in before.briefs],
        "removed": [key for key in before.briefs if key not in after.briefs],
        "order": stayed[0] != stayed[1],
        "intro": (before.intro_en, before.intro_ar) != (after.intro_en, after.intro_ar),
    }


def change_intro(
    actor, day: date, intro_en: str, intro_ar: str, *, seen: int, accepted: Collection[str] = ()
) -> Edition:
    """Change the introduction of an edition that readers have; its briefs stay.

    Raises NotAllowed, Invalid, Stale, WrongState before it went out, and Unaccepted where it would
    be in one language and nobody says that it may.
    """
    require_publisher(actor)
    with transaction.atomic():
        edition = _seen(day, seen)
        if not edition.is_published:
            raise WrongState(_("This edition did not go out yet. Open it again."))
        before = {"en": edition.intro_en, "ar": edition.intro_ar}
        edition.intro_en, edition.intro_ar = _intro(intro_en), _intro(intro_ar)
        wants = wanting.named(wanting.of_intro(edition.intro_en, edition.intro_ar))
        now_accepted = require_accepted(wants, {*edition.accepted, *accepted})
        edition.accepted = sorted({*edition.accepted, *now_accepted})
        edition.save()
        record(edition, "intro_changed", actor=actor, before=before)
        site.changed()
    return edition
