// Three ways to a signature. Each takes its part of the panel, the text and a function that is told the code of
// what is going on, and gives a signed message in base64.
import { detachedMessage } from "./cms.js";
import { askHelper } from "./helper.js";
import { Trouble } from "./trouble.js";

function base64(bytes) {
  let text = "";
  for (const octet of bytes) text += String.fromCharCode(octet);
  return btoa(text);
}

/** What opens key files is ten times the rest: it is fetched when somebody chooses one. */
export async function fetchOpener() {
  try {
    return await import("./pkcs12.js");
  } catch (cause) {
    throw new Trouble("network", cause);
  }
}

/** The key of the file that was chosen in a panel's part: `{key, certificate, beside}`. The password is taken out. */
export async function openChosen(part) {
  const [chosen] = part.querySelector('input[type="file"]').files;
  if (!chosen) throw new Trouble("file-missing");
  if (chosen.size > Number(part.dataset.largest)) throw new Trouble("file-large");
  const field = part.querySelector('input[type="password"]');
  const password = new TextEncoder().encode(field.value);
  field.value = "";
  const { openKeyFile } = await fetchOpener();
  try {
    return await openKeyFile(new Uint8Array(await chosen.arrayBuffer()), password);
  } catch (cause) {
    throw new Trouble(cause.reason ? `file-${cause.reason}` : "file-unreadable", cause);
  }
}

export async function signedWith(signer, text) {
  return base64(await detachedMessage(new TextEncoder().encode(text), signer));
}

async function withKeyFile(part, text) {
  return signedWith(await openChosen(part), text);
}

async function withHelper(part, text, tell) {
  const { port, secret } = part.dataset;
  return (await askHelper({ port: Number(port), secret, text, tell })).signature;
}

async function apart(part) {
  const [chosen] = part.querySelector('input[type="file"]').files;
  if (!chosen) throw new Trouble("apart-missing");
  if (chosen.size > Number(part.dataset.largest)) throw new Trouble("apart-large");
  return base64(new Uint8Array(await chosen.arrayBuffer()));
}

export const WAYS = { file: withKeyFile, helper: withHelper, apart };

/** The text as a file, to be signed elsewhere: octet for octet what the page shows. */
export function download(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
