"""The letter of an edition to oneself."""

from datetime import date

import pytest

from summaries.models import Edition
from summaries.services.editions import trial
from summaries.services.editions.editing import Contents
from summaries.services.errors import NotAllowed
from summaries.workflow import Role, Status
from tests.factories import make_brief, make_edition, make_user

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def test_it_is_the_edition_as_going_out_would_leave_it():
    stored = make_edition(DAY, published=False, intro_en="Old.")
    shown = trial.as_published(DAY, Contents((), "New.", "جديد."), stored)
    assert (shown.pk, shown.state, shown.intro_en) == (stored.pk, Edition.State.PUBLISHED, "New.")
    assert shown.published_at
    assert (stored.state, stored.intro_en, stored.published_at) == ("draft", "Old.", None)


def test_the_day_it_went_out_stays():
    stored = make_edition(DAY)
    assert trial.as_published(DAY, Contents(), stored).published_at == stored.published_at


@pytest.mark.parametrize(("language", "has"), [("en", "headline_en"), ("ar", "headline_ar")])
def test_the_letter_has_the_briefs_in_order(language, has):
    briefs = [make_brief(Status.PUBLISHED) for _n in range(2)]
    for number, brief in enumerate(briefs):
        brief.live.headline_en, brief.live.headline_ar = f"Story {number}", f"خبر {number}"
        brief.live.save()
    text = trial.letter(DAY, Contents((briefs[1].pk, briefs[0].pk)), language).text
    first, second = (text.rindex(getattr(brief.live, has)) for brief in (briefs[1], briefs[0]))
    assert first < second


@pytest.mark.parametrize(
    ("wording", "begins"), [("both-ar", "خبر"), ("both", "Story"), ("x", "Story")]
)
def test_a_letter_in_both_languages_begins_with_the_one_it_speaks(wording, begins):
    brief = make_brief(Status.PUBLISHED)
    brief.live.headline_en, brief.live.headline_ar = "Story", "خبر"
    brief.live.save()
    message = trial.letter(DAY, Contents((brief.pk,)), wording)
    assert begins in message.subject
    other = {"خبر": "Story", "Story": "خبر"}[begins]
    assert message.text.index(begins) < message.text.index(other)


def test_only_publishers_and_admins_try_it():
    with pytest.raises(NotAllowed):
        trial.send(make_user(Role.EDITOR), DAY, Contents(), "both")
