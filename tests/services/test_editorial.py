"""Editing, submitting, returning, restoring."""

import pytest

from summaries.engine.fake import FakeSummaryModel, FakeTranslator
from summaries.models import Job, Topic
from summaries.services import editorial, jobs, machine_work, site
from summaries.services.errors import Invalid, NotAllowed, Stale, WrongState
from summaries.services.revisions import SentenceText
from summaries.wiring import Engine
from summaries.workflow import Status
from tests.factories import make_brief

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(brief):
    claim = jobs.claim(jobs.latest(brief).pk)
    machine_work.do(claim, Engine("fake", FakeTranslator(), FakeSummaryModel()))
    brief.refresh_from_db()
    return brief


def evidence_of(sentence) -> set[int]:
    return set(sentence.evidence.values_list("segment", flat=True))


def save(actor, brief, **changes):
    now = brief.current
    text = {
        "based_on": now.number,
        "headline_en": now.headline_en,
        "headline_ar": now.headline_ar,
        "summary_ar": now.summary_ar,
        "sentences": [s.text for s in now.sentences.all()],
    }
    text |= changes
    text["sentences"] = [
        s if isinstance(s, SentenceText) else SentenceText(s) for s in text["sentences"]
    ]
    return editorial.save_text(actor, brief, **text)


def test_saving_makes_a_new_version_and_keeps_the_old(draft, reporter):
    machine = draft.current
    revision = save(reporter, draft, headline_en="New port opens")
    machine.refresh_from_db()
    assert (revision.number, revision.author, revision.headline_en) == (
        2,
        reporter,
        "New port opens",
    )
    assert machine.headline_en != "New port opens"
    assert draft.events.filter(verb="edit", actor=reporter).count() == 1


def test_an_unchanged_sentence_keeps_its_evidence_and_its_author(draft, reporter):
    _, *rest = draft.current.sentences.all()
    texts = ["Boats sail again.", *[s.text for s in rest]]
    edited, *others = save(reporter, draft, sentences=texts).sentences.all()
    assert edited.edited
    for before, after in zip(rest, others, strict=True):
        assert not after.edited
        assert evidence_of(after) == evidence_of(before)


def test_nothing_vouches_for_rewritten_text(draft, reporter):
    first, *rest = draft.current.sentences.all()
    assert first.supported
    revision = save(reporter, draft, sentences=["Whales fly over mountains.", rest[0].text])
    sentence = revision.sentences.first()
    assert not sentence.supported
    assert sentence.score < first.score


def test_evidence_is_looked_for_under_a_rewritten_sentence(draft, reporter):
    segment = draft.article.segments.all()[2]
    revision = save(reporter, draft, sentences=[f"Indeed, {segment.english}"])
    assert evidence_of(revision.sentences.get()) == {segment.pk}


def test_evidence_survives_a_conflict(draft, reporter, editor):
    texts = [s.text for s in draft.current.sentences.all()]
    before = [evidence_of(s) for s in draft.current.sentences.all()]
    save(reporter, draft, sentences=["Boats sail again.", *texts[1:]])
    resolved = save(editor, draft, based_on=2, sentences=texts)
    assert [evidence_of(s) for s in resolved.sentences.all()] == before
    assert not any(s.edited for s in resolved.sentences.all())


def test_a_save_over_somebody_else_s_is_refused(draft, reporter, editor):
    save(editor, draft, headline_en="Editor's")
    with pytest.raises(Stale):
        save(reporter, draft, headline_en="Reporter's")
    draft.refresh_from_db()
    assert draft.current.headline_en == "Editor's"


def test_saving_nothing_new_makes_no_version(draft, reporter):
    assert save(reporter, draft).number == 1
    assert not draft.events.filter(verb="edit").exists()


@pytest.mark.parametrize(
    "missing",
    [{"headline_en": " "}, {"headline_ar": ""}, {"sentences": []}, {"summary_ar": "\n"}],
)
def test_a_brief_needs_every_part(draft, reporter, missing):
    with pytest.raises(Invalid):
        save(reporter, draft, **missing)


