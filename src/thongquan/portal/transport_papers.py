"""What a company takes away of a transport: declaration and lists as PDF, lists as workbooks, all of it as JSON.

Each is named by `?format=` of its page; `?list=` says which of several lists.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from litestar import Response

from thongquan.authority.refusals import NotFound
from thongquan.authority.transport_printed import printed_lists, printed_transport, require_drawable
from thongquan.authority.transports_seen import TransportShown, transport_told
from thongquan.forms.render_transport import render_bills, render_declaration, render_goods
from thongquan.forms.transport_workbook import transport_workbook
from thongquan.portal.language import tongue
from thongquan.portal.visit import Visit
from thongquan.transport.lists import BillList, GoodsList
from thongquan.transport.told import told

PDF, JSON = "application/pdf", "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DIGITS = 3

Lists = Sequence[BillList | GoodsList]


def papers_of(visit: Visit, one: TransportShown) -> list[tuple[str, str]]:
    """What is asked for behind the address, and what it is called: only what there is."""
    _ = tongue(visit.language).gettext
    approved = any(taken.step == "approve" for taken in one.standing.steps)
    whole = _("Tờ khai vận chuyển được phê duyệt (PDF)") if approved else _("Bản khai vận chuyển (PDF)")
    found = [("format=declaration", whole), ("format=json", _("Tờ khai và bản kê (JSON)"))]
    if one.lists:
        found.append(("format=lists", _("Các bản kê theo mẫu (PDF)")))
    for place, made in enumerate(one.lists, start=1):
        called = f"{made.form} · {made.run}/{len(one.lists)}" if len(one.lists) > 1 else made.form
        found.append((f"format=xlsx&list={place}", _("Bản kê %(form)s (Excel)") % {"form": called}))
        found.append((f"format=list-json&list={place}", _("Bản kê %(form)s (JSON)") % {"form": called}))
    return found


async def paper(visit: Visit, number: str, place: str, wanted: str) -> Response[bytes]:
    """Raises NotFound: there is none of this name, or the transport is another's."""
    account = visit.needs("admin", "user").who.account
    if wanted == "declaration":
        one = await visit.counter.read(lambda room: printed_transport(room, account, number))
        return file(await asyncio.to_thread(render_declaration, one), PDF, f"{number}.pdf")
    if wanted == "json":
        whole = await visit.counter.read(lambda room: transport_told(room, account, number))
        return file(whole, JSON, f"{number}.json")
    made = await visit.counter.read(lambda room: printed_lists(room, account, number))
    return await paper_of_list(made, place, {"list-json": "json"}.get(wanted, wanted), number)


async def paper_of_list(made: Lists, place: str, wanted: str, stem: str = "ban-ke") -> Response[bytes]:
    """One list, or all together as PDF. Raises NotFound."""
    if wanted == "lists" and made:
        return file(await asyncio.to_thread(drawn, made), PDF, f"{stem}-lists.pdf")
    at = int(place) if place.isascii() and place.isdecimal() and len(place) <= _DIGITS else 0
    if not 1 <= at <= len(made):
        raise NotFound
    one = made[at - 1]
    if wanted == "xlsx":
        return file(await asyncio.to_thread(transport_workbook, one), XLSX, f"{stem}-{at}.xlsx")
    if wanted == "json":
        return file(told(one), JSON, f"{stem}-{at}.json")
    if wanted == "pdf":
        return file(await asyncio.to_thread(drawn, [one]), PDF, f"{stem}-{at}.pdf")
    raise NotFound


def drawn(made: Lists) -> bytes:
    """Form 01, or form 04 of each vehicle. Raises ListsTooLong."""
    require_drawable(made)
    bills = [one for one in made if isinstance(one, BillList)]
    return render_bills(bills[0]) if bills else render_goods([one for one in made if isinstance(one, GoodsList)])


def file(content: bytes, kind: str, name: str) -> Response[bytes]:
    """`name` is ours: digits, letters and dashes."""
    headers: dict[str, Any] = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
