"""What a hand does in the app: types, clicks, goes from page to page, and waits for the answer as a person
would.
"""

import re
from pathlib import Path

from playwright.sync_api import Download, Locator, Page, expect

SETTLED = "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"


class Hand:
    """Drives one page of Chromium by what a person sees: labels, buttons, headings."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def settle(self) -> None:
        """Wait until the app has drawn everything."""
        self.page.wait_for_function(SETTLED)

    def at(self, title: str | re.Pattern[str]) -> None:
        """Wait for a page by its title."""
        expect(self.page.get_by_role("heading", name=title, level=1)).to_be_visible()
        self.settle()

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press a button."""
        (within or self.page.get_by_test_id("stMain")).get_by_role(
            "button", name=name, exact=True
        ).first.click()

    def go(self, link: str) -> None:
        """Follow a link of the sidebar or of the bar at the top, wherever the width of the screen puts it."""
        opener = self.page.get_by_test_id("stExpandSidebarButton")
        if opener.is_visible():
            opener.click()
        self.link(link).click()

    def link(self, name: str) -> Locator:
        """The link with this name, in the sidebar or in the bar at the top."""
        bars = self.page.get_by_test_id("stSidebar").or_(self.page.get_by_test_id("stHeader"))
        return bars.get_by_role("link", name=name, exact=True).first

    def type(self, label: str, text: str) -> None:
        """Type into the field with this label and leave it."""
        field = self.field(label)
        field.fill(text)
        field.press("Tab")
        expect(field).not_to_be_focused()
        self.settle()

    def submit(self, label: str, text: str) -> None:
        """Type into the field with this label and press Enter."""
        self.field(label).fill(text)
        self.field(label).press("Enter")

    def field(self, label: str) -> Locator:
        """The field with this label."""
        return self.page.locator("input, textarea").and_(self.page.get_by_label(label)).first

    def date(self, label: str, day: str) -> None:
        """Type a date (YYYY-MM-DD) into the field with this label and leave it."""
        self.page.get_by_role("spinbutton", name=f"year, {label}").click()
        self.page.keyboard.type(day.replace("-", ""))
        self.page.keyboard.press("Tab")
        self.settle()

    def choose(self, label: str, option: str = "") -> None:
        """Choose under this label one of the buttons, or an entry of the list: the one that is named, else
        the first.
        """
        buttons = self.page.get_by_test_id("stButtonGroup").filter(has_text=label)
        lists = self.page.get_by_test_id("stSelectbox").filter(has_text=label)
        expect(buttons.or_(lists).first).to_be_visible()
        if buttons.count():
            (
                buttons.first.get_by_text(option, exact=True)
                if option
                else buttons.first.get_by_role("radio")
            ).first.click()
        else:
            lists.first.get_by_role("combobox").click()
            (
                self.page.get_by_role("option", name=option) if option else self.page.get_by_role("option")
            ).first.click()
        self.settle()

    def download(self, name: str, folder: Path) -> Path:
        """Press a download button; the file that arrives."""
        with self.page.expect_download() as waiting:
            self.press(name)
        arrived: Download = waiting.value
        path = folder / arrived.suggested_filename
        arrived.save_as(path)
        return path