def test_a_reporter_cannot_edit_in_review(draft, reporter, editor):
    editorial.submit(reporter, draft)
    with pytest.raises(NotAllowed):
        save(reporter, draft, headline_en="Too late")
    assert save(editor, draft, headline_en="By the editor").number == 2


def test_submit_and_return(draft, reporter, editor):
    assert editorial.submit(reporter, draft).status == Status.IN_REVIEW
    with pytest.raises(WrongState):
        editorial.submit(reporter, draft)
    with pytest.raises(Invalid):
        editorial.return_to_draft(editor, draft, "  ")
    with pytest.raises(NotAllowed):
        editorial.return_to_draft(reporter, draft, "Mine.")
    assert editorial.return_to_draft(editor, draft, "Check the sum.").status == Status.DRAFT
    assert draft.events.first().reason == "Check the sum."


def test_an_unfinished_draft_cannot_be_submitted(brief, reporter):
    with pytest.raises(WrongState):
        editorial.submit(reporter, brief)


def test_a_restored_line_finds_its_place_and_is_translated(draft, reporter, bell):
    removed = draft.article.removed_lines.create(line=1, text="سطر وضع جانبا.", role="teaser")
    editorial.restore_line(reporter, removed)
    assert draft.article.segments.all()[1].arabic == "سطر وضع جانبا."
    removed.refresh_from_db()
    assert removed.restored_at
    assert jobs.latest(draft).state == Job.State.QUEUED


def test_a_line_is_restored_once(draft, reporter):
    removed = draft.article.removed_lines.create(line=90, text="سطر وضع جانبا.", role="teaser")
    editorial.restore_line(reporter, removed)
    Job.objects.update(state=Job.State.DONE)
    with pytest.raises(WrongState):
        editorial.restore_line(reporter, removed)


def test_nobody_without_a_role_changes_anything(draft, person):
    nobody = person()
    removed = draft.article.removed_lines.create(line=90, text="سطر.", role="teaser")
    for attempt in (
        lambda: save(nobody, draft, headline_en="Hacked"),
        lambda: editorial.submit(nobody, draft),
        lambda: editorial.restore_line(nobody, removed),
    ):
        with pytest.raises(NotAllowed):
            attempt()


@pytest.mark.parametrize(
    "changes",
    [
        {"sentences": ["One."] * 13},
        {"sentences": ["x" * 2001]},
        {"summary_ar": "س" * 20_001},
        {"summary_ar": "س\n" * 61},
        {"headline_en": "x" * 301},
        {"headline_ar": "س" * 501},
    ],
    ids=["sentences", "sentence", "summary", "paragraphs", "headline", "Arabic headline"],
)
def test_every_text_has_its_longest_length(draft, reporter, changes):
    with pytest.raises(Invalid, match="at most"):
        save(reporter, draft, **changes)
    assert draft.revisions.count() == 1


def test_the_longest_texts_are_saved(draft, reporter):
    revision = save(
        reporter,
        draft,
        sentences=["x" * 2000] * 12,
        summary_ar="س" * 20_000,
        headline_en="x" * 300,
        headline_ar="س" * 500,
    )
    assert revision.sentences.count() == 12


def test_characters_that_hide_or_reverse_text_are_not_stored(draft, reporter):
    revision = save(
        reporter,
        draft,
        headline_en="Port \u202eopens\x00",
        headline_ar="الميناء \u2067يفتح\x1f",
        sentences=["Ships\x07 \u202asail\u202c\nnow."],
        summary_ar="سطر\x00 أول\n\n\u2066سطر ثان\u2069",
    )
    assert (revision.headline_en, revision.headline_ar) == ("Port opens", "الميناء يفتح")
    assert revision.sentences.get().text == "Ships sail now."
    assert revision.summary_ar == "سطر أول\nسطر ثان"


def test_a_text_of_nothing_visible_is_missing(draft, reporter):
    with pytest.raises(Invalid, match="headline in both"):
        save(reporter, draft, headline_en="\u202e\x00")


