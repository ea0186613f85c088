"""A correction (COT) of a transport as it is kept: the whole declaration again, with what is to be another."""

from collections.abc import Mapping
from typing import Any

import msgspec

from thongquan.transport.codec import TransportUnreadable
from thongquan.transport.model import TransportCorrection, TransportDeclaration

CHANGED, ADDED = "5", "2"
"""What happens to a cargo block; "3" deletes it."""


def correction(ola: TransportDeclaration, number: str, changes: Mapping[str, Any]) -> TransportCorrection:
    """`changes`: item, or `cargo.N.item` (N from 1; the one after the last is new), → its value; "" blanks it.

    Raises:
        TransportUnreadable: there is no such item, or it does not take this value.
    """
    told: dict[str, Any] = msgspec.to_builtins(ola)
    told["cargo"] = [{**row, "line_correction": CHANGED} for row in told.get("cargo", [])]
    for place, value in changes.items():
        row, item = _where(told, place)
        row.pop(item, None)
        if value != "":
            row[item] = value
    told |= {"form": "COT", "number": number, "processing": CHANGED}
    try:
        return msgspec.convert(told, TransportCorrection, strict=False)
    except msgspec.ValidationError as error:
        raise TransportUnreadable("COT", str(error)) from None


def stands(ola: TransportDeclaration, place: str) -> Any:
    """What an item says now; "" of one that says nothing, or of a cargo block that is new."""
    row, item = _where(msgspec.to_builtins(ola), place)
    return row.get(item, "")


def _where(told: dict[str, Any], place: str) -> tuple[dict[str, Any], str]:
    if not place.startswith("cargo."):
        return told, place
    _, which, item = (*place.split(".", 2), "", "")[:3]
    rows: list[dict[str, Any]] = told.setdefault("cargo", [])
    if not which.isdecimal() or not item or not 1 <= int(which) <= len(rows) + 1:
        raise TransportUnreadable("COT", place)
    if int(which) > len(rows):
        rows.append({"line_correction": ADDED})
    return rows[int(which) - 1], item
