"""Terms proposed from corrections: the same words replaced by the same others in two sentences.

Looked at when a sentence is settled, not while somebody types; each time a few small queries.
"""

from collections.abc import Iterator, Sequence

from summaries.checks.arabic import Word, stems, words
from summaries.checks.base import Span
from summaries.engine.rewording import Rewording as Found
from summaries.engine.rewording import rewordings
from summaries.models import GlossaryTerm, Rewording, Segment, SegmentEdit, TermAction, TermState
from summaries.services import term_changes
from summaries.services.errors import Invalid
from summaries.services.term_changes import Wording

MAX_CHARACTERS = 200
# How many other sentences with the same correction are looked at, the newest first.
MOST_PARTNERS = 5
LONGEST_PHRASE = 5
# Words that neither begin nor end a term, as they are written after folding.
_FUNCTION_WORDS = frozenset(
    """في من على الي عن مع بين بعد قبل حتي منذ خلال عند لدي نحو حول ضد بعض كل غير دون
    ان انه انها الذي التي الذين هذا هذه ذلك تلك هناك هو هي هم كما قد لقد لا لم لن ما ليس
    كان كانت يكون تكون او ثم لكن بل اذا اي ايضا حيث بينما وقال قال قالت وقالت اضاف واضاف
    عندما لان ولا وان وقد وكان وكانت وفي ومن وعلي والي وهو وهي""".split()
)


def learn(segment: Segment) -> None:
    """Remember how a person reworded this sentence; the second time it proposes a term.

    Call it in the transaction of the change.
    """
    edit = segment.edits.filter(how=SegmentEdit.How.TYPED).first()
    if edit is None or edit.after != segment.english:
        return
    found = [one for one in rewordings(edit.before, edit.after) if _fits(one)]
    edit.rewordings.all().delete()
    Rewording.objects.bulk_create(
        Rewording(edit=edit, old=one.old, new=one.new, key=one.key) for one in found
    )
    for one in found:
        _propose(segment, edit, one)


def _fits(one: Found) -> bool:
    return max(len(one.old), len(one.new)) <= MAX_CHARACTERS


def _propose(segment: Segment, edit: SegmentEdit, found: Found) -> None:
    same = Rewording.objects.filter(key=found.key).exclude(edit__segment=segment)
    partners = same.select_related("edit__segment").order_by("-pk")[:MOST_PARTNERS]
    for partner in partners:
        other = partner.edit
        arabic = shared_phrase(segment.arabic, other.segment.arabic, found)
        if arabic and segment.arabic != other.segment.arabic:
            # At the start of a sentence a capital says nothing about the wording.
            new = partner.new if found.opens_sentence else found.new
            _store(Wording(arabic, new, (partner.old,)), [edit, other])
            return


def _store(wording: Wording, edits: Sequence[SegmentEdit]) -> None:
    """Propose a term, or add the evidence to the proposal that stands; once decided, that holds."""
    known = GlossaryTerm.objects.filter(
        key=term_changes.key_of(wording.arabic), english__iexact=wording.english
    )
    term = known.first()
    if term is None:
        try:
            wording = term_changes.checked(wording)
        except Invalid:
            return  # Not every correction can be a term: nobody asked for one.
        term = GlossaryTerm(state=TermState.PROPOSED)
        term_changes.store(term, TermAction.PROPOSE, wording)
    if term.state == TermState.PROPOSED:
        term.edits.add(*edits)


def shared_phrase(first: str, second: str, found: Found) -> str:
    """Return the words of both Arabic sentences that a rewording is likely about; "" for none.

    The longest common run of words without function words at its ends, of about as many words as
    the English; of several the one that stands nearest to where the English stands.
    """
    ours, theirs = words(first), words(second)
    length = len(found.new.split())
    known = {stem for word in theirs for stem in stems(word.text)}
    starts = [bool(known.intersection(stems(word.text))) for word in ours]
    runs = {run for run in _runs(ours, starts, length) if _stands_in(ours[slice(*run)], theirs)}
    outer = [run for run in runs if not any(_within(run, other) for other in runs)]
    if not outer:
        return ""
    start, end = min(outer, key=lambda run: _distance(run, len(ours), found.place, length))
    return _text(ours[start:end], first)


def _runs(ours: Sequence[Word], shared: Sequence[bool], length: int) -> Iterator[tuple[int, int]]:
    most = min(LONGEST_PHRASE, length + 1)
    for start in range(len(ours)):
        for end in range(start + 1, min(start + most, len(ours)) + 1):
            if not shared[end - 1] or not ours[end - 1].text[0].isalpha():
                break
            if _is_content(ours[start]) and _is_content(ours[end - 1]):
                yield start, end


def _is_content(word: Word) -> bool:
    return len(word.text) > 2 and word.text not in _FUNCTION_WORDS


def _stands_in(run: Sequence[Word], text: Sequence[Word]) -> bool:
    """Say whether a run of words stands in `text`, its first word whatever is written onto it."""
    first, rest = set(stems(run[0].text)), [word.text for word in run[1:]]
    return any(
        [other.text for other in text[n + 1 : n + len(run)]] == rest
        and any(len(stem) > 2 for stem in first.intersection(stems(word.text)))
        for n, word in enumerate(text)
    )


def _within(run: tuple[int, int], other: tuple[int, int]) -> bool:
    return run != other and other[0] <= run[0] and run[1] <= other[1]


def _distance(run: tuple[int, int], words_in_all: int, place: float, length: int) -> float:
    start, end = run
    return abs((start + end) / 2 / words_in_all - place) + 0.1 * abs(end - start - length)


def _text(run: Sequence[Word], arabic: str) -> str:
    """Return a run as it is written, without «و», «ب» and their like before its first word."""
    whole = Span(run[0].span.start, run[-1].span.end).of(arabic)
    first = run[0].span.of(arabic)
    for clitic in ("وال", "بال", "فال", "كال"):
        if first.startswith(clitic):
            return whole[1:]
    return f"ال{whole[2:]}" if first.startswith("لل") else whole
