"""Make every brief findable anew: by its words, by its very text and by what it is like.

Public pages that were kept are made anew too: a new version may show them otherwise.
"""

from django.core.management.base import BaseCommand

from summaries.services import articles, copies, public_search, search, site


class Command(BaseCommand):
    """`manage.py reindex`: after a new version of the newsdesk, or a restored database."""

    help = "Build the full-text index of all briefs anew, and complete the index of like articles."

    def handle(self, **options) -> None:
        """Index all briefs and say how many."""
        self.stdout.write(f"{search.index_all()} briefs are in the index.")
        self.stdout.write(f"{public_search.index_all()} of them are in the index of readers.")
        site.changed()
        self.stdout.write(f"{articles.rehash_all()} older articles are known by their bodies now.")
        self.stdout.write(f"{copies.index_all()} articles are new in the index of like articles.")
        self.stdout.write(f"{copies.prune()} rows of old articles are gone from it.")
