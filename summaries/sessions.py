"""Sessions in the database that know whose they are: Django's own store, with the owner beside."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone


class SessionStore(DatabaseStore):
    """Django's database store on `DeskSession`.

    https://docs.djangoproject.com/en/5.2/topics/http/sessions/#extending-database-backed-session-engines
    """

    @classmethod
    def get_model_class(cls):
        """Return the model of a row. Imported when asked: settings name this module early."""
        from summaries.models import DeskSession

        return DeskSession

    def create_model_instance(self, data):
        """Return the row of this session with its owner; what is known of the browser stays."""
        row = super().create_model_instance(data)
        row.user_id = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        known = type(row).objects.filter(pk=row.pk).values("address", "agent", "created_at").first()
        for name, value in (known or {}).items():
            setattr(row, name, value)
        row.seen_at = timezone.now()
        return row
