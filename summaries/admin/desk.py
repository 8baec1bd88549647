"""Topics, which can be edited, and what the desk works on, which is for looking."""

from typing import ClassVar

from django.contrib import admin
from django.db import transaction
from django.utils.translation import ngettext

from summaries.admin.base import DeskAdmin, ReadOnlyAdmin
from summaries.models import (
    ApiToken,
    Article,
    Brief,
    Comment,
    DeskPreference,
    Dismissal,
    Event,
    Evidence,
    Fetch,
    Finding,
    GlossaryTerm,
    Host,
    IdempotentAnswer,
    Item,
    Job,
    Likeness,
    LikenessKey,
    MemoryPair,
    Notice,
    Presence,
    PublishedName,
    RemovedLine,
    Revision,
    Rewording,
    Segment,
    SegmentEdit,
    Source,
    SourceEvent,
    Story,
    SummarySentence,
    TermChange,
    Topic,
    WorkingCopy,
)
from summaries.services import site
from summaries.services.subscriptions import choices


@admin.register(Topic)
class TopicAdmin(DeskAdmin):
    """What briefs are about, in both languages."""

    list_display = ("name_en", "name_ar", "slug")
    prepopulated_fields: ClassVar = {"slug": ("name_en",)}

    def save_model(self, request, obj, form, change) -> None:
        """Store the topic; readers see its name at once."""
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            site.changed()

    def get_deleted_objects(self, objs, request):
        """Protect topics that are all that some subscribers chose."""
        found, counts, missing, protected = super().get_deleted_objects(objs, request)
        if n := choices.have_no_other(objs):
            told = ngettext(
                "%(n)d subscriber chose nothing else and would get everything. Rename the topic.",
                "%(n)d subscribers chose nothing else and would get everything. Rename the topic.",
                n,
            )
            protected = [*protected, told % {"n": n}]
        return found, counts, missing, protected

    def delete_model(self, request, obj) -> None:
        """Delete the topic; its briefs have none from then on."""
        with transaction.atomic():
            super().delete_model(request, obj)
            site.changed()

    def delete_queryset(self, request, queryset) -> None:
        """Delete the topics that were ticked in the list."""
        with transaction.atomic():
            super().delete_queryset(request, queryset)
            site.changed()


@admin.register(Article)
class ArticleAdmin(ReadOnlyAdmin):
    """Originals as they arrived."""

    list_display = ("headline", "source", "channel", "taken_in_by", "taken_in_at")
    list_filter = ("channel", "source")
    list_select_related = ("source", "taken_in_by")
    search_fields = ("headline", "url")


@admin.register(Source)
class SourceAdmin(ReadOnlyAdmin):
    """Outlets and their feeds; changed on the desk."""

    list_display = ("name_en", "name_ar", "kind", "is_active", "ownership_en", "last_success_at")
    list_filter = ("kind", "is_active")
    search_fields = ("name_en", "name_ar", "url")


@admin.register(Item)
class ItemAdmin(ReadOnlyAdmin):
    """What sources listed, and what became of it."""

    list_display = ("__str__", "source", "state", "published_at", "first_seen_at")
    list_filter = ("state", "source")
    list_select_related = ("source",)


@admin.register(Fetch)
class FetchAdmin(ReadOnlyAdmin):
    """The ledger of fetches."""

    list_display = ("url", "kind", "state", "status", "fresh", "error", "created_at")
    list_filter = ("kind", "state")


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """Programs that may use the API; given and revoked on the desk."""

    list_display = ("name", "prefix", "user", "created_at", "last_used_at", "revoked_at")
    list_select_related = ("user",)
    exclude = ("digest",)


@admin.register(Brief)
class BriefAdmin(ReadOnlyAdmin):
    """Briefs and where they stand."""

    list_display = ("__str__", "status", "owner", "created_at", "published_at")
    list_filter = ("status",)
    list_select_related = ("current", "article", "owner")


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """The ledger of background work."""

    list_display = ("pk", "brief_id", "state", "stage", "done", "total", "attempts", "created_at")
    list_filter = ("state", "stage")


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """What happened, who did it, and why."""

    list_display = ("created_at", "verb", "brief_id", "actor", "from_status", "to_status")
    list_filter = ("verb",)
    list_select_related = ("actor",)
    date_hierarchy = "created_at"


@admin.register(Finding)
class FindingAdmin(ReadOnlyAdmin):
    """What the checks found in texts as they are now."""

    list_display = ("check_name", "severity", "english", "arabic", "brief_id", "dismissal")
    list_filter = ("severity", "check_name")
    list_select_related = ("dismissal",)


@admin.register(Dismissal)
class DismissalAdmin(ReadOnlyAdmin):
    """What people decided about findings, and why."""

    list_display = ("created_at", "check_name", "severity", "english", "reason", "author")
    list_filter = ("severity", "check_name")
    list_select_related = ("author",)


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    """Every version of every text."""

    list_display = ("brief_id", "number", "headline_en", "author", "created_at")
    list_select_related = ("author",)


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    """Which summary sentence rests on which sentence of the article."""

    list_display = ("sentence", "segment", "score")
    list_select_related = ("sentence", "segment")


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(ReadOnlyAdmin):
    """What the newsroom agreed to call things; changed on the desk."""

    list_display = ("english", "arabic", "state", "author", "changed_at")
    list_filter = ("state",)
    list_select_related = ("author",)
    search_fields = ("english", "arabic", "key")


@admin.register(TermChange)
class TermChangeAdmin(ReadOnlyAdmin):
    """Every change of every term."""

    list_display = ("created_at", "action", "term", "author", "reason")
    list_filter = ("action",)
    list_select_related = ("term", "author")


@admin.register(MemoryPair)
class MemoryPairAdmin(ReadOnlyAdmin):
    """Approved sentence pairs, those that somebody took out included."""

    list_display = ("__str__", "english", "approved_by", "approved_at", "removed_at")
    list_select_related = ("approved_by", "removed_by")
    search_fields = ("folded", "english")


admin.site.register(
    [
        Segment,
        SegmentEdit,
        RemovedLine,
        Rewording,
        SummarySentence,
        Comment,
        Notice,
        Presence,
        WorkingCopy,
        DeskPreference,
        PublishedName,
        Host,
        SourceEvent,
        Story,
        Likeness,
        LikenessKey,
        IdempotentAnswer,
    ],
    ReadOnlyAdmin,
)
