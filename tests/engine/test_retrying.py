"""The flow around every translation model: splitting, attempts, retries, joining."""

from pathlib import Path

import pytest

from summaries.engine.retrying import Part, RetryingTranslator
from summaries.engine.types import Flag, Provenance, Translation, Wish

LOOP = (Flag.REPETITION,)


class Scripted(RetryingTranslator):
    """A model whose answers are looked up by (text, decoding); a word counts as a token."""

    engine = "script"
    _longest = 3

    def __init__(self, answers: dict[tuple[str, str], tuple[str, tuple[Flag, ...]]], **options):
        self.answers, self.asked, self.seen = answers, [], []
        names = {"model": "m", "revision": "r", "quality": "q", "stand_in": True}
        own = {"decoding": "first", "retries": ("second", "third"), "prepare": str}
        super().__init__(Path("nowhere"), **names | own | options)

    def _count(self, text):
        return len(text.split())

    def _attempted(self, parts, decoding):
        self.asked.append((decoding, [part.text for part in parts]))
        for part in reversed(parts):
            self.seen.append((part.text, part.wishes))
            text, flags = self.answers.get((part.text, decoding), (part.text.upper(), ()))
            part.keep(self._written(text, decoding, -1.0, flags))
            yield part

    def _searches(self, count):
        return (self.decoding, *self.retries)

    def _hypotheses_of(self, part, decoding):
        self.asked.append((decoding, [part.text]))
        text, flags = self.answers.get((part.text, decoding), (part.text.upper(), ()))
        return [self._written(text, decoding, -1.0, flags)]


def made(text: str, flags: tuple[Flag, ...] = ()) -> Translation:
    return Translation(text, Provenance("m", "r", "script"), flags=flags)


@pytest.mark.parametrize(
    ("attempts", "kept"),
    [
        ([made("one")], "one"),
        ([made("ill", LOOP), made("one")], "one"),
        ([made("one"), made("ill", LOOP)], "one"),
        ([made("first", LOOP), made("second", LOOP)], "first"),
        ([made("one"), made("two")], "one"),
    ],
)
def test_the_soundest_attempt_is_kept_and_of_equals_the_first(attempts, kept):
    part = Part(0, "a")
    for attempt in attempts:
        part.keep(attempt)
    assert part.best.text == kept


def test_what_is_empty_is_answered_at_once():
    translator = Scripted({})
    assert next(translator.translate(["", "a b"])) == (0, Translation("", translator.provenance))


def test_only_what_came_out_ill_is_attempted_again_after_all_others():
    ill = {("a", "first"): ("x x x", LOOP), ("a", "second"): ("better", ())}
    translator = Scripted(ill)
    found = list(translator.translate(["a", "b"]))
    assert [(i, each.text) for i, each in found] == [(1, "B"), (0, "better")]
    assert translator.asked == [("first", ["a", "b"]), ("second", ["a"]), ("third", [])]
    assert found[1][1].provenance.decoding == "second"
    assert found[0][1].provenance == translator.provenance


def test_what_stays_ill_comes_last_with_its_flags():
    translator = Scripted({("a", how): ("x", LOOP) for how in ("first", "second", "third")})
    (_index, good), (_last, bad) = translator.translate(["a", "b"])
    assert (good.flags, bad.flags) == ((), LOOP)
    assert (bad.text, bad.provenance.decoding) == ("x", "first")


def test_a_long_sentence_is_split_and_joined_with_the_wishes_of_each_part():
    translator = Scripted({})
    wishes = {1: (Wish("Paris"),)}
    found = dict(translator.translate(["x", "a b. c  d e."], wishes))
    assert found[1].text == "A B, C D E."
    assert sorted(translator.seen) == [("a b.", wishes[1]), ("c d e.", wishes[1]), ("x", ())]


def test_alternatives_search_on_until_there_are_enough():
    answers = {("a", "first"): ("one", ()), ("a", "second"): ("One", ()), ("a", "third"): ("2", ())}
    translator = Scripted(answers)
    assert [each.text for each in translator.alternatives("a", 2)] == ["one", "2"]
    assert [decoding for decoding, _texts in translator.asked] == ["first", "second", "third"]
    translator.asked.clear()
    assert [each.text for each in translator.alternatives("a", 1)] == ["one"]
    assert len(translator.asked) == 1


def test_no_alternative_is_flagged():
    translator = Scripted({("a", how): ("x", LOOP) for how in ("first", "second", "third")})
    assert translator.alternatives("a", 2) == []
