"""What was published, who gets it, and what was sent: for looking."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from summaries.admin.base import ReadOnlyAdmin
from summaries.models import (
    Attempts,
    Correction,
    Delivery,
    Edition,
    EditionEvent,
    EditionPlace,
    Letter,
    LetterBrief,
    Mailing,
    PublicSite,
    ReaderReport,
    Subscriber,
    SubscriberEvent,
    Suppression,
)
from summaries.services.errors import ServiceError
from summaries.services.mailing import mailings


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    """The daily briefs; put together on the desk."""

    list_display = ("date", "state", "send_at", "published_at", "decided_by")
    list_filter = ("state",)
    list_select_related = ("decided_by",)


@admin.register(Mailing)
class MailingAdmin(ReadOnlyAdmin):
    """What was sent to many: those of editions are stopped on the desk, all others only here."""

    list_display = ("pk", "kind", "created_at", "fanned_out_at", "paused_at", "created_by")
    list_filter = ("kind", ("paused_at", admin.EmptyFieldListFilter))
    list_select_related = ("created_by",)
    actions = ("pause", "go_on")

    @admin.action(description=_("Pause the emails"))
    def pause(self, request, queryset) -> None:
        """Stop the chosen mailings."""
        self._switch_each(request, queryset, mailings.pause)

    @admin.action(description=_("Go on"))
    def go_on(self, request, queryset) -> None:
        """Go on with the chosen mailings."""
        self._switch_each(request, queryset, mailings.resume)

    def _switch_each(self, request, queryset, switch: Callable) -> None:
        for mailing in queryset:
            try:
                switch(request.user, mailing)
            except ServiceError as refusal:
                self.message_user(request, f"{mailing}: {refusal}", messages.ERROR)
            else:
                self.log_change(request, mailing, switch.__name__)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """The ledger of emails to subscribers."""

    list_display = ("pk", "kind", "mailing_id", "subscriber_id", "state", "attempts", "created_at")
    list_filter = ("kind", "state")


@admin.register(Subscriber)
class SubscriberAdmin(ReadOnlyAdmin):
    """Who gets the daily brief by email; looked after on the desk."""

    list_display = ("pk", "state", "language", "frequency", "created_at", "bounces")
    list_filter = ("state", "frequency", "language")
    # With the keys, anybody could use the subscriber's links. Addresses are read on the desk, where
    # each look is recorded; what a server said of a bounce may name them.
    exclude = ("link_key", "confirm_key", "email", "key", "bounce_error")


@admin.register(ReaderReport)
class ReaderReportAdmin(ReadOnlyAdmin):
    """What readers reported; closed on the desk."""

    list_display = ("created_at", "brief_id", "text", "outcome", "closed_by")
    list_filter = ("outcome",)
    list_select_related = ("closed_by",)


admin.site.register(
    [
        Attempts,
        Correction,
        EditionEvent,
        EditionPlace,
        Letter,
        LetterBrief,
        PublicSite,
        SubscriberEvent,
        Suppression,
    ],
    ReadOnlyAdmin,
)
