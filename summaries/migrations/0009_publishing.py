"""Editions, subscribers, mailings, the public search and what readers report."""

import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import summaries.models.fields
import summaries.models.search
from summaries.engine.text.wordforms import index_words

_FTS5 = """
    CREATE VIRTUAL TABLE summaries_public_search
    USING fts5(
        words, detail = column, prefix = '2 3 4', tokenize = 'unicode61 remove_diacritics 0'
    )
"""
_TABLE = "CREATE TABLE summaries_public_search (rowid bigint PRIMARY KEY, words text NOT NULL)"
_GIN = """
    CREATE INDEX summaries_public_search_words ON summaries_public_search
    USING gin (array_to_tsvector(string_to_array(words, ' ')))
"""
_LIVE = ("published", "corrected")
_BATCH = 500


def make_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_TABLE)
        schema_editor.execute(_GIN)
    else:
        schema_editor.execute(_FTS5)


def drop_index(apps, schema_editor):
    schema_editor.execute("DROP TABLE summaries_public_search")


def fill_index(apps, schema_editor):
    """Make findable for readers what they see already."""
    entry = apps.get_model("summaries", "PublicSearchEntry")
    briefs = apps.get_model("summaries", "Brief").objects.filter(status__in=_LIVE)
    briefs = briefs.exclude(live=None).select_related("live").prefetch_related("live__sentences")
    batch = []
    for brief in briefs.iterator(chunk_size=_BATCH):
        words = " ".join(sorted(index_words("\n".join(_texts(brief.live)))))
        batch.append(entry(brief_id=brief.pk, words=words))
        if len(batch) == _BATCH:
            entry.objects.bulk_create(batch)
            batch = []
    entry.objects.bulk_create(batch)


def _texts(live):
    yield from (live.headline_en, live.headline_ar, live.summary_ar)
    yield from (sentence.text for sentence in live.sentences.all())


def name_the_site(apps, schema_editor):
    """Give the public pages their first value."""
    apps.get_model("summaries", "PublicSite").objects.create(pk=1)


def list_retractions(apps, schema_editor):
    """Put the retractions of older releases on the page of corrections, without words."""
    correction = apps.get_model("summaries", "Correction")
    events = apps.get_model("summaries", "Event").objects.filter(to_status="retracted")
    events = events.exclude(brief__live=None).select_related("brief").order_by("pk")
    for event in events.iterator():
        made = correction.objects.create(
            brief_id=event.brief_id, revision_id=event.brief.live_id, kind="retraction"
        )
        correction.objects.filter(pk=made.pk).update(created_at=event.created_at)


