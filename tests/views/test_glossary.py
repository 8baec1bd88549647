"""The glossary's pages: the list, a term, adding, changing, deciding, files in and out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from summaries.models import GlossaryTerm
from summaries.services import search, segments, term_changes
from summaries.services.term_changes import Wording
from summaries.workflow import Status
from tests.factories import make_brief

pytestmark = pytest.mark.django_db
FERRY = Wording("عبّارات", "ferries", ("boats",), "Not ships")
TYPED = {
    "arabic": "رصيف",
    "english": "pier",
    "forbidden": "quay\r\nwharf",
    "note": "",
    "reason": "",
}


@pytest.fixture
def term(editor):
    return term_changes.add(editor, FERRY)


def address(name, *arguments):
    return reverse(f"desk:{name}", args=arguments)


def page(client, name, *arguments, **query):
    response = client.get(address(name, *arguments), query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_searches_both_languages_and_filters_by_state(at_desk, editor, term):
    term_changes.propose(editor, Wording("رصيف", "pier"))
    client = at_desk(editor)
    whole = page(client, "glossary")
    assert "ferries" in whole
    assert "pier" in whole
    assert "<b>2</b> All" in whole
    for query in ({"q": "العبارات"}, {"q": "FERR"}, {"state": "accepted"}):
        found = page(client, "glossary", **query)
        assert "ferries" in found
        assert "pier<" not in found
    assert "No term matches" in page(client, "glossary", q="train")
    assert "ferries" in page(client, "glossary", state="nonsense", page="x")


def test_the_list_has_pages(at_desk, editor):
    for n in range(51):
        term_changes.add(editor, Wording(f"عبارة {n}", f"ferry {n:02}"))
    client = at_desk(editor)
    assert "Page 1 of 2" in page(client, "glossary")
    assert "ferry 50" in page(client, "glossary", page="2")


def test_the_header_leads_to_it(at_desk, reporter):
    assert f'href="{address("glossary")}"' in page(at_desk(reporter), "queue")


@pytest.mark.parametrize(("role", "state"), [("editor", "accepted"), ("reporter", "proposed")])
def test_editors_add_and_reporters_propose(request, at_desk, role, state):
    client = at_desk(request.getfixturevalue(role))
    response = client.post(address("term-add"), TYPED)
    term = GlossaryTerm.objects.get()
    assert response["Location"] == address("term", term.pk)
    assert (term.state, term.forbidden) == (state, ["quay", "wharf"])


def test_the_form_is_filled_from_the_address(at_desk, editor):
    found = page(at_desk(editor), "term-add", arabic="رصيف", english='pi"er')
    assert 'value="رصيف"' in found
    assert 'value="pi&quot;er"' in found


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"arabic": ""}, "required"),
        ({"english": "رصيف"}, "must be English"),
        ({"forbidden": "Pier"}, "as well"),
        ({"arabic": "عبارات"}, "already"),
    ],
)
def test_a_refused_term_keeps_what_was_typed(at_desk, editor, term, changed, says):
    response = at_desk(editor).post(address("term-add"), TYPED | changed)
    content = response.content.decode()
    assert response.status_code == 400
    assert says in content
    assert "wharf" in content or "Pier" in content
    assert GlossaryTerm.objects.count() == 1
    if says == "already":
        assert address("term", term.pk) in content


def test_a_term_shows_its_history_and_its_briefs(at_desk, editor, term):
    brief = make_brief(Status.PUBLISHED)
    search.index(brief)
    term_changes.edit(editor, term, Wording("عبّارات", "passenger boats"), reason="Clearer so")
    found = page(at_desk(editor), "term", term.pk)
    assert "Clearer so" in found
    assert "1 published brief says it otherwise" in found
    assert found.count(address("brief", brief.pk)) == 2
    assert "headline: " in found


def test_a_proposal_shows_the_corrections_it_comes_from(at_desk, editor, reporter):
    for brief in (make_brief(), make_brief()):
        place = brief.article.segments.filter(pk=brief.article.segments.last().pk)
        english = "The quick boats came."
        place.update(arabic=f"عادت العبّارات السريعة {brief.pk} مرة", english=english)
        segments.save(reporter, place.get(), version=0, english="The fast ferries came.")
    found = page(at_desk(editor), "term", GlossaryTerm.objects.get().pk)
    assert found.count("<del>The quick boats came.</del>") == 2
    assert "Proposed by the newsdesk" in found


def test_changing_needs_a_reason_and_keeps_what_was_typed(at_desk, editor, term):
    client = at_desk(editor)
    assert "boats" in page(client, "term-edit", term.pk)
    typed = TYPED | {"arabic": "عبّارات", "english": "ferryboats"}
    response = client.post(address("term-edit", term.pk), typed)
    assert response.status_code == 400
    assert "Say why" in response.content.decode()
    assert "ferryboats" in response.content.decode()
    response = client.post(address("term-edit", term.pk), typed | {"reason": "So agreed"})
    assert response["Location"] == address("term", term.pk)
    term.refresh_from_db()
    assert term.english == "ferryboats"


def test_a_change_made_meanwhile_is_a_conflict(at_desk, editor, term):
    seen = term_changes.last_change(term)
    term_changes.edit(editor, term, Wording("عبارات", "boats"), reason="Shorter")
    typed = TYPED | {"seen": seen, "reason": "Mine"}
    response = at_desk(editor).post(address("term-edit", term.pk), typed)
    assert response.status_code == 409
    assert "wharf" in response.content.decode()
    assert "meanwhile" in response.content.decode()


@pytest.mark.parametrize(
    ("made", "name", "state"),
    [
        (term_changes.propose, "accept", "accepted"),
        (term_changes.propose, "reject", "rejected"),
        (term_changes.add, "retire", "retired"),
    ],
)
def test_deciding(at_desk, editor, made, name, state):
    term = made(editor, FERRY)
    client = at_desk(editor)
    assert address(f"term-{name}", term.pk) in page(client, "term", term.pk)
    if name != "accept":
        refused = client.post(address(f"term-{name}", term.pk), {f"{name}-reason": " "})
        assert refused.status_code == 400
        assert "Say why" in refused.content.decode()
    response = client.post(address(f"term-{name}", term.pk), {f"{name}-reason": "So agreed"})
    assert response["Location"] == address("term", term.pk)
    term.refresh_from_db()
    assert term.state == state
    assert term.changes.first().reason == "So agreed"


@pytest.mark.parametrize("name", ["term-edit", "term-accept", "term-reject", "term-retire"])
def test_a_reporter_decides_nothing(at_desk, reporter, editor, name):
    made = term_changes.add if name == "term-retire" else term_changes.propose
    term = made(editor, FERRY)
    client = at_desk(reporter)
    response = client.post(address(name, term.pk), TYPED | {"retire-reason": "x"})
    assert response.status_code == 403
    before = term.changes.count()
    term.refresh_from_db()
    assert (term.english, term.changes.count()) == ("ferries", before)
    assert address(name, term.pk) not in page(client, "term", term.pk)


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (term_changes.add, "accept"),
        (term_changes.add, "reject"),
        (term_changes.propose, "retire"),
    ],
)
def test_the_wrong_state_is_a_conflict(at_desk, editor, made, name):
    term = made(editor, FERRY)
    response = at_desk(editor).post(address(f"term-{name}", term.pk), {f"{name}-reason": "x"})
    assert response.status_code == 409
    assert term.changes.count() == 1


@pytest.mark.parametrize("name", ["term", "term-edit"])
def test_an_unknown_term_is_not_found(at_desk, editor, name):
    assert at_desk(editor).get(address(name, 999)).status_code == 404


def test_accepted_terms_go_out_as_files(at_desk, editor, term):
    term_changes.propose(editor, Wording("رصيف", "pier"))
    client = at_desk(editor)
    for name, kind in (("terms-csv", "text/csv"), ("terms-tbx", "application/x-tbx+xml")):
        response = client.get(address(name))
        text = b"".join(response.streaming_content).decode()
        assert response["Content-Type"].startswith(kind)
        assert "attachment" in response["Content-Disposition"]
        assert "ferries" in text
        assert "pier" not in text


def upload(text, name="terms.csv"):
    return {"file": SimpleUploadedFile(name, text.encode())}


def test_a_file_of_terms_comes_in_with_a_report(at_desk, editor, term):
    text = "arabic,english\nرصيف,pier\nعبّارات,boats\nx,y\n"
    response = at_desk(editor).post(address("terms-import"), upload(text))
    content = response.content.decode()
    assert response.status_code == 200
    assert "1 entry came in." in content
    assert "2 did not come in." in content
    assert "Change that term" in content
    assert GlossaryTerm.objects.get(english="pier").state == "accepted"


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "required"),
        (upload("", "terms.csv"), "empty"),
        (upload("x", "terms.pdf"), "ends in .csv"),
        (upload("x" * (5 * 2**20 + 1)), "larger than"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(at_desk, editor, files, says):
    response = at_desk(editor).post(address("terms-import"), files)
    assert response.status_code == 400
    assert says in response.content.decode()
