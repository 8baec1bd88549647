"""Moving a whole newsroom from one database to another: SQLite to PostgreSQL, or back.

Every row keeps its key and every value its exact moment, text and number. One transaction on either
side: what is read is one state, and what is written is there as a whole or not at all.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import islice

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from summaries.services import public_search, search
from summaries.services.errors import Invalid

TARGET = "default"
# Migrations write rows of these into every new database; the old database's replace them.
SEEDED = frozenset(
    {
        "auth.Group",
        "auth.Permission",
        "contenttypes.ContentType",
        "summaries.PublicSite",
        "summaries.Topic",
    }
)
_BATCH = 500

Rows = type[models.Model]
Progress = Callable[[str, int], None]


def transfer(source: str, progress: Progress = lambda table, rows: None) -> int:
    """Copy everything from the database `source` (an alias) into the empty default one.

    Returns the number of rows, which are compared one by one afterwards; `progress` hears of each
    table. The search indexes are made anew. Raises Invalid, and leaves the target as it was, where
    one of both is not ready or a value does not fit.
    """
    refuse_unless_ready(source)
    with transaction.atomic(using=source), transaction.atomic(using=TARGET):
        _forget_seeds()
        copied = sum(_copied(model, source, progress) for model in tables())
        _refuse_loose_ends()
        _set_sequences()
        _compare(source)
        search.index_all()
        public_search.index_all()
    ContentType.objects.clear_cache()
    return copied


def tables() -> list[Rows]:
    """Return the models of all tables that hold what cannot be made again."""
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def refuse_unless_ready(source: str) -> None:
    """Raise Invalid unless both databases have all migrations and the target no rows of its own."""
    if _migrations(source) != _migrations(TARGET):
        raise Invalid(
            "The two databases are not of one version. Run `manage.py migrate` on each of them, "
            "with this version of the newsdesk, and try again."
        )
    if taken := [model for model in tables() if _is_taken(model)]:
        raise Invalid(
            f"The new database is not empty: there are rows in {taken[0]._meta.db_table}. "
            "Make a fresh one, run `manage.py migrate` on it, and try again."
        )


def _migrations(alias: str) -> set[tuple[str, str]]:
    return set(MigrationRecorder(connections[alias]).applied_migrations())


def _is_taken(model: Rows) -> bool:
    return model._meta.label not in SEEDED and _rows(model, TARGET).exists()


def _rows(model: Rows, alias: str) -> models.QuerySet:
    # Not a manager's: some leave rows out.
    return models.QuerySet(model, using=alias).order_by("pk")


def _forget_seeds() -> None:
    for model in tables():
        if model._meta.label in SEEDED:
            _rows(model, TARGET)._raw_delete(TARGET)


def _copied(model: Rows, source: str, progress: Progress) -> int:
    """Copy one table, and return how many rows it has."""
    table, count = model._meta.db_table, 0
    for rows in _batches(_rows(model, source).iterator(chunk_size=_BATCH), _BATCH):
        try:
            _insert(model, rows)
        except (DatabaseError, ValueError) as error:
            raise Invalid(
                f"A row of {table}, one of the keys {rows[0].pk} to {rows[-1].pk}, does not fit "
                f"into the new database: {str(error).strip()} Nothing was copied."
            ) from error
        count += len(rows)
        progress(table, count)
    return count


def _batches(rows: Iterable[models.Model], size: int) -> Iterator[tuple[models.Model, ...]]:
    left = iter(rows)
    while some := tuple(islice(left, size)):
        yield some


def _insert(model: Rows, rows: tuple[models.Model, ...]) -> None:
    """Write rows as they are: nothing is stamped with the present or computed again."""
    fields = model._meta.local_concrete_fields
    size = max(1, connections[TARGET].ops.bulk_batch_size(fields, rows))
    for some in _batches(rows, size):
        query = models.sql.InsertQuery(model)
        query.insert_values(fields, some, raw=True)
        query.get_compiler(using=TARGET).execute_sql()


def _refuse_loose_ends() -> None:
    """Raise Invalid where a row points at one that is not there."""
    try:
        connections[TARGET].check_constraints()
    except DatabaseError as error:
        raise Invalid(f"The old database is damaged: {error} Nothing was copied.") from error


def _set_sequences() -> None:
    """Have the next row of each table get a key of its own."""
    connection = connections[TARGET]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)


def _compare(source: str) -> None:
    """Raise Invalid where a table reads differently in the two databases."""
    for model in tables():
        if fingerprint(model, source) != fingerprint(model, TARGET):
            raise Invalid(
                f"The copy of {model._meta.db_table} differs from the original. Nothing was "
                "copied; stop everything that writes into the old database, and try again."
            )


def fingerprint(model: Rows, alias: str) -> tuple[int, str]:
    """Return the number of rows of a table, and a SHA-256 over all their values in order."""
    digest, count = sha256(), 0
    for line in _lines(model, alias):
        digest.update(line)
        count += 1
    return count, digest.hexdigest()


def _lines(model: Rows, alias: str) -> Iterator[bytes]:
    names = [field.attname for field in model._meta.local_concrete_fields]
    for values in _rows(model, alias).values_list(*names).iterator(chunk_size=_BATCH):
        # Keys sorted: PostgreSQL keeps the members of an object in an order of its own.
        text = json.dumps(values, cls=_Exact, sort_keys=True, ensure_ascii=True)
        yield f"{text}\n".encode()


class _Exact(DjangoJSONEncoder):
    """JSON that tells values apart to the last microsecond and byte."""

    def default(self, value):
        """Write what JSON has no word for."""
        if isinstance(value, bytes | bytearray | memoryview):
            return bytes(value).hex()
        return value.isoformat() if hasattr(value, "isoformat") else super().default(value)
