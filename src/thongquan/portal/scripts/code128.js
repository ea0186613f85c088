// Reads Code 128 in what a camera shows, where the browser cannot. It is fetched when a camera is opened.
import BinaryBitmap from "@zxing/library/esm/core/BinaryBitmap.js";
import GlobalHistogramBinarizer from "@zxing/library/esm/core/common/GlobalHistogramBinarizer.js";
import DecodeHintType from "@zxing/library/esm/core/DecodeHintType.js";
import Code128Reader from "@zxing/library/esm/core/oned/Code128Reader.js";
import RGBLuminanceSource from "@zxing/library/esm/core/RGBLuminanceSource.js";

const reader = new Code128Reader();
const hints = new Map([[DecodeHintType.TRY_HARDER, true]]);
const canvas = document.createElement("canvas");
const context = canvas.getContext("2d", { willReadFrequently: true });

function greys(video) {
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  context.drawImage(video, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const grey = new Uint8ClampedArray(canvas.width * canvas.height);
  for (let i = 0; i < grey.length; i++) grey[i] = (data[4 * i] + 2 * data[4 * i + 1] + data[4 * i + 2]) >> 2;
  return grey;
}

/** What is read in the picture that `video` shows now: one text, or none. Of several bars any. */
export async function readings(video) {
  if (!video.videoWidth) return [];
  const source = new RGBLuminanceSource(greys(video), canvas.width, canvas.height);
  try {
    return [reader.decode(new BinaryBitmap(new GlobalHistogramBinarizer(source)), hints).getText()];
  } catch {
    return []; // its way to say that there is nothing
  }
}
