// A table of words that wrap, with a first column that stays. What is clicked is told by its row and column; -1 is the head.

export default function ({ data, parentElement, setTriggerValue }) {
  const frame = parentElement.querySelector(".frame");
  const cell = (kind, text, place) => {
    const made = document.createElement(kind);
    if (place) {
      const button = document.createElement("button");
      button.textContent = text;
      button.onclick = () => setTriggerValue("opened", place);
      made.append(button);
    } else made.textContent = text;
    return made;
  };
  const head = document.createElement("tr");
  head.append(document.createElement("td"));
  data.heads.forEach((text, column) => {
    const made = cell("th", text, data.leads && [-1, column]);
    made.scope = "col";
    head.append(made);
  });
  const rows = data.rows.map(({ label, cells, differs, leads }, row) => {
    const made = document.createElement("tr");
    made.className = differs ? "differs" : "same";
    const first = cell("th", label);
    first.scope = "row";
    if (!differs) {
      const note = document.createElement("small");
      note.textContent = " (same)";
      first.append(note);
    }
    made.append(first, ...cells.map((text, column) => cell("td", text, leads && [row, column])));
    return made;
  });
  const [top, body] = [document.createElement("thead"), document.createElement("tbody")];
  top.append(head);
  body.append(...rows);
  frame.setAttribute("aria-label", data.label);
  frame.querySelector("table").replaceChildren(top, body);
}
