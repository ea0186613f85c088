"""What an operator of the machine does to the register stands in the record of deeds too, without a signature.

The machine knows the operator by the user who typed; the text is spelled like any other, so that it is read back alike.
"""

import os
from hashlib import sha256

import msgspec

from thongquan.authority.challenge import one_time_number
from thongquan.authority.deed_ports import NewDeed
from thongquan.authority.plain_text import plain_name
from thongquan.authority.refusals import FormFaulty
from thongquan.authority.sitting import Sitting
from thongquan.base.canonical import canonical
from thongquan.base.moment import stamp
from thongquan.registration.deed import Deed, Particulars, read_particulars, written
from thongquan.signing.checkpoint import SALT_BYTES, receipt_leaf

OPERATOR = "operator"
"""Who did it where no name was given."""


def by_operator(now: Sitting, by: str, says: Particulars, outcome: dict[str, str], *, company: str = "") -> int:
    """Its place in the record.

    Raises:
        TextNotPlain, FormFaulty: a name or a particular that would not be shown as it is.
    """
    _, faults = read_particulars(type(says), msgspec.to_builtins(says))
    if faults:
        raise FormFaulty(faults)
    at, by = stamp(now.at), plain_name("by", by)
    once = one_time_number(now.authority.challenge, says.kind, by, at)
    text = written(Deed(now.authority.system, by, says, at, once))
    salt, spelled = os.urandom(SALT_BYTES), canonical(outcome)
    return now.books.deeds.enter(
        NewDeed(
            kind=says.kind,
            at=at,
            account=by,
            company=company,
            certificate="",
            delegation="",
            digest=sha256(text).digest(),
            leaf=receipt_leaf(salt, text, spelled),
            salt=salt,
            text=text,
            signature=b"",
            outcome=spelled,
        )
    )
