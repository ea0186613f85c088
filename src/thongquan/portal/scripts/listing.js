// Tables that people work in: from row to row by the arrow keys, and what htmx changed is said to who does not see it.
// Without this script they are tables of links.

const STEPS = { ArrowDown: (i) => i + 1, ArrowUp: (i) => i - 1, Home: () => 0, End: (_, last) => last };
const OWN_KEYS = "input, select, textarea, [contenteditable], details pre";

/** Where the focus stands in a row: on its link, else on the first thing that can be done with it. */
function stopOf(row) {
  return row.querySelector("a[data-row]") ?? row.querySelector("a[href], button");
}

function stopsOf(table) {
  return [...table.tBodies[0].rows].map(stopOf).filter(Boolean);
}

/** One row's link is in the order of the Tab key, so that it does not take fifty presses to get past a table. */
function settle(table, current) {
  const links = [...table.querySelectorAll("a[data-row]")];
  const chosen = links.includes(current) ? current : (links.find((one) => one === document.activeElement) ?? links[0]);
  for (const link of links) link.tabIndex = link === chosen ? 0 : -1;
}

function onKey(event) {
  const table = event.target.closest("table[data-rows]");
  const row = event.target.closest("tbody tr");
  if (!table || !row || !(event.key in STEPS) || event.target.matches(OWN_KEYS)) return;
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const stops = stopsOf(table);
  const at = stops.indexOf(stopOf(row));
  const next = stops[STEPS[event.key](at, stops.length - 1)];
  event.preventDefault(); // the window does not scroll beside the focus
  next?.focus();
}

const said = document.createElement("p");
said.className = "unseen";
said.setAttribute("role", "status");

function rowsShown() {
  return new Set([...document.querySelectorAll("#listing a[data-row]")].map((one) => one.getAttribute("href")));
}

function prepare() {
  for (const table of document.querySelectorAll("table[data-rows]")) {
    settle(table);
    for (const hint of document.querySelectorAll("[data-keys]")) hint.hidden = stopsOf(table).length < 2;
  }
}

let before = new Set();

function onSwap(source) {
  prepare();
  const words = source.dataset?.refresh;
  if (words) {
    const count = [...rowsShown()].filter((href) => !before.has(href)).length;
    if (count) said.textContent = words.replace("{count}", count);
    return;
  }
  said.textContent = [...document.querySelectorAll("#listing .count")].map((one) => one.textContent).join(". ");
  if (!document.activeElement || document.activeElement === document.body) document.querySelector("#listing .scroll")?.focus();
}

export function begin() {
  document.body.append(said);
  prepare();
  document.addEventListener("keydown", onKey);
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("a[data-row]")) settle(event.target.closest("table"), event.target);
  });
  document.addEventListener("htmx:before:request", (event) => {
    const { sourceElement } = event.detail.ctx;
    const isChoosing = document.querySelector("#listing input:checked"); // what was marked stays marked
    if (sourceElement.dataset?.refresh && (document.hidden || isChoosing)) event.preventDefault();
  });
  document.addEventListener("htmx:before:swap", () => (before = rowsShown()));
  document.addEventListener("htmx:after:swap", (event) => onSwap(event.detail.ctx.sourceElement));
}
