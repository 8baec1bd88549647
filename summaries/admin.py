"""The admin site: sources can be edited, everything else is for looking.

The desk's records are written by services only, so that every change has its Event.
"""

from typing import ClassVar

from django.contrib import admin
from django.db import models

from summaries.models import (
    Article,
    Brief,
    Comment,
    Correction,
    DeskPreference,
    Event,
    Evidence,
    Job,
    Notice,
    Presence,
    RemovedLine,
    Revision,
    Segment,
    SegmentEdit,
    Source,
    SummarySentence,
    Topic,
    WorkingCopy,
)


class DeskAdmin(admin.ModelAdmin):
    """Takes an address without a scheme for https."""

    formfield_overrides: ClassVar = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Source)
class SourceAdmin(DeskAdmin):
    """Outlets and the ownership notes that readers see."""

    list_display = ("name_en", "name_ar", "ownership_en", "homepage")
    search_fields = ("name_en", "name_ar")


@admin.register(Topic)
class TopicAdmin(DeskAdmin):
    """What briefs are about, in both languages."""

    list_display = ("name_en", "name_ar", "slug")
    prepopulated_fields: ClassVar = {"slug": ("name_en",)}


class ReadOnlyAdmin(DeskAdmin):
    """Looking is allowed, changing is not, not even for a superuser."""

    def has_add_permission(self, request) -> bool:
        """Nobody adds these by hand."""
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        """Nobody changes these by hand."""
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        """Nobody deletes these by hand."""
        return False


@admin.register(Article)
class ArticleAdmin(ReadOnlyAdmin):
    """Originals as they arrived."""

    list_display = ("headline", "source", "channel", "taken_in_by", "taken_in_at")
    list_filter = ("channel", "source")
    list_select_related = ("source", "taken_in_by")
    search_fields = ("headline", "url")


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


admin.site.register(
    [
        Segment,
        SegmentEdit,
        RemovedLine,
        SummarySentence,
        Correction,
        Comment,
        Notice,
        Presence,
        WorkingCopy,
        DeskPreference,
    ],
    ReadOnlyAdmin,
)
