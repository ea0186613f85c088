"""Declarations as an officer's desk asks for them. Every question has its index."""

from typing import Any

import msgspec

from thongquan.authority.declaration_ports import (
    DeclarationsSought,
    Sibling,
    SignedFiling,
    Version,
    WaitingDeclaration,
)
from thongquan.authority.paging import Page, Wanted
from thongquan.declaration.model import Decision
from thongquan.numbering.declaration_number import uncorrected
from thongquan.signing.checkpoint import receipt_leaf
from thongquan.storage.paging import Selection
from thongquan.storage.part import Part
from thongquan.storage.record import kept, place_of, unpack

# The words of the condition are those of the index.
_WAITS = "(state = 'registered' OR state = 'documents' OR state = 'inspection' OR state = 'held')"
_WAITING = "registered_at, state, channel, direction, filer, team, documents_at, latest"
_WAITING_BY = {"registered": ("registered_at", "number")}

_OF_HOUSE = """
SELECT number FROM declaration WHERE house IN (?1, ?2) AND live = 1 AND office = ?3
UNION ALL SELECT number FROM declaration WHERE house IN (?1, ?2) AND live = 0 AND office = ?3
LIMIT ?4"""
_VERSIONS = """
SELECT a.seq, a.kind, a.at, a.by, a.leaf, a.sealed FROM declaration d JOIN act a ON a.seq = d.registered
WHERE d.number = ?1 AND d.office = ?2
UNION ALL
SELECT a.seq, a.kind, a.at, a.by, a.leaf, a.sealed FROM declaration d JOIN act a ON a.number = d.number
WHERE d.number = ?1 AND d.office = ?2 AND (a.kind = 'decided' OR a.kind = 'corrected')
ORDER BY 1"""
_SIGNED_IN = """
SELECT f.filer, f.root, f.received_at, f.statement, f.signature
FROM declaration d LEFT JOIN correction c ON c.act = d.signed JOIN filing f ON f.row = ifnull(c.filing, d.filing)
WHERE d.number = ? AND d.office = ?"""
_SIBLINGS = """
SELECT other.number, other.filer, other.state, other.channel, other.customs_value
FROM declaration d JOIN declaration other ON other.owned = d.owned
WHERE d.number = ?1 AND d.office = ?2 AND other.office = d.office AND other.live = 1 AND other.number <> d.number
LIMIT ?3"""


class SqliteDeclarations(Part):
    """Implements `authority.declaration_ports.Declarations`."""

    def waiting(self, office: str, sought: DeclarationsSought, wanted: Wanted) -> Page[WaitingDeclaration]:
        found = Selection("declaration").where("office = ?", office).where(_WAITS)
        found.where_if(sought.state, "state = ?").where_if(sought.channel, "channel = ?")
        found.where_if(sought.direction, "direction = ?").where_if(sought.team, "team = ?").beginning(
            "filer", sought.filer
        )
        page = found.page(self._connection, f"number, {_WAITING}", _WAITING_BY[wanted.sort], wanted)
        return page.told(lambda row: WaitingDeclaration(str(row[0]), *row[1:]))

    def of_house(self, office: str, house: str, limit: int) -> list[str]:
        keys = [self._vault.house_key(direction, house) for direction in ("import", "export")]
        return [str(number) for (number,) in self._rows(_OF_HOUSE, *keys, office, limit)]

    def versions(self, office: str, number: str) -> list[Version]:
        told, line = [], b""
        for seq, kind, at, by, leaf, sealed in self._rows(_VERSIONS, uncorrected(number), office):
            record = unpack(self._vault.open(kept(sealed), place_of(uncorrected(number), seq)))
            line = record.signed or line
            decision = msgspec.json.decode(record.decision, type=Decision)
            is_true = receipt_leaf(record.salt, line, record.decision) == leaf
            told.append(Version(seq, kind, at, by, decision, record.signed, record.reasons, is_true))
        return told

    def signed_in(self, office: str, number: str) -> SignedFiling | None:
        row = self._one(_SIGNED_IN, uncorrected(number), office)
        return None if row is None else SignedFiling(*row)

    def siblings(self, office: str, number: str, limit: int) -> list[Sibling]:
        rows = self._rows(_SIBLINGS, uncorrected(number), office, limit)
        return [_sibling(*row) for row in rows]


def _sibling(number: int, *rest: Any) -> Sibling:
    return Sibling(str(number), *rest)
