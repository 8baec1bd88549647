"""Arabic words that carry grammar and not what a text is about."""

# As they are written after folding (`normalise.for_matching`).
_FUNCTION_WORDS = frozenset(
    """في من علي الي عن مع بين بعد قبل حتي منذ خلال عند لدي نحو حول ضد بعض كل غير دون تحت فوق مثل
    ان انه انها انهم الذي التي الذين هذا هذه ذلك تلك هناك هو هي هم نحن انا انت كما قد لقد لا لم لن
    ما ليس لو كان كانت يكون تكون او ام ثم لكن بل اذا اذ اي ايضا حيث بينما قال قالت اضاف اضافت تم
    به بها له لها لهم فيه فيها منه منها عليه عليها اليه اليها عنه عنها معه معها
    عندما لان ولا""".split()
)


def is_function_word(word: str) -> bool:
    """Say whether a folded word, «و» before it or not, says nothing by itself."""
    return word in _FUNCTION_WORDS or word.removeprefix("و") in _FUNCTION_WORDS
