"""What the machine stores when it is asked for more, and what it leaves alone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from summaries.engine.errors import Stopped, TranslationFailed
from summaries.engine.fake import FakeSummaryModel, FakeTranslator, fake_english
from summaries.engine.types import Flag
from summaries.models import Brief, Job, Segment, SegmentEdit
from summaries.services import jobs, machine, machine_work, reshaping, search, segments
from summaries.wiring import Engine
from summaries.workflow import Status
from tests.factories import make_brief
from tests.planted import Planted

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(bell) -> Brief:
    """A draft translated an hour ago by another model."""
    brief = make_brief(Status.DRAFT)
    Segment.objects.update(translated_at=timezone.now() - timedelta(hours=1))
    return brief


def make_engine(**translator) -> Engine:
    return Engine("fake", FakeTranslator(**translator), FakeSummaryModel())


def run(job: Job, engine: Engine | None = None) -> Engine:
    engine = engine or make_engine()
    machine_work.do(jobs.claim(job.pk), engine)
    return engine


def body(brief) -> list[Segment]:
    return list(brief.article.segments.filter(kind=Segment.Kind.BODY))


def after_first(engine: Engine, act) -> Engine:
    """Do something in the middle: when the first sentence is stored."""
    ask = engine.translator.translate

    def interrupted(sentences):
        for number, result in enumerate(ask(sentences)):
            if number == 1:
                act()
            yield result

    engine.translator.translate = interrupted
    return engine


class TestRetranslating:
    def test_every_sentence_of_the_machine_is_new(self, draft, reporter):
        run(machine.retranslate(reporter, draft))
        for segment in draft.article.segments.all():
            assert segment.english == segment.machine_english == fake_english(segment.arabic)
            assert segment.provenance["model"] == "fake"
            assert segment.version == 1
        assert draft.events.filter(verb="retranslated", data={"count": 5}).count() == 1
        assert jobs.latest(draft).state == Job.State.DONE

    def test_every_change_is_in_the_history_without_an_author(self, draft, reporter):
        before = body(draft)[0].english
        run(machine.retranslate(reporter, draft))
        edit = SegmentEdit.objects.get(segment=body(draft)[0])
        assert (edit.how, edit.author) == (SegmentEdit.How.RETRANSLATED, None)
        assert (edit.before, edit.after) == (before, body(draft)[0].english)

    def test_the_same_text_again_is_no_change(self, draft, reporter):
        segment = body(draft)[0]
        same = fake_english(segment.arabic)
        Segment.objects.filter(pk=segment.pk).update(english=same, machine_english=same)
        run(machine.retranslate(reporter, draft, segment=segment))
        again = body(draft)[0]
        assert (again.english, again.version, again.provenance["model"]) == (same, 0, "fake")
        assert not SegmentEdit.objects.exists()

    def test_what_people_decided_stays(self, draft, reporter):
        edited, approved, *_rest = body(draft)
        Segment.objects.filter(pk=edited.pk).update(english="Typed by hand.", version=1)
        Segment.objects.filter(pk=approved.pk).update(
            approved_at=timezone.now(), approved_by=reporter
        )
        engine = run(machine.retranslate(reporter, draft))
        assert edited.arabic not in engine.translator.calls
        assert approved.arabic not in engine.translator.calls
        first, second, third, _fourth = body(draft)
        assert (first.english, first.version) == ("Typed by hand.", 1)
        assert (second.english, second.approved_by) == (approved.english, reporter)
        assert third.english == fake_english(third.arabic)

    def test_told_so_it_replaces_them_and_takes_the_approval_back(self, draft, reporter):
        edited, approved, *_rest = body(draft)
        Segment.objects.filter(pk=edited.pk).update(english="Typed by hand.")
        Segment.objects.filter(pk=approved.pk).update(
            approved_at=timezone.now(), approved_by=reporter
        )
        run(machine.retranslate(reporter, draft, include_protected=True))
        for segment in body(draft):
            assert segment.english == fake_english(segment.arabic)
            assert (segment.approved_at, segment.approved_by) == (None, None)
        assert SegmentEdit.objects.get(segment=edited).before == "Typed by hand."

    @pytest.mark.parametrize("include_protected", [False, True])
    def test_a_save_meanwhile_wins(self, draft, reporter, include_protected):
        last = body(draft)[-1]

        def save():
            Segment.objects.filter(pk=last.pk).update(english="Typed just now.", version=1)

        job = machine.retranslate(reporter, draft, include_protected=include_protected)
        run(job, after_first(make_engine(), save))
        last.refresh_from_db()
        assert (last.english, last.version) == ("Typed just now.", 1)
        assert not last.edits.exists()

    def test_told_so_it_leaves_what_people_did_after_it_was_asked(self, draft, reporter):
        Segment.objects.update(english="Typed before.")
        job = machine.retranslate(reporter, draft, include_protected=True)
        saved, approved, replaced, _last = body(draft)
        segments.save(reporter, saved, version=0, english="Typed after the request.")
        segments.approve(reporter, approved, version=0)
        engine = run(job)
        assert saved.arabic not in engine.translator.calls
        assert approved.arabic not in engine.translator.calls
        first, second, third, _last = body(draft)
        assert first.english == "Typed after the request."
        assert (second.english, second.approved_by) == ("Typed before.", reporter)
        assert third.english == fake_english(replaced.arabic)

    def test_what_people_did_while_its_worker_was_dead_stays(self, draft, reporter):
        job = machine.retranslate(reporter, draft, include_protected=True)
        claim = jobs.claim(job.pk)
        with pytest.raises(TranslationFailed):
            machine_work.do(claim, make_engine(fail_on={3}))
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        done, waiting = body(draft)[0], body(draft)[3]
        for segment in (done, waiting):
            segments.save(reporter, segment, version=segment.version, english="Typed meanwhile.")
        run(job)
        for segment in (done, waiting):
            segment.refresh_from_db()
            assert segment.english == "Typed meanwhile."

    def test_what_was_approved_before_it_was_asked_is_replaced(self, draft, reporter):
        segment = segments.approve(reporter, body(draft)[0], version=0)
        run(machine.retranslate(reporter, draft, include_protected=True))
        segment.refresh_from_db()
        assert (segment.english, segment.approved_at) == (fake_english(segment.arabic), None)

    def test_an_approval_meanwhile_wins(self, draft, reporter):
        last = body(draft)[-1]

        def approve():
            Segment.objects.filter(pk=last.pk).update(approved_at=timezone.now())

        run(machine.retranslate(reporter, draft), after_first(make_engine(), approve))
        again = body(draft)[-1]
        assert (again.english, again.version) == (last.english, 0)

    def test_nothing_never_replaces_a_text(self, draft, reporter, monkeypatch):
        before = [segment.english for segment in body(draft)]
        monkeypatch.setattr("summaries.engine.fake.fake_english", lambda arabic: " ")
        run(machine.retranslate(reporter, draft))
        assert [segment.english for segment in body(draft)] == before
        assert not SegmentEdit.objects.exists()

    def test_alternatives_of_the_old_text_are_forgotten(self, draft, reporter):
        Segment.objects.update(alternatives=[{"text": "Old.", "score": None}])
        run(machine.retranslate(reporter, draft))
        assert all(segment.alternatives == [] for segment in body(draft))

    def test_flags_are_those_of_the_new_text(self, draft, reporter):
        segment = body(draft)[0]
        Segment.objects.filter(pk=body(draft)[1].pk).update(flags=["too_short"])
        engine = make_engine(flags={segment.arabic: (Flag.REPETITION,)})
        run(machine.retranslate(reporter, draft), engine)
        assert [s.flags for s in body(draft)] == [["repetition"], [], [], []]

    def test_the_new_text_is_checked(self, draft, reporter, checks):
        checks(Planted({"EN": None}))
        run(machine.retranslate(reporter, draft))
        draft.refresh_from_db()
        assert draft.blocking == draft.findings.count() == draft.article.segments.count()

    def test_one_sentence_alone(self, draft, reporter):
        segment = body(draft)[2]
        engine = run(machine.retranslate(reporter, draft, segment=segment))
        assert engine.translator.calls == [segment.arabic]
        event = draft.events.get(verb="retranslated")
        assert event.data == {"count": 1, "segment": segment.pk, "label": "3"}

    def test_a_sentence_without_a_translation_gets_its_first(self, draft, reporter):
        Segment.objects.create(article=draft.article, line=99, sentence=0, arabic="سطر أعيد.")
        run(machine.retranslate(reporter, draft))
        restored = body(draft)[-1]
        assert restored.english == fake_english("سطر أعيد.")
        assert not restored.edits.exists()

    @pytest.mark.parametrize("include_protected", [False, True])
    def test_after_a_failure_it_goes_on_where_it_stopped(self, draft, reporter, include_protected):
        job = machine.retranslate(reporter, draft, include_protected=include_protected)
        claim = jobs.claim(job.pk)
        with pytest.raises(TranslationFailed):
            machine_work.do(claim, make_engine(fail_on={3}))
        jobs.fail(claim, "The model broke.", permanent=True)
        engine = run(jobs.retry(draft, reporter))
        assert len(engine.translator.calls) == 2
        assert SegmentEdit.objects.count() == 5

    def test_a_worker_that_lost_its_claim_stores_nothing_more(self, draft, reporter):
        job = machine.retranslate(reporter, draft)
        first = jobs.claim(job.pk)

        def lose():
            Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
            second.append(jobs.claim(job.pk))

        second = []
        with pytest.raises(Stopped):
            machine_work.do(first, after_first(make_engine(), lose))
        assert SegmentEdit.objects.count() == 1
        engine = make_engine()
        machine_work.do(second[0], engine)
        assert len(engine.translator.calls) == 4
        assert SegmentEdit.objects.count() == 5
        assert draft.events.filter(verb="retranslated").count() == 1


class TestRewritingTheSummary:
    def test_it_rests_on_the_english_as_people_left_it(self, draft, reporter):
        first = body(draft)[0]
        text = "Ferries from Ramla sail again on Thursday morning, three days after the storm."
        Segment.objects.filter(pk=first.pk).update(english=text)
        run(machine.rewrite_summary(reporter, draft))
        draft.refresh_from_db()
        assert draft.current.number == 2
        assert draft.current.author is None
        assert draft.current.sentences.first().text == text
        assert draft.current.sentences.first().evidence.first().segment == first
        assert first.arabic in draft.current.summary_ar
        event = draft.events.get(verb="summary_rewritten")
        assert event.data == {"revision": 2}

    def test_a_version_saved_meanwhile_stays_current(self, draft, reporter):
        job = machine.rewrite_summary(reporter, draft)
        saved = self.save_headline(draft, reporter, "A headline of a person")
        run(job)
        draft.refresh_from_db()
        assert draft.current == saved
        assert draft.revisions.count() == 3
        assert draft.events.get(verb="summary_proposed").data == {"revision": 3}
        assert not draft.events.filter(verb="summary_rewritten").exists()

    def test_a_person_s_headline_stays_however_often_it_is_rewritten(self, draft, reporter):
        self.save_headline(draft, reporter, "A headline of a person")
        for _ in range(2):
            run(machine.rewrite_summary(reporter, draft))
            draft.refresh_from_db()
        assert draft.current.number == 4
        assert draft.current.headline_en == "A headline of a person"
        assert draft.current.headline_ar == "عنوان من الصحفي"

    def test_the_machine_s_own_headline_is_written_again(self, draft, reporter):
        before = draft.current.headline_en
        run(machine.rewrite_summary(reporter, draft))
        draft.refresh_from_db()
        assert draft.current.headline_en != before

    def test_sentences_without_english_are_no_part_of_it(self, draft, reporter):
        Segment.objects.filter(kind=Segment.Kind.BODY).update(english="")
        run(machine.rewrite_summary(reporter, draft))
        draft.refresh_from_db()
        (sentence,) = draft.current.sentences.all()
        headline = draft.article.segments.get(kind=Segment.Kind.HEADLINE)
        assert sentence.text == headline.english
        assert sentence.evidence.get().segment == headline

    def test_asked_for_again_it_rests_on_the_version_of_that_moment(self, draft, reporter):
        jobs.cancel(machine.rewrite_summary(reporter, draft), reporter)
        self.save_headline(draft, reporter, "A headline of a person")
        run(jobs.retry(draft, reporter))
        draft.refresh_from_db()
        assert draft.current.number == 3
        assert draft.events.filter(verb="summary_rewritten").exists()

    def test_a_worker_that_lost_its_claim_stores_no_version(self, draft, reporter, monkeypatch):
        claim = jobs.claim(machine.rewrite_summary(reporter, draft).pk)
        monkeypatch.setattr(type(claim), "progress", lambda *args: True)
        Job.objects.update(claim_token=Job.new_token())
        with pytest.raises(Stopped):
            machine_work.do(claim, make_engine())
        assert draft.revisions.count() == 1

    def save_headline(self, brief, author, headline):
        current = brief.current
        saved = brief.revisions.create(
            number=current.number + 1,
            author=author,
            headline_en=headline,
            headline_ar="عنوان من الصحفي",
            summary_ar=current.summary_ar,
        )
        Brief.objects.filter(pk=brief.pk).update(current=saved)
        brief.refresh_from_db()
        return saved


class TestOfferingAlternatives:
    def test_five_others_are_kept_with_the_sentence(self, draft, reporter):
        segment = body(draft)[0]
        events = draft.events.count()
        run(machine.ask_alternatives(reporter, segment))
        segment.refresh_from_db()
        texts = [offer["text"] for offer in segment.alternatives]
        assert len(set(texts)) == machine_work.MAX_ALTERNATIVES
        assert texts[0] == fake_english(segment.arabic)
        assert segment.version == 0
        assert draft.events.count() == events

    def test_what_stands_there_already_is_not_offered(self, draft, reporter):
        segment = body(draft)[0]
        text = fake_english(segment.arabic)
        Segment.objects.filter(pk=segment.pk).update(english=f" {text.upper()}")
        run(machine.ask_alternatives(reporter, segment))
        segment.refresh_from_db()
        assert len(segment.alternatives) == machine_work.MAX_ALTERNATIVES
        assert text not in [offer["text"] for offer in segment.alternatives]

    def test_it_leaves_the_main_job_alone(self, draft, reporter):
        main = machine.retranslate(reporter, draft)
        run(machine.ask_alternatives(reporter, body(draft)[0]))
        main.refresh_from_db()
        assert main.state == Job.State.QUEUED

    def test_offers_for_half_a_sentence_are_not_kept(self, draft, reporter):
        first = next(s for s in body(draft) if reshaping.following(s))
        job = machine.ask_alternatives(reporter, first)
        engine = make_engine()
        ask = engine.translator.alternatives

        def joined_meanwhile(sentence, count):
            Segment.objects.filter(pk=first.pk).update(arabic=f"{first.arabic} وغيرها.")
            return ask(sentence, count)

        engine.translator.alternatives = joined_meanwhile
        run(job, engine)
        first.refresh_from_db()
        assert first.alternatives == []
        assert machine.newest_offer(first) is None
        again = machine.ask_alternatives(reporter, first)
        assert again != job
        run(again)
        first.refresh_from_db()
        assert first.alternatives[0]["text"] == fake_english(first.arabic)
        assert machine.newest_offer(first) == again

    def test_a_cancelled_offer_is_not_kept(self, draft, reporter):
        segment = body(draft)[0]
        job = machine.ask_alternatives(reporter, segment)
        claim = jobs.claim(job.pk)
        engine = make_engine()
        ask = engine.translator.alternatives

        def cancelled(sentence, count):
            jobs.cancel(job, reporter)
            return ask(sentence, count)

        engine.translator.alternatives = cancelled
        with pytest.raises(Stopped):
            machine_work.do(claim, engine)
        segment.refresh_from_db()
        assert segment.alternatives == []


def cancel(job, claim, actor) -> None:
    jobs.cancel(job, actor)


def fail(job, claim, actor) -> None:
    jobs.fail(claim, "The model broke.", permanent=True)


def lose_the_worker(job, claim, actor) -> None:
    past = timezone.now() - timedelta(seconds=1)
    Job.objects.update(attempts=job.max_attempts, lease_until=past)
    jobs.sweep(lambda job_id: None)


@pytest.mark.parametrize("end", [cancel, fail, lose_the_worker])
def test_what_was_stored_before_a_bad_end_is_checked_and_found(draft, reporter, checks, end):
    checks(Planted({"Quokkas": None}))
    job = machine.retranslate(reporter, draft)
    claim = jobs.claim(job.pk)
    engine = make_engine()
    ask = engine.translator.translate

    def interrupted(sentences):
        for number, (index, translation) in enumerate(ask(sentences)):
            if number == 1:
                end(job, claim, reporter)
            yield index, replace(translation, text=f"Quokkas {number}.")

    engine.translator.translate = interrupted
    with pytest.raises(Stopped):
        machine_work.do(claim, engine)
    draft.refresh_from_db()
    assert draft.warnings == 1
    assert Brief.objects.filter(search.matching("quokkas")).get() == draft
