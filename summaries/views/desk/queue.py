"""The queue: what needs somebody now."""

from dataclasses import dataclass

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from summaries.forms.queue import AGES, FINDINGS, ME, NONE, SORTS, TABS, Filter
from summaries.models import Source, Topic
from summaries.services import preferences
from summaries.services import queue as service
from summaries.services.people import accounts
from summaries.templatetags.desk import in_language, person
from summaries.views.desk.queue_rows import rendered
from summaries.views.guard import desk_view
from summaries.workflow import Action, Status, allowed

# The last view of the queue, where the way back from a brief leads.
SESSION_KEY = "queue_query"
# A refused return of many, for the next view of the queue: {"reason": …, "briefs": [keys]}.
UNRETURNED_KEY = "queue_unreturned"


@dataclass(frozen=True)
class Tab:
    """One view of the queue with how many briefs it holds on the whole desk."""

    key: str
    label: str
    count: int
    query: str
    active: bool

    @property
    def alarm(self) -> bool:
        """Whether the number asks for somebody: work that stopped and waits for a person."""
        return self.key == "stopped" and self.count > 0

    @property
    def more_than(self) -> int:
        """What the count goes beyond, where counting ended; 0 where it is exact."""
        return service.COUNT_LIMIT if self.count > service.COUNT_LIMIT else 0


@dataclass(frozen=True)
class Narrowed:
    """One active filter in words, and the address without it."""

    words: str
    query: str


@require_safe
@vary_on_headers("HX-Request")
@desk_view
def queue(request):
    """List briefs as the address says.

    htmx gets what changes only: the list, and around it the tabs unless it turns a page.
    """
    wanted = Filter.parse(request.GET)
    key = wanted.page_key(request.GET)
    page = service.page(wanted, request.user, **key)
    people = list(accounts.people())
    context = _list(request.user, wanted, page) | {"here": wanted.query(**key), "people": people}
    context["unreturned"] = unreturned = request.session.pop(UNRETURNED_KEY, None)
    context["rows"] = rendered(page.briefs, unreturned["briefs"] if unreturned else [])
    if request.session.get(SESSION_KEY) != context["here"]:
        request.session[SESSION_KEY] = context["here"]
    if request.htmx and key:
        return render(request, "desk/_queue_list.html", context)
    template = "desk/_queue.html" if request.htmx else "desk/queue.html"
    return render(request, template, context | _frame(request.user, wanted, people))


def _list(user, wanted: Filter, page: service.Page) -> dict:
    roles = accounts.roles_of(user)
    return {
        "filter": wanted,
        "page": page,
        "has_stories": any(brief.more_in_story for brief in page.briefs),
        "newer": wanted.query(before=page.newer) if page.newer else "",
        "older": wanted.query(after=page.older) if page.older else "",
        "everywhere": wanted.with_(show="all").query() if wanted.show != "all" else "",
        "desk_preference": preferences.of(user),
        "may_return": allowed(Action.RETURN, Status.IN_REVIEW, roles),
    }


def _frame(user, wanted: Filter, people: list) -> dict:
    sources = Source.objects.only("name_en", "name_ar")
    choices = {
        "source": [(str(source.pk), in_language(source, "name")) for source in sources],
        "topic": [(str(topic.pk), in_language(topic, "name")) for topic in Topic.objects.all()],
        "owner": [(str(user.pk), person(user)) for user in people],
        "age": AGES.items(),
        "warnings": FINDINGS.items(),
        "sort": SORTS.items(),
    }
    return {
        "tabs": _tabs(user, wanted),
        "narrowed": _narrowed(wanted, {name: dict(of) for name, of in choices.items()}),
        "choices": choices,
        "reset": Filter(show=wanted.show, sort=wanted.sort).query(),
    }


def _tabs(user, wanted: Filter) -> list[Tab]:
    counts = service.counts(user)
    return [
        Tab(key, label, counts[key], wanted.with_(show=key).query(), active=key == wanted.show)
        for key, label in TABS.items()
    ]


def _narrowed(wanted: Filter, choices: dict[str, dict]) -> list[Narrowed]:
    """Say each active filter in words."""
    sentences = {
        "q": _("Search: %(value)s"),
        "source": _("Source: %(value)s"),
        "topic": _("Topic: %(value)s"),
        "owner": _("Owner: %(value)s"),
        "warnings": "%(value)s",
        "age": _("In its state %(value)s"),
    }
    special = {("owner", ME): _("me"), ("owner", NONE): _("nobody")}
    special |= {("source", NONE): _("not named"), ("topic", NONE): _("none")}
    found = []
    for name, value in wanted.active().items():
        shown = special.get((name, value)) or choices.get(name, {}).get(value, value)
        words = sentences[name] % {"value": shown}
        found.append(Narrowed(words, wanted.with_(**{name: ""}).query()))
    return found
