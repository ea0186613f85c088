"""A company at one look: how far its registration is, and where its users, certificates, terminals and brokers are."""

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from thongquan.authority.onboarding import way_of
from thongquan.authority.whoami import who_am_i
from thongquan.portal.language import tongue
from thongquan.portal.registering import task_of
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of


def routes() -> list[HTTPRouteHandler]:
    return [overview]


@get("/company")
async def overview(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    account, at = visit.needs("admin", "user").who.account, visit.counter.clock()
    steps = await visit.counter.read(lambda room: way_of(room, account))
    me = await visit.counter.read(lambda room: who_am_i(room, account, at))
    tasks = [task_of(visit, one) for one in steps]
    is_done = all(one.stage == "done" for one in steps)
    return page(visit, "company.html", me=me, tasks=tasks, is_done=is_done, parts_of_it=_parts(visit, me.kind))


def _parts(visit: Visit, kind: str) -> list[tuple[str, str, str]]:
    """Only what this account may see."""
    _ = tongue(visit.language).gettext
    certificates = ("/company/certificates", _("Chứng thư số"), _("Đăng ký thêm, thay, ngừng ngay khi mất."))
    delegations = ("/company/delegations", _("Ủy quyền cho đại lý"), _("Đã cho ai làm gì, đến khi nào; thu hồi."))
    if kind == "user":
        acting = ("/act-for", _("Làm thay doanh nghiệp khác"), _("Chọn bên ủy quyền cho phiên này."))
        return [acting, delegations, certificates]
    return [
        (
            "/company/users",
            _("Người khai (User ID)"),
            _("Ai khai bằng chứng thư số nào; cấp lại mật khẩu, xin sửa, hủy."),
        ),
        certificates,
        ("/company/terminals", _("Máy tính (Terminal)"), _("Mã truy cập: đổi, gia hạn, thôi dùng.")),
        ("/company/webhooks", _("Webhook"), _("Gửi diễn biến tờ khai đến máy của doanh nghiệp.")),
        delegations,
        ("/company/record", _("Sổ việc đã làm"), _("Ai đã ký gì cho doanh nghiệp, lúc nào.")),
    ]
