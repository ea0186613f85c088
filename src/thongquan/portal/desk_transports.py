"""An officer's queues of transports: what leaves the office, what is on its way there, what should have arrived."""

from typing import Any, cast

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from thongquan.authority.refusals import NotFound
from thongquan.authority.transport_desk import (
    QUEUES,
    AtOffice,
    DeskQueue,
    DeskSought,
    desk_counts,
    desk_queue,
)
from thongquan.base.limits import LIMITS
from thongquan.portal.language import moment, number, tongue
from thongquan.portal.listing import Column, Filter, Listing, exported, listing
from thongquan.portal.rendering import page
from thongquan.portal.transport_words import directions
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.registration.duty import OfficerRole

LEAVING: tuple[DeskQueue, ...] = ("declared", "approved")
"""Before they leave: what was lodged first comes first; the others by when they should arrive."""


def routes() -> list[HTTPRouteHandler]:
    return [transports]


@get("/desk/transports")
async def transports(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    account, at = visit.needs("officer").who.account, visit.counter.clock()
    asked = str(request.query_params.get("queue", ""))
    queue = cast("DeskQueue", asked) if asked in QUEUES else QUEUES[0]
    shown = _listing(visit, request, queue)
    sought = DeskSought(queue, **shown.asked.where)
    found = await visit.counter.read(lambda room: desk_queue(room, account, at, sought, shown.asked.wanted))
    rows = [_row(visit, queue, one) for one in found.rows]
    if shown.asked.as_csv:
        return exported(f"transports-{queue}", shown.columns, rows)
    counts = await visit.counter.read(lambda room: desk_counts(room, account, at))
    return page(
        visit,
        "desk_transports.html",
        listing=shown.showing(found),
        rows=rows,
        queue=queue,
        queues=queues(visit.language),
        counts={name: counted(count) for name, count in counts.items()},
        text="",
    )


def queues(language: str) -> dict[DeskQueue, str]:
    _ = tongue(language).gettext
    return {
        "declared": _("Đi: chờ phê duyệt"),
        "approved": _("Đi: chờ niêm phong, khởi hành"),
        "coming": _("Đến: đang trên đường"),
        "differing": _("Đến: có sai khác"),
        "overdue": _("Đến: quá hạn"),
        "astray": _("Đi: quá hạn chưa đến"),
    }


async def waiting_told(visit: Visit) -> str:
    """What waits at the office of whoever is logged in, in a few words; "" for an officer who reads nothing of it."""
    _ = tongue(visit.language).gettext
    account, at = visit.needs("officer").who.account, visit.counter.clock()
    try:
        counts = await visit.counter.read(lambda room: desk_counts(room, account, at))
    except (NotFound, OfficerRole):
        return ""
    words = queues(visit.language)
    told = [f"{words[queue]}: {counted(count)}" for queue, count in counts.items() if count]
    return " · ".join(told) or _("Không có gì đang chờ.")


def counted(count: int) -> str:
    return number(count) if count <= LIMITS.rows_counted else f"> {number(LIMITS.rows_counted)}"


def _listing(visit: Visit, request: Asked, queue: DeskQueue) -> Listing:
    _ = tongue(visit.language).gettext
    leaves = queue in LEAVING
    columns = [
        Column("number", _("Số tờ khai")),
        Column("lodged", _("Đăng ký lúc"), sorts=leaves),
        Column("hours", _("Ở bước này (giờ)"), is_number=True),
        Column("due", _("Hạn đến đích"), sorts=True),
        Column("todo", _("Việc tiếp theo")),
        Column("company", _("Doanh nghiệp")),
        Column("direction", _("Hướng")),
        Column("other", _("Chi cục nơi đến") if leaves or queue == "astray" else _("Chi cục nơi đi")),
    ]
    filters = [
        Filter("direction", _("Hướng"), list(directions(visit.language).items())),
        Filter("tax_code", _("Đầu mã số thuế")),
    ]
    return listing(request, columns, filters, sort="lodged" if leaves else "due")


def _row(visit: Visit, queue: DeskQueue, one: AtOffice) -> dict[str, Any]:
    _ = tongue(visit.language).gettext
    head, (todo, urgency) = one.head, _todo(visit, queue, one)
    leaves = queue in {*LEAVING, "astray"}
    late = {"due": _("quá hạn {hours} giờ").format(hours=one.late_hours)} if one.late_hours else {}
    return {
        "href": f"/desk/transports/{head.number}",
        "number": head.number,
        "lodged": moment(head.lodged_at),
        "hours": one.hours,
        "due": moment(head.due_at),
        "todo": todo,
        "company": head.company,
        "direction": directions(visit.language)[head.direction],
        "other": head.arrival_office if leaves else head.office,
        "kinds": {"todo": urgency} if urgency else {},
        "hints": {"company": head.company_name} | late,
    }


def _todo(visit: Visit, queue: DeskQueue, one: AtOffice) -> tuple[str, str]:
    """What comes next here, with its colour: what a company waits for comes before what customs do of themselves."""
    _ = tongue(visit.language).gettext
    if one.asked:
        return _("Trả lời đề nghị hủy"), "bad"
    if one.amended:
        return _("Trả lời {count} dòng sửa").format(count=one.amended), "warning"
    return {
        "declared": _("Phê duyệt hoặc từ chối"),
        "approved": _("Niêm phong, cho khởi hành"),
        "coming": _("Ghi nhận khi đến"),
        "differing": _("Xử lý sai khác"),
        "overdue": _("Tìm hàng chưa đến"),
        "astray": _("Hỏi chi cục nơi đến"),
    }[queue], ""
