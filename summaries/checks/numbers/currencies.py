"""Currencies in both languages: their words, signs, codes, and the adjectives that say whose."""

from __future__ import annotations

import re
from functools import lru_cache

from summaries.checks.arabic import Word, stems
from summaries.checks.numbers.figures import Currency

# English names (the first is the one the checks compare by) | Arabic words, folded.
_WORDS = """
    dollar dollars buck bucks|دولار دولارا دولارات دولاران دولارين
    euro euros|يورو يوروهات يوروات
    pound pounds quid sterling|جنيه جنيها جنيهات جنيهان جنيهين استرليني
    lira liras lire|ليره ليرات ليرتين ليرتان
    dinar dinars|دينار دينارا دنانير دينارات ديناران دينارين
    dirham dirhams|درهم درهما دراهم درهمان درهمين
    riyal riyals rial rials|ريال ريالا ريالات ريالان ريالين
    real reals reais|ريال ريالا ريالات
    shekel shekels sheqel sheqels|شيكل شيقل شيكلا شيقلا شواكل شيكلات
    yuan renminbi yuans|يوان يوانا رنمينبي رينمينبي
    yen yens|ين ينا
    ruble rubles rouble roubles|روبل روبلا روبلات
    rupee rupees|روبيه روبيات
    rupiah rupiahs|روبيه روبيات
    franc francs|فرنك فرنكا فرنكات
    krona kronor krone kroner crown crowns kronas|كرونه كرونا كرونات كرون
    peso pesos|بيزو بيزوس
    won wons|وون
    baht bahts|باهت بات
    rand rands|راند
    naira nairas|نايرا نيرا
    shilling shillings|شلن شلنا شلنات
    zloty zlotys zloties|زلوتي
    forint forints|فورنت
    hryvnia hryvnias|هريفنيا هريفنا
    toman tomans|تومان تومانا
    ringgit ringgits|رينغيت
    taka takas|تاكا
    dong dongs|دونغ
    birr birrs|بير
    bolivar bolivars|بوليفار
    ouguiya ouguiyas|اوقيه
    bitcoin bitcoins|بيتكوين
    centime centimes|سنتيم سنتيما سنتيمات
    cent cents|سنت سنتا سنتات
    penny pence pennies|بنس بنسا بنسات
    piastre piastres piaster piasters|قرش قرشا قروش
    fils|فلس فلسا فلوس
"""
# Nation | English adjectives | Arabic adjectives (masculine).
_NATIONS = """
    us|american us u.s|امريكي اميركي|ca|canadian|كندي|au|australian|استرالي|nz|zealand|نيوزيلندي
    |sg|singapore singaporean|سنغافوري|gb|british sterling|بريطاني استرليني|eg|egyptian|مصري
    |sy|syrian|سوري|lb|lebanese|لبناني|sd|sudanese|سوداني|tr|turkish|تركي|kw|kuwaiti|كويتي
    |iq|iraqi|عراقي|jo|jordanian|اردني|bh|bahraini|بحريني|ly|libyan|ليبي|tn|tunisian|تونسي
    |dz|algerian|جزايري|rs|serbian|صربي|sa|saudi|سعودي|qa|qatari|قطري|om|omani|عماني
    |ye|yemeni|يمني|ir|iranian|ايراني|br|brazilian|برازيلي|ae|emirati uae|اماراتي
    |ma|moroccan|مغربي|ch|swiss|سويسري|ru|russian|روسي|in|indian|هندي|pk|pakistani|باكستاني
    |id|indonesian|اندونيسي|jp|japanese|ياباني|cn|chinese|صيني|kr|korean|كوري|il|israeli|اسراييلي
    |mx|mexican|مكسيكي|ar|argentine|ارجنتيني|se|swedish|سويدي|no|norwegian|نرويجي
    |dk|danish|دنماركي|cz|czech|تشيكي
"""
_CODES = {
    "usd": "dollar us", "cad": "dollar ca", "aud": "dollar au", "eur": "euro", "gbp": "pound gb",
    "egp": "pound eg", "sar": "riyal sa", "qar": "riyal qa", "omr": "riyal om", "yer": "riyal ye",
    "irr": "riyal ir", "aed": "dirham ae", "mad": "dirham ma", "kwd": "dinar kw", "iqd": "dinar iq",
    "jod": "dinar jo", "bhd": "dinar bh", "lyd": "dinar ly", "tnd": "dinar tn", "dzd": "dinar dz",
    "lbp": "pound lb", "syp": "pound sy", "sdg": "pound sd", "try": "lira tr", "ils": "shekel il",
    "nis": "shekel il", "jpy": "yen jp", "cny": "yuan cn", "rmb": "yuan cn", "rub": "ruble ru",
    "inr": "rupee in", "chf": "franc ch", "us$": "dollar us", "c$": "dollar ca", "a$": "dollar au",
    "au$": "dollar au", "ca$": "dollar ca", "nz$": "dollar nz", "hk$": "dollar hk",
    "jd": "dinar jo", "kd": "dinar kw", "bd": "dinar bh", "ld": "dinar ly", "sr": "riyal sa",
    "qr": "riyal qa", "dh": "dirham", "dhs": "dirham", "r$": "real br", "e£": "pound eg",
    "le": "pound eg",
}  # fmt: skip
_SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen yuan", "₪": "shekel", "₹": "rupee"}
_SIGNS |= {"₽": "ruble", "﷼": "riyal", "₺": "lira", "₤": "pound lira", "﹩": "dollar"}


