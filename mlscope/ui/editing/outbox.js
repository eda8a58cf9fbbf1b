// What was typed and is not in the store yet: kept in this browser at every stroke, told in a corner of the page, warned of
// when the page is left, and handed in once the app can be reached again. The store says what it holds by length and CRC-32.

const PREFIX = "mlscope/typed/";
const GRACE = 5000; // milliseconds after which another tab's words are taken for left behind
const SENT = 100; // milliseconds in which a field that is left hands its words to the connection

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
  let now = { project: "", session: "", fields: {}, kept: {}, refused: {} };
  let line, delivered, cellOpen = false;

  const name = (question) => `${PREFIX}${now.project}/${question}`;
  const connected = () =>
    document.querySelector("[data-testid=stApp]")?.dataset.testConnectionState === "CONNECTED";

  function entries() {
    const start = `${PREFIX}${now.project}/`;
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(start))
      .map((key) => ({ question: key.slice(start.length), ...JSON.parse(localStorage[key]) }));
  }

  function questionOf(field) {
    if (!field.matches?.("textarea, input[type=text]")) return undefined;
    const box = field.closest?.("[class*=st-key-ask_]");
    const place = box && [...box.classList].find((one) => one.startsWith("st-key-ask_"));
    return place && now.fields[place.slice("st-key-".length)];
  }

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
    const base = before ? JSON.parse(before).base : now.kept[question];
    if (mark(field.value) === now.kept[question]) delete localStorage[name(question)];
    else localStorage[name(question)] = JSON.stringify({ text: field.value, base, tab, at: Date.now() });
    tell();
  }

  function leaveField() {
    const field = document.activeElement;
    if (["TEXTAREA", "INPUT"].includes(field?.tagName)) field.blur();
  }

  document.addEventListener("input", (event) => typed(event.target), true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { cellOpen = false; tell(); }
  }, true);
  // The words of a field that is left by going back must be sent first: sent second, they would ask for the old page again.
  window.addEventListener("popstate", (event) => {
    if (!event.isTrusted || !(cellOpen || unsaved().length)) return;
    event.stopImmediatePropagation();
    leaveField();
    setTimeout(() => window.dispatchEvent(new PopStateEvent("popstate", { state: event.state })), SENT);
  }, true);
  window.addEventListener("beforeunload", (event) => {
    leaveField();
    const open = [...document.querySelectorAll("textarea")].some(
      (field) => touched.has(field) && !questionOf(field) && !field.closest("#portal") && field.value.trim());
    if (cellOpen || open || unsaved().length) event.preventDefault();
  });
  const handIn = (left) => {
    if (left.length) window.mlscopeDoor?.("typed", left.map(({ question, text, base }) => ({ question, text, base })));
  };
  let down = false;
  new MutationObserver(() => {
    if (down && connected()) handIn(unsaved()); // no run follows by itself when the line is back
    down = !connected();
    tell();
  }).observe(document.querySelector("[data-testid=stApp]"), {
    attributeFilter: ["data-test-connection-state"],
  });

  return function update(data, root) {
    now = data;
    line = root.querySelector("#line");
    cellOpen = cellOpen && Boolean(document.querySelector("#portal textarea, #portal input"));
    for (const one of entries()) {
      if (now.kept[one.question] === mark(one.text)) delete localStorage[name(one.question)];
    }
    const visit = `${now.project} ${now.session}`;
    if (delivered !== visit) {
      delivered = visit;
      const left = entries().filter((one) => one.tab === tab || Date.now() - one.at > GRACE);
      for (const one of left) {
        localStorage[name(one.question)] = JSON.stringify({ ...one, tab, question: undefined });
      }
      handIn(left);
    }
    const field = document.activeElement; // whoever is typing already when this arrives is heard too
    const question = field && questionOf(field);
    if (question && now.kept[question] && mark(field.value) !== now.kept[question]) typed(field);
    tell();
  };
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!data.kept) {
    window.mlscopeDoor = setTriggerValue;
    return;
  }
  window.mlscopeOutbox ??= createOutbox();
  window.mlscopeOutbox(data, parentElement);
}
