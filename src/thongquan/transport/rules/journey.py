"""When, why and by what the goods move: days and hours, purpose, type, means (BYA to EDH), and Notes 1."""

import re
from datetime import date
from typing import NamedTuple

from thongquan import law
from thongquan.transport.cases import Form
from thongquan.transport.model import Cargo, TransportCorrection, TransportDeclaration
from thongquan.transport.rules.rule import Case, Facts, cargo_rule, rule

PURPOSES = law.codes("transport_purposes")
MEANS = law.codes("transport_means")

SIMPLE = "KS"
QUARANTINE = "QU"
PL_III = "TT 191/2015 PL III điểm 2"
BY_LIST = re.compile(r"Bản kê (vận đơn/tờ khai xuất khẩu|hàng hóa) theo số tệp tin đính kèm", re.IGNORECASE)
"""How Notes 1 names a list that is attached (Annex III 2.c)."""
QUOTED = re.compile(rf"{BY_LIST.pattern} \(?([0-9]{{12}})\)?", re.IGNORECASE)
DETAILS = {"I": "chi tiết theo vận đơn", "E": "chi tiết theo tờ khai xuất khẩu"}
"""What stands for the names of the goods (Annex III 2.b)."""


class Quoted(NamedTuple):
    """The list that Notes 1 names, and the number that the system gave its file; "" where that is missing."""

    form: Form
    number: str


def quoted(remarks: str) -> Quoted | None:
    """What Notes 1 says of a list.

    >>> quoted("Bản kê hàng hóa theo số tệp tin đính kèm (720012345610)")
    Quoted(form='04-BKHH', number='720012345610')
    """
    named, found = BY_LIST.search(remarks), QUOTED.search(remarks)
    if named is None:
        return None
    form: Form = "04-BKHH" if named[1].casefold() == "hàng hóa" else "01-BKVD/TKXX"
    return Quoted(form, found[2] if found else "")


STARTS = "OLA-SDT-PAST"


@rule(STARTS, at="start_day", result_code="S0029")
def it_starts_today_or_later(ola: TransportDeclaration, case: Case) -> Facts | None:
    """The planned start (SDT) is not before the day of registration. How far ahead it may lie is told nowhere.

    A correction is asked for this only where it changes the day (`against.py`): by then it may well have started.
    """
    return None if isinstance(ola, TransportCorrection) else is_past(ola, case.day)


def is_past(ola: TransportDeclaration, day: date) -> Facts | None:
    if ola.start_day is None or ola.start_day >= day:
        return None
    return {"day": ola.start_day.isoformat(), "today": day.isoformat()}


@rule("OLA-EDT-ORDER", at="finish_day", result_code="R0007")
def it_ends_after_it_starts(ola: TransportDeclaration, _case: Case) -> Facts | None:
    """The planned end (EDT, EDH) is not before the start. Read: of one day by the hour too; the client says the day."""
    if ola.start_day is None or ola.finish_day is None:
        return None
    start, finish = (ola.start_day, ola.start_hour), (ola.finish_day, ola.finish_hour)
    if finish >= start or (ola.start_day == ola.finish_day and not (ola.start_hour and ola.finish_hour)):
        return None
    return {
        "from_day": ola.start_day.isoformat(),
        "from_hour": ola.start_hour or "–",
        "to_day": ola.finish_day.isoformat(),
        "to_hour": ola.finish_hour or "–",
    }


@rule("OLA-OBJ-DIRECTION", at="purpose", result_code="R0005")
def a_purpose_is_one_of_its_direction(ola: TransportDeclaration, case: Case) -> Facts | None:
    """Each purpose (OBJ) goes with one direction (IEI): into storage with imports, to the gate with exports."""
    row = PURPOSES.on(case.day).get(ola.purpose)
    if row is None or not ola.direction or row["direction"] == ola.direction:
        return None
    return {"purpose": ola.purpose, "direction": ola.direction, "goes_with": row["direction"]}


@rule("OLA-CNO-NONE", at="pieces", result_code="R0111")
def by_air_sea_or_rail_something_is_numbered(ola: TransportDeclaration, case: Case) -> Facts | None:
    """By air, sea or rail (BYA) at least one container, wagon or package (CNO) is declared."""
    row = MEANS.on(case.day).get(ola.means)
    if row is None or row["pieces"] != "yes" or any(one.piece_number for one in ola.pieces):
        return None
    return {"means": ola.means}


@rule("OLA-NTA-QUARANTINE", at="remarks", result_code="R0034")
def goods_under_quarantine_say_where(ola: TransportDeclaration, _case: Case) -> Facts | None:
    """Goods under quarantine or conditions (QU) name the place of the check in Notes 1 (NTA)."""
    return {"type": ola.transport_type} if ola.transport_type == QUARANTINE and not ola.remarks else None


@rule("OLA-USS-LIST", at="transport_type", cites=f"{PL_III}.a", mark="seed")
def what_goes_by_a_list_is_of_simple_procedure(ola: TransportDeclaration, _case: Case) -> Facts | None:
    """Goods beyond the design of the declaration, whose list Notes 1 names, are of type KS."""
    if BY_LIST.search(ola.remarks) and ola.transport_type and ola.transport_type != SIMPLE:
        return {"type": ola.transport_type}
    return None


@rule("OLA-NTA-LIST", at="remarks", cites=f"{PL_III}.c", mark="seed")
def the_list_is_named_by_its_attachment_number(ola: TransportDeclaration, _case: Case) -> Facts | None:
    """Notes 1 names the attached list by the number that the system gave its file (HYS): 12 digits."""
    return {} if BY_LIST.search(ola.remarks) and not QUOTED.search(ola.remarks) else None


@cargo_rule("OLA-CM-LIST", at="goods_name", cites=f"{PL_III}.b", mark="seed")
def imports_by_a_list_are_detailed_in_their_bills(cargo: Cargo, case: Case) -> Facts | None:
    """An import whose list Notes 1 names has "chi tiết theo vận đơn" for the name of its goods.

    Of an export only those of several names write "chi tiết theo tờ khai xuất khẩu": one name may stand.
    """
    named = cargo.goods_name.casefold()
    if case.whole.direction != "I" or not BY_LIST.search(case.whole.remarks) or not named:
        return None
    return {"name": cargo.goods_name[:60]} if named != DETAILS["I"] else None
