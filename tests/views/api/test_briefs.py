"""What everybody may read of the briefs and the editions."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summaries.models import Brief, Edition, Revision
from summaries.workflow import LIVE, Status
from tests.factories import make_brief, make_correction, make_edition, make_source, make_topic
from tests.texts import STAND_IN
from tests.views.api.conftest import problem_of

pytestmark = pytest.mark.django_db

BRIEFS = "/api/v1/briefs"
EDITIONS = "/api/v1/editions"
START = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
QUERIES = 7


def _published(number: int = 1, *, minutes: int = 0, **fields) -> list[Brief]:
    """Return so many live briefs, published a minute apart from one another."""
    briefs = [make_brief(Status.PUBLISHED) for _n in range(number)]
    for place, brief in enumerate(briefs):
        moment = START + timedelta(minutes=minutes + place)
        Brief.objects.filter(pk=brief.pk).update(published_at=moment, **fields)
    return briefs


def _listed(client, **query) -> list[int]:
    response = client.get(BRIEFS, query)
    assert response.status_code == 200, response.content
    return [brief["id"] for brief in response.json()["briefs"]]


def _wrong(client, address: str, query) -> dict[str, str]:
    told = problem_of(client.get(address, query), 422)
    return {error["field"]: error["detail"] for error in told["errors"]}


# --- Which briefs --------------------------------------------------------------------------------


@pytest.mark.parametrize("status", list(Status))
def test_only_live_briefs_are_listed(client, status):
    make_brief(status)
    assert len(_listed(client)) == (status in LIVE)


@pytest.mark.parametrize(
    ("status", "code"),
    [(s, 200 if s in LIVE else 410 if s == Status.RETRACTED else 404) for s in Status],
)
def test_a_brief_answers_by_its_state(client, status, code):
    brief = make_brief(status)
    response = client.get(f"{BRIEFS}/{brief.pk}")
    assert response.status_code == code
    if code == 200:
        assert response.json()["en"]["headline"] == brief.live.headline_en
    else:
        problem_of(response, code)
        assert "Ramla port" not in response.content.decode()


def test_a_retracted_brief_says_when_and_why_it_went(client):
    brief = make_brief(Status.RETRACTED)
    told = problem_of(client.get(f"{BRIEFS}/{brief.pk}"), 410)
    assert told["retraction"] | {"at": ""} == {"id": brief.pk, "at": "", "en": None, "ar": None}
    make_correction(brief, kind="retraction", note_en="Misled.", note_ar="ضُلّلنا.")
    told = problem_of(client.get(f"{BRIEFS}/{brief.pk}"), 410)
    assert (told["retraction"]["en"], told["retraction"]["ar"]) == ("Misled.", "ضُلّلنا.")


def test_a_brief_names_its_source_its_corrections_and_its_evidence(client):
    brief = make_brief(Status.CORRECTED, source=make_source())
    told = client.get(f"{BRIEFS}/{brief.pk}").json()
    assert told["original"]["outlet"]["ownership_en"] == "independent, reader-owned"
    assert told["original"]["address"] == brief.article.url
    assert told["corrections"][0]["en"].startswith("An earlier version")
    assert told["updated_at"] >= told["published_at"]
    assert told["translation"] == {"checked": False, "trial": False, "trial_models": []}
    assert told["evidence"][0]["sentence"] == told["en"]["paragraphs"][0]
    assert told["evidence"][0]["rests_on"][0]["ar"]
    assert told["page"] == f"http://testserver{brief.get_absolute_url()}"
    assert client.get(told["url"]).json() == told


def test_a_trial_model_is_named_with_its_figure(client):
    brief = make_brief(Status.PUBLISHED, stand_in=True)
    told = client.get(f"{BRIEFS}/{brief.pk}").json()["translation"]
    assert told["trial"] is True
    assert told["trial_models"] == [
        {"model": STAND_IN["model"], "wrote": "translation", "measured": STAND_IN["quality"]},
        {"model": STAND_IN["model"], "wrote": "summary", "measured": None},
    ]


def test_the_desk_s_text_is_not_read(client):
    (brief,) = _published()
    Revision.objects.create(brief=brief, number=9, headline_en="Not yet for readers")
    Brief.objects.update(current=Revision.objects.get(number=9))
    assert "Not yet" not in client.get(f"{BRIEFS}/{brief.pk}").content.decode()


@pytest.mark.parametrize(("language", "other"), [("en", "ar"), ("ar", "en")])
def test_one_language_can_be_asked_for(client, language, other):
    kept, without = _published(2)
    without.live.sentences.all().delete()
    Revision.objects.filter(brief=without).update(summary_ar="")
    assert _listed(client, language=language) == [kept.pk]
    (told,) = client.get(BRIEFS, {"language": language}).json()["briefs"]
    assert told[language]["paragraphs"]
    assert told[other] is None


def test_one_topic_can_be_asked_for(client):
    _published(2)
    (about,) = _published(topic=make_topic("transport"))
    assert _listed(client, topic="transport") == [about.pk]
    assert _listed(client, topic="economy") == []


@pytest.mark.parametrize(
    "written",
    ["2026-11-20T06:02:00Z", "2026-11-20T09:02:00+03:00", "2026-11-20T06:02:00",
     "2026-11-20T09:02:00%2B03:00"],
)  # fmt: skip
def test_what_was_published_or_corrected_since_can_be_asked_for(client, written):
    briefs = _published(4)
    make_correction(briefs[0])
    response = client.get(f"{BRIEFS}?since={written}")
    found = [brief["id"] for brief in response.json()["briefs"]]
    assert found == [briefs[3].pk, briefs[2].pk, briefs[0].pk]


# --- Page by page --------------------------------------------------------------------------------


def _walk(client, address: str, name: str, between=lambda: None) -> list[list]:
    parts = []
    while address:
        response = client.get(address)
        told = response.json()
        parts.append(told[name])
        address = told["next"]
        link = response.get("Link", "")
        assert link == (f'<{address}>; rel="next"' if address else "")
        between()
    return parts


def test_every_brief_comes_once_while_others_are_published_and_retracted(client):
    briefs = _published(7)
    # Two at the same moment: their numbers decide.
    Brief.objects.filter(pk=briefs[3].pk).update(published_at=START + timedelta(minutes=4))
    doomed = iter([briefs[4], briefs[0]])

    def between() -> None:
        _published(2, minutes=60)
        gone = next(doomed, None)
        if gone:
            Brief.objects.filter(pk=gone.pk).update(status=Status.RETRACTED)

    parts = _walk(client, f"{BRIEFS}?limit=2", "briefs", between)
    found = [brief["id"] for part in parts for brief in part]
    assert found == [briefs[n].pk for n in (6, 5, 3, 2, 1)]


def test_the_next_part_keeps_what_was_asked_for(client):
    _published(3, topic=make_topic("transport"))
    _published(3)
    address = f"{BRIEFS}?limit=1&topic=transport&language=en&since=2026-11-01T00:00:00%2B03:00"
    parts = _walk(client, address, "briefs")
    assert [len(part) for part in parts] == [1, 1, 1]
    assert all(brief["topic"]["slug"] == "transport" for part in parts for brief in part)


@pytest.mark.parametrize("limit", [1, 20])
def test_a_list_takes_the_same_queries_however_long_it_is(
    client, django_assert_max_num_queries, limit
):
    for _n in range(4):
        make_brief(Status.CORRECTED, source=make_source())
    with django_assert_max_num_queries(QUERIES):
        assert len(_listed(client, limit=limit)) == min(limit, 4)


# --- What is asked wrongly -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ({"colour": "red"}, "colour", "There is no parameter of this name"),
        ({"show": "ar"}, "show", "There is no parameter of this name"),
        ({"limit": ["1", "2"]}, "limit", "Name it once."),
        ({"limit": "0"}, "limit", "too small: at least 1"),
        ({"limit": "101"}, "limit", "too large: at most 100"),
        ({"limit": "ten"}, "limit", "must be a number"),
        ({"language": "fr"}, "language", "one of these: both, en, ar."),
        ({"topic": "zoology"}, "topic", "There is no such topic. These are:"),
        ({"since": "yesterday"}, "since", "2026-11-20T08:30:00+03:00"),
        ({"since": "12"}, "since", "2026-11-20T08:30:00+03:00"),
        ({"since": "1812-01-01T00:00:00Z"}, "since", "before 1900 or in the future"),
        ({"after": "2"}, "after", "not from an answer of this list"),
        ({"after": "é"}, "after", "not from an answer of this list"),
        ({"after": "MjAyNi0xMS0yMCAy"}, "after", "not from an answer of this list"),
        ({"after": "x" * 300}, "after", "too long"),
    ],
)
def test_a_wrong_question_is_refused_in_words(client, query, field, words):
    assert words in _wrong(client, BRIEFS, query)[field]


@pytest.mark.parametrize(
    ("address", "query", "field"),
    [
        (f"{BRIEFS}/1", {"language": "en"}, "language"),
        (EDITIONS, {"topic": "transport"}, "topic"),
        (EDITIONS, {"after": "2026-13-01"}, "after"),
        (EDITIONS, {"limit": "-1"}, "limit"),
        (f"{EDITIONS}/2026-11-20", {"limit": "1"}, "limit"),
    ],
)
def test_every_address_refuses_what_it_does_not_know(client, address, query, field):
    assert list(_wrong(client, address, query)) == [field]


@pytest.mark.parametrize("number", ["0", "999", "99999999999999999999", "x", "-1", ""])
def test_there_is_no_other_brief(client, number):
    problem_of(client.get(f"{BRIEFS}/{number}"), 404)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.dictionaries(
        st.sampled_from(["after", "limit", "topic", "since", "language", "x"]), st.text(max_size=30)
    )
)
def test_no_question_breaks_it(client, query):
    for address in (BRIEFS, EDITIONS):
        assert client.get(address, query).status_code in (200, 422)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet="0123456789-", max_size=12) | st.text(max_size=8))
def test_no_date_breaks_it(client, text):
    response = client.get(f"{EDITIONS}/{quote(text, safe='')}")
    assert response.status_code in (200, 404)


# --- Editions ------------------------------------------------------------------------------------


def test_an_edition_has_its_briefs_in_order_and_no_retracted_one(client):
    first, second = _published(2)
    gone = make_brief(Status.RETRACTED)
    facts = {"intro_en": "Good morning.\n\nTwo briefs.", "intro_ar": "صباح الخير."}
    make_edition(date(2026, 11, 20), second, gone, first, **facts)
    told = client.get(f"{EDITIONS}/2026-11-20").json()
    assert [brief["id"] for brief in told["briefs"]] == [second.pk, first.pk]
    assert told["intro"] == {"en": ["Good morning.", "Two briefs."], "ar": ["صباح الخير."]}
    assert told["page"] == "http://testserver/editions/2026-11-20/"


@pytest.mark.parametrize(
    "written", ["2026-11-19", "2026-11-31", "20261120", "today", "2026-11-20x", "٢٠٢٦-١١-٢٠"]
)
def test_there_is_no_edition_of_another_date(client, written):
    make_edition(date(2026, 11, 20), published=True)
    make_edition(date(2026, 11, 19), published=False)
    problem_of(client.get(f"{EDITIONS}/{written}"), 404)


def test_editions_are_listed_newest_first_and_page_by_page(client):
    for day in (18, 20, 19):
        make_edition(date(2026, 11, day))
    make_edition(date(2026, 11, 21), published=False)
    parts = _walk(client, f"{EDITIONS}?limit=2", "editions", lambda: make_edition(_next_day()))
    assert [[one["date"] for one in part] for part in parts] == [
        ["2026-11-20", "2026-11-19"], ["2026-11-18"]
    ]  # fmt: skip
    assert client.get(parts[0][0]["url"]).status_code == 200


def _next_day() -> date:
    return Edition.objects.latest("date").date + timedelta(days=1)
