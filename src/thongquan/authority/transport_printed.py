"""The printed forms of a transport, filled from the books: lists with seals and blocks, declaration and approval."""

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from thongquan import law
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.authority.sent_lists import office_name
from thongquan.authority.transport_ports import Transport
from thongquan.authority.transports_seen import numbered, own_transport
from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS, Limits
from thongquan.base.moment import VIETNAM, business_day, read_stamp
from thongquan.forms.transport_filled import items_of, rows_of
from thongquan.forms.transport_model import EndedBy, TransportDeclaration, TransportEnded, Value, Values
from thongquan.registration.deeds_transport import DISCREPANCIES
from thongquan.transport import model
from thongquan.transport.lists import Attached, BillList, Block, GoodsList, Signed
from thongquan.transport.standing import Moved, Standing, Taken, lists_of

_NAMED = {"AS": ("transport_means", "means"), "AU": ("transport_purposes", "purpose")}
_NAMED |= {"AW": ("transport_types", "transport_type")}


class ListsTooLong(Refusal):
    """To draw so many lines would take the memory that everybody else needs."""

    code = "TRANSPORT-LISTS-LONG"


def printed_lists(room: ReadingRoom, account: str, number: str) -> list[BillList | GoodsList]:
    """Its lists with office names, officers and days; (1) is the declaration's transporter where a list names none.

    Raises:
        NotFound: another's, or it has none.
        Erased
    """
    one = own_transport(room, account, number)
    standing, day = room.transports.standing(one), business_day(read_stamp(one.lodged_at))
    attached = Attached(one.number, day, office_name(one.office, day))
    body = room.transports.body(one)
    made = lists_of(body, standing, attached)
    if not made:
        raise NotFound
    signed = _signed(room, standing)
    named = [replace(each, enterprise=each.enterprise or body.declaration.transporter_name) for each in made]
    return [_named(replace(each, signed=signed), day) for each in named]


def require_drawable(lists: Sequence[BillList | GoodsList], limits: Limits = LIMITS) -> None:
    """Whoever draws asks first. Raises ListsTooLong."""
    lines = sum(len(one.lines) for one in lists)
    if lines > limits.transport_lines_drawn:
        raise ListsTooLong(lines=lines, limit=limits.transport_lines_drawn)


def printed_transport(room: ReadingRoom, account: str, number: str) -> TransportDeclaration:
    """VAS503 before the approval, VAS504 from then on, with what became of it. Raises NotFound, Erased."""
    one = own_transport(room, account, number)
    standing = room.transports.standing(one)
    ola = numbered(room.transports.body(one).declaration, one.number)
    approved = _last(standing, "approve")
    values = items_of(ola, "VAS504" if approved else "VAS503") | _told(room, one, ola, standing)
    return TransportDeclaration(
        "VAS504" if approved else "VAS503",
        values | ({"KJ": one.number, "KK": _day(approved.at)} if approved else {}),
        rows_of(ola, "VAS504" if approved else "VAS503"),
        _moved(ola, standing),
        _ended(one, standing),
    )


def _named(made: BillList | GoodsList, day: date) -> BillList | GoodsList:
    if isinstance(made, BillList):
        return made
    return replace(made, departed=_block(made.departed, day), arrived=_block(made.arrived, day))


def _block(block: Block | None, day: date) -> Block | None:
    """The office by its name."""
    return replace(block, office=office_name(block.office, day)) if block else None


def _signed(room: ReadingRoom, standing: Standing) -> Signed | None:
    """Who lodged it last, with the enterprise's signature under its lists."""
    last = next((one for one in reversed(standing.steps) if one.step in ("register", "change", "amend")), None)
    if last is None:
        return None
    account = room.accounts.account(last.by)
    return Signed(f"{account.person.name if account else ''} ({last.by})".strip(), read_stamp(last.at))


def _told(room: ReadingRoom, one: Transport, ola: model.TransportDeclaration, standing: Standing) -> dict[str, Value]:
    """What the authority adds: office, day, declarant, the words of codes."""
    day, company = business_day(read_stamp(one.lodged_at)), room.company(one.company)
    office = office_name(one.office, day)
    told: dict[str, Value] = {
        "AC": office, "AD": office, "AE": one.number, "OLT": one.number, "AF": day, "BI": len(ola.cargo),
        "BJ": len(ola.pieces), "AH": company.name if company else one.company,
        "DNM": company.name if company else one.company,
    }  # fmt: skip
    if not _last(standing, "approve"):
        del told["AD"], told["AE"], told["AH"]
    if company is not None:
        told["AG"] = told["DEC"] = company.code
    if ola.start_day and ola.finish_day:
        told |= {"KE": ola.start_day, "KH": ola.finish_day}
    for id_, (table, field) in _NAMED.items():
        row = law.codes(table).on(day).get(getattr(ola, field))
        if row:
            told[id_] = row["name_vi"]
    return told


def _moved(ola: model.TransportDeclaration, standing: Standing) -> dict[str, Value]:
    """Items of VAS516."""
    found: dict[str, Value] = {}
    if (left := standing.departed) is not None:
        found |= {"DPR": ola.departure_area, "BRT": ola.departure_berth, "PRT": ola.departure_port}
        found |= _moment(left, "DOT", "TOT")
    if (came := standing.arrived) is not None:
        found |= {"SOH": ola.arrival_area, "SOB": ola.arrival_berth, "SOP": ola.arrival_port}
        found |= {**_moment(came, "DTM", "TIM"), "REG": came.by[:5], "REN": came.name, "RM1": came.remarks}
        noted = "; ".join(
            f"{DISCREPANCIES[one.what]}: {one.which} {one.note}".strip() for one in standing.discrepancies
        )
        found["RM2"] = noted
    return {id_: value for id_, value in found.items() if value != ""}


def _moment(moved: Moved, day: str, hour: str) -> Values:
    told = read_stamp(moved.at).astimezone(VIETNAM)
    return {day: told.date(), hour: told.time()}


def _ended(one: Transport, standing: Standing) -> TransportEnded | None:
    if one.state not in ("refused", "cancelled"):
        return None
    last = standing.steps[-1]
    told = read_stamp(last.at).astimezone(VIETNAM)
    output: EndedBy = "VAS511" if one.state == "refused" else "VAS508" if _last(standing, "approve") else "VAS514"
    day, hour, notice = _ENDED[output]
    return TransportEnded(output, {day: told.date(), hour: told.time(), notice: _reason(standing.steps)})


_ENDED: dict[EndedBy, tuple[str, str, str]] = {
    "VAS508": ("DA", "DB", "DE"),
    "VAS511": ("08A", "01B", "03B"),
    "VAS514": ("AE", "AT", "DE"),
}


def _reason(steps: Sequence[Taken]) -> str:
    """Of what ended it, or of the request that was granted."""
    return next((one.reason for one in reversed(steps) if one.reason), "")


def _last(standing: Standing, step: str) -> Taken | None:
    return next((one for one in reversed(standing.steps) if one.step == step), None)


def _day(at: str) -> date:
    return business_day(read_stamp(at))
