// A detached signed message (CMS SignedData, RFC 5652) in the one form that the server accepts: one signer, named by
// issuer and serial number, signed attributes in order, DER throughout. `thongquan.signing.cms` reads it.
import {
  CONTEXT_0, GENERALIZED_TIME, NULL, OCTET_STRING, SEQUENCE, SET, UTC_TIME,
  element, elements, integer, objectIdentifier, ordered,
} from "./der.js";

const PKCS_7 = "1.2.840.113549.1.7.", PKCS_9 = "1.2.840.113549.1.9.";
const DATA = objectIdentifier(`${PKCS_7}1`), SIGNED_DATA = objectIdentifier(`${PKCS_7}2`);
const CONTENT_TYPE = objectIdentifier(`${PKCS_9}3`), MESSAGE_DIGEST = objectIdentifier(`${PKCS_9}4`);
const SIGNING_TIME = objectIdentifier(`${PKCS_9}5`), SIGNING_CERTIFICATE = objectIdentifier(`${PKCS_9}16.2.47`);
const VERSION_1 = Uint8Array.of(0x02, 0x01, 0x01);
const SHA_256 = element(SEQUENCE, objectIdentifier("2.16.840.1.101.3.4.2.1"));
const RSA_WITH_SHA_256 = element(SEQUENCE, objectIdentifier("1.2.840.113549.1.1.11"), element(NULL));
const ECDSA_WITH_SHA_256 = element(SEQUENCE, objectIdentifier("1.2.840.10045.4.3.2"));

export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** The bare signature over `data` in the form that X.509 gives it; WebCrypto gives ECDSA as two numbers side by side. */
export async function bareSignature(key, data) {
  const ecdsa = key.algorithm.name === "ECDSA";
  const made = new Uint8Array(await crypto.subtle.sign(ecdsa ? { name: "ECDSA", hash: "SHA-256" } : key.algorithm.name, key, data));
  if (!ecdsa) return made;
  const half = made.length / 2;
  return element(SEQUENCE, integer(made.subarray(0, half)), integer(made.subarray(half)));
}

/** What names the signer: issuer and serial number, octet for octet as in his certificate. */
function issuerAndSerial(certificate) {
  const [body] = elements(elements(certificate)[0].content);
  const fields = elements(body.content);
  const first = fields[0].tag === CONTEXT_0 ? 1 : 0; // the version, where it is told
  return element(SEQUENCE, fields[first + 2].whole, fields[first].whole);
}

function time(moment) {
  const digits = moment.toISOString().replace(/[-:T]|\.\d+/g, ""); // 20260902030000Z
  const short = moment.getUTCFullYear() < 2050;
  return element(short ? UTC_TIME : GENERALIZED_TIME, new TextEncoder().encode(short ? digits.slice(2) : digits));
}

/** The attributes under the signature, as the content of a SET. The time is the signer's claim. */
async function signedAttributes(content, certificate, moment) {
  const certificateHash = element(SEQUENCE, element(OCTET_STRING, await sha256(certificate)));
  const attributes = [
    [CONTENT_TYPE, DATA],
    [MESSAGE_DIGEST, element(OCTET_STRING, await sha256(content))],
    [SIGNING_TIME, time(moment)],
    [SIGNING_CERTIFICATE, element(SEQUENCE, element(SEQUENCE, certificateHash))],
  ];
  return ordered(attributes.map(([type, value]) => element(SEQUENCE, type, element(SET, value))));
}

/**
 * DER of a signed message about `content`, without the content.
 * `key`: a CryptoKey that may sign; `certificate`: DER of its certificate; `beside`: DER of others to send along.
 */
export async function detachedMessage(content, { key, certificate, beside = [] }, moment = new Date()) {
  const attributes = await signedAttributes(content, certificate, moment);
  const signature = await bareSignature(key, element(SET, ...attributes));
  const signer = element(
    SEQUENCE,
    VERSION_1,
    issuerAndSerial(certificate),
    SHA_256,
    element(CONTEXT_0, ...attributes),
    key.algorithm.name === "ECDSA" ? ECDSA_WITH_SHA_256 : RSA_WITH_SHA_256,
    element(OCTET_STRING, signature),
  );
  const signedData = element(
    SEQUENCE,
    VERSION_1,
    element(SET, SHA_256),
    element(SEQUENCE, DATA),
    element(CONTEXT_0, ...ordered([certificate, ...beside])),
    element(SET, signer),
  );
  return element(SEQUENCE, SIGNED_DATA, element(CONTEXT_0, signedData));
}
