"""The summary editor under odd and endless input: refused in words, or shown at once."""

import json
from random import Random

import pytest

from summaries.models import WorkingCopy
from summaries.workflow import Status
from tests.factories import make_brief, make_revision
from tests.timing import cpu_seconds
from tests.views.editor import at, form_of


@pytest.fixture
def draft(reporter):
    return make_brief(Status.DRAFT, owner=reporter)


@pytest.mark.parametrize("name", ["autosave", "edit"])
@pytest.mark.parametrize(
    "changes",
    [
        {"evidence": ["9" * 5000, "", ""]},
        {"numbering": "1:" + "111111:" * 30 + "!"},
        {"numbering": "1:1\x00"},
        {"sentence": ["nul\x00x", "b", "c"], "headline_en": "Typed"},
        {"headline_en": "nul\x00x \x07"},
    ],
    ids=["evidence", "numbering", "numbering nul", "sentence nul", "headline nul"],
)
def test_odd_input_never_breaks_the_editor(at_desk, reporter, draft, name, changes):
    client = at_desk(reporter)
    assert client.post(at(name, draft), form_of(draft, **changes)).status_code in (
        204,
        302,
        400,
    )
    for copy in WorkingCopy.objects.all():
        assert "\\u0000" not in json.dumps(copy.content)
        assert "\\u0007" not in json.dumps(copy.content)
    assert client.get(at("edit", draft)).status_code == 200


@pytest.mark.parametrize(
    "content",
    [
        {
            "numbering": "1:" + "111111:" * 30 + "!",
            "lines": [{"text": "A", "evidence": "9" * 5000}],
        },
        {"lines": "nonsense", "numbering": None, "headline_en": 7},
        {"lines": [7, {"text": None}]},
        [],
    ],
)
def test_a_copy_that_cannot_be_read_does_not_block_the_editor(at_desk, reporter, draft, content):
    WorkingCopy.objects.create(brief=draft, user=reporter, based_on=1, content=content)
    assert at_desk(reporter).get(at("edit", draft)).status_code == 200


@pytest.mark.parametrize("number", ["-1", "0", "9" * 23, "2147483648", "9" * 5000, "x", ""])
def test_a_number_that_is_no_version_is_refused_in_words(at_desk, reporter, draft, number):
    response = at_desk(reporter).post(
        at("edit", draft), form_of(draft, based_on=number, headline_en="Mine")
    )
    page = response.content.decode()
    assert response.status_code == 400
    assert "This form is damaged" in page
    assert "Mine" in page
    assert not WorkingCopy.objects.exists()


def test_a_version_that_never_was_is_compared_with_the_newest(at_desk, reporter, draft):
    data = form_of(draft, based_on=2147483647, headline_en="Mine")
    assert at_desk(reporter).post(at("edit", draft), data).status_code == 409


@pytest.mark.parametrize(("name", "status"), [("autosave", 400), ("edit", 400)])
def test_endless_sentences_are_refused(at_desk, reporter, draft, name, status):
    data = form_of(draft, sentence=[""] * 300, evidence=[], given=[])
    response = at_desk(reporter).post(at(name, draft), data)
    assert response.status_code == status
    assert "at most 12 sentences" in response.content.decode()
    assert not WorkingCopy.objects.exists()


def test_endless_paragraphs_are_refused_in_words(at_desk, reporter, draft):
    response = at_desk(reporter).post(
        at("edit", draft), form_of(draft, summary_ar="\n".join(["أ"] * 61))
    )
    assert response.status_code == 400
    assert "at most 60 paragraphs" in response.content.decode()


def _words(start: int, count: int, other: str) -> str:
    return " ".join(f"{n:x}" if n % 2 else f"{other}{n:x}" for n in range(start, start + count))


def _repetitive(number: int, other: str) -> str:
    chosen = Random(f"{number}{other}")
    return f"{number} " + " ".join(chosen.choice("ab") for _ in range(190))


def _worst(paragraphs: int, other: str) -> dict:
    """Return a text as long as it may be, of which every second word is different."""
    size = 3000 // paragraphs
    lines = [_words(4096 + n * size, size, other) for n in range(paragraphs)]
    return {
        "summary_ar": "\n".join(lines)[:20_000],
        "sentence": [_words(4096 + n * 310, 310, other)[:2000] for n in range(12)],
        "evidence": [],
        "given": [],
    }


@pytest.mark.parametrize(
    "versions",
    [
        [{"summary_ar": "\n".join(t * 30)} for t in (["أ", "ب"], ["ب", "أ"], ["أ", "ت"])],
        [_worst(60, other) for other in "xyz"],
        [_worst(8, other) for other in "xyz"],
        [_worst(1, other) for other in "xyz"],
        [{"summary_ar": "\n".join(_repetitive(n, o) for n in range(50))} for o in "xyz"],
        [{"summary_ar": "\n".join(f"{o}{n} {o * 99}" for n in range(60))} for o in "xyz"],
    ],
    ids=["repeated", "many", "some", "one", "repetitive", "nothing alike"],
)
def test_the_largest_conflict_is_shown_at_once(at_desk, reporter, draft, versions):
    client = at_desk(reporter)
    base, theirs, mine = versions
    assert client.post(at("edit", draft), form_of(draft, **base)).status_code == 302
    assert client.post(at("edit", draft), form_of(draft, based_on=2, **theirs)).status_code == 302
    data = form_of(draft, based_on=2, **mine)
    answers = []
    assert cpu_seconds(lambda: answers.append(client.post(at("edit", draft), data)), limit=5) < 5
    response = answers[-1]
    assert response.status_code == 409
    assert len(response.content) < 1_000_000
    assert response.content.count(b" name=") < 1000  # what a form may send back
    assert cpu_seconds(lambda: answers.append(client.get(at("history", draft))), limit=5) < 5
    assert len(answers[-1].content) < 1_000_000


def test_invisible_paragraphs_are_none(at_desk, reporter, draft):
    make_revision(draft, headline="Theirs")
    data = form_of(draft, headline_en="Mine", summary_ar="\u200b\n" * 9000 + "فقرة.")
    response = at_desk(reporter).post(at("edit", draft), data)
    assert response.status_code == 409
    assert len(response.context["rows"]) < 12
