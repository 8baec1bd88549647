"""Names: added, replaced and missing ones are found, translated and transliterated ones are not."""

import pytest

from summaries.checks.base import Context, Pair, Term
from summaries.checks.names.checks import Name, NameDoubtful, NameMissing
from tests.timing import cpu_seconds

ARABIC = "التقى الرئيس الفرنسي إيمانويل ماكرون نظيره المصري في القاهرة يوم الأحد."
ENGLISH = "French President Emmanuel Macron met his Egyptian counterpart in Cairo on Sunday."


def found(check, arabic, english, **context):
    return list(check.find(Pair(arabic, english, Context(**context))))


def words(findings, english):
    return [finding.english[0].of(english) for finding in findings]


GOOD = [
    (ARABIC, ENGLISH),
    ("قالت المحكمة العليا إن القرار نهائي.", "The Supreme Court said the decision was final."),
    ("وصل عبد الله باتافي إلى بوردو.", "Abdullah Pattavee arrived in Bordeaux."),
    ("نفى السيسي ذلك.", "El-Sisi denied it."),
    ("أطلقت شركة Foxtrix تطبيقها.", "Foxtrix launched its app."),
    ("أعلن حزب العمال برنامجه.", "The Labour Party announced its programme."),
    ("سافر الوفد إلى الولايات المتحدة الأمريكية.", "The delegation went to the U.S."),
]


@pytest.mark.parametrize(("arabic", "english"), GOOD)
def test_names_that_both_have(arabic, english):
    for check in (Name(), NameDoubtful(), NameMissing()):
        assert found(check, arabic, english) == []


BAD = [
    (ENGLISH.replace("Cairo", "Damascus"), "Damascus"),
    (ENGLISH.replace("Egyptian", "Turkish"), "Turkish"),
    (ENGLISH.replace("Macron", "Lindqvist"), "Lindqvist"),
    (ENGLISH.replace("on Sunday", "with Petrov"), "Petrov"),
    (ENGLISH.replace("met", "and Germany met"), "Germany"),
]


@pytest.mark.parametrize(("english", "wrong"), BAD)
def test_a_name_that_the_arabic_lacks(english, wrong):
    assert words(found(Name(), ARABIC, english), english) == [wrong]


def test_a_replaced_place_is_one_finding_with_its_fix():
    english = ENGLISH.replace("Cairo", "Damascus")
    (finding,) = found(Name(), ARABIC, english)
    assert finding.arabic[0].of(ARABIC) == "القاهرة"
    assert finding.fix == "Cairo"
    assert found(NameMissing(), ARABIC, english) == []


@pytest.mark.parametrize(
    ("english", "missing"),
    [
        (ENGLISH.replace(" in Cairo", ""), "القاهرة"),
        (ENGLISH.replace("Emmanuel Macron", ""), "ماكرون"),
    ],
)
def test_a_name_that_the_english_lacks(english, missing):
    spans = [one.arabic[0].of(ARABIC) for one in found(NameMissing(), ARABIC, english)]
    assert any(missing in span for span in spans)


def test_a_summary_may_leave_out_but_not_add():
    summary = Pair(ARABIC, "Macron met Petrov.", is_summary=True)
    assert list(NameMissing().find(summary)) == []
    (finding,) = Name().find(summary)
    assert finding.english[0].of(summary.english) == "Petrov"
    assert finding.arabic == ()


def test_the_glossary_accounts_for_its_terms():
    arabic, english = "أعلنت الشركة عن مشروع الفجر.", "The company announced Zephyrix."
    assert found(Name(), arabic, english)
    assert not found(Name(), arabic, english, terms=(Term("مشروع الفجر", "Zephyrix"),))


def test_a_headline_in_capitals_is_read_as_words():
    assert found(Name(), ARABIC, ENGLISH.upper()) == []


def test_hostile_text_is_read_in_bounded_time():
    starts = zip("كمن", "KMN", strict=True)  # other words for each run: words are remembered

    def read():
        arabic, english = next(starts)
        unknown = f"{english}xkwrtplm {english}arabatchow "
        pair = Pair(f"{arabic}راباتشوف " * 800, unknown * 100)
        for check in (Name(), NameDoubtful(), NameMissing()):
            list(check.find(pair))

    assert cpu_seconds(read) < 2


ORDINARY = "قالت الوزارة إن كل مالك في عمله ستجري له جولات تفتيش، وإن سلامة العمال واجبة."


@pytest.mark.parametrize("is_summary", [False, True])
@pytest.mark.parametrize(
    "name", "Syria Iran Yemen Oman India Malta Mali Salma Mona Khalid Sara Vienna Fatah".split()
)
def test_ordinary_words_account_for_no_known_name(name, is_summary):
    english = f"Officials in {name} said so."
    findings = list(Name().find(Pair(ORDINARY, english, is_summary=is_summary)))
    assert words(findings, english) == [name]


@pytest.mark.parametrize(
    ("arabic", "english", "wrong"),
    [
        ("قالت هدى إن القرار صدر.", "Nada said the decision was made.", "Nada"),
        ("وصل محمود صباحا.", "Mohammed arrived in the morning.", "Mohammed"),
        ("وصل حسن صباحا.", "Hussein arrived in the morning.", "Hussein"),
        ("وصل سامي صباحا.", "Samir arrived in the morning.", "Samir"),
        ("زار رفيق الحريري المدينة.", "Saad Hariri visited the city.", "Saad Hariri"),
        (
            "جرت مواجهات في القدس الشرقية.",
            "There were clashes in West Jerusalem.",
            "West Jerusalem",
        ),
        ("وقعت حكومة السودان الاتفاق.", "The government of South Sudan signed.", "South Sudan"),
        ("وقعت حكومة جنوب السودان الاتفاق.", "The government of Sudan signed.", "Sudan"),
    ],
)
def test_names_that_are_alike_are_told_apart(arabic, english, wrong):
    assert words(found(Name(), arabic, english), english) == [wrong]


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("وصل محمد صباحا.", "Muhammad arrived in the morning."),
        ("وصل فارس صباحا.", "Fares arrived in the morning."),
        ("وقعت حكومة جنوب السودان الاتفاق.", "The government of South Sudan signed."),
        ("صدر القرار في 3 جمادى الثانية.", "The decision was issued on 3 Jumada al-Thani."),
        ("بلغت الكلفة 350 مليون درهم.", "The cost reached Dh350m."),
        ("ناقش المجلس الوطني للبرازيل الأمر.", "The National Council of Brazil debated it."),
    ],
)
def test_variants_months_and_currencies_are_no_other_names(arabic, english):
    assert found(Name(), arabic, english) == found(NameDoubtful(), arabic, english) == []


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("أعلنت واشنطن العقوبات.", "The United States announced the sanctions."),
        ("رفضت إيران العرض.", "Tehran rejected the offer."),
    ],
)
def test_a_capital_for_its_country_is_only_doubtful(arabic, english):
    assert found(Name(), arabic, english) == []
    assert len(found(NameDoubtful(), arabic, english)) == 1


def test_a_name_that_is_wrong_twice_is_one_finding_without_fix():
    english = "Damascus said so, and Damascus meant it."
    (finding,) = found(Name(), "أكدت القاهرة ذلك وقصدته.", english)
    assert [span.of(english) for span in finding.english] == ["Damascus", "Damascus"]
    assert finding.fix is None
