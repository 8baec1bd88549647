"""Celery's scheduler, made safe against a clock that is set back.

What was done last at a time that is still to come would be due again only after that time: a clock
that goes back by two hours would stop every scheduled task for two hours, restarts included, for
the times are kept in a file.
"""

from celery.beat import PersistentScheduler


class Scheduler(PersistentScheduler):
    """A scheduler that takes up its work at the new time."""

    def tick(self, *arguments, **more) -> float:
        """Do what is due; return the seconds until the next look."""
        ahead = [e for e in self.schedule.values() if e.last_run_at > e.default_now()]
        for entry in ahead:
            entry.last_run_at = entry.default_now()
        if ahead:
            # The order of what is next was made by the old time.
            self._heap = None
        return super().tick(*arguments, **more)
