"""How urgent a job is stands in its row, so that the next one is found along an index."""

from django.db import migrations, models
from django.db.models import Q

AT_SCREEN, BY_PERSON, BY_SOURCE = range(3)


def rank_waiting(apps, schema_editor):
    """Rank what is under way; of what ended nobody asks any more."""
    open_ones = apps.get_model("summaries", "Job").objects.filter(state__in=["queued", "running"])
    open_ones.filter(asked_by__isnull=False).update(urgency=BY_PERSON)
    at_screen = Q(kind__in=["alternatives", "summary"]) | Q(segment__isnull=False)
    open_ones.filter(at_screen).update(urgency=AT_SCREEN)


class Migration(migrations.Migration):
    dependencies = [("summaries", "0010_operations")]

    operations = [
        migrations.AddField(
            model_name="job",
            name="urgency",
            field=models.PositiveSmallIntegerField(
                choices=[(0, "At Screen"), (1, "By Person"), (2, "By Source")], default=BY_SOURCE
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                fields=["state", "urgency", "run_after", "id"], name="job_by_urgency"
            ),
        ),
        migrations.RunPython(rank_waiting, migrations.RunPython.noop),
    ]
