"""Score the fidelity checks: `python -m benchmarks.fidelity FOLDER` (or `make fidelity DATA=…`).

FOLDER has ar.txt and en.txt, one sentence a line, and any number of system-NAME.txt with a
machine's English. Printed are the false alarms on the human English, how many injected errors are
found (an error is found when the wrong text has a finding that the text before did not have), and
what the checks find in every system's output.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corruptions import KINDS, Kind, corrupted
from benchmarks.pairs import REFERENCE, Data, read_corpus, read_folder
from summaries.checks.base import Finding, Pair, Severity, Span
from summaries.checks.registry import check_pair

CORRUPTED_SYSTEM = "opusmt"
Found = list[list[Finding]]


@dataclass(frozen=True)
class Case:
    """One injected error: where, the wrong text, and the findings that came with it."""

    line: int
    text: str
    new: list[Finding]


class Scorer:
    """Runs the checks; with `only`, findings of other checks do not count."""

    def __init__(self, data: Data, only: Sequence[str] = ()) -> None:
        self.data, self.only = data, frozenset(only)
        self._found: dict[str, Found] = {}

    def check(self, line: int, english: str) -> list[Finding]:
        """Return the findings of one English text for a line of the Arabic."""
        found = check_pair(Pair(self.data.arabic[line], english))
        return [f for f in found if not self.only or f.check in self.only]

    def found(self, name: str) -> Found:
        """Return the findings of each line of one English version."""
        if name not in self._found:
            lines = enumerate(self.data.english[name])
            self._found[name] = [self.check(n, text) for n, text in lines]
        return self._found[name]

    def cases(self, name: str, kind: Kind, most: int, seed: int) -> list[Case]:
        """Inject one kind of error into at most `most` lines of a version; return what is found."""
        texts = self.data.english[name]
        made: list[Case] = []
        order = list(range(len(texts)))
        random.Random(seed).shuffle(order)
        for line in order:
            wrong = corrupted(kind, texts[line], f"{seed}|{line}")
            if wrong is None:
                continue
            known = Counter(
                _key(f, self.data.arabic[line], texts[line]) for f in self.found(name)[line]
            )
            new = []
            for finding in self.check(line, wrong):
                key = _key(finding, self.data.arabic[line], wrong)
                known[key] -= 1
                if known[key] < 0:
                    new.append(finding)
            made.append(Case(line, wrong, new))
            if len(made) == most:
                break
        return made


def _key(finding: Finding, arabic: str, english: str) -> tuple:
    def marked(spans: Iterable[Span], text: str) -> tuple[str, ...]:
        return tuple(span.of(text) for span in spans)

    return (finding.check, marked(finding.english, english), marked(finding.arabic, arabic))


def print_findings(name: str, found: Found) -> None:
    """Print how many findings and sentences each check has in one version."""
    total = len(found)
    print(f"\n{name}: {total} sentences")
    print(f"  {'check':22}{'findings':>9}{'sentences':>10}{'blocking':>10}{'share':>9}")
    for check in sorted({f.check for findings in found for f in findings}):
        mine = [[f for f in findings if f.check == check] for findings in found]
        _print_row(check, mine, total)
    _print_row("all checks", found, total)


def _print_row(label: str, found: Found, total: int) -> None:
    sentences = sum(1 for findings in found if findings)
    blocking = sum(1 for findings in found if _blocks(findings))
    print(
        f"  {label:22}{sum(map(len, found)):9}{sentences:10}{blocking / total:10.2%}"
        f"{sentences / total:9.2%}"
    )


def _blocks(findings: Iterable[Finding]) -> bool:
    return any(f.severity is Severity.BLOCKING for f in findings)


def print_recall(scorer: Scorer, name: str, kinds: Sequence[Kind], most: int, seed: int) -> None:
    """Print for each kind of error how many cases were made and which share was found."""
    print(f"\nErrors put into {name}")
    print(f"  {'kind':24}{'cases':>7}{'found':>9}{'blocking':>10}{'by topic':>10}")
    for kind in kinds:
        cases = scorer.cases(name, kind, most, seed)
        if not cases:
            continue
        any_, blocking = (sum(1 for c in cases if f(c.new)) for f in (bool, _blocks))
        topic = sum(1 for c in cases if any(f.check in kind.checks for f in c.new))
        shares = "".join(
            f"{n / len(cases):{w}.1%}" for n, w in ((any_, 9), (blocking, 10), (topic, 10))
        )
        print(f"  {kind.name:24}{len(cases):7}{shares}", flush=True)


def show(scorer: Scorer, name: str, check: str, count: int, seed: int) -> None:
    """Print some findings of one check ("all": of any) with the marked words in [[…]]."""
    rows = [
        (line, finding)
        for line, findings in enumerate(scorer.found(name))
        for finding in findings
        if check in ("all", finding.check)
    ]
    chosen = sorted(random.Random(seed).sample(rows, min(count, len(rows))), key=lambda r: r[0])
    print(f"{name}, {check}: {len(chosen)} of {len(rows)} findings")
    for line, finding in chosen:
        _print_block(scorer.data.arabic[line], scorer.data.english[name][line], line, [finding])


def show_missed(scorer: Scorer, name: str, kind: Kind, count: int, seed: int) -> None:
    """Print some injected errors that no check found."""
    missed = [case for case in scorer.cases(name, kind, 10**9, seed) if not case.new][:count]
    for case in missed:
        _print_block(scorer.data.arabic[case.line], case.text, case.line, [])
        print(f"  was {scorer.data.english[name][case.line]}")


def _print_block(arabic: str, english: str, line: int, findings: Sequence[Finding]) -> None:
    print(f"\n{line + 1}")
    print(f"  ar  {_marked(arabic, [s for f in findings for s in f.arabic])}")
    print(f"  en  {_marked(english, [s for f in findings for s in f.english])}")
    for finding in findings:
        fix = f"  → {finding.fix}" if finding.fix is not None else ""
        print(f"  {finding.check} ({finding.severity}): {finding.message}{fix}")


def _marked(text: str, spans: Iterable[Span]) -> str:
    for span in sorted(set(spans), reverse=True):
        text = f"{text[: span.start]}[[{span.of(text)}]]{text[span.end :]}"
    return text


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--corpus", type=Path, help="pairs in a .tsv or .tsv.xz instead of FOLDER")
    parser.add_argument("--checks", default="", help="count only these, comma between")
    parser.add_argument("--kinds", default="", help="inject only kinds with one of these in them")
    parser.add_argument("--cases", type=int, default=300, help="at most so many errors of a kind")
    parser.add_argument("--no-errors", action="store_true", help="count findings, inject nothing")
    parser.add_argument("--show", metavar="CHECK", help="print findings of a check, or of all")
    parser.add_argument("--missed", metavar="KIND", help="print errors of a kind nobody found")
    parser.add_argument("--system", default=REFERENCE, help="whose English --show is about")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    if (options.folder is None) == (options.corpus is None):
        parser.error("say either a folder or --corpus FILE")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables or the blocks asked for; return 2 for data that cannot be read."""
    options = parse(arguments)
    try:
        data = read_corpus(options.corpus) if options.corpus else read_folder(options.folder)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        print(f"Cannot read the sentences: {error}", file=sys.stderr)
        return 2
    if options.system not in data.english:
        print(
            f"There is no {options.system}; there are {', '.join(data.english)}.", file=sys.stderr
        )
        return 2
    scorer = Scorer(data, [name for name in options.checks.split(",") if name])
    wanted = options.kinds.split(",")
    kinds = [kind for kind in KINDS if any(part in kind.name for part in wanted)]
    if options.show:
        show(scorer, options.system, options.show, options.count, options.seed)
    elif options.missed:
        chosen = next(kind for kind in KINDS if options.missed in kind.name)
        show_missed(scorer, options.system, chosen, options.count, options.seed)
    else:
        report(scorer, kinds, options)
    return 0


def report(scorer: Scorer, kinds: Sequence[Kind], options: argparse.Namespace) -> None:
    """Print all tables."""
    print_findings(REFERENCE, scorer.found(REFERENCE))
    if not options.no_errors:
        for name in (REFERENCE, CORRUPTED_SYSTEM):
            if name in scorer.data.english:
                print_recall(scorer, name, kinds, options.cases, options.seed)
    for name in scorer.data.english:
        if name != REFERENCE:
            print_findings(name, scorer.found(name))


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends it quietly
    sys.exit(main())
