// What can go wrong with a signature, by a code. The words stand in the page, in its language.

export class Trouble extends Error {
  constructor(code, cause) {
    super(code, { cause });
    this.code = code;
  }
}

/** What the server refused, with its own words: `faults` are `{at, text, fix}`, `at` the name of a field or "". */
export class Refused extends Error {
  constructor(told) {
    super(told.code ?? "refused");
    this.faults = Array.isArray(told.faults) && told.faults.length ? told.faults : [{ ...told, at: "" }];
  }
}
