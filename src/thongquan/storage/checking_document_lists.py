"""Lists HQ 01 against the deeds: each was sent with these very lines, its bills are hashed, customs answered so."""

from typing import Any

import apsw
import msgspec
from cryptography.exceptions import InvalidTag

from thongquan.authority.document_list_ports import Remarks
from thongquan.base.canonical import canonical
from thongquan.base.moment import business_day, read_stamp
from thongquan.declaration.document_list import read, summed
from thongquan.registration.deeds_documents_listed import Hq01Answer, Hq01Send
from thongquan.storage.document_lists import bills_of, opened, remarks_in
from thongquan.storage.findings import Findings
from thongquan.storage.register_told import ListTold, OnRecord, Told
from thongquan.storage.sealing import Vault
from thongquan.storage.sent_lists import has_documents

_LISTS = """
SELECT id, row, sealed, remarks, company, office, year, ordinal, number, state, sent_at, sent_by, inspection_at,
       inspection_by, answered_at, answered_by, says, deed, inspection, answer
FROM document_list ORDER BY row"""


def check_document_lists(
    connection: apsw.Connection, vault: Vault, told: Told, erased_until: str, found: Findings
) -> None:
    """`erased_until`: the last day whose content was erased, "" where nothing was."""
    missing = {id_ for id_, one in told.lists.items() if isinstance(one.sent.says, Hq01Send)}
    rows: list[Any] = connection.execute(_LISTS).fetchall() if has_documents(connection) else []
    for id_, row, sealed, remarks, *rest in rows:
        missing.discard(id_)
        known = told.lists.get(id_)
        if known is None or rest != _row_of(known):
            found.add("list", id_)
        elif not sealed:
            if known.answer is None or str(business_day(read_stamp(known.sent.at))) > erased_until:
                found.add("list", id_)
        elif not _content_fits(vault, known, id_, (sealed, remarks), _houses(connection, row)):
            found.add("list", id_)
    for id_ in sorted(missing):
        found.add("list", id_)


def _row_of(known: ListTold) -> list[Any]:
    sent, inspection, answer = known.sent, known.inspection, known.answer
    says, told = sent.says, sent.outcome
    assert isinstance(says, Hq01Send)
    state = answer.outcome["state"] if answer else "sent"
    return [
        known.company, says.office, int(told["year"]), int(told["ordinal"]), told["number"], state, sent.at,
        sent.account, *_who(inspection), *_who(answer), canonical(says).decode(), sent.seq,
        inspection.seq if inspection else None, answer.seq if answer else None,
    ]  # fmt: skip


def _who(deed: OnRecord | None) -> tuple[str, str]:
    return (deed.at, deed.account) if deed else ("", "")


def _content_fits(vault: Vault, known: ListTold, id_: str, sealed: tuple[bytes, bytes], houses: set[bytes]) -> bool:
    says = known.sent.says
    assert isinstance(says, Hq01Send)
    try:
        told, wrote = opened(vault, id_, sealed[0]), remarks_in(vault, id_, sealed[1])
    except (InvalidTag, msgspec.MsgspecError):
        return False
    expected = {vault.house_key(says.direction, one) for one in bills_of(told)}
    return (
        summed(told, read(told)).digest == says.digest
        and houses == expected
        and wrote == Remarks(_result(known.inspection), _result(known.answer))
    )


def _houses(connection: apsw.Connection, row: int) -> set[bytes]:
    rows: list[Any] = connection.execute("SELECT house FROM document_house WHERE list = ?", (row,)).fetchall()
    return {house for (house,) in rows}


def _result(deed: OnRecord | None) -> str:
    if deed is None:
        return ""
    assert isinstance(deed.says, Hq01Answer)
    return deed.says.result
