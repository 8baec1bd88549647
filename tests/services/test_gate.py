"""Nothing reaches readers with blocking findings unless somebody who may says why."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from summaries.checks.base import Severity
from summaries.models import Brief
from summaries.services import (
    editorial,
    events,
    findings,
    gate,
    jobs,
    publishing,
    rechecking,
    segments,
)
from summaries.services.errors import Blocked, Invalid, NotAllowed, Stale
from summaries.services.seen import Seen
from summaries.workflow import LIVE, Status
from tests.factories import make_brief
from tests.planted import Planted

from .test_editorial import save as save_text

pytestmark = pytest.mark.django_db
REASON = "The ministry confirmed it by telephone."


@pytest.fixture
def brief(checks):
    """A brief in review with “five” in one sentence, which blocks, and a warning."""
    checks(
        Planted({"five": None}, arabic="خمسة"),
        Planted({"Saturday": None}, name="date", severity=Severity.WARNING),
    )
    return make_brief(Status.IN_REVIEW)


@pytest.fixture
def live(checks, publisher):
    """A published brief whose summary now says “five”, which blocks."""
    brief = make_brief(Status.PUBLISHED)
    checks(Planted({"five boats": None}))
    save_text(publisher, brief, headline_en="Ramla has five boats")
    brief.refresh_from_db()
    return brief


def overrides(brief) -> list:
    return list(brief.events.filter(verb="override"))


class TestPublishing:
    def test_what_blocks_is_refused_and_shown(self, brief, publisher):
        assert brief.findings.count() == 0, "nobody looked yet"
        with pytest.raises(Blocked, match=r"1 finding blocks publication: .* say why"):
            publishing.publish(publisher, brief)
        brief.refresh_from_db()
        assert (brief.status, brief.live) == (Status.IN_REVIEW, None)
        assert [one.english for one in gate.blocking(brief)] == ["five"]
        assert (brief.warnings, brief.blocking) == (2, 1)

    def test_a_warning_does_not_block(self, checks, publisher):
        checks(Planted({"five": None}, severity=Severity.WARNING))
        brief = publishing.publish(publisher, make_brief(Status.IN_REVIEW))
        assert (brief.status, brief.warnings) == (Status.PUBLISHED, 1)
        assert overrides(brief) == []

    def test_a_reason_lets_it_pass_and_is_kept(self, brief, publisher):
        published = publishing.publish(publisher, brief, override=f" {REASON}\n")
        assert published.status == Status.PUBLISHED
        (event,) = overrides(brief)
        assert (event.actor, event.reason) == (publisher, REASON)
        (said,) = event.data["findings"]
        assert said["check"] == "number"
        assert said["message"] % said["values"] == "“five” is planted."
        assert (said["english"], said["arabic"], said["place"]) == ("five", "خمسة", "segment")
        assert said["label"] == "3"
        assert published.blocking == 1, "an override decides nothing about the finding"

    @pytest.mark.parametrize("reason", ["!!", "ok", "123", "x" * 501, "\u202e"])
    def test_a_reason_is_words(self, brief, publisher, reason):
        with pytest.raises(Invalid) as refused:
            publishing.publish(publisher, brief, override=reason)
        assert not isinstance(refused.value, Blocked)
        brief.refresh_from_db()
        assert brief.status == Status.IN_REVIEW
        assert overrides(brief) == []

    def test_a_reason_where_nothing_blocks_is_of_no_account(self, brief, publisher, editor):
        rechecking.recheck(events.locked(brief))
        blocking = brief.findings.get(severity="blocking")
        findings.dismiss(editor, blocking, "It is five in the second edition.")
        brief = publishing.publish(publisher, brief, override=REASON)
        assert brief.status == Status.PUBLISHED
        assert overrides(brief) == []

    def test_who_may_not_publish_may_not_override(self, brief, editor, reporter):
        for actor in (editor, reporter):
            with pytest.raises(NotAllowed):
                publishing.publish(actor, brief, override=REASON)
        assert overrides(brief) == []

    def test_whoever_may_publish_and_not_override_is_refused(self, brief, publisher, monkeypatch):
        row = gate.events.transition(gate.Action.PUBLISH, Status.IN_REVIEW)

        def refuse(asked, action, actor):
            if action == gate.Action.OVERRIDE:
                raise NotAllowed("not you")
            return row

        monkeypatch.setattr(events, "require", refuse)
        with pytest.raises(NotAllowed, match="not you"):
            publishing.publish(publisher, brief, override=REASON)
        assert overrides(brief) == []

    def test_the_text_of_this_moment_is_judged(self, brief, publisher, editor):
        rechecking.recheck(events.locked(brief))
        third = brief.article.segments.get(english__contains="five")
        segments.save(editor, third, version=0, english="Two piers were damaged.")
        assert publishing.publish(publisher, brief).status == Status.PUBLISHED

    def test_what_was_typed_and_never_settled_is_judged(self, checks, publisher, editor):
        checks(Planted({"seven": None}))
        brief = make_brief(Status.IN_REVIEW)
        rechecking.recheck(events.locked(brief))
        third = brief.article.segments.get(english__contains="five")
        type(third).objects.filter(pk=third.pk).update(english="Two of seven piers.")
        with pytest.raises(Blocked):
            publishing.publish(publisher, brief)

    def test_other_refusals_come_first(self, checks, publisher):
        checks(Planted({"five": None}))
        brief = make_brief(Status.IN_REVIEW, stand_in=True)
        with pytest.raises(Invalid) as refused:
            publishing.publish(publisher, brief, override=REASON)
        assert not isinstance(refused.value, Blocked)
        assert overrides(brief) == [], "what is refused leaves no override behind"

    def test_a_severity_set_to_a_warning_lets_it_pass(self, brief, publisher, settings):
        settings.CHECK_SEVERITY = ["number=warning"]
        assert publishing.publish(publisher, brief).status == Status.PUBLISHED


class TestCorrecting:
    def test_what_blocks_is_refused(self, live, publisher):
        before = live.live
        with pytest.raises(Blocked):
            publishing.correct(publisher, live, "It has five.", "لديها خمسة.")
        live.refresh_from_db()
        assert (live.status, live.live) == (Status.PUBLISHED, before)
        assert not live.corrections.exists()
        assert live.blocking == 1

    def test_a_reason_lets_it_pass(self, live, publisher):
        publishing.correct(publisher, live, "It has five.", "لديها خمسة.", override=REASON)
        live.refresh_from_db()
        assert (live.status, live.live) == (Status.CORRECTED, live.current)
        (event,) = overrides(live)
        assert event.data["findings"][0]["place"] == "headline"
        assert "label" not in event.data["findings"][0]


def test_retracting_asks_nothing(live, publisher):
    publishing.retract(publisher, live, "Wrong.")
    assert not Brief.objects.filter(status__in=LIVE).exists()


def test_several_are_counted_in_the_refusal(checks, publisher):
    checks(Planted({"five": None, "Two": None}))
    with pytest.raises(Blocked, match=r"2 findings block publication: .* say why"):
        publishing.publish(publisher, make_brief(Status.IN_REVIEW))


class TestWhatThePageShowed:
    """A reason covers what its author saw."""

    def shown(self, brief) -> Seen:
        brief.refresh_from_db()
        seen = Seen.of(brief.current, brief.article.segments.all())
        return seen.with_blocking(" ".join(map(gate.digest, gate.blocking(brief))))

    def refused(self, publisher, brief, seen) -> None:
        with pytest.raises(Stale, match="this page did not show"):
            publishing.publish(publisher, brief, seen=seen, override=REASON)
        brief.refresh_from_db()
        assert (brief.status, overrides(brief)) == (Status.IN_REVIEW, [])

    @pytest.fixture
    def looked_at(self, brief):
        rechecking.recheck(events.locked(brief))
        return brief

    def test_what_it_showed_is_covered(self, looked_at, publisher):
        publishing.publish(publisher, looked_at, seen=self.shown(looked_at), override=REASON)
        assert len(overrides(looked_at)) == 1

    def test_what_somebody_wrote_elsewhere_is_not(self, looked_at, publisher, editor):
        seen = self.shown(looked_at)
        cited = looked_at.article.segments.filter(evidence__sentence__revision=looked_at.current)
        other = looked_at.article.segments.exclude(pk__in=cited.values("pk")).first()
        segments.save(editor, other, version=other.version, english="All five ministers resign.")
        self.refused(publisher, looked_at, seen)
        publishing.publish(publisher, looked_at, seen=self.shown(looked_at), override=REASON)

    def test_what_was_reopened_is_not(self, looked_at, publisher, editor):
        dismissal = findings.dismiss(editor, gate.blocking(looked_at)[0], REASON)
        seen = self.shown(looked_at)
        findings.reopen(editor, dismissal)
        self.refused(publisher, looked_at, seen)

    def test_what_another_severity_made_of_it_is_not_and_is_shown_then(
        self, looked_at, publisher, settings
    ):
        seen = self.shown(looked_at)
        settings.CHECK_SEVERITY = ["date=blocking"]
        self.refused(publisher, looked_at, seen)
        assert {one.check_name for one in gate.blocking(looked_at)} == {"number", "date"}

    def test_less_than_it_showed_is_covered(self, looked_at, publisher, settings):
        settings.CHECK_SEVERITY = ["date=blocking"]
        rechecking.recheck(events.locked(looked_at))
        seen = self.shown(looked_at)
        settings.CHECK_SEVERITY = []
        publishing.publish(publisher, looked_at, seen=seen, override=REASON)
        assert len(overrides(looked_at)[0].data["findings"]) == 1


def test_many_findings_cost_no_more_queries(checks, publisher):
    spent = []
    for words in ({"five": None}, dict.fromkeys("five Two of piers were by first the".split())):
        checks(Planted(words))
        brief = make_brief(Status.IN_REVIEW)
        rechecking.recheck(events.locked(brief))
        with CaptureQueriesContext(connection) as queries:
            publishing.publish(publisher, brief, override=REASON)
        spent.append(len(queries))
        said = overrides(brief)[0].data["findings"]
        assert {"3"} <= {one.get("label") for one in said}
    assert len(said) > 8
    assert spent[1] - spent[0] <= 2


def test_a_sentence_without_english_blocks_once_no_machine_is_at_it(real_checks, publisher, bell):
    brief = make_brief(Status.IN_REVIEW)
    line = brief.article.removed_lines.get(role="teaser")
    editorial.restore_line(publisher, line)
    rechecking.recheck(events.locked(brief))
    assert not brief.findings.filter(check_name="empty").exists()
    jobs.cancel(jobs.latest(brief), publisher)
    found = brief.findings.get(check_name="empty")
    assert (found.severity, found.segment.arabic) == ("blocking", line.text)
    with pytest.raises(Blocked):
        publishing.publish(publisher, brief)
