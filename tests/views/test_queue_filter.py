"""The queue's address: whatever it says, it is read, and written the same way again."""

from urllib.parse import parse_qsl

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from summaries.forms.queue import AGES, SORTS, TABS, Filter
from summaries.services import queue

VALUES = st.one_of(
    st.text(max_size=30), st.sampled_from(["me", "none", "1", "42", *AGES, *SORTS, *TABS])
)
NAMES = ("show", "q", "source", "topic", "owner", "warnings", "age", "sort")


def _parse(query: str) -> Filter:
    return Filter.parse(QueryDict(query))


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_a_filter_is_written_as_it_is_read(data):
    chosen = Filter.parse(data)
    assert _parse(chosen.query()) == chosen
    assert not {"show", "sort"} & set(chosen.active())


def test_what_is_as_it_would_be_anyway_is_not_written():
    assert _parse("show=open&sort=&q=&owner=").query() == ""
    assert parse_qsl(_parse("sort=oldest&show=mine&owner=x").query(after="7")) == [
        ("show", "mine"),
        ("sort", "oldest"),
        ("after", "7"),
    ]


@pytest.mark.parametrize("value", ["²", "٣", "-1", "1.0", "9" * 19, "None", "x"])
def test_a_key_is_digits(value):
    assert _parse(f"source={value}&topic={value}&owner={value}") == Filter()


def test_every_tab_is_known_to_the_service():
    assert list(TABS) == list(queue.TABS)
