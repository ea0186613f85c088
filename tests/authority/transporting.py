"""Transports as people make them: lodged by the company's user, taken on by officers of both ends."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from authority import attaching
from authority.applying import with_officer
from authority.deeds import composed, sent, signed
from authority.house import House
from authority.listing import user_of
from authority.quick import Quick, quick
from demo_pki import RSA_COMPANY
from thongquan.authority.deed_work import Carried
from thongquan.authority.transport_attachment import KINDS
from thongquan.authority.transport_lodge import drafted
from thongquan.authority.transport_ports import Transport
from thongquan.authority.transports_seen import open_transport
from thongquan.base.moment import VIETNAM, business_day
from thongquan.transport.cases import Form
from thongquan.transport.filling import notes_1
from thongquan.transport.lists import BillLine, BillList, GoodsList, PackageLine
from thongquan.transport.lodged import List, lodged, packed, spelled
from thongquan.transport.model import CorrectedCargo, TransportCorrection, TransportDeclaration
from transport.declared import a_cargo, a_transport

SALT = "5a" * 16
ARRIVING = "nb01"
"""An officer of 01AC, where `a_transport` arrives."""
CONFIRMED = {"arrived": ("arrive",), "departed": ("depart",)}


def at_both_ends(house: House) -> None:
    with_officer(house, ARRIVING, "079180000107", office="01AC")


def today(house: House) -> Any:
    return business_day(house.clock.now)


def declared(house: House, **changes: Any) -> TransportDeclaration:
    """For today until noon of tomorrow."""
    day = today(house)
    return a_transport(**{"start_day": day, "start_hour": "23", "finish_day": day, "finish_hour": "23", **changes})


def a_goods_list(number: str = "BK01", bills: Sequence[str] = ("HB1", "HB2"), run: int = 1, runs: int = 1) -> GoodsList:
    lines = [PackageLine(bill, f"{bill}-{run}", "Kem dưỡng da", f"CH{run}{place}") for place, bill in enumerate(bills)]
    return GoodsList("Sao Mai", number, "TP Hồ Chí Minh", a_transport().start_day, lines, run, runs)


def a_bill_list(number: str = "BK01", bills: Sequence[str] = ("HB1", "HB2")) -> BillList:
    return BillList("Sao Mai", number, "TP Hồ Chí Minh", a_transport().start_day, [BillLine(bill) for bill in bills])


def attached(house: House, company: str = RSA_COMPANY, form: Form = "04-BKHH") -> str:
    """The number of an attachment of the company's that holds such a list; registered where there is none."""
    there = "SELECT number FROM registered_attachment WHERE company = ? AND procedure = ? AND office = '02DS'"
    found = house.rows(there, company, KINDS[form])
    return str(found[0][0]) if found else attaching.register(house, company=company, procedure=KINDS[form])


def with_lists(
    house: House, *lists: List, company: str = RSA_COMPANY, **changes: Any
) -> tuple[TransportDeclaration, tuple[List, ...]]:
    """A declaration whose cargo number is that of its lists, and whose Notes 1 quote their attachment."""
    form: Form = "04-BKHH" if isinstance(lists[0], GoodsList) else "01-BKVD/TKXX"
    said = {
        "transport_type": "KS", "cargo": {"cargo_number": lists[0].number, "goods_name": "chi tiết theo vận đơn"},
        "remarks": notes_1(form, attached(house, company, form)), "pieces": (),
    }  # fmt: skip
    return declared(house, **{**said, **changes}), lists


def beside(ola: TransportDeclaration, lists: Sequence[List] = ()) -> str:
    return packed(spelled(lodged(ola, lists, SALT)))


def key_of(company: str) -> Quick:
    return quick(company)


def drafted_transport(
    house: House, ola: TransportDeclaration, lists: Sequence[List] = (), company: str = RSA_COMPANY, **asked: Any
) -> dict[str, Any]:
    user, asks = user_of(house, company), {"doing": "register", **asked}
    return house.sit(lambda now: drafted(now, user, asks, beside(ola, lists)))


def lodge(
    house: House, ola: TransportDeclaration, lists: Sequence[List] = (), company: str = RSA_COMPANY, **asked: Any
) -> Carried:
    says = drafted_transport(house, ola, lists, company, **asked)
    text = composed(house, "transport-lodge", user_of(house, company), **says).text
    return sent(house, signed(text, key_of(company)), declaration=beside(ola, lists))


def registered(house: House, company: str = RSA_COMPANY, *lists: List, **changes: Any) -> str:
    ola, made = with_lists(house, *lists, company=company, **changes) if lists else (declared(house, **changes), ())
    return lodge(house, ola, made, company).outcome["number"]


