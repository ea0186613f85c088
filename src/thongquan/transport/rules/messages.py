"""What relates the items of the short messages: a call-up (OLB), a reference (ITF), the rows of a correction (COT)."""

from datetime import date

from thongquan.declaration.derived import is_team
from thongquan.transport.messages import CallUp, FilesAdded, TransportReference
from thongquan.transport.model import TransportCorrection
from thongquan.transport.rules.rule import Facts, message_rule

DELETED = "3"
CORRECTS = "5"


@message_rule("OLB-OLT-BOTH", at="number", result_code="R0001")
def one_thing_is_called_up(olb: CallUp, _day: date) -> Facts | None:
    """A call-up names a pre-registered declaration (OLT) or cargo of a manifest (TM, CG), not both."""
    return {"number": olb.number} if olb.number and olb.cargo else None


@message_rule("OLB-OLT-NEITHER", at="number", result_code="R0003")
def something_is_called_up(olb: CallUp, _day: date) -> Facts | None:
    """A call-up names a pre-registered declaration (OLT) or cargo of a manifest (TM, CG)."""
    return None if olb.number or olb.cargo else {}


@message_rule("ITF-OLT-DAY", at="finish_day", result_code="R0001")
def a_number_needs_no_day(itf: TransportReference, _day: date) -> Facts | None:
    """Beside a number (OLT) no day of arrival (EDT) is asked for."""
    return {"number": itf.number} if itf.number and itf.finish_day else None


@message_rule("ITF-OLT-LODGED", at="lodged_at", result_code="R0002")
def a_number_needs_no_office_of_lodging(itf: TransportReference, _day: date) -> Facts | None:
    """Beside a number (OLT) no office of lodging (DEC) is asked for."""
    return {"number": itf.number} if itf.number and itf.lodged_at else None


@message_rule("ITF-OLT-ARRIVING", at="arriving_at", result_code="R0003")
def a_number_needs_no_office_of_arrival(itf: TransportReference, _day: date) -> Facts | None:
    """Beside a number (OLT) no office of arrival (ARV) is asked for."""
    return {"number": itf.number} if itf.number and itf.arriving_at else None


@message_rule("ITF-DEC-ONE", at="lodged_at", result_code="R0004")
def a_list_is_of_one_office(itf: TransportReference, _day: date) -> Facts | None:
    """Without a number exactly one office is named: of lodging (DEC) or of arrival (ARV)."""
    return {} if not itf.number and bool(itf.lodged_at) == bool(itf.arriving_at) else None


@message_rule("COT-TES-ALL", at="cargo", result_code="S0118")
def something_is_left_of_the_cargo(cot: TransportCorrection, _day: date) -> Facts | None:
    """A correction does not delete all its cargo: a transport that carries nothing is cancelled (KND 1)."""
    if cot.processing != CORRECTS or not cot.cargo or any(row.line_correction != DELETED for row in cot.cargo):
        return None
    return {"count": len(cot.cargo)}


@message_rule("MSB-CHB-KNOWN", at="customs_team", result_code="S0004")
def files_are_sent_to_a_team_of_the_office(msb: FilesAdded, day: date) -> Facts | None:
    """The team (CHB) is one of the office (CHN)."""
    if not msb.customs_team or not msb.customs_office or is_team(msb.customs_office, msb.customs_team, day):
        return None
    return {"team": msb.customs_team, "office": msb.customs_office}
