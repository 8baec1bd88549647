"""One action on many briefs: done where it may be, refused in words where it may not."""

import pytest
from django.urls import reverse

from summaries.models import Brief
from summaries.views.desk.bulk import MOST_BRIEFS
from summaries.workflow import Status
from tests.factories import make_brief


@pytest.fixture
def three(reporter):
    return [make_brief(s) for s in (Status.IN_REVIEW, Status.IN_REVIEW, Status.DRAFT)]


def _post(client, do: str, briefs, **data):
    chosen = {"do": do, "brief": [getattr(b, "pk", b) for b in briefs]}
    return client.post(reverse("desk:bulk"), chosen | data, follow=True)


def _said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def _owners(briefs) -> list:
    return [Brief.objects.get(pk=b.pk).owner for b in briefs]


def test_taking(at_desk, editor, three):
    said = _said(_post(at_desk(editor), "take", three))
    assert said == ["3 briefs are yours now."]
    assert _owners(three) == [editor] * 3
    assert [b.events.filter(verb="assign", actor=editor).count() for b in three] == [1, 1, 1]


def test_assigning_to_somebody_and_to_nobody(at_desk, editor, reporter, three):
    client = at_desk(editor)
    assert _said(_post(client, "assign", three[:1], owner=reporter.pk)) == ["1 brief assigned."]
    assert _owners(three) == [reporter, None, None]
    _post(client, "assign", three[:1], owner="none")
    assert _owners(three) == [None, None, None]


def test_returning_says_what_was_not_returned_and_why(at_desk, editor, three):
    said = _said(_post(at_desk(editor), "return", three, reason="No second source."))
    assert said[0] == "2 briefs returned."
    assert len(said) == 2
    assert "Ramla port resumes ferries" in said[1]
    assert "not possible: this brief is now “Draft”" in said[1]
    assert {Brief.objects.get(pk=b.pk).status for b in three} == {Status.DRAFT}
    assert three[0].events.get(verb="return").reason == "No second source."


@pytest.mark.parametrize(
    ("do", "data"), [("return", {"reason": "No quotes."}), ("assign", {"owner": "none"})]
)
def test_the_wrong_role_is_refused_brief_by_brief(at_desk, reporter, three, do, data):
    said = _said(_post(at_desk(reporter), do, three[:2], **data))
    assert len(said) == 2
    assert all("needs another role here" in words for words in said)
    assert Brief.objects.get(pk=three[0].pk).status == Status.IN_REVIEW


@pytest.mark.parametrize(
    ("do", "chosen", "data", "words"),
    [
        ("take", [], {}, "Select some briefs first."),
        ("take", ["x", "²", "9" * 30], {}, "Select some briefs first."),
        ("take", range(1, MOST_BRIEFS + 2), {}, "Select at most 200 briefs at once."),
        ("", [1], {}, "Choose what to do with the selected briefs."),
        ("publish", [1], {}, "Choose what to do with the selected briefs."),
        ("assign", [1], {}, "Choose who looks after the selected briefs."),
        ("assign", [1], {"owner": "999999"}, "Choose who looks after the selected briefs."),
        ("assign", [1], {"owner": "²"}, "Choose who looks after the selected briefs."),
        ("return", [1], {"reason": "  "}, "Say why: the reason is kept in the brief's history."),
        ("take", [999999], {}, "1 of the selected briefs is not on the desk any more."),
    ],
)
def test_what_cannot_be_done_is_said(at_desk, editor, three, do, chosen, data, words):
    assert _said(_post(at_desk(editor), do, chosen, **data)) == [words]
    assert _owners(three) == [None] * 3


def test_somebody_without_a_role_is_not_assigned(at_desk, editor, outsider, three):
    _post(at_desk(editor), "assign", three, owner=outsider.pk)
    assert _owners(three) == [None] * 3


def test_many_refusals_are_counted(at_desk, editor):
    drafts = [make_brief(Status.DRAFT) for _ in range(8)]
    said = _said(_post(at_desk(editor), "return", drafts, reason="No."))
    assert len(said) == 6
    assert said[-1] == "Not done for 3 more."


def test_it_leads_back_to_the_same_view(at_desk, editor, three):
    client = at_desk(editor)
    client.get("/desk/?show=in_review&sort=oldest")
    response = _post(client, "take", three)
    assert response.redirect_chain == [("/desk/?show=in_review&sort=oldest", 302)]


def test_a_refused_return_keeps_the_reason_and_the_choice(at_desk, editor, three):
    client = at_desk(editor)
    page = _post(client, "return", three, reason="No “second” source.").content.decode()
    assert 'value="No “second” source."' in page
    assert page.count("checked>") == 1
    assert f'value="{three[2].pk}" form="bulk" checked>' in page
    assert "second" not in client.get("/desk/").content.decode()


def test_a_reason_without_briefs_is_kept(at_desk, editor, three):
    page = _post(at_desk(editor), "return", [], reason="No quotes.").content.decode()
    assert 'value="No quotes."' in page


def test_what_was_returned_leaves_nothing_behind(at_desk, editor, three):
    page = _post(at_desk(editor), "return", three[:2], reason="No quotes.").content.decode()
    assert "No quotes." not in page
    assert "checked>" not in page


def test_enter_presses_no_button_of_the_bar(at_desk, editor, three):
    page = at_desk(editor).get("/desk/").content.decode()
    bar = page[page.index('<form id="bulk"') :]
    assert bar[bar.index("<button") :].startswith("<button hidden disabled>")
