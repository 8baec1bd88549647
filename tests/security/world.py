"""One of everything that an address can be about, and the address of each."""

from datetime import timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from summaries.models import Fetch, GlossaryTerm, Item, Mailing, MemoryPair, Story
from summaries.services.subscriptions import links
from summaries.views.public import sitemaps
from summaries.workflow import LIVE, Role, Status
from tests.factories import (
    PASSWORD,
    make_article,
    make_brief,
    make_comment,
    make_edition,
    make_finding,
    make_report,
    make_source,
    make_subscriber,
    make_token,
    make_topic,
    make_user,
)

# Who asks, in the columns of the matrix: nobody is signed out, an outsider has an account without a
# role, root is a superuser who may enter the admin site.
PEOPLE = ("nobody", "outsider", "reporter", "editor", "publisher", "admin", "root")
# What is posted where an empty form would be refused before anybody asks who sends it.
_REASON = {"reason": "Asked for by letter"}
FORMS = {
    "desk:autosave": {"based_on": "1", "headline_en": "Mine"},
    "desk:bulk": {"do": "assign"},
    "desk:comment": {"text": "Who said so?"},
    "desk:return": {"return-reason": "No quotes"},
    "desk:correct": {"note_en": "One", "note_ar": "واحد"},
    "desk:retract": {"retract-reason": "Wrong"},
    "desk:breaking": {"breaking-confirm": "on", "breaking-live": "1"},
    "desk:finding-fix": {"version": "1"},
    "desk:source-change-keep": {"keep-reason": "Not ours"},
    "desk:segment-save": {"english": "Mine.", "version": "0"},
    "desk:segment-approve": {"version": "0"},
    "desk:segment-undo": {"version": "0"},
    "desk:segment-merge": {"version": "0"},
    "desk:term-reject": _REASON,
    "desk:memory-remove": _REASON,
    "desk:subscriber-leave": _REASON,
    "desk:subscriber-export": _REASON,
    "desk:subscriber-erase": _REASON,
    "desk:subscriber-suppress": _REASON | {"email": "reader@inbox.example"},
    "desk:subscriber-release": _REASON | {"email": "reader@inbox.example"},
    "desk:account-sign-out": _REASON,
    "desk:account-second-factor-off": _REASON | {"password": PASSWORD},
    "desk:source-pause": _REASON,
    "desk:report-close": {"outcome": "fixed"},
}
_PURPOSES = {"confirm": links.CONFIRM, "leave": links.LEAVE, "refuse": links.REFUSE}


def sign_in(client, name: str) -> None:
    """Sign one of PEOPLE in; nobody stays outside."""
    if name == "root":
        client.force_login(User.objects.create_superuser("root", "root@desk.example", PASSWORD))
    elif name != "nobody":
        client.force_login(make_user(None if name == "outsider" else Role(name), f"the-{name}"))


