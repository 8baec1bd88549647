"""Who gets in where: every URL, anonymously, with the wrong role and with the wrong verb."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from summaries.models import Fetch, Finding, GlossaryTerm, Item, MemoryPair, Story
from summaries.workflow import Status
from tests.factories import make_brief, make_finding, make_job, make_source, make_token, make_user

PUBLIC = {
    "public:front", "public:favicon", "public:brief", "public:brief-short", "public:provenance",
    "public:report",
    "login",
    "public:feeds", "public:feed", "public:topic-feed",
    "public:edition", "public:archive", "public:month", "public:topic", "public:search",
    "public:corrections", "public:robots", "public:sitemap-index", "public:sitemap",
    "subscriptions:subscribe", "subscriptions:sent", "subscriptions:link",
    "subscriptions:confirm", "subscriptions:settings", "subscriptions:leave",
    "subscriptions:data", "subscriptions:erase", "subscriptions:refuse",
    # There is none where emails are sent.
    "mailbox:index", "mailbox:message", "mailbox:html",
}  # fmt: skip
# Programs are refused in their own words; see tests/views/api.
OPEN_API = {
    "api:api-root", "api:docs", "api:openapi", "api:nowhere",
    "api:public-briefs", "api:public-brief", "api:public-editions", "api:public-edition",
}  # fmt: skip
POST_ONLY = (
    "cancel", "retry", "submit", "return", "publish", "correct", "retract", "restore-line",
    "retranslate", "rewrite-summary", "segment-retranslate",
    "segment-save", "segment-approve", "segment-unapprove", "segment-undo", "segment-merge",
    "approve-remaining",
    "finding-fix", "finding-dismiss", "dismissal-reopen",
    "assign", "topic", "presence", "comment", "comment-resolve", "comment-reopen", "language",
    "bulk",
    "story-merge", "story-split",
    "term-accept", "term-reject", "term-retire", "memory-remove",
    "source-fetch", "source-pause", "source-resume", "item-take",
    "autosave", "discard", "restore-version",
    "source-change-adopt", "source-change-keep",
    "fetch-cancel",
    "edition-save", "edition-wanting", "edition-unschedule", "edition-intro",
    "edition-pause", "edition-resume",
    "breaking", "report-close", "report-reopen", "reports-close",
    "subscriber-leave", "subscriber-export", "subscriber-erase",
    "subscriber-suppress", "subscriber-release",
)  # fmt: skip
PAGES = ("queue", "add", "preferences", "brief", "progress", "edit", "segment-alternatives",
    "keys", "segment", "segment-split",
    "glossary", "term", "term-add", "term-edit", "terms-import", "terms-csv", "terms-tbx",
    "sources", "source", "source-add", "source-edit",
    "sources-import", "sources-opml", "sources-csv",
    "memory", "memory-import", "memory-csv", "memory-tmx",
    "story", "brief-story",
    "tokens", "token-give", "token-revoke",
    "subscribers", "subscriber", "reports",
    "source-change", "fetch",
    "editions", "edition", "edition-web", "edition-email", "edition-text", "edition-sent",
    "history", "preview", "preview-web", "preview-email", "preview-text", "provenance",
)  # fmt: skip


def _names(patterns, prefix: str = ""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
                yield from _names(pattern.url_patterns, space)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", pattern.pattern.converters.keys()


def _term() -> GlossaryTerm:
    return GlossaryTerm.objects.get_or_create(arabic="عبارة", key="عباره", english="ferry")[0]


def _pair() -> MemoryPair:
    now = timezone.now()
    facts = {"folded": "وصلت العباره", "key": "1", "english": "It came.", "approved_at": now}
    return MemoryPair.objects.get_or_create(arabic="وصلت العبارة", defaults=facts)[0]


def _story(brief) -> Story:
    """Return a story that the brief is in."""
    if brief.story is None:
        brief.story = Story.objects.create()
        brief.save()
    return brief.story


def _item() -> Item:
    facts = {"source": make_source(), "state": Item.State.TAKEN_IN, "listed_hash": "1"}
    return Item.objects.get_or_create(key="1", defaults=facts)[0]


def _fetch() -> Fetch:
    facts = {"kind": Fetch.Kind.ADDRESS, "host": "marfa.example"}
    return Fetch.objects.get_or_create(url="https://marfa.example/1", defaults=facts)[0]


def _finding(brief) -> Finding:
    """Return a finding in the brief's headline, dismissed already."""
    found = brief.findings.first()
    if found is None and brief.current:
        found = make_finding(brief)
        found.dismissal = brief.dismissals.create(
            place=found.place, check_name="number", severity="blocking", message="", reason="Mine."
        )
        found.save()
    return found or Finding(pk=1)


