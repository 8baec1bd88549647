"""What is made of a chat model's replies: cleaning, flags, retries, candidates."""

from pathlib import Path

import pytest

from summaries.engine import chat
from summaries.engine import chat_prompts as prompts
from summaries.engine.chat import ChatSummarizer, ChatTranslator
from summaries.engine.chat_model import Reply
from summaries.engine.chat_replies import cleaned, flags_of, whole
from summaries.engine.errors import EngineError, SummaryFailed, TranslationFailed
from summaries.engine.types import Flag

ARABIC = "أعلنت الوزارة يوم الاثنين افتتاح مدرسة جديدة في المدينة القديمة."


class ScriptedModel:
    """Stands where ChatModel does: a function answers each prompt; a word counts as a token."""

    def __init__(self, answer):
        self.answer, self.asked = answer, []

    def count(self, text: str) -> int:
        return len(text.split())

    def batches(self, prefix, rests, max_tokens):
        return [[i] for i in range(len(rests))]

    def replies(self, prefix, rests, decoding, max_tokens, *, one_line=False):
        self.asked += [(rest, decoding) for rest in rests]
        answers = [self.answer(rest, decoding) for rest in rests]
        return [a if isinstance(a, Reply) else Reply(a, True, -0.5) for a in answers]

    def hypotheses(self, prefix, rest, decoding, max_tokens, *, one_line=False):
        self.asked.append((rest, decoding))
        return [Reply(text, True, -0.5) for text in self.answer(rest, decoding)]


@pytest.fixture
def scripted(monkeypatch):
    def install(answer) -> ScriptedModel:
        model = ScriptedModel(answer)
        monkeypatch.setattr(chat, "shared", lambda folder, threads: model)
        return model

    return install


def translator(**options) -> ChatTranslator:
    return ChatTranslator(Path("nowhere"), model="chat", revision="r", **options)


def summarizer() -> ChatSummarizer:
    return ChatSummarizer(Path("nowhere"), model="chat", revision="r")


class TestCleaned:
    @pytest.mark.parametrize(
        ("reply", "expected"),
        [
            ("The minister resigned.", "The minister resigned."),
            ("Translation: The minister resigned.", "The minister resigned."),
            ("Sure! Here is the translation:\nThe minister resigned.", "The minister resigned."),
            ("**The minister resigned.**\n\nNote: I kept it short.", "The minister resigned."),
            ('"The minister resigned."', "The minister resigned."),
            (
                '"Yes," he said, "the minister resigned."',
                '"Yes," he said, "the minister resigned."',
            ),
            ("Here are the results of the vote.", "Here are the results of the vote."),
            ("The translation of the book took years.", "The translation of the book took years."),
            ("\n\n  ", ""),
        ],
    )
    def test_one_line(self, reply, expected):
        assert cleaned(reply) == expected

    def test_a_summary_keeps_its_lines(self):
        assert cleaned("Summary:\nOne.\nTwo.", one_line=False) == "One. Two."

    @pytest.mark.parametrize(
        ("text", "finished", "expected"),
        [
            ("One. Two is cut", False, "One."),
            ("One. Two is cut", True, "One. Two is cut"),
            ("Nothing is whole", False, ""),
        ],
    )
    def test_whole_sentences(self, text, finished, expected):
        assert whole(Reply(text, finished)) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("The ministry announced on Monday the opening of a new school.", ()),
        ("The ministry announced on Monday the 开学 of a new school.", (Flag.SOURCE_COPIED,)),
        ("The ministry announced on Monday افتتاح of a new school.", (Flag.SOURCE_COPIED,)),
        ("", (Flag.EMPTY,)),
    ],
)
def test_flags_of(target, expected):
    assert flags_of(ARABIC, target, finished=True) == expected


class TestTranslator:
    GOOD = "The ministry announced on Monday the opening of a new school in the old city."

    def test_a_bad_reply_is_asked_for_again_and_the_better_one_kept(self, scripted):
        model = scripted(
            lambda rest, how: self.GOOD if how.no_repeat_ngram else "no no no no no no"
        )
        ((_, result),) = translator().translate([ARABIC])
        assert result.text == self.GOOD
        assert result.flags == ()
        assert "no repeated 4-grams" in result.provenance.decoding
        assert len(model.asked) == 2

    def test_what_stays_bad_is_flagged(self, scripted):
        model = scripted(
            lambda rest, how: "学校" if how.no_repeat_ngram else "no no no no no no no"
        )
        ((_, result),) = translator().translate([ARABIC])
        assert Flag.REPETITION in result.flags
        assert result.provenance.decoding == "greedy"
        assert len(model.asked) == 1 + len(chat.RETRIES)

    def test_an_unfinished_reply_is_flagged(self, scripted):
        scripted(lambda rest, how: Reply(self.GOOD, False))
        ((_, result),) = translator().translate([ARABIC])
        assert result.flags == (Flag.CUT_OFF,)

    def test_long_sentences_are_split_and_rejoined(self, scripted, monkeypatch):
        monkeypatch.setattr(chat, "LONGEST_SENTENCE", 8)
        model = scripted(lambda rest, how: "A part of this sentence was translated here.")
        clause = "وأعلنت الوزارة يوم الاثنين افتتاح مدرسة جديدة"
        ((index, result),) = translator().translate([f"{clause}، {clause}."])
        assert index == 0
        assert len(model.asked) == 2
        assert result.text.lower().count("a part of this sentence") == 2

    def test_the_caller_can_stop_between_batches(self, scripted):
        model = scripted(lambda rest, how: self.GOOD)
        results = translator().translate([ARABIC] * 5)
        next(results)
        assert len(model.asked) == 1

    def test_the_beam_is_an_option(self, scripted):
        model = scripted(lambda rest, how: self.GOOD)
        list(translator(beam=3).translate([ARABIC]))
        assert model.asked[0][1].beam == 3

    def test_a_broken_engine_may_be_tried_again(self, scripted):
        def fail(rest, how):
            raise EngineError("out of memory")

        scripted(fail)
        with pytest.raises(TranslationFailed, match="Try the job again"):
            list(translator().translate([ARABIC]))


