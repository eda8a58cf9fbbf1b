"""The whole way of a stakeholder, by typing and clicking in Chromium."""

from pathlib import Path

from playwright.sync_api import Page

from tests.e2e import walk
from tests.e2e.hand import Hand
from tests.e2e.harness import Server


def test_from_a_name_to_the_document_and_the_comparison(server: Server, page: Page, tmp_path: Path) -> None:
    hand = Hand(page)
    page.goto(server.url)
    walk.start(hand)
    walk.interview(hand)
    walk.scope(hand)
    verdict = walk.decide(hand)
    walk.go_to_an_answer(hand)
    walk.check_downloads(hand, tmp_path)
    walk.compare_with_a_sample(hand)
    walk.come_back(hand, verdict)