def _address(name: str, arguments, brief) -> str:
    comment = brief.comments.first() or brief.comments.create(text="Is that so?")
    values = {
        "pk": brief.pk,
        "slug": "any",
        "line": brief.article.removed_lines.first().pk,
        "segment": brief.article.segments.last().pk,
        "comment": comment.pk,
        "number": 1,
        "finding": _finding(brief).pk,
        "dismissal": _finding(brief).dismissal_id,
        "term": _term().pk,
        "pair": _pair().pk,
        "source": _item().source_id,
        "item": _item().pk,
        "token": make_token(make_user())[0].pk,
        "article_id": brief.article_id,
        "fetch_id": 1,
        "brief_id": brief.pk,
        "date": timezone.localdate(),
        "language": "en",
        "ending": "atom",
        "section": "briefs-0",
        "month": timezone.localdate(),
        "topic": "transport",
        "day": timezone.localdate(),
        "fetch": _fetch().pk,
        "story": _story(brief).pk,
        "subscriber": 1,
        "report": 1,
        "key": "any",
    }
    if name == "public:brief-short":
        return f"/briefs/{brief.pk}"
    return reverse(name, kwargs={key: values[key] for key in arguments})


@pytest.fixture
def draft(db):
    return make_brief(Status.DRAFT)


def _desk_address(name: str, brief) -> str:
    return _address(f"desk:{name}", _arguments(name), brief)


def _arguments(name: str) -> list[str]:
    return dict(_names(get_resolver().url_patterns))[f"desk:{name}"]


def test_an_anonymous_visitor_gets_no_page_of_the_desk(client, draft):
    walked = list(_names(get_resolver().url_patterns))
    assert len(walked) >= len(PUBLIC) + len(PAGES) + len(POST_ONLY) + 1
    for name, arguments in walked:
        address = _address(name, arguments, draft)
        got, posted = client.get(address), client.post(address)
        if name.startswith("api:"):
            assert name in OPEN_API or {got.status_code, posted.status_code} <= {401, 405}, name
            continue
        if name in PUBLIC:
            assert got.status_code in (200, 301, 404), name
            continue
        assert got.status_code in (302, 405), name
        assert got.status_code == 405 or got["Location"].startswith("/sign-in/"), name
        # Signing out is a POST that leads to the front page; all others say that nothing was done.
        assert posted.status_code in (403, 405) or posted["Location"] == "/", name
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert draft.events.count() == 2


@pytest.mark.parametrize("name", [*PAGES, *POST_ONLY])
def test_an_account_without_a_role_is_told_so(at_desk, outsider, draft, name):
    client = at_desk(outsider)
    address = _desk_address(name, draft)
    response = client.post(address) if name in POST_ONLY else client.get(address)
    assert response.status_code == 403
    assert "has no role on this desk" in response.content.decode()


@pytest.mark.parametrize("name", POST_ONLY)
@pytest.mark.parametrize("verb", ["get", "head", "put", "delete"])
def test_what_changes_something_is_a_post(at_desk, publisher, draft, name, verb):
    response = getattr(at_desk(publisher), verb)(_desk_address(name, draft))
    assert response.status_code == 405


