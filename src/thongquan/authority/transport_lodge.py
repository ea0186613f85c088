"""A company lodges a transport declaration: pre-registers it (OLA), changes the draft, or corrects it (COT).

Declaration and lists travel beside the text, which names places, cargo numbers, counts and their digest.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import FormFaulty
from thongquan.authority.sent_lists import company_of
from thongquan.authority.sitting import Sitting
from thongquan.authority.transport_attachment import attachment_faults
from thongquan.authority.transport_case import (
    arrival_office,
    at_hand,
    changed_since,
    due,
    entered,
    state_after,
    taken,
    today,
)
from thongquan.authority.transport_holding import is_secured_as, secured
from thongquan.authority.transport_ports import Transport
from thongquan.authority.transport_security import Wanted, security_faults
from thongquan.base.citation import cite
from thongquan.base.fault import Fault, Refusal
from thongquan.base.limits import LIMITS
from thongquan.base.moment import stamp
from thongquan.declaration.conditions import CancellationOpen
from thongquan.numbering.transport_number import transport_number
from thongquan.registration.deeds_transport import TransportLodge
from thongquan.transport.against import correction_faults
from thongquan.transport.judging import faults_of
from thongquan.transport.lifecycle import FIRST
from thongquan.transport.list_notes import faults_of_notes
from thongquan.transport.lists import GoodsList
from thongquan.transport.lodged import List, Lodged, corrected, digest_of, lodged, read, unpacked
from thongquan.transport.model import TransportCorrection, TransportDeclaration
from thongquan.transport.standing import Standing, Taken

BODY = "declaration"
"""What travels beside the text: declaration and lists, packed."""
_04 = "TT 191/2015 PL III 04-BKHH"
LIST_OTHER = cite("TRANSPORT-LIST-OTHER", "TT 191/2015 PL III.2.c", "seed")
LIST_RUNS = cite("TRANSPORT-LIST-RUNS", f"{_04} (4)", "seed")
LIST_LINES = cite("TRANSPORT-LIST-LINES", f"{_04} (5)", "assumption")
LIST_FILLED = cite("TRANSPORT-LIST-FILLED", f"{_04} (10)", "seed")
LIST_KEPT = cite("TRANSPORT-LIST-KEPT", f"{_04} (11)", "assumption")
FORM_OTHER = cite("TRANSPORT-FORM-OTHER", "", "assumption")
NUMBER_OTHER = cite("TRANSPORT-NUMBER-OTHER", "VNACCS 2014 OLA OLT", "term-2014")


class LodgedDiffers(Refusal):
    """What travels beside the text is not what was signed."""

    code = "TRANSPORT-CHANGED"


def drafted(now: Sitting, account: str, asked: Mapping[str, Any], packed: str) -> dict[str, Any]:
    """The particulars of the deed: what was asked for (`doing`, `number`, `version`), with what the declaration says.

    Raises:
        NotFound: it is no user's account, or another's declaration.
        LodgedUnreadable
        FormFaulty: everything that is wrong with declaration and lists.
        Refusal: the state of things does not allow it.
    """
    told = unpacked(packed)
    body = read(told)
    if found := _body_faults(now, account, asked["doing"], asked.get("number", ""), body):
        raise FormFaulty(found)
    return {**asked, **said_of(body, told)}


def said_of(body: Lodged, told: bytes) -> dict[str, Any]:
    """What the text says of a body. `told`: the same as it is spelled."""
    ola = body.declaration
    return {
        "office": ola.customs_office,
        "direction": ola.direction,
        "transporter": ola.transporter_name or ola.transporter_code,
        "departs": place(ola.departure_area, ola.departure_berth, ola.departure_port),
        "arrives": place(ola.arrival_area, ola.arrival_berth, ola.arrival_port),
        "due": f"{ola.finish_day} {ola.finish_hour}",
        "cargo": [row.cargo_number for row in ola.cargo],
        "exports": len(ola.export_declarations),
        "pieces": len(ola.pieces),
        "lists": len(body.lists),
        "lines": sum(len(one.lines) for one in body.lists),
        "digest": digest_of(told),
    }


def place(area: str, berth: str, port: str) -> str:
    return " ".join(part for part in (area, berth, port) if part)


def faults(now: Sitting, account: str, says: TransportLodge) -> list[Fault]:
    """Of what stands above the declaration, which is looked at when it comes."""
    if not says.number:
        company_of(now, account)
        return [Fault("TRANSPORT-NUMBER-NEEDED", "number", {})] if says.doing != "register" else []
    if says.doing == "register":
        return [Fault("TRANSPORT-NUMBER-GIVEN", "number", {"number": says.number})]
    hand = at_hand(now, account, says.number, says.doing)
    return changed_since(hand.one, says.version)


def transport_lodge(now: Sitting, signed: Signed, beside: Secrets) -> Done:
    says, account = signed.deed.says, signed.deed.account
    assert isinstance(says, TransportLodge)
    told = unpacked(beside[BODY])
    body = read(told)
    if any(getattr(says, name) != value for name, value in said_of(body, told).items()):
        raise LodgedDiffers(number=says.number)
    if found := _body_faults(now, account, says.doing, says.number, body):
        raise FormFaulty(found)
    if says.doing == "register":
        return _registered(now, account, body)
    return _changed(now, account, says, body)


def _registered(now: Sitting, account: str, body: Lodged) -> Done:
    ordinal, ola, at = now.books.transports.next_ordinal(), body.declaration, stamp(now.at)
    one = Transport(
        row=ordinal, number=transport_number(ordinal, today(now)), company=company_of(now, account),
        office=ola.customs_office, arrival_office=arrival_office(ola, today(now)), direction=ola.direction,
        state=FIRST, version=1, body=1, corrected=0, due_at=due(ola), lodged_at=at, changed_at=at, departed_at="",
        arrived_at="",
    )  # fmt: skip
    standing = taken(Standing(body.salt), Taken("register", at, account, FIRST))
    return entered(now, one, standing, body, new=True)


def _changed(now: Sitting, account: str, says: TransportLodge, body: Lodged) -> Done:
    hand, books = at_hand(now, account, says.number, says.doing), now.books.transports
    one, after = hand.one, state_after(hand, says.doing, "")
    declaration = body.declaration
    if isinstance(declaration, TransportCorrection):
        declaration, lists = corrected(declaration), books.body(one).lists
        body = lodged(declaration, lists, body.salt)
    one = replace(
        one, state=after, version=one.version + 1, body=one.version + 1, due_at=due(declaration),
        corrected=one.corrected + (says.doing == "correct"), arrival_office=arrival_office(declaration, today(now)),
        changed_at=stamp(now.at),
    )  # fmt: skip
    if says.doing == "change":
        one = replace(one, office=declaration.customs_office, direction=declaration.direction)
    standing = books.standing(hand.one)
    if says.doing == "correct":
        before = books.body(hand.one).declaration
        anew = None if is_secured_as(standing.held, before, declaration) else declaration
        standing = secured(now, one, standing, anew)
    return entered(now, one, taken(standing, Taken(says.doing, one.changed_at, account, after)), body)


def _body_faults(now: Sitting, account: str, doing: str, number: str, body: Lodged) -> list[Fault]:
    """Everything that is wrong with declaration and lists, the first of very many.

    Raises:
        NotFound, StepNotNow, CancellationOpen
    """
    ola = body.declaration
    if doing == "register":
        company = company_of(now, account)
        found = [*_of_form(ola, "OLA", ""), *faults_of(ola, today(now)), *_of_lists(body)]
        found += attachment_faults(now, company, ola, body.lists)
        return [*found, *security_faults(now, Wanted("OLA", company, ola))][: LIMITS.faults_told]
    hand = at_hand(now, account, number, doing)
    state_after(hand, doing, "")
    standing = now.books.transports.standing(hand.one)
    if standing.asked:
        raise CancellationOpen(number=number)
    found = [*_of_form(ola, "COT" if doing == "correct" else "OLA", number), *faults_of(ola, today(now))]
    if isinstance(ola, TransportCorrection):
        kept = now.books.transports.body(hand.one)
        registered = kept.declaration
        assert not isinstance(registered, TransportCorrection)  # what is kept is what it left
        found += correction_faults(ola, registered, hand.one.state, hand.one.corrected, now.at)
        found += [Fault(LIST_KEPT, "lists", {})] if body.lists else _named_by_cargo(kept.lists, corrected(ola))
        if not is_secured_as(standing.held, registered, corrected(ola)):
            found += security_faults(now, Wanted("COT", hand.one.company, corrected(ola), standing.held))
    else:
        found += [*_of_lists(body), *security_faults(now, Wanted("OLA", hand.one.company, ola))]
    lists = now.books.transports.body(hand.one).lists if doing == "correct" else body.lists
    found += attachment_faults(now, hand.one.company, ola, lists)
    return found[: LIMITS.faults_told]


def _of_form(ola: TransportDeclaration, form: str, number: str) -> Iterator[Fault]:
    is_correction = isinstance(ola, TransportCorrection)
    if is_correction != (form == "COT") or (isinstance(ola, TransportCorrection) and ola.processing != "5"):
        yield Fault(FORM_OTHER, "declaration", {"form": form})
    if ola.number != number:
        yield Fault(NUMBER_OTHER, "number", {"number": ola.number or "–", "meant": number or "–"})


def _of_lists(body: Lodged) -> Iterator[Fault]:
    """They are those of this declaration, whole, as the enterprise fills them in, and nothing of what customs enter."""
    goods = body.goods_lists
    if len({type(one) for one in body.lists}) > 1 or (body.lists and not goods and len(body.lists) > 1):
        yield Fault(LIST_RUNS, "lists", {"lists": len(body.lists)})
    if goods and sorted((one.run, one.runs) for one in goods) != [(n, len(goods)) for n in range(1, len(goods) + 1)]:
        yield Fault(LIST_RUNS, "lists", {"lists": len(goods)})
    lines = sum(len(one.lines) for one in body.lists)
    if any(not one.lines for one in body.lists) or lines > LIMITS.transport_packages:
        yield Fault(LIST_LINES, "lists", {"lines": lines, "limit": LIMITS.transport_packages})
    yield from faults_of_notes(body.lists, body.declaration.transporter_name)
    yield from _named_by_cargo(body.lists, body.declaration)
    for place_, one in enumerate(body.lists, start=1):
        by_customs = any(line.amended or line.confirmed for line in one.lines) or one.attached is not None
        by_customs |= one.signed is not None  # whoever signs the deed signs the list
        if isinstance(one, GoodsList):
            by_customs |= bool(one.customs_seals or one.vehicle or one.departed or one.arrived)
        if by_customs:
            yield Fault(LIST_FILLED, f"lists.{place_}", {"number": one.number})


def _named_by_cargo(lists: Sequence[List], declaration: TransportDeclaration) -> Iterator[Fault]:
    """The number of each list stands for its goods (2.c): a correction may not delete it either."""
    numbers = {row.cargo_number for row in declaration.cargo}
    for place_, one in enumerate(lists, start=1):
        if one.number not in numbers:
            yield Fault(LIST_OTHER, f"lists.{place_}.number", {"number": one.number or "–"})


PROCEDURE = Procedure(TransportLodge, "account", transport_lodge, faults, secrets=(BODY,), in_session=True)
