// What was confirmed at the gate: composed by the server, shown as it will be signed, signed with one tap, and filed
// once. A text whose answer was lost goes again as it was signed, and the server says whether it was carried out.

const DEEDS = "/api/v1/deeds";
const KIND = "transport-decide";
const NO_ANSWER = new Set(["LOGIN-NEEDED", "FORM-STALE", "FORM-FOREIGN", "BUSY", "TOO-OFTEN"]); // it goes on waiting

/** What the server refused, in the language of the page. */
function sentences(faults) {
  const { lang } = document.documentElement;
  const told = (said) => (typeof said === "string" ? said : (said?.[lang] ?? said?.vi ?? ""));
  return faults.map((one) => [told(one.text ?? one.title), told(one.fix)].filter(Boolean).join(" ")).join(" ");
}

export class Work {
  /** `gate` tells: `said(code, facts)`, `now()`, `changed()`, `filed(tasks)`. `kit`: what the panel's own script has. */
  constructor(gate, panel, kept, key, kit) {
    Object.assign(this, { gate, panel, kept, key, kit });
    this.texts = new Map();
    this.account = panel.section.dataset.account;
    panel.prepare = () => this.compose();
    panel.sign = () => this.sign();
    panel.goBack = () => {}; // what is not to be signed is dropped in the list
  }

  get composed() {
    return this.kept.open.filter((one) => this.texts.has(one.id));
  }

  /** Of all that waits; without network it goes on waiting. */
  async compose() {
    const filed = [];
    try {
      for (const task of this.kept.open) {
        if (task.signature) await this.send(task, filed);
        else if (!this.texts.has(task.id)) await this.composeOne(task);
      }
    } catch (trouble) {
      this.isStuck = trouble.code !== "network"; // somebody must log in again, say: it is not asked again and again
      if (this.isStuck) throw trouble;
    } finally {
      await this.show(filed);
    }
    if (this.panel.isReviewing) this.panel.find("heading").focus();
  }

  async composeOne(task) {
    const limit = this.gate.offlineSeconds;
    if (this.gate.now() - task.at > limit * 1000) return this.refuse(task, this.gate.said("late", { minutes: limit / 60 }));
    try {
      const { text } = await this.kit.ask(`${DEEDS}/${KIND}`, { account: this.account, says: task.says });
      this.texts.set(task.id, text);
    } catch (trouble) {
      this.refuseFor(task, trouble);
    }
  }

  /** One tap: every text that is shown. */
  async sign() {
    const tasks = this.composed;
    const filed = [];
    this.panel.say("signing-file");
    const signer = this.key.signer ?? (await this.openKey());
    for (const task of tasks) {
      const text = this.texts.get(task.id);
      Object.assign(task, { text, signature: await this.kit.signedWith(signer, text) });
      this.texts.delete(task.id);
    }
    this.kept.save(); // before anything is sent: what is signed and unanswered is known after a reload, too
    this.panel.say("sending");
    try {
      for (const task of tasks) await this.send(task, filed);
    } finally {
      await this.show(filed);
    }
  }

  async openKey() {
    const part = this.panel.section.querySelector('[data-way="file"]');
    const signer = await this.kit.openChosen(part);
    part.querySelector('input[type="file"]').value = "";
    this.key.hold(signer);
    return signer;
  }

  async send(task, filed) {
    try {
      await this.kit.ask(DEEDS, { text: task.text, signature: task.signature, secrets: {} });
    } catch (trouble) {
      if (trouble.message !== "DEED-REPEATED") return this.refuseFor(task, trouble); // else it was carried out already
    }
    this.kept.drop(task);
    filed.push(task);
  }

  /** What the server refused stays, with its words, until somebody dismisses it; anything else is no answer. */
  refuseFor(task, trouble) {
    if (!trouble.faults || NO_ANSWER.has(trouble.message)) throw trouble;
    this.refuse(task, sentences(trouble.faults));
  }

  refuse(task, told) {
    this.texts.delete(task.id);
    task.told = told;
    this.kept.save();
  }

  dismiss(task) {
    this.texts.delete(task.id);
    this.kept.drop(task);
    return this.show([]);
  }

  async show(filed) {
    const { panel, composed } = this;
    panel.find("review").hidden = !composed.length;
    panel.text.textContent = composed.map((one) => this.texts.get(one.id)).join("\n\n");
    if (composed.length) {
      await panel.review();
      panel.find("back").hidden = true;
      panel.find("digest").parentElement.hidden = composed.length > 1; // it is that of one text
      panel.find("review").querySelector("button:not([type])").textContent = this.gate.said("sign", { count: composed.length });
    }
    panel.say("");
    this.gate.changed();
    if (filed.length) this.gate.filed(filed);
  }
}
