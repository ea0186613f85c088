// The signing panel of a form: the server composes the text, the page shows it as it is, a key signs it, and text,
// signature and secrets go to the server. Its markup and words are those of templates/signing.html.
import "./choosing.js";
import { ask } from "./asking.js";
import { sha256 } from "./cms.js";
import { clearFaults, showFaults, showWords } from "./faults.js";
import { dropSecrets, fieldsOf, secretsOf } from "./fields.js";
import { send, withDocuments } from "./sending.js";
import { Refused } from "./trouble.js";
import { WAYS, download, fetchOpener, openChosen, signedWith } from "./ways.js";

const DEEDS = "/api/v1/deeds"; // composed there; where they go once signed: sending.js

class Panel {
  constructor(section) {
    this.section = section;
    this.form = section.closest("form");
    this.find = (name) => section.querySelector(`[data-part="${name}"]`);
    this.summary = this.find("summary");
    this.text = this.find("text");
    this.busy = false;
    this.form.noValidate = true; // faults are told by the server, all at once
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.run(this.isReviewing ? () => this.sign() : () => this.prepare());
    });
    this.form.addEventListener("input", (event) => this.noteChange(event.target));
    this.find("back").addEventListener("click", () => this.goBack());
    this.find("download").addEventListener("click", () => download(this.text.textContent, this.find("download").dataset.name));
    this.chooseWay();
    for (const place of section.querySelectorAll('[data-part="origin"]')) place.textContent = location.origin;
    section.hidden = false;
    if ("given" in section.dataset) this.run(() => this.review());
  }

  get isReviewing() {
    return !this.find("review").hidden;
  }

  get way() {
    return this.section.querySelector('input[type="radio"]:checked').value;
  }

  get account() {
    return this.section.dataset.account || (this.form.elements.namedItem("account")?.value ?? "").trim();
  }

  say(code) {
    const words = code ? [...this.words(code).childNodes].map((node) => node.cloneNode(true)) : [];
    this.find("status").replaceChildren(...words);
  }

  /** The words of `code`, which stand in the page. */
  words(code, otherwise) {
    const found = (one) => this.section.querySelector(`[data-code="${CSS.escape(one)}"]`);
    return found(code) ?? otherwise ?? found("unknown");
  }

  /** One thing at a time; whatever goes wrong is told. */
  async run(work) {
    if (this.busy) return;
    this.busy = true;
    this.section.setAttribute("aria-busy", "true");
    clearFaults(this.form, this.summary);
    try {
      await work();
    } catch (trouble) {
      this.tell(trouble);
    } finally {
      this.busy = false;
      this.section.removeAttribute("aria-busy");
    }
  }

  tell(trouble) {
    this.say("");
    const place = this.isReviewing ? this.find("review") : this.form;
    if (trouble instanceof Refused) {
      const ofFields = trouble.faults.some((fault) => fault.at);
      if (ofFields) this.goBack();
      showFaults(this.form, this.summary, ofFields ? this.form : place, trouble.faults, this.words("fault").textContent);
    } else showWords(this.summary, place, this.words(trouble.code ?? "unknown"));
  }

  async prepare() {
    this.say("preparing");
    const message = { account: this.account, says: await withDocuments(this.form, fieldsOf(this.form, this.section)) };
    const told = await ask(`${DEEDS}/${this.section.dataset.kind}`, message);
    this.text.textContent = told.text;
    this.find("expires").textContent = told.expires_at ? inVietnam(told.expires_at) : "";
    await this.review();
    this.find("heading").focus();
  }

  async review() {
    const digest = await sha256(new TextEncoder().encode(this.text.textContent));
    this.find("digest").textContent = [...digest].map((octet) => octet.toString(16).padStart(2, "0")).join("");
    this.find("expiry").hidden = !this.find("expires").textContent;
    this.find("prepare").hidden = true;
    this.find("back").hidden = "given" in this.section.dataset;
    this.find("review").hidden = false;
    this.say("");
  }

  goBack() {
    if ("given" in this.section.dataset) return;
    this.find("review").hidden = true;
    this.find("prepare").hidden = false;
    this.text.textContent = "";
    this.say("");
  }

  /** A text that no longer says what the form says is not signed. */
  noteChange(element) {
    if (element.matches('[data-part="way"]')) this.chooseWay();
    else if (element.closest('[data-way="file"]')) fetchOpener().catch(() => {}); // told when it is needed
    else if (this.isReviewing && !this.section.contains(element) && !("secret" in element.dataset)) this.goBack();
  }

  chooseWay() {
    for (const part of this.section.querySelectorAll("[data-way]")) part.hidden = part.dataset.way !== this.way;
  }

  async sign() {
    this.say(`signing-${this.way}`);
    const text = this.text.textContent;
    const part = this.section.querySelector(`[data-way="${this.way}"]`);
    const signature = await WAYS[this.way](part, text, (code) => this.say(code));
    this.say("sending");
    this.finish(await send(this.section, this.form, { text, signature, secrets: secretsOf(this.form, this.section) }));
  }

  finish(answer) {
    dropSecrets(this.form, this.section);
    for (const field of this.section.querySelectorAll('input[type="file"], input[type="password"]')) field.value = "";
    const event = new CustomEvent("thongquan:signed", { detail: answer, bubbles: true, cancelable: true });
    if (!this.section.dispatchEvent(event)) return;
    const shown = Object.entries(answer.shown ?? {});
    const next = answer.next || this.section.dataset.next.replace("{account}", encodeURIComponent(this.account)).replace("{deed}", answer.deed);
    if (next && !shown.length) location.assign(ofOurs(next));
    else this.showDone(shown, next);
  }

  /** What is shown once (a first password, a terminal's key) stands in the page and nowhere else. */
  showDone(shown, next) {
    const copy = [this.words("copy").textContent, this.words("copied").textContent];
    this.find("shown").replaceChildren(...shown.map(([name, value]) => row(this.words(`shown-${name}`, name), value, copy)));
    this.find("prepare").hidden = this.find("review").hidden = true;
    const [done, onward] = [this.find("done"), this.find("onward")];
    done.hidden = false;
    onward.hidden = !next;
    if (next) onward.href = ofOurs(next);
    this.say("");
    done.focus();
  }
}

function row(label, value, [copy, copied]) {
  const [whole, term, said] = ["div", "dt", "dd"].map((tag) => document.createElement(tag));
  term.textContent = typeof label === "string" ? label : label.textContent;
  const told = value.startsWith("/") ? ofOurs(value) : value; // an address is copied with the name of this server
  said.textContent = told;
  said.className = "code";
  whole.append(term, said, copying(told, copy, copied));
  return whole;
}

/** A button beside what is shown once, so that nobody types it off. */
function copying(value, copy, copied) {
  const [place, button] = ["dd", "button"].map((tag) => document.createElement(tag));
  button.type = "button";
  button.className = "quiet";
  button.textContent = copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(value);
    button.textContent = copied;
  });
  place.append(button);
  return place;
}

function ofOurs(address) {
  const url = new URL(address, location.origin);
  if (url.origin !== location.origin) throw new TypeError("another site");
  return url.href;
}

function inVietnam(stamp) {
  const digits = { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" };
  return new Date(stamp).toLocaleString("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", ...digits });
}

for (const section of document.querySelectorAll("[data-sign]")) {
  const panel = new Panel(section);
  const gate = section.closest("[data-gate]"); // it needs more than other pages: that is fetched there alone
  if (gate) import("./gate.js").then(({ begin }) => begin(gate, panel, { ask, openChosen, signedWith }));
}
