"""The form of an edition."""

from datetime import UTC, datetime

import pytest
from django.http import QueryDict

from summaries.forms.edition import EditionForm


def form(query: str) -> EditionForm:
    return EditionForm(QueryDict(query))


@pytest.mark.parametrize(
    ("query", "briefs"),
    [
        ("", ()),
        ("briefs=3&briefs=1&briefs=3", (3, 1, 3)),
        ("briefs=x&briefs=-1&briefs=1.5&briefs=&briefs=٣&briefs=7", (7,)),
        (f"briefs={'9' * 19}&briefs=4", (4,)),
        ("&".join(f"briefs={n}" for n in range(1, 300)), tuple(range(1, 201))),
    ],
)
def test_keys_of_briefs(query, briefs):
    assert form(query).contents.briefs == briefs


def test_introductions_are_cleaned_line_by_line():
    contents = form("intro_en=+One.+%0A%0A%E2%80%AETwo.&intro_ar=%D9%88").contents
    assert (contents.intro_en, contents.intro_ar) == ("One.\nTwo.", "و")


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("", None),
        ("2026-03-12T06:00", datetime(2026, 3, 12, 4, 0, tzinfo=UTC)),
        ("2026-03-12T06:00:30", datetime(2026, 3, 12, 4, 0, tzinfo=UTC)),
    ],
)
def test_a_time_of_the_newsrooms_clock(settings, typed, moment):
    settings.TIME_ZONE = "Africa/Cairo"
    found = form(f"version=0&send_at={typed}")
    assert found.is_valid()
    assert found.cleaned_data["send_at"] == moment
    assert EditionForm.as_typed(moment) == typed[:16]


@pytest.mark.parametrize("typed", ["soon", "2026-02-30T06:00", "2026-03-12", "0000-00-00T00:00"])
def test_what_is_no_time_is_refused_beside_its_field(typed):
    assert "send_at" in form(f"version=0&send_at={typed}").errors


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999"])
def test_a_damaged_version_is_said_where_people_see_it(version):
    assert "damaged" in str(form(f"version={version}").non_field_errors())
