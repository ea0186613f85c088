"""What a company takes away of a declaration: printouts as PDF, and the receipt that proves it without us."""

import asyncio

from litestar import Response

from thongquan import law
from thongquan.authority.own_declaration import OwnShown
from thongquan.authority.own_receipt import own_receipt
from thongquan.authority.refusals import NotFound
from thongquan.declaration.codec import decode_line
from thongquan.declaration.correction import FLAG
from thongquan.declaration.lifecycle import PERMITTED
from thongquan.declaration.model import Correction
from thongquan.forms.model import Kind
from thongquan.forms.printout import compose
from thongquan.forms.render import render
from thongquan.portal.language import tongue
from thongquan.portal.visit import Visit

RECEIPT = "receipt"


def papers_of(visit: Visit, one: OwnShown) -> list[tuple[str, str]]:
    """Name and what it is called: only what there is."""
    _ = tongue(visit.language).gettext
    called = {
        "clearance": _("Tờ in thông quan (PDF)"),
        "correction": _("Tờ in kết quả khai bổ sung (PDF)"),
        "channel": _("Tờ in kết quả phân luồng (PDF)"),
    }
    return [*((kind, called[kind]) for kind in printable(one)), (RECEIPT, _("Biên nhận điện tử (JSON)"))]


def printable(one: OwnShown) -> list[Kind]:
    """The clearance once there is one; the report of a correction that asked for it; always the channel."""
    signed = decode_line(one.line.encode())
    kinds: list[Kind] = ["clearance"] if one.decision.state in PERMITTED else []
    if isinstance(signed, Correction) and signed.report == FLAG:
        kinds.append("correction")
    return [*kinds, "channel"]


async def paper(visit: Visit, one: OwnShown, name: str) -> Response[bytes]:
    """The file.

    Raises:
        NotFound: there is none of this name.
        ReceiptElsewhere
    """
    number = one.decision.number
    if name == RECEIPT:
        account, at = visit.needs("admin", "user").who.account, visit.counter.clock()
        receipt = await visit.counter.read(lambda room: own_receipt(room, account, number, at))
        return _file(receipt, "application/json", f"{number}-receipt.json")
    for kind in printable(one):
        if kind == name:
            printout = compose(decode_line(one.line.encode()), one.decision, kind=kind)
            pdf = await asyncio.to_thread(render, [printout])
            return _file(pdf, "application/pdf", f"{number}-{kind}.pdf")
    raise NotFound


def _file(content: bytes, kind: str, name: str) -> Response[bytes]:
    """`name` is ours: digits, letters and dashes."""
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


def labels(visit: Visit, form: str) -> dict[str, str]:
    items = {item.field: item.label[visit.language] for item in law.criteria(form)}
    return items | {"hs_code": tongue(visit.language).gettext("Mã HS (để tính thuế)")}
