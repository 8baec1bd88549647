"""What was published, who gets it, and what was sent: for looking."""

from django.contrib import admin

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


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    """The daily briefs; put together on the desk."""

    list_display = ("date", "state", "send_at", "published_at", "decided_by")
    list_filter = ("state",)
    list_select_related = ("decided_by",)


@admin.register(Mailing)
class MailingAdmin(ReadOnlyAdmin):
    """What was sent to many."""

    list_display = ("pk", "kind", "created_at", "fanned_out_at", "paused_at", "created_by")
    list_filter = ("kind",)
    list_select_related = ("created_by",)


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
    # With them, anybody could use the subscriber's links.
    exclude = ("link_key", "confirm_key")


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
