// What a driver tells is kept on his telephone until it has come: over a lost network and over a reload. Each report has
// its own id, so that one that is sent twice is taken once. Kept is what he told, never the key in the address.
import { forgetPage, keepPage, openWithoutNetwork } from "./driver_offline.js";

const SECONDS = { answer: 15, first: 3, longest: 60 };
const IN_TURN = ["ready", "left", "arrived"];
const section = document.querySelector("[data-driver]");
const part = (name) => section.querySelector(`[data-part="${name}"]`);
const word = (name) => section.querySelector(`[data-word="${name}"]`).textContent;
const KEY = `thongquan reports ${section.dataset.driver}`;

/** Those that have not come, or were refused and not read yet; in memory where the browser keeps nothing. */
const queue = {
  memory: [],
  read() {
    try {
      return JSON.parse(localStorage.getItem(KEY) ?? "[]");
    } catch {
      return this.memory;
    }
  },
  write(all) {
    this.memory = all;
    try {
      if (all.length) localStorage.setItem(KEY, JSON.stringify(all));
      else localStorage.removeItem(KEY);
      return true;
    } catch {
      return false;
    }
  },
  add(one) {
    return this.write([...this.read(), one]);
  },
  drop(id) {
    this.write(this.read().filter((one) => one.id !== id));
  },
  mark(id, refused) {
    this.write(this.read().map((one) => (one.id === id ? { ...one, refused } : one)));
  },
};

const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((octet) => octet.toString(16).padStart(2, "0")).join("");
const stampNow = () => new Date().toISOString().replace("Z", "000Z");
const say = (text) => part("status").replaceChildren(text);

function inVietnam(stamp) {
  const digits = { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" };
  const found = Object.fromEntries(
    new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Ho_Chi_Minh", hourCycle: "h23", ...digits }).formatToParts(new Date(stamp)).map((one) => [one.type, one.value]),
  );
  return `${found.day}/${found.month}/${found.year} ${found.hour}:${found.minute}`;
}

/** As `transport.reports.next_told`: what was told here counts before it has come. */
function comesNext(state, told) {
  if (told.has("left") || state === "departed") return told.has("arrived") ? [] : ["arrived"];
  return (state === "declared" ? ["ready"] : ["ready", "left"]).filter((one) => !told.has(one));
}

function element(name, kind, text) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.textContent = text;
  return made;
}

function item(one) {
  const made = element("li", "", "");
  Object.assign(made.dataset, { id: one.id, told: one.what, own: "" });
  if (one.refused) delete made.dataset.told;
  const [kind, mark] = one.refused ? ["bad", "refused"] : one.came ? ["good", "received"] : ["warning", "waits"];
  made.append(element("strong", "", word(one.what)), ` · ${inVietnam(one.told_at)} `, element("strong", `tag ${kind}`, word(mark)));
  if (one.note) made.append(element("span", "", one.note));
  if (one.seals) made.append(element("span", "code", one.seals));
  if (one.refused) {
    const button = element("button", "quiet", word("dismiss"));
    button.type = "button";
    button.addEventListener("click", () => {
      queue.drop(one.id);
      show();
    });
    made.append(element("span", "fault", one.refused), button);
  }
  return made;
}

/** The first that has not come. */
const waits = () => queue.read().find(({ refused }) => !refused);

/** Told here and received since the page came: shown until it is loaded anew. */
const came = [];

function show() {
  const list = part("told");
  for (const own of list.querySelectorAll("[data-own]")) own.remove();
  const known = new Set([...list.querySelectorAll("[data-id]")].map((one) => one.dataset.id));
  const waiting = queue.read();
  list.append(...[...came, ...waiting].filter((one) => !known.has(one.id)).map(item));
  part("nothing").hidden = list.childElementCount > 0;
  const told = new Set([...list.querySelectorAll("[data-told]")].map((one) => one.dataset.told));
  const next = comesNext(section.dataset.state, told);
  for (const one of section.querySelectorAll("details[data-what]")) {
    if (IN_TURN.includes(one.dataset.what)) one.hidden = !next.includes(one.dataset.what);
  }
  say(waits() ? word("waiting") : "");
}

/** Why it was refused, in the language of the page. */
async function reason(answer) {
  const problem = await answer.json().catch(() => ({}));
  const language = document.documentElement.lang;
  const faults = problem.faults?.length ? problem.faults : [problem];
  return faults.map(({ text, fix }) => [text?.[language], fix?.[language]].filter(Boolean).join(" ")).join(" ") || word("refused");
}

async function send({ id, what, note, seals, told_at }, csrf) {
  return fetch(location.pathname, {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrf, id, what, note, seals, told_at }).toString(),
    cache: "no-store",
    redirect: "error",
    signal: AbortSignal.timeout(SECONDS.answer * 1000),
  });
}

/** What the page's secret is too old for is sent by the page as it comes anew. Once in a while: not in a circle. */
function loadAnew() {
  const last = Number(sessionStorage.getItem(KEY) ?? 0);
  if (Date.now() - last < SECONDS.longest * 1000) return later(SECONDS.longest);
  sessionStorage.setItem(KEY, String(Date.now()));
  location.reload();
}

let busy = false;
let pause = SECONDS.first;
let timer = 0;

function later(seconds) {
  clearTimeout(timer);
  timer = setTimeout(flush, seconds * 1000);
  pause = Math.min(pause * 2, SECONDS.longest);
}

/** One after another, in their order; what cannot come now is tried again. */
async function flush() {
  if (busy) return;
  busy = true;
  const before = came.length;
  try {
    for (let one = waits(); one; one = waits()) {
      const answer = await send(one, section.querySelector('input[name="csrf"]')?.value ?? "").catch(() => null);
      if (!answer || answer.status >= 500 || [408, 429].includes(answer.status)) {
        return later(Math.max(pause, Number(answer?.headers.get("Retry-After") ?? 0)));
      }
      if (answer.status === 403) return loadAnew();
      if (answer.ok) {
        came.push({ ...one, came: true });
        queue.drop(one.id);
      } else queue.mark(one.id, await reason(answer));
      if (answer.status === 404) await forgetPage().catch(() => {});
      pause = SECONDS.first;
      show();
    }
  } finally {
    busy = false;
    if (came.length > before) keepPage().catch(() => {});
  }
}

function tell(form) {
  const said = Object.fromEntries(["what", "note", "seals"].map((name) => [name, form.elements.namedItem(name)?.value.trim() ?? ""]));
  const needs = form.dataset.needs?.split(" ") ?? [];
  if (needs.length && !needs.some((name) => said[name])) {
    form.elements.namedItem(needs[0]).focus();
    return say(word("needs"));
  }
  const kept = queue.add({ id: newId(), ...said, told_at: stampNow() });
  form.reset();
  form.closest("details").open = false;
  show();
  if (!kept) say(word("lost"));
  flush();
}

section.addEventListener("submit", (event) => {
  event.preventDefault();
  tell(event.target);
});
addEventListener("online", () => flush());
document.addEventListener("visibilitychange", () => document.hidden || flush());
show();
flush();
openWithoutNetwork(section.dataset.worker);
