"""The public site as one value: what was kept under an older one is out of date.

Whatever changes what readers see calls `changed` in the transaction of the change, so that no page,
feed or answer of the API outlives it.
"""

import uuid

from summaries.models import PublicSite


def version() -> str:
    """Return the value of the public site as it is now. One query, by primary key.

    A database that was emptied has none until the first change.
    """
    return str(PublicSite.objects.filter(pk=1).values_list("version", flat=True).first() or "")


def changed() -> None:
    """Give the public site another value. Random: one that was rolled back never comes again."""
    version = uuid.uuid4()
    if not PublicSite.objects.filter(pk=1).update(version=version):
        PublicSite.objects.bulk_create([PublicSite(pk=1, version=version)], ignore_conflicts=True)
