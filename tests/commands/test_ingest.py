"""`manage.py ingest`: what it takes, what it says, and its exit codes."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from summaries import wiring
from summaries.models import Article, Brief, Fetch, Source
from summaries.net.errors import bad_status
from summaries.services.sources import hosts, ledger
from summaries.workflow import Role
from tests.factories import make_source, make_user
from tests.services.sources.fakes import FakeClient, response, unreachable

PAGE = "https://marfa.example/news/7"
BODY = """افتتح رئيس البلدية صباح اليوم جسرا جديدا يربط ضفتي النهر بعد عامين من العمل.
وقال إن كلفة الجسر بلغت 40 مليون دينار دفعت من ميزانية المدينة."""
TEXT = f"افتتاح جسر جديد في مدينة الزاهرة\n\n{BODY}\n"
MARKUP = f"""<html lang="ar"><head><title>افتتاح جسر جديد في مدينة الزاهرة</title></head>
<body><article><h1>افتتاح جسر جديد في مدينة الزاهرة</h1><p>{BODY}</p><p>{BODY}</p></article></body>
</html>"""

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def admin(monkeypatch):
    """The first admin; nothing is sent to a broker."""
    monkeypatch.setattr("summaries.services.jobs.ring_bell", lambda job_id: None)
    monkeypatch.setattr(ledger, "ring_bell", lambda fetch_id, after=0: None)
    return make_user(Role.ADMIN, "amal")


@pytest.fixture
def web(monkeypatch):
    """The client the command uses."""
    client = FakeClient()
    client.answers[PAGE] = response(
        MARKUP.encode(), url=PAGE, headers={"content-type": "text/html"}, content_type="text/html"
    )
    monkeypatch.setattr(wiring, "web_client", lambda: client)
    monkeypatch.setattr(hosts, "POLITENESS", timedelta(milliseconds=20))
    return client


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "جسر.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def run(*arguments, **options) -> str:
    out = StringIO()
    call_command("ingest", *arguments, stdout=out, **options)
    return out.getvalue()


def run_refused(*arguments) -> str:
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("ingest", *arguments, stdout=out)
    assert stopped.value.code == 2
    return out.getvalue()


def test_a_file_comes_to_the_desk_of_the_first_admin(article, admin):
    said = run(article)
    brief = Brief.objects.get()
    where = f"/desk/briefs/{brief.pk}/"
    assert said == f"{article}: new, brief {brief.pk}, {where}\n"
    assert (brief.owner, brief.article.channel) == (admin, Article.Channel.COMMAND)
    assert brief.article.file_name == "جسر.txt"


def test_a_known_text_is_said_and_no_error(article):
    run(article)
    assert ": known, brief " in run(article)
    assert Article.objects.count() == 1


def test_each_argument_stands_for_itself(article, tmp_path):
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"no zip")
    lines = run_refused(str(bad), article, str(tmp_path / "missing.txt"), str(tmp_path)).split("\n")
    assert "refused: This is not a readable Word file." in lines[0]
    assert ": new, brief " in lines[1]
    assert "refused: Cannot be read: No such file or directory." in lines[2]
    assert "refused: Cannot be read: Is a directory." in lines[3]
    assert Brief.objects.count() == 1


@pytest.mark.parametrize("data", [TEXT.encode(), MARKUP.encode(), b"\xef\xbb\xbf" + TEXT.encode()])
def test_standard_input_is_known_by_how_it_begins(stdin, data):
    stdin(data)
    assert run("-").startswith("-: new, ")
    assert Article.objects.get().headline == "افتتاح جسر جديد في مدينة الزاهرة"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 broken", b"PK\x03\x04 broken", b"Only English."])
def test_standard_input_may_be_refused(stdin, data):
    stdin(data)
    assert run_refused("-").startswith("-: refused: ")


def test_facts_of_one_text_are_stored_with_it(article):
    source, omar = make_source(), make_user(Role.REPORTER, "omar")
    run(article, "--source", "al-marfa daily", "--user", "omar", "--url", PAGE)
    brief = Brief.objects.get()
    assert (brief.article.source, brief.article.url, brief.owner) == (source, PAGE, omar)


def test_the_address_tells_the_source(article):
    source = make_source()
    Source.objects.update(homepage="https://marfa.example/")
    run(article, "--url", PAGE)
    assert Article.objects.get().source == source


def test_an_address_is_fetched_here_and_now(web, admin):
    assert f"{PAGE}: new, brief " in run(PAGE)
    article = Article.objects.get()
    assert (article.channel, article.url) == (Article.Channel.ADDRESS, PAGE)
    assert article.brief.owner == admin
    assert web.asked == ["https://marfa.example/robots.txt", PAGE]
    assert ": known, brief " in run(PAGE)
    assert len(web.asked) == 2


@pytest.mark.parametrize(
    ("answer", "words"),
    [(bad_status(404), "The server answered 404"), (unreachable(), "could not be reached")],
)
def test_an_address_that_fails_is_said_in_words_and_not_repeated(web, answer, words):
    web.answers[PAGE] = answer
    assert words in run_refused(PAGE)
    assert Fetch.objects.get().state == Fetch.State.FAILED


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "HTTPS://[::1]/", "http://a.example:81/"])
def test_an_address_that_is_never_fetched_is_refused(web, url):
    assert f"{url}: refused: " in run_refused(url)
    assert web.asked == []


def test_json_is_for_machines(article, tmp_path):
    told = json.loads(run_refused(article, str(tmp_path / "no.txt"), "--json"))
    assert [one["outcome"] for one in told] == ["new", "refused"]
    assert told[0] | {"brief": 1, "address": ""} == {
        "input": article, "outcome": "new", "brief": 1, "address": "", "words": ""
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["a.txt", "b.txt", "--url", PAGE], "--url is the address of one text"),
        ([PAGE, "--url", PAGE], "--url is the address of one text"),
        (["a.txt", "--source", "Nobody"], "There is no source “Nobody”"),
        (["a.txt", "--user", "nobody"], "Nobody on the desk is called “nobody”"),
        (["a.txt", "--user", "nadia"], "Nobody on the desk is called “nadia”"),
    ],
)
def test_what_cannot_be_meant_is_said(arguments, words, outsider):
    with pytest.raises(CommandError, match=words):
        run(*arguments)


def test_without_an_admin_somebody_must_be_named(admin):
    admin.delete()
    with pytest.raises(CommandError, match="--user NAME"):
        run("a.txt")
