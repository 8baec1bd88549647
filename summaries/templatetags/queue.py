"""Words of the queue."""

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def local_name(record) -> str:
    """Return the name of a source or topic in the language of the interface, where it has one."""
    return (record.name_ar if (get_language() or "").startswith("ar") else "") or record.name_en
