"""A file of corrections: a JSON object a line, with `number` and each item that changes, or with all of them."""

from pathlib import Path
from typing import Any

import msgspec

from thongquan.base.limits import LIMITS
from thongquan.declarant.refusals import CorrectionsUnreadable


def corrections_in(file: Path) -> list[dict[str, Any]]:
    """The changes of each line. Numbers keep the digits with which they are written.

    Raises:
        CorrectionsUnreadable: naming the first line that is no such object, or that a line is too many.
    """
    found: list[dict[str, Any]] = []
    for place, line in enumerate(file.read_bytes().splitlines(), start=1):
        if line.strip():
            found.append(_changes(line, file.name, place))
    if not found or len(found) > LIMITS.filing_lines:
        raise CorrectionsUnreadable(name=file.name, line=len(found))
    return found


def _changes(line: bytes, name: str, place: int) -> dict[str, Any]:
    try:
        raw = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
        read = {field: _plain(value) for field, value in raw.items()}
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise CorrectionsUnreadable(name=name, line=place) from error
    if not isinstance(read.get("number"), str):
        raise CorrectionsUnreadable(name=name, line=place)
    return read


def _plain(value: msgspec.Raw) -> str | None:
    """Text, or a number as it stands there."""
    written = bytes(value).decode()
    return msgspec.json.decode(value, type=str | None) if written[:1] in '"n' else written
