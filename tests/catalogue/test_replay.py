"""A milestone is read with the questions, rules and words of its day, and says what of them can no longer be
read.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from mlscope.appraise import appraise
from mlscope.catalogue import Catalogue, load
from mlscope.catalogue.content import FORMAT
from mlscope.catalogue.replay import MIGRATIONS, NO_WORDS, NOTHING_KEPT, of_day, part_words
from mlscope.document import build, render
from mlscope.project import Project
from mlscope.settings import Settings

PACK = """
id: acme
version: "1.0"
title: Acme
questions:
- {id: data.acme_depot, kind: choice, label: Which depot, dimension: data, weight: 50, advice: Do., choices: [{id: a, label: A, score: 1}, {id: b, label: B, score: 0}]}
"""


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "acme.yaml").write_text(PACK)
    (tmp_path / "wording.yaml").write_text("questions: {problem.statement: What hurts in our house?}\n")
    return tmp_path


def test_every_migration_of_the_rules_is_there() -> None:
    assert sorted(MIGRATIONS) == list(range(FORMAT))


@pytest.mark.parametrize("language", ["", "de"])
def test_an_overlay_or_a_language_that_is_switched_on_later_changes_no_byte(
    catalogue: Catalogue, samples: dict[str, Project], overlay: Path, language: str
) -> None:
    project, pinned = samples["churn"], catalogue.content()
    today = load(Settings(store=":memory:", overlay=overlay, language=language or "de"))
    then, notes = of_day(pinned, today)
    assert notes == ()
    assert (then.questions, then.steps, then.language) == (catalogue.questions, catalogue.steps, "en")
    documents = [
        bytes(render(build(appraise(project, content, points=256), content, milestone="Gate"), "md"))
        for content in (catalogue, then, today)
    ]
    assert documents[0] == documents[1] != documents[2]


def test_what_was_switched_on_that_day_is_used_after_it_was_switched_off(
    catalogue: Catalogue, overlay: Path
) -> None:
    that_day = load(Settings(store=":memory:", overlay=overlay, language="de"))
    then, notes = of_day(that_day.content(), catalogue)
    assert notes == ()
    assert (then.questions, then.steps, then.language) == (that_day.questions, that_day.steps, "de")
    assert "data.acme_depot" in then.questions
    assert then.content() == that_day.content()


def altered(catalogue: Catalogue, name: str, change: Any) -> dict[str, str]:
    """What a milestone pinned, with one rule as it might have been that day."""
    rule = json.loads(catalogue.content()[f"rules/{name}"])
    change(rule)
    return catalogue.content() | {f"rules/{name}": json.dumps(rule)}


def test_other_thresholds_of_that_day_decide(catalogue: Catalogue, samples: dict[str, Project]) -> None:
    go = next(
        p for p in samples.values() if appraise(p, catalogue, points=256).assessment.verdict.word == "go"
    )
    then, notes = of_day(
        altered(catalogue, "verdict", lambda rule: rule["rows"][0].update(feasibility=99)), catalogue
    )
    assert notes == ()
    assert appraise(go, then, points=256).assessment.verdict.word != "go"


def test_a_finding_that_came_later_is_not_held_against_that_day(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    project = samples["hiring"]
    found = appraise(project, catalogue, points=256).assessment.findings
    code = next(finding.code for finding in found if finding.code in catalogue.rules["findings"])
    pinned = altered(catalogue, "findings", lambda rule: rule.pop(code))
    then, notes = of_day(pinned, catalogue)
    assert notes == ()
    assert code not in {f.code for f in appraise(project, then, points=256).assessment.findings}


def test_rules_of_format_3_are_read_without_what_came_later(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    """As many high findings as there were, a budget judged as it was, and no note."""
    pinned = catalogue.content() | {"format": "3"}
    rules = {name: json.loads(pinned[f"rules/{name}"]) for name in ("causes", "feasibility", "ai_act")}
    del pinned["rules/opposed"], rules["causes"]["high"], rules["causes"]["apart"]
    for item in rules["feasibility"]["computed"].values():
        item.pop("named", None)
    for route in rules["ai_act"]["routes"].values():
        route.pop("only", None)
    then, notes = of_day(
        pinned | {f"rules/{name}": json.dumps(rule) for name, rule in rules.items()}, catalogue
    )
    assert notes == ()
    found = appraise(samples["hiring"], then, points=256).assessment
    assert sum(f.severity == "high" for f in found.findings) > 7
    assert not found.crowded_words


def test_an_answer_that_nobody_knows_is_silent_where_the_rules_of_that_day_had_no_words_for_it(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    plain = samples["churn"].to_plain()
    plain["value"].pop("capacity", None)
    plain["answers"] = plain.get("answers", {}) | {"value.capacity": {"state": "unknown"}}
    project = Project.model_validate(plain)
    pinned = altered(catalogue, "findings", lambda rule: rule["VALUE-06"].pop("message_unknown"))
    then, _ = of_day(pinned, catalogue)
    codes = [
        {f.code for f in appraise(project, one, points=256).assessment.findings} for one in (catalogue, then)
    ]
    assert "VALUE-06" in codes[0]
    assert "VALUE-06" not in codes[1]


CANNOT = {
    "a rule of another make": ("verdict", lambda rule: rule.pop("sentences"), "Rules for verdict of its day cannot be used any more; today's are used."),
    "figures as words": ("feasibility", lambda rule: rule["rows_needed"].update(tabular="many"), "Rules for feasibility of its day cannot be used"),
    "a finding that is gone": ("findings", lambda rule: rule.update({"OLD-01": rule["PROB-01"]}), "No longer computed, and left out: OLD-01 of rules for findings."),
    "a finding that asks for other figures": ("findings", lambda rule: rule["PROB-01"].update(message="{horses}"), "Taken from today, since they work otherwise now: PROB-01"),
    "a score of a question that is gone": ("scoring", lambda rule: rule.update({"data.gone": next(iter(rule.values()))}), "left out: data.gone of rules for scoring."),
}  # fmt: skip


@pytest.mark.parametrize("case", CANNOT)
def test_what_cannot_be_replayed_says_so_and_the_rest_is_used(
    catalogue: Catalogue, samples: dict[str, Project], case: str
) -> None:
    name, change, sentence = CANNOT[case]
    then, notes = of_day(altered(catalogue, name, change), catalogue)
    assert len(notes) == 1
    assert sentence in notes[0]
    made = build(appraise(samples["hiring"], then, points=256), then, milestone="Gate", notes=notes)
    page_one = render(made, "md").decode().partition("# Problem")[0]
    assert notes[0].replace("'", "") in page_one.replace("\\", "").replace("'", "").replace("’", "")


def test_a_pack_that_cannot_be_read_is_named(catalogue: Catalogue) -> None:
    then, notes = of_day(catalogue.content() | {"packs/acme": "{}", "packs/data": "{}"}, catalogue)
    assert notes == (
        "Question pack data of its day cannot be read any more; today's is used.",
        "Question pack acme of its day cannot be read any more; it is left out.",
    )
    assert then.packs["data"] == catalogue.packs["data"]


def test_milestones_from_before_say_that_their_words_were_not_kept(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    older = {name: text for name, text in catalogue.content().items() if "/" in name}
    findings = json.loads(older["rules/findings"])
    findings["DATA-02"]["message"] = (
        "{rows} labelled examples are {share} of what this kind of data usually needs."
    )
    then, notes = of_day(older | {"rules/findings": json.dumps(findings)}, catalogue)
    assert notes == (NO_WORDS,)
    assert then.rules["findings"]["DATA-02"]["message"].startswith("{examples}: {share} of what")
    assert of_day({}, catalogue) == (catalogue, (NOTHING_KEPT,))
    assert appraise(samples["churn"], then, points=256).assessment.verdict.sentence


def test_parts_are_named_in_words(catalogue: Catalogue) -> None:
    names = [part_words(part, catalogue) for part in catalogue.content() if part != "format"]
    assert not [name for name in names if "/" in name.replace("CI/CD", "") or "_" in name]
