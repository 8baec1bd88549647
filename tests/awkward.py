"""A database with a row in every table, of values that moving it could spoil."""

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import connections, models, transaction

from summaries.services.keeping.transfer import SEEDED, fingerprint, tables

# Letters of both directions, marks, quotes, an emoji beyond the basic plane, and both line ends.
TEXT = "«نصٌّ» \u200f'q' \"%s\" \\ \t\r\n ‏é e\u0301 😀 ١٢٣ \U0001f1ef\U0001f1f4"
MOMENT = datetime(2024, 3, 31, 23, 59, 59, 999999, tzinfo=UTC)
NESTED = {"z": [1, 2.5, None, True], "a": {"نص": TEXT}, "": "", "big": 2**60}
VALUES = {
    models.BooleanField: True,
    models.DateTimeField: MOMENT,
    models.DateField: date(1999, 12, 31),
    models.TimeField: time(23, 59, 59, 999999),
    models.DurationField: timedelta(days=-1, microseconds=1),
    models.DecimalField: Decimal("0.10"),
    models.FloatField: 0.1 + 0.2,
    models.UUIDField: UUID(int=2**127 + 1),
    models.BinaryField: bytes(range(256)),
    models.GenericIPAddressField: "2001:db8::1",
    models.JSONField: NESTED,
}
KEY = 4321


def value_of(field: models.Field, alias: str):
    """Return an awkward value that the column takes."""
    if field.primary_key and not field.is_relation:
        return KEY if isinstance(field, models.IntegerField) else str(KEY)
    if field.is_relation:
        seeded = first_of(field.related_model, alias)
        return seeded.pk if seeded else KEY
    for kind, value in VALUES.items():
        if isinstance(field, kind):
            return json.loads(json.dumps(value)) if kind is models.JSONField else value
    if isinstance(field, models.IntegerField):
        return 7
    return TEXT[: field.max_length]


def first_of(model: type[models.Model], alias: str):
    """Return a row that the migrations wrote, unless somebody emptied the database since."""
    return model.objects.using(alias).first() if model._meta.label in SEEDED else None


def fill(alias: str = "default") -> None:
    """Write such a row into every table but those that the migrations filled."""
    with transaction.atomic(using=alias):
        for model in tables():
            if not first_of(model, alias):
                fields = model._meta.local_concrete_fields
                row = model(**{field.attname: value_of(field, alias) for field in fields})
                query = models.sql.InsertQuery(model)
                query.insert_values(fields, [row], raw=True)
                query.get_compiler(using=alias).execute_sql()
        connections[alias].check_constraints()


def fingerprints(alias: str = "default") -> dict[str, tuple[int, str]]:
    """Return for every table how many rows it has and what identifies all their values."""
    return {model._meta.db_table: fingerprint(model, alias) for model in tables()}
