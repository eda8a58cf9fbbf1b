"""How the leaning of records that are cut down foretells the verdict of the full record, and how long the
leaning takes.

Run it with `python -m benchmarks.leaning [FOLDER] [--write]`: over the samples, and over the project files of
a folder besides; `--write` puts what comes out into docs/method.md. Each record is cut down to Quick scope as
the interview leaves it, typical figures filled in, and to a quarter, a half and three quarters of its
answers, drawn three times. The first table asks whether to start or not, the second compares how likely a
word was said to be with how often the full record got it. Where the folder's `expected.yaml` names the causes
of each record (`causes: [{decisive: true, asks: [question]}]`), a last table says how often the first three
questions hold a decisive one that is open. Times are processor time of one core.
"""

import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

import yaml

from mlscope import catalogue as content
from mlscope import templates
from mlscope.appraise import appraise
from mlscope.assess.facts import Facts
from mlscope.assess.information import told, told_of_obstacles
from mlscope.assess.leaning import WORDS, draw
from mlscope.catalogue import Catalogue
from mlscope.interview import quick_questions
from mlscope.project import Project, files
from mlscope.results import VerdictWord
from mlscope.typical import filled

SHARES, TIMES = (0.25, 0.5, 0.75), 3
QUICK = "Quick scope"
START: tuple[VerdictWord, ...] = ("go", "conditional")
DOCS = Path(__file__).parents[1] / "docs" / "method.md"
BEGIN, END = "<!-- calibration: begin -->", "<!-- calibration: end -->"
EDGES = (0.05, 0.25, 0.5, 0.75, 0.95)


def without(project: Project, gone: set[str]) -> Project:
    """The record without some answers."""
    plain = project.to_plain()
    for question_id in gone:
        step, _, name = question_id.partition(".")
        plain.get(step, {}).pop(name, None)
        plain.get("more", {}).pop(question_id, None)
        for key in [key for key in plain.get("answers", {}) if key.partition("/")[0] == question_id]:
            del plain["answers"][key]
    return Project.model_validate(plain)


def cut_down(project: Project, catalogue: Catalogue) -> Iterator[tuple[str, Project]]:
    """The record cut down, each with how."""
    given = sorted(i for i in catalogue.questions if project.raw(i) is not None)
    quick = {question.id for question in quick_questions(project, catalogue)}
    yield QUICK, filled(without(project, set(given) - quick), catalogue)
    for share in SHARES:
        for at in range(TIMES):
            chance = random.Random(f"{project.name} {share} {at}")
            yield (
                f"{share:.0%} of the answers",
                without(project, {i for i in given if chance.random() > share}),
            )


def calibration(records: Iterable[Project], catalogue: Catalogue) -> str:
    """How records that are cut down foretell the full ones, in tables."""
    said: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    hits: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    starts: dict[bool, list[bool]] = {True: [], False: []}
    for project in records:
        word = appraise(project, catalogue, points=1024, draft=True).assessment.verdict.word
        for how, cut in cut_down(project, catalogue):
            shares = appraise(cut, catalogue, points=1024, draft=True).assessment.leaning.probabilities
            if how == QUICK:
                starts[word in START].append(sum([shares[one] for one in START]) > 0.5)
            if word == "cannot_say":
                continue
            hits[how].append((shares[word], max(WORDS, key=lambda one: shares[one]) == word))
            for one in WORDS:
                said[sum(shares[one] >= edge for edge in EDGES)].append((shares[one], one == word))
    return "\n".join([*_starts(starts), "", *_said(said), "", *_hits(hits)])


def _starts(starts: dict[bool, list[bool]]) -> Iterator[str]:
    yield "| the full record | records | Quick scope leans to a start | leans against it |\n|---|---|---|---|"
    for start, name in ((True, "go, go with conditions"), (False, "not yet, no go, cannot say")):
        leant = starts[start]
        yield f"| {name} | {len(leant)} | {sum(leant)} | {len(leant) - sum(leant)} |"
    right = sum(starts[True]) + starts[False].count(False)
    count = sum(map(len, starts.values()))
    yield (
        f"\nQuick scope leans to the side of the full record in {right} of {count}; whoever always said not"
        f" yet would be right in {len(starts[False])}."
    )


