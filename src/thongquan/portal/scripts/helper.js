// The signing helper on this computer (`thongquan signer`).

export class HelperError extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** Ask the helper to show `text` and have it signed: `{signature}` in base64. Throws HelperError. */
export async function askHelper() {
  throw new HelperError("unreachable");
}