def _tables() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    english: dict[str, set[str]] = {}
    arabic: dict[str, set[str]] = {}
    for line in _WORDS.strip().splitlines():
        names, words = (part.split() for part in line.strip().split("|"))
        for table, forms in ((english, names), (arabic, words)):
            for form in forms:
                table.setdefault(form, set()).add(names[0])
    # What Arabic calls a lira is the pound of Syria and Lebanon.
    for form in ("ليره", "ليرات", "ليرتين", "ليرتان"):
        arabic[form].add("pound")
    return tuple({k: frozenset(v) for k, v in table.items()} for table in (english, arabic))


ENGLISH, ARABIC = _tables()
_FORMS = [line.strip().split("|")[0].split() for line in _WORDS.strip().splitlines()]
_UNCHANGING = frozenset({"lira", "yuan", "yen", "won", "baht", "rand", "naira", "fils"})
_PLURALS = {form[0]: form[0] if form[0] in _UNCHANGING else form[1] for form in _FORMS}
# Arabic words for two currencies, told apart by the nation.
_BY_NATION = {"tr": "lira", "sy": "pound", "lb": "pound", "br": "real", "id": "rupiah"}
_BY_NATION |= dict.fromkeys(("sa", "qa", "om", "ye", "ir"), "riyal")
_BY_NATION |= dict.fromkeys(("in", "pk"), "rupee")
_PARTS = [part.strip() for part in _NATIONS.replace("\n", "").split("|")]
_NATION_OF = {
    word + ending: nation
    for nation, english, arabic in zip(_PARTS[::3], _PARTS[1::3], _PARTS[2::3], strict=True)
    for words, endings in ((english, ("",)), (arabic, ("", "ه", "ا")))
    for word in words.split()
    for ending in endings
}
_SURE_SIGNS = {("dollar", ""): "$", ("dollar", "us"): "$", ("euro", ""): "€", ("pound", "gb"): "£"}
_SURE_SIGNS |= {("shekel", ""): "₪", ("shekel", "il"): "₪"}
_ADJECTIVES = {
    nation: "US" if nation == "us" else english.split()[0].title()
    for nation, english in zip(_PARTS[::3], _PARTS[1::3], strict=True)
    if nation != "nz"
}
_BEFORE = re.compile(r"(?:([A-Za-z]{0,3}[$€£¥₪₹₽﷼₺₤])|\b([A-Z]{2,3}|Dhs?))\.?[ \u00a0]?$")
_AFTER = re.compile(
    r"[ \u00a0-]?(?:([$€£¥₪₹₽﷼₺₤])|(?:of )?(?:([A-Za-z.]+)[ -])?(?:([A-Za-z]+)[ -])?([A-Za-z]+))"
)
_COUNTED_AFTER = frozenset({"واحد", "واحده", "واحدا", "اثنين", "اثنان", "اثنتين", "اثنتان"})


