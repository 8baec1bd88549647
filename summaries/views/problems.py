"""Pages that say what went wrong, why, and what to do next."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from summaries.services.people.accounts import is_on_the_desk

TITLES = {
    400: _("That did not work"),
    403: _("Not with this account"),
    405: _("Nothing to see here"),
    409: _("Something changed meanwhile"),
}
_HIDDEN = {"csrfmiddlewaretoken", "based_on", "seen", "blocking", "version"}
# What was chosen, ordered or ticked, and does not read as text.
_CHOSEN = {"briefs", "accept", "show", "width", "send_at", "live", "confirm", "notify", "reports"}
# What nobody who looks over a shoulder may read.
_SECRET = {"password", "old", "new", "again", "code", "recovery"}
_NOT_TEXT = _HIDDEN | _CHOSEN | _SECRET | {"do", "confirm_stand_in", "session"}


def problem(request, status: int, message: str, *, back: str = "", sign_in: str = ""):
    """Render a plain-language page with `status`; what was typed is shown for copying."""
    context = {
        "title": TITLES[status],
        "message": message,
        "back": back,
        "sign_in": sign_in,
        "typed": typed_text(request.POST),
        # Who is signed out gets there by signing in.
        "has_desk": is_on_the_desk(request.user) or not request.user.is_authenticated,
    }
    return render(request, "problem.html", context, status=status)


def typed_text(post) -> list[str]:
    """Return the texts a person typed into a form, so that a refused form loses nothing."""
    fields = (name for name in post if name.rpartition("-")[2] not in _NOT_TEXT)
    return [text for name in fields for text in post.getlist(name) if text.strip()]