class Migration(migrations.Migration):
    dependencies = [
        ("summaries", "0008_sources"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicSearchEntry",
            fields=[
                (
                    "brief",
                    models.OneToOneField(
                        db_column="rowid",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="public_search_entry",
                        serialize=False,
                        to="summaries.brief",
                    ),
                ),
                ("words", summaries.models.search.WordsField()),
            ],
            options={
                "db_table": "summaries_public_search",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Attempts",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                (
                    "window_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now),
                ),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name_plural": "attempts",
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("both", "Both languages"), ("en", "English"), ("ar", "Arabic")],
                        max_length=4,
                    ),
                ),
                ("speaks", models.CharField(default="en", max_length=2)),
                ("digest", models.CharField(max_length=64)),
                ("subject", models.TextField()),
                ("text", models.TextField()),
                ("html", models.TextField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="PublicSite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.UUIDField(default=uuid.uuid4)),
            ],
        ),
        migrations.AddField(
            model_name="correction",
            name="kind",
            field=models.CharField(
                choices=[("correction", "correction"), ("retraction", "retraction")],
                default="correction",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="correction",
            name="note_ar",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="correction",
            name="note_en",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("assigned", "assigned to you"),
                    ("mentioned", "mentioned you"),
                    ("returned", "returned to you"),
                    ("failing", "a source fails"),
                    ("silent", "a source fell silent"),
                    ("held", "an edition was held back"),
                    ("reported", "a reader reported an error"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("date", models.DateField(unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Being put together"),
                            ("scheduled", "Scheduled"),
                            ("published", "Published"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("intro_en", models.TextField(blank=True)),
                ("intro_ar", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("send_at", models.DateTimeField(blank=True, null=True)),
                ("accepted", models.JSONField(default=list)),
                ("held_for", models.JSONField(default=list)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-date",),
            },
        ),
        migrations.AddField(
            model_name="notice",
            name="edition",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notices",
                to="summaries.edition",
            ),
        ),
        migrations.CreateModel(
            name="EditionEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("verb", models.CharField(max_length=30)),
                ("reason", models.TextField(blank=True)),
                ("data", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="summaries.edition",
                    ),
                ),
            ],
            options={
                "ordering": ("-created_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="EditionPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                (
                    "brief",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="summaries.brief",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="summaries.edition",
                    ),
                ),
            ],
            options={
                "ordering": ("position",),
            },
        ),
        migrations.AddField(
            model_name="edition",
            name="briefs",
            field=models.ManyToManyField(
                related_name="editions", through="summaries.EditionPlace", to="summaries.brief"
            ),
        ),
        migrations.CreateModel(
            name="LetterBrief",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                (
                    "brief",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="summaries.brief",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contents",
                        to="summaries.letter",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="summaries.revision",
                    ),
                ),
            ],
            options={
                "ordering": ("position",),
            },
        ),
        migrations.AddField(
            model_name="letter",
            name="revisions",
            field=models.ManyToManyField(
                related_name="+", through="summaries.LetterBrief", to="summaries.revision"
            ),
        ),
        migrations.CreateModel(
            name="Mailing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("daily", "daily brief"),
                            ("weekly", "weekly brief"),
                            ("breaking", "breaking news"),
                            ("correction", "correction notice"),
                        ],
                        max_length=10,
                    ),
                ),
                ("date", models.DateField(null=True)),
                ("fanned_to", models.BigIntegerField(default=0)),
                ("fanned_out_at", models.DateTimeField(blank=True, null=True)),
                ("paused_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "brief",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mailings",
                        to="summaries.brief",
                    ),
                ),
                (
                    "correction",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mailing",
                        to="summaries.correction",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "edition",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mailing",
                        to="summaries.edition",
                    ),
                ),
            ],
            options={
                "ordering": ("-created_at", "-pk"),
            },
        ),
        migrations.AddField(
            model_name="letter",
            name="mailing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="letters",
                to="summaries.mailing",
            ),
        ),
        migrations.CreateModel(
            name="ReaderReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(blank=True, null=True)),
                ("quoted", models.TextField(blank=True)),
                ("text", models.TextField(verbose_name="what is wrong")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="email address"),
                ),
                ("language", models.CharField(default="both", max_length=4)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("corrected", "it was wrong, and is corrected"),
                            ("no_error", "the text is right"),
                            ("spam", "not a report"),
                        ],
                        max_length=10,
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "brief",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="summaries.brief",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="summaries.revision",
                    ),
                ),
            ],
            options={
                "ordering": ("-created_at", "-pk"),
            },
        ),
        migrations.AddField(
            model_name="notice",
            name="report",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="summaries.readerreport",
            ),
        ),
        migrations.CreateModel(
            name="Subscriber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="email address")),
                ("key", summaries.models.fields.KeyField(of="folded_email", unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting for confirmation"),
                            ("active", "Subscribed"),
                            ("left", "Left"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("both", "Both languages"), ("en", "English"), ("ar", "Arabic")],
                        default="both",
                        max_length=4,
                        verbose_name="language of the texts",
                    ),
                ),
                ("speaks", models.CharField(default="en", max_length=2)),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("daily", "Every day"),
                            ("weekly", "Once a week"),
                            ("breaking", "Only breaking news"),
                        ],
                        default="daily",
                        max_length=10,
                        verbose_name="how often",
                    ),
                ),
                (
                    "also_breaking",
                    models.BooleanField(default=False, verbose_name="breaking news too, at once"),
                ),
                (
                    "hour",
                    models.PositiveSmallIntegerField(
                        default=7,
                        validators=[django.core.validators.MaxValueValidator(23)],
                        verbose_name="hour",
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        default=6,
                        validators=[django.core.validators.MaxValueValidator(6)],
                        verbose_name="day of the weekly brief",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(default="UTC", max_length=64, verbose_name="time zone"),
                ),
                ("link_key", models.CharField(max_length=32)),
                ("confirm_key", models.CharField(blank=True, max_length=32)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                ("bounces", models.PositiveIntegerField(default=0)),
                ("bounced_at", models.DateTimeField(blank=True, null=True)),
                ("bounce_error", models.TextField(blank=True)),
                (
                    "topics",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="summaries.topic", verbose_name="topics"
                    ),
                ),
            ],
            options={
                "ordering": ("-created_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("max_attempts", models.PositiveIntegerField(default=3)),
                ("run_after", models.DateTimeField(default=django.utils.timezone.now)),
                ("claim_token", models.UUIDField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("error", models.TextField(blank=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("daily", "daily brief"),
                            ("weekly", "weekly brief"),
                            ("breaking", "breaking news"),
                            ("correction", "correction notice"),
                            ("confirm", "link to confirm"),
                            ("link", "link to the settings"),
                        ],
                        max_length=10,
                    ),
                ),
                ("message_id", models.CharField(blank=True, max_length=200)),
                ("urgency", models.PositiveSmallIntegerField(default=5)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="summaries.letter",
                    ),
                ),
                (
                    "mailing",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="summaries.mailing",
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="deliveries",
                        to="summaries.subscriber",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deliveries",
            },
        ),
        migrations.CreateModel(
            name="SubscriberEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("verb", models.CharField(max_length=30)),
                ("reason", models.TextField(blank=True)),
                ("data", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="summaries.subscriber",
                    ),
                ),
            ],
            options={
                "ordering": ("-created_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("bounced", "the address does not take our mail"),
                            ("complained", "its owner reported our mail as unwanted"),
                            ("asked", "its owner asked never to be written to"),
                            ("admin", "an admin decided it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-created_at", "-pk"),
            },
        ),
        migrations.AddConstraint(
            model_name="editionplace",
            constraint=models.UniqueConstraint(
                fields=("edition", "brief"), name="one_place_an_edition"
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("state", "scheduled")), fields=["send_at"], name="edition_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="letterbrief",
            constraint=models.UniqueConstraint(
                fields=("letter", "brief"), name="a_brief_stands_in_it_once"
            ),
        ),
        migrations.AddIndex(
            model_name="mailing",
            index=models.Index(
                condition=models.Q(("fanned_out_at", None)),
                fields=["created_at"],
                name="mailing_to_fan_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "weekly")),
                fields=("date",),
                name="one_weekly_mailing_a_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "breaking")),
                fields=("brief",),
                name="one_breaking_mailing_a_brief",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                fields=("mailing", "digest"), name="one_letter_a_wording"
            ),
        ),
        migrations.AddIndex(
            model_name="readerreport",
            index=models.Index(
                condition=models.Q(("closed_at", None)),
                fields=["brief", "created_at"],
                name="reader_report_open",
            ),
        ),
        migrations.AddIndex(
            model_name="subscriber",
            index=models.Index(fields=["state", "frequency"], name="subscriber_by_frequency"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["state", "urgency", "run_after"], name="delivery_open"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["mailing", "state"], name="delivery_by_state"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["subscriber", "created_at"], name="delivery_by_subscriber"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("mailing", "subscriber"), name="one_delivery_a_mailing_and_subscriber"
            ),
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(fill_index, migrations.RunPython.noop),
        migrations.RunPython(name_the_site, migrations.RunPython.noop),
        migrations.RunPython(list_retractions, migrations.RunPython.noop),
    ]
