"""A wrong file of an overlay folder is left out and explained in a sentence; the rest is in use."""

from pathlib import Path

import pytest

from mlscope.catalogue import load
from mlscope.settings import Settings

GOOD = b"""
id: good
version: "1.0"
title: Good
questions:
  - {id: data.good_region, kind: text, label: Region}
"""
HEAD = 'id: acme\nversion: "1.0"\ntitle: Acme\nquestions:\n'
CHOICES = "choices: [{id: a, label: A, score: 1}, {id: b, label: B, score: 0}]"
ENTRY = "title: Tools\nentries:\n- {id: own, name: Own tool, text: Ours.%s}\n"
SOURCE = ", source: {title: Handbook}"

SCORED = (
    "id: data.a, kind: choice, label: A, advice: Ask, choices: [{id: a, label: A, score: 1}, {id: b, label:"
    " B, score: 0}]"
)
CASE = """title: Cases
entries:
- {id: own, name: Own case, text: Ours, source: {title: Report}, %s}
"""
NAMED = "year: 2024, outcome: failure, cited: our own branch, cause: nobody looked"

BROKEN = {
    "a severity that there is not": ("packs/acme.yaml", f"{HEAD}- {{{SCORED}, severity: hihg}}", "did you mean 'high'?"),
    "a severity without a word": ("packs/acme.yaml", f"{HEAD}- {{{SCORED}, severity: [{{when: {{data.personal: true}}}}]}}", "severity > #1 > is: this is required"),
    "a condition on a question that there is not": (
        "packs/acme.yaml",
        f"{HEAD}- {{{SCORED}, severity: [{{is: high, when: {{ethics.stakes: rights}}}}]}}",
        "questions > data.a > severity > #1: there is no question 'ethics.stakes'; did you mean 'ethics.stake'?",
    ),
    "a condition on an answer that there is not": (
        "packs/acme.yaml",
        f"{HEAD}- {{{SCORED}, severity: [{{is: high, when: {{ethics.stake: right}}}}]}}",
        "did you mean 'rights'?",
    ),
    "a severity of an unscored question": (
        "packs/acme.yaml",
        f"{HEAD}- {{id: data.a, kind: text, label: A, severity: high}}",
        "a 'severity' needs scored choices and 'advice', since it says how grave a weak answer is",
    ),
    "a sentence for an answer that there is not": ("packs/acme.yaml", f"{HEAD}- {{{SCORED}, weak: {{c: Nobody asked.}}}}", "means, but there is no such choice"),
    "a case of an unknown finding": (
        "catalogue/precedents.yaml",
        CASE % f"{NAMED}, codes: [ETHIC-03]",
        "catalogue/precedents.yaml: entries > own > codes: there is no finding or blocker 'ETHIC-03'; did you mean 'ETHICS-03'?",
    ),
    "a further cause of an unknown finding": (
        "catalogue/precedents.yaml",
        CASE % f"{NAMED}, further: [{{cause: haste, codes: [ETHIC-03]}}]",
        "entries > own > further > #1 > codes: there is no finding or blocker 'ETHIC-03'; did you mean 'ETHICS-03'?",
    ),
    "a further cause that raises nothing": (
        "catalogue/precedents.yaml",
        CASE % f"{NAMED}, further: [{{cause: haste}}]",
        "entries > own > further > #1 > codes: this is required",
    ),
    "a case of an answer that there is not": (
        "catalogue/precedents.yaml",
        CASE % f"{NAMED}, codes: [FEAS-RESEMBLES/shifte]",
        "entries > own > codes: no answer 'shifte' brings up 'FEAS-RESEMBLES'; did you mean 'shifted'?",
    ),
    "an answer to a finding of many answers": (
        "catalogue/precedents.yaml",
        CASE % f"{NAMED}, codes: [ETHICS-03/none]",
        "no answer 'none' brings up 'ETHICS-03'; leave '/none' out",
    ),
    "a case without its year": ("catalogue/precedents.yaml", CASE % "outcome: failure, cited: us, cause: haste", "entries > own > year: this is required"),
    "a case that came out otherwise": ("catalogue/precedents.yaml", CASE % NAMED.replace("failure", "failed"), "did you mean 'failure'?"),
    "a case that bears out no entry": (
        "catalogue/precedents.yaml",
        CASE % f"{NAMED}, shows: [deployment_patterns/shadows]",
        "there is no entry 'deployment_patterns/shadows'; did you mean",
    ),
    "malformed YAML": ("packs/acme.yaml", b"id: [", "packs/acme.yaml: line 1: this is not valid YAML"),
    "tabs": ("packs/acme.yaml", b"id: acme\nquestions:\n\t- id: x", "packs/acme.yaml: line 3: this is not valid YAML"),
    "binary": ("packs/acme.yaml", b"\x00\x01\x02", "packs/acme.yaml: this is a binary file; save it as a plain text file in UTF-8"),
    "not UTF-8": ("catalogue/tools.yaml", b"title: M\xfcnchen", "catalogue/tools.yaml: this is no text in UTF-8; save it as"),
    "empty": ("packs/acme.yaml", b"", "packs/acme.yaml: this file is empty; it needs 'id', 'version', 'title', 'questions'"),
    "a list": ("catalogue/tools.yaml", b"- a\n- b", "catalogue/tools.yaml: this file holds no keys; it needs 'title', 'entries'"),
    "too large": ("packs/acme.yaml", b"#" * 2_000_001, "a file of content has at most 2 MB; split it"),
    "a number of no size": ("packs/acme.yaml", f"id: acme\nversion: 1{'0' * 5000}", "packs/acme.yaml: line 2: the whole number 100000000000… has 5,001 digits; at most 200 are read"),
    "no number": ("wording.yaml", "questions: {data.rows: !!int abc}", "wording.yaml: line 1: 'abc' cannot be read as 'int'; mend it or put it into quotes"),
    "a text without an end": ("wording/de.yaml", "language: 'Deutsch", "wording/de.yaml: line 1: this is not valid YAML"),
    "aliases": ("packs/acme.yaml", b"id: &a x\ntitle: *a", "not allowed"),
    "unknown key": ("packs/acme.yaml", f"{HEAD}- {{id: data.a, kind: text, lable: A}}", "unknown key 'lable'; did you mean 'label'?"),
    "missing key": ("packs/acme.yaml", f"{HEAD}- {{id: data.a, label: A}}", "packs/acme.yaml: questions > #1 > kind: this is required"),
    "wrong type": ("packs/acme.yaml", f"{HEAD}- {{id: data.a, kind: text, label: [A]}}", "questions > #1 > label"),
    "choices without ids": ("packs/acme.yaml", f"{HEAD}- {{id: data.a, kind: choice, label: A, choices: [low, high]}}", "choices > #1: this is written with keys, as in {key: value}; found 'low'"),
    "an unquoted colon": ("packs/acme.yaml", f"{HEAD}- {{id: data.a, kind: text, label: Why: how}}", "put texts that hold any of : ? # , into quotes"),
    "question without words": ("packs/acme.yaml", f"{HEAD}- {{id: data.a, kind: text, label: ' '}}", "questions > #1 > label: this is empty; write what people are to read here"),
    "choice without words": ("packs/acme.yaml", f"{HEAD}- {{id: data.a, kind: choice, label: A, choices: [{{id: a, label: ''}}]}}", "questions > #1 > choices > #1 > label: this is empty; write what people are to read here"),
    "unknown kind": ("packs/acme.yaml", f"{HEAD}- {{id: data.a, kind: chioce, label: A}}", "did you mean 'choice'?"),
    "version without quotes": ("packs/acme.yaml", 'id: acme\nversion: 1.0\ntitle: A\nquestions: []', 'a version is two numbers in quotes, as in "1.0"'),
    "id of another step": ("packs/acme.yaml", f"{HEAD}- {{id: dta.a, kind: text, label: A}}", "did you mean 'data'?"),
    "id twice": ("packs/acme.yaml", f"{HEAD}- {{id: data.a, kind: text, label: A}}\n- {{id: data.a, kind: text, label: B}}", "the question 'data.a' stands twice; give each its own id"),
    "id in use": ("packs/acme.yaml", f"{HEAD}- {{id: data.personal, kind: text, label: A}}", "'data.personal' is already in use by one of mlscope itself; choose another"),
    "file and id differ": ("packs/other.yaml", f"{HEAD}- {{id: data.a, kind: text, label: A}}", "name the file acme.yaml, or change the id"),
    "unknown dimension": ("packs/acme.yaml", f"{HEAD}- {{id: data.a, kind: choice, label: A, dimension: tecnical, {CHOICES}}}", "did you mean 'technical'?"),
    "weight zero": ("packs/acme.yaml", f"{HEAD}- {{id: data.a, kind: choice, label: A, dimension: data, weight: 0, {CHOICES}}}", "weight: this must be above 0; found 0"),
    "score above one": ("packs/acme.yaml", f"{HEAD}- {{id: data.a, kind: choice, label: A, choices: [{{id: a, label: A, score: 5}}]}}", "score: this must be at most 1; found 5"),
    "choice without choices": ("packs/acme.yaml", f"{HEAD}- {{id: data.a, kind: choice, label: A}}", "a question of kind 'choice' needs 'choices'"),
    "condition on nothing": ("packs/acme.yaml", f"{HEAD}- {{id: data.a, kind: text, label: A, when: {{data.persnal: true}}}}", "there is no question 'data.persnal'; did you mean 'data.personal'?"),
    "condition on no choice": ("packs/acme.yaml", f"{HEAD}- {{id: data.a, kind: text, label: A, when: {{problem.task: ranknig}}}}", "'problem.task' has no choice 'ranknig'; did you mean 'ranking'?"),
    "condition on a wrong form": ("packs/acme.yaml", f"{HEAD}- {{id: data.a, kind: text, label: A, when: {{data.personal: 'yes'}}}}", "'data.personal' is answered with true or false; found 'yes'"),
    "condition above the greatest answer": ("packs/acme.yaml", f"{HEAD}- {{id: data.a, kind: text, label: A, when: {{data.base_rate: 60}}}}", "'data.base_rate' is answered with at most 1; found 60; write 60 % as 0.6"),
    "condition below the least answer": ("packs/acme.yaml", f"{HEAD}- {{id: data.a, kind: number, label: A, minimum: 1}}\n- {{id: data.b, kind: text, label: B, when: {{data.a: [0, 3]}}}}", "'data.a' is answered with at least 1; found 0"),
    "condition in a circle": ("packs/acme.yaml", f"{HEAD}- {{id: data.a, kind: yes_no, label: A, when: {{data.b: true}}}}\n- {{id: data.b, kind: yes_no, label: B, when: {{data.a: true}}}}", "the conditions go round in a circle"),
    "entry without source": ("catalogue/tools.yaml", ENTRY % "", "catalogue/tools.yaml: entries > #1 > source: this is required"),
    "entry without a name": ("catalogue/tools.yaml", ENTRY.replace("Own tool", "''") % SOURCE, "catalogue/tools.yaml: entries > #1 > name: this is empty; write what people are to read here"),
    "entry with a name too long for a row": ("catalogue/risks.yaml", ENTRY.replace("Own tool", "o" * 201) % SOURCE, "entries > #1 > name: this takes at most 200 characters and has 201"),
    "entry twice": ("catalogue/tools.yaml", ENTRY % SOURCE + "- {id: own, name: B, text: B., source: {title: C}}", "the entry 'own' stands twice"),
    "entry with a wrong condition": ("catalogue/tools.yaml", ENTRY % (SOURCE + ", applies: {data.knd: tabular}"), "there is no question 'data.knd'; did you mean 'data.kind'?"),
    "metric the wrong way": ("catalogue/metrics.yaml", ENTRY % (SOURCE + ", better: up"), "catalogue/metrics.yaml: entries > own > better: this must be 'higher' or 'lower'; found 'up'"),
    "words for no question": ("wording.yaml", "questions: {data.persnal: x}", "wording.yaml: questions: there is no question 'data.persnal'; did you mean 'data.personal'?"),
    "words in no language": ("wording/German.yaml", "language: Deutsch", "wording/German.yaml: name this file by the code of its language, as in de.yaml"),
    "a chapter that there is not": ("outline.yaml", "variants: {brief: [decision, breif]}", "outline.yaml: variants > brief > #2: there is no chapter 'breif'; did you mean 'brief'?"),
    "a title of no chapter": ("outline.yaml", "titles: {vlaue: Money}", "outline.yaml: titles > vlaue: there is no chapter 'vlaue'; did you mean 'value'?"),
    "a variant that there is not": ("outline.yaml", "variants: {breif: [decision]}", "outline.yaml: variants > breif: there is no variant 'breif'; did you mean 'brief'?"),
    "a chapter twice": ("outline.yaml", "variants: {brief: [case, case]}", "outline.yaml: variants > brief: the chapter 'case' stands here twice"),
    "a variant without chapters": ("outline.yaml", "variants: {brief: []}", "outline.yaml: variants > brief: a variant needs at least one chapter"),
    "an annex on slides": ("outline.yaml", "variants: {slides: [value, answers]}", "outline.yaml: variants: the chapter 'answers' has no slides; those that have are decision,"),
    "no Word file": ("reference.docx", b"not a zip", "reference.docx: this is no Word file; open it in Word and save it as .docx"),
    "unknown folder": ("pack/acme.yaml", HEAD, "pack: this folder is not used; did you mean 'packs'?"),
    "unknown file": ("reference.doc", b"", "reference.doc: this file is not used; did you mean 'reference.docx'?"),
    "another ending": ("packs/acme.yml", HEAD, "packs/acme.yml: this file is not used; name it acme.yaml"),
}  # fmt: skip


