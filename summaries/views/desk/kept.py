"""What somebody typed into the summary editor and did not save, beside the saved text."""

from summaries.forms.numbering import Numbering
from summaries.forms.text import FIELDS, Line
from summaries.models import Brief, Revision, WorkingCopy
from summaries.services import working
from summaries.views.desk.conflict import lines_of_revision


def stored(revision: Revision, now: Numbering) -> tuple[dict, list[Line]]:
    """Return a version as the form starts with it."""
    initial = {name: getattr(revision, name) for name in FIELDS}
    initial |= {"based_on": revision.number, "numbering": now.code()}
    return initial, lines_of_revision(revision, now)


def kept_copy(user, brief: Brief, now: Numbering) -> WorkingCopy | None:
    """Return what the user typed and did not save, unless it says what the saved text says."""
    copy = working.of(user, brief)
    if copy is None:
        return None
    (typed, lines), (saved, known) = copied(copy, now), stored(brief.current, now)
    same = all(typed[name].split() == saved[name].split() for name in FIELDS)
    said = [(line.text.split(), line.evidence) for line in lines if line.text.strip()]
    return None if same and said == [(k.text.split(), k.evidence) for k in known] else copy


def copied(copy: WorkingCopy, now: Numbering) -> tuple[dict, list[Line]]:
    """Return a working copy as the form starts with it, by the numbers of today."""
    content = copy.content if isinstance(copy.content, dict) else {}
    seen = Numbering.parse(_text(content, "numbering"))
    lines = [
        Line(
            _text(line, "text"),
            seen.translated(_text(line, "evidence"), now),
            seen.translated(_text(line, "given"), now),
        )
        for line in content.get("lines", [])
        if isinstance(line, dict)
    ]
    initial = {name: _text(content, name) for name in FIELDS}
    return initial | {"based_on": copy.based_on, "numbering": now.code()}, lines


def _text(content: dict, name: str) -> str:
    """Return a text of a stored form; "" for one that an older program did not keep."""
    value = content.get(name, "")
    return value if isinstance(value, str) else ""
