"""How the desk refuses: in words, without losing what was typed. Who gets in: tests/security."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from summaries.models import Fetch, Finding, GlossaryTerm, Item, MemoryPair, Story
from summaries.workflow import Status
from tests.factories import make_brief, make_finding, make_job, make_source, make_token, make_user
from tests.security import matrix

# What the permissions matrix knows: which addresses of the desk are pages, which belong to buttons.
_ROWS = [row for row in matrix.rows() if row.name.startswith("desk:") and row.verb == "GET"]
POST_ONLY = {row.name.removeprefix("desk:") for row in _ROWS if row.answers["publisher"] == "405"}
PAGES = {row.name.removeprefix("desk:") for row in _ROWS} - POST_ONLY


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
        "person": 1,
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


def test_what_somebody_posts_who_is_signed_out_changes_nothing(client, draft):
    for name in POST_ONLY:
        assert client.post(_desk_address(name, draft)).status_code == 403, name
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert draft.events.count() == 2


def test_an_account_without_a_role_is_told_so(at_desk, outsider, draft):
    client = at_desk(outsider)
    for name in PAGES | POST_ONLY:
        address = _desk_address(name, draft)
        response = client.post(address) if name in POST_ONLY else client.get(address)
        assert response.status_code == 403, name
        assert "has no role on this desk" in response.content.decode(), name


@pytest.mark.parametrize("verb", ["get", "head", "put", "patch", "delete"])
def test_what_changes_something_is_a_post(at_desk, publisher, draft, verb):
    client = at_desk(publisher)
    for name in POST_ONLY:
        assert getattr(client, verb)(_desk_address(name, draft)).status_code == 405, name


def test_the_address_of_a_button_says_so_and_leads_back(at_desk, publisher, draft):
    client = at_desk(publisher)
    for name in POST_ONLY:
        page = client.get(_desk_address(name, draft)).content.decode()
        assert "belongs to a button" in page, name
        back = f"/desk/briefs/{draft.pk}/" if "pk" in _arguments(name) else "/desk/"
        assert f'href="{back}"' in page, name


def test_a_session_that_ended_loses_no_typed_text(client, draft):
    response = client.post(_desk_address("edit", draft), {"sentence": ["Typed for an hour."]})
    page = response.content.decode()
    assert response.status_code == 403
    assert "Typed for an hour." in page
    assert f"/sign-in/?next=%2Fdesk%2Fbriefs%2F{draft.pk}%2F" in page


@pytest.mark.parametrize("name", ["queue", "brief", "progress"])
def test_pages_refuse_posts(at_desk, publisher, draft, name):
    assert at_desk(publisher).post(_desk_address(name, draft)).status_code == 405


def test_posts_need_the_token_against_forgery(publisher, draft):
    client = Client(enforce_csrf_checks=True)
    client.force_login(publisher)
    for name in POST_ONLY:
        response = client.post(_desk_address(name, draft))
        assert response.status_code == 403, name
        assert "Nothing was saved" in response.content.decode(), name


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


def test_pages_of_the_desk_are_not_cached(at_desk, editor, draft):
    client = at_desk(editor)
    for address in (reverse("login"), *(_desk_address(name, draft) for name in PAGES)):
        kept = client.get(address)["Cache-Control"].split(", ")
        assert {"private", "no-store"} <= set(kept), address


def test_unknown_briefs_are_not_found(at_desk, editor):
    response = at_desk(editor).get(reverse("desk:brief", args=[999]))
    assert response.status_code == 404
    assert "nothing at this address" in response.content.decode()
