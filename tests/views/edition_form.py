"""The form of an edition as a browser sends it."""

import re

from django.urls import reverse


def at(name: str, *arguments) -> str:
    """Return the address of a page of the editions."""
    return reverse(f"desk:{name}", args=arguments)


def typed(*briefs, **changes) -> dict:
    """Return the form of an edition as its page sends it, with `changes`."""
    state = {"intro_en": "Good morning.", "intro_ar": "صباح الخير.", "version": "0", "send_at": ""}
    return state | {"briefs": [brief.pk for brief in briefs], "do": "save"} | changes


def send(client, day, *briefs, **changes):
    """Press a button of the form; returns the answer."""
    return client.post(at("edition-save", day), typed(*briefs, **changes))


def places(response) -> list[int]:
    """Return the briefs of the form that came back, in its order."""
    page = response.content.decode()
    found = re.findall(r'name="briefs" value="(\d+)"( disabled)?>', page)
    return [int(key) for key, is_off in found if not is_off]
