"""The words that deny something, in both languages, and the phrases in which they do not.

Arabic is written as `arabic.words` folds it: bare alef, «ه» for «ة», «ي» for «ى».
"""

from __future__ import annotations

# Particles that deny what follows; «و» and «ف» may be written onto them.
PARTICLES = frozenset("لا لم لن ليس ليست ليسوا ليسا لست لسنا لستم ليسن كيلا لكيلا ﻻ".split())
# After a particle these make no denial: "still", "especially", "must", "undoubtedly", "at least".
AFFIRMING = frozenset(
    (
        """يزال تزال يزالون تزالون يزالان تزالان نزال ازال زال زالت زالوا زلنا زلت يزل تزل تزالوا
        يزالوا سيما بد شك ريب محاله جدال مناص مفر غني غرو جرم باس مثيل نظير يقل تقل يقلون يحصي
        تحصي يعد تعد تنس تنسي تنسوا يخفي حصر نهايه نهايي محدود محدوده سلكي سلكيه يلبث تلبث يالو
        فقط فحسب مجرد غير يتعدي يتعدون تتعدي يتجاوز تتجاوز يزيد تزيد يفوق تفوق سوي الا حول مانع
        ادل يعدو تعدو يستهان محل باي ينفك مركزي مركزيه يتجزا تتجزا سيم داعي ينفكون انفك يمنع حياه
        سنوات ساعات مرات ايام اشهر اسابيع دول مباريات نقاط دقايق"""
    ).split()
)
# «لم يعد» is "no longer", «لا يعد» "is not counted" or "countless".
DENYING_ANYWAY = frozenset({("لم", "يعد"), ("لم", "تعد"), ("لم", "يزيد"), ("لن", "يزيد")})
# Of these, the ones that English says without any negative: "still", "especially", "at least".
PLAIN_AFTER = frozenset(
    """يزال تزال يزالون تزالون نزال ازال زال زالت زالوا زلنا يزل تزل سيما سيم يقل تقل""".split()
)
# Before a particle: "unless", "whether or not", "if not".
SOFTENING = frozenset("ما ام او مالم دي /".split())
# «ألا وهو»: "namely".
NAMELY = frozenset("وهو وهي وهما وهم".split())
# «ليس … فقط», «لا … إلا»: "not only", "nothing but".
ONLY = frozenset("الا سوي فقط فحسب".split())
REACH = 10
# After «غير», «دون» and their like: "however", "et cetera", "drone", "subregional", "alone".
THAT = frozenset("ان انه انها انهم".split())
NO_LIKELY_DENIAL = frozenset(("ذلك", "طيار", "غيره", "غيرها", "غيرهم", "سن"))
NO_LIKELY_BEGINNING = ("اقليم", "الاقليم", "حكومي", "الحكومي", "حدود")

