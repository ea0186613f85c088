"""Pages for everybody: what this is and how it does, verifying papers, looking at a certificate."""

from base64 import b64encode

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler

from thongquan.authority.certificate_look import certificate_in, look_at
from thongquan.authority.refusals import Erased, NotFound
from thongquan.authority.verifying_print import PrintedState, printed_state
from thongquan.base.fault import Fault
from thongquan.portal.declaration_words import states_of_declarations
from thongquan.portal.desk_transports import waiting_told
from thongquan.portal.language import tongue
from thongquan.portal.rendering import faulty, page
from thongquan.portal.sessions import Kind
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.signing.receipt import verify_receipt
from thongquan.signing.refusal import SignatureRefused


class Printed(msgspec.Struct, frozen=True):
    number: str
    house_bill: str


def routes() -> list[HTTPRouteHandler]:
    return [home, verify, verify_file, verify_printed, certificate, certificate_shown]


@get("/")
async def home(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    counter = visit.counter
    kind = visit.session.who.kind if visit.session else ""
    transports = await waiting_told(visit) if kind == "officer" else ""
    return page(
        visit,
        "home.html",
        healthy=counter.healthy(),
        waiting=counter.waiting(),
        now=counter.clock(),
        lists_end=counter.authority().trust.lists_end(),
        ways=_ways(visit, transports),
    )


def _ways(visit: Visit, transports: str) -> list[tuple[str, str, str]]:
    """Only what is there, the first thing first: what this account does, or how one gets an account.

    `transports`: what of them waits at an officer's office, in words.
    """
    _ = tongue(visit.language).gettext
    verify = (
        "/verify",
        _("Kiểm tra biên nhận hoặc tờ in"),
        _("Tệp biên nhận của một kiện hàng, hoặc số in trên giấy."),
    )
    look = ("/certificate", _("Xem chứng thư số"), _("Của ai, ai cấp, còn hiệu lực không; chưa đăng ký gì."))
    if visit.session:
        return [*_ways_of(visit, visit.session.who.kind, transports), verify, look]
    return [
        (
            "/register",
            _("Đăng ký tham gia thủ tục hải quan điện tử"),
            _("Dành cho doanh nghiệp chưa có tài khoản: từng bước một, có danh sách việc."),
        ),
        (
            "/login",
            _("Đăng nhập bằng mật khẩu và chứng thư số"),
            _("Doanh nghiệp, người khai và công chức có tài khoản."),
        ),
        verify,
        look,
    ]


def _ways_of(visit: Visit, kind: Kind, transports: str) -> list[tuple[str, str, str]]:
    _ = tongue(visit.language).gettext
    own = ("/account/password", _("Đổi mật khẩu của tôi"), _("Ký bằng chứng thư số của tài khoản."))
    declared = ("/declarations", _("Tờ khai của doanh nghiệp"), _("Tìm, xem, nộp hồ sơ, khai bổ sung, tải tờ in."))
    if kind == "officer":
        return [
            (
                "/desk/declarations",
                _("Tờ khai chờ xử lý"),
                _("Của đơn vị tôi, cũ nhất trước; quét mã vạch để mở một tờ khai."),
            ),
            ("/desk/transports", _("Hàng vận chuyển chịu sự giám sát hải quan"), transports),
            ("/desk/registrations", _("Hồ sơ đăng ký chờ duyệt"), _("Của đơn vị tôi, cũ nhất trước.")),
            (
                "/desk/certificates",
                _("Chứng thư số chờ hải quan xác nhận"),
                _("Của doanh nghiệp không còn cái nào có hiệu lực để tự xác nhận."),
            ),
            ("/lists/hq01", _("Tờ khai HQ 01"), _("Kiểm tra và xác nhận tài liệu, chứng từ (nhóm 1).")),
            ("/lists/hq02", _("Bản kê HQ 02"), _("Xác nhận hàng đã qua khu vực giám sát, từng phần hoặc tất cả.")),
            (
                "/audit/draws",
                _("Chọn ngẫu nhiên của từng ngày"),
                _("Cam kết của từng ngày, số bí mật đã mở, cách tự kiểm tra."),
            ),
            own,
        ]
    if kind == "user":
        lists = ("/lists/hq02", _("Bản kê HQ 02"), _("Lập từ tờ khai đã thông quan, ký, gửi, in."))
        documents = (
            "/lists/hq01",
            _("Tờ khai HQ 01"),
            _("Tài liệu, chứng từ (nhóm 1) của một chuyến: lập, ký, gửi, in."),
        )
        check = _("User ID, mật khẩu, Terminal ID và mã truy cập có dùng được cùng nhau không.")
        return [declared, documents, lists, ("/credentials/check", _("Kiểm tra bộ thông số khai báo"), check), own]
    return [
        declared,
        ("/register", _("Việc đăng ký: đã làm đến đâu"), _("Danh sách việc, với việc cần làm tiếp.")),
        ("/company/users", _("User ID của doanh nghiệp"), _("Người khai, mật khẩu mặc định, xin sửa, xin hủy.")),
        ("/company/terminals", _("Máy tính của doanh nghiệp"), _("Terminal ID và mã truy cập.")),
        ("/company/certificates", _("Chứng thư số của doanh nghiệp"), _("Xác nhận, thay, ngừng ngay.")),
        ("/company/delegations", _("Ủy quyền cho đại lý"), _("Để người khác khai thay mà không đưa ai mật khẩu.")),
        own,
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


@post("/verify/print")
async def verify_printed(request: Asked) -> Response[bytes]:
    """Whoever knows number and house bill learns the state; nobody can search for them here."""
    visit = visit_of(request)
    form = visit.form.read(Printed)
    missing = [name for name in ("number", "house_bill") if not getattr(form, name)]
    if missing:
        faults = [Fault("FIELD-MISSING", name) for name in missing]
        return faulty(visit, "verify.html", faults, form=visit.form)
    visit.counter.prints.take(visit.source, visit.counter.clock().timestamp())
    states = states_of_declarations(visit.language)
    return page(visit, "print.html", asked=form, found=await _printed(visit, form), states=states)


async def _printed(visit: Visit, asked: Printed) -> PrintedState | None:
    number = "".join(asked.number.split())
    try:
        return await visit.counter.read(lambda room: printed_state(room, number, asked.house_bill))
    except (NotFound, Erased):
        return None


@get("/certificate")
async def certificate(request: Asked) -> Response[bytes]:
    return page(visit_of(request), "certificate.html", signs=True, form=None, faults=[])


@post("/certificate")
async def certificate_shown(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    upload, pasted = visit.form.file("certificate"), visit.form.one("pasted")
    if upload is None and not pasted:
        faults = [Fault("FILE-NOT-CHOSEN", "certificate")]
        return faulty(visit, "certificate.html", faults, signs=True, form=visit.form)
    place, data = ("certificate", upload.content) if upload else ("pasted", pasted.encode())
    try:
        der = certificate_in(data)
        look = look_at(der, visit.counter.authority().trust, visit.counter.clock())
    except SignatureRefused as refusal:
        faults = [Fault(refusal.code, place, refusal.facts)]
        return faulty(visit, "certificate.html", faults, signs=True, form=visit.form)
    encoded = b64encode(der).decode()
    return page(visit, "certificate_shown.html", look=look, encoded=encoded, name=upload.name if upload else "")
