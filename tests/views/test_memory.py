"""The memory's page, its files, and what it says in the rows of a brief."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from summaries.models import MemoryPair
from summaries.services import memory, segments
from summaries.workflow import Status
from tests.factories import make_brief
from tests.texts import SENTENCES

pytestmark = pytest.mark.django_db
ARABIC = SENTENCES[1][0]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def brief():
    return make_brief()


@pytest.fixture
def segment(brief):
    return brief.article.segments.get(arabic=ARABIC)


@pytest.fixture
def pair():
    arabic = ARABIC.replace("1,200", "900")
    made = memory.new_pair(arabic, "Some 900.", approved_at=timezone.now(), origin="old.tmx")
    made.save()
    return made


def address(name, *arguments):
    return reverse(f"desk:{name}", args=arguments)


def page(client, name, *arguments, **query):
    response = client.get(address(name, *arguments), query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_is_searched_in_both_languages(at_desk, reporter, editor, segment, pair):
    segments.approve(editor, segment, version=0)
    client = at_desk(reporter)
    found = page(client, "memory")
    assert "Some 900." in found
    assert segment.english in found
    assert "old.tmx" in found
    assert address("segment", segment.article.brief.pk, segment.pk) in found
    assert segment.english not in page(client, "memory", q="some 900")
    assert "Some 900." in page(client, "memory", q="هيئه 900"[:4])
    assert "No sentence matches" in page(client, "memory", q="train")
    assert address("memory-remove", pair.pk) not in found


def test_an_editor_takes_a_pair_out_with_a_reason(at_desk, editor, pair):
    client = at_desk(editor)
    assert address("memory-remove", pair.pk) in page(client, "memory")
    refused = client.post(address("memory-remove", pair.pk), {"reason": " "})
    assert refused.status_code == 400
    assert "Say why" in refused.content.decode()
    response = client.post(address("memory-remove", pair.pk), {"reason": "Wrong number"})
    assert response["Location"] == address("memory")
    assert not MemoryPair.objects.kept().exists()
    assert client.post(address("memory-remove", pair.pk), {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("name", ["memory-remove", "memory-import"])
def test_a_reporter_changes_nothing(at_desk, reporter, pair, name):
    arguments = [pair.pk] if name == "memory-remove" else []
    assert at_desk(reporter).post(address(name, *arguments), {"reason": "x"}).status_code == 403
    assert MemoryPair.objects.kept().count() == 1


def test_pairs_come_in_and_go_out_as_files(at_desk, editor, pair):
    client = at_desk(editor)
    text = f"arabic,english\nغادرت العبارة الميناء,It left.\n{pair.arabic},Other.\n"
    files = {"file": SimpleUploadedFile("pairs.csv", text.encode())}
    content = client.post(address("memory-import"), files).content.decode()
    assert "1 entry came in." in content
    assert "has another English" in content
    for name in ("memory-csv", "memory-tmx"):
        sent = b"".join(client.get(address(name)).streaming_content).decode()
        assert "It left." in sent
        assert "Some 900." in sent


def test_similar_sentences_are_offered_in_an_open_row(at_desk, editor, brief, segment, pair):
    client = at_desk(editor)
    row = client.get(address("segment", brief.pk, segment.pk), headers=HTMX).content.decode()
    assert "1 similar sentence in the translation memory" in row
    assert "% the same Arabic" in row
    assert 'value="Some 900."' in row
    assert "<del>" in row
    typed = {"english": "Some 900.", "version": "0", "base": segment.english, "do": "save"}
    response = client.post(
        address("segment-save", brief.pk, segment.pk), typed | {"how": "alternative"}
    )
    assert response.status_code == 302
    segment.refresh_from_db()
    assert segment.english == "Some 900."
    assert segment.edits.get().how == "alternative"


def test_an_open_row_works_without_script_too(at_desk, editor, brief, segment, pair):
    found = page(at_desk(editor), "brief", brief.pk, segment="2")
    assert "1 similar sentence in the translation memory" in found
    closed = page(at_desk(editor), "brief", brief.pk)
    assert "similar sentence" not in closed


def test_a_sentence_from_the_memory_says_so_until_somebody_changes_it(
    at_desk, editor, brief, segment, pair
):
    client = at_desk(editor)
    mark = "from the translation memory"
    assert mark not in page(client, "brief", brief.pk)
    segment.provenance = {"engine": "memory", "model": "translation memory", "revision": "0"}
    segment.save()
    assert mark in page(client, "brief", brief.pk)
    assert "Taken from" not in page(client, "brief", brief.pk, segment="2")
    segment.provenance |= {"revision": str(pair.pk)}
    segment.save()
    opened = page(client, "brief", brief.pk, segment="2")
    assert "old.tmx" in opened[opened.index("Taken from the translation memory") :]
    segments.save(editor, segment, version=0, english="Mine.")
    assert mark not in page(client, "brief", brief.pk)


def test_nothing_is_offered_to_who_may_not_edit(at_desk, reporter, pair):
    brief = make_brief(Status.IN_REVIEW)
    segment = brief.article.segments.get(arabic=ARABIC)
    row = at_desk(reporter).get(address("segment", brief.pk, segment.pk), headers=HTMX)
    assert "similar sentence" not in row.content.decode()
