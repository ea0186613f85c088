"""A company's certificates: the list, and for each what may be done with it: confirm, suspend, end."""

from collections.abc import Sequence
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan.authority.deed_ports import CertificateSought, Sought
from thongquan.authority.own_records import CertificateShown, own_certificate, own_certificates, own_deeds
from thongquan.authority.refusals import NotFound
from thongquan.portal.language import day, moment, tongue
from thongquan.portal.listing import Column, Filter, Listing, exported, listing
from thongquan.portal.recorded import deed_row, place_before, record_listing
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of

ACTS = {
    "confirm": ("waiting",),
    "suspend": ("registered", "waiting", "refused", "left"),
    "end": ("registered", "waiting", "refused", "left"),
}
"""What may be done with a certificate → in which states."""


def routes() -> list[HTTPRouteHandler]:
    return [certificates, certificate_act, record]


@get("/company/certificates")
async def certificates(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    account, shown = visit.needs("admin", "user").who.account, _listing(visit, request)
    sought, at = CertificateSought(**shown.asked.where), visit.counter.clock()
    found = await visit.counter.read(lambda room: own_certificates(room, account, at, sought, shown.asked.wanted))
    rows = [_row(visit, one) for one in found.rows]
    if shown.asked.as_csv:
        return exported("certificates", shown.columns, rows)
    return page(visit, "company_certificates.html", listing=shown.showing(found), rows=rows, acts=ACTS)


@get("/company/certificates/{fingerprint:str}/{act:str}")
async def certificate_act(request: Asked, fingerprint: FromPath[str], act: FromPath[str]) -> Response[bytes]:
    """One thing is done with one certificate, and what it brings about stands above the signature."""
    visit = visit_of(request)
    session, at = visit.needs("admin", "user"), visit.counter.clock()
    found = await visit.counter.read(lambda room: own_certificate(room, session.who.account, fingerprint, at))
    if found.state not in ACTS.get(act, ()):
        raise NotFound
    return page(
        visit,
        f"certificate_{act}.html",
        signs=True,
        one=found,
        words=state_words(visit),
        company=session.who.company,
        reasons=_reasons(visit),
    )


@get("/company/record")
async def record(request: Asked) -> Response[bytes]:
    """Who did what for the company, the latest first."""
    visit = visit_of(request)
    account, shown = visit.needs("admin", "user").who.account, record_listing(visit, request)
    sought, before = Sought(**shown.asked.where), place_before(shown.asked.after)
    found = await visit.counter.read(lambda room: own_deeds(room, account, before, sought=sought))
    rows = [deed_row(visit, one) for one in found.deeds]
    if shown.asked.as_csv:
        return exported("record", shown.columns, rows)
    shown = shown.leading_to(str(found.next or "")).counted(found.total, is_counted=found.is_counted)
    return page(visit, "company_record.html", listing=shown, rows=rows, deeds=found.deeds)


def _listing(visit: Visit, request: Asked) -> Listing:
    _ = tongue(visit.language).gettext
    columns = [
        Column("serial", _("Số serial")),
        Column("state", _("Trạng thái")),
        Column("added", _("Đăng ký lúc"), sorts=True),
        Column("until", _("Đăng ký đến")),
        Column("used_by", _("Tài khoản dùng")),
    ]
    states = [(state, word) for state, (word, _kind) in state_words(visit).items() if state not in ("over", "left")]
    filters = [Filter("state", _("Trạng thái"), states), Filter("serial", _("Cuối số serial"))]
    return listing(request, columns, filters, sort="-added")


def _row(visit: Visit, one: CertificateShown) -> dict[str, Any]:
    _ = tongue(visit.language).gettext
    word, kind = state_words(visit)[one.state]
    own = visit.needs().who.certificate == one.fingerprint
    return {
        "one": one,
        "serial": one.serial,
        "state": word,
        "added": moment(one.added_at),
        "until": day(one.until),
        "used_by": ", ".join(one.used_by) or "–",
        "kinds": {"state": kind},
        "hints": {
            "serial": _("đang dùng ở phiên này") if own else "",
            "state": _("thay cho {old}…").format(old=one.replaces[:16]) if one.replaces else "",
        },
    }


def state_words(visit: Visit) -> dict[str, tuple[str, str]]:
    """State → its word and its colour."""
    _ = tongue(visit.language).gettext
    return {
        "registered": (_("Đang có hiệu lực"), "good"),
        "waiting": (_("Chờ xác nhận"), "warning"),
        "refused": (_("Hải quan từ chối; lý do ở Sổ việc đã làm"), "bad"),
        "over": (_("Hết hạn đăng ký"), "warning"),
        "left": (_("Người khai đã bị hủy"), "warning"),
        "suspended": (_("Đã ngừng"), "bad"),
        "ended": (_("Đã chấm dứt"), ""),
    }


def _reasons(visit: Visit) -> Sequence[tuple[str, str]]:
    _ = tongue(visit.language).gettext
    return [
        ("lost", _("Mất thiết bị")),
        ("stolen", _("Bị lấy cắp")),
        ("exposed", _("Lộ khóa hoặc mật khẩu")),
        ("left", _("Người giữ đã nghỉ việc")),
        ("other", _("Lý do khác")),
    ]
