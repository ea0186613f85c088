"""Pictures of pages that are small enough to keep: reduced, of few colours. The browser itself makes them so."""

import base64
import struct
import zlib
from pathlib import Path

from playwright.sync_api import Page

SCALE, COLOURS = 0.75, 32
REDUCE = """async ([png, scale, most]) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const [width, height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)];
    const drawn = new OffscreenCanvas(width, height).getContext('2d');
    drawn.imageSmoothingQuality = 'high';
    drawn.drawImage(bitmap, 0, 0, width, height);
    const dots = drawn.getImageData(0, 0, width, height).data;
    const coarse = (i) => (dots[i] >> 4 << 8) | (dots[i + 1] >> 4 << 4) | dots[i + 2] >> 4;
    const count = new Map(), sums = new Map();
    for (let i = 0; i < dots.length; i += 4) {
        const key = coarse(i), sum = sums.get(key) ?? [0, 0, 0];
        count.set(key, (count.get(key) ?? 0) + 1);
        sums.set(key, sum.map((one, part) => one + dots[i + part]));
    }
    const keys = [...count.keys()].sort((a, b) => count.get(b) - count.get(a));
    const mean = (key) => sums.get(key).map((one) => Math.round(one / count.get(key)));
    const palette = keys.slice(0, most).map(mean);
    const far = (a, b) => a.reduce((sum, one, part) => sum + (one - b[part]) ** 2, 0);
    const nearest = new Map(keys.map((key) => {
        const own = mean(key), apart = palette.map((one) => far(own, one));
        return [key, apart.indexOf(Math.min(...apart))];
    }));
    let text = '';
    for (let i = 0; i < dots.length; i += 4) text += String.fromCharCode(nearest.get(coarse(i)));
    return {width, height, palette, dots: btoa(text)};
}"""


def keep_small(page: Page, picture: Path, kept: Path) -> None:
    """Write the PNG `picture` as a small one to `kept`. `page` lends its browser."""
    helper = page.context.browser.new_page()  # type: ignore[union-attr] # every page of ours is of a browser
    try:
        made = helper.evaluate(REDUCE, [base64.b64encode(picture.read_bytes()).decode(), SCALE, COLOURS])
    finally:
        helper.close()
    width, height, dots = made["width"], made["height"], base64.b64decode(made["dots"])
    lines = b"".join(b"\0" + dots[at : at + width] for at in range(0, width * height, width))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    palette = bytes(part for colour in made["palette"] for part in colour)
    parts = [(b"IHDR", head), (b"PLTE", palette), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")]
    kept.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
