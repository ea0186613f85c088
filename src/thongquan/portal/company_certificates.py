"""A company's certificates: the list, and for each what may be done with it: confirm, suspend, end."""

from collections.abc import Sequence

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan.authority.own_records import CertificateShown, DeedsShown, own_certificates, own_deeds
from thongquan.authority.refusals import NotFound
from thongquan.portal.language import tongue
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
    return page(visit, "company_certificates.html", certificates=await _own(visit), words=state_words(visit), acts=ACTS)


@get("/company/certificates/{fingerprint:str}/{act:str}")
async def certificate_act(request: Asked, fingerprint: FromPath[str], act: FromPath[str]) -> Response[bytes]:
    """One thing is done with one certificate, and what it brings about stands above the signature."""
    visit = visit_of(request)
    found = [one for one in await _own(visit) if one.fingerprint == fingerprint and one.state in ACTS.get(act, ())]
    if not found:
        raise NotFound
    session = visit.needs("admin", "user")
    return page(
        visit,
        f"certificate_{act}.html",
        signs=True,
        one=found[0],
        words=state_words(visit),
        company=session.who.company,
        reasons=_reasons(visit),
    )


@get("/company/record")
async def record(request: Asked) -> Response[bytes]:
    """Who did what for the company, the latest first."""
    visit = visit_of(request)
    account, before = visit.needs("admin", "user").who.account, str(request.query_params.get("before", ""))
    place = int(before) if before.isdecimal() and len(before) < 19 else None
    found: DeedsShown = await visit.counter.read(
        lambda room: own_deeds(room, account, place) if place else own_deeds(room, account)
    )
    return page(visit, "company_record.html", deeds=found.deeds, next=found.next, is_first=place is None)


async def _own(visit: Visit) -> list[CertificateShown]:
    account = visit.needs("admin", "user").who.account
    return await visit.counter.read(lambda room: own_certificates(room, account, visit.counter.clock()))


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