@pytest.mark.parametrize("name", POST_ONLY)
def test_the_address_of_a_button_says_so_and_leads_back(at_desk, publisher, draft, name):
    page = at_desk(publisher).get(_desk_address(name, draft)).content.decode()
    assert "belongs to a button" in page
    back = f"/desk/briefs/{draft.pk}/" if "pk" in _arguments(name) else "/desk/"
    assert f'href="{back}"' in page


def test_a_session_that_ended_loses_no_typed_text(client, draft):
    response = client.post(_desk_address("edit", draft), {"sentence": ["Typed for an hour."]})
    page = response.content.decode()
    assert response.status_code == 403
    assert "Typed for an hour." in page
    assert f"/sign-in/?next=%2Fdesk%2Fbriefs%2F{draft.pk}%2F" in page


@pytest.mark.parametrize("name", ["queue", "brief", "progress"])
def test_pages_refuse_posts(at_desk, publisher, draft, name):
    assert at_desk(publisher).post(_desk_address(name, draft)).status_code == 405


@pytest.mark.parametrize("name", POST_ONLY)
def test_posts_need_the_token_against_forgery(publisher, draft, name):
    client = Client(enforce_csrf_checks=True)
    client.force_login(publisher)
    response = client.post(_desk_address(name, draft))
    assert response.status_code == 403
    assert "Nothing was saved" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "status", "role", "data"),
    [
        ("publish", Status.IN_REVIEW, "reporter", {}),
        ("publish", Status.IN_REVIEW, "editor", {}),
        ("return", Status.IN_REVIEW, "reporter", {"return-reason": "No quotes"}),
        ("correct", Status.PUBLISHED, "editor", {"note_en": "One", "note_ar": "واحد"}),
        ("retract", Status.PUBLISHED, "editor", {"retract-reason": "Wrong"}),
        ("breaking", Status.PUBLISHED, "editor", {"breaking-confirm": "on", "breaking-live": "1"}),
        ("restore-line", Status.IN_REVIEW, "reporter", {}),
        ("restore-version", Status.IN_REVIEW, "reporter", {}),
        ("segment-save", Status.IN_REVIEW, "reporter", {"english": "Mine.", "version": "0"}),
        ("segment-save", Status.PUBLISHED, "editor", {"english": "Mine.", "version": "0"}),
        ("segment-approve", Status.IN_REVIEW, "reporter", {"version": "0"}),
        ("segment-unapprove", Status.PUBLISHED, "editor", {}),
        ("segment-undo", Status.IN_REVIEW, "reporter", {"version": "0"}),
        ("segment-merge", Status.IN_REVIEW, "reporter", {"version": "0"}),
        ("segment-split", Status.IN_REVIEW, "reporter", {"version": "0"}),
        ("approve-remaining", Status.IN_REVIEW, "reporter", {}),
        ("finding-fix", Status.IN_REVIEW, "reporter", {"version": "1"}),
        ("dismissal-reopen", Status.IN_REVIEW, "reporter", {}),
        ("retranslate", Status.IN_REVIEW, "reporter", {}),
        ("segment-retranslate", Status.IN_REVIEW, "reporter", {}),
        ("rewrite-summary", Status.IN_REVIEW, "reporter", {}),
        ("segment-alternatives", Status.IN_REVIEW, "reporter", {}),
        ("segment-alternatives", Status.PUBLISHED, "editor", {}),
        ("source-change-adopt", Status.IN_REVIEW, "reporter", {}),
        ("source-change-keep", Status.IN_REVIEW, "reporter", {"keep-reason": "Not ours"}),
        ("source-change-keep", Status.PUBLISHED, "editor", {"keep-reason": "Not ours"}),
    ],
)
@pytest.mark.django_db
def test_the_wrong_role_is_refused_and_nothing_changes(request, at_desk, name, status, role, data):
    brief = make_brief(status)
    before = brief.events.count()
    response = at_desk(request.getfixturevalue(role)).post(_desk_address(name, brief), data)
    assert response.status_code == 403
    brief.refresh_from_db()
    assert (brief.status, brief.events.count()) == (status, before)
    for text in data.values():
        assert text in response.content.decode(), "what was typed is shown again"


