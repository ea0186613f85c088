"""Lists HQ 01 of one's own company, or before one's own office: all, one, and one made of a flight's group 1."""

import asyncio
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan import law
from thongquan.authority.delegation_give import offices_on
from thongquan.authority.document_list_possible import PossibleDocuments, possible_documents
from thongquan.authority.document_lists_seen import (
    DocumentLinesShown,
    DocumentsShown,
    document_lines_seen,
    document_list_seen,
    document_lists_seen,
)
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.sent_lists import may_answer, open_list
from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day
from thongquan.declarant.documents import DocumentsOf
from thongquan.declaration.derived import receiving_office
from thongquan.declaration.document_list import DocumentLine, with_fee
from thongquan.declaration.document_rules import MOST_FEE, read_fee
from thongquan.portal.completed_lists import place_of
from thongquan.portal.document_list_words import answers, columns_of_documents, directions, state_of, states
from thongquan.portal.language import moment, number, tongue
from thongquan.portal.listing import Column, Filter, Listing, exported, listing
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of

_FEE_SHOWN = 40


def routes() -> list[HTTPRouteHandler]:
    return [lists, new_list, one_list]


@get("/lists/hq01")
async def lists(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    account = visit.needs("user", "officer").who.account
    shown = _listing(visit, request)
    state = shown.asked.where.get("state", "")
    found = await visit.counter.read(lambda room: document_lists_seen(room, account, state, shown.asked.wanted))
    rows = [_row(visit, one) for one in found.rows]
    if shown.asked.as_csv:
        return exported("hq01", shown.columns, rows)
    return page(visit, "hq01.html", listing=shown.showing(found), rows=rows)


@get("/lists/hq01/new")
async def new_list(request: Asked) -> Response[bytes]:
    """The flight's documents that stand on no list yet; nothing is kept until it is signed."""
    visit = visit_of(request)
    who, today = visit.needs("user").who, business_day(visit.counter.clock())
    flight = str(request.query_params.get("flight", ""))
    fee, faults = _fee(str(request.query_params.get("fee", "")).strip())
    context: dict[str, Any] = {"flight": None, "found": None, "offices": offices_on(today), "account": who.account}
    if flight:
        desk = visit.counter.flights
        kept = await desk.find(who.company, flight)
        groups = await asyncio.to_thread(desk.documents, kept)
        context |= {"flight": kept, "groups": groups, **_words(visit)}
        chosen = _chosen(groups, str(request.query_params.get("direction", "")))
        if chosen is not None:
            found = await visit.counter.read(
                lambda room: possible_documents(room, who.account, chosen.direction, with_fee(chosen.lines, fee), today)
            )
            profile = kept.settings.profile
            office = str(request.query_params.get("office", "")) or receiving_office(
                profile.customs_office, profile.storage_place, today
            )
            context |= {"group": chosen, "found": found, "office": office, **_drawn_up(visit, found)}
    typed = str(request.query_params.get("fee", ""))[:_FEE_SHOWN]
    signs = bool(context["found"]) and not faults
    return page(visit, "hq01_new.html", signs=signs, fee=typed, faults=faults, status=422 if faults else 200, **context)


def _fee(text: str) -> tuple[int, list[Fault]]:
    """That of each line; what cannot be read is said beside the field, and nothing is signed then."""
    try:
        return read_fee(text), []
    except ValueError:
        return 0, [Fault("HQ01-FEE", "fee", {"found": text[:_FEE_SHOWN], "most": number(MOST_FEE)})]


@get("/lists/hq01/{document_list:str}")
async def one_list(request: Asked, document_list: FromPath[str]) -> Response[bytes]:
    """That an officer has it before him is recorded: nothing is answered unseen."""
    visit = visit_of(request)
    account = visit.needs("user", "officer").who.account
    columns = columns_of_documents(visit)
    shown = listing(request, columns)
    after = place_of(shown.asked.after)

    def read(room: ReadingRoom) -> tuple[DocumentsShown, DocumentLinesShown, bool]:
        one = document_list_seen(room, account, document_list)
        return one, document_lines_seen(room, account, document_list, after), may_answer(room, account, one.state)

    one, lines, answering = await visit.counter.read(read)
    if answering:
        await visit.counter.ask(lambda now: open_list(now, account, document_list, "hq01"))
    rows = [_line(line.line, line.says) for line in lines.lines]
    if shown.asked.as_csv:
        return exported(f"hq01-{document_list}", columns, rows)
    shown = shown.leading_to(str(lines.next) if lines.next else "").counted(one.says.count, is_counted=True)
    context: dict[str, Any] = {"one": one, "listing": shown, "rows": rows, "account": account, "answering": answering}
    context |= {"answers": list(answers(visit, is_inspected=bool(one.inspection_at)).items()), **_words(visit)}
    return page(visit, "hq01_one.html", signs=answering, state=state_of(visit, one), **context)


def _chosen(groups: list[DocumentsOf], direction: str) -> DocumentsOf | None:
    """Of one that was asked for, or else the first."""
    return next((one for one in groups if one.direction == direction), groups[0] if groups else None)


def _drawn_up(visit: Visit, found: PossibleDocuments) -> dict[str, Any]:
    """The first lines as the list would show them, and what is wrong with any."""
    words = law.wording(visit.language)
    rows = [_line(place, line) for place, line in enumerate(found.lines[: LIMITS.page_rows], start=1)]
    wrong = [words.both(one.code, one.facts) for one in found.faults]
    return {"rows": rows, "columns": columns_of_documents(visit), "wrong": wrong, "most": LIMITS.hq01_lines}


def _words(visit: Visit) -> dict[str, Any]:
    return {"directions": directions(visit)}


def _listing(visit: Visit, request: Asked) -> Listing:
    _ = tongue(visit.language).gettext
    columns = [
        Column("number", _("Số tờ khai HQ 01")),
        Column("sent", _("Gửi lúc"), sorts=True),
        Column("company", _("Doanh nghiệp")),
        Column("direction", _("Hướng")),
        Column("count", _("Số dòng"), is_number=True),
        Column("state", _("Trạng thái")),
        Column("answered", _("Hải quan trả lời lúc")),
    ]
    words = [(state, word) for state, (word, _tone) in states(visit).items() if state != "inspection"]
    return listing(request, columns, [Filter("state", _("Trạng thái"), words)], sort="-sent")


def _row(visit: Visit, one: DocumentsShown) -> dict[str, Any]:
    word, tone = state_of(visit, one)
    return {
        "href": f"/lists/hq01/{one.list_id}",
        "number": one.number,
        "sent": moment(one.sent_at),
        "company": one.company,
        "direction": directions(visit)[one.says.direction],
        "count": one.says.count,
        "state": word,
        "answered": moment(one.answered_at) if one.answered_at else "",
        "kinds": {"state": tone},
        "hints": {"direction": one.says.flight},
    }


def _line(place: int, line: DocumentLine) -> dict[str, Any]:
    return {
        "line": place,
        "house_bill": line.house_bill,
        "sender": line.sender_name,
        "receiver": line.receiver_name,
        "goods": line.goods,
        "hs_code": line.hs_code,
        "origin": line.origin,
        "packages": number(line.packages),
        "weight": format(line.weight, "f").replace(".", ","),
        "fee": number(line.fee),
        "remark": line.remark,
        "hints": {
            "sender": " · ".join(filter(None, (line.sender_address, line.sender_code))),
            "receiver": " · ".join(filter(None, (line.receiver_address, line.receiver_code))),
        },
    }
