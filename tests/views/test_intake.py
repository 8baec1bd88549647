"""Adding an article: by paste, by file, and refused without losing what was typed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from summaries.models import Article, Brief
from tests.factories import make_source

TEXT = """افتتاح جسر جديد في مدينة الزاهرة

افتتح رئيس البلدية صباح اليوم جسرا جديدا يربط ضفتي النهر بعد عامين من العمل.
وقال إن كلفة الجسر بلغت 40 مليون دينار دفعت من ميزانية المدينة.
"""


@pytest.fixture(autouse=True)
def bell(monkeypatch):
    """Nothing is sent to a broker here."""
    rung: list[int] = []
    monkeypatch.setattr("summaries.services.jobs.ring_bell", rung.append)
    return rung


def _add(client, **data):
    return client.post(reverse("desk:add"), data)


def test_a_pasted_article_becomes_a_brief(at_desk, reporter):
    source = make_source()
    response = _add(at_desk(reporter), text=TEXT, source=source.pk, url="https://marfa.example/1")
    brief = Brief.objects.get()
    assert response["Location"] == reverse("desk:brief", args=[brief.pk])
    assert (brief.owner, brief.article.source, brief.article.channel) == (
        reporter,
        source,
        Article.Channel.PASTE,
    )


def test_an_uploaded_file_becomes_a_brief(at_desk, reporter):
    upload = SimpleUploadedFile("bridge.txt", TEXT.encode())
    assert _add(at_desk(reporter), file=upload, text="").status_code == 302
    assert Article.objects.get().file_name == "bridge.txt"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Paste the article here, or choose a file."),
        ("Only English words, and no Arabic at all in this text.", "Arabic"),
        ("كلمة", ""),
    ],
)
def test_a_refused_text_stays_in_the_form(at_desk, reporter, text, words):
    response = _add(at_desk(reporter), text=text, url="https://marfa.example/keep-me")
    page = response.content.decode()
    assert response.status_code == 400
    assert words in page
    assert text in page
    assert "https://marfa.example/keep-me" in page
    assert response.context["form"].errors
    assert not Brief.objects.exists()


@pytest.mark.parametrize(
    ("name", "data"), [("a.txt", b""), ("a.pdf", TEXT.encode()), ("a.docx", b"not a zip")]
)
def test_a_refused_file_is_explained(at_desk, reporter, name, data):
    response = _add(at_desk(reporter), file=SimpleUploadedFile(name, data), text="")
    assert response.status_code == 400
    assert response.context["form"].errors["file"]


def test_a_file_over_the_limit_is_refused_before_it_is_read(at_desk, reporter, settings):
    settings.UPLOAD_MAX_BYTES = 100
    response = _add(at_desk(reporter), file=SimpleUploadedFile("a.txt", TEXT.encode()), text="")
    assert "larger than" in str(response.context["form"].errors["file"])


def test_text_and_file_together_are_a_question(at_desk, reporter):
    upload = SimpleUploadedFile("a.txt", TEXT.encode())
    response = _add(at_desk(reporter), file=upload, text=TEXT)
    assert "Keep one of them" in response.content.decode()


def test_the_same_article_again_leads_to_its_brief(at_desk, reporter):
    client = at_desk(reporter)
    _add(client, text=TEXT)
    response = _add(client, text=TEXT)
    assert response.status_code == 400
    assert reverse("desk:brief", args=[Brief.objects.get().pk]) in response.content.decode()


@pytest.mark.parametrize("who", ["omar:secret@", "omar@"])
def test_an_address_with_a_password_in_it_is_refused(at_desk, reporter, who):
    response = _add(at_desk(reporter), text=TEXT, url=f"https://{who}marfa.example/1")
    assert response.status_code == 400
    assert "user name or password" in response.content.decode()
    assert not Article.objects.exists()