@pytest.mark.parametrize(
    ("name", "status", "data"),
    [
        ("submit", Status.IN_REVIEW, {}),
        ("publish", Status.DRAFT, {}),
        ("publish", Status.PUBLISHED, {}),
        ("return", Status.DRAFT, {"return-reason": "Too long"}),
        ("correct", Status.RETRACTED, {"note_en": "One", "note_ar": "واحد"}),
        ("retract", Status.DRAFT, {"retract-reason": "Wrong"}),
        ("breaking", Status.DRAFT, {"breaking-confirm": "on", "breaking-live": "1"}),
        ("breaking", Status.RETRACTED, {"breaking-confirm": "on", "breaking-live": "1"}),
        ("retry", Status.DRAFT, {}),
        ("restore-version", Status.RETRACTED, {}),
        ("autosave", Status.RETRACTED, {"based_on": "1", "headline_en": "Mine"}),
        ("cancel", Status.DRAFT, {}),
        ("segment-save", Status.DRAFTING, {"english": "Mine.", "version": "0"}),
        ("segment-save", Status.RETRACTED, {"english": "Mine.", "version": "0"}),
        ("segment-approve", Status.RETRACTED, {"version": "0"}),
        ("segment-unapprove", Status.DRAFTING, {}),
        ("segment-undo", Status.DRAFTING, {"version": "0"}),
        ("segment-merge", Status.PUBLISHED, {"version": "0"}),
        ("segment-split", Status.PUBLISHED, {"version": "0"}),
        ("approve-remaining", Status.RETRACTED, {}),
        ("finding-fix", Status.RETRACTED, {"version": "1"}),
        ("dismissal-reopen", Status.RETRACTED, {}),
        ("retranslate", Status.PUBLISHED, {}),
        ("segment-retranslate", Status.DRAFTING, {}),
        ("rewrite-summary", Status.CORRECTED, {}),
        ("segment-alternatives", Status.RETRACTED, {}),
        ("source-change-adopt", Status.PUBLISHED, {}),
        ("source-change-adopt", Status.DRAFT, {}),
        ("source-change-keep", Status.RETRACTED, {"keep-reason": "Not ours"}),
    ],
)
def test_the_wrong_state_is_a_conflict(at_desk, publisher, name, status, data):
    brief = make_brief(status)
    response = at_desk(publisher).post(_desk_address(name, brief), data)
    assert response.status_code == 409
    brief.refresh_from_db()
    assert brief.status == status


def test_a_line_of_another_brief_cannot_be_restored_through_this_one(at_desk, editor, draft):
    other = make_brief().article.removed_lines.first()
    address = reverse("desk:restore-line", args=[draft.pk, other.pk])
    assert at_desk(editor).post(address).status_code == 404


def test_a_poll_after_the_session_ended_reloads_the_page(client, db):
    brief = make_brief(Status.DRAFTING)
    make_job(brief)
    response = client.get(reverse("desk:progress", args=[brief.pk]), headers={"HX-Request": "true"})
    assert response["HX-Refresh"] == "true"


@pytest.mark.parametrize("name", [*PAGES, "login"])
def test_pages_of_the_desk_are_not_cached(at_desk, editor, draft, name):
    client = at_desk(editor)
    address = reverse("login") if name == "login" else _desk_address(name, draft)
    assert {"private", "no-store"} <= set(client.get(address)["Cache-Control"].split(", "))


def test_unknown_briefs_are_not_found(at_desk, editor):
    response = at_desk(editor).get(reverse("desk:brief", args=[999]))
    assert response.status_code == 404
    assert "nothing at this address" in response.content.decode()
