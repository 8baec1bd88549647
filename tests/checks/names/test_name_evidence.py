"""What Arabic says in its own words is no missing name; what nothing accounts for is one."""

import pytest

from summaries.checks.base import Pair
from summaries.checks.names.checks import Name, NameDoubtful
from summaries.checks.names.english_names import name_words
from summaries.checks.names.name_evidence import Evidence, is_learned, weigh
from tests.timing import cpu_seconds


def found(check, arabic, english, summary=False):
    pair = Pair(arabic, english, is_summary=summary)
    return [one.english[0].of(english) for one in check.find(pair)]


SAID = [
    # A body is called by its first word, or by its words in another order.
    ("وصلت البعثة إلى الموقع.", "UNAMI reached the site."),
    ("صدر التقرير عن مفوضية الأمم المتحدة السامية لحقوق الإنسان.", "The OHCHR report came out."),
    ("قال مسؤول أوروبي إن القرار قريب.", "An EU official said the decision was near."),
    ("اجتمع مجلس السلم والأمن الأفريقي.", "The Peace and Security Council met."),
    # Two names share their words.
    (
        "دُمّرت القرية في الحربين العالميتين.",
        "The village was destroyed in World War I and World War II.",
    ),
    ("قاتل في الحرب العالمية الأولى والثانية.", "He fought in World War I and World War II."),
    # Peoples, continents, parts of them.
    ("انسحب الألمان من المدينة.", "The Germans left the city."),
    ("وصل التجار إلى الأمريكيتين.", "The traders reached the Americas."),
    ("ضرب الجفاف الجنوب الأفريقي.", "Drought struck Southern Africa."),
    ("زار الوفد جنوب أفريقيا.", "The delegation visited South Africa."),
    ("هاجم الجيش النمساوي البلدة.", "The Austro army attacked the town."),
    # A country's money is the business of the check of money.
    ("بلغت الخسائر مليارات الدولارات.", "Losses came to billions of US dollars."),
    # Learned and translated words, and those of other languages.
    ("رفضت محكمة النقض الطعن.", "The Court of Cassation rejected the appeal."),
    ("التقت المقررة الخاصة الوزير.", "The Special Rapporteur met the minister."),
    ("يقع معبد سان دييغو في الشمال.", "The Templo de San Diego lies in the north."),
    ("تنقسم البلاستيدات داخل الخلية.", "Chloroplasts divide within the cell."),
    # Abbreviations that are said by their letters.
    ("رفضت بي سكاي بي العرض.", "Yesterday BSkyB refused the offer."),
    # A slip of the pen in either script.
    ("زار نيويلاندا في الصيف.", "He visited New Zealand in summer."),
    ("تباع التذاكر على موقع Craiglist اليوم.", "Tickets are sold on Craigslist today."),
    ("توصي سي دي سي بالكمامات.", "The CDC's advice is to wear masks."),
    ("قال مسؤول في إف بي آي ذلك.", "An official of the FBI said so."),
    ("أعلنت بنن وفييت نام موقفهما.", "Benin and Viet Nam announced their position."),
    # Floods are no capital of Korea.
    ("جرفت سيول شديدة الجسر.", "Heavy floods swept the bridge away."),
]


@pytest.mark.parametrize(("arabic", "english"), SAID)
def test_names_that_arabic_says_in_its_own_words(arabic, english):
    assert found(Name(), arabic, english) + found(NameDoubtful(), arabic, english) == []


ADDED = [
    # Ordinary words that sound like a country are not the country.
    (
        "قال كما جميع الحاضرين إنه يمكن البقاء.",
        "He said, like all present, that Yemen could stay.",
        "Yemen",
    ),
    ("لكنها كانت سعيدة جدا بالقرار.", "But she was very happy with Canada.", "Canada"),
    ("وصل الوزير وغادر بعد يوم.", "The minister came with NATO and left a day later.", "NATO"),
    ("افتتح المدير المعرض الجديد.", "The director opened the new show of Okonkwo.", "Okonkwo"),
    ("قاتل في الحرب العالمية الأولى.", "He fought in Egypt in World War I.", "Egypt"),
]


@pytest.mark.parametrize(("arabic", "english", "name"), ADDED)
def test_names_that_nothing_accounts_for(arabic, english, name):
    assert found(Name(), arabic, english) == [name]


def test_the_usual_english_of_a_country_is_offered():
    arabic, english = "زار الوفد فلسطين أمس.", "The delegation visited Jordan yesterday."
    (finding,) = Name().find(Pair(arabic, english))
    assert finding.fix == "Palestine"


TWO_PEOPLE = (
    "أعلن وزير الدفاع لويد أوستن أن القوات ستبقى.\n"
    "وقال المتحدث باسم الوزارة باتريك رايدر للصحفيين إن القرار نهائي."
)


@pytest.mark.parametrize(
    ("english", "names"),
    [
        ("Minister Lloyd Ryder spoke to reporters.", ["Lloyd Ryder"]),
        ("Minister Lloyd Austin and spokesman Patrick Ryder spoke.", []),
        ("Spokesman Patrick Ryder spoke to reporters.", []),
    ],
)
def test_a_name_put_together_of_two_people(english, names):
    assert found(NameDoubtful(), TWO_PEOPLE, english, summary=True) == names


@pytest.mark.parametrize(
    ("english", "key", "evidence"),
    [
        ("They met Lindqvist there.", "lindqvist", Evidence.STRONG),
        ("Lindqvist went home.", "lindqvist", Evidence.WEAK),
        ("A Kantovian poet sang of Zembaric art.", "zembaric", Evidence.WEAK),
        ("They fear the Peacebuilding Commission.", "peacebuilding", Evidence.NONE),
        ("Coronaviruses spread.", "coronaviruses", Evidence.NONE),
    ],
)
def test_what_speaks_for_a_name(english, key, evidence):
    words = name_words(english)
    word = next(one for one in words if one.key == key)
    assert weigh(word, words, None) is evidence


@pytest.mark.parametrize(
    ("word", "learned"),
    [("inclusivity", True), ("novemeber", True), ("canidae", True), ("petrov", False)],
)
def test_learned_words_and_slips(word, learned):
    assert is_learned(word) is learned


def test_long_unknown_words_are_weighed_in_bounded_time():
    starts = iter("ZQX")  # other words for each run: words are remembered

    def read():
        start = f"{next(starts)}q"
        words = [f"{start}{chr(97 + i % 26)}{chr(97 + i // 26)}rtwplmnbvcot" for i in range(60)]
        list(Name().find(Pair("وصل الوفد.", "They met " + ", ".join(words) + ".")))

    assert cpu_seconds(read) < 0.5
