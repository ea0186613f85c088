// What htmx may make a page of: markup that was sent, without anything in it that runs.
// The page's policy (Trusted Types) lets only this module turn text into elements; a server that was tricked into
// sending a script, a handler or a frame inside a fragment is not believed.

const RUNS = new Set(["script", "iframe", "frame", "object", "embed", "base", "meta", "link", "style", "portal"]);
const HANDLER = /^(on|hx-on|data-hx-on)/;
const SCRIPT_ADDRESS = /^\s*(javascript|data|vbscript):/i;

const asItIs = { createHTML: (text) => text, createScript: (text) => text };
const inert = globalThis.trustedTypes?.createPolicy("thongquan", asItIs) ?? asItIs;

function check(root) {
  for (const element of root.querySelectorAll("*")) {
    if (RUNS.has(element.localName)) throw new TypeError(`a fragment may not hold <${element.localName}>`);
    for (const { name, value } of element.attributes) {
      if (HANDLER.test(name) || SCRIPT_ADDRESS.test(value.replace(/[\u0000-\u0020]/g, ""))) {
        throw new TypeError(`a fragment may not hold ${name} on <${element.localName}>`);
      }
    }
    if (element.localName === "template") check(element.content);
  }
}

export const policy = {
  createHTML(text) {
    check(new DOMParser().parseFromString(inert.createHTML(text), "text/html"));
    return inert.createHTML(text);
  },
  createScript(text) {
    throw new TypeError(`no script is made of text: ${text.slice(0, 40)}`);
  },
};

export function refuseCode() {
  throw new TypeError("no code is made of attributes");
}
