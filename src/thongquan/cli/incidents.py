"""What is kept of our own mistakes: where they happened, never with which data."""

import secrets
import traceback
from datetime import UTC, datetime
from pathlib import Path

from thongquan.base.moment import stamp
from thongquan.cli.places import state_folder
from thongquan.declarant.outbox import write_through


def keep(error: BaseException) -> tuple[str, Path]:
    """Write type and frames of `error` down and return its number. Messages may hold secrets: they stay out."""
    number = secrets.token_hex(4)
    folder = state_folder() / "incidents"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept_in = folder / f"{number}.txt"
    write_through(kept_in, "\n".join([stamp(datetime.now(UTC)), *frames_of(error), ""]).encode())
    return number, kept_in


def frames_of(error: BaseException) -> list[str]:
    """Innermost last, causes after their effect."""
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    cause = error.__cause__ or error.__context__
    return [type(error).__qualname__, *frames, *(frames_of(cause) if cause else [])]
