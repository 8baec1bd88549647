"""What is wanting in an edition: nothing half-empty or in one language goes out unnoticed.

A want is named by a code. A publisher accepts codes one by one; what was accepted is recorded with
the edition. Unless it was, what makes an edition short or leaves a language out holds it back when
its time comes.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from summaries.models import Brief, Edition, EditionPlace, Evidence, ReaderReport
from summaries.services import languages

EMPTY, FEW, EARLY, LATE = "empty", "few", "early", "late"
ENGLISH, ARABIC, CHANGED, REPORTED = "english", "arabic", "changed", "reported"
AGAIN, STORY = "again", "story"
INTRO_EN, INTRO_AR = "intro_en", "intro_ar"
# What nobody can accept.
_NEVER = frozenset({EMPTY, LATE})
# What a person is asked about and the clock is not: a reader's report, or a colleague who begins a
# correction, would stop a scheduled edition otherwise.
_ASKED_OF_PEOPLE = frozenset({CHANGED, REPORTED, AGAIN, STORY})

_WORDS = {
    EMPTY: gettext_lazy("There is no brief in it."),
    EARLY: gettext_lazy("It goes out before its date begins."),
    LATE: gettext_lazy("Its date was over before it could go out."),
    INTRO_EN: gettext_lazy("The introduction has no English."),
    INTRO_AR: gettext_lazy("The introduction has no Arabic."),
}
_BRIEF_WORDS = {
    ENGLISH: gettext_lazy("“%(title)s” has no English headline or summary."),
    ARABIC: gettext_lazy("“%(title)s” has no Arabic headline or summary."),
    CHANGED: gettext_lazy("“%(title)s” was changed on the desk: readers get the text before that."),
    REPORTED: gettext_lazy("A reader reported an error in “%(title)s”, and nobody decided yet."),
    AGAIN: gettext_lazy("“%(title)s” was in an edition before."),
    STORY: gettext_lazy("“%(title)s” tells the same story as a brief above it."),
}


@dataclass(frozen=True)
class Want:
    """One thing that is wanting: its code, and what it is in the language of the page."""

    code: str
    message: str

    @property
    def can_be_accepted(self) -> bool:
        """Say whether an edition may go out in spite of it."""
        return self.code not in _NEVER

    @property
    def holds_back(self) -> bool:
        """Say whether a scheduled edition waits for a person when this is wanting at its time."""
        return self.code.partition(":")[0] not in _ASKED_OF_PEOPLE


def of(
    briefs: Sequence[int], intro_en: str, intro_ar: str, *, edition: Edition | None = None
) -> list[Want]:
    """Return what is wanting in an edition of the briefs with these keys, in a few queries.

    Briefs that readers cannot see do not count. `edition` is the one it is about, if stored.
    """
    live = Brief.objects.live().filter(pk__in=briefs).select_related("live")
    found = {brief.pk: brief for brief in languages.with_languages(live)}
    shown = [found[key] for key in briefs if key in found]
    codes = [*_of_number(len(shown)), *_of_briefs(shown, edition)]
    return named([*codes, *of_intro(intro_en, intro_ar)])


def of_intro(intro_en: str, intro_ar: str) -> list[str]:
    """Return the code of the language that an introduction lacks; without any it lacks none."""
    if bool(intro_en) == bool(intro_ar):
        return []
    return [INTRO_AR if intro_en else INTRO_EN]


def unaccepted(wants: Iterable[Want], accepted: Collection[str]) -> list[Want]:
    """Return the wants that nobody accepted, or nobody can."""
    return [want for want in wants if not want.can_be_accepted or want.code not in accepted]


def in_words(codes: Iterable[str]) -> list[str]:
    """Return what these codes say, in the language of the page or letter."""
    return [want.message for want in named(list(codes))]


def _of_number(number: int) -> list[str]:
    if number == 0:
        return [EMPTY]
    # The number is part of it: who accepted two did not accept one.
    return [f"{FEW}:{number}"] if number < settings.EDITION_FEWEST else []


def _of_briefs(shown: list[Brief], edition: Edition | None) -> list[str]:
    changed, reported, before = _changed(shown), _reported(shown), _placed_before(shown, edition)
    stories, codes = set(), []
    for brief in shown:
        wanting = {
            ENGLISH: not brief.has_en,
            ARABIC: not brief.has_ar,
            CHANGED: brief.pk in changed,
            REPORTED: brief.pk in reported,
            AGAIN: brief.pk in before,
            STORY: brief.story_id in stories,
        }
        codes += [f"{kind}:{brief.pk}" for kind, is_so in wanting.items() if is_so]
        stories |= {brief.story_id} - {None}
    return codes


def _changed(shown: list[Brief]) -> set[int]:
    """Return the briefs whose text on the desk is not what readers see."""
    newer = {brief.pk for brief in shown if brief.current_id != brief.live_id}
    live = {brief.live_id: brief.pk for brief in shown}
    links = Evidence.objects.filter(sentence__revision__in=live)
    changed = links.exclude(english=F("segment__english")).order_by()
    return newer | {live[pk] for pk in changed.values_list("sentence__revision", flat=True)}


def _reported(shown: list[Brief]) -> set[int]:
    reports = ReaderReport.objects.filter(brief__in=shown, closed_at=None).order_by()
    return set(reports.values_list("brief", flat=True))


def _placed_before(shown: list[Brief], edition: Edition | None) -> set[int]:
    places = EditionPlace.objects.filter(
        brief__in=shown, edition__state=Edition.State.PUBLISHED
    ).exclude(edition=edition)
    return set(places.values_list("brief", flat=True))


def named(codes: list[str]) -> list[Want]:
    """Return the wants that these codes name."""
    titles = _titles(codes)
    return [Want(code, _words(code, titles)) for code in codes]


def _words(code: str, titles: dict[int, str]) -> str:
    kind, _colon, number = code.partition(":")
    if kind == FEW:
        words = ngettext(
            "It has %(n)d brief only; an edition has %(fewest)d or more.",
            "It has %(n)d briefs only; an edition has %(fewest)d or more.",
            int(number),
        )
        return words % {"n": int(number), "fewest": settings.EDITION_FEWEST}
    if kind in _BRIEF_WORDS:
        return _BRIEF_WORDS[kind] % {"title": titles.get(int(number)) or _("(deleted)")}
    return str(_WORDS[kind])


def _titles(codes: list[str]) -> dict[int, str]:
    """Return the headlines of the briefs that codes name, in the language of the page."""
    named = [int(code.partition(":")[2]) for code in codes if code.split(":")[0] in _BRIEF_WORDS]
    if not named:
        return {}
    first, second = ("ar", "en") if get_language() == "ar" else ("en", "ar")
    briefs = Brief.objects.filter(pk__in=named).select_related("live")
    texts = {brief.pk: brief.live for brief in briefs if brief.live}
    return {
        pk: getattr(text, f"headline_{first}") or getattr(text, f"headline_{second}")
        for pk, text in texts.items()
    }
