"""The form that subscribes, with whatever is typed into it."""

import re

import pytest

from summaries.models import Delivery, Subscriber, SubscriberEvent
from tests.views.subscriptions.reader import ANN, FORM, text

pytestmark = pytest.mark.django_db
State = Subscriber.State


@pytest.mark.parametrize(
    "changed",
    [
        {"email": ""},
        {"email": "nobody"},
        {"email": f"{ANN}\r\nBcc: all@inbox.example"},
        {"email": f"{ANN}\nSubject: x"},
        {"email": f"{ANN},bo@inbox.example"},
        {"email": f"Ann <{ANN}>"},
        {"email": "ann@localhost"},
        {"email": "ann@[127.0.0.1]"},
        {"email": '"ann b"@inbox.example'},
        {"email": "سلمى@inbox.example"},
        {"email": "ann\x00@inbox.example"},
        {"email": "a" * 100_000 + "@inbox.example"},
        {"language": "fr"},
        {"frequency": "hourly"},
        {"hour": "24"},
        {"hour": "-1"},
        {"hour": "٧٧"},
        {"weekday": "7"},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"time_zone": ""},
        {"topics": "no-such-topic"},
        {"topics": "99999999999999999999999"},
        {"topics": "1'; drop table"},
        {"topics": "\x00"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(client, changed):
    response = client.post("/subscribe/", FORM | changed)
    assert response.status_code == 400
    assert "Nothing was sent yet" in text(response)
    assert 'class="error"' in text(response)
    assert not Subscriber.objects.exists()
    assert not Delivery.objects.exists()


def test_a_refused_form_keeps_what_was_typed(client):
    page = text(client.post("/subscribe/", FORM | {"email": "ann@"}))
    assert 'value="ann@"' in page
    assert '<option value="Asia/Riyadh" selected>' in page
    assert 'aria-invalid="true"' in page


def test_typed_markup_stays_text(client):
    page = text(client.post("/subscribe/", FORM | {"email": '"><script>alert(1)</script>'}))
    assert "<script>alert" not in page


def test_an_international_address_is_kept_in_one_spelling(client):
    client.post("/subscribe/", FORM | {"email": "Ann@بريد.EXAMPLE"})
    client.post("/subscribe/", FORM | {"email": "ann@xn--ngbof4h.example"})
    assert Subscriber.objects.get().email == "Ann@xn--ngbof4h.example"


@pytest.mark.parametrize(
    ("show", "language", "speaks"),
    [("", "both", "en"), ("?show=en", "en", "en"), ("?show=ar", "ar", "ar")],
)
def test_the_page_decides_what_is_chosen_first_and_which_language_letters_speak(
    client, show, language, speaks
):
    page = text(client.get(f"/subscribe/{show}"))
    assert re.search(rf'value="{language}"[^>]* checked', page)
    response = client.post(f"/subscribe/{show}", FORM | {"language": "both"})
    assert response["Location"] == "/subscribe/sent/" + (show if show else "")
    chosen = SubscriberEvent.objects.get().data["choices"]
    assert (chosen["language"], chosen["speaks"]) == ("both", speaks)


def test_letters_in_one_language_speak_it(client):
    client.post("/subscribe/?show=ar", FORM | {"language": "en"})
    assert SubscriberEvent.objects.get().data["choices"]["speaks"] == "en"
