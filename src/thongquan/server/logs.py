"""Structured logs: one JSON object a line, on standard error or in a file. No bodies, no names, no secrets."""

import errno
import logging
import os
import re
from contextlib import suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from thongquan.base.moment import stamp
from thongquan.server.metrics import FILINGS

LOG = logging.getLogger("thongquan.log")

filer_told: ContextVar[str] = ContextVar("filer_told", default="")
"""The tax code in the name of which the present request speaks, once somebody has read it."""

_ENCODER = msgspec.json.Encoder()
_STANDARD_ERROR = 2
_OURS = re.compile(
    r"/(?:healthz|readyz|metrics|api/v1/openapi\.json|api/v1/filings/[0-9a-f-]{36}(?:/decisions)?"
    r"|api/v1/declarations/[0-9]{12}|office/[a-z]{1,20}(?:/[0-9A-Z]{1,13}(?:/[a-z]{1,20})?)?"
    r"|office/deeds/[a-z]{1,20}(?:-[a-z]{1,20}){1,3})"
)
_TAX_CODE = re.compile(r"[0-9]{10}(?:[0-9]{3})?")


class JsonLines(logging.Formatter):
    """What the code itself says, with the kind of an error but not its text: a text may quote a body."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "at": stamp(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1] is not None:
            said["error"] = type(record.exc_info[1]).__name__
            said["where"] = _where(record.exc_info[1])
        return _ENCODER.encode(said).decode()


def _where(error: BaseException) -> list[str]:
    """File and line of each step, innermost last."""
    steps, trace = [], error.__traceback__
    while trace is not None:
        steps.append(f"{trace.tb_frame.f_code.co_filename.rpartition('thongquan/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return steps


class Log:
    """Where the lines go. A disk without room, or a reader that went away, never stops the server: lines are lost."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._handle = _STANDARD_ERROR if path is None else _opened(path)
        self._lost_since = 0
        self._is_torn = False
        self.lost = 0

    def write(self, line: bytes) -> None:
        """One line, in one go: many threads write."""
        data = b"\n" + line + b"\n" if self._is_torn else line + b"\n"
        try:
            written = os.write(self._handle, data)
        except OSError as error:
            self._lose(error.errno or 0)
            return
        self._is_torn = written < len(data)
        if self._is_torn:
            self._lose(errno.ENOSPC)
        elif self._lost_since:
            lost, self._lost_since = self._lost_since, 0
            LOG.error("%d lines were lost: the log could not be written", lost)

    def _lose(self, reason: int) -> None:
        """The first of a row is told on standard error; how many there were, in the log as soon as it takes lines."""
        self.lost += 1
        self._lost_since += 1
        if self._lost_since == 1 and self._handle != _STANDARD_ERROR:
            told = {"level": "error", "says": "the log cannot be written", "error": errno.errorcode.get(reason, "")}
            with suppress(OSError):
                os.write(_STANDARD_ERROR, _ENCODER.encode(told) + b"\n")

    def reopen(self) -> None:
        """By its name again, after somebody has moved the file away. If that fails the old one is written on."""
        if self._path is None:
            return
        try:
            new = _opened(self._path)
        except OSError as error:
            reason = errno.errorcode.get(error.errno or 0, "")
            LOG.error("the log cannot be opened anew (%s): the old file is written on", reason)  # noqa: TRY400 - no frames
            return
        os.dup2(new, self._handle, inheritable=False)  # other threads may be writing just now
        os.close(new)

    def request(
        self,
        method: str,
        path: str,
        status: int,
        request: str,
        seconds: float,
        *,
        code: str = "",
        received: int = 0,
        sent: int = 0,
    ) -> None:
        """One line for each request; of a refused one also the reason's code, never its facts."""
        line: dict[str, Any] = {
            "at": stamp(datetime.now(UTC)),
            "request": request,
            "method": method,
            "path": loggable(path),
            "status": status,
            "ms": round(seconds * 1000, 1),
            "in": received,
            "out": sent,
        }
        if code:
            line["code"] = code
        if (filer := filer_told.get()) and _TAX_CODE.fullmatch(filer):
            line["claims" if code else "filer"] = filer
        self.write(_ENCODER.encode(line))


def _opened(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


def loggable(path: str) -> str:
    """An address of ours. Of any other nothing is kept: people paste secrets into addresses."""
    return path if path == FILINGS or _OURS.fullmatch(path) else "other"


class _Handler(logging.Handler):
    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log
        self.setFormatter(JsonLines())

    def emit(self, record: logging.LogRecord) -> None:
        self._log.write(self.format(record).encode())


def set_up_logs(path: Path | None = None, level: int = logging.INFO) -> Log:
    """Everything that is logged goes to `path`, or to standard error.

    Raises:
        OSError: the file cannot be opened.
    """
    log = Log(path)
    root = logging.getLogger()
    root.handlers[:] = [_Handler(log)]
    root.setLevel(level)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    return log
