"""`manage.py reindex`: what was taken in before an index knew it is found by both."""

from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command

from summaries import tasks
from summaries.models import Likeness, LikenessKey, SearchEntry
from tests.factories import make_brief

pytestmark = pytest.mark.django_db


def test_both_indexes_are_made_and_old_rows_go(capsys):
    old, _new = make_brief(), make_brief()
    call_command("reindex")
    assert (SearchEntry.objects.count(), Likeness.objects.count()) == (2, 2)
    words = LikenessKey.objects.filter(kind=LikenessKey.Kind.WORD, article=old.article)
    number = words.update(day=date(2020, 1, 1))
    call_command("reindex")
    assert capsys.readouterr().out.splitlines() == [
        "2 briefs are in the index.",
        "0 of them are in the index of readers.",
        "0 older articles are known by their bodies now.",
        "2 articles are new in the index of like articles.",
        "0 rows of old articles are gone from it.",
        "2 briefs are in the index.",
        "0 of them are in the index of readers.",
        "0 older articles are known by their bodies now.",
        "0 articles are new in the index of like articles.",
        f"{number} rows of old articles are gone from it.",
    ]
    assert number > 0
    assert not words.exists()


def test_pruning_is_done_daily():
    beats = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert tasks.prune_likeness.name in beats
