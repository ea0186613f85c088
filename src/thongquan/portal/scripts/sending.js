// Where what was signed goes: a deed in JSON, a deed with documents beside it, or, beside a statement, what it was made of.
import { ask, told } from "./asking.js";
import { sha256 } from "./cms.js";

const DEEDS = "/api/v1/deeds";

function filesOf(form) {
  return [...(form.querySelector("input[data-documents]")?.files ?? [])];
}

/** What the text names of each document that was chosen, so that its signer is bound to its very bytes. */
async function named(file) {
  const digest = await sha256(new Uint8Array(await file.arrayBuffer()));
  const hex = [...digest].map((octet) => octet.toString(16).padStart(2, "0")).join("");
  return { name: file.name, size: String(file.size), sha256: hex };
}

/** Of a form that was made a text of: the files that come beside it. */
const coming = new WeakMap();

/** What is there already, and whether it stays: marked data-kept, each as a text names it. */
function keptIn(form) {
  return [...form.querySelectorAll("input[data-kept]")].map((box) => ({ file: JSON.parse(box.dataset.kept), stays: box.checked }));
}

/** The fields, and the documents where the form asks for some: what stays, then what is new. One after another: they may be large. */
export async function withDocuments(form, says) {
  if (!form.querySelector("input[data-documents]")) return says;
  const kept = keptIn(form);
  const documents = kept.filter((one) => one.stays).map((one) => one.file);
  const files = [];
  for (const file of filesOf(form)) {
    const one = await named(file);
    documents.push(one);
    if (!kept.some(({ file }) => file.sha256 === one.sha256 && file.size === one.size)) files.push(file);
  }
  coming.set(form, files);
  return { ...says, documents };
}

function part(kind, content, boundary) {
  return [`--${boundary}\r\nContent-Type: ${kind}\r\n\r\n`, content, "\r\n"];
}

function octets(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** As `server/document_intake.py` reads it: text, signature, then each document in the order of the text. */
async function give(address, { text, signature }, files) {
  const boundary = `thongquan-${crypto.randomUUID()}`;
  const parts = [
    ...part("text/plain", text, boundary),
    ...part("application/pkcs7-signature", octets(signature), boundary),
    ...files.flatMap((file) => part("application/octet-stream", file, boundary)),
    `--${boundary}--\r\n`,
  ];
  return told(address, { "Content-Type": `multipart/mixed; boundary=${boundary}` }, new Blob(parts));
}

export function send(section, form, { text, signature, secrets }) {
  const { to } = section.dataset;
  if (form.querySelector("input[data-documents]")) return give(to, { text, signature }, coming.get(form) ?? []);
  if (!to) return ask(DEEDS, { text, signature, secrets });
  const fields = new URLSearchParams({ text, signature, ...secrets });
  return told(to, { "Content-Type": "application/x-www-form-urlencoded" }, fields.toString());
}
