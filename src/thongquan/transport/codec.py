"""Transport messages as they travel: JSON with every field in its one type."""

import re

import msgspec

from thongquan import law
from thongquan.base.fault import Fault, Refusal
from thongquan.declaration.codec import can_be_reckoned
from thongquan.transport.items import day_code
from thongquan.transport.messages import Message, form_of
from thongquan.transport.model import TransportDeclaration

_PLACE = re.compile(r" - at `\$\.?(?P<place>.*)`$")

_DECODER: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)
_INDEX = re.compile(r"\[([0-9]+)\]")


class TransportUnreadable(Refusal):
    """What was sent is no message of the procedure. `fault` tells of a day that is none at its item, else None."""

    code = "TRANSPORT-UNREADABLE"

    def __init__(self, form: str, reason: str) -> None:
        place = _PLACE.search(reason)
        self.fault = _day_fault(form, place["place"]) if place and "date" in reason else None
        super().__init__(procedure=form, reason=reason)


def read(form: str, told: bytes) -> Message:
    """One message of a procedure, such as "OLA", however it is spelled: what was signed is compared with `spelled`.

    Raises:
        TransportUnreadable
    """
    try:
        message = _DECODER.decode(told)
    except msgspec.MsgspecError as error:
        raise TransportUnreadable(form, str(error)) from None
    if form_of(message) != form:
        raise TransportUnreadable(form, f"form {form_of(message)}")
    if isinstance(message, TransportDeclaration):
        _check_numbers(form, message)
    return message


def _check_numbers(form: str, message: TransportDeclaration) -> None:
    for cargo in message.cargo:
        if not all(map(can_be_reckoned, (cargo.cargo_weight, cargo.volume, cargo.price))):
            raise TransportUnreadable(form, "no number of any item")


def spelled(message: Message) -> bytes:
    """The message in its one spelling."""
    return msgspec.json.encode(message)


def _day_fault(form: str, place: str) -> Fault | None:
    """Msgspec tells `cargo[0].bill_day` of what we call `cargo.1.bill_day`."""
    field = place.rpartition(".")[2]
    at = _INDEX.sub(lambda found: f".{int(found[1]) + 1}", place)
    for one in (form, "OLA") if form == "COT" else (form,):
        for item in law.criteria(one):
            if item.field == field and item.attribute == "D":
                return Fault(day_code(one, item), at, {})
    return None
