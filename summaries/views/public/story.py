"""A brief as a reader meets it."""

from functools import cached_property

from summaries.models import Brief, Segment
from summaries.services import publishing


class Story:
    """The live version of a brief with its evidence, built from prefetched records only."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.revision = brief.live
        self.article = brief.article
        self.source = brief.article.source

    @cached_property
    def sentences(self) -> list:
        """The English summary, sentence by sentence."""
        return list(self.revision.sentences.all())

    @cached_property
    def evidence(self) -> list[tuple[str, list[Segment]]]:
        """Each sentence of the summary that rests on something, with what it rests on."""
        pairs = [(s.text, [link.segment for link in s.evidence.all()]) for s in self.sentences]
        return [(text, segments) for text, segments in pairs if segments]

    @cached_property
    def uses_stand_in(self) -> bool:
        """Whether a trial model wrote the summary or any of the translation under it."""
        return publishing.uses_stand_in(self.article, self.revision)

    @property
    def corrections(self) -> list:
        """The correction notes, newest first."""
        return list(self.brief.corrections.all())
