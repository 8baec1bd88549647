"""What the chat models are told. The examples were written for this project."""

from __future__ import annotations

from summaries.engine.chat_model import END, START, harmless, turn

TRANSLATE = (
    "You are a professional news translator. Translate the Arabic sentence to English. "
    "Reply with the translation only."
)
EXAMPLES = (
    (
        "وقال المتحدث باسم الوزارة إن الاجتماع سيعقد يوم الخميس المقبل في العاصمة المغربية الرباط.",
        "The ministry spokesman said the meeting would be held next Thursday in the Moroccan "
        "capital, Rabat.",
    ),
    (
        "ارتفعت أسعار القمح بنسبة 3.5% بعد أن أعلنت كندا عن محصول أضعف من المتوقع بسبب الجفاف.",
        "Wheat prices rose by 3.5% after Canada announced a weaker-than-expected harvest because "
        "of drought.",
    ),
    (
        'وأضافت سلمى الحداد، التي تدير المستشفى منذ عام 2014، أن "عدد المرضى تضاعف ثلاث مرات خلال '
        'شهر واحد".',
        'Salma al-Haddad, who has run the hospital since 2014, added that "the number of patients '
        'tripled within a single month."',
    ),
)
SUMMARIZE = "You are a careful news editor. You state only what the article says."
_ONLY_FACTS = (
    "Use only names, numbers and dates that stand in it. Write like a newspaper, never about "
    "“the article”."
)
SUMMARY_REQUESTS = (
    f"Summarize the article above in two or three complete sentences. {_ONLY_FACTS}",
    f"Write the two most important sentences of this news for a daily brief. {_ONLY_FACTS}",
    f"Tell in three short sentences who did what, when and why. {_ONLY_FACTS}",
    f"Explain to a busy reader in two sentences what happened and what was said. {_ONLY_FACTS}",
)
HEADLINE_REQUESTS = (
    "Write a headline of six to twelve words for the article above. Reply with the headline only.",
    "Give this news a short, factual headline. Reply with the headline only.",
    "Write a headline that says who did what. Reply with the headline only.",
    "Write a newspaper headline with the main fact of the article. Reply with the headline only.",
)


def translation_prefix(examples: int = len(EXAMPLES)) -> str:
    """Return everything that comes before the sentence to translate: instruction and examples."""
    shown = "".join(turn("user", ar) + turn("assistant", en) for ar, en in EXAMPLES[:examples])
    return f"{turn('system', TRANSLATE)}{shown}{START}user\n"


def translation_rest(sentence: str) -> str:
    """Return the end of a translation prompt: the sentence, and the reply's beginning."""
    return f"{harmless(sentence)}{END}\n{START}assistant\n"


def article_prefix(article: str) -> str:
    """Return everything up to the end of an article, shared by all requests about it."""
    return f"{turn('system', SUMMARIZE)}{START}user\nArticle:\n{harmless(article)}\n\n"


def article_rest(request: str) -> str:
    """Return the end of a prompt about an article: the request, and the reply's beginning."""
    return f"{request}{END}\n{START}assistant\n"
