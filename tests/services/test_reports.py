"""Readers' reports: received once, told about seldom, closed with an outcome that is true."""

from datetime import timedelta

import pytest
from django.utils import timezone

from summaries import tasks
from summaries.models import Notice, ReaderReport
from summaries.services import events, passages, preferences, publishing, reports
from summaries.services.errors import Invalid, NotAllowed, WrongState
from summaries.workflow import Role, Status
from tests.factories import make_brief, make_correction, make_report, make_user

pytestmark = pytest.mark.django_db
Outcome = ReaderReport.Outcome


@pytest.fixture
def brief(editor):
    return make_brief(Status.PUBLISHED, owner=editor)


def _receive(brief, text="The sum is wrong.", code="", **fields):
    passage = next((one for one in passages.of(brief.live) if one.code == code), None)
    return reports.receive(brief, text, revision=brief.live, passage=passage, **fields)


class TestReceiving:
    """What anybody may send."""

    def test_it_names_the_version_and_the_sentence(self, brief):
        report = _receive(brief, code="ar-2", email="layla@reader.example", language="ar")
        assert (report.revision, report.position) == (brief.live, 1)
        assert report.quoted == brief.live.arabic_paragraphs[1]
        assert (report.email, report.language) == ("layla@reader.example", "ar")

    def test_the_whole_brief_has_no_sentence(self, brief):
        report = _receive(brief)
        assert (report.position, report.quoted) == (None, "")

    def test_what_hides_or_reverses_text_is_taken_out(self, brief):
        report = _receive(brief, "The\u202e sum\x00 is\u2067 wrong.\n\n\n<b>Yes</b>")
        assert report.text == "The sum is wrong.\n<b>Yes</b>"

    @pytest.mark.parametrize("text", ["", " \n ", "\u202e\x00", "x" * 2001])
    def test_nothing_and_too_much_are_refused(self, brief, text):
        with pytest.raises(Invalid):
            _receive(brief, text)
        assert not ReaderReport.objects.exists()

    def test_a_form_sent_twice_is_one_report(self, brief):
        first = _receive(brief, code="en-1")
        assert _receive(brief, code="en-1") == first
        assert _receive(brief, code="en-2") != first
        ReaderReport.objects.update(created_at=timezone.now() - timedelta(days=2))
        assert _receive(brief, code="en-1") != first

    @pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.RETRACTED])
    def test_only_what_readers_see_can_be_wrong(self, status):
        brief = make_brief(status)
        with pytest.raises(WrongState):
            reports.receive(brief, "Wrong.", revision=brief.current)


class TestTelling:
    """Who looks after the brief is told; a flood makes one email."""

    @pytest.fixture(autouse=True)
    def _addresses(self, editor, publisher):
        for person in (editor, publisher):
            person.email = f"{person}@desk.example"
            person.save()

    def _told(self) -> list:
        kind = Notice.Kind.REPORTED
        return [n.recipient for n in Notice.objects.filter(kind=kind).order_by("pk")]

    def test_its_owner(self, brief, editor, publisher):
        report = _receive(brief)
        assert self._told() == [editor]
        assert Notice.objects.get().report == report

    @pytest.mark.parametrize("why", ["nobody", "left", "wants no email"])
    def test_the_publishers_where_no_owner_can_be_told(self, brief, editor, publisher, why):
        if why == "nobody":
            brief.owner = None
            brief.save()
        elif why == "left":
            editor.groups.clear()
        else:
            preferences.save(editor, language="", single_keys=True, email_notices=False)
        admin = make_user(Role.ADMIN)
        _receive(brief)
        assert set(self._told()) == {publisher, admin}

    def test_a_flood_is_one_email_an_hour(self, brief, editor):
        for number in range(5):
            _receive(brief, f"Wrong {number}.")
        assert self._told() == [editor]
        Notice.objects.update(created_at=timezone.now() - timedelta(minutes=61))
        _receive(brief, "Wrong again.")
        assert self._told() == [editor, editor]


