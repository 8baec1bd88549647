"""Words for what happened to editions."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User

from summaries.models import EditionEvent
from summaries.templatetags import editions


@pytest.mark.parametrize(
    ("verb", "actor", "words"),
    [
        ("saved", True, "saved it"),
        ("published", True, "sent it"),
        ("published", False, "It went out at its time"),
        ("held", False, "Held back when its time came"),
        ("something_new", True, "something new"),
    ],
)
def test_events_in_words(verb, actor, words):
    event = EditionEvent(verb=verb, actor=User(username="salma") if actor else None)
    assert editions.edition_event_words(event) == words


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, ""),
        ({"added": [], "removed": [], "intro": False}, ""),
        ({"added": [1, 2], "removed": [3], "order": True, "intro": True},
         "2 put in, 1 taken out, order changed, introduction changed"),
    ],
)  # fmt: skip
def test_how_much_a_save_changed(data, words):
    assert editions.edition_event_changes(EditionEvent(verb="saved", data=data)) == words


def test_moments_are_the_newsrooms_and_name_its_zone(settings):
    settings.TIME_ZONE = "UTC"
    moment = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
    assert editions.in_newsroom(moment) == "2 Mar 2026, 06:30 (UTC)"
    data = {"send_at": moment.isoformat()}
    event = EditionEvent(verb="scheduled", data=data)
    assert editions.edition_event_moment(event) == "2 Mar 2026, 06:30 (UTC)"
    assert editions.edition_event_moment(EditionEvent(verb="held", data=data)) == ""


def test_what_was_accepted_or_held_it_back():
    held = EditionEvent(verb="held", data={"codes": ["intro_ar"]})
    assert editions.edition_event_codes(held) == ["The introduction has no Arabic."]
    sent = EditionEvent(verb="published", data={"accepted": ["intro_en"]})
    assert editions.edition_event_codes(sent) == ["The introduction has no English."]
    assert editions.edition_event_codes(EditionEvent(verb="saved")) == []
