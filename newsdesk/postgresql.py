"""PostgreSQL, made to take what SQLite takes.

Its text holds every character but NUL, and a parameter with one is an error of the connection. Any
address can end in `%00`, so that a visitor could ask for errors at will.
"""

REPLACEMENT = "\ufffd"


def install() -> None:
    """Have NUL in parameters replaced by U+FFFD, which matches nothing that anybody typed.

    Call it before the first connection is made.
    """
    # Imported when asked: SQLite's deployments have no psycopg.
    import psycopg
    from psycopg.types.string import StrDumperUnknown

    class Dumper(StrDumperUnknown):
        """Writes a string for the server."""

        def dump(self, obj: str):
            """Return the bytes of a string without NUL."""
            return super().dump(obj.replace("\0", REPLACEMENT) if "\0" in obj else obj)

    psycopg.adapters.register_dumper(str, Dumper)
