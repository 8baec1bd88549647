"""What articles are to each other: copies, reports of one event, look-alikes."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from summaries.likeness import Relation, fingerprint, relation
from tests.likeness import stories

LOOK_ALIKES = {
    "the same people, another event": (stories.PORT, stories.FERRY_TICKETS),
    "weather of two days": (stories.WEATHER_MONDAY, stories.WEATHER_TUESDAY),
    "prayer times of two days": (stories.PRAYER_FIRST, stories.PRAYER_SECOND),
    "the market on two days": (stories.MARKET_FIRST, stories.MARKET_SECOND),
    "two football matches": (stories.MATCH_FIRST, stories.MATCH_SECOND),
    "two obituaries": (stories.OBITUARY_FIRST, stories.OBITUARY_SECOND),
    "nothing in common": (stories.PORT, stories.MUSEUM),
}
HEADLINE, BODY = stories.PORT
LINES = BODY.split(".\n")
REPRINTS = {
    "another headline and a comma": ("تعليق الملاحة في الرملة", BODY.replace("، وأن", " وأن")),
    "cut at the end": (HEADLINE, ".\n".join(LINES[:3])),
    "a sentence left out": (HEADLINE, ".\n".join(LINES[:2] + LINES[3:])),
    "a paragraph added": (HEADLINE, f"{BODY}\n{stories.MUSEUM[1][:160]}"),
    "kicker and agency line": ("الرملة", f"وكالة المدى\n{HEADLINE}\n{BODY}"),
    "a word or two changed": (HEADLINE, BODY.replace("أوضح", "بين").replace("دعت", "ناشدت")),
    "a name corrected": (HEADLINE, BODY.replace("الصنوبر", "الصنوبرة")),
}


def verdict(one, other, same_outlet=True):
    return relation(fingerprint(*one), fingerprint(*other), same_outlet=same_outlet).relation


def test_the_same_text_under_another_headline_is_the_same():
    assert verdict(stories.PORT, ("عنوان آخر", BODY)) is Relation.SAME


@pytest.mark.parametrize("edited", REPRINTS.values(), ids=REPRINTS)
def test_a_lightly_edited_text_is_a_reprint(edited):
    assert verdict(stories.PORT, edited) in (Relation.REPRINT, Relation.SAME)


def test_a_report_in_other_words_is_related():
    assert verdict(stories.PORT, stories.PORT_ELSEWHERE) is Relation.RELATED


def test_what_two_outlets_tell_in_other_words_is_related_by_its_details():
    assert verdict(stories.PORT, stories.PORT_RETOLD, same_outlet=False) is Relation.RELATED
    assert verdict(stories.PORT, stories.PORT_RETOLD) is Relation.UNRELATED


def test_without_the_figures_other_words_are_not_enough():
    headline, body = stories.PORT_RETOLD
    vague = "".join(char for char in body if not char.isdigit())
    assert verdict(stories.PORT, (headline, vague), same_outlet=False) is Relation.UNRELATED


def test_the_day_of_both_tells_nothing():
    day = "اليوم الخميس 16 مارس 2031"
    one, other = ((head, f"{day} {body}") for head, body in (stories.PORT, stories.MUSEUM))
    plain = relation(fingerprint(*stories.PORT), fingerprint(*stories.MUSEUM)).score
    assert relation(fingerprint(*one), fingerprint(*other)).score <= plain + 0.5


@pytest.mark.parametrize("same_outlet", [True, False])
@pytest.mark.parametrize(("one", "other"), LOOK_ALIKES.values(), ids=LOOK_ALIKES)
def test_look_alikes_are_unrelated(one, other, same_outlet):
    assert verdict(one, other, same_outlet) is Relation.UNRELATED


def test_a_higher_toll_is_the_same_story_but_no_reprint():
    later = BODY.replace("17 قارب", "23 قارب").replace("1240", "1310")
    assert verdict(stories.PORT, (HEADLINE, later)) is Relation.RELATED


@pytest.mark.parametrize("text", ["", " ", "خبر", "١٢٣", "؟!", "نص قصير جدا"])
def test_what_is_too_short_is_related_to_nothing(text):
    assert verdict(("", text), ("", text)) is Relation.UNRELATED


WORDS = st.lists(st.sampled_from([*BODY.split(), *stories.MUSEUM[1].split()]), max_size=80)


@settings(max_examples=60)
@given(WORDS.map(" ".join), WORDS.map(" ".join))
@example("أعلنت " * 9 + "هيئة ويضم أعلنت", "أعلنت " * 9 + "ويضم أعلنت أعلنت")
def test_a_relation_is_symmetric(one, other):
    a, b = fingerprint(HEADLINE, one), fingerprint(HEADLINE, other)
    assert relation(a, b) == relation(b, a)


@settings(max_examples=60)
@given(st.text(max_size=300), st.text(max_size=300))
def test_no_text_raises(headline, text):
    found = fingerprint(headline, text)
    assert relation(found, fingerprint(*stories.PORT)).relation is Relation.UNRELATED
