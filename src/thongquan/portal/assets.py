"""Style sheet and scripts, read once, under an address that names their content: browsers may keep them for ever.

All lie under one hash, so that a script can import its neighbour by its plain name.
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import msgspec

HERE = Path(__file__).parent
KINDS = {
    ".css": b"text/css; charset=utf-8",
    ".js": b"text/javascript; charset=utf-8",
    ".txt": b"text/plain; charset=utf-8",  # the licences of what is bundled
    ".svg": b"image/svg+xml",
    ".woff2": b"font/woff2",
}
FOREVER = b"public, max-age=31536000, immutable"
PREFIX = "/static/"
MANIFEST = "manifest.json"
"""Beside the script bundles: which file each is in."""


WORKER = "driver_worker.js"
"""The one script that stands between pages and the network, and those pages alone: drivers'."""
OF_WORKER = (
    (b"service-worker-allowed", b"/t/"),
    (b"content-security-policy", b"default-src 'none'; connect-src 'self'; frame-ancestors 'none'"),
)
OF_FILE = ((b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),)


class Asset(msgspec.Struct, frozen=True):
    content: bytes
    kind: bytes
    headers: tuple[tuple[bytes, bytes], ...] = OF_FILE


class Assets:
    """`folders` in order; a script bundle that was not made is not there, and pages do without."""

    def __init__(self, *folders: Path) -> None:
        files = [path for folder in folders for path in sorted(folder.glob("*")) if path.suffix in KINDS]
        self._bundles = {name: file for folder in folders for name, file in _bundles(folder / MANIFEST)}
        worker = self._bundles.get(WORKER, WORKER)
        self._files = {
            path.name: Asset(path.read_bytes(), KINDS[path.suffix], OF_WORKER if path.name == worker else OF_FILE)
            for path in files
        }
        whole = sha256()
        for name, asset in sorted(self._files.items()):
            whole.update(b"%s %d " % (name.encode(), len(asset.content)) + asset.content)
        self._hash = whole.hexdigest()[:16]

    def address(self, name: str) -> str:
        """Nothing ("") where there is no such file."""
        file = self._bundles.get(name, name)
        return f"{PREFIX}{self._hash}/{file}" if file in self._files else ""

    def find(self, path: str) -> Asset | None:
        hash_, _, name = path.removeprefix(PREFIX).partition("/")
        return self._files.get(name) if hash_ == self._hash else None


def _bundles(manifest: Path) -> Iterator[tuple[str, str]]:
    """A script's name and the file that it was bundled into."""
    if manifest.is_file():
        for name, made in msgspec.json.decode(manifest.read_bytes())["files"].items():
            yield name, made["file"]


def own_assets() -> Assets:
    return Assets(HERE / "styles", HERE / "static")
