"""Writing terms and sentence pairs as CSV, TBX-Basic (ISO 30042:2019) and TMX 1.4b, bit by bit."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from summaries.models import GlossaryTerm, MemoryPair
from summaries.services import csv_files, xml_files
from summaries.services.exchange import PAIR_COLUMNS, SEPARATOR, TERM_COLUMNS

_PREFERRED, _DEPRECATED = "preferredTerm-admn-sts", "deprecatedTerm-admn-sts"


def terms_as_csv(terms: Iterable[GlossaryTerm]) -> Iterator[str]:
    """Yield the terms as CSV, the columns' names first, for programs that ask for UTF-8's mark."""
    rows = ((t.arabic, t.english, f" {SEPARATOR} ".join(t.forbidden), t.note) for t in terms)
    return csv_files.written(TERM_COLUMNS, rows)


def pairs_as_csv(pairs: Iterable[MemoryPair]) -> Iterator[str]:
    """Yield the pairs as CSV, as `terms_as_csv`."""
    return csv_files.written(PAIR_COLUMNS, ((pair.arabic, pair.english) for pair in pairs))


def terms_as_tbx(terms: Iterable[GlossaryTerm]) -> Iterator[str]:
    """Yield the terms as TBX-Basic, edition 2019 in its DCA style."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">\n'
        "<tbxHeader><fileDesc><sourceDesc><p>Newsdesk glossary</p></sourceDesc></fileDesc>"
        "</tbxHeader>\n<text><body>\n"
    )
    for term in terms:
        note = f"<note>{_xml(term.note)}</note>" if term.note else ""
        english = _tbx_term(term.english, _PREFERRED)
        english += "".join(_tbx_term(wording, _DEPRECATED) for wording in term.forbidden)
        yield (
            f'<conceptEntry id="c{term.pk}">{note}'
            f'<langSec xml:lang="ar">{_tbx_term(term.arabic)}</langSec>'
            f'<langSec xml:lang="en">{english}</langSec></conceptEntry>\n'
        )
    yield "</body></text></tbx>\n"


def _tbx_term(text: str, status: str = "") -> str:
    note = f'<termNote type="administrativeStatus">{status}</termNote>' if status else ""
    return f"<termSec><term>{_xml(text)}</term>{note}</termSec>"


def pairs_as_tmx(pairs: Iterable[MemoryPair]) -> Iterator[str]:
    """Yield the pairs as TMX 1.4b."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        '<header creationtool="Newsdesk" creationtoolversion="1" segtype="sentence" o-tmf="CSV" '
        'adminlang="en" srclang="ar" datatype="plaintext"/>\n<body>\n'
    )
    for pair in pairs:
        moment = quoteattr(f"{pair.approved_at:%Y%m%dT%H%M%SZ}")
        yield (
            f"<tu creationdate={moment}>"
            f'<tuv xml:lang="ar"><seg>{_xml(pair.arabic)}</seg></tuv>'
            f'<tuv xml:lang="en"><seg>{_xml(pair.english)}</seg></tuv></tu>\n'
        )
    yield "</body></tmx>\n"


def _xml(text: str) -> str:
    return escape(xml_files.sendable(text))
