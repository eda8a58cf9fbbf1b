"""The whole way of a stakeholder in Chromium, part by part, for any hand: one with a mouse or one with a keyboard."""

import re
from pathlib import Path

from docx import Document as WordDocument
from playwright.sync_api import expect

from mlscope import catalogue
from mlscope.interview import quick_questions
from mlscope.project import Project
from mlscope.questions import Question
from mlscope.templates import TABLES
from tests.document.reading import of_pdf
from tests.e2e.hand import Hand

STATEMENT = "Every year one customer in nine leaves, and we notice it only when the notice arrives; 30 % & more could be kept."
CONTENT = catalogue.load()
TYPED = {
    "problem.statement": STATEMENT,
    "data.base_rate": "11",
    "value.adoption_success": "70 %",
    "value.cases_per_year": "48000",
    "value.gain": "60 to 90",
    "value.false_alarm_cost": "8",
    "value.fixed_cost": "30000",
    "plan.deadline": "2027-12-31",
    "plan.people": "2 to 3",
    "plan.weeks": "12",
}
QUICK = quick_questions(
    Project(name="Walk", problem={"task": "classification"}, data={"personal": True}), CONTENT
)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAME = "Early warning <walk>"


def start(hand: Hand) -> None:
    """A project from its name."""
    hand.at("Is this machine-learning project worth doing?")
    hand.submit("Name of the project", NAME)
    hand.at(CONTENT.step("problem").title)


def scope(hand: Hand) -> None:
    """Every question of Quick scope, step by step, by typing or clicking; at full depth, where typical rows are offered."""
    hand.choose("Full", "Full")
    for step in CONTENT.steps:
        if step.id != "problem":
            hand.press(f"Next: {step.name}")
        hand.at(step.title)
        for question in CONTENT.of_step(step.id):
            if question in QUICK:
                answer(hand, question, TYPED.get(question.id, ""))
        fill_typical_rows(hand, sum(table.startswith(f"{step.id}.") for table in TABLES))
    hand.press("Next: Assessment")


def answer(hand: Hand, question: Question, text: str) -> None:
    """What is to be typed, else the first choice there is."""
    match question.kind:
        case "choices":
            hand.choose(question.label, "None of these")
        case "yes_no":
            hand.choose(question.label, "Yes")
        case "choice":
            hand.choose(question.label, question.choices[0].label)
        case "date":
            hand.date(question.label, text)
        case _:
            hand.type(question.label, text)


def fill_typical_rows(hand: Hand, tables: int) -> None:
    """Typical rows in each table of the step that offers them."""
    for left in range(tables, 0, -1):
        buttons = hand.page.get_by_role("button", name="Fill in typical rows")
        expect(buttons).to_have_count(left)
        hand.press("Fill in typical rows")
        expect(buttons).to_have_count(left - 1)
        hand.settle()


def decide(hand: Hand) -> str:
    """The verdict and a chart are on screen, and the decision pages open."""
    hand.at(NAME)
    main = hand.page.get_by_test_id("stMain")
    verdict = verdict_of(hand)
    expect(main.get_by_text(verdict).first).to_be_visible()
    expect(main.get_by_test_id("stVegaLiteChart").locator("canvas, svg").first).to_be_visible()
    hand.go("Timeline")
    hand.at("When would it be done?")
    expect(main.get_by_test_id("stVegaLiteChart").locator("canvas, svg").first).to_be_visible()
    return verdict


IN_SIGHT = """() => {
    const mark = document.querySelector("[data-lead-to]")?.dataset.leadTo.split(" ")[0];
    const box = mark && document.querySelector(".st-key-" + mark)?.getBoundingClientRect();
    return box && box.top >= 0 && box.bottom <= innerHeight;
}"""


def go_to_an_answer(hand: Hand) -> None:
    """What is open on the assessment leads to its question, which stands in sight then, however far down its page."""
    hand.go("Assessment")
    hand.at(NAME)
    hand.page.get_by_test_id("stMain").get_by_role("button", name="Go to the answer").last.click()
    hand.page.wait_for_function(IN_SIGHT)


def verdict_of(hand: Hand) -> str:
    """The verdict that the sidebar shows."""
    found = re.search(
        "Go with conditions|Not yet|No go|Cannot say yet|Go",
        hand.page.get_by_test_id("stSidebar").inner_text(),
    )
    assert found
    return found.group()


def check_downloads(hand: Hand, folder: Path) -> None:
    """Every format opens and holds the statement as it was typed."""
    hand.go("Document")
    hand.at("The document")
    pdf = hand.download("PDF", folder)
    assert STATEMENT in " ".join(of_pdf(pdf.read_bytes()).split())
    assert STATEMENT in word_text(hand.download("Word", folder))
    assert STATEMENT.replace("&", "&amp;") in hand.download("HTML", folder).read_text(encoding="utf-8")
    assert STATEMENT.replace("&", r"\&") in hand.download("Markdown", folder).read_text(encoding="utf-8")


def word_text(path: Path) -> str:
    """All text of a Word file, tables included."""
    return "".join(run.text or "" for run in WordDocument(str(path)).element.body.iter(f"{WORD}t"))


def compare_with_a_sample(hand: Hand) -> None:
    """The project beside a sample."""
    hand.go("Candidates")
    hand.at("Candidates")
    hand.press("Open the sample")
    expect(hand.page.get_by_test_id("stSidebar").get_by_text("(sample)")).to_be_visible()
    hand.go("Compare")
    hand.at("Which one first?")
    main = hand.page.get_by_test_id("stMain")
    expect(main.get_by_text("is first in")).to_be_visible()
    expect(main.get_by_text(NAME).first).to_be_visible()


def come_back(hand: Hand, verdict: str) -> None:
    """After a reload everything is still there."""
    hand.page.reload()
    hand.at("Which one first?")
    hand.go("Candidates")
    hand.at("Candidates")
    hand.press(NAME)
    hand.at(NAME)
    assert verdict_of(hand) == verdict
    hand.go("Problem")
    hand.at(CONTENT.step("problem").title)
    expect(hand.field(CONTENT.questions["problem.statement"].label)).to_have_value(STATEMENT)
    hand.go("Data")
    hand.at(CONTENT.step("data").title)
    expect(hand.field(CONTENT.questions["data.base_rate"].label)).to_have_value(re.compile("^11"))
