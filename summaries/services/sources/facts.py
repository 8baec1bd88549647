"""What an admin says about a source, checked in words before it is stored."""

from dataclasses import dataclass, fields, replace
from datetime import timedelta
from functools import cache, partial

from babel import Locale
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from summaries.models import Source, Topic
from summaries.net.errors import FetchError
from summaries.net.urls import check_url
from summaries.services import texts
from summaries.services.engine_words import spoken
from summaries.services.errors import Invalid

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(days=7)
MINUTE = timedelta(minutes=1)
MAX_PATTERNS, MAX_PATTERN_CHARACTERS = 100, 300
_LINES = {"name_en": 200, "name_ar": 200, "ownership_en": 200, "ownership_ar": 200}
_CHOICES = {"kind": Source.Kind.values, "licence": Source.Licence.values}
_PATTERNS = ("link_pattern", "keep_patterns", "skip_patterns")
# Unions, codes that ISO only reserves for islands, and codes made up to test programs.
_NO_COUNTRIES = frozenset("EU EZ UN ZZ XA XB QO AC CP CQ DG EA IC TA".split())


class InvalidFact(Invalid):
    """A fact of a source that cannot be so; `field` names it.

    `wrong` are all facts that are found to be wrong at once, each a field and its words; the
    message is the first one's.
    """

    def __init__(self, field: str, message: str, *others: tuple[str, str]) -> None:
        super().__init__(message)
        self.field = field
        self.wrong = ((field, message), *others)

    @classmethod
    def all_of(cls, errors: "list[InvalidFact]") -> "InvalidFact":
        """Return several as one; `errors` has one at least."""
        first, *others = (wrong for error in errors for wrong in error.wrong)
        return cls(*first, *others)


@dataclass(frozen=True)
class Facts:
    """The settings of a source, named as in `Source`; patterns stand one a line."""

    name_en: str
    name_ar: str = ""
    kind: str = Source.Kind.MANUAL
    url: str = ""
    homepage: str = ""
    country: str = ""
    ownership_en: str = ""
    ownership_ar: str = ""
    topic: Topic | None = None
    licence: str = Source.Licence.EXCERPT
    interval_minutes: int = 30
    link_pattern: str = ""
    keep_patterns: str = ""
    skip_patterns: str = ""
    is_active: bool = True

    @classmethod
    def of(cls, source: Source) -> "Facts":
        """Return what is stored about a source."""
        return cls(**{name: getattr(source, name) for name in NAMES})

    def plain(self) -> dict:
        """Return the facts as JSON can hold them; a topic is its slug."""
        values = {name: getattr(self, name) for name in NAMES}
        return values | {"topic": self.topic.slug if self.topic else ""}


NAMES = tuple(field.name for field in fields(Facts))


def checked(facts: Facts, *, but: Source | None = None) -> Facts:
    """Return the facts cleaned, or raise InvalidFact with what is wrong and what to do.

    `but` is the source that is being changed: it may keep its own name and address.
    """
    found, errors = looked_at(facts, but=but)
    if errors:
        raise InvalidFact.all_of(errors)
    return found


def looked_at(facts: Facts, *, but: Source | None = None) -> tuple[Facts, list[InvalidFact]]:
    """Return the facts cleaned, and everything that is wrong with them."""
    facts, errors = _cleaned(facts), []
    reads = (
        *(partial(_require_line, facts, name) for name in _LINES),
        *(partial(_require_choice, facts, name, choices) for name, choices in _CHOICES.items()),
        partial(_require_country, facts.country),
        partial(_require_interval, facts.interval_minutes),
        *(partial(_require_patterns, facts, name) for name in _PATTERNS),
        partial(_refuse_second_name, facts, but),
        partial(_homepage, facts),
        partial(_url, facts, but),
    )
    for read in reads:
        try:
            facts = replace(facts, **(read() or {}))
        except InvalidFact as error:
            errors.append(error)
    return facts, errors


def _cleaned(facts: Facts) -> Facts:
    """Return the facts without what hides in them."""
    values = {name: texts.one_line(getattr(facts, name)) for name in _LINES}
    patterns = {name: texts.lines(getattr(facts, name)) for name in _PATTERNS}
    return replace(facts, **values, **patterns)


def _require_line(facts: Facts, name: str) -> None:
    if len(getattr(facts, name)) > _LINES[name]:
        raise _too_long(name, _LINES[name])
    if name == "name_en" and not facts.name_en:
        raise InvalidFact("name_en", _("Give the source a name."))


