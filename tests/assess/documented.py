"""What docs/method.md and docs/findings.md show, generated from rules and samples.

Run `python -m tests.assess.documented` to write both anew; a test holds them to what this makes.
"""

from collections.abc import Iterator
from pathlib import Path

from mlscope import catalogue as content
from mlscope import templates
from mlscope.appraise import appraise
from mlscope.catalogue import Catalogue
from mlscope.project import Project
from mlscope.questions import SeverityRow
from mlscope.settings import Settings
from mlscope.words import percent_words

DOCS = Path(__file__).parents[2] / "docs"
BEGIN, END = "<!-- generated: begin -->", "<!-- generated: end -->"


def example(catalogue: Catalogue) -> str:
    """The worked example of docs/method.md: the sample of churn, in full and cut down to Quick scope."""
    sample = templates.samples(catalogue)["churn"]
    full = appraise(sample, catalogue, points=2048).assessment
    quick = appraise(quick_scope(sample, catalogue), catalogue, points=2048, draft=True).assessment
    dimension = full.dimensions["technical"]
    lines = ["| item of the technical dimension | weight | counts as |", "|---|---|---|"]
    lines += [
        f"| {item.label} | {item.weight:g} | {item.low:.2f} to {item.high:.2f} |"
        for item in dimension.items
        if item.state in ("answered", "open")
    ]
    lines += [
        "",
        (
            f"Weighted and added up, technical feasibility is {dimension.low:.0f} to {dimension.high:.0f}. The"
            f" verdict is “{full.verdict.label}”: {full.verdict.sentence}"
        ),
        "",
        f"In full it leans so: {full.leaning.sentence}",
        "",
        (
            f"Cut down to Quick scope the verdict is “{quick.verdict.label}”, from"
            f" {quick.verdict.worst.replace('_', ' ')} at worst to {quick.verdict.best.replace('_', ' ')} at"
            f" best. {quick.leaning.sentence}"
        ),
        "",
        (
            f"The entropy of these shares is {quick.leaning.doubt:.2f} bits; so much is missing to know the"
            " verdict. Next are asked:"
        ),
        "",
        "| question | bits | share of the doubt | minutes | bits per minute |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {q.label} | {q.bits:.3f} | {percent_words(q.bits / quick.leaning.doubt)} | {q.minutes:.2f} |"
        f" {q.bits / q.minutes:.2f} |"
        for q in quick.next_questions[:3]
    ]
    lines += ["", *(f"{trial.sentence}" for trial in full.only_trying[:1])]
    return "\n".join(lines)


def quick_scope(sample: Project, catalogue: Catalogue) -> Project:
    """The sample with the answers of Quick scope alone."""
    plain = sample.to_plain()
    for question in catalogue.questions.values():
        if not question.core:
            plain.get(question.step, {}).pop(question.name, None)
            plain.get("more", {}).pop(question.id, None)
            for key in [key for key in plain.get("answers", {}) if key.partition("/")[0] == question.id]:
                del plain["answers"][key]
    return Project.model_validate(plain)


def method(text: str, catalogue: Catalogue) -> str:
    """docs/method.md with its generated part as it is today."""
    head, _, rest = text.partition(BEGIN)
    return f"{head}{BEGIN}\n{example(catalogue)}\n{END}{rest.partition(END)[2]}"


def findings(catalogue: Catalogue) -> str:
    """docs/findings.md: every blocker and finding with its severity, what it says and what to do."""
    return "\n".join(_findings(catalogue)) + "\n"


def _findings(catalogue: Catalogue) -> Iterator[str]:
    yield "# Blockers and findings\n"
    yield (
        "Generated from data/rules and the packs by `python -m tests.assess.documented`. {…} stands for a"
        " project's own words and figures.\n"
    )
    yield "## Blockers\n\n| code | stops when | what to do | can be cured |\n|---|---|---|---|"
    for code, rule in catalogue.rules["blockers"].items():
        yield (
            f"| `{code}` | {_cell(rule['confirmed'])} | {_cell(rule['advice'])} |"
            f" {'yes' if rule['curable'] else 'no'} |"
        )
    yield "\n## Findings of several answers, or of one that calls for action\n"
    yield "| code | severity | says | what to do |\n|---|---|---|---|"
    for code, rule in catalogue.rules["findings"].items():
        yield (
            f"| {code} | {_severity(catalogue.severities[code])} | {_cell(rule['message'])} |"
            f" {_cell(rule['advice'])} |"
        )
    yield "\n## Findings of weak answers to single questions\n"
    yield "| code | severity | question | what to do |\n|---|---|---|---|"
    for question in sorted(catalogue.advised, key=lambda q: q.code):
        otherwise = "" if any(not row.when for row in question.severity) else "low or medium, by its score"
        severity = "; ".join(filter(None, (_severity(question.severity), otherwise)))
        yield f"| {question.code} | {severity} | {_cell(question.label)} | {_cell(question.advice)} |"


def _severity(rows: tuple[SeverityRow, ...]) -> str:
    return "; ".join(f"{row.severity}{_when(row)}" for row in rows)


def _when(row: SeverityRow) -> str:
    conditions = (
        f"{key} is {' or '.join(map(_plain, wanted if isinstance(wanted, list) else [wanted]))}"
        for key, wanted in row.when.items()
    )
    return f" where {' and '.join(conditions)}" if row.when else ""


def _plain(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _cell(text: str) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


def main() -> None:
    """Write both."""
    catalogue = content.load(Settings(store=":memory:"))
    (DOCS / "findings.md").write_text(findings(catalogue), encoding="utf-8")
    path = DOCS / "method.md"
    path.write_text(method(path.read_text(encoding="utf-8"), catalogue), encoding="utf-8")


if __name__ == "__main__":
    main()
