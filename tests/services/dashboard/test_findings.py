"""Findings by check, and how they were decided."""

from datetime import timedelta

import pytest

from summaries.models import Dismissal
from summaries.services.dashboard import (
    findings,
)
from summaries.workflow import Status
from tests.factories import make_brief, make_finding
from tests.services.dashboard.records import happened

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_each_check_and_how_its_findings_were_decided(period, now):
    brief = make_brief()
    make_finding(brief)
    make_finding(make_brief(Status.PUBLISHED))
    for reason in ("Right so.", "Right so.", "By telephone."):
        dismissal = Dismissal.objects.create(
            brief=brief, place="headline", check_name="date", severity="warning",
            message="", reason=reason,
        )  # fmt: skip
        Dismissal.objects.filter(pk=dismissal.pk).update(created_at=now)
    happened(brief, "override", now, findings=[{"check": "name"}, {"check": "number"}])
    happened(brief, "override", now - 9 * DAY, findings=[{"check": "unit"}])
    found = findings.of(period, {("number", "fixed"): 5, ("date", "left"): 1})
    assert [
        (one.check, one.fixed, one.dismissed, one.overridden, one.left, one.open) for one in found
    ] == [("number", 5, 0, 1, 0, 1), ("date", 0, 3, 0, 1, 0), ("name", 0, 0, 1, 0, 0)]
    reasons = [(one.check, one.words, one.count) for one in findings.reasons(period)]
    assert reasons == [("date", "Right so.", 2), ("date", "By telephone.", 1)]


def test_what_is_overridden_again_at_a_correction_counts_once(period, now):
    brief, name = make_brief(Status.PUBLISHED), {"check": "name", "english": "Ann"}
    happened(brief, "override", now, findings=[name, name | {"english": "Bo"}])
    happened(brief, "override", now, findings=[name, {"check": "unit", "english": "km"}])
    happened(make_brief(Status.PUBLISHED), "override", now, findings=[name])
    found = {one.check: one.overridden for one in findings.of(period, {})}
    assert found == {"name": 3, "unit": 1}


def test_nothing_found(period):
    assert findings.of(period, {}) == []
