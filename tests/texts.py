"""What the records of `tests.factories` say: a made-up story and who is said to have written it."""

MARIAN = {
    "model": "Helsinki-NLP/opus-mt-ar-en",
    "revision": "5d2e5d3b1f8e7c4a9b6d0c2f1e3a4b5c6d7e8f90",
    "engine": "ctranslate2 int8",
    "decoding": "beam 4",
    "quality": "33.9 BLEU on FLORES-101 devtest",
    "stand_in": False,
}
STAND_IN = MARIAN | {
    "model": "Qwen2.5-Coder-1.5B-Instruct",
    "quality": "13.9 BLEU on FLORES dev",
    "stand_in": True,
}
SUMMARY = {
    "model": "sshleifer/distilbart-cnn-12-6",
    "revision": "a4f8f3ea906ed274767e9906dbaede7531d660ff",
    "engine": "ctranslate2 int8",
    "decoding": "sampling, temperature 0.5",
    "quality": "",
    "stand_in": False,
    "candidates": 8,
    "extracted": False,
    "dropped": [
        {"text": "The ferry first sailed in 1962.", "invented": ["1962"]},
        {"text": "Captain Haddad welcomed the decision.", "invented": ["Haddad"]},
    ],
}
HEADLINE = (
    "ميناء الرملة يستأنف رحلات العبّارات بعد عاصفة",
    "Ramla port resumes ferries after storm",
)
SENTENCES = [
    (
        "أعلنت هيئة ميناء الرملة استئناف رحلات العبّارات صباح الخميس بعد توقف دام ثلاثة أيام.",
        "The Ramla port authority announced that ferries would resume on Thursday morning after a "
        "stoppage of three days.",
    ),
    (
        "وقالت الهيئة إن نحو 1,200 مسافر سينقلون في اليوم الأول.",
        "The authority said that some 1,200 passengers would be carried on the first day.",
    ),
    (
        "وتضرر رصيفان من أصل خمسة، بحسب تقرير أولي للمهندسين.",
        "Two of five piers were damaged, according to a first report by engineers.",
    ),
    (
        "ودعت البلدية أصحاب القوارب الصغيرة إلى الانتظار حتى يوم السبت.",
        "The municipality asked owners of small boats to wait until Saturday.",
    ),
]
SUMMARY_SENTENCES = [
    ("Ferries from Ramla resume on Thursday after three days without sailings.", (1,), 0.82),
    (
        "About 1,200 people will travel on the first day; two piers are damaged.",
        (2, 3),
        0.74,
    ),
    ("Owners of small boats were asked to wait.", (4,), 0.31),
]