class World:
    """Records in the test database, one of each kind, and a brief in every state."""

    def __init__(self) -> None:
        self.briefs = {status.value: _whole_brief(status) for status in Status}
        self.subscriber = make_subscriber("reader@inbox.example", topics=[make_topic()])
        self.waiting = make_subscriber(
            "new@inbox.example", state="pending", confirm_key="a" * 32, confirmed_at=None
        )
        self.person = make_user(Role.REPORTER, "somebody")
        edition = make_edition(timezone.localdate(), self.briefs["published"])
        Mailing.objects.create(kind=Mailing.Kind.DAILY, edition=edition)
        _sign_in_failures()
        self.values = self._values()

    def _values(self) -> dict:
        source, today = make_source(), timezone.localdate()
        return {
            "slug": "any",
            "number": 1,
            "source": source.pk,
            "item": _item(source).pk,
            "term": _term().pk,
            "pair": _pair().pk,
            "fetch": _fetch().pk,
            "fetch_id": _fetch().pk,
            "token": make_token(self.person)[0].pk,
            "story": self.briefs["draft"].story_id,
            "person": self.person.pk,
            "subscriber": self.subscriber.pk,
            "report": make_report(self.briefs["published"]).pk,
            "date": today,
            "day": today,
            "month": today,
            "language": "en",
            "ending": "atom",
            "topic": "transport",
            "section": f"briefs-{self.briefs['published'].pk // sitemaps.BRIEFS_A_SECTION}",
            "key": "any",
        }

    def address(self, name: str, arguments, on: str = "draft") -> str:
        """Return the address of a URL, about the brief that stands in the state `on`."""
        if name.startswith("admin:"):
            return self._admin_address(name, arguments)
        brief = self.briefs[on]
        if name == "public:brief-short":
            return f"/briefs/{brief.pk}"
        values = self.values | _parts(brief) | self._personal(name)
        return reverse(name, kwargs={key: values[key] for key in arguments})

    def _personal(self, name: str) -> dict:
        space, _colon, what = name.partition(":")
        if space != "subscriptions":
            return {}
        whose = self.waiting if what in ("confirm", "refuse") else self.subscriber
        return {"token": links.token(_PURPOSES.get(what, links.SETTINGS), whose)}

    def _admin_address(self, name: str, arguments) -> str:
        values = {
            "object_id": self._admin_key(name),
            "app_label": "summaries",
            "content_type_id": 1,
            "id": self.person.pk,
        }
        return reverse(name, kwargs={key: values[key] for key in arguments})

    def has_record(self, name: str) -> bool:
        """Say whether there is a record that this page of the admin site can be about."""
        model = _model_of(name)
        return model is None or model._default_manager.exists()

    def _admin_key(self, name: str):
        model = _model_of(name)
        row = model._default_manager.first() if model else None
        return row.pk if row else 1


def _model_of(name: str):
    for model in admin.site._registry:
        if name.startswith(f"admin:{model._meta.app_label}_{model._meta.model_name}_"):
            return model
    return None


def _parts(brief) -> dict:
    finding = brief.findings.first()
    return {
        "pk": brief.pk,
        "brief_id": brief.pk,
        "article_id": brief.article_id,
        "line": brief.article.removed_lines.first().pk,
        "segment": brief.article.segments.last().pk,
        "comment": brief.comments.first().pk,
        "finding": finding.pk if finding else 1,
        "dismissal": finding.dismissal_id if finding else 1,
        "slug": brief.slug if brief.status in {*LIVE, Status.RETRACTED} else "any",
    }


def _whole_brief(status: Status):
    brief = make_brief(status)
    brief.story = Story.objects.create()
    brief.save()
    make_comment(brief, make_user(Role.REPORTER))
    if brief.current:
        found = make_finding(brief, severity="warning")
        found.dismissal = brief.dismissals.create(
            place=found.place, check_name="number", severity="warning", message="", reason="Mine."
        )
        found.save()
    return brief


def _item(source) -> Item:
    facts = {"state": Item.State.TAKEN_IN, "listed_hash": "1", "article": make_article()}
    return Item.objects.get_or_create(source=source, key="1", defaults=facts)[0]


def _sign_in_failures() -> None:
    facts = {"username": "somebody", "ip_address": "192.0.2.1", "http_accept": "", "path_info": "/"}
    AccessAttempt.objects.create(get_data="", post_data="", failures_since_start=1, **facts)
    AccessFailureLog.objects.create(**facts)
    AccessLog.objects.create(**facts)


def _term() -> GlossaryTerm:
    return GlossaryTerm.objects.get_or_create(arabic="عبارة", key="عباره", english="ferry")[0]


def _pair() -> MemoryPair:
    moment = timezone.now() - timedelta(days=1)
    facts = {"folded": "وصلت العباره", "key": "1", "english": "It came.", "approved_at": moment}
    return MemoryPair.objects.get_or_create(arabic="وصلت العبارة", defaults=facts)[0]


def _fetch() -> Fetch:
    facts = {"kind": Fetch.Kind.ADDRESS, "host": "marfa.example"}
    return Fetch.objects.get_or_create(url="https://marfa.example/1", defaults=facts)[0]
