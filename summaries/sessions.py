"""Sessions in the database that know whose they are: Django's own store, with the owner beside."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from summaries import callers


class SessionStore(DatabaseStore):
    """Django's database store on `DeskSession`.

    https://docs.djangoproject.com/en/5.2/topics/http/sessions/#extending-database-backed-session-engines
    """

    # The row as it was read or stored last.
    row = None

    @classmethod
    def get_model_class(cls):
        """Return the model of a row. Imported when asked: settings name this module early."""
        from summaries.models import DeskSession

        return DeskSession

    def _get_session_from_db(self):
        """Return the row, or None where it lay idle for too long or is too old."""
        row = super()._get_session_from_db()
        if row is None:
            return None
        if row.has_ended:
            self._session_key = None
            return None
        self.row = row
        return row

    def create_model_instance(self, data):
        """Return the row of this session with its owner; what is known of the browser stays."""
        row = super().create_model_instance(data)
        row.user_id = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        if self.row is not None and self.row.pk == row.pk:
            row.address, row.agent = self.row.address, self.row.agent
            row.created_at = self.row.created_at
        else:
            caller = callers.current()
            row.address, row.agent = caller.address, caller.agent
        row.seen_at = timezone.now()
        self.row = row
        return row

    @classmethod
    def clear_expired(cls) -> None:
        """Delete the rows of sessions that have ended."""
        cls.get_model_class().objects.ended().delete()
