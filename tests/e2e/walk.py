"""The whole way of a stakeholder in Chromium, part by part, for any hand: one with a mouse or one with a
keyboard.
"""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from docx import Document as WordDocument
from playwright.sync_api import expect

from mlscope import catalogue
from mlscope.questions import Question
from mlscope.ui.shell.look import place
from tests.document.reading import of_pdf
from tests.e2e.hand import Hand

STATEMENT = (
    "Every year one customer in nine leaves, and we notice it only when the notice arrives; 30 % & more could"
    " be kept."
)
CONTENT = catalogue.load()
TYPED = {
    "problem.statement": STATEMENT,
    "problem.proposal": "A list of whom to call.",
    "problem.ask": "Money for a trial.",
    "data.base_rate": "11",
    "value.adoption_success": "70 %",
    "value.cases_per_year": "60k",
    "value.gain": "25 to 45",
    "value.false_alarm_cost": "2 to 5",
    "value.fixed_cost": "10k to 20k",
    "plan.people": "2",
    "plan.weeks": "8 to 14",
    "plan.deadline": "2027-12-31",
}
CONCLUSION = re.compile("chance of paying back")
"""The title of the first picture, where benefits and costs are known."""
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAME = "Early warning <walk>"


def start(hand: Hand) -> None:
    """A project from its name."""
    hand.at("Is this machine-learning project worth doing?")
    hand.submit("Name of the project", NAME)


GOES_ON = """last => location.pathname.endsWith("/picture")
    || !["", null, last].includes(new URLSearchParams(location.search).get("question"))"""
IN_THE_FIELD = "document.activeElement.closest('.st-key-' + %r)"
CHOSEN = "document.activeElement.getAttribute('aria-checked') === 'true'"


def interview(hand: Hand) -> tuple[int, int]:
    """The whole interview by the keyboard alone, to the first picture; how many questions and keystrokes it
    took.
    """
    page, asked, keystrokes = hand.page, "", 0
    seen: list[str] = []
    while True:
        page.wait_for_function(GOES_ON, arg=asked)
        address = urlsplit(page.url)
        if address.path.endswith("/picture"):
            hand.at(CONCLUSION)
            return len(seen), keystrokes
        (asked,) = parse_qs(address.query)["question"]
        hand.at(CONTENT.questions[asked].label)
        seen.append(asked)
        keystrokes += reply(hand, CONTENT.questions[asked])


def reply(hand: Hand, question: Question) -> int:
    """Answer the question that the keyboard stands on, and go on with Enter; the number of keystrokes."""
    page = hand.page
    page.wait_for_function(IN_THE_FIELD % place(question.id))
    text = TYPED.get(question.id, "")
    if not text:
        page.keyboard.press("Space")
        page.wait_for_function(CHOSEN)
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    return max(1, len(text)) + 1


def scope(hand: Hand) -> None:
    """All steps one after the other, each by its button."""
    for step in CONTENT.steps:
        if step.id == "problem":
            hand.go(step.name)
        else:
            hand.press(f"Next: {step.name}")
        hand.at(step.title)
    hand.press("Next: Assessment")


def decide(hand: Hand) -> str:
    """The verdict and a chart are on screen, and the decision pages open."""
    hand.at(CONCLUSION)
    main = hand.page.get_by_test_id("stMain")
    verdict = verdict_of(hand)
    expect(main.get_by_text(verdict).filter(visible=True).first).to_be_visible()
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
    """What is open on the assessment leads to its question, which stands in sight then, however far down its
    page.
    """
    hand.go("Assessment")
    hand.at(CONCLUSION)
    hand.page.get_by_test_id("stMain").get_by_role("button", name="Go to the answer").last.click()
    hand.page.wait_for_function(IN_SIGHT)


def verdict_of(hand: Hand) -> str:
    """The verdict that the sidebar shows, or how it leans while it is open."""
    found = re.search(
        "Leaning: [a-z ]+|Go with conditions|Not yet|No go|Still open|Go",
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
    hand.at(CONCLUSION)
    assert verdict_of(hand) == verdict
    hand.go("Problem")
    hand.at(CONTENT.step("problem").title)
    expect(hand.field(CONTENT.questions["problem.statement"].label)).to_have_value(STATEMENT)
