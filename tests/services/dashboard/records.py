"""Records with moments of the past."""

from summaries.models import Brief, Event


def came(brief: Brief, moment) -> Brief:
    """Have a brief come in at a moment."""
    Brief.objects.filter(pk=brief.pk).update(created_at=moment)
    return brief


def happened(brief: Brief, verb: str, moment, **data) -> Event:
    """Have something happened to a brief at a moment."""
    event = Event.objects.create(brief=brief, verb=verb, data=data)
    Event.objects.filter(pk=event.pk).update(created_at=moment)
    return event


def published(kept: int, unchanged: int, *models: str, **more) -> dict:
    """Return what an Event keeps of a text of 10 sentences and 100 words, `kept` of a machine."""
    share = {"kept": kept, "words": 100, "unchanged": unchanged, "sentences": 10}
    found = {"figures": {"translation": share, "summary": share}, **more}
    if models:
        found["models"] = {"translation": dict.fromkeys(models, share), "summary": {}}
    return found
