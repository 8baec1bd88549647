"""Putting an edition together."""

from datetime import date

import pytest

from summaries.models import Edition, EditionEvent
from summaries.services import site
from summaries.services.editions import editing
from summaries.services.editions.editing import Contents, Unaccepted
from summaries.services.errors import Invalid, NotAllowed, Stale, WrongState
from summaries.workflow import Role, Status
from tests.factories import make_brief, make_edition, make_user

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def publisher():
    return make_user(Role.PUBLISHER)


@pytest.fixture
def keys() -> tuple[int, ...]:
    return tuple(make_brief(Status.PUBLISHED).pk for _n in range(3))


def test_saving_keeps_order_and_introduction(publisher, keys):
    contents = Contents((keys[2], keys[0]), "Good\u202e morning. \n\n Rain.", "صباح الخير.")
    edition = editing.save(publisher, DAY, contents, seen=0)
    assert editing.contents_of(edition) == Contents(
        (keys[2], keys[0]), "Good morning.\nRain.", "صباح الخير."
    )
    assert (edition.version, edition.state) == (1, Edition.State.DRAFT)
    event = edition.events.get()
    assert (event.verb, event.actor) == ("saved", publisher)
    assert event.data == {
        "briefs": [keys[2], keys[0]], "added": [keys[2], keys[0]], "removed": [], "order": False,
        "intro": True,
    }  # fmt: skip


def test_saving_again_replaces_it(publisher, keys):
    editing.save(publisher, DAY, Contents(keys[:2]), seen=0)
    edition = editing.save(publisher, DAY, Contents(keys[1:]), seen=1)
    assert editing.contents_of(edition).briefs == keys[1:]
    event = edition.events.first()
    assert (event.data["added"], event.data["removed"]) == ([keys[2]], [keys[0]])


@pytest.mark.parametrize(
    ("order", "is_another"),
    [([0, 1, 2], False), ([2, 0, 1], True), ([0, 2], False), ([1, 0], True)],
)
def test_the_history_knows_another_order(publisher, keys, order, is_another):
    editing.save(publisher, DAY, Contents(keys), seen=0)
    edition = editing.save(publisher, DAY, Contents(tuple(keys[n] for n in order)), seen=1)
    assert edition.events.first().data["order"] is is_another


def test_what_readers_cannot_see_is_left_out_and_nothing_stands_twice(publisher, keys):
    draft = make_brief(Status.DRAFT).pk
    contents = Contents((keys[0], draft, keys[0], 10**9, keys[1]))
    assert editing.contents_of(editing.save(publisher, DAY, contents, seen=0)).briefs == keys[:2]


def test_an_older_page_writes_nothing(publisher, keys):
    editing.save(publisher, DAY, Contents(keys), seen=0)
    for seen in (0, 2):
        with pytest.raises(Stale):
            editing.save(publisher, DAY, Contents(), seen=seen)
    assert editing.contents_of(Edition.objects.get()).briefs == keys
    assert EditionEvent.objects.count() == 1


def test_a_refused_first_save_leaves_nothing(publisher):
    with pytest.raises(Stale):
        editing.save(publisher, DAY, Contents(), seen=3)
    assert not Edition.objects.exists()


@pytest.mark.parametrize("role", [Role.REPORTER, Role.EDITOR, None])
def test_only_publishers_and_admins_decide(role, keys):
    person = make_user(role)
    make_edition(DAY, published=False)
    with pytest.raises(NotAllowed):
        editing.save(person, DAY, Contents(keys), seen=0)
    with pytest.raises(NotAllowed):
        editing.change_intro(person, DAY, "", "", seen=0)
    assert not editing.may_change(person)


@pytest.mark.parametrize(
    "contents",
    [Contents(intro_en="a" * 2001), Contents(intro_ar="ا" * 2001), Contents(tuple(range(1, 17)))],
)
def test_too_much_is_refused_in_words(publisher, contents):
    with pytest.raises(Invalid, match="at most"):
        editing.save(publisher, DAY, contents, seen=0)


def test_one_that_went_out_keeps_its_briefs(publisher, keys):
    make_edition(DAY)
    with pytest.raises(WrongState):
        editing.save(publisher, DAY, Contents(keys), seen=0)


def test_the_introduction_of_one_that_went_out_can_change(publisher, keys):
    edition = make_edition(DAY, intro_en="Old.", intro_ar="قديم.")
    before = site.version()
    editing.change_intro(publisher, DAY, "New.", "جديد.", seen=0)
    edition.refresh_from_db()
    assert (edition.intro_en, edition.intro_ar, edition.version) == ("New.", "جديد.", 1)
    assert edition.events.get().data == {"before": {"en": "Old.", "ar": "قديم."}}
    assert site.version() != before


def test_an_introduction_in_one_language_has_to_be_accepted(publisher):
    make_edition(DAY, intro_en="Old.", intro_ar="قديم.")
    with pytest.raises(Unaccepted) as refused:
        editing.change_intro(publisher, DAY, "New.", "", seen=0)
    assert [want.code for want in refused.value.wants] == ["intro_ar"]
    editing.change_intro(publisher, DAY, "New.", "", seen=0, accepted=["intro_ar"])
    assert Edition.objects.get().intro_ar == ""


def test_before_it_went_out_the_introduction_is_part_of_the_whole(publisher):
    make_edition(DAY, published=False)
    with pytest.raises(WrongState):
        editing.change_intro(publisher, DAY, "New.", "جديد.", seen=0)


def test_a_change_of_a_scheduled_one_must_be_accepted_too(publisher, keys):
    make_edition(DAY, published=False, state=Edition.State.SCHEDULED)
    with pytest.raises(Unaccepted):
        editing.save(publisher, DAY, Contents(keys[:2]), seen=0)
    edition = editing.save(publisher, DAY, Contents(keys[:2]), seen=0, accepted=["few:2", "late"])
    assert (edition.state, edition.accepted) == (Edition.State.SCHEDULED, ["few:2"])


def test_what_was_ticked_in_a_draft_is_kept_with_it(publisher, keys):
    edition = editing.save(publisher, DAY, Contents(keys[:2]), seen=0, accepted=["few:2", "few:1"])
    assert edition.accepted == ["few:2"]
    assert editing.save(publisher, DAY, Contents(keys[:2]), seen=1).accepted == []


def test_a_retracted_brief_leaves_by_itself(publisher, keys):
    gone = make_brief(Status.PUBLISHED)
    edition = make_edition(DAY, gone, published=False)
    gone.status = Status.RETRACTED
    gone.save()
    assert editing.contents_of(edition).briefs == ()
