"""Files of terms and pairs: what is read of them, and what hostile or broken ones meet."""

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from summaries.models import GlossaryTerm, MemoryPair
from summaries.services import exchange, exports, term_changes
from summaries.services.errors import Invalid
from summaries.services.term_changes import Wording
from tests.timing import cpu_seconds

CSV = "arabic,english,avoid,note\nعبّارة,ferry,boat | ship,Not a ship\nرصيف,pier,,\n"
OLD_TBX = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX"><text><body><termEntry id="1"><note>Not a ship</note>
<langSet xml:lang="ar-EG"><tig><term>عبّارة</term></tig></langSet>
<langSet xml:lang="en"><tig><term>ferry</term></tig><tig><term>boat</term>
<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet>
</termEntry></body></text></martif>"""
TMX = """<?xml version="1.0"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="ar"/><body>
<tu><tuv xml:lang="en-GB">
<seg>The <bpt i="1">&lt;b></bpt>ferry<ept i="1">&lt;/b></ept> left.</seg></tuv>
<tuv xml:lang="ar"><seg>غادرت <hi>العبارة</hi> الميناء</seg></tuv></tu>
<tu><tuv xml:lang="fr"><seg>Non</seg></tuv><tuv xml:lang="ar"><seg>لا</seg></tuv></tu>
</body></tmx>"""
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE tmx [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><tmx><body><tu><tuv><seg>&i;</seg></tuv></tu></body></tmx>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    '<tmx><body><tu><tuv xml:lang="ar"><seg>&a;</seg></tuv></tu></body></tmx>'
)


def read(name, text):
    return exchange.read(name, text if isinstance(text, bytes) else text.encode())


def test_csv():
    assert read("terms.CSV", CSV) == [
        exchange.Row(2, Wording("عبّارة", "ferry", ("boat", "ship"), "Not a ship")),
        exchange.Row(3, Wording("رصيف", "pier")),
    ]


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_csv_as_programs_write_it(mark, between):
    text = f'{mark}English{between}Arabic\r\n"ferry{between} big"{between}عبّارة\r\n\r\n'
    assert [row.wording for row in read("x.csv", text)] == [Wording("عبّارة", f"ferry{between} big")]


def test_lines_are_counted_through_quoted_breaks():
    rows = read("x.csv", 'arabic,english,note\nعبارة,ferry,"a\nb"\nرصيف,pier,\n')
    assert [row.line for row in rows] == [2, 4]


def test_tbx_of_the_older_edition():
    (row,) = read("x.tbx", OLD_TBX)
    assert row == exchange.Row(3, Wording("عبّارة", "ferry", ("boat",), "Not a ship"))


def test_tmx_without_codes_and_other_languages():
    (row,) = read("x.tmx", TMX)
    assert row.wording == Wording("غادرت العبارة الميناء", "The ferry left.")
    assert row.line == 4


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1256"])
def test_xml_says_its_encoding(encoding):
    text = TMX.replace('version="1.0"', f'version="1.0" encoding="{encoding}"', 1)
    assert read("x.tmx", text.encode(encoding))[0].wording.arabic == "غادرت العبارة الميناء"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("x.docx", "any", "ends in .csv"),
        ("x", "any", "ends in .csv"),
        ("x.csv", "", "empty"),
        ("x.csv", "one,two\n1,2\n", "first line must name the columns"),
        ("x.csv", "arabic,english\n", "No Arabic"),
        ("x.csv", "arabic,english, English\nعبارة,ferry,boat\n", "“english” stands twice"),
        ("x.csv", "arabic,english,avoid,avoid\nعبارة,ferry,a,b\n", "“avoid” stands twice"),
        ("x.csv", CSV.encode("utf-16"), "UTF-16"),
        ("x.csv", CSV.encode("utf-16-le"), "UTF-16"),
        ("x.csv", CSV.replace("ّ", "").encode("windows-1256"), "Windows-1256"),
        ("x.csv", 'arabic,english\nعبارة,"ferry\n', "not CSV"),
        ("x.csv", "arabic,english\n" + "ع,f\n" * 20_001, "more than 20000"),
        ("x.tmx", BOMB, "entities|not sound"),
        ("x.tmx", OUTSIDE, "entities"),
        ("x.tbx", "<tbx>", "not sound XML, from line 1"),
        ("x.tbx", "not xml", "not sound XML"),
        ("x.tbx", "<a>\n" * 5000, "not sound XML"),
        ("x.tmx", TMX.encode("windows-1256"), "not sound XML"),
        ("x.tmx", "<tmx/>", "No Arabic"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(name, data, says):
    with pytest.raises(Invalid, match=says):
        read(name, data)


@given(st.binary(max_size=300), st.sampled_from(["x.csv", "x.tbx", "x.tmx"]))
def test_any_bytes_are_read_or_refused(data, name):
    try:
        rows = exchange.read(name, data)
    except Invalid:
        return
    assert all(row.line >= 1 for row in rows)


TERMS = [
    GlossaryTerm(pk=1, arabic="عبّارة", english="ferry & co", forbidden=["<boat>", "ship"]),
    GlossaryTerm(pk=2, arabic="رصيف", english="=pier()", note="@home\n+ more"),
]
PAIRS = [
    MemoryPair(arabic="غادرت <العبارة>", english="-1 ferry\x0b left", approved_at=timezone.now()),
]


@pytest.mark.parametrize(
    ("name", "write"), [("x.csv", exports.terms_as_csv), ("x.tbx", exports.terms_as_tbx)]
)
def test_terms_come_back_as_they_went(name, write):
    rows = read(name, "".join(write(TERMS)))
    assert [row.wording for row in rows] == [
        Wording(term.arabic, term.english, tuple(term.forbidden), term.note) for term in TERMS
    ]


@pytest.mark.parametrize(
    ("name", "write"), [("x.csv", exports.pairs_as_csv), ("x.tmx", exports.pairs_as_tmx)]
)
def test_pairs_come_back_as_they_went(name, write):
    (row,) = read(name, "".join(write(PAIRS)))
    assert row.wording.arabic == "غادرت <العبارة>"
    assert row.wording.english.replace("\x0b", "") == "-1 ferry left"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start):
    term = GlossaryTerm(arabic="عبارة", english=f"{start}HYPERLINK(1)")
    line = "".join(exports.terms_as_csv([term])).split("\r\n", 1)[1]
    assert line.split(",", 1)[1].lstrip('"').startswith(f"'{start}")


def test_an_apostrophe_of_ones_own_stays():
    (row,) = read("x.csv", "arabic,english\nعبارة,'tis a ferry\n")
    assert row.wording.english == "'tis a ferry"


def _nested(*levels):
    inside = "<x/>" * 500
    for name, depth in levels:
        inside = f'<{name} xml:lang="ar">' * depth + inside + f"</{name}>" * depth
    return f"<body>{inside}</body>"


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("x.tbx", [("termSec", 80), ("langSec", 80), ("conceptEntry", 80)]),
        ("x.tbx", [("tig", 80), ("langSet", 80), ("termEntry", 80)]),
        ("x.tmx", [("tuv", 120), ("tu", 120)]),
    ],
)
def test_entries_within_each_other_are_refused_at_once(name, levels):
    text = _nested(*levels)

    def refuse():
        with pytest.raises(Invalid, match="within each other"):
            read(name, text)

    assert cpu_seconds(refuse) < 0.5


def test_shallow_entries_within_each_other_cost_little():
    terms = "<term>عبارة</term>" * 300
    levels = [("termSec", 8), ("langSec", 8), ("conceptEntry", 8)]
    text = _nested(*levels).replace("<x/>" * 500, terms * 40)

    def refuse():
        with pytest.raises(Invalid, match="No Arabic"):
            read("x.tbx", text)

    assert cpu_seconds(refuse) < 0.5


def test_more_elements_than_any_glossary_has_are_refused():
    with pytest.raises(Invalid, match="more than 20000 entries"):
        read("x.tmx", f"<body>{'<x/>' * (exchange.MAX_ELEMENTS + 1)}</body>")


def test_an_entry_with_many_wordings_is_read_once_for_each_term():
    avoid = "<tig><term>boat {}</term><termNote>deprecatedTerm-admn-sts</termNote></tig>"
    many = "".join(avoid.format(n) for n in range(2000))
    entry = (
        "<termEntry><langSet xml:lang='ar'>"
        + "<tig><term>عبارة</term></tig>" * 2000
        + f"</langSet><langSet xml:lang='en'>{many}</langSet></termEntry>"
    )
    rows = read("x.tbx", f"<body>{entry}</body>")
    assert len(rows) == 2000
    assert len(rows[0].wording.forbidden) == term_changes.MAX_FORBIDDEN + 1


@pytest.mark.parametrize("place", ["<note>Not a ship", "<term>ferry", "<term>boat"])
def test_an_endless_text_is_cleaned_once_for_all_terms_of_its_entry(place):
    arabic = "<tig><term>عبّارة</term></tig>"
    text = OLD_TBX.replace(arabic, arabic * 300).replace(place, f"{place}{' more' * 100_000}")

    def refuse_all():
        rows = read("x.tbx", text)
        for row in rows:
            with pytest.raises(Invalid, match="at most"):
                term_changes.checked(row.wording)
        assert len(rows) == 300

    assert cpu_seconds(refuse_all) < 2


def test_terms_in_a_group_of_their_own_are_read():
    text = OLD_TBX.replace("<tig>", "<ntig><termGrp>").replace("</tig>", "</termGrp></ntig>")
    (row,) = read("x.tbx", text)
    assert row == exchange.Row(3, Wording("عبّارة", "ferry", ("boat",), "Not a ship"))
