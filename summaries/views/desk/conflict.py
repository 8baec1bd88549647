"""Two people saved from the same version: their texts side by side, to choose from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.http import QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from summaries.engine.merge import Choice, Outcome, Side, merge
from summaries.engine.worddiff import Piece, word_diff
from summaries.forms.numbering import Numbering
from summaries.forms.text import FIELDS, Line, TextForm
from summaries.models import Brief, Revision
from summaries.services import texts
from summaries.views.desk.rows import segment_rows

# Of paragraphs to choose from. Beyond it the Arabic summary is one choice: a form has at most a
# thousand fields (DATA_UPLOAD_MAX_NUMBER_FIELDS), a row up to thirteen.
_MOST_PARAGRAPHS = 36
# Of all differences on the page together.
_MOST_PIECES, _FEWEST_PIECES = 5000, 12

HEADLINES = {
    "headline_en": gettext_lazy("Headline, English"),
    "headline_ar": gettext_lazy("Headline, Arabic"),
}


@dataclass(frozen=True)
class Said:
    """One item of the text as one version has it: its words and its evidence ("H 1 3")."""

    text: str
    evidence: str = ""
    given: str = ""

    def __eq__(self, other: object) -> bool:
        """Compare what was said; what the form was given does not count."""
        return isinstance(other, Said) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @cached_property
    def _key(self) -> tuple[list[str] | str, ...]:
        return " ".join(self.text.split()), self.evidence

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Row:
    """One choice on the page. `key` names its fields; `part` the field it belongs to.

    Its differences have at most `pieces` pieces each.
    """

    key: str
    part: str
    title: str
    lang: str
    choice: Choice
    pieces: int = 0

    @property
    def is_open(self) -> bool:
        """Say whether there is something to choose: what the other side did not touch is folded."""
        return self.choice.mine != self.choice.theirs

    @property
    def dir(self) -> str:
        """Return the direction of its text."""
        return "rtl" if self.lang == "ar" else "ltr"

    @property
    def own(self) -> Said:
        """Return what an own wording starts from."""
        return self.choice.of(self.choice.default) or self.choice.mine or self.choice.theirs

    @property
    def sides(self) -> list[tuple[Side, Said]]:
        """Return what the hidden fields carry: both texts whole, empty where one has none."""
        return [(side, self.choice.of(side) or Said("")) for side in Side]

    def _changes(self, said: Said | None) -> list[Piece]:
        base = self.choice.base
        return word_diff(base.text if base else "", said.text if said else "", most=self.pieces)

    @property
    def my_changes(self) -> list[Piece]:
        """Return what I changed."""
        return self._changes(self.choice.mine)

    @property
    def their_changes(self) -> list[Piece]:
        """Return what they changed."""
        return self._changes(self.choice.theirs)


def page(request, brief: Brief, form: TextForm):
    """Answer a stale save: 409, every difference with a choice, nothing stored."""
    now = Numbering.of(segment_rows(brief))
    base = brief.revisions.filter(number=form.cleaned_data["based_on"]).first()
    rows = _measured(list(_rows(brief.current, base or brief.current, form, now)))
    context = {
        "brief": brief,
        "theirs": brief.current,
        "base_number": form.cleaned_data["based_on"],
        "rows": rows,
        "open_rows": [row for row in rows if row.is_open],
        "conflicts": sum(row.choice.is_conflict for row in rows),
        "numbering": now.code(),
        "outcomes": Outcome,
    }
    return render(request, "desk/conflict.html", context, status=409)


def _rows(theirs: Revision, base: Revision, form: TextForm, now: Numbering):
    data = form.cleaned_data
    for name, lang in (("headline_en", "en"), ("headline_ar", "ar")):
        versions = getattr(base, name), data[name], getattr(theirs, name)
        yield Row(name, name, HEADLINES[name], lang, Choice(*map(Said, versions)))
        if name == "headline_en":
            before, after = (
                _said(lines_of_revision(base, now)),
                _said(lines_of_revision(theirs, now)),
            )
            mine = _typed(form, now, before, after)
            for number, choice in enumerate(merge(before, mine, after), start=1):
                title = _("Sentence %(number)d") % {"number": number}
                yield Row(f"s{number}", "sentence", title, "en", choice)
    versions = base.summary_ar, data["summary_ar"], theirs.summary_ar
    yield from _arabic_rows(*map(texts.lines, versions))


def _arabic_rows(*versions: str) -> Iterator[Row]:
    """Yield a choice for every paragraph, or one for the whole where they are too many."""
    choices = merge(*(list(map(Said, text.splitlines())) for text in versions))
    if len(choices) > _MOST_PARAGRAPHS:
        title, whole = _("Summary, Arabic"), Choice(*map(Said, versions))
        yield Row("p1", "summary_ar", title, "ar", whole)
        return
    for number, choice in enumerate(choices, start=1):
        title = _("Arabic paragraph %(number)d") % {"number": number}
        yield Row(f"p{number}", "summary_ar", title, "ar", choice)


def _measured(rows: Sequence[Row]) -> list[Row]:
    """Share out the differences that a page can show among what there is to choose."""
    shown = 2 * sum(row.is_open for row in rows)
    pieces = min(300, max(_FEWEST_PIECES, _MOST_PIECES // max(1, shown)))
    return [replace(row, pieces=pieces) for row in rows]


def lines_of_revision(revision: Revision, now: Numbering) -> list[Line]:
    """Return a version's English sentences as lines of the form."""
    lines = []
    for sentence in revision.sentences.prefetch_related("evidence"):
        labels = now.labels(link.segment_id for link in sentence.evidence.all())
        lines.append(Line(sentence.text, labels, labels))
    return lines


