"""Adding articles: by paste, by files, by address, and refused without losing what was typed."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from summaries.models import Article, Brief, Fetch, Source
from summaries.services import uploads
from tests.factories import PASSWORD, make_brief, make_source

TEXT = """افتتاح جسر جديد في مدينة الزاهرة

افتتح رئيس البلدية صباح اليوم جسرا جديدا يربط ضفتي النهر بعد عامين من العمل.
وقال إن كلفة الجسر بلغت 40 مليون دينار دفعت من ميزانية المدينة.
"""


@pytest.fixture(autouse=True)
def bell(monkeypatch):
    """Nothing is sent to a broker here."""
    rung: list[int] = []
    monkeypatch.setattr("summaries.services.jobs.ring_bell", rung.append)
    monkeypatch.setattr(
        "summaries.services.sources.ledger.ring_bell", lambda fetch_id, after=0: None
    )
    return rung


def _add(client, **data):
    return client.post(reverse("desk:add"), {"complete": "True"} | data)


def _files(*names: str, text: str = TEXT) -> list[SimpleUploadedFile]:
    """Return files of these names with articles that differ."""
    bodies = (text.replace("40", str(number)).encode() for number in range(40, 99))
    return [SimpleUploadedFile(name, body) for name, body in zip(names, bodies, strict=False)]


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


def test_an_empty_form_says_what_it_takes(at_desk, reporter):
    response = _add(at_desk(reporter), text="  ")
    assert response.status_code == 400
    assert "Paste the article here, choose a file, or give" in str(response.context["form"].errors)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b""),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("a.pdf", TEXT.encode()),
        ("a.pdf", b""),
        ("a.docx", b"not a zip"),
        ("a.html", b"%PDF-1.7"),
        ("no-ending", TEXT.encode()),
        ("a.exe", TEXT.encode()),
    ],
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


# --- Several files ---------------------------------------------------------------------------


def test_each_file_is_an_article(at_desk, reporter):
    source = make_source()
    response = _add(at_desk(reporter), file=_files("1.txt", "2.txt", "3.TXT"), source=source.pk)
    page = response.content.decode()
    assert response.status_code == 200
    assert "3 new articles are on the desk." in page
    for brief in Brief.objects.all():
        assert f'href="{reverse("desk:brief", args=[brief.pk])}"' in page
        assert (brief.owner, brief.article.source) == (reporter, source)
    assert set(Article.objects.values_list("file_name", flat=True)) == {"1.txt", "2.txt", "3.TXT"}


def test_a_bad_file_costs_the_others_nothing(at_desk, reporter):
    known, *rest = _files("known.txt", "good.txt", "bad.docx", "empty.txt")
    _add(at_desk(reporter), file=known)
    known.seek(0)
    rest[2] = SimpleUploadedFile("empty.txt", b"")
    response = _add(at_desk(reporter), file=[known, *rest])
    fates = {fate.name: fate for fate in response.context["fates"]}
    assert fates["good.txt"].is_new
    assert fates["known.txt"].brief
    assert "already" in fates["known.txt"].words
    assert "not a readable Word file" in fates["bad.docx"].words
    assert "There is no text" in fates["empty.txt"].words
    assert Brief.objects.count() == 2
    assert "2 files were refused" in response.content.decode()


def test_nothing_but_bad_files_is_a_refusal(at_desk, reporter):
    response = _add(at_desk(reporter), file=_files("1.exe", "2.docx"))
    assert response.status_code == 400
    assert "0 new articles" in response.content.decode()


def test_what_nobody_foresaw_in_one_file_spoils_no_other(at_desk, reporter, monkeypatch):
    def take_in_file(actor, name, data, **facts):
        if name == "1.txt":
            raise RuntimeError("inner details")
        return make_brief(owner=actor)

    monkeypatch.setattr(uploads, "take_in_file", take_in_file)
    response = _add(at_desk(reporter), file=_files("1.txt", "2.txt"))
    first, second = response.context["fates"]
    assert "did not expect" in first.words
    assert "inner details" not in response.content.decode()
    assert second.is_new


def test_files_that_take_too_long_are_left_for_another_time(at_desk, reporter, monkeypatch):
    monkeypatch.setattr(uploads, "PATIENCE_SECONDS", -1.0)
    response = _add(at_desk(reporter), file=_files("1.txt", "2.txt"))
    assert "took too long" in response.context["fates"][0].words
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("a\u202egnp.txt", "agnp.txt"),
        ("<b>x</b>.txt", "b&gt;.txt"),
        ("مقال.txt", "مقال.txt"),
        ("l" * 300 + ".txt", "l" * 200),
    ],
)
def test_hostile_file_names_are_only_names(at_desk, reporter, name, shown):
    files = [*_files(name), SimpleUploadedFile("no.exe", b"MZ")]
    response = _add(at_desk(reporter), file=files)
    assert shown in response.content.decode()
    stored = Article.objects.get().file_name
    assert len(stored) <= 255
    assert not {"/", "\\", "\u202e"} & set(stored)


def test_more_files_than_one_step_takes_are_refused_unread(at_desk, reporter):
    response = _add(at_desk(reporter), file=_files(*(f"{n}.txt" for n in range(21))))
    assert response.status_code == 400
    assert "These are 21 files. Add at most 20 at once." in response.content.decode()
    assert not Article.objects.exists()


def test_files_over_the_limit_together_are_refused_unread(at_desk, reporter, settings):
    settings.UPLOAD_MAX_TOTAL_BYTES = 300
    response = _add(at_desk(reporter), file=_files("1.txt", "2.txt"))
    assert "together. Add them in several steps." in str(response.context["form"].errors["file"])


def test_of_several_files_only_the_large_one_is_refused(at_desk, reporter, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    large = SimpleUploadedFile("large.txt", TEXT.encode() * 9)
    response = _add(at_desk(reporter), file=[large, *_files("1.txt")])
    refused, taken = response.context["fates"]
    assert "larger than" in refused.words
    assert taken.is_new


@pytest.mark.parametrize("field", ['name="file"; filename="a.txt"', 'name="text"', 'name="url"'])
def test_an_upload_that_ended_early_is_not_taken_for_a_short_article(at_desk, reporter, field):
    head = f"--x\r\nContent-Disposition: form-data; {field}\r\n\r\n"
    client, form = at_desk(reporter), "multipart/form-data; boundary=x"
    response = client.post(reverse("desk:add"), (head + TEXT).encode(), content_type=form)
    assert response.status_code == 400
    assert "ended before it was whole" in response.content.decode()
    assert not Article.objects.exists()


@pytest.mark.parametrize("wrong", [{"source": "999"}, {"source": "x"}, {"text": "a\x00b"}])
def test_what_no_browser_sends_is_refused(at_desk, reporter, wrong):
    response = _add(at_desk(reporter), **{"text": TEXT, "url": ADDRESS} | wrong)
    assert response.status_code == 400
    assert not Article.objects.exists()


def test_several_files_have_no_single_address(at_desk, reporter):
    response = _add(at_desk(reporter), file=_files("1.txt", "2.txt"), url="https://marfa.example/1")
    assert "several addresses" in str(response.context["form"].errors["url"])


# --- By address ------------------------------------------------------------------------------

ADDRESS = "https://marfa.example/news/7"


def test_an_address_alone_is_fetched(at_desk, reporter):
    response = _add(at_desk(reporter), url=ADDRESS, text="")
    fetch = Fetch.objects.get()
    assert response["Location"] == reverse("desk:fetch", args=[fetch.pk])
    assert (fetch.kind, fetch.url, fetch.asked_by) == (Fetch.Kind.ADDRESS, ADDRESS, reporter)


def test_the_same_address_is_not_fetched_twice_at_once(at_desk, reporter):
    first, second = (_add(at_desk(reporter), url=ADDRESS) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert Fetch.objects.count() == 1


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://10.0.0.1/", "https://a.example:8443"])
def test_an_address_that_is_never_fetched_is_explained_and_kept(at_desk, reporter, url):
    response = _add(at_desk(reporter), url=url)
    assert response.status_code == 400
    assert response.context["form"].errors["url"]
    assert f'value="{url}"' in response.content.decode()
    assert not Fetch.objects.exists()


@pytest.mark.parametrize("url", [ADDRESS, f"{ADDRESS}?utm_source=mail", f"{ADDRESS}#top"])
def test_a_known_address_leads_to_its_brief_before_anything_is_fetched(at_desk, reporter, url):
    _add(at_desk(reporter), url=ADDRESS, text=TEXT)
    page = _add(at_desk(reporter), url=url).content.decode()
    assert "The article at this address is on the desk already." in page
    assert reverse("desk:brief", args=[Brief.objects.get().pk]) in page
    assert not Fetch.objects.exists()


def test_nobody_has_endless_addresses_waiting(at_desk, reporter):
    for number in range(20):
        assert _add(at_desk(reporter), url=f"{ADDRESS}{number}").status_code == 302
    response = _add(at_desk(reporter), url=ADDRESS)
    assert "20 addresses of yours are waiting" in str(response.context["form"].errors["url"])


def test_the_source_is_chosen_by_the_address(at_desk, reporter):
    source = make_source()
    Source.objects.update(homepage="https://www.marfa.example/")
    _add(at_desk(reporter), url=ADDRESS, text=TEXT)
    assert Article.objects.get().source == source


# --- Brought along by a bookmark -------------------------------------------------------------


def _brought(client, **query):
    return client.get(reverse("desk:add"), query)


def test_a_bookmark_fills_the_form_in_and_stores_nothing(at_desk, reporter):
    source = make_source()
    Source.objects.update(homepage="https://marfa.example")
    response = _brought(at_desk(reporter), url=f"{ADDRESS}?utm_source=x#a", title="جسر جديد")
    page = response.content.decode()
    assert f'value="{ADDRESS}"' in page
    assert "جسر جديد" in page
    assert f'<option value="{source.pk}" selected>' in page
    assert not Fetch.objects.exists()
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        'https://marfa.example/"><script>alert(1)</script>',
        "https://omar:secret@marfa.example/",
        "//marfa.example/1",
        "file:///etc/passwd",
        "https://marfa.example/" + "a" * 2000,
        "https://[",
    ],
)
def test_a_hostile_address_is_left_out(at_desk, reporter, url):
    response = _brought(at_desk(reporter), url=url, title="<script>alert(2)</script>\u202e")
    page = response.content.decode()
    assert response.status_code == 200
    assert "it was left out" in page
    assert url not in page
    assert "alert(1)" not in page
    assert "<script>alert" not in page
    assert "\u202e" not in page


def test_signing_in_comes_back_to_the_filled_form(client, reporter):
    response = _brought(client, url=ADDRESS)
    way = response["Location"]
    assert way.startswith("/sign-in/?next=/desk/add/")
    signed = client.post(way, {"username": "omar", "password": PASSWORD, "next": _next(way)})
    assert f'value="{ADDRESS}"' in client.get(signed["Location"]).content.decode()


def _next(way: str) -> str:
    return parse_qs(urlsplit(way).query)["next"][0]


def test_a_known_address_says_so_at_once(at_desk, reporter):
    _add(at_desk(reporter), url=ADDRESS, text=TEXT)
    page = _brought(at_desk(reporter), url=ADDRESS).content.decode()
    assert reverse("desk:brief", args=[Brief.objects.get().pk]) in page


def test_the_bookmark_is_offered_escaped(at_desk, reporter):
    page = _brought(at_desk(reporter)).content.decode()
    assert 'href="javascript:void open(&quot;http://testserver/desk/add/&quot;+' in page
