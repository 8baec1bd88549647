"""What one text denies and the other does not."""

import pytest

from summaries.checks.base import Pair
from summaries.checks.negation import Negation


def found(arabic, english, **options):
    return list(Negation().find(Pair(arabic, english, **options)))


@pytest.mark.parametrize(
    ("arabic", "english", "word"),
    [
        ("لم يصل الوفد إلى المدينة.", "The delegation reached the city.", "لم"),
        ("ولن ترفع البلدية الرسوم هذا العام.", "The town will raise fees this year.", "ولن"),
        ("الطريق ليس مفتوحا أمام الحافلات.", "The road is open to buses.", "ليس"),
        ("قال إن الحكومة لا تدعم الخطة.", "He said the government supports the plan.", "لا"),
        ("وليست المرة الأولى.", "It is the first time.", "وليست"),
        ("لست مهتما بذلك.", "I am interested in that.", "لست"),
        ("طلب منهم ألا يغادروا المدينة.", "He asked them to leave the city.", "ألا"),
        ("وصل الوفد دون أن يراه أحد.", "The delegation arrived and was seen.", "دون"),
        ("نفى المتحدث وقوع الحادث.", "The spokesman confirmed the accident.", "نفى"),
        ("نفى المتحدث وجود خلاف.", "The spokesman confirmed a disagreement.", "نفى"),
        ("عاش بدون ماء في مكان آخر.", "He even lived with water in another place.", "بدون"),
        ("وصلت أطباء بلا حدود ولم تدخل.", "Doctors Without Borders came and entered.", "ولم"),
        ("رفضت النقابة العرض.", "The union accepted the offer.", "رفضت"),
        ("لَمْ يصل الوفدُ.", "The delegation arrived.", "لَم"),
        ("لا ينقل الماء المرض، إلا أنه مزعج.", "The water carries the disease but smells.", "لا"),
    ],
)
def test_a_negation_the_english_lost(arabic, english, word):
    (finding,) = found(arabic, english)
    assert finding.arabic[0].of(arabic) == word
    assert not found(arabic, english, is_summary=True)


def test_english_that_denies_less_often():
    arabic = "لم يصل الوفد لأن الطريق ليس مفتوحا."
    (finding,) = found(arabic, "The delegation did not arrive because the road is open.")
    assert [span.of(arabic) for span in finding.arabic] == ["لم", "ليس"]
    assert not found(arabic, "The delegation did not arrive because the road is not open.")
    assert not found("لا يكتب ولا يقرأ.", "He does not read and write.")


@pytest.mark.parametrize(
    ("arabic", "english", "word"),
    [
        ("وصل الوفد إلى المدينة.", "The delegation did not reach the city.", "not"),
        ("ترفع البلدية الرسوم.", "The town won’t raise fees.", "won’t"),
        ("الطريق مفتوح.", "No road is open.", "No"),
        ("وصل الوفد مع حرس.", "The delegation arrived without guards.", "without"),
        ("يدعم السكان الخطة.", "Nobody supports the plan.", "Nobody"),
    ],
)
def test_a_negation_the_english_added(arabic, english, word):
    (finding,) = found(arabic, english)
    assert finding.english[0].of(english) == word
    assert found(arabic, english, is_summary=True)


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("لم يصل الوفد.", "The delegation has not arrived."),
        ("لا أحد يعرف السبب.", "Nobody knows the reason."),
        ("لا يستطيع العودة.", "He is unable to return."),
        ("هذا غير ممكن.", "This is impossible."),
        ("غير أن الوفد وصل.", "However, the delegation arrived."),
        ("لا يزال الطريق مغلقا.", "The road is still closed."),
        ("ما زالت المفاوضات مستمرة.", "The talks are continuing."),
        ("زار المدن، لا سيما الرملة.", "He visited the towns, especially Ramla."),
        ("بقي هناك لست سنوات.", "He stayed there for six years."),
        ("غيّر الشاعر اسمه.", "The poet changed his name."),
        ("لا بد من الصبر.", "Patience is a must."),
        ("لا شك أن الخطة جيدة.", "The plan is certainly good."),
        ("حضر ما لا يقل عن 40 شخصا.", "At least 40 people came."),
        ("ليس فقط المدارس بل المصانع أيضا.", "Both schools and factories."),
        ("لا يملك سوى بيت واحد.", "He owns one house only."),
        ("سيرحل ما لم يصل المدد.", "He will leave unless help comes."),
        ("سأل هل الطريق مفتوح أم لا.", "He asked whether the road was open."),
        ("لم يكشف عن السبب.", "The cause remains a mystery."),
        ("لا يزال السبب مجهولا.", "The cause remains a mystery."),
        ("زارت أطباء بلا حدود المدينة.", "Doctors Without Borders visited the city."),
        ("زار مراسلون المدينة.", "Reporters Without Borders visited the city."),
        ("زارت أطباء بلا حدود المدينة.", "Médecins Sans Frontières visited the city."),
        ("نفى المتحدث الخبر.", "The spokesman denied the report."),
        ("حلقت طائرة بدون طيار.", "A drone flew over."),
        ("فشل الفريق في الفوز.", "The team did not win."),
        ("منعت الشرطة المرور.", "Police let no one pass."),
        ("الطريق مفتوح.", "Not only the road is open."),
        ("غرفة رقم 5.", "Room No. 5."),
        ("ما كان ليعود.", "He would not return."),
        ("وصل الوفد إلى المدينة.", "The delegation reached the city."),
    ],
)
def test_texts_that_agree(arabic, english):
    assert not found(arabic, english)


def test_a_summary_sentence_is_compared_with_its_evidence():
    article = "لم يصل الوفد.\nالطريق مفتوح."
    english = "The road is not open."
    assert found(article, english, is_summary=True, evidence=(1,))
    assert not found(article, english, is_summary=True, evidence=(0, 1))
    assert not found(article, english, is_summary=True, evidence=(0, 9))
