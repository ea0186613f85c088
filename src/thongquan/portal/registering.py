"""The registration journey: its task list, and registering a certificate, in two steps: look first, then sign."""

from datetime import date

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler

from thongquan.authority.certificate_look import CertificateLook, certificate_in, look_at
from thongquan.authority.certificate_register import last_day_proposed
from thongquan.authority.onboarding import Step, way_of
from thongquan.authority.refusals import NotFound
from thongquan.base.fault import Fault
from thongquan.base.moment import business_day, read_stamp
from thongquan.portal.language import tongue
from thongquan.portal.rendering import faulty, page
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.signing.organisation import organisation_of
from thongquan.signing.refusal import SignatureRefused


def routes() -> list[HTTPRouteHandler]:
    return [task_list, choose_certificate, register_certificate]


@get("/register")
async def task_list(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    try:
        steps = await visit.counter.read(lambda room: way_of(room, visit.account))
    except NotFound:  # an officer: nothing of it is his
        steps = await visit.counter.read(lambda room: way_of(room, ""))
    return page(visit, "register.html", tasks=[task_of(visit, one) for one in steps])


def task_of(visit: Visit, step: Step) -> dict[str, str]:
    _ = tongue(visit.language).gettext
    told = {
        "look": ("/certificate", _("Xem chứng thư số"), _("Của ai, ai cấp, còn hạn không; chưa đăng ký gì.")),
        "certificate": (
            "/register/certificate",
            _("Đăng ký chứng thư số"),
            _("Ký bằng chính chứng thư số đó; có hiệu lực ngay nếu là cái đầu tiên của doanh nghiệp."),
        ),
        "account": ("/register/account", _("Lập tài khoản quản trị"), _("Mã số thuế, thư điện tử, mật khẩu.")),
        "login": ("/login", _("Đăng nhập"), _("Mật khẩu và chứng thư số.")),
        "application": (
            "/register/application",
            _("Gửi hồ sơ xin User ID và máy tính"),
            _("Thông tin doanh nghiệp, người khai, số máy tính; lưu nháp được."),
        ),
        "decision": ("/register/result", _("Hải quan quyết định"), _("Bạn không phải làm gì; xem kết quả ở đây.")),
        "credentials": (
            "/register/result",
            _("Nhận mật khẩu mặc định và mã truy cập"),
            _("Hiện một lần, sau chữ ký của người quản trị."),
        ),
        "password": ("/company/users", _("Đổi mật khẩu mặc định"), _("Mỗi User ID tự đổi, không báo cho ai.")),
    }
    words = {
        "done": (_("Đã xong"), "good"),
        "next": (_("Làm được ngay"), "warning"),
        "waiting": (_("Chờ hải quan"), "warning"),
        "later": (_("Làm sau"), ""),
    }
    (href, title, hint), (state, kind) = told[step.name], words[step.stage]
    can_open = step.stage != "later"
    return {"title": title, "hint": hint, "href": href if can_open else "", "state": state, "kind": kind}


@get("/register/certificate")
async def choose_certificate(request: Asked) -> Response[bytes]:
    """`replaces`: the certificate in whose place the new one is to stand, as the company's list names it."""
    replaces = str(request.query_params.get("replaces", ""))
    return page(visit_of(request), "register_choose.html", signs=True, form=None, faults=[], replaces=_hex(replaces))


@post("/register/certificate")
async def register_certificate(request: Asked) -> Response[bytes]:
    """What its issuer wrote is shown first. What cannot be registered is told here, before anybody signs."""
    visit = visit_of(request)
    upload, pasted, replaces = visit.form.file("certificate"), visit.form.one("pasted"), visit.form.one("replaces")
    replaces = _hex(replaces)
    if upload is None and not pasted:
        faults = [Fault("FILE-NOT-CHOSEN", "certificate")]
        return faulty(visit, "register_choose.html", faults, signs=True, form=visit.form, replaces=replaces)
    place, data = ("certificate", upload.content) if upload else ("pasted", pasted.encode())
    try:
        der = certificate_in(data)
        look = look_at(der, visit.counter.authority().trust, visit.counter.clock())
        owner = organisation_of(der)
    except SignatureRefused as refusal:
        faults = [Fault(refusal.code, place, refusal.facts)]
        return faulty(visit, "register_choose.html", faults, signs=True, form=visit.form, replaces=replaces)
    return page(
        visit,
        "register_certificate.html",
        signs=look.counts,
        look=look,
        owner=owner,
        replaces=replaces,
        faults=[],
        until=_last_day(visit, look),
        last=business_day(read_stamp(look.valid_until)).isoformat(),
        form=None,
    )


def _last_day(visit: Visit, look: CertificateLook) -> date:
    return last_day_proposed(business_day(visit.counter.clock()), read_stamp(look.valid_until))


def _hex(text: str) -> str:
    """A fingerprint out of an address or a hidden field; anything else is left out."""
    return text if len(text) == 64 and set(text) <= set("0123456789abcdef") else ""
