"""Pages for everybody: what this is and how it does, verifying papers, looking at a certificate."""

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler

from thongquan.authority.certificate_look import CertificateLook, certificate_in, look_at
from thongquan.authority.refusals import Erased, NotFound
from thongquan.authority.verifying_print import PrintedState, printed_state
from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.portal.language import tongue
from thongquan.portal.rendering import faulty, page
from thongquan.portal.sources import Rate
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.signing.receipt import verify_receipt
from thongquan.signing.refusal import SignatureRefused


class Printed(msgspec.Struct, frozen=True):
    number: str
    house_bill: str


def routes() -> list[HTTPRouteHandler]:
    return [home, verify, verify_file, verify_print(), certificate, certificate_shown]


@get("/")
async def home(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    counter = visit.counter
    return page(
        visit,
        "home.html",
        healthy=counter.healthy(),
        waiting=counter.waiting(),
        now=counter.clock(),
        lists_end=counter.authority().trust.lists_end(),
        ways=_ways(visit),
    )


def _ways(visit: Visit) -> list[tuple[str, str, str]]:
    """Only what is there."""
    _ = tongue(visit.language).gettext
    return [
        (
            "/login",
            _("Đăng nhập bằng mật khẩu và chứng thư số"),
            _("Doanh nghiệp, người khai và công chức có tài khoản."),
        ),
        ("/verify", _("Kiểm tra biên nhận hoặc tờ in"), _("Tệp biên nhận của một kiện hàng, hoặc số in trên giấy.")),
        ("/certificate", _("Xem chứng thư số"), _("Của ai, ai cấp, còn hiệu lực không; chưa đăng ký gì.")),
    ]


@get(["/verify", "/verify/receipt", "/verify/print"])
async def verify(request: Asked) -> Response[bytes]:
    return page(visit_of(request), "verify.html", form=None, faults=[])


@post("/verify/receipt")
async def verify_file(request: Asked) -> Response[bytes]:
    """With the code of `thongquan verify receipt`, and the issuers that this server trusts."""
    visit = visit_of(request)
    upload = visit.form.file("receipt")
    if upload is None:
        return faulty(visit, "verify.html", [Fault("FILE-NOT-CHOSEN", "receipt")], form=visit.form)
    report = verify_receipt(upload.content, visit.counter.authority().trust)
    return page(visit, "receipt.html", report=report, name=upload.name)


def verify_print() -> HTTPRouteHandler:
    """Whoever knows number and house bill learns the state; nobody can search for them here."""
    rate = Rate(LIMITS.prints_asked, LIMITS.prints_asked_seconds, LIMITS.remembered_sources)

    @post("/verify/print")
    async def verify_printed(request: Asked) -> Response[bytes]:
        visit = visit_of(request)
        form = visit.form.read(Printed)
        missing = [name for name in ("number", "house_bill") if not getattr(form, name)]
        if missing:
            faults = [Fault("FIELD-MISSING", name) for name in missing]
            return faulty(visit, "verify.html", faults, form=visit.form)
        rate.take(visit.source, visit.counter.clock().timestamp())
        return page(visit, "print.html", asked=form, found=await _printed(visit, form))

    return verify_printed


async def _printed(visit: Visit, asked: Printed) -> PrintedState | None:
    number = "".join(asked.number.split())
    try:
        return await visit.counter.read(lambda room: printed_state(room, number, asked.house_bill))
    except (NotFound, Erased):
        return None


@get("/certificate")
async def certificate(request: Asked) -> Response[bytes]:
    return page(visit_of(request), "certificate.html", form=None, faults=[])


@post("/certificate")
async def certificate_shown(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    upload, pasted = visit.form.file("certificate"), visit.form.one("pasted")
    if upload is None and not pasted:
        return faulty(visit, "certificate.html", [Fault("FILE-NOT-CHOSEN", "certificate")], form=visit.form)
    place, data = ("certificate", upload.content) if upload else ("pasted", pasted.encode())
    try:
        look = _look(visit, data)
    except SignatureRefused as refusal:
        return faulty(visit, "certificate.html", [Fault(refusal.code, place, refusal.facts)], form=visit.form)
    return page(visit, "certificate_shown.html", look=look, name=upload.name if upload else "")


def _look(visit: Visit, data: bytes) -> CertificateLook:
    return look_at(certificate_in(data), visit.counter.authority().trust, visit.counter.clock())
