"""Which stored articles are compared: the likeliest, and never more than some."""

from datetime import date, timedelta

from benchmarks.memory_index import MemoryIndex
from summaries.likeness import MOST_CANDIDATES, Relation, candidates, fingerprint
from tests.likeness import stories

TODAY = date(2031, 3, 5)


def index_of(*articles, day=TODAY):
    index = MemoryIndex()
    for number, article in enumerate(articles):
        index.add(number, fingerprint(*article), day)
    return index


def test_who_shares_more_and_rarer_keys_comes_first():
    found = {1: [10, 11, 12], 2: [11], 3: [10, 12, *range(100, 130)]}
    assert candidates(found)[:3] == [11, 12, 10]


def test_there_are_never_more_than_asked_for():
    assert len(candidates({1: range(500)})) == MOST_CANDIDATES
    assert candidates({}) == []


def test_the_index_finds_copies_and_reports():
    index = index_of(stories.MUSEUM, stories.PORT, stories.WEATHER_MONDAY)
    copy = fingerprint("عنوان آخر", stories.PORT[1])
    assert [(n, v.relation) for n, v in index.relatives(copy, TODAY)] == [(1, Relation.SAME)]
    report = fingerprint(*stories.PORT_ELSEWHERE)
    assert [(n, v.relation) for n, v in index.relatives(report, TODAY)] == [(1, Relation.RELATED)]


def test_reports_weeks_apart_are_not_of_one_event_but_copies_stay_copies():
    index = index_of(stories.PORT)
    later = TODAY + timedelta(days=20)
    assert index.relatives(fingerprint(*stories.PORT_ELSEWHERE), later) == []
    copies = index.relatives(fingerprint("", stories.PORT[1]), later)
    assert [verdict.relation for _, verdict in copies] == [Relation.SAME]


def test_a_flood_of_one_text_hides_no_other_story():
    flood = [(stories.MUSEUM[0], f"{stories.MUSEUM[1]} رقم {n}") for n in range(200)]
    index = index_of(stories.PORT, *flood)
    assert index.relatives(fingerprint(*stories.PORT_ELSEWHERE), TODAY)[0][0] == 0
    once_more = index.relatives(fingerprint("", f"{stories.MUSEUM[1]} رقم 900"), TODAY)
    assert 0 < len(once_more) <= MOST_CANDIDATES
