"""What neither the theme nor a widget has a setting for: where the keyboard stands, what is chosen, and names
for small menus.

What HTML and ARIA define is named here, and the test ids of the sidebar and the page, none of Streamlit's
class names: should a release draw its widgets otherwise, they look and act as Streamlit has them.
"""

import re
import time

import streamlit as st

STYLE = """<style>
/* Streamlit paints its focus in a faint tint, or not at all; this is the browser's own ring,
seen on every ground. */
:is(a, button, summary, [role], [tabindex]):not(input, textarea):focus-visible {
  outline: revert !important; outline-offset: 1px !important;
}
/* Its text on a chosen button is the accent on a tint of the accent: too little contrast on dark ground.
The border, now
   twice as wide, says by its shape too what is chosen. */
button:is([aria-checked="true"], [aria-pressed="true"]) {
  color: inherit !important; box-shadow: inset 0 0 0 1px !important;
}
/* Room for the content in place of white around it. */
@media (min-width: 769px) {
  [data-testid="stMainBlockContainer"] { padding: 4.5rem 2.5rem 3rem; }
}
/* On a phone the toolbar of a grid is always there, and would lie over the menu of its question. */
@media (max-width: 768px) { [data-testid="stDataFrame"] { margin-top: 1.75rem; } }
/* Nobody edits a grid on a phone: rows are cards there. */
@media (max-width: 768px) { [class*="st-key-wide_only"] { display: none; } }
/* One line at the top says on a phone what the sidebar, folded away there, says on a wide screen. */
@media (min-width: 769px) { .st-key-phone_line { display: none; } }
</style>"""

PHONE_LINE = "phone_line"
"""The key of the box that only a phone shows."""

WIDE_ONLY = "wide_only"
"""Begins the key of a box that a phone does not show."""

DOTS_WIDTH = 26
"""Pixels of a button that shows the dots of its label and no more."""


# A dialog that closes leaves the keyboard nowhere, so that the next Tab would start at the top of the page:
# this puts it back
# where it stood before. A new page is begun at its top, not where the last one had been scrolled to. The
# sidebar takes the
# keyboard when it is opened, keeps none of its stops while it is closed, and on a phone makes way for the
# page it led to.
# Should the browser's part fail and leave the page empty, it is loaded again: every answer is in the store.
# Whoever was led to a question finds it in the middle of the screen, with the keyboard on it.
KEEP_THE_PLACE = """<script>
if (!window.mlscopePlace) {
  window.mlscopePlace = true;
  const dialog = () => document.querySelector("[role=dialog]");
  let place, led, ledAt = 0, open = false, page = location.pathname;
  document.addEventListener("focusin", (event) => {
    if (!dialog() && !event.target.closest("[role=menu]")) place = event.target;
  });
  const again = () => {
    const last = Number(sessionStorage.getItem("mlscopeAgain"));
    sessionStorage.setItem("mlscopeAgain", Date.now());
    if (Date.now() - last > 10000) location.reload();
  };
  const nowhere = () => document.activeElement === document.body;
  // what stood there may be drawn once more
  const settling = () => Date.now() - ledAt > 400 && Date.now() - ledAt < 8000;
  // whoever acts has arrived, and must not be led back from under the finger
  for (const act of ["pointerdown", "keydown", "wheel"])
    document.addEventListener(act, () => { ledAt = 0; }, {capture: true, passive: true});
  const lead = () => {
    const box = document.querySelector(".st-key-" + led.split(" ")[0]);
    const stop = box?.querySelector("[role=spinbutton]")
      ?? box?.querySelector("input, textarea, [role=radio], [role=toolbar] button")
      ?? [...box?.querySelectorAll("button") ?? []].pop();
    box?.scrollIntoView({block: "center"});
    stop?.focus({preventScroll: true, focusVisible: true});
  };
  const watch = () => {
    if (!document.getElementById("root")?.childElementCount) return again();
    const was = open;
    open = Boolean(dialog());
    if (was && !open && place?.isConnected && nowhere()) place.focus();
    const sidebar = document.querySelector("[data-testid=stSidebar]");
    const folded = Boolean(document.querySelector("[data-testid=stExpandSidebarButton]"));
    if (sidebar && sidebar.inert !== folded) {
      sidebar.inert = folded;
      if (!folded && nowhere()) sidebar.querySelector("button, a")?.focus();
    }
    if (page !== location.pathname) {
      page = location.pathname;
      document.querySelector("main")?.scrollTo(0, 0);
      if (matchMedia("(max-width: 768px)").matches)
        sidebar?.querySelector("button[aria-expanded=true]")?.click();
    }
    const mark = document.querySelector("[data-lead-to]")?.dataset.leadTo;
    const wanted = mark && mark !== led && document.querySelector(".st-key-" + mark.split(" ")[0]);
    if (wanted) {
      [led, ledAt] = [mark, Date.now()];
      setTimeout(() => ledAt && lead(), 400);  // when the page has come to rest
    } else if (mark && mark === led && nowhere() && !open && settling()) lead();
  };
  new MutationObserver(watch).observe(document.body, {childList: true, subtree: true});
  watch();
}
</script>"""


