"""Structured logs: one JSON object a line, on standard error. No bodies, no names, no secrets."""

import logging
import sys
from datetime import UTC, datetime
from typing import Any

import msgspec

from thongquan.base.moment import stamp

_ENCODER = msgspec.json.Encoder()


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


def set_up_logs(level: int = logging.INFO) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)


def log_request(method: str, path: str, status: int, request: str, seconds: float, *, code: str = "") -> None:
    """One line for each request; of a refused one also the reason's code, never its facts."""
    line = {
        "at": stamp(datetime.now(UTC)),
        "request": request,
        "method": method,
        "path": path,
        "status": status,
        "ms": round(seconds * 1000, 1),
    }
    if code:
        line["code"] = code
    sys.stderr.write(_ENCODER.encode(line).decode() + "\n")
