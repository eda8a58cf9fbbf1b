"""The linter names what is of no use in an overlay, though it could be used: unreachable, without effect,
without advice.
"""

from pathlib import Path

import pytest

from mlscope.catalogue import load
from mlscope.catalogue.lint import lint
from mlscope.settings import Settings

HEAD = 'id: acme\nversion: "1.0"\ntitle: Acme\nquestions:\n'
SCORED = "choices: [{id: a, label: A, score: 1}, {id: b, label: B, score: 0}]"
ASKED = f"{HEAD}- {{id: data.a, label: A, kind: %s}}"
ENTRY = "title: Tools\nentries:\n- {id: own, name: Own, text: Ours., source: {title: Handbook}%s}\n"

USELESS = {
    "choices that read alike": ("packs/acme.yaml", ASKED % "choice, choices: [{id: a, label: Yes we do}, {id: b, label: yes we do}]", "2 choices read 'yes we do'; nobody can tell them apart"),
    "one choice": ("packs/acme.yaml", ASKED % "choice, choices: [{id: a, label: A}]", "there is only one choice; ask for yes or no, or add others"),
    "bounds on a text": ("packs/acme.yaml", ASKED % "text, minimum: 3", "questions > data.a > minimum: this changes nothing, since the answer is no figure but a text; remove it"),
    "a condition that its own condition excludes": ("packs/acme.yaml", f"{HEAD}- {{id: data.a, label: A, kind: yes_no, when: {{data.personal: true}}}}\n- {{id: data.b, label: B, kind: text, when: {{data.a: true, data.personal: false}}}}", "questions > data.b > when: this can never hold: 'data.personal' would need two different answers at once"),
    "a core question behind one of Full scope": ("packs/acme.yaml", f"{HEAD}- {{id: data.a, label: A, kind: yes_no}}\n- {{id: data.b, label: B, kind: text, core: true, when: {{data.a: true}}}}", "Quick scope never gets here: it asks this question, but not 'data.a' that it waits for"),
    "a dimension without scores": ("packs/acme.yaml", ASKED % "choice, dimension: data, choices: [{id: a, label: A}, {id: b, label: B}]", "this moves nothing, since no choice has a 'score'; add scores or remove the dimension"),
    "a weight without dimension": ("packs/acme.yaml", ASKED % f"choice, weight: 0.5, advice: Do., {SCORED}", "this moves nothing, since the question has no 'dimension'; add one or remove the weight"),
    "scores without dimension or advice": ("packs/acme.yaml", ASKED % f"choice, {SCORED}", "these scores move nothing; add the 'dimension' they count in, or 'advice' for weak answers"),
    "advice that nobody reads": ("packs/acme.yaml", ASKED % "text, advice: Do.", "nobody gets to read this, since no choice has a 'score' that could be weak"),
    "choices that all score alike": ("packs/acme.yaml", ASKED % "choice, dimension: data, choices: [{id: a, label: A, score: 0.7}, {id: b, label: B, score: 0.7}]", "every answer scores 0.7, so the answer moves nothing; grade them"),
    "a choice without score": ("packs/acme.yaml", ASKED % "choice, dimension: data, advice: Do., choices: [{id: a, label: A, score: 1}, {id: b, label: B}]", "the choice 'b' has no score and counts as 0 beside others that have one; give it one"),
    "missing advice": ("packs/acme.yaml", ASKED % f"choice, dimension: data, weight: 0.25, {SCORED}", "a weak answer comes without 'advice'; say what to do about it"),
    "a level that nothing reaches": ("packs/acme.yaml", ASKED % "choice, dimension: timeline, weight: 90, advice: Do., choices: [{id: a, label: A, score: 0.3}, {id: b, label: B, score: 0}]", "dimension timeline: the verdict 'go' needs"),
    "a pointer to nowhere": ("catalogue/tools.yaml", ENTRY % ", asked_in: data.persnal", "there is no question 'data.persnal'; did you mean 'data.personal'?"),
    "a mistyped fact": ("catalogue/tools.yaml", ENTRY % ", advise: Try it.", "no other entry has the fact 'advise'; did you mean 'advice'?"),
    "a fact that fits no cell": ("catalogue/stakeholder_roles.yaml", ENTRY % ", duties: [Reads, Signs]", "entries > own > duties: rows that plan.team takes from this entry leave the column 'Skills' blank: this must be a text; found ['Reads', 'Signs']; mend it, or let people fill the column in"),
}  # fmt: skip


def written(folder: Path, name: str, content: str) -> Path:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.mark.parametrize("case", USELESS)
def test_what_is_of_no_use_is_named_and_used_all_the_same(case: str, tmp_path: Path) -> None:
    name, content, sentence = USELESS[case]
    folder = written(tmp_path, name, content)
    found = lint(folder)
    assert sentence in "\n".join(map(str, found))
    assert {problem.severity for problem in found} == {"warning"}
    assert load(Settings(store=":memory:", overlay=folder)).problems == ()


def test_a_graded_question_with_advice_is_of_use(tmp_path: Path) -> None:
    folder = written(
        tmp_path, "packs/acme.yaml", ASKED % f"choice, dimension: data, weight: 0.5, advice: Do., {SCORED}"
    )
    assert lint(folder) == ()


def test_a_folder_without_anything_that_is_used_is_an_error(tmp_path: Path) -> None:
    (problem,) = lint(written(tmp_path, "README.md", ""))
    assert problem.severity == "error"
    assert problem.message.startswith("this folder holds no file that is used; data/README.md says")


def test_errors_come_before_warnings(tmp_path: Path) -> None:
    written(tmp_path, "packs/acme.yaml", ASKED % "text, advice: Do.")
    written(tmp_path, "packs/other.yaml", "")
    assert [(problem.file, problem.severity) for problem in lint(tmp_path)] == [
        ("packs/other.yaml", "error"),
        ("packs/acme.yaml", "warning"),
    ]


def test_an_entry_of_a_houses_own_is_no_slip_though_its_id_is_no_choice_of_the_table(tmp_path: Path) -> None:
    written(tmp_path, "catalogue/data_sources.yaml", ENTRY % "")
    assert [problem for problem in lint(tmp_path) if "leave the column" in str(problem)] == []
