"""The translation memory: looking through it, and taking a pair out."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from summaries.forms.glossary import DecisionForm, query_of
from summaries.models import MemoryPair
from summaries.services import memory as service
from summaries.services.errors import Invalid
from summaries.views.guard import desk_view, post_only

PAGE_SIZE = 50


@require_safe
@desk_view
def memory(request):
    """List the pairs, the newest first, searched in both languages."""
    query = query_of(request.GET.get("q", ""))
    page = Paginator(service.search(query), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"q": query, "page": page, "may_change": service.may_change(request.user)}
    return render(request, "desk/memory.html", context)


@post_only
@desk_view
def remove(request, pair: int):
    """Take a pair out, with a reason. Refused, the pair shows alone with what was typed."""
    service.require_change(request.user)
    found = get_object_or_404(service.search(), pk=pair)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            service.remove(request.user, found, form.cleaned_data["reason"])
        except Invalid as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, _("The sentence is out of the memory."))
            return redirect("desk:memory")
    page = Paginator(MemoryPair.objects.filter(pk=pair), 1).get_page(1)
    context = {"q": "", "page": page, "may_change": True, "refused": form}
    return render(request, "desk/memory.html", context, status=400)
