"""The full-text index: one row of words an article. The migration makes the table by database."""

from django.db import models
from django.db.models import Lookup

from summaries.models.article import Article

# How each full-text engine quotes a word, marks one as a beginning, and says "and".
_SYNTAX = {"postgresql": ("'", ":*", " & "), "sqlite": ('"', " *", " AND ")}


class WordsField(models.TextField):
    """Folded words, space-separated; `words__match=[...]` finds rows with all of them.

    The last word of the list is the beginning of one. Each must be letters and digits only.
    """


@WordsField.register_lookup
class Match(Lookup):
    """All of these words, the last as a prefix, through the database's full-text index."""

    lookup_name = "match"
    prepare_rhs = False

    def get_db_prep_lookup(self, value, connection):
        """Write the words as a query of the database's own language."""
        quote, prefix, join = _SYNTAX[connection.vendor]
        parts = [f"{quote}{word}{quote}" for word in value]
        # Of one letter, too many words begin.
        if len(value[-1]) > 1:
            parts[-1] += prefix
        return "%s", [join.join(parts)]

    def as_sqlite(self, compiler, connection):
        """FTS5."""
        (left, left_params), (right, right_params) = self._sides(compiler, connection)
        return f"{left} MATCH {right}", [*left_params, *right_params]

    def as_sql(self, compiler, connection):
        """PostgreSQL: the expression of the GIN index, word for word."""
        (left, left_params), (right, right_params) = self._sides(compiler, connection)
        vector = f"array_to_tsvector(string_to_array({left}, ' '))"
        return f"{vector} @@ {right}::tsquery", [*left_params, *right_params]

    def _sides(self, compiler, connection):
        return self.process_lhs(compiler, connection), self.process_rhs(compiler, connection)


class SearchEntry(models.Model):
    """The words of an article and of the brief made from it, in both languages."""

    article = models.OneToOneField(
        Article,
        models.CASCADE,
        primary_key=True,
        db_column="rowid",
        db_constraint=False,
        related_name="search_entry",
    )
    words = WordsField()

    class Meta:
        managed = False
        db_table = "summaries_search"

    def __str__(self) -> str:
        return self.words[:80]