class TestAlternatives:
    A, B, C = (
        "The ministry announced on Monday the opening of a new school in the old city.",
        "On Monday the ministry announced that a new school opened in the old city.",
        "A new school opened in the old city, the ministry announced on Monday.",
    )

    def test_decodings_are_asked_until_there_are_enough(self, scripted):
        model = scripted(lambda rest, how: [self.A, self.B, self.C][: how.beam])
        found = translator().alternatives(ARABIC, 3)
        assert [t.text for t in found] == [self.A, self.B, self.C]
        assert [how for _, how in model.asked] == list(chat.OFFERS[:4])
        assert found[0].provenance.decoding == "greedy"
        assert found[1].provenance.decoding == "beam 3"

    def test_they_come_by_their_scores(self, scripted, monkeypatch):
        scores = {self.A: -0.7, self.B: -0.2, self.C: -0.4}
        model = scripted(lambda rest, how: "")
        monkeypatch.setattr(
            model,
            "hypotheses",
            lambda *given, one_line: [Reply(text, True, score) for text, score in scores.items()],
        )
        found = translator().alternatives(ARABIC, 2)
        assert [t.text for t in found] == [self.B, self.C]

    def test_equal_and_flagged_ones_are_no_alternatives(self, scripted):
        replies = [self.A, self.A.upper(), "no no no no no no no", "学校"]
        model = scripted(lambda rest, how: replies)
        assert [t.text for t in translator().alternatives(ARABIC, 3)] == [self.A]
        assert len(model.asked) == len(chat.OFFERS)

    def test_a_long_sentence_gets_whole_alternatives(self, scripted, monkeypatch):
        monkeypatch.setattr(chat, "LONGEST_SENTENCE", 8)
        parts = ["The first way of saying this part.", "The second way of saying this part."]
        scripted(lambda rest, how: parts)
        clause = "وأعلنت الوزارة يوم الاثنين افتتاح مدرسة جديدة"
        found = translator().alternatives(f"{clause}، {clause}.", 2)
        assert [t.text.lower().count("first way") for t in found] == [2, 0]
        assert [t.text.lower().count("second way") for t in found] == [0, 2]

    def test_a_blank_sentence_has_none(self, scripted):
        assert scripted(lambda rest, how: [self.A]).asked == []
        assert translator().alternatives("  ", 3) == []

    def test_a_broken_engine_may_be_tried_again(self, scripted):
        def fail(rest, how):
            raise EngineError("out of memory")

        scripted(fail)
        with pytest.raises(TranslationFailed, match="Try the job again"):
            translator().alternatives(ARABIC, 3)


class TestSummarizer:
    def test_candidates_are_distinct_and_as_many_as_asked(self, scripted):
        model = scripted(lambda rest, how: f"Summary: {rest[:20]} {how}.")
        assert len(summarizer().summaries("The text.", 3)) == 3
        assert len(model.asked) == 3
        assert len(set(summarizer().summaries("The text.", 8))) == 8
        assert len(summarizer().summaries("The text.", 50)) == 8

    def test_equal_candidates_count_once(self, scripted):
        scripted(lambda rest, how: "The same summary.")
        assert summarizer().summaries("The text.", 4) == ["The same summary."]

    def test_headlines_lose_quotes_and_full_stop(self, scripted):
        scripted(lambda rest, how: 'Headline: "City Opens a School."')
        assert summarizer().headlines("The text.", 2) == ["City Opens a School"]

    def test_a_cut_off_headline_is_no_headline(self, scripted):
        scripted(lambda rest, how: Reply("City opens a", False))
        assert summarizer().headlines("The text.", 2) == []

    def test_a_broken_engine_may_be_tried_again(self, scripted):
        def fail(rest, how):
            raise EngineError("out of memory")

        scripted(fail)
        with pytest.raises(SummaryFailed, match="Try the job again"):
            summarizer().summaries("The text.", 1)


def test_prompts_open_the_assistants_turn():
    prompt = prompts.translation_prefix(2) + prompts.translation_rest(ARABIC)
    assert prompt.count(ARABIC) == 1
    assert prompt.count("<|im_start|>assistant\n") == 3
    assert prompt.endswith("<|im_end|>\n<|im_start|>assistant\n")