def _said(lines: list[Line]) -> list[Said]:
    return [Said(line.text, line.evidence, line.given) for line in lines]


def _typed(form: TextForm, now: Numbering, base: list[Said], theirs: list[Said]) -> list[Said]:
    """Return my sentences. Evidence I left alone follows the same sentence wherever it stands."""
    known = {said.text: said.evidence for said in (*base, *theirs)}
    seen = Numbering.parse(form.cleaned_data["numbering"])
    said = []
    for line, sentence in zip(form.lines, form.sentences, strict=True):
        text = " ".join(line.text.split())
        given, evidence = (seen.translated(part, now) for part in (line.given, line.evidence))
        if sentence.evidence is None:
            evidence = given = known.get(text, given)
        said.append(Said(text, evidence, given))
    return [one for one in said if one.text]


def resolved(post) -> QueryDict:
    """Turn the choices of the page into the editor's own fields.

    An unchosen row is taken as its `default-…` says; an empty text leaves the row out. A wording
    that was typed is wanted, whether or not its button was pressed too.
    """
    data = QueryDict(mutable=True)
    data["based_on"], data["numbering"] = post.get("based_on", ""), post.get("numbering", "")
    paragraphs = []
    for row in post.getlist("row"):
        key, _colon, part = row.partition(":")
        side = _side(post, key)
        text = post.get(f"{side}-{key}", "").strip()
        if part == "sentence" and text:
            data.appendlist("sentence", text)
            data.appendlist("evidence", post.get(f"{side}-evidence-{key}", ""))
            data.appendlist("given", post.get(f"{side}-given-{key}", ""))
        elif part == "summary_ar" and text:
            paragraphs.append(text)
        elif part in FIELDS and part != "summary_ar":
            data[part] = text
    data["summary_ar"] = "\n".join(paragraphs)
    return data


def _side(post, key: str) -> str:
    was, own = (" ".join(post.get(f"{name}-{key}", "").split()) for name in ("own-was", "own"))
    if own and own != was and f"own-was-{key}" in post:
        return "own"
    return post.get(f"pick-{key}") or post.get(f"default-{key}", Side.MINE)
