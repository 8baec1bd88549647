"""The desk's side of readers' reports, of corrections' emails and of breaking news."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from summaries.models import Mailing, ReaderReport, SummarySentence
from summaries.services import reported
from summaries.workflow import Status
from tests.factories import (
    make_brief,
    make_correction,
    make_edition,
    make_report,
    make_revision,
    make_subscriber,
)

pytestmark = pytest.mark.django_db
HOSTILE = '<img src=x onerror=alert(1)> "it"'


@pytest.fixture
def brief(editor):
    return make_brief(Status.PUBLISHED, owner=editor)


def _page(client, brief) -> str:
    return client.get(reverse("desk:brief", args=[brief.pk])).content.decode()


def _close(client, report, outcome: str, **data):
    address = reverse("desk:report-close", args=[report.pk])
    return client.post(address, {"outcome": outcome} | data, follow=True)


class TestList:
    """All reports of the desk."""

    def test_it_lists_what_waits_the_oldest_first(self, at_desk, reporter, brief):
        make_report(brief, "First.", position=1)
        make_report(make_brief(Status.CORRECTED), "Second.")
        make_report(brief, "Done.", closed_at="2026-01-01T00:00Z", outcome="spam")
        page = at_desk(reporter).get(reverse("desk:reports")).content.decode()
        assert page.index("First.") < page.index("Second.")
        assert "Done." not in page
        assert f'href="/desk/briefs/{brief.pk}/?sentence=2#sentence-2"' in page
        assert "The whole brief" in page
        assert 'name="outcome"' not in page, "reporters look on"

    def test_what_was_decided_says_how_and_leads_to_the_correction(self, at_desk, editor, brief):
        report = make_report(brief, "It is five.")
        correction = make_correction(brief)
        client = at_desk(editor)
        _close(client, report, "corrected")
        page = client.get(reverse("desk:reports"), {"show": "closed"}).content.decode()
        assert f'href="{brief.get_absolute_url()}#correction-{correction.pk}"' in page
        assert "It was wrong, and is corrected" in page
        assert (
            f'id="correction-{correction.pk}"'
            in client.get(brief.get_absolute_url()).content.decode()
        )

    def test_it_can_show_one_brief_and_survives_nonsense(self, at_desk, editor, brief):
        make_report(brief, "Mine.")
        make_report(make_brief(Status.PUBLISHED), "Another.")
        client = at_desk(editor)
        one = client.get(reverse("desk:reports"), {"brief": brief.pk}).content.decode()
        assert "Mine." in one
        assert "Another." not in one
        for query in ({"brief": "x"}, {"brief": "9" * 40}, {"page": "x"}, {"show": "<b>"}):
            assert client.get(reverse("desk:reports"), query).status_code == 200

    def test_hostile_text_stays_text(self, at_desk, editor, brief):
        make_report(brief, HOSTILE, email="a@b.example", quoted=HOSTILE)
        client = at_desk(editor)
        for page in (client.get(reverse("desk:reports")).content.decode(), _page(client, brief)):
            assert "<img src=x" not in page
            assert "&lt;img src=x" in page

    @pytest.mark.parametrize("number", [1, 12])
    def test_queries_do_not_grow(
        self, at_desk, editor, brief, django_assert_max_num_queries, number
    ):
        for n in range(number):
            make_report(make_brief(Status.PUBLISHED), f"{n}.", position=1)
        client = at_desk(editor)
        with django_assert_max_num_queries(9):
            assert client.get(reverse("desk:reports")).status_code == 200

    def test_a_flood_is_closed_at_once(self, at_desk, editor, brief):
        flood = [make_report(brief, f"Buy {n}") for n in range(3)]
        real = make_report(brief, "The sum.")
        client = at_desk(editor)
        ticked = [*(report.pk for report in flood), "x", "9" * 30]
        response = client.post(reverse("desk:reports-close"), {"report": ticked}, follow=True)
        assert "3 reports are closed" in response.content.decode()
        assert ReaderReport.objects.get(closed_at=None) == real
        again = client.post(reverse("desk:reports-close"), {"report": ticked}, follow=True)
        assert "Tick the reports" in again.content.decode()


class TestPanel:
    """The reports on the page of their brief."""

    def test_a_report_is_tied_to_its_sentence(self, at_desk, editor, brief):
        make_report(brief, "It is five.", position=1, email="layla@reader.example")
        page = _page(at_desk(editor), brief)
        assert 'href="?sentence=2#sentence-2"' in page
        sentence = page.split('id="sentence-2"')[1].split('id="sentence-3"')[0]
        assert "1 reader&#x27;s report" in sentence or "1 reader's report" in sentence
        assert 'href="mailto:layla@reader.example"' in page

    def test_a_sentence_that_was_changed_says_so(self, at_desk, publisher, brief):
        make_report(brief, "It is five.", position=1)
        revision = make_revision(brief)
        SummarySentence.objects.filter(revision=revision, position=1).update(text="Five.")
        page = _page(at_desk(publisher), brief)
        assert "changed since the reader saw it" in page
        assert re.search(r'name="reports" value="\d+" checked', page)

    def test_closing_leads_back_to_where_the_button_stood(self, at_desk, editor, brief):
        client = at_desk(editor)
        answer = _close(client, make_report(brief, "One."), "no_error", **{"from": "brief"})
        assert answer.redirect_chain[-1][0] == f"/desk/briefs/{brief.pk}/#reports"
        answer = _close(client, make_report(brief, "Two."), "no_error")
        assert answer.redirect_chain[-1][0] == "/desk/reports/"

    def test_corrected_without_a_correction_is_refused_in_words(self, at_desk, editor, brief):
        report = make_report(brief)
        answer = _close(at_desk(editor), report, "corrected")
        assert "No correction was published since" in answer.content.decode()
        report.refresh_from_db()
        assert report.closed_at is None

    def test_it_can_be_reopened(self, at_desk, editor, brief):
        report, client = make_report(brief), at_desk(editor)
        _close(client, report, "spam")
        client.post(reverse("desk:report-reopen", args=[report.pk]))
        report.refresh_from_db()
        assert report.outcome == ""

    def test_many_reports_do_not_make_the_page_heavy(self, at_desk, publisher, brief):
        client = at_desk(publisher)
        make_report(brief, "0 " + "long " * 390, position=1)
        light = len(_page(client, brief))
        for number in range(1, 40):
            make_report(brief, f"{number} " + "long " * 390, position=1)
        page = _page(client, brief)
        assert "34 more reports" in page
        assert "40 readers" in page, "the sentence counts those that are not shown, too"
        assert len(page) - light < 20_000

    def test_of_many_reports_only_those_that_are_shown_are_read(self, publisher, brief):
        for number in range(9):
            make_report(brief, f"{number}.", position=1)
        with CaptureQueriesContext(connection) as queries:
            assert len(reported.of_brief(brief, 6)) == 6
            assert reported.counted(brief, ["A sentence."]) == {None: 9}
        assert len(queries) == 2

    def test_the_queue_counts_and_lists_it(self, at_desk, editor, brief):
        make_report(brief, "One.")
        make_report(brief, "Two.")
        page = at_desk(editor).get(reverse("desk:queue"), {"show": "reported"}).content.decode()
        assert re.search(r"<b>1</b> <span>Reported by readers</span>", page)
        assert f'href="/desk/briefs/{brief.pk}/#reports"' in page


class TestCorrecting:
    """Who is told, and what it answers."""

    NOTES = {"note_en": "It is Friday.", "note_ar": "الموعد يوم الجمعة."}

    def _post(self, client, brief, name, **data):
        seen = re.search(r'name="seen" value="([^"]*)"', _page(client, brief))
        data |= {"seen": seen[1]} if seen else {}
        return client.post(reverse(f"desk:{name}", args=[brief.pk]), data, follow=True)

    def test_telling_is_chosen_before_and_reports_are_closed_with_it(
        self, at_desk, publisher, brief
    ):
        report = make_report(brief)
        make_revision(brief, author=publisher, headline="Ferries on Friday")
        client = at_desk(publisher)
        page = _page(client, brief)
        assert re.search(r'name="notify"[^>]* checked', page)
        more = {"notify": "on", "reason": "Misread.", "reports": [report.pk]}
        self._post(client, brief, "correct", **self.NOTES, **more)
        correction = brief.corrections.get()
        assert Mailing.objects.get().correction == correction
        assert brief.events.get(verb="correct").reason == "Misread."
        report.refresh_from_db()
        assert report.outcome == "corrected"
        assert "0 emails sent, more to come" in _page(client, brief)

    def test_without_the_tick_nobody_is_told(self, at_desk, publisher, brief):
        make_revision(brief, author=publisher, headline="Ferries on Friday")
        client = at_desk(publisher)
        self._post(client, brief, "correct", **self.NOTES)
        assert brief.corrections.count() == 1
        assert not Mailing.objects.exists()
        assert "nobody was told by email" in _page(client, brief)

    def test_a_refused_correction_keeps_what_was_typed_and_ticked(self, at_desk, publisher, brief):
        kept, left = make_report(brief, "One."), make_report(brief, "Two.")
        make_revision(brief, author=publisher, headline="Ferries on Friday")
        client = at_desk(publisher)
        answer = self._post(
            client, brief, "correct", note_en="It is Friday.", reason="Misread.", reports=[kept.pk]
        )
        page = answer.content.decode()
        assert answer.status_code == 400
        assert "It is Friday." in page
        assert "Misread." in page
        assert not re.search(r'name="notify"[^>]* checked', page)
        assert f'name="reports" value="{kept.pk}" checked' in page
        assert f'name="reports" value="{left.pk}">' in page

    def test_a_retraction_closes_reports_too_and_proposes_to_tell(self, at_desk, publisher, brief):
        report, left = make_report(brief), make_report(brief, "Another.")
        client = at_desk(publisher)
        page = _page(client, brief)
        assert re.search(r'name="retract-notify"[^>]* checked', page)
        assert f'name="retract-reports" value="{report.pk}" checked' in page
        more = {"retract-notify": "on", "retract-reports": [report.pk]}
        self._post(client, brief, "retract", **{"retract-reason": "Made up."} | more)
        report.refresh_from_db()
        left.refresh_from_db()
        assert (report.outcome, left.outcome) == ("corrected", "")
        assert Mailing.objects.get().correction == brief.corrections.get()
        decided = client.get(reverse("desk:reports"), {"show": "closed"}).content.decode()
        assert "It was wrong, and was taken back" in decided

    def test_a_retraction_names_the_edition_that_it_leaves(self, at_desk, publisher, brief):
        day, others = timezone.localdate() + timedelta(days=1), [make_brief(Status.PUBLISHED)]
        facts = {"state": "scheduled", "send_at": timezone.now() + timedelta(days=1)}
        make_edition(day, brief, *others, published=False, **facts)
        client = at_desk(publisher)
        address = reverse("desk:edition", args=[day])
        assert address in _page(client, brief)
        answer = self._post(client, brief, "retract", **{"retract-reason": "Made up."})
        page = answer.content.decode()
        assert "which is scheduled and has 1 brief now." in page
        assert f'<a href="{address}">Look at it</a>' in page

    def test_a_retraction_takes_one_sentence(self, at_desk, publisher, brief):
        client = at_desk(publisher)
        self._post(client, brief, "retract", **{"retract-reason": "Court order."})
        brief.refresh_from_db()
        assert brief.status == Status.RETRACTED
        assert brief.corrections.get().kind == "retraction"
        assert not Mailing.objects.exists()

    def test_a_note_in_one_language_is_refused_and_kept(self, at_desk, publisher, brief):
        data = {"retract-reason": "Wrong.", "retract-note_en": "It is gone."}
        answer = self._post(at_desk(publisher), brief, "retract", **data)
        page = answer.content.decode()
        assert answer.status_code == 400
        assert "both languages, or in none" in page
        assert "It is gone." in page
        assert '<details class="more" open>' in page


class TestBreaking:
    """Breaking news from the page of the brief."""

    def _send(self, client, brief, live="1", confirm="on"):
        data = {"breaking-live": live, "breaking-confirm": confirm}
        return client.post(reverse("desk:breaking", args=[brief.pk]), data, follow=True)

    def test_the_panel_says_how_many_and_what(self, at_desk, publisher, brief):
        client = at_desk(publisher)
        assert "Nobody asked for breaking news" in _page(client, brief)
        for _each in range(2):
            make_subscriber(also_breaking=True)
        page = _page(client, brief)
        assert "Send it now to the 2 people who want breaking news" in page
        answer = self._send(client, brief)
        assert "It is on its way." in answer.content.decode()
        assert "Sent as breaking news" in _page(client, brief)
        assert "Breaking news…" not in _page(client, brief)

    @pytest.mark.parametrize(("live", "confirm"), [("1", ""), ("", "on"), ("x", "on"), ("2", "on")])
    def test_it_is_not_sent_unconfirmed_or_unseen(self, at_desk, publisher, brief, live, confirm):
        assert self._send(at_desk(publisher), brief, live, confirm).status_code in (400, 409)
        assert not Mailing.objects.exists()

    def test_two_clicks_send_it_once(self, at_desk, publisher, brief):
        client = at_desk(publisher)
        assert [self._send(client, brief).status_code for _click in range(2)] == [200, 409]
        assert Mailing.objects.count() == 1

    def test_editors_are_not_offered_it(self, at_desk, editor, brief):
        client = at_desk(editor)
        assert "Breaking news…" not in _page(client, brief)
        assert self._send(client, brief).status_code == 403
