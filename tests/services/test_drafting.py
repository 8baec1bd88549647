"""The main job on the ledger: stages keep their results, and effect and end come together."""

import time
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from summaries.engine.errors import Stopped, TranslationFailed
from summaries.engine.fake import FakeSummaryModel, FakeTranslator
from summaries.models import Job, Segment
from summaries.services import jobs, lease, machine_work
from summaries.wiring import Engine
from summaries.workflow import Status

pytestmark = pytest.mark.django_db


PROVENANCE = FakeTranslator().provenance.as_dict()


def make_engine(**translator) -> Engine:
    return Engine("fake", FakeTranslator(**translator), FakeSummaryModel())


def run(brief, engine) -> None:
    machine_work.do(jobs.claim(jobs.latest(brief).pk), engine)
    brief.refresh_from_db()


def test_a_draft_has_both_languages_and_evidence(brief):
    run(brief, make_engine())
    assert brief.status == Status.DRAFT
    assert brief.current.headline_ar == "وزير النقل يعلن افتتاح الميناء الجديد"
    assert brief.current.headline_en
    assert brief.current.arabic_paragraphs
    assert 1 <= brief.current.sentences.count() <= 4
    assert all(sentence.evidence.exists() for sentence in brief.current.sentences.all())
    assert jobs.latest(brief).state == Job.State.DONE


def test_every_sentence_says_which_model_wrote_it(brief):
    run(brief, make_engine())
    for segment in brief.article.segments.all():
        assert segment.machine_english == segment.english
        assert segment.provenance["model"]
        assert segment.version == 1


def test_progress_counts_sentences(brief):
    engine = make_engine()
    run(brief, engine)
    total = brief.article.segments.count()
    assert total == 5
    assert len(engine.translator.calls) == total


def test_a_failure_midway_keeps_what_was_translated(brief, settings):
    with pytest.raises(TranslationFailed):
        run(brief, make_engine(fail_on={3}, fail_times=1))
    kept = Segment.objects.exclude(translated_at=None).count()
    assert kept == 3
    engine = make_engine()
    Job.objects.update(state=Job.State.QUEUED)
    run(brief, engine)
    assert len(engine.translator.calls) == 2
    assert brief.status == Status.DRAFT


def test_a_cancelled_job_stores_nothing_more(brief, reporter):
    claim = jobs.claim(jobs.latest(brief).pk)
    engine = make_engine()
    ask = engine.translator.translate

    def translate_and_cancel(sentences):
        for number, result in enumerate(ask(sentences)):
            if number == 1:
                jobs.cancel(jobs.latest(brief), reporter)
            yield result

    engine.translator.translate = translate_and_cancel
    with pytest.raises(Stopped):
        machine_work.do(claim, engine)
    brief.refresh_from_db()
    assert brief.status == Status.DRAFTING
    assert Segment.objects.exclude(translated_at=None).count() == 1


def test_a_worker_that_lost_its_claim_stores_no_draft(brief, monkeypatch):
    claim = jobs.claim(jobs.latest(brief).pk)
    monkeypatch.setattr(type(claim), "progress", lambda *args: True)
    Job.objects.update(claim_token=Job.new_token())
    with pytest.raises(Stopped):
        machine_work.do(claim, make_engine())
    brief.refresh_from_db()
    assert brief.current is None


def test_the_summary_rests_on_what_is_stored(brief):
    engine = make_engine()
    ask = engine.translator.translate

    def translate_after_somebody_else(sentences):
        Segment.objects.update(
            english="Stored by another.", translated_at=timezone.now(), provenance=PROVENANCE
        )
        yield from ask(sentences)

    engine.translator.translate = translate_after_somebody_else
    run(brief, engine)
    assert set(Segment.objects.values_list("english", flat=True)) == {"Stored by another."}
    assert "Stored by another." in brief.current.sentences.first().text


def test_a_database_that_is_away_for_a_moment_does_not_end_the_lease(brief, settings, monkeypatch):
    settings.JOB_LEASE = timedelta(seconds=0.2)
    claim = jobs.claim(jobs.latest(brief).pk)
    outcomes = [DatabaseError("locked"), True, False]
    asked = []

    def renew(self):
        asked.append(outcomes.pop(0))
        if isinstance(asked[-1], DatabaseError):
            raise asked[-1]
        return asked[-1]

    monkeypatch.setattr(jobs.Claim, "renew", renew)
    with lease.kept(claim):
        deadline = time.monotonic() + 5
        while outcomes and time.monotonic() < deadline:
            time.sleep(0.02)
    assert outcomes == []


def test_a_restored_line_is_translated_and_the_editor_s_text_stays(brief, reporter, bell):
    run(brief, make_engine())
    version = brief.current
    Segment.objects.create(article=brief.article, line=99, sentence=0, arabic="سطر أعيد.")
    Job.objects.create(brief=brief, asked_by=reporter)
    engine = make_engine()
    run(brief, engine)
    assert engine.translator.calls == ["سطر أعيد."]
    assert brief.current == version
    assert brief.status == Status.DRAFT
