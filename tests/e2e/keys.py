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
        self.reach(
            (within or self.page.get_by_test_id("stMain")).get_by_role("button", name=name, exact=True).first
        )
        self.page.keyboard.press("Enter")

    def go(self, link: str) -> None:
        """Follow a link of the sidebar, which is opened first where the screen is narrow, or of the bar at
        the top.
        """
        opener = self.page.get_by_test_id("stExpandSidebarButton")
        if opener.is_visible():
            self.reach(opener)
            self.page.keyboard.press("Enter")
        self.reach(self.link(link))
        self.page.keyboard.press("Enter")

    def type(self, label: str, text: str) -> None:
        """Type into the field with this label and leave it."""
        self.reach(self.field(label))
        self.page.keyboard.type(text)
        self.strike("Tab")

    def submit(self, label: str, text: str) -> None:
        """Type into the field with this label and press Enter."""
        self.reach(self.field(label))
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def date(self, label: str, day: str) -> None:
        """Type a date (YYYY-MM-DD) into the field with this label and leave it."""
        self.reach(self.page.get_by_role("spinbutton", name=f"year, {label}"))
        self.page.keyboard.type(day.replace("-", ""))
        self.strike("Tab")

    def choose(self, label: str, option: str = "") -> None:
        """Choose under this label one of the buttons, or an entry of the list: the one that is named, else
        the first.
        """
        buttons = self.page.get_by_test_id("stButtonGroup").filter(has_text=label)
        lists = self.page.get_by_test_id("stSelectbox").filter(has_text=label)
        expect(buttons.or_(lists).first).to_be_visible()
        if not buttons.count():
            self._from_list(lists.first, option)
        elif (group := buttons.first.get_by_role("radiogroup")).count():
            self._among(group, option)
        else:
            toolbar = buttons.first.get_by_role("toolbar")
            wanted = toolbar.get_by_role("button", name=option, exact=True)
            self.reach(toolbar)
            self.reach(wanted, key="ArrowRight")
            self.strike("Space")
            expect(wanted).to_have_attribute("aria-pressed", "true")

    def _among(self, group: Locator, option: str) -> None:
        """One of several: arrows move, Space chooses."""
        self.reach(group)
        wanted = (
            group.get_by_role("radio", name=option, exact=True)
            if option
            else group.get_by_role("radio").first
        )
        self.reach(wanted, key="ArrowRight")
        self.strike("Space")
        expect(wanted).to_be_checked()

    def _from_list(self, box: Locator, option: str) -> None:
        """An entry of a list: typing narrows it down, Enter chooses."""
        self.reach(box.get_by_role("combobox"))
        self.page.keyboard.type(option)
        self.page.keyboard.press("ArrowDown")
        expect(self.page.get_by_role("option").first).to_be_visible()
        self.strike("Enter")
