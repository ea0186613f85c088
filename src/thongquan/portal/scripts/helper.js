// Asks `thongquan signer`, on this computer, to sign a text, or for the certificate it would sign with. What goes wrong is a HelperError whose code has words in
// templates/helper_words.html. `secret` is the pairing code of the session as base/pairing.py spells it; the page proves
// that it knows the code and never sends it.

export const PORT = 18911; // as in base/limits.py, and in the Content-Security-Policy

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const SECRET_BYTES = 16;
const CHECK_BYTES = 4;
const ARRIVAL = 60_000; // a person may have to answer the browser's question first
const PATIENCE = 200_000; // more than the helper gives the person to read and decide
const REFUSED = { timeout: "timeout", busy: "helper-busy" };

const encoder = new TextEncoder();

/** What went wrong: `code` has words, `reason` is what the helper said, word for word. */
export class HelperError extends Error {
  constructor(code, reason = "") {
    super(code);
    this.name = "HelperError";
    this.code = code;
    this.reason = reason;
  }
}

/**
 * Have `text` signed, exactly as it stands. `tell(code)` hears "permission-prompt" while the browser asks, "helper-asks"
 * once the helper shows the text. Returns `{ signature }`: base64 of a detached CMS message in DER. Throws HelperError.
 */
export async function askHelper({ text, ...way }) {
  const answer = await asked({ text }, way);
  if (typeof answer.signature === "string") return { signature: answer.signature };
  throw refusal(answer);
}

/** Whose key it is: base64 of a certificate in DER, which the person was shown and agreed to send. As `askHelper`. */
export async function askCertificate(way) {
  const answer = await asked({ certificate: true }, way);
  if (typeof answer.certificate === "string") return answer.certificate;
  throw refusal(answer);
}

function refusal(answer) {
  return new HelperError(REFUSED[answer.refused] ?? "helper-refused", String(answer.refused));
}

async function asked(what, { port = PORT, secret, tell = () => {}, arrival = ARRIVAL, patience = PATIENCE }) {
  const body = encoder.encode(JSON.stringify(what));
  const headers = { "Content-Type": "application/json", ...(await proofs(await readCode(secret), body)) };
  const response = await arrived(port, { headers, body }, tell, arrival, patience);
  tell("helper-asks");
  return response.json().catch((fault) => {
    throw new HelperError(fault.name === "TimeoutError" ? "timeout" : "helper-away");
  });
}

// The helper sends the head of its answer at once, so what takes long before it is the browser's question.
async function arrived(port, request, tell, arrival, patience) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), arrival);
  const asking = setTimeout(async () => (await isAsking()) && tell("permission-prompt"), 500);
  try {
    return await fetch(`http://127.0.0.1:${port}/sign`, {
      ...request,
      method: "POST",
      mode: "cors",
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
      targetAddressSpace: "loopback",
      signal: AbortSignal.any([late.signal, AbortSignal.timeout(patience)]),
    });
  } catch {
    if ((await permission()) === "denied") throw new HelperError("permission-denied");
    throw new HelperError((await isAsking()) ? "permission-prompt" : "helper-away");
  } finally {
    clearTimeout(timer);
    clearTimeout(asking);
  }
}

// Chrome asks before a page from elsewhere may reach this computer; a page from this computer needs no permission.
async function isAsking() {
  return !["127.0.0.1", "localhost", "[::1]"].includes(location.hostname) && (await permission()) === "prompt";
}

async function permission() {
  for (const name of ["loopback-network", "local-network-access"]) {
    try {
      return (await navigator.permissions.query({ name })).state;
    } catch {
      // this browser does not know the name: Chrome before 145 knows the second, others neither
    }
  }
  return "unknown";
}

async function proofs(secret, body) {
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = async (bytes) => hex(new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes)));
  const name = "thongquan-" + (await mac(encoder.encode("header"))).slice(0, 32);
  return { [name]: await mac(new Uint8Array([...encoder.encode("body\n"), ...body])) };
}

async function readCode(code) {
  const letters = code.toUpperCase().replace(/[-\s]/g, "");
  if (!/^[A-Z2-7]{32}$/.test(letters)) throw new HelperError("wrong-code");
  let bits = 0n;
  for (const letter of letters) bits = (bits << 5n) | BigInt(LETTERS.indexOf(letter));
  const whole = Uint8Array.from(bits.toString(16).padStart(40, "0").match(/../g), (pair) => parseInt(pair, 16));
  const secret = whole.slice(0, SECRET_BYTES);
  if (hex(await checkOf(secret)) !== hex(whole.slice(SECRET_BYTES))) throw new HelperError("wrong-code");
  return secret;
}

async function checkOf(secret) {
  const named = new Uint8Array([...encoder.encode("thongquan signer\n"), ...secret]);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", named)).slice(0, CHECK_BYTES);
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
