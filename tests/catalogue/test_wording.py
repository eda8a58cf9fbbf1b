"""Other words for the same questions: the German that is shipped, and an organisation's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mlscope.catalogue import Catalogue, load
from mlscope.catalogue.files import Parts, built_in
from mlscope.catalogue.wording import NO_WORDS, Wording, unknown_words
from mlscope.questions import Question
from mlscope.settings import Settings, home

GERMAN: Wording = built_in(home() / "data").wordings["wording/de.yaml"]
ALIKE = {"Problem", "Text", "Justiz", "Start", "Phase"}
"""Words that German writes as English does."""


def spoken(language: str = "", overlay: Path | None = None) -> Catalogue:
    return load(Settings(store=":memory:", overlay=overlay, language=language))


ENGLISH = spoken()
CORE = [pytest.param(question, id=question.id) for question in ENGLISH.questions.values() if question.core]


def texts(question: Question) -> Iterator[tuple[str, str]]:
    """Everything that a person reads of a question, by place."""
    for name in ("label", "help", "why", "group"):
        yield name, getattr(question, name)
    yield (
        "example",
        "" if question.kind == "estimate" else question.example,
    )  # figures are typed alike in every language
    yield "unit", "" if question.unit in NO_WORDS else question.unit
    if not question.options:  # choices from the catalogue keep the names of their entries
        for choice in question.choices:
            yield f"{choice.id}", choice.label
            yield f"{choice.id} help", choice.help
    for column in question.columns:
        yield from ((f"{column.id} > {place}", text) for place, text in texts(column))


@pytest.mark.parametrize("question", CORE)
def test_every_core_question_is_asked_in_german_in_full(question: Question) -> None:
    german = dict(texts(spoken("de").questions[question.id]))
    said = {place: text for place, text in texts(question) if text}
    assert [place for place, text in said.items() if german[place] == text and text not in ALIKE] == []


@pytest.mark.parametrize("step", ENGLISH.steps, ids=lambda step: step.id)
def test_every_step_is_introduced_in_german(step) -> None:
    german = spoken("de").step(step.id)
    assert (german.title, german.why) != (step.title, step.why)
    assert step.id in GERMAN.steps
    assert all(GERMAN.steps[step.id].model_dump().values())


def test_german_words_name_nothing_that_is_not_there() -> None:
    assert list(unknown_words(GERMAN, ENGLISH.questions, [step.id for step in ENGLISH.steps])) == []


def test_german_is_written_with_care() -> None:
    written = "\n".join(
        text for i in GERMAN.questions for _, text in texts(spoken("de").questions[i]) if text
    )
    assert "!" not in written
    assert " ,%" not in written
    assert [word for word in (" du ", " dein", "Du ", "Dein") if word in written] == []


def test_a_language_is_listed_by_its_own_name() -> None:
    assert spoken().languages == {"en": "English", "de": "Deutsch"}
    assert spoken("de").language == "de"


def test_what_is_not_translated_stays_english() -> None:
    question = next(q for q in ENGLISH.questions.values() if q.id not in GERMAN.questions and not q.columns)
    assert spoken("de").questions[question.id].label == question.label


def test_an_unknown_language_is_explained_and_english_spoken() -> None:
    catalogue = spoken("dee")
    assert [str(problem) for problem in catalogue.problems] == [
        "MLSCOPE_LANGUAGE: there are no words for 'dee'; did you mean 'de'? Known are en, de"
    ]
    assert catalogue.questions["problem.statement"].label == ENGLISH.questions["problem.statement"].label


def test_the_environment_says_which_language() -> None:
    assert Settings.from_environment({"MLSCOPE_LANGUAGE": " DE "}).language == "de"


# ── an organisation's own words
# ─────────────────────────────────────────────────────────────────────────────────


def house(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / ("wording.yaml" if name == "wording" else f"wording/{name}.yaml")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_a_house_rewords_questions_choices_columns_groups_units_and_steps(tmp_path: Path) -> None:
    words = """
    steps: {people: {name: Colleagues}}
    groups: {Labels: Outcomes}
    units: {rows: records}
    columns: {owner: In charge}
    questions:
      problem.need: {why: Ask the board., choices: {untested: Nobody tried}}
      problem.objectives: {columns: {name: KPI}}
      data.labelled_rows: How many records have an outcome?
    """
    catalogue = spoken(overlay=house(tmp_path, wording=words))
    questions = catalogue.questions
    assert catalogue.problems == ()
    assert catalogue.step("people").name == "Colleagues"
    assert catalogue.step("people").title == ENGLISH.step("people").title
    assert (questions["data.labelled_rows"].group, questions["data.labelled_rows"].unit) == (
        "Outcomes",
        "records",
    )
    assert questions["data.labelled_rows"].label == "How many records have an outcome?"
    assert questions["problem.need"].label_of("untested") == "Nobody tried"
    assert questions["problem.need"].label == ENGLISH.questions["problem.need"].label
    assert questions["problem.objectives"].column("name").label == "KPI"
    assert questions["problem.objectives"].column("owner").label == "In charge"
    assert questions["value.costs"].column("name").label == "Cost"


def test_a_language_of_the_house_goes_before_the_shipped_one(tmp_path: Path) -> None:
    folder = house(
        tmp_path,
        wording="questions: {plan.budget: Funds}",
        de="questions: {plan.budget: Mittel}",
        fr="language: Français",
    )
    assert spoken(overlay=folder).questions["plan.budget"].label == "Funds"
    assert spoken("de", folder).questions["plan.budget"].label == "Mittel"
    assert spoken("de", folder).questions["plan.deadline"].label == "Bis wann muss es im Einsatz sein?"
    assert spoken("fr", folder).questions["plan.budget"].label == "Funds"
    assert spoken(overlay=folder).languages["fr"] == "Français"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "questions: {problem.statment: x}",
            (
                "wording.yaml: questions: there is no question 'problem.statment'; did you mean"
                " 'problem.statement'?"
            ),
        ),
        (
            "questions: {problem.need: {choices: {untestd: x}}}",
            (
                "wording.yaml: questions > problem.need > choices: there is no choice 'untestd'; did you mean"
                " 'untested'?"
            ),
        ),
        (
            "questions: {plan.tasks: {columns: {fase: x}}}",
            (
                "wording.yaml: questions > plan.tasks > columns: there is no column 'fase'; did you mean"
                " 'phase'?"
            ),
        ),
        (
            "columns: {evidence: {choices: {gess: x}}}",
            "wording.yaml: columns > evidence > choices: there is no choice 'gess'; did you mean 'guess'?",
        ),
        (
            "steps: {peple: {name: x}}",
            "wording.yaml: steps: there is no step 'peple'; did you mean 'people'?",
        ),
        ("groups: {Label: x}", "wording.yaml: groups: there is no group 'Label'; did you mean 'Labels'?"),
        ("units: {share: x}", "wording.yaml: units: there is no unit 'share'"),
        (
            "questions: {plan.budget: {lable: x}}",
            "wording.yaml: questions > plan.budget: unknown key 'lable'; did you mean 'label'?",
        ),
    ],
)
def test_words_for_what_is_not_there_are_refused_with_a_guess(tmp_path: Path, words: str, said: str) -> None:
    catalogue = spoken(overlay=house(tmp_path, wording=words))
    assert [str(problem) for problem in catalogue.problems] == [said]
    assert catalogue.questions == ENGLISH.questions


def test_a_language_file_is_named_by_its_code(tmp_path: Path) -> None:
    catalogue = spoken(overlay=house(tmp_path, Deutsch="language: Deutsch"))
    assert [str(problem) for problem in catalogue.problems] == [
        "wording/Deutsch.yaml: name this file by the code of its language, as in de.yaml"
    ]


def test_parts_without_files_hold_nothing() -> None:
    assert Parts().without(()) == Parts()
