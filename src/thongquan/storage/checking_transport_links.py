"""Links of transports against the deeds that gave and ended them; reports against what the authority signed of each.

A report is signed by nobody who has a certificate: it is what came, in the order in which it came. So it is held as
draws and events are, each signed by the authority over the one before.
"""

from collections.abc import Collection
from hashlib import sha256
from typing import Any

import apsw
import msgspec
from cryptography.exceptions import InvalidTag

from thongquan.authority.transport_link_ports import ReportTold
from thongquan.base.canonical import canonical, read_canonical
from thongquan.registration.deeds_transport_links import TransportLink
from thongquan.signing.endorsement import is_endorsed
from thongquan.storage.findings import Findings
from thongquan.storage.register_told import LinkTold, Told
from thongquan.storage.sealing import Vault
from thongquan.storage.transport_links import driver_place, has_links, report_in

_LINKS = """
SELECT l.id, t.number, l.secret, l.until, l.made_at, l.made_by, l.deed, l.ended_at, l.sealed, length(t.standing) = 0
FROM transport_link l LEFT JOIN transport t ON t.row = l.transport ORDER BY l.id"""
_REPORTS = """
SELECT r.seq, t.number, r.link, r.id, r.told, r.signature, r.certificate, r.sealed, length(t.standing) = 0,
       (SELECT 1 FROM transport_link l WHERE l.id = r.link AND l.transport = r.transport)
FROM transport_report r LEFT JOIN transport t ON t.row = r.transport ORDER BY r.seq"""


def check_transport_links(
    connection: apsw.Connection, vault: Vault, told: Told, authority: Collection[bytes] | None, found: Findings
) -> None:
    """`authority`: the certificates that count; None is any."""
    rows: list[Any] = connection.execute(_LINKS).fetchall() if has_links(connection) else []
    missing = set(told.links)
    for link, *row, sealed, is_erased in rows:
        missing.discard(link)
        known = told.links.get(link)
        if known is None or tuple(row) != _as_told(known) or not _is_driver(vault, link, known, sealed, is_erased):
            found.add("transport link", link)
    for link in sorted(missing):
        found.add("transport link", link)
    _check_reports(connection, vault, authority, found)


def _as_told(known: LinkTold) -> tuple[object, ...]:
    deed, outcome = known.made, known.made.outcome
    secret = bytes.fromhex(outcome["secret_sha256"])
    return outcome["number"], secret, outcome["until"], deed.at, deed.account, deed.seq, known.ended_at


def _is_driver(vault: Vault, link: str, known: LinkTold, sealed: bytes, is_erased: bool) -> bool:
    assert isinstance(known.made.says, TransportLink)
    if not sealed:
        return bool(is_erased)
    try:
        return vault.open(sealed, driver_place(link)).decode() == known.made.says.driver
    except (InvalidTag, ValueError):
        return False


def _check_reports(
    connection: apsw.Connection, vault: Vault, authority: Collection[bytes] | None, found: Findings
) -> None:
    before = ""
    row: Any
    for row in connection.execute(_REPORTS) if has_links(connection) else ():
        seq, number, link, id_, told, signature, certificate, sealed, is_erased, is_linked = row
        known = authority is None or certificate in authority
        if not (
            known
            and is_linked
            and _is_signed(told, signature, certificate)
            and _fits(vault, told, (seq, number, link, id_), before, sealed, may_be_gone=bool(is_erased))
        ):
            found.add("transport report", str(seq))
        before = sha256(told).hexdigest()


def _is_signed(told: bytes, signature: bytes, certificate: bytes) -> bool:
    try:
        return is_endorsed(told, signature, certificate)
    except Exception:  # noqa: BLE001 - what cannot be read is not signed
        return False


def _fits(vault: Vault, told: bytes, row: tuple[Any, ...], before: str, sealed: bytes, *, may_be_gone: bool) -> bool:
    """To its row, to the report before, and to what lies sealed."""
    try:
        one = read_canonical(told, ReportTold)
        if (one.seq, one.number, one.link, one.id, one.before) != (*row, before):
            return False
        if not sealed:
            return may_be_gone
        report = report_in(vault, one.link, one.id, sealed)
        return (sha256(canonical(report)).hexdigest(), report.received_at) == (one.digest, one.received_at)
    except (InvalidTag, msgspec.MsgspecError):
        return False
