// What was typed and is not in the store yet: kept in this browser at every stroke, told in a corner of the page, warned of
// when the page is left, and handed in once the app can be reached again. The store says what it holds by length and CRC-32.

const PREFIX = "mlscope/typed/";
const GRACE = 5000; // milliseconds after which another tab's words are taken for left behind
const HOLD = 2000; // milliseconds for which a link, a button or Back waits at most for the words before it
const REST = 1500; // milliseconds of rest after which what is still not saved is handed in once more
const LOOK = 100; // milliseconds between two looks whether the app has come to rest
const LONGEST = 30000; // milliseconds between two such attempts, at most
const STROKES = 200; // of which an entry remembers what the field held

const table = Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});

function mark(text) {
  const bytes = new TextEncoder().encode(text);
  let crc = 0xffffffff;
  for (const byte of bytes) crc = table[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return `${bytes.length}:${((crc ^ 0xffffffff) >>> 0).toString(16)}`;
}

function createOutbox() {
  const tab = (sessionStorage.mlscopeTab ??= String(Math.random()).slice(2));
  const touched = new WeakSet();
  const entered = new WeakMap(); // what a field showed when it was entered, which is known before the store's word for it
  let now = { project: "", visit: "", kept: {}, stored: {}, heard: {}, refused: {} };
  let line, delivered, cellOpen = false;

  const name = (question) => `${PREFIX}${now.project}/${question}`;
  const app = () => document.querySelector("[data-testid=stApp]")?.dataset ?? {};
  const connected = () => app().testConnectionState === "CONNECTED";

  function entries() {
    const start = `${PREFIX}${now.project}/`;
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(start))
      .map((key) => ({ question: key.slice(start.length), ...JSON.parse(localStorage[key]) }));
  }

  function keep({ question, ...entry }) {
    localStorage[name(question)] = JSON.stringify(entry);
  }

  // What the store may hold beneath these words without anybody else having written: what it held when they were begun, or
  // what the field held at one of the strokes since.
  function bases(question, since = []) {
    return [...new Set([now.kept[question], now.stored[question], ...since])];
  }

  function questionOf(field) {
    if (!field.matches?.("textarea, input[type=text]")) return undefined;
    const box = field.closest?.("[class*=st-key-ask_]");
    const place = box && [...box.classList].find((one) => one.startsWith("st-key-ask_"));
    return place && window.mlscopeFields?.[place.slice("st-key-".length)];
  }

  const editorOpen = () => Boolean(document.querySelector("#portal textarea, #portal input"));

  function unsaved() {
    return entries().filter((one) => one.tab === tab && now.refused[one.question] !== mark(one.text));
  }

  function tell() {
    const waiting = cellOpen || unsaved().length > 0;
    if (!line) return;
    line.hidden = !waiting;
    line.textContent = connected()
      ? "Not saved yet …"
      : "Not saved yet: no connection. What you typed is kept in this browser.";
  }

  function typed(field) {
    const question = questionOf(field);
    if (!question) {
      touched.add(field);
      if (field.closest("#portal")) cellOpen = true;
      return tell();
    }
    const before = localStorage[name(question)];
    const known = before ? JSON.parse(before).bases : [now.kept[question] ?? entered.get(field), now.stored[question]];
    const text = field.value, held = [...known.slice(0, 2), ...known.slice(2).slice(-STROKES), mark(text)];
    if (mark(text) === now.kept[question]) delete localStorage[name(question)];
    else keep({ question, text, tab, at: Date.now(), bases: held });
    tell();
  }

  function leaveField() {
    const field = document.activeElement;
    if (["TEXTAREA", "INPUT"].includes(field?.tagName)) field.blur();
  }

  document.addEventListener("focusin", ({ target }) => questionOf(target) && entered.set(target, mark(target.value)), true);
  document.addEventListener("input", (event) => typed(event.target), true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { cellOpen = false; tell(); }
  }, true);
  // The words of a field that is left must be heard first: sent second, they would ask for the old page again, and the link
  // or the button would lead nowhere.
  let held, limit, due = false, rested = Date.now(), wait = REST;
  function hold(event, act) {
    if (!event.isTrusted || !connected() || !(cellOpen || unsaved().length)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held = act;
    clearTimeout(limit);
    limit = setTimeout(letGo, HOLD);
    leaveField();
  }
  function letGo() {
    const act = held;
    held = undefined;
    clearTimeout(limit);
    cellOpen &&= editorOpen();
    rested = Date.now();
    act?.();
  }
  document.addEventListener("click", (event) => {
    const way = event.target.closest?.("a[href]:not([target=_blank]), [data-testid=stButton] button");
    if (way && !event.ctrlKey && !event.metaKey && !event.shiftKey) hold(event, () => way.click());
  }, true);
  // Back and Forward are held before the address changes where the browser lets a page do so, as Chromium does.
  let away = false;
  window.navigation?.addEventListener("navigate", (event) => {
    const { navigationType, cancelable, destination } = event;
    away = event.info === PREFIX;
    if (navigationType !== "traverse" || !cancelable || !destination.sameDocument || away) return;
    hold(event, () => navigation.traverseTo(destination.key, { info: PREFIX }));
  });
  // Elsewhere Streamlit hears Back before this does, and has asked for the page already; it is asked for once more behind the
  // words.
  window.addEventListener("popstate", (event) => {
    if (away) return;
    const there = location.href, state = event.state;
    hold(event, () => {
      if (location.href !== there) history.pushState(state, "", there); // the words had the old page drawn, with its address
      window.dispatchEvent(new PopStateEvent("popstate", { state }));
    });
  }, true);
  window.addEventListener("beforeunload", (event) => {
    leaveField();
    const open = [...document.querySelectorAll("textarea")].some(
      (field) => touched.has(field) && !questionOf(field) && !field.closest("#portal") && field.value.trim());
    if (cellOpen || open || unsaved().length) event.preventDefault();
  });
  const handIn = (left) => {
    if (left.length) window.mlscopeDoor?.("typed", left.map(({ question, text, bases, at }) => ({ question, text, bases, at })));
  };
  // Words get lost on their way where a page, a run or a server ends before they are heard. So whatever is not saved when the
  // app has come to rest is handed in again, ever less often while that does not help. Only at rest, because what is sent
  // behind the request for another page would call the app back from it.
  setInterval(() => {
    const here = unsaved(), still = connected() && app().testScriptState === "notRunning";
    const again = here.filter((one) => one.text.trim());
    if (!again.length) wait = REST;
    if (still && due) {
      due = false;
      handIn(here);
    }
    if (!still || !again.length || again.some((one) => Date.now() - one.at < REST)) rested = Date.now();
    else if (Date.now() - rested >= wait) {
      [rested, wait] = [Date.now(), Math.min(2 * wait, LONGEST)];
      handIn(again);
    }
  }, LOOK);
  let down = false;
  new MutationObserver(() => {
    rested = Date.now(); // a busy browser may come to the look above long after a run has begun and ended
    due ||= down && connected(); // no run follows by itself when the line is back
    down = !connected();
    tell();
  }).observe(document.querySelector("[data-testid=stApp]"), {
    attributeFilter: ["data-test-connection-state", "data-test-script-state"],
  });

  return function update(data, root) {
    now = data;
    line = root.querySelector("#line");
    cellOpen &&= editorOpen();
    for (const one of entries()) {
      const kept = now.kept[one.question];
      if (kept === mark(one.text) || now.heard[one.question] === one.at) delete localStorage[name(one.question)];
      else if (one.bases.includes(kept))
        keep({ ...one, bases: bases(one.question, one.bases.slice(one.bases.indexOf(kept) + 1)) });
    }
    if (delivered !== now.visit) {
      delivered = now.visit;
      const left = entries().filter((one) => one.tab === tab || Date.now() - one.at > GRACE);
      for (const one of left) keep({ ...one, tab });
      due = left.length > 0;
    }
    const field = document.activeElement; // whoever is typing already when this arrives is heard too
    const question = field && questionOf(field);
    if (question && now.kept[question] && mark(field.value) !== now.kept[question]) typed(field);
    if (held && !cellOpen && !unsaved().length) letGo();
    tell();
  };
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!data.kept) {
    window.mlscopeDoor = setTriggerValue;
    window.mlscopeFields = data.fields;
    return;
  }
  window.mlscopeOutbox ??= createOutbox();
  window.mlscopeOutbox(data, parentElement);
}
