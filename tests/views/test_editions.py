"""The pages of the editions: what they show to whom, and how their form is saved."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from summaries.models import Edition
from summaries.services.editions import editing, schedule
from summaries.services.editions.editing import Contents
from summaries.workflow import Role, Status
from tests.factories import make_brief, make_edition, make_user
from tests.views.edition_form import at, places, send, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def briefs():
    return [make_brief(Status.PUBLISHED) for _n in range(4)]


@pytest.fixture
def desk(at_desk, publisher):
    return at_desk(publisher)


# --- Looking -------------------------------------------------------------------------------------


def test_before_anybody_saved_one_it_is_proposed_and_nothing_stored(desk, briefs, today):
    response = desk.get(at("edition", today))
    assert set(places(response)) == {brief.pk for brief in briefs}
    page = response.content.decode()
    assert "Proposed, not saved" in page
    assert "The newsdesk proposes these" in page
    assert not Edition.objects.exists()


def test_where_nothing_is_new_the_page_says_so(desk, today):
    page = desk.get(at("edition", today)).content.decode()
    assert "Nothing was published since the last edition" in page
    assert "It cannot go out like this." in page


@pytest.mark.parametrize(("days", "status"), [(-1, 404), (0, 200), (7, 200), (8, 404)])
def test_there_are_pages_for_today_and_the_next_days(desk, today, days, status):
    assert desk.get(at("edition", today + timedelta(days=days))).status_code == status


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30"])
def test_dates_at_the_ends_of_the_calendar_are_not_found(desk, day):
    assert desk.get(f"/desk/editions/{day}/").status_code == 404


@pytest.mark.parametrize("name", ["editor", "reporter"])
def test_everybody_on_the_desk_looks_and_only_publishers_change(
    request, at_desk, briefs, today, name
):
    client = at_desk(request.getfixturevalue(name))
    make_edition(today, *briefs, published=False)
    page = client.get(at("edition", today)).content.decode()
    assert "Publishers put editions together" in page
    assert briefs[0].live.headline_en in page
    assert 'value="send"' not in page
    assert 'name="briefs"' not in page
    assert send(client, today, *briefs).status_code == 403
    assert client.get(at("editions")).status_code == 200


def test_the_list_leads_to_today_tomorrow_and_what_was(desk, briefs, today):
    make_edition(today - timedelta(days=1), *briefs)
    make_edition(today + timedelta(days=3), *briefs[:2], published=False, held_for=["few:2"])
    page = desk.get(at("editions")).content.decode()
    for n in (-1, 0, 1, 3):
        assert at("edition", today + timedelta(days=n)) in page
    assert at("edition", today + timedelta(days=2)) not in page
    assert "4 briefs" in page
    assert "Held back" in page


def test_the_page_costs_the_same_queries_however_many(desk, today, django_assert_max_num_queries):
    for number in (1, 8):
        for _n in range(number):
            make_brief(Status.PUBLISHED)
        with django_assert_max_num_queries(24):
            desk.get(at("edition", today))


# --- Order, without script -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("do", "order"),
    [
        ("move:{1}:up", [1, 0, 2]),
        ("move:{1}:down", [0, 2, 1]),
        ("move:{0}:up", [0, 1, 2]),
        ("move:{2}:down", [0, 1, 2]),
        ("remove:{1}", [0, 2]),
        ("add:{3}", [0, 1, 2, 3]),
        ("add:{0}", [1, 2, 0]),
        ("move:{3}:up", [0, 1, 2]),
        ("move:x:up", [0, 1, 2]),
        ("add:99999999999999999999", [0, 1, 2]),
    ],
)
def test_buttons_rearrange_what_the_page_has_and_store_nothing(desk, briefs, today, do, order):
    keys = [brief.pk for brief in briefs]
    response = send(desk, today, *briefs[:3], do=do.format(*keys), intro_en="Typed.")
    assert response.status_code == 200
    assert places(response) == [keys[n] for n in order]
    assert "Typed." in response.content.decode()
    assert not Edition.objects.exists()


def test_the_moved_brief_has_the_focus(desk, briefs, today):
    response = send(desk, today, *briefs, do=f"move:{briefs[2].pk}:up")
    page = response.content.decode()
    assert page.count("autofocus") == 1
    assert f'<li id="place-{briefs[2].pk}" data-brief="{briefs[2].pk}" class="lit">' in page


# --- Saving --------------------------------------------------------------------------------------


def test_saving_stores_the_whole_state(desk, briefs, today):
    response = send(desk, today, briefs[2], briefs[0])
    assert response["Location"] == at("edition", today)
    edition = Edition.objects.get(date=today)
    assert editing.contents_of(edition).briefs == (briefs[2].pk, briefs[0].pk)
    assert (edition.intro_en, edition.intro_ar) == ("Good morning.", "صباح الخير.")
    page = desk.get(at("edition", today))
    assert places(page) == [briefs[2].pk, briefs[0].pk]
    assert "Not scheduled" in page.content.decode()


def test_two_people_at_once_lose_nothing(desk, briefs, today):
    other = make_user(Role.PUBLISHER, "rima")
    theirs = Contents((briefs[3].pk, briefs[0].pk), "Their words.", "كلامهم.")
    editing.save(other, today, theirs, seen=0)
    response = send(desk, today, briefs[1], briefs[0], intro_en="My words.")
    page = response.content.decode()
    assert response.status_code == 409
    assert places(response) == [briefs[1].pk, briefs[0].pk]
    assert re.search(r"<textarea[^>]*>\s*My words\.</textarea>", page)
    assert "Rima" in page
    assert "only theirs" in page
    assert "only mine" in page
    assert "Their" in page
    assert editing.contents_of(Edition.objects.get()) == theirs
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    send(desk, today, briefs[1], version=version, intro_en="My words.")
    assert editing.contents_of(Edition.objects.get()).briefs == (briefs[1].pk,)


def test_a_version_that_nobody_saved_is_answered_with_what_is_proposed(desk, briefs, today):
    response = send(desk, today, briefs[1], version="3", intro_en="My words.")
    page = response.content.decode()
    assert response.status_code == 409
    assert "My words." in page
    assert re.search(r'name="version" value="0"', page)


def test_a_page_after_a_button_leads_back_to_the_edition(desk, briefs, today):
    page = send(desk, today, *briefs, do=f"move:{briefs[2].pk}:up").content.decode()
    assert f'name="next" value="{at("edition", today)}"' in page


def test_a_session_that_ended_shows_only_what_was_typed(client, briefs, today):
    facts = {"show": "both", "width": "desktop", "accept": ["few:1"], "send_at": f"{today}T06:00"}
    page = send(client, today, *briefs, **facts).content.decode()
    assert re.findall(r'<p class="typed"[^>]*>(.*?)</p>', page) == ["Good morning.", "صباح الخير."]
    assert f"next={at('edition', today).replace('/', '%2F')}" in page


def test_one_that_went_out_meanwhile_shows_what_was_typed(desk, publisher, briefs, today):
    contents = Contents(tuple(brief.pk for brief in briefs))
    schedule.publish(publisher, today, contents, seen=0)
    response = send(desk, today, briefs[1], intro_en="My words.")
    page = response.content.decode()
    assert response.status_code == 409
    assert "It is out, so its briefs stay" in page
    assert "My words." in page
    assert f'action="{at("edition-intro", today)}"' in page


@pytest.mark.parametrize(
    "changes",
    [
        {"intro_en": "a" * 2001},
        {"version": "x"},
        {"version": ""},
        {"send_at": "soon"},
        {"do": "schedule", "send_at": ""},
        {"do": "schedule", "send_at": "2020-01-01T06:00"},
    ],
)
def test_what_cannot_be_is_said_and_keeps_what_was_typed(desk, briefs, today, changes):
    response = send(desk, today, *briefs[:2], **{"intro_ar": "نص طويل", **changes})
    page = response.content.decode()
    assert response.status_code == 400
    assert 'role="alert"' in page
    assert "نص طويل" in page
    assert places(response) == [brief.pk for brief in briefs[:2]]
    assert not Edition.objects.exists()


def test_damaged_fields_break_nothing(desk, briefs, today):
    response = desk.post(
        at("edition-save", today),
        typed(briefs[0], briefs=["x", "-1", "9" * 30, "٣", briefs[0].pk], do="nonsense:1:2"),
    )
    assert response.status_code == 302
    assert editing.contents_of(Edition.objects.get()).briefs == (briefs[0].pk,)
