"""What a hand does that has only a keyboard: Tab from stop to stop, arrows, Enter, Space, and typing."""

from playwright.sync_api import Locator, expect

from tests.e2e.hand import Hand

FURTHEST = 150
"""Stops after which something counts as out of reach."""
STANDS_ON = "stop => stop.contains(document.activeElement)"


class Keys(Hand):
    """Drives one page of Chromium without a mouse."""

    def reach(self, stop: Locator, key: str = "Tab") -> None:
        """Go on with Tab until the keyboard stands on something."""
        expect(stop).to_be_visible()
        for _ in range(FURTHEST):
            if stop.evaluate(STANDS_ON):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{stop} is not among the next {FURTHEST} stops")

    def strike(self, *keys: str) -> None:
        """Press keys one after the other, and wait for what they bring about."""
        for key in keys:
            self.page.keyboard.press(key)
        self.settle()

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press a button."""
        self.reach((within or self.page.get_by_test_id("stMain")).get_by_role("button", name=name, exact=True).last)
        self.page.keyboard.press("Enter")

    def go(self, link: str) -> None:
        """Follow a link of the sidebar, which is opened first where the screen is narrow."""
        sidebar = self.page.get_by_test_id("stSidebar")
        opener = self.page.get_by_test_id("stExpandSidebarButton")
        if opener.is_visible():
            self.reach(opener)
            self.page.keyboard.press("Enter")
        self.reach(sidebar.get_by_role("link", name=link, exact=True))
        self.page.keyboard.press("Enter")

    def type(self, label: str, text: str) -> None:
        """Type into the field with this label and leave it."""
        self.reach(self.field(label))
        self.page.keyboard.type(text)
        self.strike("Tab")

    def date(self, label: str, day: str) -> None:
        """Type a date (YYYY-MM-DD) into the field with this label and leave it."""
        self.reach(self.page.get_by_role("spinbutton", name=f"year, {label}"))
        self.page.keyboard.type(day.replace("-", ""))
        self.strike("Tab")

    def choose(self, label: str, option: str = "") -> None:
        """Choose one of the buttons under this label: arrows move, Space chooses."""
        group = self.page.get_by_role("radiogroup", name=label)
        self.reach(group)
        wanted = group.get_by_role("radio", name=option, exact=True)
        self.reach(wanted, key="ArrowRight")
        self.strike("Space")
        expect(wanted).to_be_checked()
