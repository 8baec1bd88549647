"""Machine debris."""

import pytest

from summaries.checks.base import Pair
from summaries.checks.placeholders import Placeholder

ARABIC = "افتتح الوزير المدرسة الجديدة في حي النخيل."


@pytest.mark.parametrize(
    ("english", "debris"),
    [
        ("The <unk> opened the school.", "<unk>"),
        ("The ⁇ opened the school.", "⁇"),
        ("The minister▁opened it.", "▁"),
        ("Schools &amp; roads were opened.", "&amp;"),
        ("The minister&#39;s school opened.", "&#39;"),
        ("The %s opened the school.", "%s"),
        ("The %(name)s opened the school.", "%(name)s"),
        ("The {0} opened the school.", "{0}"),
        ("The {{minister}} opened it.", "{{minister}}"),
        ("The <b>minister</b> opened it.", "<b>"),
        ('The <span class="x">minister came.', '<span class="x">'),
        ("The minister opened [...] in the quarter.", "[...]"),
        ("[Name] opened the school.", "[Name]"),
        ("The minister XXX opened it.", "XXX"),
        ("The minister opened it.<|im_end|>", "<|im_end|>"),
        ("**The minister** opened it.", "**"),
        ("Translation: The minister opened the school.", "Translation:"),
        ("Here is the translation: The minister opened it.", "Here is the translation"),
        ("Sure! Here's the English translation: He opened it.", "Sure!"),
        ("The minister opened it. (Note: the name is unclear.)", "(Note:"),
        ("I'm sorry, but I can't translate this text.", "I'm sorry, but I can't translate"),
        ("As an AI language model, I opened the school.", "As an AI language model"),
        ("The minister opened it. Let me know if you need more.", "Let me know if you"),
        ("The min\ufffdster opened it.", "\ufffd"),
    ],
)
def test_debris_is_marked(english, debris):
    first, *_ = Placeholder().find(Pair(ARABIC, english))
    assert first.english[0].of(english).strip() == debris


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        (ARABIC, "The minister opened the new school in the palm quarter."),
        (ARABIC, "It cost 5% & took 10 days <3."),
        (ARABIC, "AT&T's R&D grew 40%; the rest stayed."),
        ("استخدم الأمر %s في الملف.", "Use the command %s in the file."),
        ("قال: الطريق [...] مفتوح", "He said the road [...] is open"),
        ("ملاحظة: المدرسة مغلقة يوم الجمعة.", "Note: the school is closed on Friday."),
        ("تقول ترجمة الوثيقة: لا أحد.", "The translation: nobody."),
        (ARABIC, "Of course the minister came, and here is the school he opened."),
        (ARABIC, "The minister said: open the school."),
    ],
)
def test_ordinary_text_has_none(arabic, english):
    assert not list(Placeholder().find(Pair(arabic, english)))


@pytest.mark.parametrize(
    ("english", "fixed"),
    [
        ("Schools &amp; roads", "Schools & roads"),
        ("the minister &apos; s school", "the minister's school"),
        ("&quot;Open it", '"Open it'),
    ],
)
def test_an_escaped_character_has_a_fix(english, fixed):
    (finding,) = Placeholder().find(Pair(ARABIC, english))
    span = finding.english[0]
    assert english[: span.start] + finding.fix + english[span.end :] == fixed
