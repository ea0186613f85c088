"""The outbox: what was signed is on disk, whole, before its first byte is sent, and stays there with its answer.

One folder per batch. A crash at any moment leaves either nothing of a batch or all of it; leftovers of an entry that
was never finished start with a dot and are swept away by the next run. The last line of each file is a checksum of
what stands before it: a bit that rots must not turn one number, server or parcel into another.
"""

import fcntl
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import msgspec

from thongquan.declarant.refusals import NotInOutbox, OutboxBusy, OutboxDamaged, OutboxOpen

STATEMENT = "statement.json"
SIGNATURE = "signature.der"
DECLARATIONS = "declarations.ndjson"
META = "meta.json"
ANSWER = "answer.json"
REFUSAL = "refusal.json"
LATER = "later.json"

UNFINISHED = "."


class Meta(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the declarant alone needs to know of a filing. Holds the reader's secret: the file is for the owner only."""

    batch: str
    server: str
    secret: str
    manifests: list[str] = []

    def __repr__(self) -> str:
        return f"Meta(batch={self.batch!r})"


class Entry(msgspec.Struct, frozen=True):
    """One filing in the outbox, as it lies on disk."""

    folder: Path
    meta: Meta

    @property
    def batch(self) -> str:
        return self.meta.batch

    def statement(self) -> bytes:
        return self._bytes(STATEMENT)

    def signature(self) -> bytes:
        return self._bytes(SIGNATURE)

    def declarations(self) -> bytes:
        return self._bytes(DECLARATIONS)

    def lines(self) -> list[bytes]:
        return self.declarations().removesuffix(b"\n").split(b"\n")

    def answer(self) -> bytes | None:
        return self._bytes_if_any(ANSWER)

    def refusal(self) -> bytes | None:
        return self._bytes_if_any(REFUSAL)

    def later(self) -> bytes | None:
        """What officers decided after the answer, as far as it was asked for."""
        return self._bytes_if_any(LATER)

    @property
    def is_pending(self) -> bool:
        """Signed and kept, but nobody has told yet what became of it."""
        return not (self.folder / ANSWER).exists() and not (self.folder / REFUSAL).exists()

    def _bytes_if_any(self, name: str) -> bytes | None:
        return self._bytes(name) if (self.folder / name).exists() else None

    def _bytes(self, name: str) -> bytes:
        return checked(self.folder / name)


class Outbox:
    """The filings of one declarant under `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def entries(self) -> list[Entry]:
        """All filings, oldest first: a batch id begins with its time."""
        if not self.folder.is_dir():
            return []
        names = sorted(path.name for path in self.folder.iterdir() if path.is_dir() and not path.is_symlink())
        return [self._entry(self.folder / name) for name in names if not name.startswith(UNFINISHED)]

    def pending(self) -> list[Entry]:
        return [entry for entry in self.entries() if entry.is_pending]

    def entry(self, batch: str) -> Entry:
        if not batch or batch.startswith(UNFINISHED) or Path(batch).name != batch:
            raise NotInOutbox(sought=batch)
        folder = self.folder / batch
        if not folder.is_dir():
            raise NotInOutbox(sought=batch)
        return self._entry(folder)

    def keep(self, meta: Meta, *, statement: bytes, signature: bytes, declarations: bytes) -> Entry:
        """Put a signed filing on disk, durably, before anything of it is sent."""
        self._prepare()
        unfinished = self.folder / f"{UNFINISHED}{meta.batch}"
        unfinished.mkdir(mode=0o700)
        write_through(unfinished / STATEMENT, with_checksum(statement))
        write_through(unfinished / SIGNATURE, with_checksum(signature))
        write_through(unfinished / DECLARATIONS, with_checksum(declarations))
        write_through(unfinished / META, with_checksum(msgspec.json.encode(meta)))
        sync_folder(unfinished)
        return Entry(move(unfinished, self.folder / meta.batch), meta)

    def keep_answer(self, entry: Entry, answer: bytes) -> None:
        """Keep the authority's very bytes. The answer of a filing never changes, so a second one is the same."""
        self._keep_in(entry, ANSWER, answer)

    def keep_refusal(self, entry: Entry, refusal: bytes) -> None:
        """The authority refused the filing as a whole: keep its words, so that it is not sent again and again."""
        self._keep_in(entry, REFUSAL, refusal)

    def keep_later(self, entry: Entry, decisions: bytes) -> None:
        self._keep_in(entry, LATER, decisions)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the outbox for one run of `file`. The lock dies with its process, however that ends."""
        self._prepare()
        lock = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise OutboxBusy(outbox=str(self.folder)) from error
            self._sweep()
            yield
        finally:
            os.close(lock)

    def _prepare(self) -> None:
        """Whoever may write to the folder could slip in filings, or take away what proves ours."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = self.folder.stat()
        if found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o022:
            raise OutboxOpen(outbox=str(self.folder))

    def _sweep(self) -> None:
        """Entries that were never finished were never sent either. Only the holder of the lock may say so."""
        for path in self.folder.iterdir():
            if path.name.startswith(UNFINISHED) and path.is_dir():
                path.unlink() if path.is_symlink() else shutil.rmtree(path)

    def _keep_in(self, entry: Entry, name: str, data: bytes) -> None:
        unfinished = entry.folder / f"{UNFINISHED}{name}"
        write_through(unfinished, with_checksum(data))
        move(unfinished, entry.folder / name)

    def _entry(self, folder: Path) -> Entry:
        try:
            meta = msgspec.json.decode(checked(folder / META), type=Meta)
        except msgspec.MsgspecError as error:
            raise OutboxDamaged(file=str(folder / META)) from error
        if meta.batch != folder.name:
            raise OutboxDamaged(file=str(folder / META))
        return Entry(folder, meta)


def with_checksum(data: bytes) -> bytes:
    return data + checksum(data)


def checksum(data: bytes) -> bytes:
    """The line that ends a file of the outbox."""
    return f"\nsha256 {sha256(data).hexdigest()}\n".encode()


def checked(path: Path) -> bytes:
    """What was written to the file, without its checksum."""
    try:
        whole = path.read_bytes()
    except OSError as error:
        raise OutboxDamaged(file=str(path)) from error
    data = whole[: -len(checksum(b""))]
    if whole != with_checksum(data):
        raise OutboxDamaged(file=str(path))
    return data


def write_through(path: Path, data: bytes) -> None:
    """Write a file for the owner only and wait until the disk has it."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    with told_with(path), open(handle, "wb") as file:  # noqa: PTH123 - a descriptor: the mode is right from the start
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def move(source: Path, target: Path) -> Path:
    """Rename in one step and wait until the folder has it: before, nothing; after, everything."""
    source.rename(target)
    sync_folder(target.parent)
    return target


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with told_with(folder):
            os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def told_with(path: Path) -> Iterator[None]:
    """A disk that is full or fails names no file by itself."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
