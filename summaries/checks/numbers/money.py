"""Amounts of money: another amount, another currency, or money where the Arabic has none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from summaries.checks.arabic import words
from summaries.checks.base import Finding, Pair, Severity, gettext_noop
from summaries.checks.numbers.checks import ADDED, added, changed, differing
from summaries.checks.numbers.comparison import compare
from summaries.checks.numbers.currencies import arabic_names
from summaries.checks.numbers.equivalents import is_converted
from summaries.checks.numbers.figures import Currency
from summaries.checks.numbers.rewriting import with_currency

CURRENCY = gettext_noop("The currency differs: «%(arabic)s» in Arabic, “%(english)s” in English.")
NO_MONEY = gettext_noop("The Arabic says «%(arabic)s», with no currency; “%(english)s” has one.")
# A weight, a verb, adjectives.
_OTHER_SENSES = frozenset({"pound", "won", "real", "rand", "cent", "penny", "dong", "krona"})
_SIGNS_OF = {"$": ("dollar",), "€": ("euro",), "£": ("pound", "lira"), "¥": ("yen", "yuan")}


class Money:
    """An amount of money that the Arabic does not state."""

    name = "money"
    title = gettext_noop("Amount of money")
    severity = Severity.BLOCKING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield changed and added amounts, and amounts in another currency."""
        found = compare(pair)
        for theirs, ours in found.changed:
            if theirs.currency or ours.currency:
                yield changed(self, pair, found, theirs, ours)
        for theirs in found.added:
            if theirs.currency:
                yield added(self, pair, ADDED, theirs)
        for theirs, ours in found.same:
            if theirs.currency and ours.currency:
                if theirs.currency.contradicts(ours.currency) and not is_converted(theirs, ours):
                    fix = with_currency(pair, theirs, ours)
                    whole = replace(theirs, span=theirs.stretch)
                    yield differing(self, pair, CURRENCY, whole, ours, fix)
            elif theirs.currency and not _is_said(theirs.currency, pair):
                yield differing(self, pair, NO_MONEY, theirs, ours)


def _is_said(currency: Currency, pair: Pair) -> bool:
    """Tell whether the Arabic names this currency anywhere, or the word may be no currency."""
    if not currency.names.isdisjoint(_OTHER_SENSES):
        return True
    named = (_SIGNS_OF.get(word.text) or arabic_names(word.text) for word in words(pair.arabic))
    return any(not currency.names.isdisjoint(names) for names in named)
