"""Following what happens to one's own declarations: page by page, and each event once in a file of them.

The file is its own cursor: the last whole line says from where to go on. A watcher that is killed at any moment leaves
whole lines and at most a piece of one, which the next run cuts off and asks for again.
"""

import fcntl
import os
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode

import msgspec

from thongquan.base.limits import LIMITS
from thongquan.declarant.outbox import move, sync_folder, told_with, write_through
from thongquan.declarant.refusals import ServerAway, WatchFileBusy, WatchFileForeign
from thongquan.declarant.sending import FIRST_PAUSE_SECONDS, Authority
from thongquan.declaration.model import Decision

WAIT_SECONDS = 25
"""How long one question waits for something to happen, unless told otherwise."""
_BEGINNING = b'{"cursor":"'
_WINDOW = 64 * 1024


class Event(msgspec.Struct, frozen=True):
    """One act on a declaration of one's own, or one step of a transport.

    `cursor` is its place, and its name: no other event has it.

    `number` is as it was after the act, "" of a restoring. `kind`: "registered", "corrected", "decided",
    "restored" (the authority's books were put back; what was told after this cursor's place no longer counts),
    "webhook-stopped" (`number` is the webhook, to which nothing more is sent until an administrator resumes it), or
    "transport" (`number` is the transport declaration's, `version` counts its steps). `step` is the step of its life,
    such as "clear". `state`, `channel`: as they were then; "" once the decision is erased.
    `at`: when, in UTC.
    """

    cursor: str
    number: str
    kind: str
    step: str
    state: str
    channel: str
    at: str
    spelled: msgspec.Raw = msgspec.field(default=msgspec.Raw(b"null"), name="decision")
    """The decision as the authority spelled it: JSON."""
    version: int = 0

    @property
    def decision(self) -> Decision | None:
        """All that was decided; None once its term of keeping has passed.

        Raises:
            msgspec.ValidationError: it is of a newer authority.
        """
        decided: Decision | None = _DECISION.decode(self.spelled)
        return decided


_EVENT = msgspec.json.Decoder(Event)
_DECISION = msgspec.json.Decoder(Decision | None)


class Line(msgspec.Struct, frozen=True):
    """An event as the authority spelled it, and as it is read."""

    spelled: bytes
    event: Event


class Kept(Protocol):
    """Where a follower has got to."""

    cursor: str

    def keep(self, lines: Sequence[Line]) -> None: ...


class After:
    """A place that its caller keeps."""

    def __init__(self, cursor: str) -> None:
        self.cursor = cursor

    def keep(self, lines: Sequence[Line]) -> None:
        self.cursor = lines[-1].event.cursor


class Follower:
    """Asks with the credentials of a terminal."""

    def __init__(self, authority: Authority, terminal: str, key: str) -> None:
        self._authority = authority
        self._headers = {
            "Authorization": f"Basic {b64encode(f'{terminal}:{key}'.encode()).decode()}",
            "Accept": "application/x-ndjson",
        }

    def page(self, after: str, wait: int = 0, limit: int = LIMITS.feed_events) -> list[Line]:
        """What happened after this cursor; with `wait` it may take so many seconds until something does.

        Raises:
            ServerAway: nobody answered, or not as an authority would.
            ServerRefused
        """
        asked = urlencode({"after": after, "wait": wait, "limit": limit})
        told = self._authority.read(f"/api/v1/events?{asked}", self._headers)
        try:
            return [Line(line, _EVENT.decode(line)) for line in told.splitlines()]
        except msgspec.MsgspecError as error:
            raise ServerAway(server=self._authority.server, reason="NDJSON") from error

    def pages(
        self, kept: Kept, *, once: bool, wait: int = WAIT_SECONDS, away: Callable[[ServerAway], None] | None = None
    ) -> Iterator[list[Line]]:
        """Page after page, each kept when whoever took it asks for the next; with `once` until nothing more is there.

        Raises:
            ServerAway: unless it is told to `away`; a server that is not the right one is raised all the same.
            ServerRefused
        """
        while True:
            try:
                lines = self.page(kept.cursor, 0 if once else wait)
            except ServerAway as reason:
                if away is None or reason.code != ServerAway.code:
                    raise
                away(reason)
                time.sleep(FIRST_PAUSE_SECONDS)
                continue
            if lines:
                yield lines
                kept.keep(lines)
            elif once:
                return


class EventsFile:
    """Events, one a line. Only one watcher at a time writes to it.

    Raises:
        WatchFileBusy, WatchFileForeign
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            self._take()
            sync_folder(path.absolute().parent)
        except BaseException:  # undone, and raised again
            os.close(self._handle)
            raise

    def keep(self, lines: Sequence[Line]) -> None:
        """Returns when the disk has them."""
        left = memoryview(b"".join(line.spelled + b"\n" for line in lines))
        with told_with(self._path):
            while left:
                left = left[os.write(self._handle, left) :]
            os.fsync(self._handle)
        self.cursor = lines[-1].event.cursor

    def close(self) -> None:
        os.close(self._handle)

    def _take(self) -> None:
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise WatchFileBusy(file=str(self._path)) from error
        beginning = os.pread(self._handle, len(_BEGINNING), 0)
        if not _BEGINNING.startswith(beginning):
            raise WatchFileForeign(file=str(self._path))
        end, self.cursor = self._last_whole()
        os.ftruncate(self._handle, end)
        os.fsync(self._handle)

    def _last_whole(self) -> tuple[int, str]:
        """Where the last line that is an event ends, and its cursor."""
        size, window = os.fstat(self._handle).st_size, _WINDOW
        while True:
            start = max(0, size - window)
            data = os.pread(self._handle, size - start, start)
            end = data.rfind(b"\n")
            while end >= 0:
                before = data.rfind(b"\n", 0, end)
                if before < 0 < start:
                    break  # the line begins before the window
                if cursor := _cursor_in(data[before + 1 : end]):
                    return start + end + 1, cursor
                end = before
            if not start:
                return 0, ""
            window *= 8


class CursorFile:
    """Where only the place is kept, because the events go to a screen: after a kill the last page may come again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.cursor = path.read_text(encoding="ascii").strip() if path.exists() else ""

    def keep(self, lines: Sequence[Line]) -> None:
        """After they were shown."""
        self.cursor = lines[-1].event.cursor
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self._path.with_name(f".{self._path.name}")
        write_through(unfinished, f"{self.cursor}\n".encode())
        move(unfinished, self._path)

    def close(self) -> None:
        """Nothing is held open."""


def _cursor_in(line: bytes) -> str:
    """Empty: it is no event, such as a piece of one."""
    try:
        return _EVENT.decode(line).cursor
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ""
