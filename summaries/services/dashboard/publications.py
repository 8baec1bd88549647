"""What was published: how much of it the machine wrote, what became of findings, how long it took.

Read from what the Events of publication keep (`services.figures`, `services.outcomes`): it was true
when readers got the text, whatever became of it since.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from summaries.models import Event, Source
from summaries.services.charts import percentile
from summaries.services.dashboard.period import Epoch, Period, moment_of
from summaries.services.figures import Share
from summaries.workflow import Action

# Reading more would only make the page slower.
NEWEST = 5_000
TRANSLATION, SUMMARY = "translation", "summary"
_NUMBERS = ("kept", "words", "unchanged", "sentences")


@dataclass(frozen=True)
class Effort:
    """How much people changed in what was published, of one source or one model.

    `name` is a Source, or the name of a model; None where the source or the model is not known.
    """

    name: Source | str | None
    briefs: int
    share: Share

    @property
    def unchanged(self) -> float:
        """Return the part of the sentences that were published as the machine wrote them."""
        return self.share.unchanged / self.share.sentences if self.share.sentences else 0.0

    @property
    def changed(self) -> float:
        """Return the part of the published words that people wrote."""
        return 1 - self.share.kept / self.share.words if self.share.words else 0.0


@dataclass(frozen=True)
class Published:
    """What the newest publications of a period say.

    `since` is when the oldest of them was, where there were more than were read. `outcomes` counts
    {(check, outcome): n}; `median` and `p95` are seconds from intake to publication.
    """

    count: int = 0
    by_source: dict[str, tuple[Effort, ...]] = field(default_factory=dict)
    by_model: dict[str, tuple[Effort, ...]] = field(default_factory=dict)
    outcomes: Counter = field(default_factory=Counter)
    median: float | None = None
    p95: float | None = None
    since: datetime | None = None


def of(period: Period) -> Published:
    """Read the newest NEWEST publications of a period. Two queries."""
    newest = Event.objects.filter(verb=Action.PUBLISH, created_at__gte=period.start)
    moments = (Epoch("brief__created_at"), Epoch("created_at"))
    columns = newest.order_by("-created_at").values_list("data", "brief__article__source", *moments)
    rows = list(columns[:NEWEST])
    waits = sorted(published - came for _facts, _source, came, published in rows)
    sources = Source.objects.in_bulk()
    told = [(sources.get(source), facts) for facts, source, _came, _published in rows]
    return Published(
        count=len(rows),
        by_source={part: _effort(_of_sources(told, part)) for part in (TRANSLATION, SUMMARY)},
        by_model={part: _effort(_of_models(told, part)) for part in (TRANSLATION, SUMMARY)},
        outcomes=_outcomes(told),
        median=percentile(waits, 0.5) if waits else None,
        p95=percentile(waits, 0.95) if waits else None,
        since=moment_of(rows[-1][-1]) if len(rows) == NEWEST else None,
    )


def _of_sources(told, part: str) -> Iterable[tuple[Source | None, dict]]:
    return ((source, facts["figures"][part]) for source, facts in told if "figures" in facts)


def _of_models(told, part: str) -> Iterable[tuple[str | None, dict]]:
    """Yield each model with its share of a text; None for one published before models were kept."""
    for _source, facts in told:
        if "models" in facts:
            yield from facts["models"][part].items()
        elif "figures" in facts:
            yield None, facts["figures"][part]


def _effort(shares: Iterable[tuple[Source | str | None, dict]]) -> tuple[Effort, ...]:
    """Add shares up by what they belong to, the most sentences first."""
    sums: defaultdict = defaultdict(lambda: [0, 0, 0, 0, 0])
    for name, share in shares:
        if share["sentences"]:
            total = sums[name]
            total[0] += 1
            for place, number in enumerate(_NUMBERS, 1):
                total[place] += share[number]
    found = (Effort(name, briefs, Share(*numbers)) for name, (briefs, *numbers) in sums.items())
    return tuple(sorted(found, key=lambda one: -one.share.sentences))


def _outcomes(told) -> Counter:
    found: Counter = Counter()
    for _source, facts in told:
        for check, outcomes in facts.get("checks", {}).items():
            for outcome, n in outcomes.items():
                found[check, outcome] += n
    return found
