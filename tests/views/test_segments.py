"""Sentences by their buttons: without script each leads back to its row, with script it is it."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from summaries.models import Segment
from summaries.services import reshaping, segments
from summaries.workflow import Status
from tests.factories import make_brief, make_comment, make_finding, make_job

pytestmark = pytest.mark.django_db
SCRIPT = {"HX-Request": "true"}
ODD_MOMENTS = [
    "1@2020-01-01T00:00:00",
    "1@0001-01-01T00:00:00+14:00",
    "1@9999-12-31T23:59:59-14:00",
]
# HTML as it is, style and scripts compressed as WhiteNoise sends them, of a page with 40 sentences.
MOST_BYTES = 102_000


@pytest.fixture
def brief(db):
    return make_brief(Status.IN_REVIEW)


@pytest.fixture
def segment(brief):
    return brief.article.segments.filter(line=1).first()


def _address(name: str, segment: Segment) -> str:
    return reverse(f"desk:{name}", args=[segment.article.brief.pk, segment.pk])


def _post(client, name: str, segment: Segment, *, script: bool = False, **data):
    headers = SCRIPT if script else {}
    data = {"version": segment.version, "base": segment.english} | data
    response = client.post(_address(name, segment), data, headers=headers)
    segment.refresh_from_db()
    return response


def _grow(brief, number: int) -> None:
    """Give the article `number` sentences of a usual length."""
    last = brief.article.segments.last()
    for line in range(100, 100 + number - brief.article.segments.count()):
        last.pk, last.line, last.sentence = None, line, 0
        last.save()


class TestWithoutScript:
    """One page load a step."""

    def test_the_address_opens_a_row(self, at_desk, editor, brief, segment):
        client = at_desk(editor)
        response = client.get(_address("segment", segment))
        assert response["Location"] == f"/desk/briefs/{brief.pk}/?segment=1#segment-1"
        page = client.get(response["Location"]).content.decode()
        assert page.count('name="english"') == 1
        assert "Approve and next" in page

    def test_saving_leads_back_to_the_row(self, at_desk, editor, brief, segment):
        response = _post(at_desk(editor), "segment-save", segment, english="Saved.", do="save")
        assert response["Location"] == f"/desk/briefs/{brief.pk}/#segment-1"
        assert segment.english == "Saved."

    def test_approving_leads_to_the_next_that_waits(self, at_desk, editor, brief, segment):
        following = brief.article.segments.filter(line=1).last()
        segments.approve(editor, following, version=0)
        response = _post(at_desk(editor), "segment-save", segment, english="Yes.", do="approve")
        assert response["Location"] == f"/desk/briefs/{brief.pk}/?segment=3#segment-3"
        assert (segment.english, segment.approved_by) == ("Yes.", editor)

    def test_a_stale_save_shows_three_texts_and_overwrites_nothing(
        self, at_desk, editor, publisher, segment
    ):
        was = segment.english
        segments.save(publisher, segment, version=0, english="Theirs.")
        response = _post(at_desk(editor), "segment-save", segment, english="Mine.", base=was)
        page = response.content.decode()
        assert response.status_code == 409
        assert "<html" in page
        for text in (was, "Theirs.", "Mine.", "Salma", "Keep mine", "Take theirs"):
            assert text in page
        assert segment.english == "Theirs."
        version = re.search(r'name="version" value="(\d+)"', page)[1]
        _post(at_desk(editor), "segment-save", segment, english="Mine.", version=version)
        assert segment.english == "Mine."

    def test_dividing_and_joining(self, at_desk, editor, brief, segment):
        client = at_desk(editor)
        words, english = segment.arabic.split(), segment.english.split()
        assert segment.arabic in client.get(_address("segment-split", segment)).content.decode()
        response = _post(
            client,
            "segment-split",
            segment,
            arabic="\r\n".join((" ".join(words[:3]), " ".join(words[3:]))),
            english="\n".join((" ".join(english[:4]), " ".join(english[4:]))),
        )
        assert response["Location"] == f"/desk/briefs/{brief.pk}/?segment=1#segment-1"
        assert brief.article.segments.count() == 6
        _post(client, "segment-merge", segment, english=segment.english)
        assert brief.article.segments.count() == 5
        assert segment.english == " ".join(english)

    @pytest.mark.parametrize("arabic", ["one line", "one\ntwo\nthree", "other\nwords"])
    def test_a_division_that_is_none_keeps_what_was_typed(self, at_desk, editor, segment, arabic):
        response = _post(
            at_desk(editor), "segment-split", segment, arabic=arabic, english="One.\nTwo."
        )
        assert response.status_code == 400
        assert "One.\nTwo." in response.content.decode()

    def test_a_stale_division_is_a_conflict(self, at_desk, editor, segment):
        words = segment.arabic.split()
        arabic = f"{words[0]}\n{' '.join(words[1:])}"
        response = _post(
            at_desk(editor), "segment-split", segment, version=9, arabic=arabic, english="A.\nB."
        )
        assert response.status_code == 409

    def test_what_stands_typed_is_kept_before_joining_and_undoing(self, at_desk, editor, segment):
        client = at_desk(editor)
        _post(client, "segment-merge", segment, english="Typed first.")
        assert segment.english.startswith("Typed first. The authority")
        _post(client, "segment-undo", segment, english="Typed again.")
        assert not segment.is_edited
        assert "Typed again." in segment.edits.values_list("after", flat=True)

    def test_approving_all_that_remains_says_how_many(self, at_desk, editor, brief, segment):
        make_finding(brief, segment, severity="warning")
        client = at_desk(editor)
        page = client.get(reverse("desk:brief", args=[brief.pk])).content.decode()
        assert "Approve 4 sentences" in page
        address = reverse("desk:approve-remaining", args=[brief.pk])
        seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
        page = client.post(address, {"seen": seen}, follow=True).content.decode()
        assert "4 sentences approved." in page
        assert "4 of 5 approved" in page

    def test_what_changed_meanwhile_is_not_approved_unseen(
        self, at_desk, editor, publisher, brief, segment
    ):
        client = at_desk(editor)
        page = client.get(reverse("desk:brief", args=[brief.pk])).content.decode()
        seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
        segments.save(publisher, segment, version=0, english="Nobody saw this.")
        address = reverse("desk:approve-remaining", args=[brief.pk])
        page = client.post(address, {"seen": seen}, follow=True).content.decode()
        assert "4 sentences approved." in page
        assert "1 sentence changed since you opened the page" in page
        page = client.post(address, follow=True).content.decode()
        assert "4 of 5 approved" in page, "a form that shows nothing approves nothing"

    def test_taking_an_approval_back(self, at_desk, editor, segment):
        segments.approve(editor, segment, version=0)
        _post(at_desk(editor), "segment-unapprove", segment)
        assert segment.approved_at is None


class TestWithScript:
    """The same addresses answer with the row and what changed around it."""

    def test_a_row_opens_and_closes_alone(self, at_desk, editor, segment):
        client = at_desk(editor)
        row = client.get(_address("segment", segment), headers=SCRIPT).content.decode()
        assert "<html" not in row
        assert 'id="segment-1"' in row
        assert "<textarea" in row
        closed = client.get(_address("segment", segment) + "?closed", headers=SCRIPT)
        assert "<textarea" not in closed.content.decode()

    def test_a_row_opens_only_for_who_may_edit(self, at_desk, reporter, segment):
        row = at_desk(reporter).get(_address("segment", segment), headers=SCRIPT)
        assert "<textarea" not in row.content.decode()

    def test_approving_brings_the_row_and_the_count(self, at_desk, editor, segment):
        response = _post(
            at_desk(editor), "segment-save", segment, script=True, english="Yes.", do="approve"
        )
        page = response.content.decode()
        assert 'id="segment-1"' in page
        assert "1 of 5 approved" in page
        assert "<textarea" not in page

    def test_approving_what_somebody_changed_is_the_fresh_row(
        self, at_desk, editor, publisher, segment
    ):
        segments.save(publisher, segment, version=0, english="Theirs.")
        response = _post(at_desk(editor), "segment-approve", segment, script=True)
        assert response.status_code == 409
        page = response.content.decode()
        assert "Theirs." in page
        assert "<bdi>Salma</bdi> changed this sentence: read it again" in page
        segment.refresh_from_db()
        assert segment.approved_at is None

    def test_joining_brings_every_row(self, at_desk, editor, segment):
        response = _post(at_desk(editor), "segment-merge", segment, script=True)
        page = response.content.decode()
        assert response["HX-Retarget"] == "#segments"
        assert page.count("data-pk=") == 4
        assert page.count("<textarea") == 1

    def test_an_autosave_answers_with_the_version_alone(self, at_desk, editor, segment):
        response = _post(
            at_desk(editor), "segment-save", segment, script=True, english="Typing", do="keep"
        )
        assert response.json() == {"version": 1, "edited": True}

    def test_a_stale_save_is_a_row_of_three_texts(self, at_desk, editor, publisher, segment):
        segments.save(publisher, segment, version=0, english="Theirs.")
        response = _post(
            at_desk(editor), "segment-save", segment, script=True, version=0, english="Mine."
        )
        page = response.content.decode()
        assert response.status_code == 409
        assert "<html" not in page
        assert "Theirs." in page
        assert "Mine." in page

    @pytest.mark.parametrize("name", ["segment-undo", "segment-merge"])
    def test_other_buttons_meet_the_same_conflict(self, at_desk, editor, publisher, segment, name):
        segments.save(publisher, segment, version=0, english="Theirs.")
        response = _post(at_desk(editor), name, segment, script=True, version=0, english="Mine.")
        assert response.status_code == 409
        assert "Theirs." in response.content.decode()

    @pytest.mark.parametrize(
        ("data", "status", "words"),
        [
            ({"english": " "}, 400, "cannot be empty"),
            ({"english": "x" * 2001}, 400, "at most 2000"),
            ({"english": "Mine.", "version": "new"}, 400, "incomplete"),
            ({"english": "Mine.", "version": "9" * 5000}, 400, "incomplete"),
        ],
    )
    def test_a_refusal_is_words_and_no_page(self, at_desk, editor, segment, data, status, words):
        response = _post(at_desk(editor), "segment-save", segment, script=True, **data)
        assert response.status_code == status
        assert response["Content-Type"].startswith("text/plain")
        assert words in response.content.decode()

    def test_signed_out_it_says_so_in_words(self, client, segment):
        response = _post(client, "segment-save", segment, script=True, english="Mine.")
        assert response.status_code == 403
        assert "signed out" in response.content.decode()


@pytest.mark.parametrize("headers", [SCRIPT, {}])
@pytest.mark.parametrize("name", ["save", "approve", "undo", "unapprove", "merge", "split"])
def test_a_sentence_joined_away_gives_back_what_was_typed(
    at_desk, editor, brief, segment, name, headers
):
    second = reshaping.following(segment)
    address = _address(f"segment-{name}", second)
    reshaping.merge(editor, segment, version=0)
    typed = {"english": "Typed for long", "version": 0}
    response = at_desk(editor).post(address, typed, headers=headers)
    assert response.status_code == 409
    answer = response.content.decode()
    assert "Somebody joined this sentence with another" in answer
    # A page of its own shows the text; with script it still stands in the row.
    assert ("Typed for long" in answer) is not bool(headers)


def test_a_sentence_joined_away_between_two_reads_is_a_conflict(
    at_desk, editor, brief, segment, monkeypatch
):
    second = reshaping.following(segment)
    approve = segments.approve

    def joined_meanwhile(*args, **kwargs):
        approved = approve(*args, **kwargs)
        reshaping.merge(editor, segment, version=0)
        return approved

    monkeypatch.setattr(segments, "approve", joined_meanwhile)
    response = _post_gone(at_desk(editor), second)
    assert response.status_code == 409


def _post_gone(client, segment):
    data = {"version": 0}
    return client.post(_address("segment-approve", segment), data, headers=SCRIPT)


def test_a_sentence_of_another_brief_is_not_found(at_desk, editor, brief):
    other = make_brief(Status.IN_REVIEW).article.segments.first()
    address = reverse("desk:segment-save", args=[brief.pk, other.pk])
    assert at_desk(editor).post(address, {"english": "x", "version": 0}).status_code == 404


def test_a_row_says_how_it_stands_without_colour(at_desk, editor, brief, segment):
    following = brief.article.segments.filter(line=1).last()
    segments.save(editor, segment, version=0, english="Edited.")
    segments.approve(editor, following, version=0)
    make_finding(brief, brief.article.segments.last(), severity="warning")
    make_comment(brief, editor, segment=segment)
    page = at_desk(editor).get(reverse("desk:brief", args=[brief.pk])).content.decode()
    assert 'aria-label="Sentence 1, edited, 1 open comment"' in page
    assert 'aria-label="Sentence 2, machine text, approved"' in page
    assert 'aria-label="Sentence 4, machine text, 1 finding"' in page
    assert "Approved by Huda" in page


def test_the_way_back_is_the_queue_as_it_was_left(at_desk, editor, brief):
    client = at_desk(editor)
    client.get(reverse("desk:queue"), {"show": "in_review"})
    page = client.get(reverse("desk:brief", args=[brief.pk])).content.decode()
    assert re.search(r'class="back" href="/desk/\?[^"]*show=in_review', page)


def test_no_query_a_sentence(at_desk, editor, brief, segment, django_assert_max_num_queries):
    """Five sentences or forty: the page and a save cost the same."""
    client = at_desk(editor)
    address = reverse("desk:brief", args=[brief.pk]) + "?segment=1"
    _post(client, "segment-save", segment, english="The first save starts a run of edits.")
    _post(
        client, "segment-save", segment, script=True, english="So does the first word.", do="keep"
    )
    counts = {}
    for size in (5, 40):
        _grow(brief, size)
        with django_assert_max_num_queries(22) as page:
            client.get(address)
        with django_assert_max_num_queries(46) as saved:
            _post(client, "segment-save", segment, script=True, english=f"{size}.", do="save")
        with django_assert_max_num_queries(25) as kept:
            _post(client, "segment-save", segment, script=True, english=f"{size}!", do="keep")
        counts[size] = [len(queries) for queries in (page, saved, kept)]
    assert counts[5] == counts[40]


def test_a_page_of_forty_sentences_with_forty_findings_is_light(at_desk, editor, brief):
    _grow(brief, 40)
    for number, found in enumerate(brief.article.segments.all()):
        arabic = [[found.pk, 0, 5]]
        fix = "15 March" if number % 2 else None
        make_finding(brief, found, found.english.split()[1], arabic_spans=arabic, fix=fix)
    page = at_desk(editor).get(reverse("desk:brief", args=[brief.pk]) + "?segment=3").content
    assert page.count(b'class="segment') >= 40
    loaded = set(re.findall(rb'/static/(summaries/[^"]+\.(?:css|js))"', page))
    assert len(loaded) >= 4
    names = ("keys", "autosave", "said", "findings", "seen", "clock", "panels")
    modules = {f"summaries/{name}.js".encode() for name in names}
    files = [finders.find(name.decode()) for name in loaded | modules]
    weight = len(page) + sum(len(gzip.compress(Path(file).read_bytes())) for file in files)
    assert page.count(b"<mark") >= 79
    assert weight < MOST_BYTES


def test_the_map_of_keys_is_a_page(at_desk, reporter):
    page = at_desk(reporter).get(reverse("desk:keys")).content.decode()
    assert "<kbd>j</kbd>" in page


class TestPoll:
    """While the machine works, a look costs what changed."""

    def test_nothing_new_is_nothing_sent(self, at_desk, reporter):
        brief = make_brief(Status.DRAFTING)
        make_job(brief)
        client, address = at_desk(reporter), reverse("desk:progress", args=[brief.pk])
        page = client.get(reverse("desk:brief", args=[brief.pk])).content.decode()
        looked = re.search(r'name="looked" value="([^"]+)"', page)[1]
        assert client.get(address, {"looked": looked}, headers=SCRIPT).status_code == 204
        waiting = brief.article.segments.filter(translated_at=None).first()
        done = brief.article.segments.exclude(translated_at=None).last()
        moment = done.translated_at.replace(year=done.translated_at.year + 1)
        Segment.objects.filter(pk=waiting.pk).update(english="New.", translated_at=moment)
        answer = client.get(address, {"looked": looked}, headers=SCRIPT).content.decode()
        assert answer.count("hx-partial hx-target") == 1
        assert "New." in answer
        assert done.english not in answer

    @pytest.mark.parametrize("looked", ["", "nonsense", "1@2026-99-99T00:00:00", *ODD_MOMENTS])
    def test_a_page_that_says_nothing_gets_all_rows(self, at_desk, reporter, looked):
        brief = make_brief(Status.DRAFTING)
        make_job(brief)
        address = reverse("desk:progress", args=[brief.pk])
        answer = at_desk(reporter).get(address, {"looked": looked}, headers=SCRIPT)
        assert answer.content.decode().count("hx-partial hx-target") == 2
