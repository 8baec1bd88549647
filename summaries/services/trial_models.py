"""Trial models: which of them wrote a text, how good they were measured to be, and who is told.

A trial model is one whose entry in the registry says `stand_in`, of whatever kind it is. What is
said of it comes from the provenance stored with its text, never from the registry: that may name
another model or another figure by now.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import get_language_bidi, gettext, ngettext

from summaries.models import Article, Event, Revision
from summaries.models.finding import isolated
from summaries.services.errors import Invalid

# The profile that a newsroom publishes with.
FOR_PUBLICATION = "best"
# A quality is a measure only where it has a figure: "15.4 BLEU on FLORES dev".
_FIGURE = re.compile(r"\d (?:BLEU|chrF|COMET|ROUGE)")
_SET = re.compile(r"(?P<figure>.+?) on (?:(?P<count>\d+) sentences of )?(?P<name>.+)")


class Trial(NamedTuple):
    """A trial model, and its quality in the words of its provenance ("" for none)."""

    model: str
    quality: str = ""

    @property
    def measured(self) -> str:
        """Its figure, and on what it was measured; "" where it was not."""
        return self.quality if _FIGURE.search(self.quality) else ""


@dataclass(frozen=True)
class Trials:
    """The trial models that wrote a text, each once; false where there is none.

    Its sentences are in the language that is active when they are asked for.
    """

    translation: tuple[Trial, ...] = ()
    summary: tuple[Trial, ...] = ()

    def __bool__(self) -> bool:
        """Say whether a trial model wrote any of it."""
        return bool(self.translation or self.summary)

    @property
    def title(self) -> str:
        """What the text is: a trial translation, or only its summary is on trial."""
        return gettext("Trial translation") if self.translation else gettext("Trial summary")

    @property
    def label(self) -> str:
        """What the text is, and how good its models were measured to be.

        A model that wrote both is named for the translation.
        """
        said = f"{self.title}: {_measured(self.translation or self.summary)}"
        known = {one.model for one in self.translation}
        others = tuple(one for one in self.summary if one.model not in known)
        if not (self.translation and others):
            return said
        words = {"translation": said, "measured": _measured(others)}
        return gettext("%(translation)s; summary: %(measured)s") % words

    @property
    def for_the_desk(self) -> str:
        """The label, and what to do about it."""
        said = {"label": self.label, "profile": FOR_PUBLICATION}
        return gettext("%(label)s; install “%(profile)s” for publication") % said

    @property
    def for_readers(self) -> str:
        """The label of a published text: a publisher confirmed that it was checked."""
        return gettext("%(label)s; checked by an editor") % {"label": self.label}

    @property
    def to_confirm(self) -> str:
        """What a publisher confirms."""
        said = {"label": self.label}
        return gettext("I checked every sentence against the Arabic. %(label)s.") % said

    def require_confirmed(self, confirmed: bool) -> None:
        """Raise Invalid for the text of a trial model that nobody vouches for."""
        if self and not confirmed:
            raise Invalid(
                gettext(
                    "A trial model wrote this text. Confirm that you checked every sentence of it."
                )
            )

    def as_facts(self) -> list[dict[str, str | None]]:
        """Return each model with what it wrote and its figure: for Events and for programs."""
        wrote = {"translation": self.translation, "summary": self.summary}
        return [
            {"model": one.model, "wrote": what, "measured": one.measured or None}
            for what, trials in wrote.items()
            for one in trials
        ]


def among(translation: Iterable[Mapping[str, Any]], summary: Iterable[Mapping[str, Any]]) -> Trials:
    """Return the trial models among those that wrote a translation and a summary of it."""
    return Trials(_on_trial(translation), _on_trial(summary))


def of(article: Article, revision: Revision | None) -> Trials:
    """Return what wrote this version and any of the translation it was made from.

    Costs no query when the article's segments are prefetched.
    """
    translation = [segment.provenance for segment in article.segments.all()]
    return among(translation, [revision.provenance] if revision else [])


def as_published(event: Event | None, article: Article, revision: Revision | None) -> Trials:
    """Return what wrote the text that `event` made public.

    Work on the desk since then may have replaced it. Of a text that was published before Events
    kept this, the desk's is told.
    """
    kept = event.data.get("trial_models") if event else None
    if kept is not None:
        return _read(kept)
    found = of(article, revision)
    if found or not (event and event.data.get("stand_in")):
        return found
    # Translated again since by another model: which one wrote what readers see is not known.
    return Trials((Trial(""),))


def _on_trial(provenances: Iterable[Mapping[str, Any]]) -> tuple[Trial, ...]:
    found = (
        Trial(one.get("model", ""), one.get("quality", ""))
        for one in provenances
        if one.get("stand_in")
    )
    return tuple(dict.fromkeys(found))


def _read(kept: list[dict]) -> Trials:
    """Return what `as_facts` made of it."""
    found: dict[str, list[Trial]] = {"translation": [], "summary": []}
    for one in kept:
        found[one["wrote"]].append(Trial(one["model"], one["measured"] or ""))
    return Trials(tuple(found["translation"]), tuple(found["summary"]))


def _measured(trials: tuple[Trial, ...]) -> str:
    figures = dict.fromkeys((one.model if trials[1:] else "", one.measured) for one in trials)
    return gettext("; ").join(_words(model, figure) for model, figure in figures)


def _words(model: str, figure: str) -> str:
    said = gettext("measured %(figure)s") % {"figure": _figure(figure)}
    said = said if figure else gettext("quality not measured")
    return f"{said} ({_apart(model)})" if model else said


def _figure(figure: str) -> str:
    """Return a figure as a reader of the active language reads it."""
    if not (found := _SET.fullmatch(figure)):
        return _apart(figure)
    said = {"figure": _apart(found["figure"]), "name": _apart(found["name"])}
    if not found["count"]:
        return gettext("%(figure)s on %(name)s") % said
    count = int(found["count"])
    return ngettext(
        "%(figure)s on %(count)d sentence of %(name)s",
        "%(figure)s on %(count)d sentences of %(name)s",
        count,
    ) % (said | {"count": count})


def _apart(words: str) -> str:
    """Return Latin words that keep their order inside a sentence from right to left."""
    return isolated(words) if get_language_bidi() else words
