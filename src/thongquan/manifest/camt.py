"""ISO 20022 `camt.053`: a bank's statement of an account, as a table of its entries. Runs in the reading process.

What XML can do to its reader is refused before it is parsed, as for cargo messages.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from thongquan.base.limits import LIMITS
from thongquan.manifest.contents import Answer, PackedTable
from thongquan.manifest.model import Cell, Unreadable
from thongquan.manifest.packing import Packer
from thongquan.manifest.tables import SheetFacts
from thongquan.manifest.xfzb import parsed

NAME = "camt.053"
COLUMNS = ("reference", "day", "amount", "currency", "side", "remark")
_NAMESPACE = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.[0-9]{2}\}Document")
_CHARACTERS = 500

Element = Any
"""An element of lxml, which has no types."""


def read(file: BinaryIO) -> Answer:
    """One row for each booked entry; of several transactions in one entry the entry's own sum counts."""
    root = parsed(file.read(LIMITS.xml_bytes + 1))
    if not _NAMESPACE.fullmatch(root.tag):
        raise Unreadable("FILE-KIND")
    space = root.tag.removesuffix("Document")
    rows: list[list[Cell]] = [[*COLUMNS], *_entries(root, space)]
    return Answer(tables=[Packer().table(PackedTable(NAME, SheetFacts(), []), rows)])


def _entries(root: Element, space: str) -> Iterator[list[Cell]]:
    for entry in root.iter(f"{space}Ntry"):
        if len(entry) > LIMITS.columns:
            raise Unreadable("XML-TOO-MANY-ELEMENTS", found=len(entry), limit=LIMITS.columns)
        status = _text(entry, "{*}Sts/{*}Cd") or _text(entry, "{*}Sts")
        if status not in ("", "BOOK"):
            continue
        amount = entry.find("{*}Amt")
        remarks = [element.text or "" for element in entry.iter(f"{space}Ustrd", f"{space}AddtlNtryInf")]
        yield [
            _text(entry, "{*}AcctSvcrRef") or _text(entry, "{*}NtryRef"),
            _text(entry, "{*}BookgDt/{*}Dt") or _text(entry, "{*}BookgDt/{*}DtTm")[:10],
            _text(entry, "{*}Amt"),
            (amount.get("Ccy") or "")[:3] if amount is not None else "",
            _text(entry, "{*}CdtDbtInd"),
            " ".join(" ".join(remarks).split())[:_CHARACTERS],
        ]


def _text(entry: Element, path: str) -> str:
    found = entry.findtext(path) or ""
    return str(found).strip()[:_CHARACTERS]