def test_a_reason_is_cleaned_and_not_endless(draft, reporter, editor):
    editorial.submit(reporter, draft)
    with pytest.raises(Invalid, match="at most 2000"):
        editorial.return_to_draft(editor, draft, "x" * 2001)
    editorial.return_to_draft(editor, draft, "Check\x00 \u202ethe sum.\nAnd the name.")
    assert draft.events.first().reason == "Check the sum.\nAnd the name."


def test_evidence_chosen_by_hand_is_stored_and_vouched_for(draft, reporter):
    segment = draft.article.segments.last()
    text = draft.current.sentences.first().text
    revision = save(reporter, draft, sentences=[SentenceText(text, (segment.pk,))])
    link = revision.sentences.get().evidence.get()
    assert (link.segment, link.chosen) == (segment, True)
    assert revision.sentences.get().supported


def test_chosen_evidence_stays_under_the_rewritten_sentence_unvouched(draft, reporter):
    segment = draft.article.segments.last()
    first, *rest = [s.text for s in draft.current.sentences.all()]
    save(reporter, draft, sentences=[SentenceText(first, (segment.pk,)), *rest])
    rewritten = save(reporter, draft, based_on=2, sentences=["Whales fly over hills.", *rest])
    sentence = rewritten.sentences.first()
    assert evidence_of(sentence) == {segment.pk}
    assert not sentence.supported


def test_all_evidence_can_be_taken_away_and_is_missed(real_checks, draft, reporter):
    text = draft.current.sentences.first().text
    revision = save(reporter, draft, sentences=[SentenceText(text, ())])
    assert evidence_of(revision.sentences.get()) == set()
    assert draft.findings.filter(check_name="evidence").exists()


def test_choosing_what_stands_already_makes_no_version(draft, reporter):
    same = [SentenceText(s.text, tuple(evidence_of(s))) for s in draft.current.sentences.all()]
    assert save(reporter, draft, sentences=same).number == 1


@pytest.mark.parametrize("count", [0, 11], ids=["of another article", "too many"])
def test_evidence_is_of_this_article_and_not_endless(draft, reporter, count):
    own = draft.article.segments
    made = [own.create(line=80 + n, sentence=0, arabic="جملة.") for n in range(count)]
    pks = tuple(segment.pk for segment in made) or (999_999,)
    with pytest.raises(Invalid):
        save(reporter, draft, sentences=[SentenceText("Ships sail.", pks)])


def test_a_version_is_restored_with_its_evidence(draft, reporter):
    machine = draft.current
    before = [evidence_of(s) for s in machine.sentences.all()]
    save(reporter, draft, sentences=["Whales fly over hills."])
    back = editorial.restore_version(reporter, draft, machine)
    assert (back.number, back.restored_from, back.author) == (3, machine, reporter)
    assert [evidence_of(s) for s in back.sentences.all()] == before
    assert draft.events.filter(verb="edit").first().data == {"revision": 3, "restored_from": 1}


def test_only_an_older_version_of_the_same_brief_is_restored(draft, reporter):
    with pytest.raises(WrongState):
        editorial.restore_version(reporter, draft, draft.current)
    stranger = draft.current
    stranger.brief_id = draft.pk + 1
    with pytest.raises(Invalid):
        editorial.restore_version(reporter, draft, stranger)


def test_the_topic_is_set_once_and_recorded(draft, reporter):
    topic = Topic.objects.create(slug="sea", name_en="Sea", name_ar="البحر")
    for _again in range(2):
        editorial.set_topic(reporter, draft, topic)
    assert draft.events.filter(verb="topic").get().data == {"topic": "Sea"}
    before = site.version()
    assert editorial.set_topic(reporter, draft, None).topic is None
    assert site.version() == before, "readers see no draft"


def test_the_topic_of_a_live_brief_is_new_to_readers_at_once(publisher):
    brief, before = make_brief(Status.PUBLISHED), site.version()
    editorial.set_topic(publisher, brief, Topic.objects.create(slug="sea", name_en="Sea"))
    assert site.version() != before
