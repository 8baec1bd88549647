"""Words that change an office: former, acting, deputy, late; and one office for another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from summaries.checks.arabic import Folded, fold
from summaries.checks.base import Finding, Pair, Severity, Span, gettext_noop

_OFFICE = (
    "(?:(?:vice|prime|foreign|defen[cs]e|interior|finance|co)[ -])?(?:president|minister|premier"
    "|secretary|governor|mayor|chair(?:man|woman|person)?|chief|director|manager|leader|ambassador"
    "|king|queen|prince|chancellor|speaker|judge|head|commander|general|senator|champion|coach"
    "|captain|player|star|officer|official|spokes(?:man|woman|person)|police|prosecutor|soldier"
    "|head|inmate|prisoner|student|member|wife|husband|employee|minister|lawmaker)s?"
)
_OFFICE_AR = (
    "(?:رييس|وزير|مدير|قايد|ملك|سفير|نايب|حاكم|محافظ|عمده|زعيم|لاعب|مدرب|بطل|مستشار|امين|نجم|عضو"
    "|مسوول|قاضي|ضابط|حارس|مبعوث|متحدث|ناطق|مندوب|رءيس|رييسه|وزيره)"
)
# Who else may have been something before.
_HOLDER_AR = (
    "(?:روساء|وزراء|نواب|قاده|اعضاء|جنود|جندي|مقاتل|موظف|مقرر|ممثل|طالب|طلاب|سجين|سجناء|رهين|معتقل"
    "|زوج|طيار|محقق|مدعي|مفتش|خبير|مرشح|سكرتير|جنرال|عقيد|عميد|لواء|شريك|رفيق|صديق|لاعبين|ابطال"
    "|عملاء|عميل|مستشارين|دبلوماسي|نقيب|شرطي|رقيب|بطله|صحفي|سفراء|حكام|ملوك|زعماء)"
)
_OFFICE_WITH_DEPUTY = "رييس|وزير|مدير|محافظ|حاكم|عمده|سفير|قايد|امين|زعيم|مندوب|المتحدث|الممثل"
# What may be written onto an Arabic word.
_ON = r"(?<!\w)(?:[وفبلك]{1,2})?(?:ال|ل)?"


@dataclass(frozen=True)
class Qualifier:
    """A word that changes an office, as each language says it.

    `english` and `arabic` find it where it is meant so for certain; `any_english` and `any_arabic`
    whatever may stand for it in the other text.
    """

    english: re.Pattern[str]
    any_english: re.Pattern[str]
    arabic: re.Pattern[str]
    any_arabic: re.Pattern[str]


def _qualifier(english: str, any_english: str, arabic: str, any_arabic: str) -> Qualifier:
    ignore = re.IGNORECASE
    return Qualifier(
        re.compile(english),
        re.compile(rf"\b(?:{any_english})", ignore),
        re.compile(arabic),
        re.compile(any_arabic),
    )


QUALIFIERS = (
    _qualifier(
        rf"\b(?:[Ff]ormer|[Ee]x-|[Oo]ne-time|[Oo]netime|[Ee]rstwhile)(?!ly|\ Yugo)\ ?"
        rf"(?=(?:(?:\w+ ){{0,2}}(?i:{_OFFICE})\b|[A-Z]))",
        r"former|ex\b|previous|prior|past|once|onetime|then\b|earlier|predecess|veteran|retired"
        r"|deposed|ousted|ago\b|served|outgoing|preced|late\b|used to|bygone"
        r"|ICTY|FYROM",
        rf"(?:{_ON}(?:{_OFFICE_AR}|{_HOLDER_AR})(?:ه|ي|ين|ون|ات|ا)?|يوغوسلافي\w{{0,2}})"
        r"(?:[ \"«»“”(]{1,3}(?!في|من|علي|ان|الذي|وقت)\w{2,20}[\"«»“”)]?){0,4}"
        r" ((?:ال)?(?:سابق|اسبق)(?:ه|ين|ون|ات|ا)?)(?!\w)",
        r"سابق|اسبق|سبق|قديم|مخلوع|معزول|متقاعد|راحل|سالف|سلفه|خريج|بايد|قدام|منصرف|مستقيل|طليق"
        r"|منحل|انذاك|كانت? (?:يشغل|رءيس|رييس|[يت]نتم)|سوفي[ايت]|(?<!\w)(?:ال)?ماضين|حينها|وقتها",
    ),
    _qualifier(
        rf"\b(?:[Aa]cting|[Ii]nterim|[Cc]aretaker)\ (?=(?:\w+ ){{0,2}}(?i:{_OFFICE})\b)",
        r"acting|interim|caretaker|tempor|charg[eé]|deput|on behalf|stand-in|proxy|provisional"
        r"|transition|power of attorney|agenc|attorney",
        rf"{_OFFICE_AR}(?: \w{{2,20}}){{0,3}} (بال(?:وكاله|انابه|نيابه)|(?:ال)?موقته?)(?!\w)"
        r"|(?<!\w)[وفبلك]?((?:ال|ل)?قايم(?:ه|ين)? با(?:لا)?عمال)(?!\w)",
        r"وكال|اناب|نياب|موقت|انتقال|تصريف|قايم|قايما|مكلف|كلف|موقته|يتولي|تولي|بديل|نايب",
    ),
    _qualifier(
        rf"\b(?:[Dd]eputy|[Vv]ice)[ -](?=(?:\w+ ){{0,2}}(?i:{_OFFICE})\b)",
        r"deput|vice|assistant|second|under-?secretary|lieutenant|acting|mp\b|mps\b|lawmaker"
        r"|representative|member|parliament|legislat|congress|senator|behalf|delegat|sub|VP",
        r"(?!)",
        r"نايب|نواب|وكيل|وكلاء|معاون|مساعد|ثاني|نياب|خليفه|رديف|فيس|نائب",
    ),
    # Before an office «نائب» is its deputy; alone it is often a member of parliament.
    _qualifier(
        r"(?!)",
        r"deput|vice|assistant|second|under-?secretary|lieutenant|acting|behalf|v-?p\b|alternate|number"
        r" two|no\. 2|sub-|associate|junior|delegate|counterpart|[12]IC",
        rf"(?<!\w)[وفبلك]?(نايب(?:ه|ا|ي)?) (?=(?:ال|ل)?(?:{_OFFICE_WITH_DEPUTY})(?:ه|ي)?(?!\w))",
        r"نايب|نواب|وكيل|وكلاء|معاون|مساعد|ثاني|نياب|خليفه|رديف|فيس|نائب",
    ),
    _qualifier(
        r"\b[Tt]he late (?=(?:[A-Z][a-z]+ (?:[A-Z]|al-|bin )|(?:president|king|queen|leader|prime"
        r" minister|sheikh|emir|pope|actor|singer|writer|poet|founder)\b))",
        r"late|deceased|dead|died|dies|die\b|death|depart|passed|killed|outgoing|leaving|posthum"
        r"|memor|former|legend",
        rf"(?<!\w)(?:{_OFFICE_AR}|ال\w{{2,15}})(?: \w{{2,20}}){{0,3}} ((?:ال)?(?:راحل|مرحوم)ه?)"
        r"(?!\w)",
        r"راحل|رحل|مرحوم|مغفور|متوف|توف|فقيد|مات|موت|شهيد|وفاه|وفات|قتل|اغتيال|اواخر|متاخر|رحيل|ميت",
    ),
)


def _ministry(arabic: str) -> str:
    """Return the pattern of a ministry: by its name with the article, or after «وزير», «وزارة»."""
    office = r"وز(?:ير|راء|را|ار)\w{0,3} (?:\w{2,20} ){0,3}و?"
    return rf"(?:ال|لل)(?:{arabic})|{office}(?:{arabic})"


def _minister(english: str, arabic: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    office = "(?:minister|secretary)"
    pattern = rf"\b(?:{english}) {office}|\b{office} of (?:the )?(?:{english})\b"
    return re.compile(pattern, re.IGNORECASE), re.compile(arabic)


# A minister whom English names for certain, and the ministry the Arabic must then have.
OFFICES = (
    _minister("foreign|foreign affairs", _ministry("خارجي")),
    _minister("defen[cs]e", _ministry("دفاع|حربي|قوات|جيش|عسكري")),
    _minister("interior|home", _ministry("داخلي")),
    _minister("finance", _ministry("مالي|خزان|اقتصاد")),
    _minister("health", _ministry("صح(?:ه|ت|ي(?![حف]))")),
    _minister("justice", _ministry("عدل|قضاء")),
    _minister("education", _ministry("تعليم|تربي|معارف")),
    _minister("oil|energy|petroleum", _ministry("نفط|بترول|طاق|محروق|كهرب")),
)
# The head of a government is no head of state: «رئيس الوزراء» is never "president" alone.
_PRIME_MINISTER_AR = re.compile(r"(?<!\w)[وفبل]?ريي?س(?:ه)? (?:ال)?(?:وزراء|حكومه)|الوزير الاول")
_ANY_PRESIDENT_AR = re.compile(r"رييس|رءيس|رياس|روساء")
_PRESIDENT = re.compile(r"\b[Pp]resident\b")
_PRIME_MINISTER = re.compile(
    r"\b(?:prime minist|premier|PM\b|chancellor|taoiseach|(?:head|chief|leader) of "
    r"(?:the |its |his )?(?:\w+ )?(?:government|cabinet)|government)",
    re.IGNORECASE,
)
# An English prime minister, what may stand for one, and the head of state for whom one stands.
_PRIME_MINISTERS = re.compile(r"\bprime ministers?\b", re.IGNORECASE)
_ANY_PRIME_MINISTER_AR = re.compile(r"وزراء|وزرا|حكوم|وزير|وزاره|الاول|مستشار|بريمير")
_PRESIDENT_AR = re.compile(
    r"(?<!\w)[وفبك]?(?:(?:ال|لل|ل)رييس(?!\w)|ل?رييسه? (?:ال)?(?:جمهوري|دول|بلاد)\w{0,3})(?!\w)"
)


class Title:
    """The English makes an office former, acting, deputy or late and the Arabic does not."""

    name = "title"
    title = gettext_noop("Offices and titles")
    severity = Severity.BLOCKING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield findings for words added or lost, and for one office in place of another."""
        folded = fold(pair.arabic)
        for qualifier in QUALIFIERS:
            added = qualifier.english.search(pair.english)
            if added and not qualifier.any_arabic.search(folded.text):
                yield self._added(added)
            elif not pair.is_summary and not qualifier.any_english.search(pair.english):
                lost = qualifier.arabic.search(folded.text)
                if lost:
                    span = folded.span(*lost.span(lost.lastindex))
                    words = {"arabic": span.of(pair.arabic)}
                    yield Finding(self.name, self.severity, _LOST, words, arabic=(span,))
        for english, arabic in OFFICES:
            match = english.search(pair.english)
            if match and not arabic.search(folded.text):
                yield self._added(match)
        yield from self._swapped(pair, folded)

    def _added(self, match: re.Match[str]) -> Finding:
        words = match[0].rstrip(" ")
        span = Span(match.start(), match.start() + len(words))
        return Finding(self.name, self.severity, _ADDED, {"english": words}, (span,))

    def _swapped(self, pair: Pair, arabic: Folded) -> Iterator[Finding]:
        """Yield a finding for a president in place of a prime minister, or the other way round."""
        prime, president = _PRIME_MINISTER_AR.search(arabic.text), _PRESIDENT.search(pair.english)
        is_said = _PRIME_MINISTER.search(pair.english)
        only_one = len(_ANY_PRESIDENT_AR.findall(arabic.text)) == 1
        if prime and president and only_one and not is_said:
            yield self._instead(pair, president, arabic.span(*prime.span()))
        english = _PRIME_MINISTERS.search(pair.english)
        if not english or _ANY_PRIME_MINISTER_AR.search(arabic.text):
            return
        state = _PRESIDENT_AR.search(arabic.text)
        if state:
            yield self._instead(pair, english, arabic.span(*state.span()))
        elif not _ANY_PRESIDENT_AR.search(arabic.text):
            yield self._added(english)

    def _instead(self, pair: Pair, english: re.Match[str], arabic: Span) -> Finding:
        words = {"arabic": arabic.of(pair.arabic), "english": english[0]}
        spans = (Span(*english.span()),)
        return Finding(self.name, self.severity, _INSTEAD, words, spans, (arabic,))


_INSTEAD = gettext_noop("The Arabic says «%(arabic)s», the English “%(english)s”.")
_ADDED = gettext_noop("The Arabic does not say “%(english)s”.")
_LOST = gettext_noop("The Arabic says «%(arabic)s» of an office; the English does not.")
