// What an officer confirmed at the gate and what is not filed yet, kept on this phone: no key, no password, nothing that
// could be signed without him. Whoever finds the phone reads numbers, vehicles and seals in it until they are filed.

/** Things to do, each of another transport: `{id, number, step, says, at}`, once signed `text` and `signature`, and
 * `told` where it will not be filed. Kept under the account, so that a colleague's are not signed by another. */
export class Kept {
  constructor(account, most) {
    this.name = `thongquan-gate ${account}`;
    this.most = most;
    this.all = this.read();
  }

  read() {
    try {
      const found = JSON.parse(localStorage.getItem(this.name) ?? "[]");
      return Array.isArray(found) ? found.slice(0, this.most) : [];
    } catch {
      return []; // somebody else wrote it, or the browser keeps nothing
    }
  }

  save() {
    try {
      if (this.all.length) localStorage.setItem(this.name, JSON.stringify(this.all));
      else localStorage.removeItem(this.name);
    } catch {
      // the browser keeps nothing: it lives as long as the page
    }
  }

  get open() {
    return this.all.filter((one) => !one.told);
  }

  /** `already`, `full`, or "" where there is room. What was refused of the same transport gives way. */
  room(number) {
    if (this.open.some((one) => one.number === number)) return "already";
    return this.all.filter((one) => one.number !== number).length >= this.most ? "full" : "";
  }

  put(task) {
    this.all = [...this.all.filter((one) => one.number !== task.number), task];
    this.save();
  }

  drop(task) {
    this.all = this.all.filter((one) => one.id !== task.id);
    this.save();
  }
}
