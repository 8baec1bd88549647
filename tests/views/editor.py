"""The summary editor as a browser sends it."""

from django.urls import reverse


def at(name: str, brief) -> str:
    """Return the address of one of a brief's desk pages."""
    return reverse(f"desk:{name}", args=[brief.pk])


def numbering(brief) -> str:
    """Return the hidden field that says which segments the numbers mean."""
    pks = brief.article.segments.values_list("pk", flat=True)
    return " ".join(f"{n or 'H'}:{pk}" for n, pk in enumerate(pks))


def form_of(brief, **changes) -> dict:
    """Return the summary editor's form as the page sends it, with `changes`."""
    return {
        "based_on": 1,
        "numbering": numbering(brief),
        "headline_en": brief.current.headline_en,
        "headline_ar": brief.current.headline_ar,
        "summary_ar": brief.current.summary_ar,
        "sentence": [s.text for s in brief.current.sentences.all()],
        "evidence": ["1", "2 3", "4"],
        "given": ["1", "2 3", "4"],
    } | changes
