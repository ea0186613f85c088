// The officers' gate: a number that is typed or scanned, big buttons, and what to do while there is no network. The page
// holds the transports before this gate, as the server made them; nothing is signed that the server did not compose.
import { scanned } from "./gate_camera.js";
import { HeldKey } from "./gate_key.js";
import { Kept } from "./gate_kept.js";
import { clock, row } from "./gate_list.js";
import { says } from "./gate_says.js";
import { Work } from "./gate_work.js";

const AGAIN = 10_000; // milliseconds until what waits for the network is tried again
const FRESH = 60_000; // and until what is held is asked for anew, as long as nobody is at it

class Gate {
  constructor(root, panel, kit) {
    const { account, waiting, key, offline, camera } = root.dataset;
    Object.assign(this, { root, panel, offlineSeconds: Number(offline), cameraSeconds: Number(camera), off: null });
    this.kept = new Kept(account, Number(waiting));
    this.key = new HeldKey(Number(key), () => this.changed());
    this.work = new Work(this, panel, this.kept, this.key, kit);
    this.field = root.querySelector("#number");
    panel.section.querySelector("fieldset").hidden = true; // at a gate there is the key file alone
    this.listen();
    this.settle();
    this.changed();
    this.part("scan").hidden = false;
    this.goOn();
    setInterval(() => this.goOn(), AGAIN);
    setInterval(() => this.lookAgain(), FRESH);
  }

  listen() {
    this.root.addEventListener("click", (event) => this.onClick(event));
    this.root.addEventListener("submit", (event) => this.onSubmit(event), true);
    document.addEventListener("htmx:after:swap", (event) => this.isOurs(event) && this.settle());
    document.addEventListener("htmx:error", (event) => this.isOurs(event) && this.field.value && this.showHeld());
    addEventListener("online", () => (this.refresh(), this.goOn()));
    document.addEventListener("visibilitychange", () => document.hidden && this.off?.abort());
  }

  isOurs(event) {
    return [this.part("find"), this.part("again")].includes(event.detail?.ctx?.sourceElement);
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  said(code, facts = {}) {
    const words = this.part("said").querySelector(`[data-code="${CSS.escape(code)}"]`).textContent;
    return words.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  }

  tell(code, facts) {
    this.part("told").textContent = code ? this.said(code, facts) : "";
  }

  /** By the server's clock, of which that of the phone may be off. */
  now() {
    return Date.now() + this.ahead;
  }

  /** What the server sent has been put into the page. */
  settle() {
    const part = this.root.querySelector("#gate-part");
    this.ahead = Date.parse(part.dataset.now) - Date.now();
    if (part.querySelector("#gate-held")) this.heldAt = this.now();
    this.offer(part);
    if (this.isAsked) part.querySelector("#gate-one h2")?.focus();
    this.isAsked = false;
  }

  offer(part) {
    for (const one of part.querySelectorAll("[data-act], [data-acts]")) one.hidden = false;
  }

  refresh() {
    this.part("find").dispatchEvent(new CustomEvent("gate:refresh"));
  }

  /** Nothing that is being typed or signed is taken away. */
  lookAgain() {
    const part = this.root.querySelector("#gate-part");
    const shown = part.querySelector("#gate-one article")?.dataset.number ?? "";
    const isTyped = [...part.querySelectorAll("#gate-one input")].some((one) => one.checked || one.value !== one.defaultValue);
    if (isTyped || this.field.value.trim() !== shown || part.contains(document.activeElement)) return;
    if (navigator.onLine && !this.panel.isReviewing) this.part("again").dispatchEvent(new CustomEvent("gate:again"));
  }

  onClick(event) {
    const act = event.target.closest("[data-act] button")?.closest("[data-act]");
    const link = event.target.closest("a[data-open]");
    const name = event.target.closest("button[data-part]")?.dataset.part;
    if (act) this.confirm(act);
    else if (link) this.open(link.dataset.open, event);
    else if (name === "scan") this.scan();
    else if (name === "stop") this.off?.abort();
    else if (name === "lock") this.key.drop();
  }

  open(number, event) {
    event?.preventDefault();
    this.field.value = number;
    this.part("find").requestSubmit();
  }

  onSubmit(event) {
    if (event.target !== this.part("find")) return;
    this.tell("");
    this.isAsked = true;
    if (navigator.onLine) return; // htmx asks the server
    event.preventDefault();
    event.stopPropagation();
    this.showHeld();
  }

  heldOne(typed) {
    const digits = typed.replace(/[\s.,*-]/g, "");
    const held = [...this.root.querySelectorAll("#gate-held > article")];
    const isListed = (one) => JSON.parse(one.dataset.lists).includes(typed.trim());
    return held.find((one) => one.dataset.number === digits) ?? held.find(isListed);
  }

  /** Without network: what the page holds. */
  showHeld() {
    const number = this.field.value.trim();
    const found = this.heldOne(number);
    const place = this.root.querySelector("#gate-one");
    place.replaceChildren(...(found ? [found.cloneNode(true)] : []));
    this.offer(place);
    if (found) this.field.value = found.dataset.number;
    this.tell(found ? "offline" : "not-held", { number, time: clock(this.heldAt) });
    place.querySelector("h2")?.focus();
  }

  /** A tap on a big button. */
  async confirm(fields) {
    const article = fields.closest("article");
    if ([...fields.querySelectorAll("input")].some((one) => !one.reportValidity())) return;
    const at = this.now();
    const said = says(article, fields, at);
    const trouble = said.discrepancies?.length === 0 ? "nothing-differs" : this.kept.room(said.number);
    this.tell(trouble);
    if (trouble) return;
    this.kept.put({ id: crypto.randomUUID(), number: said.number, step: said.step, says: said, at });
    this.changed();
    this.work.isStuck = false;
    await this.panel.run(() => this.work.compose());
  }

  /** What waits is composed once there is a network, and shown: one tap signs it. */
  goOn() {
    const waits = this.kept.open.some((one) => one.signature || !this.work.texts.has(one.id));
    if (waits && navigator.onLine && !this.work.isStuck) this.panel.run(() => this.work.compose());
  }

  filed(tasks) {
    this.tell("done", { count: tasks.length });
    if (tasks.length === 1) this.field.value = tasks[0].number;
    this.refresh();
  }

  async scan() {
    if (this.off) return;
    this.off = new AbortController();
    const camera = this.part("camera");
    camera.hidden = false;
    this.tell("camera-starts");
    try {
      const isOurs = (read) => /^\d{12}$/.test(read) || this.heldOne(read);
      const read = await scanned(camera.querySelector("video"), this.cameraSeconds, isOurs, this.off.signal);
      navigator.vibrate?.(60);
      this.open(read);
    } catch (trouble) {
      this.tell(trouble.code === "stopped" ? "" : `camera-${trouble.code ?? "none"}`, { read: trouble.read });
    } finally {
      camera.hidden = true;
      this.off = null;
    }
  }

  /** The list of what waits, and whether a key is open. */
  changed() {
    const list = this.part("waiting").querySelector("ul");
    list.replaceChildren(...this.kept.all.map((task) => row(this, task)));
    this.part("waiting").hidden = !this.kept.all.length;
    const isOpen = Boolean(this.key?.signer);
    this.part("key").hidden = !isOpen;
    this.panel.section.querySelector('[data-way="file"]').hidden = isOpen;
    if (isOpen) this.part("until").textContent = clock(this.key.ends + this.ahead);
  }
}

export function begin(root, panel, kit) {
  return new Gate(root, panel, kit);
}
