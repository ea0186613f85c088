"""Webhooks: where a company's events are sent to, how that goes, and what is signed to change it."""

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan.authority.refusals import NotFound
from thongquan.authority.webhooks_seen import WebhookShown, webhooks_of
from thongquan.base.limits import LIMITS
from thongquan.portal.language import tongue
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of


def routes() -> list[HTTPRouteHandler]:
    return [webhooks, new_webhook, webhook_work]


@get("/company/webhooks")
async def webhooks(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    found = await _webhooks(visit)
    live = [one for one in found if one.state != "ended"]
    return page(
        visit,
        "company_webhooks.html",
        live=live,
        ended=[one for one in found if one.state == "ended"],
        most=LIMITS.company_webhooks,
        works=_works(visit),
        states=_states(visit),
        failed={one.webhook: _failure(visit, one.failed_with) for one in live},
    )


@get("/company/webhooks/new")
async def new_webhook(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    account = visit.needs("admin").who.account
    return page(visit, "webhook_new.html", signs=True, account=account, most=LIMITS.webhook_address_characters)


@get("/company/webhooks/{webhook:str}/{work:str}")
async def webhook_work(request: Asked, webhook: FromPath[str], work: FromPath[str]) -> Response[bytes]:
    visit = visit_of(request)
    account = visit.needs("admin").who.account
    found = [one for one in await _webhooks(visit) if one.webhook == webhook and work in one.possible]
    if not found:
        raise NotFound
    return page(
        visit,
        "webhook_work.html",
        signs=True,
        account=account,
        one=found[0],
        change=work,
        work=_works(visit)[work],
        what=_meanings(visit)[work],
    )


async def _webhooks(visit: Visit) -> list[WebhookShown]:
    account, at = visit.needs("admin").who.account, visit.counter.clock()
    return await visit.counter.read(lambda room: webhooks_of(room, account, at))


def _states(visit: Visit) -> dict[str, tuple[str, str]]:
    _ = tongue(visit.language).gettext
    return {
        "active": (_("Đang gửi"), "good"),
        "paused": (_("Tạm dừng"), "warning"),
        "stopped": (_("Đã ngừng vì không gửi được"), "bad"),
    }


def _failure(visit: Visit, code: str) -> str:
    _ = tongue(visit.language).gettext
    if code.startswith("HTTP"):
        return _("máy nhận trả lời {status}").format(status=code)
    words = {
        "FETCH-FORBIDDEN": _("tên miền dẫn tới địa chỉ không mở ra Internet"),
        "FETCH-SLOW": _("máy nhận không trả lời kịp"),
    }
    return words.get(code, _("không kết nối được bằng TLS, hoặc không phải HTTP"))


def _works(visit: Visit) -> dict[str, str]:
    _ = tongue(visit.language).gettext
    return {
        "pause": _("Tạm dừng gửi"),
        "resume": _("Gửi tiếp"),
        "renew": _("Đổi khóa ký"),
        "end": _("Thôi gửi đến đây"),
    }


def _meanings(visit: Visit) -> dict[str, str]:
    _ = tongue(visit.language).gettext
    return {
        "pause": _("Không gửi gì nữa cho đến khi bạn cho gửi tiếp. Những gì xảy ra trong lúc dừng sẽ được gửi sau."),
        "resume": _("Gửi tiếp từ diễn biến sau cùng đã được nhận; không diễn biến nào bị mất."),
        "renew": _("Khóa mới dùng ngay và chỉ hiện một lần. Trong {hours} giờ, mỗi lần ký bằng cả hai khóa.").format(
            hours=LIMITS.webhook_overlap_hours
        ),
        "end": _("Không gửi đến đây nữa, và không mở lại được. Diễn biến vẫn đọc được bằng thongquan watch và API."),
    }
