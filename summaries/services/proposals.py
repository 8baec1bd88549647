"""Terms proposed from corrections: the same words replaced by the same others in two sentences.

Looked at when a sentence is settled, not while somebody types; each time a few small queries.
"""

from collections.abc import Iterator, Sequence

from summaries.checks.arabic import Word, stems, words
from summaries.checks.base import Span
from summaries.checks.names.gazetteer import in_arabic, in_english
from summaries.checks.names.transliteration import similarity
from summaries.engine.english import STOP_WORDS
from summaries.engine.english import words as english_words
from summaries.engine.rewording import Rewording as Found
from summaries.engine.rewording import rewordings
from summaries.engine.text.function_words import is_function_word
from summaries.models import GlossaryTerm, Rewording, Segment, SegmentEdit, TermAction, TermState
from summaries.services import term_changes
from summaries.services.errors import Invalid
from summaries.services.term_changes import Wording

MAX_CHARACTERS = 200
# How many other sentences with the same correction are looked at, the newest first.
MOST_PARTNERS = 5
LONGEST_PHRASE = 5
# Comparing grows with the square of a sentence's length; nearly none of the news has more.
MOST_WORDS = 120
# The words of a sentence from one number up to, not including, another.
Run = tuple[int, int]
# How well an Arabic word must spell an English one, from 0 to 1.
SPELLED = 0.75
# How far from the English, as a part of the sentence, a single word may stand to be what it says.
NEAR = 0.3


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
    """Return the words of both Arabic sentences that a rewording is about; "" where none fit it.

    They have about as many words that say something as the new English, and either spell or name
    something that it does, or are the only longest words that both sentences have in common.
    """
    ours, theirs = words(first), words(second)
    if max(len(ours), len(theirs)) > MOST_WORDS:
        return ""
    length = len(found.new.split())
    known = {stem for word in theirs for stem in stems(word.text)}
    starts = [bool(known.intersection(stems(word.text))) for word in ours]
    runs = {run for run in _runs(ours, starts, length) if _stands_in(ours[slice(*run)], theirs)}
    said = [word for word in english_words(found.new) if word not in STOP_WORDS]
    chosen = _named(ours, runs, found, said) or _only(ours, runs, found, said)
    return _text(ours[slice(*chosen)], first) if chosen else ""


def _named(ours: Sequence[Word], runs: set[Run], found: Found, said: Sequence[str]) -> Run | None:
    """Return the run that spells or names most of what the new English says, if any does."""
    meant = {entity for one in in_english(found.new) for entity in one.entities}
    merits = {
        run: _merit(ours[slice(*run)], meant, said)
        for run in runs
        if abs(_says(ours, run) - len(said)) <= 1
    }
    # Of equals the one with as many words as the English, then the earlier one.
    order = sorted(merits, key=lambda run: (-merits[run], abs(_says(ours, run) - len(said)), run))
    return order[0] if order and merits[order[0]] else None


def _merit(run: Sequence[Word], meant: set[str], said: Sequence[str]) -> int:
    spelled = sum(any(_spells(word, latin) for word in run) for latin in said)
    named = in_arabic(" ".join(word.text for word in run)) if meant else ()
    return spelled + any(meant.intersection(one.entities) for one in named)


def _spells(word: Word, latin: str) -> bool:
    return any(similarity(stem, latin) >= SPELLED for stem in stems(word.text) if len(stem) > 2)


def _only(ours: Sequence[Word], runs: set[Run], found: Found, said: Sequence[str]) -> Run | None:
    """Return the longest run where it is the only one so long, and fits."""
    outer = [run for run in runs if not any(_within(run, other) for other in runs)]
    most = max((end - start for start, end in outer), default=0)
    longest = [run for run in outer if run[1] - run[0] == most]
    if len(longest) != 1:
        return None
    run = longest[0]
    # A single word may be shared by chance: it must be all there is, and stand where it should.
    alone = len(outer) == len(said) == 1 and _distance(run, len(ours), found.place) <= NEAR
    fits = most > 1 and abs(_says(ours, run) - len(said)) <= 1
    return run if fits or (most == 1 and alone) else None


def _says(ours: Sequence[Word], run: Run) -> int:
    return sum(map(_is_content, ours[slice(*run)]))


def _runs(ours: Sequence[Word], shared: Sequence[bool], length: int) -> Iterator[Run]:
    most = min(LONGEST_PHRASE, length + 1)
    for start in range(len(ours)):
        for end in range(start + 1, min(start + most, len(ours)) + 1):
            if not shared[end - 1] or not ours[end - 1].text[0].isalpha():
                break
            if _is_content(ours[start]) and _is_content(ours[end - 1]):
                yield start, end


def _is_content(word: Word) -> bool:
    return len(word.text) > 2 and not is_function_word(word.text)


def _stands_in(run: Sequence[Word], text: Sequence[Word]) -> bool:
    """Say whether a run of words stands in `text`, its first word whatever is written onto it."""
    first, rest = set(stems(run[0].text)), [word.text for word in run[1:]]
    return any(
        [other.text for other in text[n + 1 : n + len(run)]] == rest
        and any(len(stem) > 2 for stem in first.intersection(stems(word.text)))
        for n, word in enumerate(text)
    )


def _within(run: Run, other: Run) -> bool:
    return run != other and other[0] <= run[0] and run[1] <= other[1]


def _distance(run: Run, words_in_all: int, place: float) -> float:
    return abs(sum(run) / 2 / words_in_all - place)


def _text(run: Sequence[Word], arabic: str) -> str:
    """Return a run as it is written, without «و», «ب» and their like before its first word."""
    whole = Span(run[0].span.start, run[-1].span.end).of(arabic)
    first = run[0].span.of(arabic)
    for clitic in ("وال", "بال", "فال", "كال"):
        if first.startswith(clitic):
            return whole[1:]
    return f"ال{whole[2:]}" if first.startswith("لل") else whole