def english_currency(text: str, start: int, end: int) -> tuple[Currency, int, int] | None:
    """Return the currency of the number at `start` to `end` and the span of both."""
    if match := _BEFORE.search(text[max(start - 6, 0) : start]):
        currency = _signed(match[1] or match[2])
        if currency:
            return currency, start - len(match[0]), end
    after = text[end : end + 60]
    if (match := _AFTER.match(after)) and match[1]:
        return Currency(frozenset(_SIGNS[match[1]].split())), start, end + match.end()
    words = [(m[0], m.end()) for m in re.finditer(r"[A-Za-z][A-Za-z.]*(?<!\.)|[^\sA-Za-z-]", after)]
    nation = ""
    for word, stop in words[:3]:
        lower = word.lower()
        if lower in _CODES and (word.isupper() or word in ("Dh", "Dhs")):
            return _signed(word), start, end + stop
        if lower in ENGLISH:
            return Currency(ENGLISH[lower], nation), start, end + stop
        if lower != "of" and lower not in _NATION_OF:
            return None
        nation = _NATION_OF.get(lower, nation)
    return None


def currency_words(currency: Currency, *, singular: bool) -> str | None:
    """Return the English words of a currency ("Kuwaiti dinars"), None where they are not sure."""
    name = min(currency.names)
    if len(currency.names) > 1:
        name = _BY_NATION.get(currency.nation, "")
    adjective = _ADJECTIVES.get(currency.nation, "") if currency.nation else None
    if name not in _PLURALS or name not in currency.names or adjective == "":
        return None
    noun = name if singular else _PLURALS[name]
    return f"{adjective} {noun}" if adjective else noun


def currency_sign(currency: Currency) -> str | None:
    """Return the sign that means this currency without its nation's name, None if none does."""
    return _SURE_SIGNS.get((*currency.names, currency.nation))


def _signed(sign: str) -> Currency | None:
    """Return the currency of "US$", "£" or "EGP", if it is one."""
    if code := _CODES.get(sign.lower()):
        name, _, nation = code.partition(" ")
        return Currency(frozenset({name}), nation)
    names = _SIGNS.get(sign[-1])
    return Currency(frozenset(names.split())) if names else None


@lru_cache(maxsize=20_000)
def arabic_names(word: str) -> frozenset[str]:
    """Return the currencies a folded Arabic word may name."""
    return next((ARABIC[stem] for stem in stems(word) if stem in ARABIC), frozenset())


@lru_cache(maxsize=20_000)
def nation_of(word: str) -> str:
    """Return the nation of a folded Arabic adjective, "" if it is none."""
    return next((_NATION_OF[stem] for stem in stems(word) if stem in _NATION_OF), "")


def arabic_currency(
    tokens: tuple[Word, ...], start: int, after: int
) -> tuple[Currency, int, int] | None:
    """Return the currency of the number at words `start` to `after`, and the words of both."""
    before = tokens[start - 1].text if start else ""
    if before in _SIGNS:
        return Currency(frozenset(_SIGNS[before].split())), start, after
    here = after + 1 if after < len(tokens) and tokens[after].text == "من" else after
    if here >= len(tokens):
        return _currency_before(tokens, start, after)
    word = tokens[here].text
    following = tokens[here + 1].text if here + 1 < len(tokens) else ""
    if word in _SIGNS:
        return Currency(frozenset(_SIGNS[word].split())), start, here + 1
    if word.isascii() and word in _CODES:
        return _signed(word), start, here + 1
    if names := arabic_names(word):
        nation = nation_of(following)
        if word.endswith("استرليني"):
            nation = "gb"
        return Currency(names, nation), start, here + (2 if nation else 1)
    return _currency_before(tokens, start, after)


def _currency_before(
    tokens: tuple[Word, ...], start: int, after: int
) -> tuple[Currency, int, int] | None:
    """Read «دولار واحد», «سنت أمريكي واحد»: the noun before its number."""
    if tokens[start].text not in _COUNTED_AFTER:
        return None
    nation = nation_of(tokens[start - 1].text) if start > 1 else ""
    first = start - (2 if nation else 1)
    names = arabic_names(tokens[first].text) if first >= 0 else None
    return (Currency(names, nation), first, after) if names else None
