"""What becomes of every entry of a file: it comes in, or it is told why not."""

import pytest

from summaries.models import GlossaryTerm, MemoryPair, TermChange
from summaries.services import bringing_in, memory, segments, term_changes
from summaries.services.errors import Invalid, NotAllowed
from summaries.services.term_changes import Wording
from tests.factories import make_brief
from tests.texts import SENTENCES

pytestmark = pytest.mark.django_db


def terms(actor, *lines):
    text = "\n".join(["arabic,english,avoid,note", *lines])
    return bringing_in.terms(actor, "terms.csv", text.encode())


def pairs(actor, *lines):
    return bringing_in.pairs(actor, "old.csv", "\n".join(["arabic,english", *lines]).encode())


def skipped(report):
    return [(one.line, one.reason) for one in report.skipped]


@pytest.mark.parametrize(("role", "state"), [("editor", "accepted"), ("reporter", "proposed")])
def test_an_editors_terms_are_accepted_and_a_reporters_proposed(request, role, state):
    actor = request.getfixturevalue(role)
    report = terms(actor, "عبارة,ferry,boat | ship,Not a ship", "رصيف,pier,,")
    assert (report.added, report.changed, report.skipped) == (2, 0, [])
    term = GlossaryTerm.objects.get(english="ferry")
    assert (term.state, term.forbidden, term.note) == (state, ["boat", "ship"], "Not a ship")
    change = term.changes.get()
    assert (change.author, change.reason) == (actor, "From the file terms.csv")


def test_entries_that_cannot_be_terms_are_told_by_line(editor):
    report = terms(editor, "عبارة,,,", "ferry,ferry,,", "رصيف,pier,,")
    assert report.added == 1
    assert [line for line, _reason in skipped(report)] == [2, 3]
    assert report.skipped[1].english == "ferry"


def test_conflicts_are_listed_and_nothing_is_written_over(editor):
    term_changes.add(editor, Wording("عبارة", "ferry", ("boat",)))
    report = terms(editor, "عبّارة,passenger ship,,", "عبارة,Ferry,boat,")
    assert (report.added, report.changed) == (0, 0)
    assert skipped(report) == [
        (2, "The glossary has “ferry” for it. Change that term if the file is right."),
        (3, "It is in the glossary already."),
    ]
    assert GlossaryTerm.objects.get().english == "ferry"
    assert TermChange.objects.count() == 1


def test_a_contradiction_within_the_file_is_one_too(editor):
    report = terms(editor, "عبارة,ferry,,", "عبارة,boat,,")
    assert (report.added, len(report.skipped)) == (1, 1)


def test_new_wordings_to_avoid_join_the_term(editor, reporter):
    term_changes.add(editor, Wording("عبارة", "ferry", ("boat",), "Mine"))
    assert len(terms(reporter, "عبارة,ferry,ship,").skipped) == 1
    report = terms(editor, "عبارة,ferry,Boat | ship,Theirs")
    assert (report.added, report.changed, report.skipped) == (0, 1, [])
    term = GlossaryTerm.objects.get()
    assert (term.forbidden, term.note) == (["boat", "ship"], "Mine")
    assert term.changes.first().before["forbidden"] == ["boat"]


def test_an_editor_accepts_a_proposal_by_bringing_it_in(editor, reporter):
    term_changes.propose(reporter, Wording("عبارة", "ferry"))
    assert skipped(terms(reporter, "عبارة,ferry,,")) == [(2, "It is proposed already.")]
    assert terms(editor, "عبارة,ferry,,").changed == 1
    assert GlossaryTerm.objects.get().state == "accepted"


def test_who_is_not_on_the_desk_brings_nothing_in(outsider):
    with pytest.raises(NotAllowed):
        terms(outsider, "عبارة,ferry,,")


def test_too_many_terms_are_refused_as_a_whole(editor):
    with pytest.raises(Invalid, match="more than 5000"):
        terms(editor, *["عبارة,ferry,,"] * 5001)
    assert not GlossaryTerm.objects.exists()


def test_pairs_come_in_with_where_they_come_from(editor):
    report = pairs(editor, "غادرت العبارة الميناء.,The ferry left.")
    assert (report.added, report.skipped) == (1, [])
    pair = MemoryPair.objects.get()
    assert (pair.origin, pair.approved_by, pair.segment) == ("old.csv", editor, None)
    assert pair.key == memory.new_pair("غادرت العبّارة الميناء.", "x").key


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("لا,No", "fewer than 3 words"),
        ("the ferry left,The ferry left", "Arabic letters"),
        ("غادرت العبارة الميناء,", "must be English"),
        ("غادرت العبارة الميناء," + "x" * 2001, "at most 2000"),
    ],
)
def test_pairs_that_cannot_be_are_told(editor, line, says):
    (one,) = pairs(editor, line).skipped
    assert says in one.reason
    assert not MemoryPair.objects.exists()


def test_what_was_approved_on_the_desk_is_not_written_over(editor):
    segment = make_brief().article.segments.get(arabic=SENTENCES[1][0])
    segment = segments.approve(editor, segment, version=0)
    report = pairs(
        editor,
        f'"{segment.arabic}","{segment.english}"',
        f'"{segment.arabic}",Something else.',
        "غادرت العبارة الميناء,It left.",
        "غادرت العبارة الميناء,It left.",
    )
    assert report.added == 1
    assert [line for line, _reason in skipped(report)] == [2, 3, 5]
    assert segment.english in report.skipped[1].reason


def test_a_reporter_brings_no_pairs_in(reporter):
    with pytest.raises(NotAllowed):
        pairs(reporter, "غادرت العبارة الميناء,It left.")


@pytest.mark.parametrize("role", ["editor", "reporter"])
def test_a_contradiction_of_a_proposal_is_listed_too(request, reporter, role):
    term_changes.propose(reporter, Wording("عبارة", "ferry"))
    report = terms(request.getfixturevalue(role), "عبّارة,passenger ship,,")
    assert (report.added, report.changed) == (0, 0)
    assert skipped(report) == [(2, "“ferry” is proposed for it. Decide about that proposal first.")]
    assert GlossaryTerm.objects.get().state == "proposed"


def test_words_of_every_sentence_are_told_by_line(editor):
    report = terms(editor, "في,in,,", "من على,from on,,", "عبارة,ferry,,")
    assert (report.added, [line for line, _why in skipped(report)]) == (1, [2, 3])
    assert "nearly every text" in report.skipped[0].reason


def test_pairs_that_differ_in_more_than_spelling_both_come_in(editor):
    report = pairs(editor, "قُتِلَ الرجل أمس,The man was killed.", "قَتَلَ الرجل أمس,He killed the man.")
    assert (report.added, report.skipped) == (2, [])
