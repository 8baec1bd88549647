"""What Latin letters Arabic ones stand for in names, and what each spelling costs.

Arabic letters are folded as by `arabic.fold`: without hamza carriers, «ة» as «ه», «ى» as «ي».
Costs are shares of a consonant that is missing altogether.
"""

from __future__ import annotations

# One line for each Arabic letter or pair: Latin spellings at no cost, then "cost: spellings".
_TABLE = """
ا a aa á 0.05: e ah ai 0.1: i o u y ea au ae ha 0.15: er or ar
او o u ou au aw ow oo 0.1: eu oe ho hu
اي i e ai ay ei ey ea ee y ie igh ye ae ai eye uy hi aye a 0.15: oi he
اا a aa
ب b bb p pp 0.3: v bh bp
ت t tt 0.1: ht pt ct 0.2: th te d 0.4: dt
تش ch tch tsch cz tsh 0.1: c t tj q
تس ts tz z zz 0.1: c cs
تز tz z zz
ث th 0.3: s t
ج j g gg dj dg dzh gu jj ge 0.1: zh gi gh 0.3: ch y c 0.4: z k sh
ح h hh 0.35: kh 0.4: ch
خ kh ch j h x 0.1: hh 0.3: k g
د d dd 0.4: t th
دج dj j dg dge
ذ th dh 0.1: z d 0.2: s
ر r rr rh wr 0.1: re
ز z zz s se ze 0.1: x zh ts ds sh 0.3: j th c
س s ss c sc sz ce se 0.1: z ps x cs sth 0.3: ts st
ش sh ch sch shch sj sz x 0.1: s sc ti ci ss sh c sy 0.3: j g
شن tion sion cean shn
ص s ss 0.2: c z
ض d dh dd 0.2: z dz th
ط t tt 0.2: th d
ظ z dh 0.1: th d zh 0.2: s
ع a aa e i o u ' 0.1: y aye
عي i ei ai ee ey
عو u o ou oo
غ gh g gu gg ge 0.3: r j h k gue
ف f ff ph v vv pf 0.1: w wh 0.2: gh 0.4: p b
ق q k qq c g ck qu 0.2: gh kh
قو qu
ك k c ck q qu ch kk cc kh que cqu cch 0.1: ke 0.25: g x
كس x ks cks cs xc ckes cc chs x xs kes
كز x
جز x
غز x
كو qu co cu cho
ل l ll le 0.1: el lh lle
م m mm 0.1: mb me mn 0.6: n
ن n nn kn gn ne 0.1: ng mn 0.6: m
نج ng nge nj 0.1: n
نغ ng ngh 0.1: n nk
نق nk ng nc
نك nk nc ng
ني gn ny ni
ه h 0.1: he
و w u o ou oo wh au aw ow eau oe oh oa ew ough 0.1: v ue eu eaux uh ois owe aux 0.2: y ö ø 0.3: hu f
وا wa ua oua oa wah oi ois oy oix 0.1: ow o oi
وو w oo ou u wu wo ow woo
وي wi we oy oi ui oui uy ue way wei wee hui wy whi oe
ي y i e ee ea ai ay ei ey ie ae ij igh ii hi yi ye ye 0.1: a j eigh ille ai u ia 0.2: ll ae h
يا ia ya ea iya iah ja ija yah ie
يو io yo u yu eo ew eu iu ue eau ieu you yoo ou jo jou iou ewe hu yew
يي y i yi ye iyy
"""
# At the end of a word only.
_FINAL_TABLE = """
ه a ah at et 0.05: eh e ae i 0.1: te ath eth ta
ي a 0.05: aa y ah ie ee ey es ille ay
ا a ah e 0.05: er ar or re re aw as at ha ia y 0.1: es
و o w 0.05: ot os ault ot eaux oux ould ough aux eux ow
س s se ce sse ss
د d de dt 0.1: t
ن n ne in en on 0.1: nd nt nes
ت t te tte 0.05: h th
ل l le ll lle els
ر r re er 0.05: eur 0.05: rs rd rt res
ك k ck ke que c ques ch
م m me mes ham
ز s z ze se
غ g gue rg
ف v ff ve f ffe v
ج ge dge che g j
ش sh ch che sche ge
ب p be b pe pp
"""
Spellings = dict[str, dict[str, tuple[tuple[str, float], ...]]]


def _read(table: str) -> Spellings:
    """Return for each Arabic group, by the first Latin letter, the Latin groups and their costs."""
    found: Spellings = {}
    for line in table.strip().splitlines():
        group, *parts = line.split()
        cost, costs = 0.0, {}
        for part in parts:
            if part.endswith(":"):
                cost = float(part[:-1])
            else:
                costs[part] = min(cost, costs.get(part, cost))
        by_letter: dict[str, list[tuple[str, float]]] = {}
        for letters, one in costs.items():
            by_letter.setdefault(letters[0], []).append((letters, one))
        found[group] = {letter: tuple(group) for letter, group in by_letter.items()}
    return found


SPELLINGS = _read(_TABLE)
FINAL = _read(_FINAL_TABLE)
MAX_LATIN = 5
# Arabic letters that Latin spellings may leave out; all others cost a whole consonant.
ARABIC_ALONE = {"ء": 0.0, "ا": 0.2, "و": 0.3, "ي": 0.3, "ع": 0.1, "ه": 0.25, "ح": 0.7, "ق": 0.8}
# Latin letters that Arabic may leave out: short vowels, and what is silent.
LATIN_ALONE = {
    **dict.fromkeys("aei", 0.08), "o": 0.12, "u": 0.12, "y": 0.15, "'": 0.0, "-": 0.0,
    "h": 0.2, "w": 0.4, "r": 0.6, "g": 0.6, "k": 0.7, "l": 0.7, "t": 0.85, "p": 0.8, "d": 0.7,
}  # fmt: skip
LATIN_ENDING = {
    **LATIN_ALONE, "a": 0.1, "e": 0.0, "o": 0.2, "i": 0.2, "s": 0.4, "t": 0.4, "x": 0.3, "d": 0.5,
    "z": 0.5, "h": 0.05, "n": 0.7, "g": 0.5,
}  # fmt: skip
