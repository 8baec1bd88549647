"""Arabic text in: decoding, refusing, cleaning, normalising and splitting into sentences."""

from summaries.engine.text.clean import read_article, segments_of
from summaries.engine.text.intake import check_is_article, decode
from summaries.engine.text.normalise import for_matching, for_model
from summaries.engine.text.sentences import split_sentences

__all__ = [
    "check_is_article",
    "decode",
    "for_matching",
    "for_model",
    "read_article",
    "segments_of",
    "split_sentences",
]
