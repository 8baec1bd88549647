"""The panels about the text: what checks found in it, and how much of it people changed."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from summaries.checks import registry
from summaries.models.finding import isolated
from summaries.services.charts import Row, Series, lying
from summaries.services.dashboard.overview import Overview
from summaries.services.dashboard.publications import NEWEST, SUMMARY, TRANSLATION, Effort
from summaries.templatetags.desk import in_language
from summaries.views.desk.panels.base import Group, Panel, Table, number, of_newest, percent

# Sources and models that have a bar; all of them stand in the table.
_SHOWN = 6


def findings(found: Overview) -> Panel:
    """What the checks found, by check, and how people decided."""
    rows = found.findings
    legend = (
        Series(pgettext("findings", "Fixed"), "one", tuple(one.fixed for one in rows)),
        Series(pgettext("findings", "Dismissed"), "none", tuple(one.dismissed for one in rows)),
        Series(pgettext("findings", "Overridden"), "bad", tuple(one.overridden for one in rows)),
        Series(
            pgettext("findings", "Published undecided"), "four", tuple(one.left for one in rows)
        ),
        Series(pgettext("findings", "Open now"), "three", tuple(one.open for one in rows)),
    )
    titles, whole = registry.titles(), max((one.count for one in rows), default=0)
    names = [_(titles.get(one.check, one.check)) for one in rows]
    numbers = list(zip(*(one.values for one in legend), strict=True))
    colours = [one.css for one in legend]
    bars = [
        lying(name, list(zip(of_check, colours, strict=True)), whole, number(sum(of_check)))
        for name, of_check in zip(names, numbers, strict=True)
    ]
    table = [(name, *map(number, row)) for name, row in zip(names, numbers, strict=True)]
    reasons = [
        (_(titles.get(one.check, one.check)), one.words, number(one.count)) for one in found.reasons
    ]
    why = Table((_("Check"), _("Reason"), _("Times")), tuple(reasons))
    return Panel(
        "findings",
        _("Findings, and how they were decided"),
        Table((_("Check"), *(one.name for one in legend)), tuple(table)),
        facts=tuple((one.name, number(sum(one.values))) for one in legend),
        legend=legend,
        groups=(Group("", tuple(bars)),) if bars else (),
        note=_("Fixed: in the draft, and gone from what was published."),
        empty=_("The checks found nothing in these days, and nothing is open."),
        more=((_("Why findings were dismissed"), why),) if reasons else (),
        wide=True,
    )


def effort(found: Overview) -> Panel:
    """How much of the machine's text was published as it was, by model and by source."""
    published = found.published
    model, source = _("not known"), _("Source not named")
    # With what one without a name is called.
    kinds = {
        _("Translation, by model"): (published.by_model.get(TRANSLATION, ()), model),
        _("Translation, by source"): (published.by_source.get(TRANSLATION, ()), source),
        _("Summary, by model"): (published.by_model.get(SUMMARY, ()), model),
        _("Summary, by source"): (published.by_source.get(SUMMARY, ()), source),
    }
    cells = [
        _cells(title, one, nameless) for title, (rows, nameless) in kinds.items() for one in rows
    ]
    head = (
        _("Text"),
        _("Model or source"),
        _("Briefs"),
        _("Sentences"),
        _("Unchanged"),
        _("Words changed"),
    )
    facts = _facts(published.by_source.get(TRANSLATION, ()))
    return Panel(
        "effort",
        _("How much of the machine's text stands"),
        Table(head, tuple(cells)),
        facts=(*facts, (_("Publications"), number(published.count))),
        legend=(
            Series(_("Sentences unchanged"), "one", ()),
            Series(pgettext("sentences", "Changed"), "faint", ()),
        ),
        groups=tuple(Group(title, _bars(*kind)) for title, kind in kinds.items() if kind[0]),
        note=of_newest(NEWEST, published.since)
        if published.since
        else _("Sentences published as the machine wrote them; words that people wrote."),
        empty=_("Nothing was published in these days."),
        wide=True,
    )


def _facts(rows: Sequence[Effort]) -> list[tuple[str, str]]:
    """Return what holds for all translations together."""
    sentences, words = (
        sum(getattr(one.share, key) for one in rows) for key in ("sentences", "words")
    )
    if not sentences or not words:
        return []
    unchanged = sum(one.share.unchanged for one in rows) / sentences
    kept = sum(one.share.kept for one in rows) / words
    return [
        (_("Sentences unchanged"), percent(unchanged)),
        (_("Words changed"), percent(1 - kept)),
    ]


def _bars(rows: Sequence[Effort], nameless: str) -> tuple[Row, ...]:
    return tuple(
        lying(
            _name(one, nameless),
            [(one.unchanged, "one"), (1 - one.unchanged, "faint")],
            1,
            _("%(unchanged)s, %(changed)s of the words changed")
            % {
                "unchanged": isolated(percent(one.unchanged)),
                "changed": isolated(percent(one.changed)),
            },
        )
        for one in rows[:_SHOWN]
    )


def _name(one: Effort, nameless: str) -> str:
    if one.name is None:
        return nameless
    return one.name if isinstance(one.name, str) else in_language(one.name, "name")


def _cells(title: str, one: Effort, nameless: str) -> tuple[str, ...]:
    numbers = (number(one.briefs), number(one.share.sentences))
    return title, _name(one, nameless), *numbers, percent(one.unchanged), percent(one.changed)
