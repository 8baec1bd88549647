"""One composer a mailing and state of the site, and none that keeps too much."""

import pytest

from summaries.models import Letter, Mailing
from summaries.services import site
from summaries.services.mailing import composers
from summaries.services.mailing.composers import Composers

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(monkeypatch):
    """The mailings that composers were made for, in order; each reader has an own letter."""
    mailings: list[int] = []

    class Composer:
        def __init__(self, mailing) -> None:
            mailings.append(mailing.pk)

        def letter_for(self, reader: int) -> Letter | None:
            return Letter(pk=reader) if reader else None

    monkeypatch.setattr(composers, "Composer", Composer)
    return mailings


def test_a_mailing_keeps_its_composer_while_the_site_stays_the_same(made):
    chosen = Composers()
    for reader in (1, 0, 2):
        for mailing in (Mailing(pk=7), Mailing(pk=8)):
            letter = chosen.letter_for(mailing, reader)
            assert (letter and letter.pk) == (reader or None)
    assert made == [7, 8]


def test_a_change_of_the_site_makes_another(made):
    chosen = Composers()
    chosen.letter_for(Mailing(pk=7), 1)
    site.changed()
    chosen.letter_for(Mailing(pk=7), 1)
    assert made == [7, 7]


def test_a_composer_that_keeps_many_letters_is_replaced(made, monkeypatch):
    monkeypatch.setattr(composers, "LETTERS_AT_MOST", 10)
    chosen = Composers()
    for reader in [*range(1, 10)] * 3:
        chosen.letter_for(Mailing(pk=7), reader)
    assert made == [7]
    chosen.letter_for(Mailing(pk=7), 10)
    chosen.letter_for(Mailing(pk=7), 11)
    assert made == [7, 7]


def test_asking_whether_the_site_changed_is_one_query(made, django_assert_num_queries):
    chosen = Composers()
    with django_assert_num_queries(3):
        for reader in (1, 2, 3):
            chosen.letter_for(Mailing(pk=7), reader)
