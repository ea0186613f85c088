// A key file (PKCS#12) opened in the page. The key comes out as one that WebCrypto signs with and never hands over;
// password and bytes are overwritten as soon as they were used, and nothing is kept.
import { AuthenticatedSafe, ContentInfo, EncryptedContentInfo, EncryptedData, PFX, PrivateKeyInfo, SafeContents } from "pkijs";
import { elements } from "./der.js";

const LARGEST = 64 * 1024; // a key with the certificates of its issuers has 4 to 10 kB
const CERTIFICATES = 8;
const HASHED_AT_MOST = 1_000_000; // as often as a password may be hashed: more would hold up the page
const DERIVED_AT_MOST = 10_000_000;

// AES of 192 bits is left out: Chromium has none.
const PBES2 = "1.2.840.113549.1.5.13", AES_CBC = /^2\.16\.840\.1\.101\.3\.4\.1\.(2|42)$/;
const KEY_BAG = "1.2.840.113549.1.12.10.1.1", SHROUDED_KEY_BAG = "1.2.840.113549.1.12.10.1.2";
const CERTIFICATE_BAG = "1.2.840.113549.1.12.10.1.3";
const RSA = "1.2.840.113549.1.1.1", EC = "1.2.840.10045.2.1";
const CURVES = { "1.2.840.10045.3.1.7": "P-256", "1.3.132.0.34": "P-384" };

/** Why a file was not opened: `large`, `unreadable`, `legacy`, `password`, `no-key`, `kind`. */
export class KeyFileError extends Error {
  constructor(reason, cause) {
    super(reason, { cause });
    this.reason = reason;
  }
}

function attempt(reason, work) {
  try {
    return work();
  } catch (cause) {
    throw cause instanceof KeyFileError ? cause : new KeyFileError(reason, cause);
  }
}

/** Numbers of four octets and more are read as 0. */
function checkRounds(count, most) {
  if (!(count >= 1 && count <= most)) throw new KeyFileError("unreadable");
}

/** Files of old tools use ciphers that are broken, and that no browser has. */
function checkCipher(algorithm) {
  if (algorithm.algorithmId !== PBES2) throw new KeyFileError("legacy");
  const [derivation, cipher] = algorithm.algorithmParams.valueBlock.value;
  const [, parameters] = derivation.valueBlock.value;
  if (!AES_CBC.test(cipher.valueBlock.value[0].valueBlock.toString())) throw new KeyFileError("legacy");
  checkRounds(parameters.valueBlock.value[1].valueBlock.valueDec, DERIVED_AT_MOST);
}

function checkShroudedKeys(bags) {
  for (const bag of bags) if (bag.bagId === SHROUDED_KEY_BAG) checkCipher(bag.bagValue.encryptionAlgorithm);
}

/** The parts of the file, read but not decrypted; what cannot be opened is refused before the password is tried. */
function readParts(bytes) {
  const file = PFX.fromBER(bytes);
  if (file.version !== 3 || !file.macData) throw new KeyFileError("unreadable");
  checkRounds(file.macData.iterations, HASHED_AT_MOST);
  return {
    file,
    parts: AuthenticatedSafe.fromBER(file.authSafe.content.getValue()).safeContents.map((part) => {
      if (part.contentType === ContentInfo.DATA) {
        const bags = SafeContents.fromBER(part.content.getValue()).safeBags;
        checkShroudedKeys(bags);
        return { bags };
      }
      const encrypted = new EncryptedData({ schema: part.content });
      checkCipher(encrypted.encryptedContentInfo.contentEncryptionAlgorithm);
      return { encrypted };
    }),
  };
}

async function checkPassword(file, password) {
  try {
    await file.parseInternalValues({ password });
  } catch (cause) {
    throw new KeyFileError(/integrity/i.test(cause.message) ? "password" : "unreadable", cause);
  }
}

async function bagsOf({ parts }, password) {
  const bags = [];
  for (const part of parts) {
    if (part.encrypted) {
      const opened = SafeContents.fromBER(await part.encrypted.decrypt({ password })).safeBags;
      checkShroudedKeys(opened);
      bags.push(...opened);
    } else bags.push(...part.bags);
  }
  return bags;
}

