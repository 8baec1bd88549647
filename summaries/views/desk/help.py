"""The map of the keys, as a page: without script, and for who turned single keys off."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from summaries.services import preferences
from summaries.views.guard import desk_view


@require_safe
@desk_view
def keys(request):
    """Show what every key does."""
    return render(request, "desk/keys.html", {"desk_preference": preferences.of(request.user)})