def kept(house: House, number: str) -> Transport:
    return house.books.transports.of(number)


def a_step(house: House, number: str, step: str, **says: Any) -> dict[str, Any]:
    """As it stands now; what the step wants besides is there unless it is told otherwise."""
    one = kept(house, number)
    now: datetime = house.clock.now.astimezone(VIETNAM)
    moment = {"day": str(now.date()), "time": now.strftime("%H%M")}
    wanted: dict[str, dict[str, Any]] = {
        "seal": {"run": 1, "vehicle": "51C-12345", "seals": ["HQ0001"]},
        "depart": moment,
        "arrive": moment,
        "arrive-differing": {**moment, "discrepancies": [{"what": "seal", "which": "HQ0001"}]},
        "note-discrepancies": {"discrepancies": [{"what": "missing", "which": "HB1-1"}]},
    }
    reason = {"reason": "vì vậy"} if step in REASONED else {}
    return {
        "number": number, "version": one.version, "state": one.state, "step": step, **wanted.get(step, {}), **reason,
        **says,
    }  # fmt: skip


DEED = {True: "transport-decide", False: "transport-step"}
REASONED = ("refuse", "instruct", "cancel", "ask-cancellation", "decline-cancellation", "take-back-departure", "settle")
BY: dict[str, str] = {
    "approve": "cb01", "refuse": "cb01", "instruct": "cb01", "grant-cancellation": "cb01", "seal": "cb01",
    "decline-cancellation": "cb01", "depart": "cb01", "take-back-departure": "cb01", "arrive": ARRIVING,
    "arrive-differing": ARRIVING, "note-discrepancies": ARRIVING, "settle": ARRIVING,
}  # fmt: skip
"""Who takes a step where nobody else is named; the others are the company's."""


def step_text(house: House, number: str, step: str, by: str = "", **says: Any) -> tuple[str, Any]:
    """The text, and whose key signs it. An officer has opened it."""
    who = by or BY.get(step) or user_of(house)
    if house.books.officer(who) is not None:
        house.sit(lambda now: open_transport(now, who, number))
    is_officer = house.books.officer(who) is not None
    text = composed(house, DEED[is_officer], who, **a_step(house, number, step, **says)).text
    return text, quick(who) if is_officer else key_of(RSA_COMPANY)


def take(house: House, number: str, step: str, by: str = "", **says: Any) -> Carried:
    return sent(house, signed(*step_text(house, number, step, by, **says)))


def taken(house: House, number: str, *steps: str) -> str:
    """Step after step; its number."""
    for step in steps:
        take(house, number, step)
    return number


def a_correction(house: House, number: str, **changes: Any) -> TransportCorrection:
    """Of the declaration as it is, changed so."""
    ola = house.books.transports.body(kept(house, number)).declaration
    said = {name: getattr(ola, name) for name in TransportDeclaration.__struct_fields__ if name != "cargo"}
    rows = [
        CorrectedCargo(**{name: getattr(row, name) for name in type(row).__struct_fields__}, line_correction="5")
        for row in ola.cargo
    ]
    whole = {**said, "number": number, "processing": "5", "cargo": tuple(rows)}
    return TransportCorrection(**{**whole, **changes})


def correct(house: House, number: str, **changes: Any) -> Carried:
    asked = {"doing": "correct", "number": number, "version": kept(house, number).version}
    return lodge(house, a_correction(house, number, **changes), **asked)


def change(house: House, number: str, ola: TransportDeclaration, lists: Sequence[List] = ()) -> Carried:
    asked = {"doing": "change", "number": number, "version": kept(house, number).version}
    return lodge(house, replace(ola, number=number), lists, **asked)


def amend(house: House, number: str, *, line: int = 1, changes: dict[int, str], **says: Any) -> Carried:
    said = {"number": number, "version": kept(house, number).version, "form": "04-BKHH", "run": 1, "line": line}
    values = [{"column": column, "value": value} for column, value in changes.items()]
    text = composed(house, "transport-amend", user_of(house), **{**said, "changes": values, **says}).text
    return sent(house, signed(text, key_of(RSA_COMPANY)))


def answer(house: House, number: str, amended: str, *, line: int = 1, by: str = "cb01", **says: Any) -> Carried:
    said = {"number": number, "version": kept(house, number).version, "form": "04-BKHH", "run": 1, "line": line}
    asked = {**said, "amended": amended, "answer": "accept", **says}
    text = composed(house, "transport-amendment-answer", by, **asked).text
    return sent(house, signed(text, quick(by)))


__all__ = ["a_cargo", "declared", "registered", "take", "taken"]
