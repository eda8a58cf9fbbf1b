"""How the leaning of records that are cut down foretells the verdict of the full record, and how long the
leaning takes.

Run it with `python -m benchmarks.leaning [FOLDER]`: over the samples, and over the project files of a folder
besides. Each record is cut down to Quick scope as the interview leaves it, typical figures filled in, and to
a quarter, a half and three quarters of its answers, drawn three times. The table compares how likely a word
was said to be with how often the full record got it. Times are processor time of one core.
"""

import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from mlscope import catalogue as content
from mlscope import templates
from mlscope.appraise import appraise
from mlscope.assess.facts import Facts
from mlscope.assess.information import told
from mlscope.assess.leaning import WORDS, draw
from mlscope.catalogue import Catalogue
from mlscope.interview import quick_questions
from mlscope.project import Project, files
from mlscope.typical import filled

SHARES, TIMES = (0.25, 0.5, 0.75), 3
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
    yield "Quick scope", filled(without(project, set(given) - quick), catalogue)
    for share in SHARES:
        for at in range(TIMES):
            chance = random.Random(f"{project.name} {share} {at}")
            yield (
                f"{share:.0%} of the answers",
                without(project, {i for i in given if chance.random() > share}),
            )


def main() -> None:
    """Print how well the leaning foretells, and times."""
    catalogue = content.load()
    folder = (
        [files.load(path) for path in sorted(Path(sys.argv[1]).glob("*.yaml")) if path.stem != "expected"]
        if sys.argv[1:]
        else []
    )
    said: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    hits: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for project in [*templates.samples(catalogue).values(), *folder]:
        word = appraise(project, catalogue, points=1024, draft=True).assessment.verdict.word
        if word == "cannot_say":
            continue
        for how, cut in cut_down(project, catalogue):
            shares = appraise(cut, catalogue, points=1024, draft=True).assessment.leaning.probabilities
            hits[how].append((shares[word], max(WORDS, key=lambda one: shares[one]) == word))
            for one in WORDS:
                said[sum(shares[one] >= edge for edge in EDGES)].append((shares[one], one == word))
    print("| a word was said to come out with | times | on average | came out |\n|---|---|---|---|")
    ends = [0.0, *EDGES, 1.0]
    for at in sorted(said):
        pairs = said[at]
        mean, share = (sum(pair[k] for pair in pairs) / len(pairs) for k in (0, 1))
        print(f"| {ends[at]:.0%} to {ends[at + 1]:.0%} | {len(pairs)} | {mean:.0%} | {share:.0%} |")
    print(
        "\n| cut down to | records | probability of the full record's word | likeliest word was right"
        " |\n|---|---|---|---|"
    )
    for how, found in hits.items():
        mean, right = (sum(pair[k] for pair in found) / len(found) for k in (0, 1))
        print(f"| {how} | {len(found)} | {mean:.0%} | {right:.0%} |")
    print("\n| project | leaning, ms | what questions tell, ms |\n|---|---|---|")
    for name, project in {"(empty)": Project(name="Empty"), **templates.samples(catalogue)}.items():
        found = appraise(project, catalogue, points=1024)
        facts = Facts(project, catalogue, found.money, found.schedule)
        drawn = draw(facts)
        print(
            f"| {name} | {milliseconds(lambda f=facts: draw(f)):.0f} |"
            f" {milliseconds(lambda d=drawn: told(d)):.0f} |"
        )  # type: ignore[misc]


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