def overlay(folder: Path, name: str, content: str | bytes) -> Path:
    for path, text in (
        ("packs/good.yaml", GOOD),
        (name, content if isinstance(content, bytes) else content.encode()),
    ):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text)
    return folder


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_named_with_the_way_out_and_the_rest_is_in_use(case: str, tmp_path: Path) -> None:
    name, content, sentence = BROKEN[case]
    catalogue = load(Settings(store=":memory:", overlay=overlay(tmp_path, name, content)))
    said = "\n".join(map(str, catalogue.problems))
    assert sentence in said
    assert all(problem.file in (name, name.partition("/")[0]) for problem in catalogue.problems)
    assert "Traceback" not in said
    assert max(map(len, said.splitlines())) < 300
    assert "data.good_region" in catalogue.questions
    assert not {"data.a", "data.b"} & set(catalogue.questions)
    assert catalogue.entry("tools", "own") is None


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    overlay(tmp_path, "packs/acme.yaml", HEAD)
    (tmp_path / "packs" / "acme.yaml").unlink()
    (tmp_path / "packs" / "acme.yaml").symlink_to(tmp_path / "nowhere.yaml")
    catalogue = load(Settings(store=":memory:", overlay=tmp_path))
    assert [str(problem) for problem in catalogue.problems] == [
        "packs/acme.yaml: cannot be read (no such file or directory)"
    ]
    assert "data.good_region" in catalogue.questions


def test_what_rests_on_a_pack_that_is_left_out_says_so(tmp_path: Path) -> None:
    overlay(tmp_path, "packs/acme.yaml", f"{HEAD}- {{id: data.acme_a, kind: text, lable: A}}")
    overlay(tmp_path, "wording.yaml", "questions: {data.acme_a: Region}")
    said = [str(problem) for problem in load(Settings(store=":memory:", overlay=tmp_path)).problems]
    assert said[1].startswith("wording.yaml: questions: there is no question 'data.acme_a'")
    assert said[1].endswith("(or is it in packs/acme.yaml, which is left out?)")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere", "nowhere: the overlay folder does not exist"),
        ("file", "file: the overlay folder is a file"),
    ],
)
def test_a_folder_that_is_none_is_named(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "file").write_text("")
    catalogue = load(Settings(store=":memory:", overlay=tmp_path / name))
    assert [str(problem).startswith(said) for problem in catalogue.problems] == [True]
    assert "the app runs without it" in str(catalogue.problems[0])
