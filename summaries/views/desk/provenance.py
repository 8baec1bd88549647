"""Where the text of a brief comes from, for the people of the desk."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from summaries.services.provenance import of_desk
from summaries.views.desk.page import desk_brief
from summaries.views.guard import desk_view


@require_safe
@desk_view
def provenance(request, pk: int):
    """Show models, people, shares, dismissals, overrides and corrections of a brief as it is."""
    brief = desk_brief(pk)
    context = {"brief": brief, "record": of_desk(brief)}
    return render(request, "desk/provenance.html", context)