def _too_long(name: str, limit: int) -> InvalidFact:
    return InvalidFact(name, _("This has more than %(limit)d characters.") % {"limit": limit})


def _require_patterns(facts: Facts, name: str) -> None:
    lines = getattr(facts, name).splitlines()
    if len(lines) > MAX_PATTERNS or any(len(line) > MAX_PATTERN_CHARACTERS for line in lines):
        raise InvalidFact(
            name,
            _("At most %(n)d patterns of at most %(limit)d characters each.")
            % {"n": MAX_PATTERNS, "limit": MAX_PATTERN_CHARACTERS},
        )
    if name == "link_pattern" and facts.kind == Source.Kind.PAGE_LIST and not lines:
        raise InvalidFact(
            name, _("Say which links of the page are articles, for example */news/*.")
        )


def _require_choice(facts: Facts, name: str, choices: list[str]) -> None:
    if getattr(facts, name) not in choices:
        raise InvalidFact(name, _("Choose one of: %(names)s.") % {"names": ", ".join(choices)})


def _require_country(code: str) -> None:
    if code and code not in countries("en"):
        raise InvalidFact(
            "country",
            _("“%(code)s” is no country. Use its two letters in ISO 3166, for example LB.")
            % {"code": code[:20]},
        )


def _require_interval(minutes: int) -> None:
    # Not as a timedelta: there is none of a number so large as people can type.
    if not SHORTEST / MINUTE <= minutes <= LONGEST / MINUTE:
        raise InvalidFact(
            "interval_minutes",
            _("Fetch it every 5 minutes at most and once in 7 days (10080 minutes) at least."),
        )


def _homepage(facts: Facts) -> dict[str, str]:
    """Read the address that readers follow; nothing is fetched from it."""
    if not (url := facts.homepage.strip()):
        return {"homepage": ""}
    try:
        URLValidator(schemes=("http", "https"))(url)
        MaxLengthValidator(200)(url)
    except ValidationError as error:
        raise InvalidFact(
            "homepage", _("This is no web address. Write it in full, with https:// before it.")
        ) from error
    return {"homepage": url}


def _url(facts: Facts, but: Source | None) -> dict[str, str]:
    """Read the address that is fetched into its normal form; refuse that of another source."""
    url = facts.url.strip()
    if facts.kind == Source.Kind.MANUAL:
        return {"url": ""}
    if not url:
        raise InvalidFact("url", _("Give the address of the feed or page that is fetched."))
    try:
        url = check_url(url, settings.OUTBOUND_ALLOWED)
    except FetchError as error:
        raise InvalidFact("url", spoken(error)) from error
    if len(url) > 1000:
        raise _too_long("url", 1000)
    if other := fetched_from(url, but=but).first():
        raise InvalidFact(
            "url",
            _("“%(name)s” is fetched from this address already.") % {"name": other.name_en},
        )
    return {"url": url}


def _refuse_second_name(facts: Facts, but: Source | None) -> None:
    others = Source.objects.exclude(pk=but.pk if but else None)
    if facts.name_en and others.filter(name_en__iexact=facts.name_en).exists():
        raise InvalidFact("name_en", _("Another source has this name."))


def fetched_from(url: str, *, but: Source | None) -> QuerySet[Source]:
    """Return the other sources that are fetched from an address, by http or https."""
    rest = url.partition("://")[2]
    same = Q(url=f"https://{rest}") | Q(url=f"http://{rest}")
    return Source.objects.filter(same).exclude(pk=but.pk if but else None)


def differences(before: Facts, after: Facts) -> dict[str, dict]:
    """Return what changed, as `{"before": {…}, "after": {…}}` of those facts alone."""
    old, new = before.plain(), after.plain()
    names = [name for name in NAMES if old[name] != new[name]]
    return {
        "before": {name: old[name] for name in names},
        "after": {name: new[name] for name in names},
    }


@cache
def countries(language: str) -> dict[str, str]:
    """Return the names of all countries by their ISO 3166 code, in the order of the language.

    The names are Unicode CLDR's, by way of Babel.
    """
    territories = Locale(language if language in ("en", "ar") else "en").territories
    found = {
        code: name
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    }
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def stored(facts: Facts) -> dict:
    """Return the facts as the fields of a `Source`."""
    return {name: getattr(facts, name) for name in NAMES}
