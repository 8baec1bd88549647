"""CSV files of strangers, read and written: UTF-8 only, and no cell is taken for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from summaries.services.errors import Invalid

# What a spreadsheet program would take for a formula (OWASP, "CSV injection"). A cell that looks
# guarded already is guarded once more, so that reading gives back what was written.
_FORMULA = re.compile(r"^'*[=+\-@\t\r]")
_GUARDED = re.compile(r"^'(?='*[=+\-@\t\r])")


def rows(
    data: bytes, columns: Sequence[str], required: Iterable[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row of a CSV file by its columns' names, with the line it begins on.

    The first line names the columns, in any order; others than `columns` are yielded too. Raises
    Invalid in words for what is no CSV, or lacks a required column.
    """
    lines = io.StringIO(decoded(data), newline="")
    first = lines.readline()
    lines.seek(0)
    delimiter = max(",;\t", key=first.count)
    found = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        names = [name.strip().lower() for name in next(found, [])]
        _require(names, columns, required)
        start = found.line_num + 1
        for cells in found:
            if any(cell.strip() for cell in cells):
                yield start, dict(zip(names, map(unguarded, cells), strict=False))
            start = found.line_num + 1
    except csv.Error as error:
        raise Invalid(
            _("Line %(line)d of this file is not CSV: %(error)s.")
            % {"line": found.line_num, "error": error}
        ) from error


def _require(names: list[str], columns: Sequence[str], required: Iterable[str]) -> None:
    if not set(required) <= set(names):
        raise Invalid(
            _("The first line must name the columns: %(names)s.") % {"names": ", ".join(columns)}
        )
    if twice := next((name for name in columns if names.count(name) > 1), ""):
        raise Invalid(
            _("The column “%(name)s” stands twice in the first line. Keep one of them.")
            % {"name": twice}
        )


def decoded(data: bytes) -> str:
    """Return the text of a file in UTF-8; raise Invalid, with a guess, for another encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data:
        raise Invalid(_not_utf8("UTF-16"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(_not_utf8("Windows-1256")) from error


def _not_utf8(guess: str) -> str:
    return _(
        "This file is not in UTF-8; it looks like %(guess)s. Save it again as “CSV UTF-8”, then "
        "bring that in."
    ) % {"guess": guess}


def written(columns: Iterable[str], table: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield a CSV file bit by bit, for programs that ask for UTF-8's mark at its beginning."""
    yield "\ufeff"
    yield _line(columns)
    for cells in table:
        yield _line(guarded(cell) for cell in cells)


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet program takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return what a guarded cell holds."""
    return _GUARDED.sub("", cell)
