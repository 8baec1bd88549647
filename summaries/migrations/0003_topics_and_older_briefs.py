"""The topics a newsroom starts with, and what earlier briefs lack for the queue."""

from django.db import migrations
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

# After the top level of the IPTC Media Topics, in the words of a newsroom.
TOPICS = [
    ("politics", "Politics", "سياسة"),
    ("conflict", "Conflict and security", "نزاعات وأمن"),
    ("economy", "Economy", "اقتصاد"),
    ("society", "Society", "مجتمع"),
    ("justice", "Crime and justice", "جريمة وقضاء"),
    ("health", "Health", "صحة"),
    ("education", "Education", "تعليم"),
    ("environment", "Environment", "بيئة"),
    ("weather", "Weather", "طقس"),
    ("science", "Science and technology", "علوم وتقنية"),
    ("transport", "Transport", "نقل"),
    ("culture", "Arts and culture", "فنون وثقافة"),
    ("sport", "Sport", "رياضة"),
]
_OPEN = ["drafting", "draft", "in_review"]


def add_topics(apps, schema_editor):
    topic = apps.get_model("summaries", "Topic")
    for slug, name_en, name_ar in TOPICS:
        topic.objects.get_or_create(slug=slug, defaults={"name_en": name_en, "name_ar": name_ar})


def complete_briefs(apps, schema_editor):
    brief, event, job, evidence = (
        apps.get_model("summaries", name) for name in ("Brief", "Event", "Job", "Evidence")
    )
    moved = event.objects.filter(brief=OuterRef("pk")).exclude(to_status="").order_by("-created_at")
    for row in brief.objects.annotate(moved_at=Subquery(moved.values("created_at")[:1])):
        last = job.objects.filter(brief=row.pk).order_by("-created_at", "-pk").first()
        brief.objects.filter(pk=row.pk).update(
            status_changed_at=row.moved_at or row.created_at,
            stopped=row.status in _OPEN and last is not None and _ended_badly(last, row),
        )
    segment_english = Subquery(
        apps.get_model("summaries", "Segment")
        .objects.filter(pk=OuterRef("segment"))
        .values("english")[:1]
    )
    live = brief.objects.exclude(live=None).values("live")
    evidence.objects.filter(sentence__revision__in=live).update(english=segment_english)


def _ended_badly(job, brief):
    return job.state == "failed" or (job.state == "cancelled" and brief.current_id is None)


def count_warnings(apps, schema_editor):
    """Count flagged sentences and weak evidence: nothing is approved yet."""
    brief, segment, sentence, evidence = (
        apps.get_model("summaries", name)
        for name in ("Brief", "Segment", "SummarySentence", "Evidence")
    )
    flagged = segment.objects.filter(english=F("machine_english")).exclude(flags=[])
    rests = Exists(evidence.objects.filter(sentence=OuterRef("pk")))
    weak = sentence.objects.filter(Q(supported=False) | ~rests)
    by_article, by_revision = _numbers(flagged, "article"), _numbers(weak, "revision")
    for pk, article, current in brief.objects.values_list("pk", "article", "current"):
        number = by_article.get(article, 0) + by_revision.get(current, 0)
        if number:
            brief.objects.filter(pk=pk).update(warnings=number)


def _numbers(rows, name):
    return dict(rows.order_by().values_list(name).annotate(Count("pk")))


def forget_offers(apps, schema_editor):
    """Earlier code would take requests for other translations for drafts, of which a brief has one.

    In a transaction of its own: the table is changed in the next one.
    """
    apps.get_model("summaries", "Job").objects.filter(kind="alternatives").delete()


class Migration(migrations.Migration):
    dependencies = [("summaries", "0002_the_desk")]

    operations = [
        migrations.RunPython(add_topics, migrations.RunPython.noop),
        migrations.RunPython(complete_briefs, forget_offers),
        migrations.RunPython(count_warnings, migrations.RunPython.noop),
    ]