# In the interview Enter goes on: from a field, from a text (Shift and Enter break its line), and from what is
# chosen already;
# on what is not, it chooses. A field and a text hand in their content by the same key first.
GO_ON = """<script>
if (!window.mlscopeGoOn) {
  window.mlscopeGoOn = true;
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    const button = () => document.querySelector(".st-key-interview_next button");
    const next = button();
    if (event.key !== "Enter" || !event.isTrusted || event.isComposing || event.shiftKey || !next) return;
    if (!field.closest("[class*=st-key-ask_]") || field.getAttribute("aria-expanded") === "true") return;
    const text = field.tagName === "TEXTAREA";
    const chosen = ["aria-checked", "aria-pressed"].some((name) => field.getAttribute(name) === "true");
    if (!chosen && !text && field.tagName !== "INPUT" && field.getAttribute("role") !== "spinbutton") return;
    if (field.tagName !== "INPUT") {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    if (text) field.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", ctrlKey: true, bubbles: true}));
    if (field.tagName !== "BUTTON") next.focus();
    // a date is handed in a little later
    setTimeout(() => button()?.click(), field.getAttribute("role") === "spinbutton" ? 150 : 0);
  }, true);
}
</script>"""


def go_on_with_enter() -> None:
    """Let Enter press Next in the interview."""
    st.html(GO_ON, unsafe_allow_javascript=True)


LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 170 40" width="170" height="40">
<rect x="1" y="4" width="32" height="32" rx="8" fill="#1f6f5c"/>
<path d="M9 20l6 6 11-12" fill="none" stroke="#ffffff" stroke-width="4"
  stroke-linecap="round" stroke-linejoin="round"/>
<text x="44" y="28" font-family="Source Sans 3, Source Sans Pro, Helvetica, Arial, sans-serif" font-size="25"
 font-weight="700" fill="{ink}">mlscope</text></svg>"""
INK = {"light": "#0f1714", "dark": "#e9eeec"}
"""The colour of text in each theme."""


def logo() -> None:
    """The name of the app in the band above the sidebar."""
    st.logo(LOGO.format(ink=INK.get(st.context.theme.type or "light", INK["light"])), size="large")


def apply() -> None:
    """Hand the style to the browser."""
    st.html(STYLE)


def keep_the_place() -> None:
    """Lead keyboard and view on through dialogs, pages and sidebar; stands where an empty line does not
    show.
    """
    st.html(KEEP_THE_PLACE, unsafe_allow_javascript=True)


def place(question_id: str) -> str:
    """The key of the box around a question, by which it is found on its page."""
    return f"ask_{re.sub('[^A-Za-z0-9_-]', '_', question_id)}"


def lead_to(question_id: str, mark: int | None = None) -> None:
    """Bring a question of the page into view; each call leads once, or all calls with the same mark
    together.
    """
    st.html(f'<span data-lead-to="{place(question_id)} {mark or time.monotonic_ns()}"></span>')


def dots(name: str) -> str:
    """The label of a small menu of that width: dots to the eye, a name to the ear (an icon would be read out
    as its own name).
    """
    return f"⋮\u2003\u2003\u2003More on {name}"
