"""What becomes of findings, and whose text it was, is kept when a text is published."""

import pytest

from summaries.models import Dismissal, Event
from summaries.services import figures, outcomes, publishing
from summaries.workflow import Status
from tests.factories import make_brief, make_finding
from tests.texts import MARIAN, SUMMARY

pytestmark = pytest.mark.django_db


@pytest.fixture
def brief():
    return make_brief(Status.IN_REVIEW)


def drafted(brief, **found: int) -> None:
    event = brief.events.get(verb="drafted")
    event.data = {"found": found}
    event.save()


def dismiss(finding) -> None:
    facts = {"place": finding.place, "check_name": finding.check_name, "reason": "It is right."}
    finding.dismissal = Dismissal.objects.create(
        brief=finding.brief, severity="warning", message="", **facts
    )
    finding.save()


def test_findings_are_counted_by_check(brief):
    make_finding(brief)
    make_finding(brief, brief.article.segments.first())
    make_finding(brief, check_name="date")
    assert outcomes.found(brief) == {"number": 2, "date": 1}


def test_each_finding_has_one_outcome(brief):
    drafted(brief, number=4, date=1, name=1)
    make_finding(brief)
    make_finding(brief, severity="warning")
    dismiss(make_finding(brief, severity="warning"))
    dismiss(make_finding(brief, check_name="name"))
    assert outcomes.at_publication(brief) == {
        "number": {"overridden": 1, "left": 1, "dismissed": 1, "fixed": 1},
        "date": {"fixed": 1},
        "name": {"dismissed": 1},
    }


def test_what_people_wrote_wrong_themselves_is_no_fix(brief):
    drafted(brief, number=1)
    for _n in range(3):
        make_finding(brief, severity="warning")
    assert outcomes.at_publication(brief) == {"number": {"left": 3}}


def test_of_drafts_from_before_nothing_is_known_to_be_fixed(brief):
    assert outcomes.at_publication(brief) == {}


def test_sentences_belong_to_the_model_that_translated_them(brief):
    first, second, *_rest = brief.article.segments.all()
    first.provenance = MARIAN | {"model": "another"}
    first.english = "Something else altogether."
    first.save()
    second.machine_english, second.provenance = "", {}
    second.save()
    found = figures.by_model(brief)
    assert found["translation"]["another"] == {
        "kept": 0, "words": 3, "unchanged": 0, "sentences": 1,
    }  # fmt: skip
    assert found["translation"][MARIAN["model"]]["sentences"] == 3
    assert list(found["summary"]) == [SUMMARY["model"]]


def test_a_summary_that_no_model_wrote_is_of_none(brief):
    brief.current.provenance = {}
    brief.current.save()
    assert figures.by_model(brief)["summary"] == {}


def test_the_event_of_publication_keeps_both(brief, publisher, checks):
    checks()
    drafted(brief, number=2)
    publishing.publish(publisher, brief)
    kept = Event.objects.get(verb="publish").data
    assert kept["checks"] == {"number": {"fixed": 2}}
    assert kept["models"]["translation"] == {MARIAN["model"]: kept["figures"]["translation"]}
