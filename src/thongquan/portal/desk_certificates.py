"""The certificates that wait for customs, and one of them, to be confirmed or refused."""

from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan.authority.certificate_case import certificate_case
from thongquan.authority.certificate_confirm_by_officer import needs_two
from thongquan.authority.certificate_queue import WaitingCertificate, look_at_waiting, waiting_certificates
from thongquan.portal.company_certificates import state_words
from thongquan.portal.language import day, moment, tongue
from thongquan.portal.listing import Column, Filter, Listing, exported, listing
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of

VERDICTS = ("confirm", "refuse")


def routes() -> list[HTTPRouteHandler]:
    return [certificates, certificate]


@get("/desk/certificates")
async def certificates(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    account = visit.needs("officer").who.account
    shown, trust, at = _listing(visit, request), visit.counter.authority().trust, visit.counter.clock()
    waiting = await visit.counter.read(lambda room: waiting_certificates(room, trust, account, at))
    rows = [_row(visit, one) for one in _asked_for(shown, waiting)]
    if shown.asked.as_csv:
        return exported("certificates", shown.columns, rows)
    return page(visit, "desk_certificates.html", listing=shown, rows=rows, count=len(waiting))


@get("/desk/certificates/{fingerprint:str}")
async def certificate(request: Asked, fingerprint: FromPath[str]) -> Response[bytes]:
    """That the officer has it before him is recorded. The verdict is chosen first: each is a deed of its own."""
    visit = visit_of(request)
    account = visit.needs("officer").who.account
    trust, at = visit.counter.authority().trust, visit.counter.clock()
    case = await visit.counter.read(lambda room: certificate_case(room, trust, account, fingerprint, at))
    await visit.counter.ask(lambda now: look_at_waiting(now, account, fingerprint))
    verdict = str(request.query_params.get("verdict", ""))
    return page(
        visit,
        "desk_certificate.html",
        signs=True,
        account=account,
        case=case,
        waiting=case.waiting,
        look=case.waiting.look,
        verdict=verdict if verdict in VERDICTS else VERDICTS[0],
        needs_two=needs_two(at),
        words=state_words(visit),
    )


def _listing(visit: Visit, request: Asked) -> Listing:
    _ = tongue(visit.language).gettext
    columns = [
        Column("asked", _("Đề nghị lúc"), sorts=True),
        Column("hours", _("Đã chờ (giờ)"), sorts=True, is_number=True),
        Column("company", _("Doanh nghiệp"), sorts=True),
        Column("tax_code", _("Mã số thuế"), sorts=True),
        Column("owner", _("Người đề nghị")),
        Column("serial", _("Số serial")),
        Column("issuer", _("Nơi cấp")),
        Column("until", _("Có hiệu lực đến")),
        Column("chain", _("Chuỗi")),
        Column("revocation", _("Thu hồi")),
        Column("seconded", _("Đã xác nhận")),
    ]
    return listing(request, columns, [Filter("company", _("Tên hoặc mã số thuế"))], sort="asked")


def _asked_for(shown: Listing, waiting: list[WaitingCertificate]) -> list[WaitingCertificate]:
    """The queue is short: it is filtered and ordered here."""
    text, asked = shown.asked.where.get("company", "").casefold(), shown.asked
    found = [one for one in waiting if text in one.company.casefold() or text in one.tax_code]
    keys = {
        "asked": lambda one: one.asked_at,
        "hours": lambda one: -one.hours,
        "company": lambda one: one.company,
        "tax_code": lambda one: one.tax_code,
    }
    return sorted(found, key=keys[asked.sort], reverse=asked.descending)


def _row(visit: Visit, one: WaitingCertificate) -> dict[str, Any]:
    _ = tongue(visit.language).gettext
    words = {"good": _("Đúng"), "bad": _("Sai"), "unasked": _("Chưa xét")}
    checks, look = {check.name: words[check.state] for check in one.look.checks}, one.look
    return {
        "href": f"/desk/certificates/{look.fingerprint}",
        "asked": moment(one.asked_at),
        "hours": one.hours,
        "company": one.company,
        "tax_code": one.tax_code,
        "owner": look.owner,
        "serial": look.serial,
        "issuer": look.issuer_name,
        "until": day(look.valid_until),
        "chain": checks["look_chain"],
        "revocation": checks["look_revocation"],
        "seconded": one.seconded_by or _("chưa ai"),
    }
