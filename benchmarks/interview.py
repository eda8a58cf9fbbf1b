"""The interview as three sponsors type it in Chromium, and what its first picture says.

Run it with `python -m benchmarks.interview [FOLDER]`; the folder takes a picture of each first picture, 1280
and 390 pixels wide, light and dark. A key pressed and a choice clicked count as one keystroke each, the name
of the project as well. At most 20 questions and 250 keystrokes are wanted.
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page, expect

from mlscope import catalogue
from mlscope.questions import Question
from mlscope.ui.shell.look import place
from tests.e2e.hand import Hand
from tests.e2e.harness import Server, launched
from tests.e2e.walk import GOES_ON

QUESTIONS, KEYSTROKES = 20, 250
SHAPES = [(width, scheme) for width in (1280, 390) for scheme in ("light", "dark")]
TAP = 1
PATIENCE = 60_000
"""Milliseconds that a busy machine may take for one answer."""


@dataclass(frozen=True)
class Sponsor:
    """A project by its name, and what its sponsor types or chooses at each question; all else is "I don't
    know yet".
    """

    name: str
    replies: dict[str, str]


SPONSORS = (
    Sponsor(
        "Missed visits",
        {
            "problem.statement": "One in six visits is missed and the slot stays empty.",
            "problem.proposal": "Remind those who are likely to miss their visit.",
            "problem.need": "untested",
            "problem.task": "classification",
            "problem.stand_in": "itself",
            "data.labels": "recorded",
            "data.base_rate": "one in six",
            "data.personal": "Yes",
            "data.legal_basis": "in_review",
            "approach.automation": "partial",
            "feasibility.proof": "elsewhere",
            "feasibility.skills": "partly",
            "value.adoption_success": "60-80 %",
            "value.cases_per_year": "45k",
            "value.gain": "35",
            "value.false_alarm_cost": "2 to 5",
            "value.fixed_cost": "about 1k a month",
            "ethics.stake": "inconvenience",
            "plan.deadline": "end of 2027",
            "plan.people": "2",
            "plan.weeks": "8-12",
        },
    ),
    Sponsor(
        "Bread for tomorrow",
        {
            "problem.statement": "We bake too much on quiet days and too little on busy ones.",
            "problem.proposal": "Bake by a forecast for each day and shop.",
            "problem.need": "rules_fell_short",
            "problem.task": "forecasting",
            "problem.stand_in": "itself",
            "data.labels": "recorded",
            "data.personal": "No",
            "metrics.baseline": "22",
            "metrics.target": "15",
            "approach.automation": "advice",
            "feasibility.proof": "literature",
            "feasibility.skills": "missing",
            "value.adoption_success": "half to 90 %",
            "value.cases_per_year": "200 a day",
            "value.error_cost": "0.2 to 0.4",
            "value.fixed_cost": "8k to 15k",
            "ethics.stake": "none",
            "plan.deadline": "Q3 2027",
            "plan.people": "3",
            "plan.weeks": "10-20",
        },
    ),
    Sponsor(
        "Draft answers",
        {
            "problem.statement": "Clerks write the same answers to citizens again and again.",
            "problem.proposal": "Draft each answer, and let a clerk send it.",
            "problem.need": "product",
            "problem.task": "generation",
            "data.personal": "Yes",
            "data.legal_basis": "public_task",
            "approach.automation": "advice",
            "feasibility.proof": "elsewhere",
            "feasibility.skills": "partly",
            "value.adoption_success": "70 %",
            "value.cases_per_year": "60k a year",
            "value.minutes_saved": "3 to 6",
            "value.hour_cost": "45",
            "value.usage_share": "a third",
            "value.fixed_cost": "20k to 40k",
            "ethics.stake": "rights",
            "plan.people": "2-3",
            "plan.weeks": "12-20",
        },
    ),
)


def walk(hand: Hand, sponsor: Sponsor) -> tuple[int, int]:
    """From the name of the project to the first picture; how many questions and keystrokes it took."""
    questions = catalogue.load().questions
    hand.at("Is this machine-learning project worth doing?")
    hand.submit("Name of the project", sponsor.name)
    page, asked, seen = hand.page, "", 0
    keystrokes = len(sponsor.name) + TAP
    while seen <= QUESTIONS:
        page.wait_for_function(GOES_ON, arg=asked)
        address = urlsplit(page.url)
        if address.path.endswith("/picture"):
            return seen, keystrokes
        (asked,) = parse_qs(address.query)["question"]
        hand.at(questions[asked].label)
        seen += 1
        keystrokes += reply(page, questions[asked], sponsor.replies.get(asked, ""))
    sys.exit(f"{sponsor.name}: more than {QUESTIONS} questions")


def reply(page: Page, question: Question, text: str) -> int:
    """Type or choose an answer and go on; the number of keystrokes."""
    field = page.locator(f".st-key-{place(question.id)}")
    if not text:
        page.locator(".st-key-interview_unknown button").click()
        return TAP
    if question.kind in ("choice", "yes_no"):
        label = next((one.label for one in question.choices if one.id == text), text)
        field.get_by_text(label, exact=True).first.click()
        page.locator(".st-key-interview_next button").click()
        return 2 * TAP
    field.locator("input, textarea").first.focus()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    return len(text) + TAP


def walked(browser: Browser, sponsor: Sponsor, folder: Path | None) -> str:
    """A row of the table, and the pictures where a folder is given."""
    with tempfile.TemporaryDirectory() as kept:
        store = Path(kept) / "store.duckdb"
        with (
            Server(Path(kept) / "log", "--store", str(store)) as server,
            browser.new_context(viewport={"width": 1280, "height": 900}) as context,
        ):
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            page.goto(server.url)
            hand = Hand(page)
            seen, keystrokes = walk(hand, sponsor)
            hand.settle()
            title = page.get_by_role("heading", level=1).inner_text()
            if folder:
                _pictures(browser, page.url, folder / sponsor.name.lower().replace(" ", "-"))
    return f"| {sponsor.name} | {seen} | {keystrokes} | {title} |"


def _pictures(browser: Browser, address: str, stem: Path) -> None:
    for width, scheme in SHAPES:
        with browser.new_context(
            viewport={"width": width, "height": 900 if width > 1000 else 2000},
            color_scheme="dark" if scheme == "dark" else "light",
        ) as context:
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            page.goto(address)
            page.get_by_role("heading", level=1).wait_for()
            Hand(page).settle()
            main = page.get_by_test_id("stMain")  # drawn by parts after the app has said that it is done
            main.get_by_test_id("stVegaLiteChart").locator("canvas, svg").first.wait_for()
            expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
            page.screenshot(path=f"{stem}-{width}-{scheme}.png")


def main() -> None:
    """Walk all three and print a row for each; exit 1 where one takes more than is wanted."""
    folder = Path(sys.argv[1]) if sys.argv[1:] else None
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=PATIENCE)
    with launched() as browser:
        rows = [walked(browser, sponsor, folder) for sponsor in SPONSORS]
    print("| Project | Questions | Keystrokes | First picture |\n|---|---|---|---|")
    print("\n".join(rows))
    if any(int(row.split("|")[3]) > KEYSTROKES for row in rows):
        sys.exit(1)


if __name__ == "__main__":
    main()
