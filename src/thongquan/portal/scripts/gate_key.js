// A key that was opened at the gate signs more than once: for some minutes, until the page is left, the phone is locked,
// or its holder locks it. It is held as WebCrypto has it, which never hands it over.

export class HeldKey {
  #signer = null;
  #ends = 0;

  constructor(seconds, onChange) {
    this.milliseconds = seconds * 1000;
    this.onChange = onChange;
    addEventListener("pagehide", () => this.drop());
    document.addEventListener("visibilitychange", () => document.hidden && this.drop());
  }

  hold(signer) {
    clearTimeout(this.timer);
    this.#signer = signer;
    this.#ends = Date.now() + this.milliseconds;
    this.timer = setTimeout(() => this.drop(), this.milliseconds);
    this.onChange();
  }

  drop() {
    clearTimeout(this.timer);
    this.#signer = null;
    this.onChange();
  }

  /** None once its time is over: a phone that slept may not have woken for the timer. */
  get signer() {
    return Date.now() < this.#ends ? this.#signer : null;
  }

  get ends() {
    return this.#ends;
  }
}
