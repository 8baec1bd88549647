"""The account after a fault: what was promised, what is there, what is there twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

Ask = Callable[[str], list[tuple]]

# Each counts what stands more than once where it may stand once; of a row of n, n - 1 are too many.
TWICE = {
    "texts": "SELECT count(*) - 1 FROM summaries_article GROUP BY content_hash",
    "briefs": "SELECT count(*) - 1 FROM summaries_brief GROUP BY article_id",
    "versions": "SELECT count(*) - 1 FROM summaries_revision r JOIN summaries_brief b"
    " ON b.id = r.brief_id WHERE b.status = 'draft' GROUP BY r.brief_id",
    "intakes and drafts": "SELECT count(*) - 1 FROM summaries_event"
    " WHERE verb IN ('taken_in', 'drafted') GROUP BY brief_id, verb",
    "sentences": "SELECT count(*) - 1 FROM summaries_segment GROUP BY article_id, line, sentence",
    "mailings": "SELECT count(*) - 1 FROM summaries_mailing WHERE edition_id IS NOT NULL"
    " GROUP BY edition_id",
}
# Whole drafts: a brief with a text, each of its sentences translated, and a job that says so.
DRAFTED = """
SELECT b.article_id FROM summaries_brief b
WHERE b.status = 'draft' AND b.current_id IS NOT NULL
AND EXISTS (SELECT 1 FROM summaries_job j WHERE j.brief_id = b.id AND j.state = 'done')
AND NOT EXISTS (SELECT 1 FROM summaries_segment s
                WHERE s.article_id = b.article_id AND s.translated_at IS NULL)
"""


@dataclass(frozen=True)
class Account:
    """Articles drafted, articles and letters missing, and what is there too often, by kind."""

    drafted: frozenset[int]
    lost: int
    doubled: Counter[str]


def drawn(
    ask: Ask, accepted: Collection[int], readers: Collection[str] = (), letters: Iterable[str] = ()
) -> Account:
    """Draw the account of a newsroom.

    `accepted` holds the numbers of the articles that it confirmed to have; `readers` the addresses
    that an edition is for, `letters` the one of each email that went out.
    """
    drafted = {number for (number,) in ask(DRAFTED)}
    sent = Counter(letters)
    lost = len(set(accepted) - drafted) + len(set(readers) - set(sent))
    doubled = Counter({kind: _too_many(ask(question)) for kind, question in TWICE.items()})
    # The same article under two numbers would be caught as a text; here are letters.
    doubled["letters"] = sum(sent.values()) - len(sent)
    return Account(frozenset(drafted), lost, +doubled)


def _too_many(rows: list[tuple]) -> int:
    return sum(count for (count,) in rows)
