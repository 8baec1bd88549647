"""The public site as one value: what was kept under an older one is out of date.

Whatever changes what readers see calls `changed` in the transaction of the change, so that no page,
feed or answer of the API outlives it.
"""

import uuid

from summaries.models import PublicSite


def version() -> str:
    """Return the value of the public site as it is now. One query, by primary key."""
    return str(PublicSite.objects.values_list("version", flat=True).get(pk=1))


def changed() -> None:
    """Give the public site another value. Random: one that was rolled back never comes again."""
    PublicSite.objects.filter(pk=1).update(version=uuid.uuid4())
