"""How much of a brief's text is as the machine wrote it, and how much of it people approved."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from summaries.engine.worddiff import Op, word_diff
from summaries.models import Brief, Event, Revision

_WORDS = re.compile(r"\w+(?:['’.,]\w+)*")


@dataclass(frozen=True)
class Share:
    """How much of a text is as the machine wrote it: words, and whole sentences."""

    kept: int = 0
    words: int = 0
    unchanged: int = 0
    sentences: int = 0

    @property
    def percent(self) -> int:
        """Return the kept words in percent, rounded down: all of them only where it is all."""
        return 100 * self.kept // self.words if self.words else 0


@dataclass(frozen=True)
class Figures:
    """What is counted in a brief's text at one moment; kept with the Event of its publication."""

    translation: Share = Share()
    summary: Share = Share()
    approved: int | None = None
    sentences: int = 0
    dismissed: int = 0

    @property
    def is_checked(self) -> bool:
        """Say whether people approved or changed any of it."""
        shares = (self.translation, self.summary)
        return bool(self.approved) or any(one.unchanged < one.sentences for one in shares)

    @classmethod
    def read(cls, kept: dict) -> "Figures":
        """Return figures from what an Event keeps of them."""
        shares = {name: Share(**kept[name]) for name in ("translation", "summary")}
        return cls(**kept | shares)

    def as_dict(self) -> dict:
        """Return what an Event keeps."""
        return asdict(self)


def of_desk(brief: Brief) -> Figures:
    """Count in the brief's text as it is on the desk now."""
    segments = [segment for segment in brief.article.segments.all() if segment.translated_at]
    return Figures(
        translation=_share((one.machine_english, one.english) for one in segments),
        summary=_summary_share(brief, brief.current),
        approved=sum(segment.approved_at is not None for segment in segments),
        sentences=len(segments),
        dismissed=brief.findings.exclude(dismissal=None).count(),
    )


def by_model(brief: Brief) -> dict[str, dict[str, dict[str, int]]]:
    """Count the same for each model by itself: {"translation": {name: share}, "summary": …}.

    A sentence belongs to the model that translated it last, a summary to the one whose version it
    was made from. What no model wrote is in none.
    """
    pairs = defaultdict(list)
    for segment in brief.article.segments.all():
        if segment.machine_english and (model := segment.provenance.get("model")):
            pairs[model].append((segment.machine_english, segment.english))
    model = (brief.current.provenance if brief.current else {}).get("model")
    summary = {model: _summary_share(brief, brief.current)} if model else {}
    return {
        "translation": {name: asdict(_share(texts)) for name, texts in pairs.items()},
        "summary": {name: asdict(share) for name, share in summary.items()},
    }


def of_publication(event: Event | None) -> Figures | None:
    """Return what was true when `event` made the text public; None where nothing was kept."""
    kept = event.data.get("figures") if event else None
    return Figures.read(kept) if kept else None


def of_live(brief: Brief) -> Figures:
    """Count in what readers see, for a brief that was published before figures were kept."""
    sentences = brief.live.sentences.prefetch_related("evidence__segment")
    links = [link for sentence in sentences for link in sentence.evidence.all()]
    pairs = {link.segment_id: (link.segment.machine_english, link.english) for link in links}
    return Figures(
        translation=_share(pairs.values()),
        summary=_summary_share(brief, brief.live),
        sentences=len(pairs),
    )


def _share(pairs: Iterable[tuple[str, str]]) -> Share:
    """Count in pairs of what the machine wrote ("" for nothing) and what stands there now."""
    kept = words = unchanged = sentences = 0
    for machine, now in pairs:
        count = len(_WORDS.findall(now))
        kept += count if machine == now else _kept(machine, now)
        words += count
        unchanged += machine == now
        sentences += 1
    return Share(kept, words, unchanged, sentences)


def _kept(machine: str, now: str) -> int:
    pieces = word_diff(machine, now)
    return sum(len(_WORDS.findall(piece.text)) for piece in pieces if piece.op is Op.EQUAL)


def _summary_share(brief: Brief, revision: Revision | None) -> Share:
    """Compare a version with that of the machine, up to it, of which it has most words."""
    if revision is None:
        return Share()
    written = brief.revisions.filter(author=None, number__lte=revision.number)
    machine = [_texts(version) for version in written.prefetch_related("sentences")]
    now = _texts(revision)
    shares = [_summary_against(version, now) for version in machine]
    return max(shares, key=lambda share: share.kept, default=_summary_against([], now))


def _summary_against(machine: Sequence[str], now: Sequence[str]) -> Share:
    words = sum(len(_WORDS.findall(text)) for text in now)
    unchanged = sum(text in machine for text in now)
    kept = words if list(machine) == list(now) else _kept("\n".join(machine), "\n".join(now))
    return Share(kept, words, unchanged, len(now))


def _texts(revision: Revision) -> list[str]:
    return [sentence.text for sentence in revision.sentences.all()]
