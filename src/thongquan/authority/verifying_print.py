"""Whether a printed form is true: number and house bill together lead to the declaration's state, and nothing more."""

import msgspec

from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.consignment.bill import normalised
from thongquan.numbering.declaration_number import is_number


class PrintedState(msgspec.Struct, frozen=True):
    """What the paper may be compared with."""

    number: str
    form: str
    """MIC or MEC."""
    state: str
    """One of `declaration.lifecycle.STATES`."""
    registered_at: str
    cleared_at: str
    """"" unless cleared."""
    office_code: str
    office_name: str


def printed_state(room: ReadingRoom, number: str, house_bill: str) -> PrintedState:
    """The state of the declaration on which this number and this house bill are printed.

    Raises:
        NotFound: there is no such number, or the house bill is not its own: the two look alike.
    """
    house = normalised(house_bill)
    decision = room.printed(number, house) if is_number(number) and house else None
    if decision is None:
        raise NotFound
    return PrintedState(
        number=decision.number,
        form=decision.form,
        state=decision.state,
        registered_at=decision.registered_at,
        cleared_at=decision.cleared_at,
        office_code=decision.office.code,
        office_name=decision.office.name,
    )
