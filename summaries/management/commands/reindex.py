"""Make every brief findable anew."""

from django.core.management.base import BaseCommand

from summaries.services import search


class Command(BaseCommand):
    """`manage.py reindex`: after a change of how words are folded, or a restored database."""

    help = "Build the full-text index of all briefs anew."

    def handle(self, **options) -> None:
        """Index all briefs and say how many."""
        self.stdout.write(f"{search.index_all()} briefs are in the index.")
