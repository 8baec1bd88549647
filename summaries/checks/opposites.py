"""One word in place of its opposite: guilty for innocent, fell for rose, lost for won."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from summaries.checks.arabic import fold
from summaries.checks.base import Finding, Pair, Severity, Span, gettext_noop

# What may be written onto an Arabic word before it, and onto a verb behind it.
_ON = r"(?<!\w)[وفبلكس]{0,2}(?:ال|ل)?"
_OFF = r"(?:ت|وا|تا|ها|ه)?(?!\w)"


@dataclass(frozen=True)
class Side:
    """One of two opposites: its Arabic, the English it never is, and whatever says it rightly."""

    arabic: re.Pattern[str]
    opposite_arabic: re.Pattern[str]
    wrong: re.Pattern[str]
    right: re.Pattern[str]


def _side(arabic: str, opposite_arabic: str, wrong: str, right: str) -> Side:
    ignore = re.IGNORECASE
    return Side(
        re.compile(rf"{_ON}(?:{arabic}){_OFF}"),
        re.compile(opposite_arabic),
        re.compile(rf"\b(?:{wrong})\b", ignore),
        re.compile(rf"\b(?:{right})", ignore),
    )


# The opposite's Arabic, and the right English, are wide: whatever may explain the English acquits.
SIDES = (
    _side("صوت(?:ت|وا)? (?:\\w{2,20} )?لصالح", "ضد|معارض|رفض", "vot\\w+ against",
          "favou?r|support|approv|back|pass|for\\b|adopt"),
    _side("صوت(?:ت|وا)? (?:\\w{2,20} )?ضد", "لصالح|تاييد|ايد|مويد|مع",
          "vot\\w+ (?:in favou?r|for)", "against|oppos|reject|down"),
    _side("بريء|برييه|براءه|ابرياء", "مذنب|ادان|مدان|ذنب|تهم", "guilty|convicted",
          "innocen|acquit|exonerat|clear|not|free|plead|civilian"),
    _side("مذنب|مذنبه|مذنبين", "بريء|براء|بريي", "innocent|acquitted",
          "guilt|convict|culprit|offend"),
    _side("ادان|ادانت|استنكر|استنكرت|ندد|نددت", "رحب|ترحيب|اشاد|حيا|هنا",
          "welcom(?:ed|es|ing)|prais(?:ed|es|ing)", "condemn|denounc|decr|deplor|convict|critici"),
    _side("رحب|رحبت|اشاد|اشادت", "دان|استنكر|ندد|تنديد|شجب|انتقد",
          "condemn(?:ed|s|ing)|denounc(?:ed|es|ing)",
          "welcom|prais|hail|commend|laud|applaud|greet"),
    _side("انخفض|انخفضت|هبط|هبطت|تراجع|تراجعت",
          "رتفع|ارتفاع|زاد|زياد|صعد|صعود|نمو|نما|مزيد|زيد|زداد|تضاعف",
          "rose|risen|increased|climbed|soared|surged",
          "fell|fall|drop|declin|decreas|down|low|less|reduc|slump|slip|retreat|shr[aiu]nk|s[aiu]nk|cut"
          "|diminish|reced|dip|slid|los[te]|plung|plummet|back|land|withdr|tumbl|weak|eas|contract"),
    _side("ارتفع|ارتفعت|ازداد|ازدادت", "نخفض|خفض|هبط|هبوط|تراجع|نقص|قل|سقط|دن",
          "fell|dropped|declined|decreased|plunged|plummeted|tumbled",
          "rose|ris|increas|up|climb|soar|surg|gr[eo]w|high|jump|gain|rall|more|advanc|stood|reach"),
    _side("(?:فاز|فازت|فازوا)(?! به)", "خسر|خسار|هزم|هزيم|خاسر|فقد", "lost|defeated by|beaten by",
          "w[io]n|victor|beat|triumph|defeat|clinch|award|tak|took|secur|claim|earn|captur|elected"),
    _side("خسر|خسرت|خسروا", "فاز|فوز|يفوز|تفوز|ربح|انتصر|فايز", "won|winners?",
          "los|defeat|beat|forfeit|shed|miss|drop"),
    _side("رفض|رفضت|رفضوا", "قبل|وافق|موافق|اقر|قبول|تقبل",
          "accepted|agreed|approved|welcomed",
          "reject|refus|declin|deni|den[iy]|turn|dismiss|not|n't|no\\b|object|oppos|rebuff|unwilling"
          "|dis|without|unable|block|veto|withh|refut|fail|never"),
    _side("وافق|وافقت|وافقوا", r"رفض|(?<!\w)[وف]?(?:لم|لا|لن|ليس)|عدم",
          "rejected|refused|turned down|vetoed",
          "agre|accept|approv|consent|adopt|pass|endors|back"),
    _side("اغلق|اغلقت|اغلقوا", "فتح|افتتح|مفتوح", "opened|reopened",
          "clos|shut|block|seal|lock|end|suspend|fire"),
    _side("افتتح|افتتحت|افتتحوا", "غلق|اغلاق|اختتم", "closed|shut down",
          "open|inaugurat|launch|began|start"),
    _side("استيراد|واردات|استورد|استوردت|تستورد|يستورد", "صادر|صدر|تصدير",
          "exports?|exported|exporting", "import|buy|b[ou]{2}ght|purchas|receipt|revenue|bring"),
    _side("تصدير|صادرات|تصدر صادرات", "وارد|استيراد|ستورد", "imports?|imported|importing",
          "export|outbound|ship|sell|sale|sold"),
    _side("شمال|شمالي|شماليه", "جنوب", "southern|south", "north|upper|left"),
    _side("جنوب|جنوبي|جنوبيه", "شمال", "northern|north", "south|lower|sub"),
    _side("شرق|شرقي|شرقيه", "غرب|مغرب", "western|west", "east|orient"),
    _side("غرب|غربي|غربيه", "شرق|مشرق", "eastern|east", "west|occident|gharb"),
)  # fmt: skip


class Opposite:
    """The English says the opposite of an Arabic word."""

    name = "opposite"
    title = gettext_noop("Opposites")
    severity = Severity.WARNING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield a finding where only one opposite is in the Arabic and only the other in English.

        A summary sentence is not looked at: somewhere a whole article has nearly every word.
        """
        if pair.is_summary:
            return
        arabic = fold(pair.arabic)
        for side in SIDES:
            wrong = side.wrong.search(pair.english)
            if not wrong or side.right.search(pair.english):
                continue
            said = side.arabic.search(arabic.text)
            if said and not side.opposite_arabic.search(arabic.text):
                span = arabic.span(*said.span())
                words = {"arabic": span.of(pair.arabic), "english": wrong[0]}
                spans = (Span(*wrong.span()),)
                yield Finding(self.name, self.severity, _INSTEAD, words, spans, (span,))


_INSTEAD = gettext_noop("The Arabic says «%(arabic)s», the English “%(english)s”.")
