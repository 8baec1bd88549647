"""Cutting work to the model's size: batches by token budget, long sentences by clause."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from summaries.engine.types import Flag, Translation

# Strongest boundary first; a mark stays with the clause it closes. A comma or colon between digits
# ("2,300", "12:30") is part of a number and never a boundary.
_CLAUSE_ENDS = (
    re.compile(r"(?<=[.!?؟…])\s+"),
    re.compile(r"(?<=[؛;])\s*"),
    re.compile(r"(?<=:)\s+"),
    re.compile(r"(?<=،)(?!\d)\s*|(?<=,)\s+"),
    re.compile(r"\s+(?=[-–—]\s)"),
    re.compile(r"\s+"),
)


def token_batches(
    lengths: Sequence[int], budget: int, *, limits: Sequence[int] | None = None, workers: int = 1
) -> list[list[int]]:
    """Return indices of `lengths` in batches, longest sentences first.

    A batch takes `longest × count` padded tokens, at most `budget` (one sentence longer than the
    budget gets a batch of its own). Sentences of different `limits` never share a batch, so that no
    result depends on its neighbours. Little work is spread over at least `workers` batches.
    """
    limits = limits or [0] * len(lengths)
    share = -(-sum(lengths) // max(1, workers))
    budget = min(budget, max(share, max(lengths, default=0)))
    batches: list[list[int]] = []
    for i in sorted(range(len(lengths)), key=lambda i: (-limits[i], -lengths[i], i)):
        first = batches[-1][0] if batches else None
        if (
            first is not None
            and limits[first] == limits[i]
            and lengths[first] * (len(batches[-1]) + 1) <= budget
        ):
            batches[-1].append(i)
        else:
            batches.append([i])
    return batches


def split_long(text: str, count_tokens: Callable[[str], int], limit: int) -> list[str]:
    """Return `text` in parts of at most `limit` tokens, cut at the strongest marks that suffice.

    Parts are as long as the limit allows, because context helps the translation. A single word
    longer than the limit is cut between characters.
    """
    return _split(text.strip(), count_tokens, limit, 0)


def _split(text: str, count_tokens: Callable[[str], int], limit: int, level: int) -> list[str]:
    if count_tokens(text) <= limit:
        return [text]
    if level == len(_CLAUSE_ENDS):
        return _cut_word(text, count_tokens, limit)
    pieces = [piece for piece in _CLAUSE_ENDS[level].split(text) if piece]
    if len(pieces) < 2:
        return _split(text, count_tokens, limit, level + 1)
    parts: list[str] = []
    for piece in pieces:
        for part in _split(piece, count_tokens, limit, level + 1):
            joined = f"{parts[-1]} {part}" if parts else part
            if parts and count_tokens(joined) <= limit:
                parts[-1] = joined
            else:
                parts.append(part)
    return parts


def _cut_word(word: str, count_tokens: Callable[[str], int], limit: int) -> list[str]:
    if count_tokens(word) <= limit or len(word) < 2:
        return [word]
    middle = len(word) // 2
    return [
        *_cut_word(word[:middle], count_tokens, limit),
        *_cut_word(word[middle:], count_tokens, limit),
    ]


def rejoin(parts: Sequence[str]) -> str:
    """Join the translations of one sentence's parts into one English sentence.

    The model closes every part like a sentence: a full stop in the middle is dropped and the next
    part goes on in lower case only where its first word is an ordinary function word, so that names
    keep their capital.
    """
    texts = [part.strip() for part in parts if part.strip()]
    joined = ""
    for text in texts:
        if not joined:
            joined = text
        elif joined.endswith(".") and not joined.endswith(".."):
            joined = f"{joined[:-1]}, {_continued(text)}"
        else:
            joined = f"{joined} {_continued(text)}"
    return joined


_FUNCTION_WORD = re.compile(
    r"(the|an?|and|or|but|in|on|at|of|to|for|from|with|by|as|that|which|who|while|when|where|after"
    r"|before|during|despite|although|its?|he|she|his|her|they|their|this|these|there|has|had|was"
    r"|were|is|are)\b",
    re.IGNORECASE,
)


def _continued(text: str) -> str:
    return text[0].lower() + text[1:] if _FUNCTION_WORD.match(text) else text


def joined(parts: Sequence[Translation]) -> Translation:
    """Return the translation of a sentence from those of its parts: every flag, the mean score."""
    if len(parts) == 1:
        return parts[0]
    flags: dict[Flag, None] = dict.fromkeys(flag for part in parts for flag in part.flags)
    scores = [part.score for part in parts if part.score is not None]
    return Translation(
        rejoin([part.text for part in parts]),
        parts[0].provenance,
        sum(scores) / len(scores) if scores else None,
        tuple(flags),
    )


def distinct(translations: Iterable[Translation]) -> list[Translation]:
    """Return the sound translations in their order, without those that repeat an earlier one.

    Texts that differ in case or white space only are the same.
    """
    found: dict[str, Translation] = {}
    for translation in translations:
        if translation.text and not translation.flags:
            found.setdefault(folded(translation.text), translation)
    return list(found.values())


def folded(text: str) -> str:
    """Return `text` as `distinct` compares it: single spaces, no case."""
    return " ".join(text.split()).casefold()


def combined(parts: Sequence[Sequence[Translation]]) -> list[Translation]:
    """Return translations of a sentence from those of its parts, each best first.

    The n-th takes the n-th best of every part, and the best again of a part that has no more. A
    part without any leaves nothing to offer.
    """
    if not all(parts):
        return []
    longest = max((len(part) for part in parts), default=0)
    rows = ([part[n] if n < len(part) else part[0] for part in parts] for n in range(longest))
    return distinct(joined(row) for row in rows)
