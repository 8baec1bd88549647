"""What is said of trial models: in whose words, how often, and of which text."""

import pytest
from django.utils import translation

from summaries.models import Event, Segment
from summaries.services import publishing, trial_models
from summaries.services.errors import Invalid
from summaries.services.renditions import Rendition, with_text
from summaries.services.trial_models import Trial, Trials
from summaries.workflow import Status
from tests.factories import make_brief, make_live, make_revision
from tests.texts import MARIAN, STAND_IN, SUMMARY

CHAT = Trial("chat", "15.4 BLEU, 41.0 chrF on 100 sentences of FLORES dev")
STUDENT = Trial("student", "21.5 BLEU on FLORES dev")
UNKNOWN = Trial("tiny", "small: invents figures now and then")


class TestWhatIsSaid:
    @pytest.mark.parametrize(
        ("trials", "label"),
        [
            (
                Trials((CHAT,)),
                "Trial translation: measured 15.4 BLEU, 41.0 chrF on 100 sentences of FLORES dev",
            ),
            (
                Trials((STUDENT,), (UNKNOWN,)),
                "Trial translation: measured 21.5 BLEU on FLORES dev; "
                "summary: quality not measured",
            ),
            (
                Trials((STUDENT,), (Trial("student", "summaries not scored"),)),
                "Trial translation: measured 21.5 BLEU on FLORES dev",
            ),
            (Trials((UNKNOWN,)), "Trial translation: quality not measured"),
            (Trials((Trial(""),)), "Trial translation: quality not measured"),
            (Trials(summary=(UNKNOWN,)), "Trial summary: quality not measured"),
            (
                Trials((STUDENT, UNKNOWN)),
                "Trial translation: measured 21.5 BLEU on FLORES dev (student); "
                "quality not measured (tiny)",
            ),
        ],
    )
    def test_the_label(self, trials, label):
        assert trials.label == label

    @pytest.mark.parametrize(
        ("quality", "measured"),
        [
            ("33.9 BLEU on FLORES dev (published evaluation)", True),
            ("42 chrF", True),
            ("21.26 ROUGE-2 on CNN/DailyMail (model card)", True),
            ("not measured: a test double", False),
            ("summaries not scored; what passed 3 checks", False),
            ("", False),
        ],
    )
    def test_only_a_figure_is_a_measure(self, quality, measured):
        assert Trial("any", quality).measured == (quality if measured else "")

    def test_to_whom(self):
        trials = Trials((STUDENT,))
        said = "Trial translation: measured 21.5 BLEU on FLORES dev"
        assert trials.for_readers == f"{said}; checked by an editor"
        assert trials.for_the_desk == f"{said}; install “best” for publication"
        assert trials.to_confirm == f"I checked every sentence against the Arabic. {said}."

    @pytest.mark.parametrize(
        ("trial", "figure"), [(CHAT, "15.4 BLEU, 41.0 chrF"), (STUDENT, "21.5 BLEU")]
    )
    def test_figures_keep_their_order_in_arabic(self, trial, figure):
        with translation.override("ar"):
            label = Trials((trial,)).label
        assert f"\u2068{figure}\u2069" in label
        assert "\u2068FLORES dev\u2069" in label
        assert not {"Trial", "measured", "on", "sentences"} & set(label.replace(":", "").split())


@pytest.mark.parametrize("trials", [Trials(), Trials((CHAT, UNKNOWN)), Trials(summary=(STUDENT,))])
def test_what_an_event_keeps_says_the_same(trials):
    event = Event(data={"trial_models": trials.as_facts()})
    kept = trial_models.as_published(event, None, None)
    assert bool(kept) == bool(trials)
    assert kept.as_facts() == trials.as_facts()
    assert kept.label == trials.label


def test_facts_for_programs():
    assert Trials((CHAT,), (UNKNOWN,)).as_facts() == [
        {"model": "chat", "wrote": "translation", "measured": CHAT.quality},
        {"model": "tiny", "wrote": "summary", "measured": None},
    ]


@pytest.mark.parametrize("confirmed", [True, False])
def test_only_a_trial_needs_a_word(confirmed):
    Trials().require_confirmed(confirmed)
    if confirmed:
        Trials((CHAT,)).require_confirmed(confirmed)
    else:
        with pytest.raises(Invalid, match="checked every sentence"):
            Trials((CHAT,)).require_confirmed(confirmed)


@pytest.mark.django_db
class TestOfABrief:
    def test_each_model_is_named_once(self):
        brief = make_brief(stand_in=True)
        first = brief.article.segments.first()
        Segment.objects.filter(pk=first.pk).update(provenance=STAND_IN | {"model": "student"})
        found = trial_models.of(brief.article, brief.current)
        figure = STAND_IN["quality"]
        assert found.translation == (Trial("student", figure), Trial(STAND_IN["model"], figure))
        assert found.summary == (Trial(STAND_IN["model"]),)

    def test_an_ordinary_model_is_none(self):
        brief = make_brief()
        assert not trial_models.of(brief.article, brief.current)
        assert not trial_models.of(brief.article, None)

    def test_a_marian_of_one_s_own_is_on_trial_by_its_flag(self):
        brief = make_brief()
        brief.article.segments.update(provenance=MARIAN | {"stand_in": True})
        assert trial_models.of(brief.article, None).translation == (
            Trial(MARIAN["model"], MARIAN["quality"]),
        )

    def test_readers_are_told_of_the_text_they_see(self, publisher):
        brief = make_brief(Status.IN_REVIEW, stand_in=True)
        brief = publishing.publish(publisher, brief, confirm_stand_in=True)
        brief.article.segments.update(provenance=MARIAN)
        make_revision(brief, provenance=SUMMARY)
        assert _as_read(brief).label == "Trial translation: measured 13.9 BLEU on FLORES dev"
        assert not Rendition(_with_text(brief), brief.current).trials
        publishing.correct(publisher, brief, "Better now.", "أفضل الآن.")
        assert not _as_read(brief)

    def test_published_before_events_kept_it(self):
        brief = make_brief(stand_in=True)
        make_live(brief)
        Event.objects.create(brief=brief, verb="publish", data={"stand_in": True})
        assert _as_read(brief).translation

    def test_an_old_trial_text_stays_one_when_the_desk_s_is_translated_again(self):
        brief = make_brief(stand_in=True)
        make_live(brief)
        Event.objects.create(brief=brief, verb="publish", data={"stand_in": True})
        brief.article.segments.update(provenance=MARIAN)
        brief.revisions.update(provenance=MARIAN)
        assert _as_read(brief).label == "Trial translation: quality not measured"

    def test_a_published_trial_text_is_checked_the_publisher_vouched_for_it(self, publisher):
        brief = make_brief(Status.IN_REVIEW, stand_in=True)
        assert not Rendition(_with_text(brief), brief.current).is_checked
        brief = publishing.publish(publisher, brief, confirm_stand_in=True)
        read = _with_text(brief)
        assert Rendition(read).is_checked


def _with_text(brief):
    return with_text(type(brief).objects.filter(pk=brief.pk)).get()


def _as_read(brief) -> Trials:
    return Rendition(_with_text(brief)).trials
