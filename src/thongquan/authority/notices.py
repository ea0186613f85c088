"""What a company is told in its feed beside acts: entered in the transaction of what it tells, after the last act."""

from thongquan.authority.feed_ports import NoticeTold
from thongquan.authority.sitting import Sitting
from thongquan.authority.transport_ports import Transport
from thongquan.base.moment import stamp


def tell_webhook_stopped(now: Sitting, company: str, webhook: str) -> None:
    place, nth = _next(now, company)
    now.books.give_notice(company, NoticeTold(place, nth, "webhook-stopped", webhook, stamp(now.at)))


def tell_step(now: Sitting, one: Transport, step: str) -> None:
    """`one`: as the step left it."""
    place, nth = _next(now, one.company)
    told = NoticeTold(place, nth, "transport", one.number, stamp(now.at), step, one.state, one.version)
    now.books.give_notice(one.company, told)


def _next(now: Sitting, company: str) -> tuple[int, int]:
    place = now.books.feed.last_act()
    return place, now.books.feed.notices_at(company, place) + 1