/** The key's own encoding (PKCS#8), to be overwritten by whoever asked. */
async function privateKey(bags, password) {
  const keys = bags.filter((bag) => bag.bagId === KEY_BAG || bag.bagId === SHROUDED_KEY_BAG);
  if (keys.length !== 1) throw new KeyFileError("no-key");
  const [{ bagId, bagValue }] = keys;
  if (bagId === KEY_BAG) return new Uint8Array(bagValue.toSchema().toBER());
  const shrouded = new EncryptedData({
    encryptedContentInfo: new EncryptedContentInfo({
      contentEncryptionAlgorithm: bagValue.encryptionAlgorithm,
      encryptedContent: bagValue.encryptedData,
    }),
  });
  return new Uint8Array(await shrouded.decrypt({ password }));
}

function algorithmOf(encoded) {
  const { privateKeyAlgorithm } = PrivateKeyInfo.fromBER(encoded);
  if (privateKeyAlgorithm.algorithmId === RSA) return { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const namedCurve = CURVES[privateKeyAlgorithm.algorithmParams?.valueBlock.toString()];
  if (privateKeyAlgorithm.algorithmId !== EC || !namedCurve) throw new KeyFileError("kind");
  return { name: "ECDSA", namedCurve };
}

async function importedKey(bags, password) {
  const encoded = await privateKey(bags, password);
  try {
    const algorithm = algorithmOf(encoded);
    return { algorithm, key: await crypto.subtle.importKey("pkcs8", encoded, algorithm, false, ["sign"]) };
  } finally {
    encoded.fill(0);
  }
}

/** Whether the certificate's public key is that of `key`: it verifies what `key` signs. */
async function belongs(certificate, key, algorithm) {
  const [body] = elements(elements(certificate)[0].content);
  const fields = elements(body.content);
  const publicKey = fields[fields[0].tag === 0xa0 ? 6 : 5].whole;
  const ecdsa = algorithm.name === "ECDSA";
  const data = Uint8Array.of(1);
  try {
    const imported = await crypto.subtle.importKey("spki", publicKey, algorithm, false, ["verify"]);
    const use = ecdsa ? { name: "ECDSA", hash: "SHA-256" } : algorithm.name;
    return await crypto.subtle.verify(use, imported, await crypto.subtle.sign(use, key, data), data);
  } catch {
    return false; // a key of another kind
  }
}

function isIssuedByItself(certificate) {
  const [body] = elements(elements(certificate)[0].content);
  const fields = elements(body.content);
  const first = fields[0].tag === 0xa0 ? 1 : 0;
  return fields[first + 2].whole.toString() === fields[first + 4].whole.toString();
}

async function opened(bytes, password) {
  const read = attempt("unreadable", () => readParts(bytes));
  await checkPassword(read.file, password);
  const bags = await bagsOf(read, password);
  const { algorithm, key } = await importedKey(bags, password);
  const certificates = bags
    .filter((bag) => bag.bagId === CERTIFICATE_BAG)
    .slice(0, CERTIFICATES)
    .map((bag) => bag.bagValue.certValue.valueBlock.valueHexView.slice());
  for (const certificate of certificates) {
    if (await belongs(certificate, key, algorithm)) {
      const beside = certificates.filter((one) => one !== certificate && !isIssuedByItself(one));
      return { key, certificate, beside };
    }
  }
  throw new KeyFileError("no-key");
}

/**
 * Open `bytes` with `password` (both are overwritten): `{key, certificate, beside}` as `detachedMessage` takes them.
 * Throws KeyFileError.
 */
export async function openKeyFile(bytes, password) {
  try {
    if (bytes.length > LARGEST) throw new KeyFileError("large");
    return await opened(bytes, password.buffer);
  } catch (cause) {
    throw cause instanceof KeyFileError ? cause : new KeyFileError("unreadable", cause);
  } finally {
    bytes.fill(0);
    password.fill(0);
  }
}
