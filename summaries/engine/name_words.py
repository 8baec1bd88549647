"""Words that `names` needs to know: peoples and places, titles, and openers of sentences."""

from __future__ import annotations

PARTICLES = frozenset("al el bin ibn bint abu von van de der den da di du la le".split())

# Different spellings of one place and its people that no suffix rule joins.
_ALIAS_GROUPS = """us usa u.s america american americans united-states|uk britain british briton
 britons united-kingdom|un united-nations|eu european-union|uae emirates emirati emiratis
|france french|germany german germans|china chinese|turkey turkish turk turks turkiye|spain spanish
 spaniard|netherlands dutch|sweden swedish swede swedes|greece greek greeks|switzerland swiss
|denmark danish dane danes|poland polish pole poles|scotland scottish scots|ireland irish
|wales welsh|norway norwegian|finland finnish finn|philippines philippine filipino filipinos
|thailand thai thais|afghanistan afghan afghans|somalia somali somalis|argentina argentine
|portugal portuguese|peru peruvian|kurdistan kurdish kurd kurds|serbia serb serbs|slovakia slovak
|croatia croat croats|islam islamic islamist islamists|israel israeli israelis|libya libyan
|cyprus cypriot|iceland icelandic|england english|europe european europeans|saudi saudis
|arab arabs arabic|jew jews jewish|christian christians christianity|muslim muslims
|houthi houthis|democrat democrats democratic|republican republicans|kiev kyiv|niger nigerien
|czech czechia czechs|hungary hungarian|italy italian italians|germany germans|myanmar burma
|nazi nazis|taliban taleban|hezbollah hizbullah|iraq iraqi iraqis|yemen yemeni yemenis
|kuwait kuwaiti kuwaitis|qatar qatari qataris|oman omani omanis|bahrain bahraini bahrainis
|lebanon lebanese|pakistan pakistani pakistanis|bangladesh bangladeshi bangladeshis
|azerbaijan azerbaijani azeri"""
ALIASES = {
    form.replace(".", ""): number
    for number, group in enumerate(_ALIAS_GROUPS.split("|"))
    for form in group.split()
}
PEOPLE_ENDINGS = ("ian", "ians", "ean", "eans", "an", "ans", "ese", "ish")
# Pairs the demonym rule would join although they are different names.
DIFFERENT = frozenset(
    {("niger", "nigerian"), ("roman", "romanian"), ("roma", "roman"), ("maria", "marian")}
)
TITLES = frozenset(
    (
        """president minister secretary prime deputy vice general gen colonel col lieutenant lt
        captain major sergeant king queen prince princess sheikh senator sen governor mayor
        judge justice pope chancellor ambassador chief director doctor dr mr mrs ms sir lord
        spokesman spokeswoman spokesperson former foreign defense defence state interior
        finance"""
    ).split()
)
# Within a sentence, with a capital, these are people and not verbs.
NAMES_TOO = frozenset("may will mark grant chase".split())
# Words that open sentences of news summaries and are not names.
OPENERS = frozenset(
    (
        """talks officials people police forces troops military government reports sources experts
        analysts critics opponents supporters residents witnesses authorities lawmakers
        leaders thousands hundreds dozens millions earlier later today yesterday according
        despite following amid additionally furthermore moreover nevertheless nonetheless
        meanwhile overall ultimately finally instead therefore thus hence although because
        since while whereas unless neither several various many most much few other others
        another both each every some any such these those there here under over around
        nearly almost about roughly approximately currently recently previously initially
        further more less least between among across along beyond behind beside besides
        below above inside outside near next last first second third news article report
        story summary latest new key main top no not never yes perhaps maybe please let see
        read speaking citing referring responding adding noting saying commenting addressing
        stressing describing calling warning using working building trying looking including
        concerning regarding starting beginning being having making taking leading ending
        meeting during reportedly allegedly officially specifically notably importantly
        particularly especially possibly apparently clearly simultaneously subsequently
        consequently similarly separately respectively actually eventually immediately
        traditionally historically typically generally usually increasingly unfortunately
        formerly shortly partly mainly largely fighting attacks tensions negotiations what
        how why who when where whether if as at by for from in of on to with it he she they
        we you i his her their its our my that this"""
    ).split()
)
