"""What the queue walks along (indexes), and the full-text index, by database."""

import django.db.models.deletion
from django.db import migrations, models

import summaries.models.search
from summaries.engine.text.wordforms import index_words

_FTS5 = """
    CREATE VIRTUAL TABLE summaries_search
    USING fts5(
        words, detail = column, prefix = '2 3 4', tokenize = 'unicode61 remove_diacritics 0'
    )
"""
_TABLE = "CREATE TABLE summaries_search (rowid bigint PRIMARY KEY, words text NOT NULL)"
_GIN = """
    CREATE INDEX summaries_search_words ON summaries_search
    USING gin (array_to_tsvector(string_to_array(words, ' ')))
"""
_BATCH = 500


def make_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_TABLE)
        schema_editor.execute(_GIN)
    else:
        schema_editor.execute(_FTS5)


def drop_index(apps, schema_editor):
    schema_editor.execute("DROP TABLE summaries_search")


def fill_index(apps, schema_editor):
    entry = apps.get_model("summaries", "SearchEntry")
    briefs = apps.get_model("summaries", "Brief").objects.select_related("article", "current")
    briefs = briefs.prefetch_related("article__segments", "current__sentences")
    batch = []
    for brief in briefs.iterator(chunk_size=_BATCH):
        words = " ".join(sorted(index_words("\n".join(_texts(brief)))))
        batch.append(entry(article_id=brief.article_id, words=words))
        if len(batch) == _BATCH:
            entry.objects.bulk_create(batch)
            batch = []
    entry.objects.bulk_create(batch)


def _texts(brief):
    yield brief.article.headline
    for segment in brief.article.segments.all():
        yield from (segment.arabic, segment.english)
    if brief.current:
        yield from (brief.current.headline_en, brief.current.headline_ar, brief.current.summary_ar)
        yield from (sentence.text for sentence in brief.current.sentences.all())


def _index(name, *fields, **options):
    return migrations.AddIndex("brief", models.Index(fields=fields, name=name, **options))


class Migration(migrations.Migration):
    dependencies = [("summaries", "0003_topics_and_older_briefs")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        db_column="rowid",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_entry",
                        serialize=False,
                        to="summaries.article",
                    ),
                ),
                ("words", summaries.models.search.WordsField()),
            ],
            options={"db_table": "summaries_search", "managed": False},
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(fill_index, migrations.RunPython.noop),
        _index("brief_by_intake", "status", "article"),
        _index("brief_by_wait", "status", "status_changed_at", "article"),
        _index("brief_by_owner", "owner", "status", "article"),
        _index("brief_by_topic", "topic", "status", "article"),
        _index("brief_stopped", "status", "article", condition=models.Q(stopped=True)),
        _index("brief_with_warnings", "status", "article", condition=models.Q(warnings__gt=0)),
    ]