def _said(said: dict[int, list[tuple[float, bool]]]) -> Iterator[str]:
    yield "| a word was said to come out with | times | on average | came out |\n|---|---|---|---|"
    ends = [0.0, *EDGES, 1.0]
    for at in sorted(said):
        mean, share = _means(said[at])
        yield (
            f"| {_percent(ends[at])} to {_percent(ends[at + 1])} | {len(said[at])} | {_percent(mean)} |"
            f" {_percent(share)} |"
        )


def _hits(hits: dict[str, list[tuple[float, bool]]]) -> Iterator[str]:
    yield "| cut down to | records | probability of the full record's word | likeliest word was right |"
    yield "|---|---|---|---|"
    for how, pairs in hits.items():
        mean, right = _means(pairs)
        yield f"| {how} | {len(pairs)} | {_percent(mean)} | {_percent(right)} |"


def _means(pairs: list[tuple[float, bool]]) -> tuple[float, float]:
    mean, share = (sum(pair[k] for pair in pairs) / len(pairs) for k in (0, 1))
    return mean, share


def asked_first(
    records: Mapping[str, Project], decisive: Mapping[str, set[str]], catalogue: Catalogue
) -> str:
    """How often an open decisive question is among the first three, in a table."""
    hits: dict[str, list[bool]] = defaultdict(list)
    for name, record in records.items():
        cuts = {
            "as it is": record,
            "without the decisive answers": without(record, decisive[name]),
            QUICK: next(cut_down(record, catalogue))[1],
        }
        for how, cut in cuts.items():
            facts = Facts(cut, catalogue)
            wanted = {i for i in decisive[name] if i in facts.questions and facts.open(i)}
            if wanted:
                first = appraise(cut, catalogue, points=1024, draft=True).assessment.next_questions[:3]
                hits[how].append(not wanted.isdisjoint(question.id for question in first))
    lines = [
        "| the record | with a decisive answer open | the first three questions hold one |\n|---|---|---|"
    ]
    lines += [f"| {how} | {len(found)} | {sum(found)} |" for how, found in hits.items()]
    return "\n".join(lines)


def _decisive(folder: Path) -> dict[str, set[str]]:
    """The decisive questions of each record, as the folder's `expected.yaml` names them; none without one."""
    path = folder / "expected.yaml"
    expected = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {
        name: {i for cause in said["causes"] if cause.get("decisive") for i in cause.get("asks", ())}
        for name, said in expected.items()
    }


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def main() -> None:
    """Print how well the leaning foretells, and times."""
    catalogue = content.load()
    folders = [Path(word) for word in sys.argv[1:] if word != "--write"]
    paths = [path for folder in folders for path in sorted(folder.glob("*.yaml"))]
    records = {path.stem: files.load(path) for path in paths if path.stem != "expected"}
    tables = calibration([*templates.samples(catalogue).values(), *records.values()], catalogue)
    decisive = {name: asks for folder in folders for name, asks in _decisive(folder).items()}
    if named := {name: record for name, record in records.items() if decisive.get(name)}:
        tables += "\n\n" + asked_first(named, decisive, catalogue)
    print(tables)
    if "--write" in sys.argv:
        head, _, rest = DOCS.read_text(encoding="utf-8").partition(BEGIN)
        DOCS.write_text(f"{head}{BEGIN}\n{tables}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    print("\n| project | leaning, ms | what questions tell, ms |\n|---|---|---|")
    for name, project in {"(empty)": Project(name="Empty"), **templates.samples(catalogue)}.items():
        found = appraise(project, catalogue, points=1024)
        facts = Facts(project, catalogue, found.money, found.schedule)
        drawn = draw(facts)
        print(
            f"| {name} | {milliseconds(partial(draw, facts)):.0f} |"
            f" {milliseconds(lambda drawn=drawn: (told(drawn), told_of_obstacles(drawn))):.0f} |"
        )


def milliseconds(work: object) -> float:
    """The least processor time of some work in several tries."""
    took = []
    for _ in range(15):
        start = time.process_time()
        work()  # type: ignore[operator]
        took.append(time.process_time() - start)
    return min(took) * 1000


if __name__ == "__main__":
    main()
