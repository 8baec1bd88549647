"""Where a text comes from, as the desk and as readers are told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from summaries.models import Event, Segment
from summaries.services import (
    events,
    figures,
    findings,
    memory,
    provenance,
    publishing,
    rechecking,
    segments,
)
from summaries.services.figures import Share
from summaries.workflow import Status
from tests.factories import approve, make_brief, make_finding, make_revision
from tests.planted import Planted
from tests.texts import MARIAN, SUMMARY

from .test_editorial import save as save_text

pytestmark = pytest.mark.django_db
REASON = "The ministry confirmed it."


@pytest.fixture
def brief():
    return make_brief(Status.IN_REVIEW)


def sentence(brief, start: str) -> Segment:
    return brief.article.segments.get(english__startswith=start)


def write(actor, segment, english: str) -> None:
    segments.save(actor, segment, version=segment.version, english=english)


class TestFigures:
    def test_of_the_machine_s_text_all_is_kept(self, brief):
        found = figures.of_desk(brief)
        assert (found.translation.percent, found.summary.percent) == (100, 100)
        assert (found.translation.unchanged, found.translation.sentences) == (5, 5)
        assert (found.summary.unchanged, found.summary.sentences) == (3, 3)
        assert (found.approved, found.sentences, found.dismissed) == (0, 5, 0)

    @pytest.mark.parametrize(
        ("machine", "now", "share"),
        [
            ("Two piers of five.", "Two piers of five.", Share(4, 4, 1, 1)),
            ("Two piers of five.", "Two piers of six.", Share(3, 4, 0, 1)),
            ("Two piers.", "Two piers were damaged.", Share(2, 4, 0, 1)),
            ("Two piers were damaged.", "Two piers.", Share(2, 2, 0, 1)),
            ("", "Typed by hand.", Share(0, 3, 0, 1)),
            ("It cost 1,200.50.", "It cost 1,200.50!", Share(3, 3, 0, 1)),
            ("Gone.", "", Share(0, 0, 0, 1)),
        ],
    )
    def test_words_and_sentences_are_counted(self, brief, machine, now, share):
        third = sentence(brief, "Two of five")
        brief.article.segments.exclude(pk=third.pk).delete()
        Segment.objects.filter(pk=third.pk).update(machine_english=machine, english=now)
        assert figures.of_desk(brief).translation == share

    def test_percent_is_all_only_where_it_is_all(self):
        assert Share(kept=999, words=1000).percent == 99
        assert Share().percent == 0

    def test_a_summary_is_compared_with_the_machine_s_it_came_from(self, brief, editor):
        texts = [s.text for s in brief.current.sentences.all()]
        save_text(editor, brief, sentences=[texts[0], "Builders mend two piers.", texts[2]])
        brief.refresh_from_db()
        share = figures.of_desk(brief).summary
        assert (share.unchanged, share.sentences) == (2, 3)
        assert 50 < share.percent < 100
        proposed = make_revision(brief)
        proposed.sentences.update(text="Other words.")
        brief.current = brief.revisions.get(number=2)
        assert figures.of_desk(brief).summary == share, "a proposal nobody took is no source"

    def test_waiting_sentences_do_not_count_and_approvals_do(self, brief, editor):
        approve(sentence(brief, "Two of five"), editor)
        Segment.objects.filter(pk=sentence(brief, "The municipality").pk).update(translated_at=None)
        found = figures.of_desk(brief)
        assert (found.approved, found.sentences, found.translation.sentences) == (1, 4, 4)

    def test_they_survive_an_event(self, brief, editor):
        found = figures.of_desk(brief)
        event = Event.objects.create(brief=brief, verb="publish", data=found.as_dict())
        event.refresh_from_db()
        assert figures.Figures.read(event.data) == found


class TestOfTheDesk:
    def test_models_by_what_they_wrote(self, brief):
        first, second, *_rest = brief.article.segments.all()
        Segment.objects.filter(pk=first.pk).update(provenance=MARIAN | {"decoding": "beam 8"})
        known = {"engine": memory.ENGINE, "model": memory.MODEL, "revision": "3"}
        Segment.objects.filter(pk=second.pk).update(provenance=MARIAN | known)
        record = provenance.of_desk(brief)
        models = [(one.provenance["decoding"], one.count) for one in record.models]
        assert models == [("beam 4", 3), ("beam 8", 1)]
        assert record.from_memory == 1
        assert record.summary_model["model"] == SUMMARY["model"]
        assert not record.trials

    def test_who_did_what_how_often(self, brief, editor, reporter, publisher):
        third = sentence(brief, "Two of five")
        write(editor, third, "Two of the five piers.")
        segments.approve(editor, third, version=1)
        segments.approve_remaining(publisher, brief)
        steps = {str(s.title): s.doers for s in provenance.of_desk(brief).steps}
        assert [doer.name for doer in steps["Drafted"]] == [""]
        (edited,) = steps["Edited"]
        assert (edited.name, edited.times) == (editor.username, 1)
        approved = [doer.name for doer in steps["Sentences approved"]]
        assert approved == [editor.username, publisher.username]
        assert "Published" not in steps

    def test_dismissals_that_hold_with_their_reasons(self, brief, editor, checks):
        checks(Planted({"five": None, "Saturday": None}))
        rechecking.recheck(events.locked(brief))
        for found in findings.open_findings(brief):
            findings.dismiss(editor, found, REASON)
        record = provenance.of_desk(brief)
        assert [(one.english, one.reason) for one in record.dismissed] == [
            ("Saturday", REASON),
            ("five", REASON),
        ]
        write(editor, sentence(brief, "Two of five"), "Two piers.")
        assert [one.english for one in provenance.of_desk(brief).dismissed] == ["Saturday"]

    def test_a_brief_without_any_text(self):
        record = provenance.of_desk(make_brief(Status.DRAFTING, translated=0))
        assert (record.models, record.summary_model, record.figures.sentences) == ((), {}, 0)
        assert record.figures.summary == Share()


class TestOfReaders:
    @pytest.fixture
    def published(self, brief, editor, publisher, checks):
        checks(Planted({"Saturday": None}), Planted({"five": None}, name="date"))
        rechecking.recheck(events.locked(brief))
        five = brief.findings.get(english="five")
        findings.dismiss(editor, five, "The second source has it.")
        write(editor, sentence(brief, "The authority"), "Some 1,200 passengers are carried.")
        return publishing.publish(publisher, brief, override=REASON)

    def test_roles_for_names_and_no_reasons_of_the_desk(self, published):
        record = provenance.of_readers(published)
        steps = {str(s.title): [str(doer.name) for doer in s.doers] for s in record.steps}
        assert steps == {"Drafted": [""], "Edited": ["Editor"], "Published": ["Publisher"]}
        assert record.dismissed == ()
        assert record.figures.dismissed == 1

    def test_overrides_with_reason_and_what_was_overridden(self, published):
        (override,) = provenance.of_readers(published).overrides
        assert (str(override.who), override.reason) == ("Publisher", REASON)
        assert override.messages == [("Sentence 4", "“\u2068Saturday\u2069” is planted.")]

    def test_each_overridden_finding_has_its_place(self, brief, publisher, checks):
        checks(Planted({"storm": None, "small": None, "piers": None}))
        publishing.publish(publisher, brief, override=REASON)
        brief.refresh_from_db()
        record = provenance.of_readers(brief)
        (on_the_desk,) = provenance.of_desk(brief).overrides
        places = [place for place, _message in on_the_desk.messages]
        assert places == [
            "Headline of the brief", "Summary sentence 2", "Summary sentence 3",
            "Headline", "Sentence 3", "Sentence 4",
        ]  # fmt: skip
        assert record.overridden == len(places)

    def test_only_overrides_of_the_last_publication_are_counted(self, published, publisher, checks):
        assert provenance.of_readers(published).overridden == 1
        checks()
        save_text(publisher, published, headline_en="Ramla port is open")
        published.refresh_from_db()
        publishing.correct(publisher, published, "Wrong.", "خطأ.")
        published.refresh_from_db()
        record = provenance.of_readers(published)
        assert (record.overridden, len(record.overrides)) == (0, 1)

    def test_sentences_that_readers_do_not_see_are_not_quoted(
        self, brief, editor, publisher, checks
    ):
        checks(Planted({"77": None, "secret": None, "88": None}))
        cited = brief.article.segments.filter(evidence__sentence__revision=brief.current)
        hidden = brief.article.segments.exclude(pk__in=cited.values("pk")).first()
        write(editor, hidden, "A secret of 77 words.")
        write(editor, cited.first(), "What is seen has 88.")
        publishing.publish(publisher, brief, override=REASON)
        brief.refresh_from_db()
        (told,) = provenance.of_readers(brief).overrides
        said = " ".join(f"{place}: {message}" for place, message in told.messages)
        assert "88" in said
        assert "77" not in said
        assert "secret" not in said
        assert "2 findings in the translation of sentences that are not shown here." in said
        (known,) = provenance.of_desk(brief).overrides
        assert "77" in str(known.messages)

    def test_work_since_then_is_not_told(self, published, publisher, person):
        told = provenance.of_readers(published)
        write(publisher, sentence(published, "Ramla"), "Nobody may know this yet.")
        save_text(publisher, published, headline_en="Nor this")
        findings.reopen(publisher, published.dismissals.get())
        published.refresh_from_db()
        assert provenance.of_readers(published) == told
        assert provenance.of_desk(published).figures != told.figures
        publishing.correct(publisher, published, "Wrong.", "خطأ.", override=REASON)
        published.refresh_from_db()
        now = provenance.of_readers(published)
        assert now.figures.translation.unchanged == told.figures.translation.unchanged - 1
        assert [str(step.title) for step in now.steps][-1] == "Corrected"
        assert len(now.overrides) == 2
        assert [one.note_en for one in now.corrections] == ["Wrong."]

    def test_published_before_figures_were_kept(self, publisher):
        brief = make_brief(Status.PUBLISHED)
        happened = {"brief": brief, "actor": publisher}
        Event.objects.create(**happened, verb="publish", data={"revision": 1})
        third = sentence(brief, "Two of five")
        Segment.objects.filter(pk=third.pk).update(english="Nobody may know this yet.")
        found = provenance.of_readers(brief).figures
        assert (found.translation.unchanged, found.translation.sentences) == (4, 4)
        assert found.approved is None

    def test_somebody_without_a_role_by_now(self, published, editor, publisher):
        editor.groups.clear()
        steps = {str(s.title): s.doers for s in provenance.of_readers(published).steps}
        assert str(steps["Edited"][0].name) == "A former colleague"

    def test_in_few_queries(self, published, django_assert_max_num_queries):
        with django_assert_max_num_queries(9):
            provenance.of_readers(type(published).objects.get(pk=published.pk))


def test_a_finding_s_age_says_nothing(brief, editor):
    """The record of the desk counts what is dismissed, whenever it was found."""
    found = make_finding(brief, sentence(brief, "Two of five"))
    type(found).objects.update(created_at=timezone.now() - timedelta(days=400))
    findings.dismiss(editor, found, REASON)
    assert provenance.of_desk(brief).figures.dismissed == 1
