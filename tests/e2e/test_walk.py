"""The whole way of a stakeholder, by typing and clicking in Chromium."""

import re
from pathlib import Path

from docx import Document as WordDocument
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e.hand import Hand
from tests.e2e.harness import Server

STATEMENT = "Every year one customer in nine leaves, and we notice it only when the notice arrives; 30 % & more could be kept."
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAME = "Early warning <walk>"


def test_from_a_name_to_the_document_and_the_comparison(server: Server, page: Page, tmp_path: Path) -> None:
    hand = Hand(page)
    page.goto(server.url)
    start(hand)
    scope(hand)
    verdict = decide(hand)
    check_downloads(hand, tmp_path)
    compare_with_a_sample(hand)
    come_back(hand, verdict)


def start(hand: Hand) -> None:
    hand.at("Is this machine-learning project worth doing?")
    hand.type("Name of the project", NAME)
    hand.press("Start scoping")
    hand.at("What problem are we solving?")


def scope(hand: Hand) -> None:
    """Quick scope, step by step."""
    hand.type("What is the problem, in plain words?", STATEMENT)
    hand.choose("Could something simpler than machine learning do?", "Simpler ways were tried and fall short")
    hand.choose("What should the model do?", "Put each case into a group")
    hand.type("Which outcome is predicted?", "Contract cancelled within 90 days")
    hand.type("How long until the true outcome is known?", "90")
    hand.press("There are none")
    next_step(hand, "People", "Who decides, who helps, who uses it?")
    hand.choose("How are the people who will use it involved?")
    next_step(hand, "Data", "What data do we have?")
    hand.choose("What does the data look like?")
    hand.choose("How do we learn the true outcomes?")
    hand.type("For how many past cases is the outcome known?", "48000")
    hand.type("In what share of cases does the outcome occur?", "11")
    hand.choose("How good is the data?")
    hand.choose("Does it contain personal data?", "Yes")
    hand.choose("On which legal basis may it be used for this?", "Needed for a contract")
    next_step(hand, "Metrics", "When is it good enough?")
    hand.type("Of the cases it flags, what share must be right?", "40")
    hand.type("Of all true cases, what share must it find?", "60")
    next_step(hand, "Approach", "How would it be built and run?")
    hand.choose("Who decides in the end?")
    next_step(hand, "Feasibility", "Can it be done?")
    hand.choose("Has anyone shown that it can be done?")
    hand.choose("Are the people with the needed skills there?")
    next_step(hand, "Value", "What is it worth?")
    fill_typical_rows(hand, 2)
    hand.type("How likely is it to reach the target performance?", "60 %")
    next_step(hand, "Ethics and compliance", "Whom could it hurt, and what does the law ask?")
    hand.choose("What can a wrong prediction do to a person?")
    hand.choose("Is it used in one of these areas?", "None of these")
    next_step(hand, "Risks", "What may go wrong?")
    fill_typical_rows(hand, 1)
    next_step(hand, "Plan", "Who does what by when?")
    hand.date("By when must it be in use?", "2027-12-31")
    hand.type("How much money is there?", "250000")
    fill_typical_rows(hand, 1)
    hand.press("Assessment")


def next_step(hand: Hand, name: str, title: str) -> None:
    hand.press(name)
    hand.at(title)


def fill_typical_rows(hand: Hand, tables: int) -> None:
    for left in range(tables, 0, -1):
        buttons = hand.page.get_by_role("button", name="Fill in typical rows")
        expect(buttons).to_have_count(left)
        buttons.first.click()
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


def verdict_of(hand: Hand) -> str:
    """The verdict that the sidebar shows."""
    found = re.search("Go with conditions|Not yet|No go|Cannot say yet|Go", hand.page.get_by_test_id("stSidebar").inner_text())
    assert found
    return found.group()


def check_downloads(hand: Hand, folder: Path) -> None:
    """Every format opens and holds the statement as it was typed."""
    hand.go("Document")
    hand.at("The document")
    pdf = PdfReader(hand.download("PDF", folder))
    assert STATEMENT in " ".join("".join(page.extract_text() for page in pdf.pages).split())
    assert STATEMENT in word_text(hand.download("Word", folder))
    assert STATEMENT.replace("&", "&amp;") in hand.download("HTML", folder).read_text(encoding="utf-8")
    assert STATEMENT.replace("&", r"\&") in hand.download("Markdown", folder).read_text(encoding="utf-8")


def word_text(path: Path) -> str:
    """All text of a Word file, tables included."""
    return "".join(run.text or "" for run in WordDocument(str(path)).element.body.iter(f"{WORD}t"))


def compare_with_a_sample(hand: Hand) -> None:
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
    hand.at("What problem are we solving?")
    expect(hand.field("What is the problem, in plain words?")).to_have_value(STATEMENT)
    expect(hand.field("How long until the true outcome is known?")).to_have_value("90")
