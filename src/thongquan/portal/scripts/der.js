// Distinguished encoding rules: as much of them as a signed message and a key file need.

export const INTEGER = 0x02, OCTET_STRING = 0x04, NULL = 0x05, OBJECT = 0x06, UTC_TIME = 0x17, GENERALIZED_TIME = 0x18;
export const SEQUENCE = 0x30, SET = 0x31, CONTEXT_0 = 0xa0;

export function joined(parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** One element: its tag, the length in the fewest octets, and `parts` one after another. */
export function element(tag, ...parts) {
  const content = joined(parts);
  const octets = [];
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  const length = content.length < 0x80 ? [content.length] : [0x80 | octets.length, ...octets];
  return joined([[tag, ...length], content]);
}

/** The elements of `encoded`, each as `{tag, content, whole}`: views of the same bytes. */
export function elements(encoded) {
  const found = [];
  let at = 0;
  while (at < encoded.length) {
    let start = at + 2;
    let length = encoded[at + 1];
    if (length > 0x7f) {
      const octets = length & 0x7f;
      if (octets < 1 || octets > 3) throw new RangeError("length");
      length = encoded.subarray(start, start + octets).reduce((sum, octet) => sum * 256 + octet, 0);
      start += octets;
    }
    if (!(start + length <= encoded.length)) throw new RangeError("truncated");
    found.push({
      tag: encoded[at],
      content: encoded.subarray(start, start + length),
      whole: encoded.subarray(at, start + length),
    });
    at = start + length;
  }
  return found;
}

/** An object identifier, from its dotted form. */
export function objectIdentifier(dotted) {
  const [first, second, ...rest] = dotted.split(".").map(Number);
  const octets = [first * 40 + second];
  for (const arc of rest) {
    const digits = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) digits.unshift(0x80 | left % 128);
    octets.push(...digits);
  }
  return element(OBJECT, octets);
}

/** An unsigned number of any length, from its octets. */
export function integer(octets) {
  let first = 0;
  while (first < octets.length - 1 && octets[first] === 0) first += 1;
  const shortest = octets.slice(first);
  return element(INTEGER, shortest[0] > 0x7f ? joined([[0], shortest]) : shortest);
}

/** The members of a set as DER orders them: by their octets. */
export function ordered(members) {
  return [...members].sort((one, other) => {
    for (let i = 0; i < Math.min(one.length, other.length); i += 1) if (one[i] !== other[i]) return one[i] - other[i];
    return one.length - other.length;
  });
}
