"""Findings follow the text, decisions about them outlive it, and who may decide."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from summaries.checks.base import Severity
from summaries.models import Brief, Dismissal, Finding, Segment, SegmentEdit
from summaries.models.finding import Place
from summaries.services import (
    derived,
    editorial,
    events,
    findings,
    jobs,
    machine,
    publishing,
    rechecking,
    reshaping,
    segments,
    term_changes,
    working,
)
from summaries.services.errors import Invalid, NotAllowed, Stale, WrongState
from summaries.workflow import Status
from tests.factories import make_brief, make_finding, make_revision
from tests.planted import Planted, Twice

from .test_editorial import save as save_text
from .test_machine_work import make_engine, run

pytestmark = pytest.mark.django_db
REASON = "The source says so twice."


@pytest.fixture
def brief(bell):
    return make_brief(Status.DRAFT)


@pytest.fixture
def third(brief):
    """A sentence that says “Two of five piers were damaged”."""
    return brief.article.segments.get(english__startswith="Two of five")


@pytest.fixture
def planted(checks, brief):
    """“five” blocks, with the fix “6”, and is quoted with «خمسة»."""
    checks(Planted({"five": "6"}, arabic="خمسة"))
    return recheck(brief)


def recheck(brief) -> Brief:
    """Look at the brief as the scheduled task does, and return it as stored."""
    rechecking.recheck(events.locked(brief))
    brief.refresh_from_db()
    return brief


def write(actor, segment, english: str, **how) -> Segment:
    segment.refresh_from_db()
    return segments.save(actor, segment, version=segment.version, english=english, **how)


def said(brief) -> list[tuple]:
    """Return what waits for a decision: where, and which words."""
    return [(one.place, one.english) for one in findings.open_findings(brief)]


class TestLooking:
    def test_a_finding_has_its_words_in_both_languages_and_its_place(self, planted, third):
        found = planted.findings.get()
        assert (found.place, found.segment, found.check_name) == (Place.SEGMENT, third, "number")
        assert (found.english, found.arabic, found.fix) == ("five", "خمسة", "6")
        (start, end), (segment, *arabic) = found.english_spans[0], found.arabic_spans[0]
        assert third.english[start:end] == "five"
        assert (segment, third.arabic[slice(*arabic)]) == (third.pk, "خمسة")
        assert found.words == "“\u2068five\u2069” is planted."
        assert (planted.warnings, planted.blocking) == (1, 1)

    def test_arabic_of_summary_and_headline_is_found_in_the_sentences(self, brief, third, checks):
        checks(Planted({"two piers": None, "ferries": None}, arabic="خمسة"))
        recheck(brief)
        summary = brief.findings.get(place=Place.SUMMARY)
        headline = brief.findings.get(place=Place.HEADLINE)
        assert summary.sentence == brief.current.sentences.all()[1]
        assert summary.text[slice(*summary.english_spans[0])] == "two piers"
        for found in (summary, headline):
            (segment, start, end) = found.arabic_spans[0]
            assert (segment, third.arabic[start:end]) == (third.pk, "خمسة")

    def test_a_summary_s_sentence_is_seen_with_the_article_and_its_evidence(self, brief, checks):
        check = Planted({})
        checks(check)
        recheck(brief)
        seen = {pair.english: pair for pair in check.calls if pair.is_summary}
        second = seen[brief.current.sentences.all()[1].text]
        assert second.evidence == (2, 3)
        rows = list(brief.article.segments.all())
        assert second.arabic.split("\n") == [row.arabic for row in rows]
        assert second.source_english.split("\n") == [row.english for row in rows]
        assert seen[brief.current.headline_en].evidence == ()
        assert second.context.date == timezone.localdate(brief.article.taken_in_at)

    def test_days_are_counted_from_when_the_outlet_published_it(self, brief, checks):
        check = Planted({})
        checks(check)
        brief.article.published_at = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
        brief.article.save()
        with timezone.override("Asia/Beirut"):
            recheck(brief)
        assert {pair.context.date for pair in check.calls} == {date(2026, 3, 2)}

    @pytest.mark.parametrize("name", ["evidence", "cut_off"])
    def test_what_is_not_asked_of_a_headline(self, brief, checks, name):
        checks(Planted({"ferries": None, "Ferries": None}, name=name))
        recheck(brief)
        assert {found.place for found in brief.findings.all()} == {Place.SEGMENT, Place.SUMMARY}

    def test_a_sentence_that_waits_for_its_translation_has_no_findings(self, brief, third, checks):
        checks(Planted({"five": None}))
        Segment.objects.filter(pk=third.pk).update(translated_at=None)
        assert recheck(brief).warnings == 0

    def test_reading_order(self, brief, checks):
        checks(Planted({"damaged": None, "five": None, "Ramla": None}))
        recheck(brief)
        words = [(p, w) for p, w in said(brief)]
        assert words[0] == (Place.HEADLINE, "Ramla")
        assert words[-2:] == [(Place.SEGMENT, "five"), (Place.SEGMENT, "damaged")]
        assert [p for p, _w in words] == sorted(
            (p for p, _w in words), key=[Place.HEADLINE, Place.SUMMARY, Place.SEGMENT].index
        )

    def test_looking_again_changes_nothing_and_writes_nothing(
        self, planted, django_assert_max_num_queries
    ):
        before = list(planted.findings.values())
        with django_assert_max_num_queries(12) as spent:
            rechecking.recheck(events.locked(planted))
        assert not [q["sql"] for q in spent if not q["sql"].startswith("SELECT")]
        assert list(planted.findings.values()) == before

    def test_what_stays_keeps_its_key(self, planted, third, editor, checks):
        key = planted.findings.get().pk
        checks(Planted({"five": "6", "piers": None}, arabic="خمسة"))
        write(editor, third, "Indeed, two of five piers were damaged.")
        kept = planted.findings.get(pk=key)
        assert third.english != kept.text
        assert kept.text[slice(*kept.english_spans[0])] == "five"
        assert planted.findings.count() == 2 + 1, "“two piers” of the summary too"

    def test_the_same_words_twice_are_two_findings(self, brief, third, editor, checks):
        checks(Planted({"five": None}))
        write(editor, third, "Two of five piers and five boats.")
        found = brief.findings.order_by("occurrence")
        assert [one.occurrence for one in found] == [0, 1]
        assert len({one.english_spans[0][0] for one in found}) == 2

    def test_a_severity_that_was_set_counts(self, brief, checks, settings):
        checks(Planted({"five": None}))
        settings.CHECK_SEVERITY = ["number=warning"]
        recheck(brief)
        assert (brief.warnings, brief.blocking) == (1, 0)
        settings.CHECK_SEVERITY = ["number=off"]
        assert recheck(brief).warnings == 0

    def test_accepted_terms_are_what_the_checks_know(self, brief, checks, editor):
        check = Planted({})
        checks(check)
        wording = term_changes.Wording("العبّارات", "ferries", ("boats",))
        term_changes.add(editor, wording)
        term_changes.add(editor, term_changes.Wording("الزيتون", "olives"))
        recheck(brief)
        assert {term.english for term in check.calls[0].context.terms} == {"ferries"}

    def test_the_desk_s_own_checks_block_no_sound_text(self, real_checks, brief):
        assert recheck(brief).blocking == 0
        assert real_checks.titles().keys() >= {"number", "money", "evidence", "empty"}

    def test_the_desk_s_own_checks_find_a_changed_number(self, real_checks, brief, third, editor):
        assert "number" in real_checks.titles()
        before = recheck(brief).blocking
        write(editor, third, "Two of seven piers were damaged, according to a first report.")
        brief.refresh_from_db()
        assert brief.blocking == before + 1
        found = brief.findings.get(segment=third, severity=Severity.BLOCKING)
        assert (found.check_name, found.english, found.arabic) == ("number", "seven", "خمسة")


class TestFollowingTheText:
    def test_a_save_looks_at_its_sentence_and_leaves_the_others_alone(
        self, brief, third, editor, checks
    ):
        check = Planted({"five": None, "Saturday": None})
        checks(check)
        recheck(brief)
        check.calls.clear()
        write(editor, third, "Two of six piers were damaged.")
        assert [pair.english for pair in check.calls if not pair.is_summary] == [
            "Two of six piers were damaged."
        ]
        assert said(brief) == [(Place.SEGMENT, "Saturday")]

    def test_a_brief_nobody_looked_at_is_looked_at_whole(self, brief, third, editor, checks):
        checks(Planted({"Saturday": None}))
        write(editor, third, "Two of six piers were damaged.")
        assert said(brief) == [(Place.SEGMENT, "Saturday")]

    def test_while_typing_only_the_sentence_and_the_rest_when_it_is_closed(
        self, brief, third, editor, checks
    ):
        checks(Planted({"five": None}), across=[Twice("Saturday")])
        recheck(brief)
        typed = "Two of five piers until Saturday."
        write(editor, third, typed, settled=False)
        assert said(brief) == [(Place.SEGMENT, "five")]
        write(editor, third, typed)
        assert sorted(said(brief)) == [
            (Place.SEGMENT, "Saturday"), (Place.SEGMENT, "Saturday"), (Place.SEGMENT, "five")
        ]  # fmt: skip
        write(editor, third, "Two of five piers until Saturday, at", settled=False)
        assert len(said(brief)) == 3, "what still stands is kept"
        write(editor, third, "Two of six piers.", settled=False)
        assert len(said(brief)) == 1, "its own is gone, the other's waits for the look at all"
        rechecking.catch_up()
        assert said(brief) == []

    def test_a_closed_tab_is_caught_up_with(self, brief, third, editor, checks):
        checks(across=[Twice("Saturday")])
        recheck(brief)
        write(editor, third, "Two of five piers until Saturday.", settled=False)
        assert rechecking.catch_up() == 1
        assert len(said(brief)) == 2
        assert rechecking.catch_up() == 0

    def test_a_new_summary_is_looked_at_and_the_old_one_forgotten(self, brief, editor, checks):
        checks(Planted({"Owners": None, "zeppelin": None, "Ramla": None}))
        recheck(brief)
        first, second, _third = [s.text for s in brief.current.sentences.all()]
        key = brief.findings.get(place=Place.SUMMARY, english="Ramla").pk
        save_text(editor, brief, sentences=[first, second, "A zeppelin."])
        words = {one.english for one in brief.findings.filter(place=Place.SUMMARY)}
        assert words == {"Ramla", "zeppelin"}
        kept = brief.findings.get(pk=key)
        assert kept.sentence.revision.number == 2, "an open page's links still lead to it"

    def test_a_joined_sentence_takes_its_findings_along(self, brief, checks, reporter):
        checks(Planted({"1,200": None}))
        recheck(brief)
        first, second = brief.article.segments.filter(line=1)
        key = second.findings.get().pk
        joined = reshaping.merge(reporter, first, version=0)
        found = joined.findings.get(pk=key)
        assert joined.english[slice(*found.english_spans[0])] == "1,200"
        assert joined.arabic == found.segment.arabic

    def test_what_the_machine_is_replacing_is_not_shown(self, planted, third):
        Segment.objects.filter(pk=third.pk).update(english="Another text altogether.")
        assert findings.of_brief(planted) == []


class TestDeciding:
    def test_dismissing_counts_and_is_remembered(self, planted, third, editor):
        found = planted.findings.get()
        dismissal = findings.dismiss(editor, found, f" {REASON} ")
        planted.refresh_from_db()
        assert (planted.warnings, planted.blocking) == (0, 0)
        assert (dismissal.reason, dismissal.author, dismissal.text) == (
            REASON,
            editor,
            third.english,
        )
        assert [one.dismissal for one in findings.of_brief(planted)] == [dismissal]
        event = planted.events.first()
        assert (event.verb, event.actor, event.reason) == ("dismiss_blocking", editor, REASON)
        assert event.data["label"] == "3"
        assert event.data["values"] == {"english": "five"}

    def test_dismissing_twice_is_one_decision(self, planted, editor, publisher):
        found = planted.findings.get()
        first = findings.dismiss(editor, found, REASON)
        assert findings.dismiss(publisher, found, "Another reason.") == first
        assert planted.events.filter(verb="dismiss_blocking").count() == 1

    @pytest.mark.parametrize("reason", ["", "  ", "..", "12", "\u202e\u200f", "x" * 501])
    def test_a_reason_is_words(self, planted, editor, reason):
        with pytest.raises(Invalid):
            findings.dismiss(editor, planted.findings.get(), reason)
        assert not Dismissal.objects.exists()

    @pytest.mark.parametrize(
        ("severity", "status", "role", "refusal"),
        [
            ("blocking", Status.DRAFT, "reporter", NotAllowed),
            ("warning", Status.IN_REVIEW, "reporter", NotAllowed),
            ("blocking", Status.IN_REVIEW, "reporter", NotAllowed),
            ("warning", Status.PUBLISHED, "editor", NotAllowed),
            ("blocking", Status.PUBLISHED, "editor", NotAllowed),
            ("warning", Status.DRAFT, "outsider", NotAllowed),
            ("warning", Status.RETRACTED, "publisher", WrongState),
            ("blocking", Status.DRAFTING, "publisher", WrongState),
            ("warning", Status.DRAFT, "reporter", None),
            ("blocking", Status.DRAFT, "editor", None),
            ("blocking", Status.PUBLISHED, "publisher", None),
        ],
    )
    def test_who_may_dismiss_what_and_take_it_back(
        self, request, publisher, severity, status, role, refusal
    ):
        actor = request.getfixturevalue(role)
        brief = make_brief(status)
        found = make_finding(brief, brief.article.segments.first(), severity=severity)
        if refusal is None:
            findings.reopen(actor, findings.dismiss(actor, found, REASON))
            brief.refresh_from_db()
            assert (brief.warnings, brief.findings.get().dismissal) == (1, None)
            return
        with pytest.raises(refusal):
            findings.dismiss(actor, found, REASON)
        dismissal = Dismissal.objects.create(brief=brief, severity=severity, reason=REASON)
        with pytest.raises(refusal):
            findings.reopen(actor, dismissal)
        assert Dismissal.objects.get() == dismissal
        assert not brief.events.filter(verb__contains="dismiss").exists()

    def test_what_is_not_there_any_more_is_not_dismissed(self, planted, third, editor):
        found = planted.findings.get()
        Segment.objects.filter(pk=third.pk).update(english="The machine wrote another.")
        with pytest.raises(Stale):
            findings.dismiss(editor, found, REASON)
        write(editor, third, "Two of six piers were damaged.")
        with pytest.raises(Stale):
            findings.dismiss(editor, found, REASON)
        assert not Dismissal.objects.exists()

    def test_taking_it_back_twice_and_what_it_leaves(self, planted, editor):
        dismissal = findings.dismiss(editor, planted.findings.get(), REASON)
        findings.reopen(editor, dismissal)
        with pytest.raises(Stale):
            findings.reopen(editor, dismissal)
        assert recheck(planted).blocking == 1
        event = planted.events.first()
        assert (event.verb, event.data["english"]) == ("reopen_finding", "five")


class TestDecisionsOutliveTheText:
    @pytest.fixture
    def dismissed(self, planted, editor):
        findings.dismiss(editor, planted.findings.get(), REASON)
        planted.refresh_from_db()
        return planted

    def test_an_edit_elsewhere_in_the_sentence(self, dismissed, third, editor):
        write(editor, third, "Of five piers two were damaged, engineers reported.")
        assert said(dismissed) == []
        assert dismissed.findings.get().dismissal.reason == REASON

    def test_other_words_are_another_finding_and_undoing_brings_the_decision_back(
        self, dismissed, third, editor, checks
    ):
        checks(Planted({"five": "6", "seven": "6"}, arabic="خمسة"))
        write(editor, third, "Two of seven piers were damaged.")
        assert said(dismissed) == [(Place.SEGMENT, "seven")]
        segments.undo(editor, third, version=1)
        assert said(dismissed) == []

    def test_typing_and_closing(self, dismissed, third, editor):
        for text in ("Two of fiv", "Two of five", "Two of five piers"):
            write(editor, third, text, settled=False)
        assert said(dismissed) == []
        write(editor, third, "Two of five piers.")
        assert said(dismissed) == []

    def test_once_the_words_stand_there_twice_both_are_asked_about(self, dismissed, third, editor):
        write(editor, third, "Two of five piers and five boats.")
        assert len(said(dismissed)) == 2

    def test_of_two_the_one_that_remains_is_asked_about(self, planted, third, editor):
        write(editor, third, "Two of five piers and five boats.")
        findings.dismiss(editor, planted.findings.get(occurrence=0), REASON)
        write(editor, third, "Two of the piers and five boats.")
        assert len(said(planted)) == 1

    def test_joining_and_dividing(self, brief, reporter, editor, checks):
        checks(Planted({"some 1,200": None}))
        recheck(brief)
        first, second = brief.article.segments.filter(line=1)
        findings.dismiss(editor, second.findings.get(), REASON)
        joined = reshaping.merge(reporter, first, version=0)
        assert said(brief) == []
        before, after = first.english, second.english
        halves = reshaping.split(
            reporter,
            joined,
            version=joined.version,
            arabic=(first.arabic, second.arabic),
            english=(before, after),
        )
        assert said(brief) == []
        assert halves[1].findings.get().dismissal.segment == halves[1]

    def test_joining_does_not_decide_about_the_same_words_of_the_other(
        self, brief, reporter, editor, checks
    ):
        checks(Planted({"five": None}))
        first, second = brief.article.segments.filter(line=1)
        write(editor, first, "Ferries sail after five days.")
        write(editor, second, "On day five all sail.")
        findings.dismiss(editor, second.findings.get(), REASON)
        joined = reshaping.merge(reporter, first, version=1)
        open_one, decided = joined.findings.order_by("occurrence")
        assert (open_one.dismissal, decided.dismissal.reason) == (None, REASON)
        start = joined.english.index("On day")
        halves = reshaping.split(
            reporter,
            joined,
            version=joined.version,
            arabic=(first.arabic, second.arabic),
            english=(joined.english[: start - 1], joined.english[start:]),
        )
        assert [half.findings.get().dismissal_id is None for half in halves] == [True, False]

    def test_what_quotes_no_words_holds_for_the_very_text_only(
        self, brief, third, editor, monkeypatch
    ):
        make_finding(brief, third, english="", english_spans=[], check_name="length")
        findings.dismiss(editor, brief.findings.get(), REASON)
        kept = brief.dismissals.get()
        again = Finding(brief=brief, place="segment", segment=third, check_name="length")
        again.severity, again.values = "blocking", kept.values
        derived_from = rechecking.dismissals.holds
        assert derived_from(kept, again)
        third.english = "Half of it."
        assert not derived_from(kept, again)

    def test_translating_again_and_a_rewritten_summary(
        self, dismissed, third, editor, reporter, monkeypatch
    ):
        monkeypatch.setattr("summaries.engine.fake.fake_english", lambda arabic: "Of five piers.")
        Segment.objects.update(translated_at=timezone.now() - timedelta(hours=1))
        run(machine.retranslate(reporter, dismissed, segment=third))
        third.refresh_from_db()
        assert third.english == "Of five piers."
        assert said(dismissed) == []
        run(machine.rewrite_summary(reporter, dismissed), make_engine())
        dismissed.refresh_from_db()
        assert [p for p, _w in said(dismissed) if p == Place.SEGMENT] == []

    def test_in_the_summary_it_holds_for_sentences_alike(self, brief, editor, checks):
        checks(Planted({"two piers": None}))
        recheck(brief)
        findings.dismiss(editor, brief.findings.get(), REASON)
        first, second, third = [s.text for s in brief.current.sentences.all()]
        alike = second.replace("About", "Some")
        save_text(editor, brief, sentences=[first, alike, third])
        assert said(brief) == []
        brief.refresh_from_db()
        other = "Builders who never went near the harbour will now have two piers to mend, he said."
        save_text(editor, brief, sentences=[first, other, third])
        assert said(brief) == [(Place.SUMMARY, "two piers")]
        brief.refresh_from_db()
        editorial.restore_version(editor, brief, brief.revisions.get(number=1))
        assert said(brief) == []

    def test_a_decision_about_a_warning_is_none_about_what_blocks(
        self, brief, reporter, checks, settings
    ):
        checks(Planted({"five": None}, severity=Severity.WARNING))
        recheck(brief)
        findings.dismiss(reporter, brief.findings.get(), REASON)
        settings.CHECK_SEVERITY = ["number=blocking"]
        assert recheck(brief).blocking == 1
        settings.CHECK_SEVERITY = []
        assert recheck(brief).warnings == 0


class TestFixing:
    def test_a_sentence(self, planted, third, reporter):
        findings.fix(reporter, planted.findings.get(), version=0)
        third.refresh_from_db()
        assert third.english.startswith("Two of 6 piers")
        assert third.edits.get().author == reporter
        assert said(planted) == []

    def test_words_that_are_to_go_leave_no_gap(self, brief, third, reporter, checks):
        checks(Planted({"Two": "", "damaged": ""}))
        recheck(brief)
        for number in range(2):
            findings.fix(reporter, brief.findings.filter(place="segment")[0], version=number)
        third.refresh_from_db()
        assert third.english == "of five piers were, according to a first report by engineers."

    def test_headline_and_summary_become_a_new_version(self, brief, editor, checks):
        checks(Planted({"two piers": "2 piers", "storm": "the storm"}))
        recheck(brief)
        evidence = [set(s.evidence.values_list("segment")) for s in brief.current.sentences.all()]
        working.keep(editor, brief, 1, {"headline_en": "typed"})
        findings.fix(editor, brief.findings.get(place=Place.SUMMARY), version=1)
        brief.refresh_from_db()
        findings.fix(editor, brief.findings.get(place=Place.HEADLINE), version=2)
        brief.refresh_from_db()
        assert brief.current.headline_en.endswith("after the storm")
        assert "; 2 piers are" in brief.current.sentences.all()[1].text
        now = [set(s.evidence.values_list("segment")) for s in brief.current.sentences.all()]
        assert (now[0], now[2]) == (evidence[0], evidence[2])
        assert working.of(editor, brief) is not None, "what somebody typed is not thrown away"

    def test_over_a_newer_text_it_is_refused(self, planted, third, editor, reporter, checks):
        found = planted.findings.get()
        write(editor, third, "All of five piers were damaged.")
        with pytest.raises(Stale):
            findings.fix(reporter, found, version=0)
        findings.fix(reporter, found, version=1)
        with pytest.raises(Stale):
            findings.fix(reporter, found, version=2)
        checks(Planted({"storm": "the storm"}))
        recheck(planted)
        headline = planted.findings.get(place=Place.HEADLINE)
        make_revision(planted)
        with pytest.raises(Stale):
            findings.fix(reporter, headline, version=1)

    def test_what_is_not_known_cannot_be_taken(self, brief, third, editor):
        found = make_finding(brief, third)
        with pytest.raises(Invalid):
            findings.fix(editor, found, version=0)

    def test_who_may_not_edit_may_not_fix(self, reporter, third, planted):
        Brief.objects.update(status=Status.IN_REVIEW)
        with pytest.raises(NotAllowed):
            findings.fix(reporter, planted.findings.get(), version=0)
        assert not SegmentEdit.objects.exists()


class TestCatchingUp:
    def test_briefs_of_other_checks_settings_or_terms(self, checks, settings, editor):
        checks(Planted({"five": None}))
        briefs = [make_brief(s) for s in (Status.DRAFT, Status.PUBLISHED, Status.RETRACTED)]
        assert rechecking.catch_up() == 2
        assert [Brief.objects.get(pk=b.pk).blocking for b in briefs] == [1, 1, 0]
        assert rechecking.catch_up() == 0
        settings.CHECK_SEVERITY = ["number=off"]
        assert rechecking.catch_up() == 2
        assert not Finding.objects.exists()
        term_changes.add(editor, term_changes.Wording("العبّارات", "ferries"))
        assert rechecking.catch_up() == 2

    def test_a_few_at_a_time_the_newest_first(self, checks, monkeypatch):
        older, newer = make_brief(Status.DRAFT), make_brief(Status.DRAFT)
        monkeypatch.setattr(rechecking, "BATCH", 1)
        assert rechecking.catch_up() == 1
        newer.refresh_from_db()
        assert newer.checked_with == rechecking.stamp()
        assert rechecking.catch_up() == 1
        older.refresh_from_db()
        assert older.checked_with == rechecking.stamp()

    def test_open_ones_come_before_live_ones(self, checks, monkeypatch):
        drafted, live = make_brief(Status.DRAFT), make_brief(Status.PUBLISHED)
        monkeypatch.setattr(rechecking, "BUDGET", 0.0)
        assert self._checked(drafted, live) == [False, False]
        rounds = iter([0.0, 0.0, 1.0, 1.0])
        monkeypatch.setattr(rechecking.time, "monotonic", lambda: next(rounds))
        assert rechecking.catch_up() == 1
        assert self._checked(drafted, live) == [True, False]

    def test_one_that_fails_keeps_no_other_waiting(self, checks, monkeypatch, caplog):
        older, failing = make_brief(Status.DRAFT), make_brief(Status.DRAFT)
        look = rechecking.checking.of_brief
        asked = []

        def fails(brief, chosen=None):
            asked.append(brief.pk)
            if brief.pk == failing.pk:
                raise ValueError("boom")
            return look(brief, chosen)

        monkeypatch.setattr(rechecking.checking, "of_brief", fails)
        assert rechecking.catch_up() == 1
        assert f"Brief {failing.pk} could not be rechecked" in caplog.text
        assert self._checked(older, failing) == [True, False]
        newest, asked[:] = make_brief(Status.DRAFT), []
        assert rechecking.catch_up() == 1
        assert asked == [newest.pk, failing.pk]
        monkeypatch.setattr(rechecking.checking, "of_brief", look)
        assert rechecking.catch_up() == 1
        assert self._checked(failing) == [True]

    def test_spellings_of_what_was_published_before_they_were_kept(self, checks, publisher):
        brief = make_brief(Status.PUBLISHED)
        rechecking.spellings.keep(brief)
        kept = set(brief.published_names.values_list("arabic", "english"))
        assert kept
        brief.published_names.all().delete()
        rechecking.catch_up()
        assert set(brief.published_names.values_list("arabic", "english")) == kept

    def _checked(self, *briefs) -> list[bool]:
        return [Brief.objects.get(pk=b.pk).checked_with == rechecking.stamp() for b in briefs]


def test_a_finished_draft_has_been_checked(bell, reporter, checks, brief):
    checks(Planted({"EN": None}))
    Segment.objects.update(translated_at=None, english="")
    Brief.objects.update(status=Status.DRAFTING, current=None)
    run(jobs.enqueue(brief, reporter))
    brief.refresh_from_db()
    assert brief.status == Status.DRAFT
    assert brief.findings.filter(place=Place.SEGMENT).count() == brief.article.segments.count()


def test_live_briefs_are_checked_as_they_are_on_the_desk(publisher, checks):
    checks(Planted({"Better": None}))
    brief = make_brief(Status.PUBLISHED)
    assert recheck(brief).warnings == 0
    save_text(publisher, brief, headline_en="Better")
    brief.refresh_from_db()
    assert brief.blocking == 1
    assert publishing.unpublished_changes(brief)
    derived.refresh(events.locked(brief))
    assert brief.findings.count() == 1
