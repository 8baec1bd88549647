"""The same correction twice proposes a term; one is chance, and what was decided holds."""

import pytest

from summaries.checks.arabic import words
from summaries.engine.rewording import Rewording as Found
from summaries.models import GlossaryTerm, Rewording, Segment
from summaries.services import proposals, segments, term_changes
from tests.factories import make_brief
from tests.timing import cpu_seconds

pytestmark = pytest.mark.django_db
FIRST = "أعلنت هيئة الميناء عودة العبّارات السريعة صباح الخميس"
SECOND = "وقال شهود إن العبّارات السريعة لم تغادر المرفأ منذ أيام"


def sentence(arabic, english):
    segment = make_brief().article.segments.last()
    Segment.objects.filter(pk=segment.pk).update(
        arabic=arabic, english=english, machine_english=english
    )
    segment.refresh_from_db()
    return segment


def correct(person, segment, english, **options):
    return segments.save(person, segment, version=segment.version, english=english, **options)


@pytest.fixture
def two():
    return (
        sentence(FIRST, "The port announced the return of quick boats on Thursday morning"),
        sentence(SECOND, "Witnesses said the quick boats had not left for days"),
    )


def corrected(person, two):
    first, second = two
    correct(person, first, first.english.replace("quick boats", "fast ferries"))
    return correct(person, second, second.english.replace("quick boats", "fast ferries"))


def test_the_same_edit_twice_proposes_a_term(reporter, two):
    corrected(reporter, two)
    term = GlossaryTerm.objects.get()
    assert (term.state, term.arabic, term.english) == (
        "proposed",
        "العبّارات السريعة",
        "fast ferries",
    )
    assert term.forbidden == ["quick boats"]
    assert {edit.segment for edit in term.edits.all()} == set(two)
    change = term.changes.get()
    assert (change.author, change.action) == (None, "propose")


def test_once_is_not_enough_and_the_same_sentence_is_once(reporter, two):
    first = correct(reporter, two[0], two[0].english.replace("quick boats", "fast ferries"))
    correct(reporter, first, two[0].english)
    assert not GlossaryTerm.objects.exists()


def test_typing_proposes_nothing_until_it_is_settled(reporter, two):
    for segment in two:
        english = segment.english.replace("quick boats", "fast ferries")
        saved = correct(reporter, segment, english, settled=False)
        assert not Rewording.objects.filter(edit__segment=segment).exists()
        correct(reporter, saved, english)
    assert GlossaryTerm.objects.count() == 1


def test_without_shared_arabic_there_is_no_term(reporter, two):
    other = sentence("غرق قارب صغير قرب الشاطئ", "Some quick boats sank near the beach")
    corrected(reporter, (two[0], other))
    assert not GlossaryTerm.objects.exists()


def test_a_third_sentence_joins_the_evidence(reporter, two):
    corrected(reporter, two)
    third = sentence("عادت العبّارات السريعة", "The quick boats are back")
    correct(reporter, third, "The fast ferries are back")
    assert GlossaryTerm.objects.get().edits.count() == 3


def test_a_rejected_proposal_does_not_come_back(reporter, editor, two):
    corrected(reporter, two)
    term_changes.reject(editor, GlossaryTerm.objects.get(), "Both are fine")
    third = sentence("عادت العبّارات السريعة", "The quick boats are back")
    correct(reporter, third, "The fast ferries are back")
    assert GlossaryTerm.objects.get().state == "rejected"


def test_a_correction_that_is_taken_back_is_forgotten(reporter, two):
    saved = correct(reporter, two[0], two[0].english.replace("quick boats", "fast ferries"))
    assert Rewording.objects.count() == 1
    correct(reporter, saved, two[0].english + " again")
    assert not Rewording.objects.exists()


@pytest.mark.parametrize(
    ("first", "second", "new", "place", "expected"),
    [
        ("قال الحوثيون إنهم انسحبوا", "وهاجم الحوثيون السفينة", "Houthis", 0.1, "الحوثيون"),
        ("وقف للعمال أمام المصنع", "والعمال غاضبون", "workers", 0.3, "العمال"),
        ("اجتمع بالنقابة العامة للعمال", "طالبت النقابة العامة بزيادة", "general union", 0.3,
         "النقابة العامة"),
        ("في هذا اليوم", "من هذا القبيل", "this", 0.5, ""),
        ("ذهب 15 رجلا", "جاء 15 طفلا", "fifteen", 0.5, ""),
        ("", "", "x", 0.5, ""),
    ],
)  # fmt: skip
def test_the_arabic_of_a_rewording(first, second, new, place, expected):
    assert proposals.shared_phrase(first, second, Found("old", new, place)) == expected


@pytest.mark.parametrize(
    ("first", "second", "old", "new"),
    [
        ("قالت الهيئة إن الميناء مغلق اليوم", "غادرت سفن الصيد الميناء مبكرا", "Ministry of Water",
         "Tangier port"),
        ("أعلن وزير النقل أن الجسر الجديد سيفتح غدا", "زار وزير النقل أمس موقع الجسر الجديد",
         "old man", "young woman"),
        ("حضر وزير النقل العام إلى هنا", "وصل وزير النقل العام مساء", "ships", "vessels"),
        ("الميناء مغلق منذ يومين والسفن تنتظر", "الميناء قديم", "said", "claimed"),
    ],
)  # fmt: skip
def test_arabic_that_does_not_fit_is_no_term(first, second, old, new):
    assert proposals.shared_phrase(first, second, Found(old, new, 0.9)) == ""


@pytest.mark.parametrize(
    ("first", "second", "new", "expected"),
    [
        ("أغلقت السلطات ميناء طنجة أمام السفن", "غادر ميناء طنجة عدد من السفن", "Tangier port",
         "ميناء طنجة"),
        ("أعلن وزير النقل إغلاق الميناء في هولندا", "زار وزير النقل مدينة في هولندا",
         "the Netherlands", "هولندا"),
        ("قال قيس سعيد إن وزير النقل استقال", "عين قيس سعيد أمس وزير النقل", "Kais Saied",
         "قيس سعيد"),
    ],
)  # fmt: skip
def test_of_several_shared_phrases_the_one_that_names_it_is_taken(first, second, new, expected):
    assert proposals.shared_phrase(first, second, Found("a", new, 0.9)) == expected


def test_endless_sentences_are_left_alone():
    long = "رحلات " * 2000
    wording = Found("a", "regular boat trips", 0.5)

    def compare():
        words.cache_clear()
        assert proposals.shared_phrase(long, f"{long} اليوم", wording) == ""

    assert cpu_seconds(compare) < 0.5


def test_of_several_shared_phrases_the_longest_is_taken():
    first = "أعلن وزير النقل أن الجسر الجديد سيفتح غدا"
    second = "زار وزير النقل أمس موقع الجسر"
    found = Found("a", "transport minister", 0.1)
    assert proposals.shared_phrase(first, second, found) == "وزير النقل"
