// The camera of the phone, until it read a barcode, or for some seconds. No picture is kept or sent.

const EVERY = 120; // milliseconds between two looks

async function readerOf() {
  const known = (await globalThis.BarcodeDetector?.getSupportedFormats?.()) ?? [];
  if (known.includes("code_128")) {
    const detector = new BarcodeDetector({ formats: ["code_128", "qr_code"].filter((one) => known.includes(one)) });
    return async (video) => (await detector.detect(video)).map((one) => one.rawValue);
  }
  const { readings } = await import("./code128.js"); // for browsers that have none of their own
  return readings;
}

/** Why it read nothing: `denied`, `none`, `unread`, `nothing`, `other` (with `read`), `stopped`. */
export class CameraTrouble extends Error {
  constructor(code, read = "") {
    super(code);
    this.code = code;
    this.read = read;
  }
}

async function opened() {
  try {
    const wanted = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } };
    return await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
  } catch (cause) {
    throw new CameraTrouble(["NotAllowedError", "SecurityError"].includes(cause.name) ? "denied" : "none");
  }
}

/** The first reading that `isOurs`. Throws CameraTrouble. `signal`: switches it off. */
export async function scanned(video, seconds, isOurs, signal) {
  if (!navigator.mediaDevices) throw new CameraTrouble("none");
  const stream = await opened();
  try {
    video.srcObject = stream;
    await video.play();
    const read = await readerOf().catch(() => {
      throw new CameraTrouble("unread");
    });
    let other = "";
    for (const end = Date.now() + seconds * 1000; Date.now() < end && !signal.aborted; ) {
      const found = await read(video);
      const ours = found.find(isOurs);
      if (ours) return ours;
      other = found[0] ?? other;
      await new Promise((onward) => setTimeout(onward, EVERY));
    }
    throw new CameraTrouble(signal.aborted ? "stopped" : other ? "other" : "nothing", other);
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}
