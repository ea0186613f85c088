"""Correcting what was filed: the declaration as it stands, and corrections signed into the outbox, unsent."""

from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from thongquan.declarant.correction import Corrected, Standing
from thongquan.declarant.decided import decisions_of
from thongquan.declarant.filing import Address, Group, keep_one, line_of, principal_of, within_limits
from thongquan.declarant.outbox import Entry, Outbox
from thongquan.declarant.parcels import CORRECTED, find
from thongquan.declarant.printing import standing_line
from thongquan.declarant.refusals import AnswerUnproven, NotInOutbox
from thongquan.declarant.sending import Authority
from thongquan.declaration.codec import decode_line
from thongquan.declaration.model import Decision
from thongquan.numbering.declaration_number import as_issued
from thongquan.signing.sign import Signer
from thongquan.signing.statement import read_statement


class _Now(msgspec.Struct, frozen=True):
    """As much of the authority's answer as is needed."""

    line: str
    decision: Decision


def standing(outbox: Outbox, number: str, authority: Authority | None = None) -> Standing:
    """How the declaration stands, asked of the authority with the secret of the filing that registered it.

    Without an authority, as far as the outbox knows.

    Raises:
        NotInOutbox: no filing here registered it.
        ServerAway: nobody answered.
    """
    entry, decision = _registered(outbox, number)
    system = read_statement(entry.statement()).system
    if authority is None:
        return Standing(decode_line(standing_line(outbox, entry, decision)), decision, system)
    told = authority.get(f"/api/v1/declarations/{as_issued(number)}", entry)
    if told is None:
        raise NotInOutbox(sought=number)
    try:
        now = msgspec.json.decode(told, type=_Now)
        return Standing(decode_line(now.line.encode()), now.decision, system)
    except msgspec.MsgspecError as error:
        raise AnswerUnproven(reason="format", batch=entry.batch) from error


def _registered(outbox: Outbox, number: str) -> tuple[Entry, Decision]:
    """The filing that registered it, which alone is answered to, with the newest decision known here."""
    for found in find(outbox, number):
        if read_statement(found.entry.statement()).kind == "filing":
            for parcel in found.parcels:
                if parcel.outcome in ("registered", CORRECTED):
                    return found.entry, decisions_of(found.entry)[parcel.line]
    raise NotInOutbox(sought=number)


def keep_corrections(outbox: Outbox, corrections: Sequence[Corrected], signer: Signer, address: Address) -> list[Entry]:
    """Sign the corrections, one statement for all of one office, direction and principal; each is on disk after this.

    Raises:
        SignatureRefused: the certificate speaks for no company.
    """
    entries = []
    for (office, form, principal, system), lines in _grouped(corrections).items():
        told = replace(address, on_behalf_of=principal_of(principal, signer), system=system)
        group: Group = (office, "export" if form == "MEC" else "import")
        entries += [keep_one(outbox, batch, group, signer, told, kind="correction") for batch in within_limits(lines)]
    return entries


def _grouped(corrections: Iterable[Corrected]) -> dict[tuple[str, str, str, str], list[bytes]]:
    groups: dict[tuple[str, str, str, str], list[bytes]] = {}
    for one in corrections:
        decision = one.standing.decision
        key = (decision.office.code, decision.form, decision.on_behalf_of, one.standing.system)
        groups.setdefault(key, []).append(line_of(one.correction))
    return groups