class TestClosing:
    """Decisions about reports."""

    @pytest.mark.parametrize("outcome", [Outcome.NO_ERROR, Outcome.SPAM])
    def test_it_is_recorded(self, brief, editor, outcome):
        report = reports.close(editor, make_report(brief, position=1), outcome)
        assert (report.outcome, report.closed_by) == (outcome, editor)
        event = brief.events.get(verb="report_closed", actor=editor)
        assert event.data == {"report": report.pk, "outcome": outcome, "position": 1}
        assert not reports.waiting().exists()

    def test_corrected_needs_a_correction_since(self, brief, editor):
        early = make_correction(brief)
        report = make_report(brief)
        with pytest.raises(Invalid, match="No correction was published since"):
            reports.close(editor, report, Outcome.CORRECTED)
        later = make_correction(brief)
        reports.close(editor, report, Outcome.CORRECTED)
        data = brief.events.get(verb="report_closed").data
        assert data["correction"] == later.pk != early.pk

    def test_a_retraction_puts_it_right_too(self, brief, publisher):
        report = make_report(brief)
        publishing.retract(publisher, brief, "It was true.")
        assert reports.close(publisher, report, Outcome.CORRECTED).closed_at

    @pytest.mark.parametrize("outcome", ["", "done", "CORRECTED"])
    def test_an_outcome_is_needed(self, brief, editor, outcome):
        with pytest.raises(Invalid):
            reports.close(editor, make_report(brief), outcome)

    def test_a_reporter_decides_nothing(self, brief, reporter):
        report = make_report(brief)
        with pytest.raises(NotAllowed):
            reports.close(reporter, report, Outcome.SPAM)
        with pytest.raises(NotAllowed):
            reports.close_many(reporter, [report], Outcome.SPAM)
        assert reports.waiting().get() == report

    def test_a_second_click_says_so(self, brief, editor):
        report = reports.close(editor, make_report(brief), Outcome.SPAM)
        with pytest.raises(WrongState, match="closed already"):
            reports.close(editor, report, Outcome.NO_ERROR)
        assert brief.events.filter(verb="report_closed").count() == 1

    def test_many_at_once_but_for_those_a_colleague_closed_meanwhile(self, brief, editor):
        found = [make_report(brief, f"Buy {n}") for n in range(3)]
        reports.close(editor, found[1], Outcome.NO_ERROR)
        assert reports.close_many(editor, found, Outcome.SPAM) == 2
        assert not reports.waiting().exists()
        found[1].refresh_from_db()
        assert found[1].outcome == Outcome.NO_ERROR
        assert brief.events.filter(verb="report_closed").count() == 3

    def test_of_many_none_where_one_may_not_be(self, brief, editor):
        found = [make_report(brief), make_report(make_brief(Status.PUBLISHED))]
        make_correction(brief)
        with pytest.raises(Invalid):
            reports.close_many(editor, found, Outcome.CORRECTED)
        assert reports.waiting().count() == 2

    def test_two_people_who_close_many_wait_in_the_same_order(self, brief, editor, monkeypatch):
        other, locked, lock = make_brief(Status.PUBLISHED), [], events.locked
        monkeypatch.setattr(events, "locked", lambda one: locked.append(one.pk) or lock(one))
        mine, theirs = make_report(other, "One."), make_report(brief, "Two.")
        reports.close_many(editor, [mine, theirs], Outcome.SPAM)
        assert locked == [brief.pk, other.pk]

    def test_it_can_be_taken_back(self, brief, editor, reporter):
        report = reports.close(editor, make_report(brief), Outcome.NO_ERROR)
        with pytest.raises(NotAllowed):
            reports.reopen(reporter, report)
        report = reports.reopen(editor, report)
        assert (report.outcome, report.closed_at, report.closed_by) == ("", None, None)
        assert brief.events.filter(verb=reports.REOPENED, actor=editor).count() == 1
        with pytest.raises(WrongState):
            reports.reopen(editor, report)


class TestAddresses:
    """A reader's address is kept no longer than it is of use."""

    def test_it_goes_a_month_after_the_decision(self, brief, editor):
        old, new, waiting = (make_report(brief, t, email="a@reader.example") for t in "abc")
        for report in (old, new):
            reports.close(editor, report, Outcome.NO_ERROR)
        past = timezone.now() - timedelta(days=31)
        ReaderReport.objects.filter(pk__in=[old.pk, waiting.pk]).update(created_at=past)
        ReaderReport.objects.filter(pk=old.pk).update(closed_at=past)
        tasks.forget_visitors()
        assert set(ReaderReport.objects.exclude(email="")) == {new, waiting}

    def test_of_what_is_no_report_none_is_kept(self, brief, editor):
        report = make_report(brief, email="a@reader.example")
        assert reports.close(editor, report, Outcome.SPAM).email == ""
