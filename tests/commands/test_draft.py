import io
import json

import pytest
from django.conf import settings
from django.core.management import call_command

ARTICLE = """وزير النقل يعلن افتتاح الميناء الجديد

أعلن وزير النقل سامي الحداد، أمس الاثنين، افتتاح الميناء الجديد في مدينة الزاهرة.
وقال الوزير إن كلفة المشروع بلغت 120 مليون دولار. وأضاف أن العمل استغرق ثلاث سنوات.
وأوضح أن الميناء سيوفر نحو 1500 فرصة عمل لأبناء المدينة.
"""
ENGLISH = "The minister said that the new port will open to traffic in the coming months.\n" * 5


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def draft(*arguments, **options) -> str:
    out = io.StringIO()
    call_command("draft", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def test_prints_both_languages_with_evidence_and_provenance(article):
    brief = draft(article)
    assert "وزير النقل يعلن افتتاح الميناء الجديد" in brief
    assert "rests on [" in brief
    assert "translation: fake" in brief
    assert "Trial translation: quality not measured; install “best” for publication." in brief
    # Every Arabic sentence stands under a numbered English one.
    assert "[4] EN[" in brief


def test_json_holds_everything(article):
    result = json.loads(draft(article, json=True))
    assert result["article"]["headline"] == "وزير النقل يعلن افتتاح الميناء الجديد"
    assert len(result["article"]["segments"]) == len(result["translations"]) == 5
    assert len(result["summary"]["sentences"]) == len(result["evidence"]) >= 2
    assert all(link["score"] > 0 for item in result["evidence"] for link in item["links"])
    assert result["summary"]["provenance"]["model"] == "fake"


def test_reads_standard_input_and_needs_no_database(article, stdin):
    # Without pytest-django's `db` fixture any query would fail this test.
    stdin(ARTICLE)
    assert draft("-", json=True) == draft(article, json=True)


def test_the_sample_article_loses_nothing():
    path = settings.BASE_DIR / "sample_data" / "article-ar.txt"
    result = json.loads(draft(path, json=True))["article"]
    shown = " ".join(
        [segment["text"] for segment in result["segments"]]
        + [line["text"] for line in result["removed"]]
    )
    missing = [word for word in path.read_text(encoding="utf-8").split() if word not in shown]
    assert missing == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "There is no text"),
        (b" \n\t\n", "There is no text"),
        (ENGLISH.encode(), "mostly not in Arabic"),
        (bytes(range(256)) * 20, "not plain text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a picture"),
        (("هذا نص طويل جدا. " * 200_000).encode()[: 5 * 1024 * 1024], "too l"),
    ],
)
def test_refuses_in_plain_words_with_exit_code_2(content, message, tmp_path, capsys):
    path = tmp_path / "text.txt"
    path.write_bytes(content)
    with pytest.raises(SystemExit) as caught:
        draft(path)
    assert caught.value.code == 2
    said = capsys.readouterr().err
    assert message in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: None, "No such file or directory"),
        (lambda path: path.mkdir(), "Is a directory"),
    ],
)
def test_a_file_that_cannot_be_read(make, message, tmp_path, capsys):
    make(tmp_path / "it")
    with pytest.raises(SystemExit) as caught:
        draft(tmp_path / "it")
    assert caught.value.code == 2
    assert message in capsys.readouterr().err