# Nouns and verbs that deny by their meaning: English has "un-", "without", "deny", "refuse".
DENIALS = frozenset(
    (
        """غير بغير لغير دونما دون بدون عدم بعدم لعدم انعدام نفي نفت ينفي تنفي نفوا ينفون نافيا
        نافيه رفض رفضت يرفض ترفض رفضوا يرفضون رافضا رافضه امتنع امتنعت يمتنع تمتنع
        امتناع بلا"""
    ).split()
)
# Beginnings of other words that English may turn into "not" or "no".
NEAR_DENIALS = (
    """يمنع تمنع ممنوع مانع حظر يحظر تحظر محظور فشل يفشل تفشل فاشل اخفق اخفاق يخفق تخفق عجز
    يعجز تعجز عاجز تعذر يتعذر تتعذر متعذر استحال يستحيل تستحيل مستحيل خلت افتقر يفتقر
    تفتقر افتقار نقص ينقص تنقص ناقص غياب غائب غايب يغيب تغيب قلما باستثناء استثن يستثن
    تستثن لولا يابي يكف توقف يتوقف تتوقف اوقف تجنب يتجنب تتجنب تفاد يتفاد تتفاد حرم يحرم
    محروم انكر ينكر تنكر انكار احجم احجام تخلي يتخلي تتخلي استبعد يستبعد تستبعد مستبعد
    استبعاد عكس بالعكس بالكاد يكاد تكاد كادت يفقد تفقد فاقد افتقد يحول تحول ابدا مطلقا
    بتاتا البته اطلاقا خلاف مجهول مفقود ضعيف كذب كاذب باطل زايف لاسلك لامركز لاجنس
    لاديني لاوع توقفا يترك انقطع انقطاع تراجع يلغي تلغي انتف ينتف يغلق قلة قله شح ندره
    منعدم معدوم حيلول ممتنع عزوف عزف اعزب احتج معارض عارض يعارض اعترض بخلاف سلب مقاطع
    قاطع مغلق متوقف عديم عديمه معفي اعفا صفر يجهل جهل تجهل اهمل يهمل تجاهل يتجاهل نسي
    ينسي مكبل بغض نادرا محدودا بعيدا صعوب مجانا مجاني منعت منعا الغاء بالغاء انته ينته
    تنته خالي الخالي بعيده"""
).split()

# Whole words of the same use.
NEAR_DENIAL_WORDS = frozenset(
    (
        """ابي كف ضد قط خاليه خلو خلت يخلو تخلو كاد كادت عدا خلا لو غاب غابت الا سوي لولا ممنوع
        فقد دوني دونه دونها بدونه بدونها بغيره باستثناء ماكان مش ماشي اياك اياكم كلا
        منع لمنع ومنع بمنع اقل قليل صعب الصعب صعبه ضعيف حذار بعيد الغي الغيت الغت
        الغوا"""
    ).split()
)

# «ما» denies before a past verb; these are the usual ones, and what it begins a sentence with.
AFTER_DENYING_MA = frozenset(
    """كان كانت كانوا كنت كنا عاد عادت عادوا من له لها لي لنا لهم لك ان انا هو هي هذا هذه هم
    يجب يمكن يكون استطاع استطعت رايت عرفت علمت عندي عنده عندنا اعرف ادري اريد احب بيده
    باليد جاء حدث""".split()
)

