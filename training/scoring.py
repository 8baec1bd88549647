"""Scores of translations against a reference, as a table and as one plain verdict.

BLEU (Papineni et al. 2002) and chrF (Popović 2015) by sacrebleu (Post 2018), whose signatures make
the figures repeatable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

STUDENT, STAND_IN = "student", "stand-in"
Scores = dict[str, Any]


def scored(outputs: Mapping[str, Sequence[str]], reference: Sequence[str]) -> dict[str, Scores]:
    """Return the scores of each system's lines, by name.

    Where a slow system has translated the beginning only, every system is scored on that beginning
    as well: under its name and "first N lines".
    """
    found = {}
    for lines in sorted({len(english) for english in outputs.values()}, reverse=True):
        part = "" if lines == len(reference) else f", first {lines} lines"
        for name, english in outputs.items():
            if len(english) >= lines:
                found[name + part] = _scores(english[:lines], reference[:lines])
    return found


def _scores(english: Sequence[str], reference: Sequence[str]) -> Scores:
    from sacrebleu.metrics import BLEU, CHRF

    bleu, chrf = BLEU(), CHRF()
    made, references = list(english), [list(reference)]
    return {
        "lines": len(made),
        "bleu": bleu.corpus_score(made, references).score,
        "chrf": chrf.corpus_score(made, references).score,
        "signatures": [str(bleu.get_signature()), str(chrf.get_signature())],
    }


def verdict(tests: Mapping[str, Mapping[str, Scores]]) -> Scores:
    """Say whether the student scores at least as high as the stand-in on the same lines.

    `as_high` is None where the two have no lines in common; both BLEU and chrF must hold in every
    test.
    """
    compared = [pair for test, found in tests.items() for pair in _pairs(test, found)]
    if not compared:
        words = "Student and stand-in were not both scored: nothing says which is better."
        return {"as_high": None, "words": words}
    as_high = all(_holds(student, other) for _, student, other in compared)
    lines = [
        f"{where}: student {_figures(student)}, stand-in {_figures(other)}."
        for where, student, other in compared
    ]
    ending = "It may become the starter." if as_high else "It must not become the starter."
    said = "scores at least as high as" if as_high else "does not score as high as"
    words = "\n".join([*lines, f"The student {said} the stand-in. {ending}"])
    return {"as_high": as_high, "words": words}


def _pairs(test: str, found: Mapping[str, Scores]) -> Iterator[tuple[str, Scores, Scores]]:
    for name, score in found.items():
        student = found.get(name.replace(STAND_IN, STUDENT, 1))
        if name.startswith(STAND_IN) and student:
            yield test + name.removeprefix(STAND_IN), student, score


def _holds(student: Scores, other: Scores) -> bool:
    return student["bleu"] >= other["bleu"] and student["chrf"] >= other["chrf"]


def _figures(score: Scores) -> str:
    return f"{score['bleu']:.1f} BLEU, {score['chrf']:.1f} chrF"


def markdown(tests: Mapping[str, Mapping[str, Scores]]) -> str:
    """Return the scores of all tests as one Markdown table, best BLEU last within equal lines.

    Nothing where there are none.
    """
    if not tests:
        return ""
    rows = [
        "| test | system | lines | BLEU | chrF | sentences/s |",
        "|---|---|---:|---:|---:|---:|",
    ]
    for test, found in tests.items():
        for name, score in sorted(found.items(), key=_lines_and_bleu):
            speed = score.get("sentences_per_second")
            figures = f"{score['lines']} | {score['bleu']:.1f} | {score['chrf']:.1f}"
            rows.append(f"| {test} | {name} | {figures} | {f'{speed:.2f}' if speed else ''} |")
    return "\n".join(rows)


def _lines_and_bleu(item: tuple[str, Scores]) -> tuple[int, float]:
    return -item[1]["lines"], item[1]["bleu"]
