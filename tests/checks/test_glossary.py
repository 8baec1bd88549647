"""Where an Arabic text uses a term, and what the English is held to."""

import pytest

from summaries.checks.base import Context, Pair, Severity, Term
from summaries.checks.glossary import Glossary, TermIndex
from summaries.checks.registry import titles
from tests.timing import cpu_seconds

FERRY = Term("عبّارة", "ferry", ("boat", "passenger ship"))
COUNCIL = Term("مجلس الأمن", "Security Council")
ISLAND = Term("الجزيرة", "Al Jazeera")


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("عبّارة", "وصلت العَبّارة مساء", ["العَبّارة"]),
        ("عبّارة", "سافر بعبارة وبالعبارة", ["بعبارة", "وبالعبارة"]),
        ("عبارة", "للعبّارة مرسى", ["للعبّارة"]),
        ("مجلس الأمن", "في مجلس الأمن وبمجلس الأمن", ["مجلس الأمن", "وبمجلس الأمن"]),
        ("مجلس الأمن", "مجلس النواب والأمن", []),
        ("الجزيرة", "قناة الجزيرة في جزيرة", ["الجزيرة"]),
        ("يد", "وليد", []),
        ("الحوثيون", "هاجم الحوثيين موقعا", ["الحوثيين"]),
        ("وزير", "كان وزيرًا سابقا", ["وزيرًا"]),
        ("سوري", "في سوريا", []),
        ("منظمة الصحة العالمية", "ومنظمة الصحة العالميــة", ["ومنظمة الصحة العالميــة"]),
        ("كوفيد 19", "لقاح كوفيد ١٩", ["كوفيد ١٩"]),
    ],
)
def test_terms_are_found_in_their_forms(term, text, found):
    spans = [span for one in TermIndex([Term(term, "x")]).find(text) for span in one.spans]
    assert [span.of(text) for span in spans] == found


def test_a_term_inside_a_longer_one_is_none():
    index = TermIndex([COUNCIL, Term("الأمن", "security")])
    assert [one.term.english for one in index.find("مجلس الأمن")] == ["Security Council"]
    assert len(index.find("مجلس الأمن وقوات الأمن")) == 2


def test_thousands_of_terms_cost_no_more():
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
    many = [Term(f"{a}{b}{c}ة {a}{c}", "x") for a in letters for b in letters for c in letters[:8]]
    index = TermIndex([*many, COUNCIL])
    text = "واجتمع مجلس الأمن في مقره بعد ظهر الثلاثاء لبحث الوضع " * 10
    assert [one.term for one in index.find(text)] == [COUNCIL]
    assert cpu_seconds(lambda: list(index.find(text))) < 0.1


def found(arabic, english, *terms, **options):
    pair = Pair(arabic, english, Context(terms=terms), **options)
    return list(Glossary().find(pair))


def fixed(english, finding):
    span = finding.english[0]
    return english[: span.start] + finding.fix + english[span.end :]


@pytest.mark.parametrize(
    ("english", "after"),
    [
        ("The boat left.", "The ferry left."),
        ("Passenger ships left.", "Ferries left."),
        ("The boat's crew", "The ferry's crew"),
        ("The ferry was a boat.", "The ferry was a ferry."),
    ],
)
def test_a_wording_to_avoid_has_a_fix(english, after):
    (finding,) = found("وصلت العبارة", english, FERRY)
    assert (finding.check, finding.severity) == ("glossary", Severity.WARNING)
    assert finding.arabic[0].of("وصلت العبارة") == "العبارة"
    assert fixed(english, finding) == after
    assert "“ferry” for «العبارة»" in finding.message


def test_a_missing_agreed_wording_is_a_warning_without_a_fix():
    (finding,) = found("وصلت العبارة", "It arrived.", FERRY)
    assert (finding.english, finding.fix, finding.severity) == ((), None, Severity.WARNING)
    assert finding.message == "The glossary has “ferry” for «العبارة»; the English lacks it."


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("وصلت العبارة", "The ferries arrived."),
        ("وصلت السفينة", "The boat arrived."),
        ("", ""),
    ],
)
def test_nothing_to_say(arabic, english):
    assert found(arabic, english, FERRY) == []


def test_every_wording_to_avoid_is_found():
    assert len(found("العبارة", "A boat, another boat and a passenger ship", FERRY)) == 3


def test_a_summary_may_leave_a_term_out_but_not_say_it_otherwise():
    article = "وصلت العبارة\nوعاد الركاب"
    assert found(article, "Passengers are back.", FERRY, is_summary=True) == []
    assert len(found(article, "The boat is back.", FERRY, is_summary=True)) == 1


def test_it_is_registered():
    assert titles()["glossary"] == "Glossary"


def _evil(n):
    return Term("في " * (20 + n % 20) + f"قرن{n}", f"T{n}")


@pytest.mark.parametrize(
    ("terms", "text", "expected"),
    [
        ([Term("في", "in"), Term("من", "from")], "في المدينة من البيت إلى السوق " * 2000, 2),
        ([Term("في " * n, f"T{n}") for n in range(1, 11)], "في " * 10_000, 1),
        ([_evil(n) for n in range(500)], "في " * 10_000, 0),
        ([Term("في البيت", f"T{n}") for n in range(3)], "في البيت " * 5000, 3),
    ],
)
def test_time_grows_with_the_length_of_the_text_only(terms, text, expected):
    index = TermIndex(terms)

    def find():
        assert len(index.find(text)) == expected

    assert cpu_seconds(find, limit=4) < 4


def test_terms_that_overlap_are_both_found():
    index = TermIndex([COUNCIL, Term("الأمن القومي", "national security")])
    assert len(index.find("مجلس الأمن القومي")) == 2