# English words that deny, as words of their own.
DENYING_WORDS = frozenset(
    "not cannot no never none nobody nothing nowhere neither nor without noone".split()
)
# What else English may say for an Arabic negation.
NEAR_WORDS = frozenset(
    (
        """except unless lest hardly scarcely barely rarely seldom lack lacks lacked lacking
        absent absence avoid avoids avoided avoiding prohibit prohibited prohibits
        forbid forbidden forbids ban bans banned deny denies denied denying denial
        refuse refuses refused refusing refusal reject rejects rejected rejecting
        rejection fail fails failed failing decline declines declined declining
        abstain abstained abstains abstention refrain refrained refrains cease ceased
        ceases miss missed exclude excluded excludes excluding exclusion impossible
        inability incapable incomplete ineffective inevitable rare non nary ex
        insufficient insufficiently asymptomatic difficult invalid invisible
        inactive inadequate inappropriate incorrect inconsistent indirect indefinitely
        indispensable innumerable irregular irrelevant irresponsible irreversible
        irreplaceable illegitimate immoral imperfect impractical illiterate
        inaccessible inaccurate irrespective regardless opposed opposes opposing
        ignore ignored ignores neglect exempt exempted false barred block blocked
        blocks dismiss dismissed dismisses refute refuted refutes withhold withheld
        spared doubtful devoid resist resisted oblivious exceed exceeded
        inconclusive impassable inseparable immeasurable invaluable indescribable
        incomparable inhumane intolerable inexcusable useless indistinguishable
        ceasing offline abnormal abnormally poor poorly informal nil pending
        landlocked outstanding negate negated negates"""
    ).split()
)
# Words that now and then stand for a word such as «غير»: too common to acquit a particle.
LOOSE_WORDS = frozenset(
    (
        """little illegal illegally illicit illicitly prevent prevents prevented preventing
        failure failures impunity independent infinite innocent free vain futile missing lost loss
        below less impasse otherwise stop stops stopped wrong doubt contrary opposite solely
        informal exception impediment drone drones against under graft corrupt deficient
        subnational substandard heterogeneous abstentions precarious"""
    ).split()
)
NEGATIVE_PREFIX = (
    r"(?:un(?!der|fortun|til|it|i[oq]|iver|iform|animous|cle\b|ctu|do\b)|non-?|dis(?=a[dfgls]|be|con[nt]"
    r"|cour|hon|int|l|m[ai]|o[bw]|prop|prov|qu|reg|rep|resp|sat|tru|un)|mis(?!s|ter))\w{3,}"
)
# Looser, where the Arabic has «غير» or «عدم»: words with a negative "in-", "im-", "dis-".
LOOSE_PREFIX = (
    r"(?:in(?:accura|activ|adequa|advert|alien|anim|appropr|attent|capa|compat|compet|complet|consist"
    r"|conven|correct|decis|decomp|defin|determ|direct|dispens|effect|effic|equal|expens|experien"
    r"|formal|frequen|human|justice|offens|secur|sensi|separab|signif|solven|stabil|suffic|surmount"
    r"|toler|variab|viab|visib|volunt|vulner)|im(?:balanc|mater|measur|mob|mor|part|passi|pati|perf"
    r"|pers|poli|poss|pract|prob|prop|pur)|il(?:l?eg|lic|lit|lib|log)|irr(?!ig|it)|dis(?:abl|abil|advant"
    r"|approv|arm|belie|comfort|conten|contin|engag|hon|inclin|infe|interest|loyal|order|pari|qualif"
    r"|regard|resp|satis|simil|trust|unit)|mis(?!s|ter))\w{0,15}"
)
# "Not only", "no doubt", "No. 5": English negatives that deny nothing.
NO_DENIAL = (
    r"not (?:only|just|merely|least|until|surprisingly|to mention|less than|more than)|no (?:doubt"
    r"|less than|fewer than|more than|smaller than|sooner|matter|wonder|later than|longer than"
    r"|other than)"
    r"|nothing (?:but|less|short)|none other|whether or not|or not|if not|cannot help|not to say"
    r"|Nos?[.:]{0,2} ?\d+|no-one else|nor? the less|none ?the ?less|never ?the ?less|why not"
    r"|not far from|not long (?:after|before)|not unlike|not unusual|not uncommon|no stranger"
)
# Phrases that say for a particle what no single word says.
NEAR_PHRASES = (
    r"too (?!close)\w+ (?:\w+ )?(?:to|for)|yet to|rather than|instead of|other than"
    r"|far from|less than"
    r"|(?:remain\w*|still|is|are|was|were) (?:a |an )?(?:mystery|secret|riddle|open question)"
    r"|remains? to be seen|kept secret|in the dark|anyone's guess"
    r"|much to be desired|at large|still out"
    r"|a(?:nonym|rrhythm|symmetr|synchron|typ|symptom|polit|moral|soci)\w+"
)
# Names with such a word in them.
NAMES = r"\w+ (?:without|sans) (?:borders|frontiers|fronti[eè]res)"
# «نفى» says that somebody calls a thing untrue; English must say that, not only "un-" or "dis-".
SAYING_NO = frozenset(
    "نفي نفت ينفي تنفي نفوا ينفون نافيا نافيه ونفي ونفت وينفي وتنفي ونفوا".split()
)
SAID_NO = (
    r"den(?:y|i)|refut|reject|dismiss|disput|rebut|disavow|disclaim|contradict|rul\w+ out|false"
    r"|negat|exil|banish|expel|expul|debunk|repudiat|disprov|quash|unfounded|untrue|baseless|deport"
)
