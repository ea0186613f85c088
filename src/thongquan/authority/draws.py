"""The draw of each day: committed to before its filings come, opened when it is over."""

from datetime import date, datetime, timedelta
from hashlib import sha256

from thongquan.authority.authority import Authority
from thongquan.authority.draw_ports import DrawEntered
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import DrawUnfit, NotFound
from thongquan.authority.sitting import Sitting
from thongquan.base.canonical import canonical, read_canonical
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day, stamp
from thongquan.channel.draw import Draw, DrawTold, commitment_to, secret_of
from thongquan.signing.receipt import base64_text


def keep_ahead(now: Sitting) -> None:
    """Commit to today and to tomorrow, so that no day begins without its draw.

    Raises:
        DrawUnfit
    """
    today = business_day(now.at)
    for day in (today, today + timedelta(days=1)):
        draw_for(now, day)


def draw_for(now: Sitting, day: date) -> None:
    """See to it that the books hold the commitment to this day's secret; else nothing is given a channel.

    Raises:
        DrawUnfit: they hold one to another secret: the key of choice is not the one that made it.
    """
    commitment = commitment_to(secret_of(now.authority.choice, day))
    entered = now.books.draws.of(day.isoformat())
    if entered is None:
        _enter(now, day, commitment)
    elif read_canonical(entered.told, Draw).commitment != commitment:
        raise DrawUnfit(day=day.isoformat())


def _enter(now: Sitting, day: date, commitment: str) -> None:
    seal, last = now.authority.seal, now.books.draws.last()
    seq, previous = (last.seq + 1, sha256(last.told).hexdigest()) if last else (1, "")
    draw = Draw("thongquan-draw-1", now.authority.system, seq, day.isoformat(), commitment, stamp(now.at), previous)
    told = canonical(draw)
    now.books.draws.enter(DrawEntered(seq, draw.day, told, seal.endorse(told), seal.certificate))


def draw_told(room: ReadingRoom, authority: Authority, day: str, at: datetime) -> DrawTold:
    """What everybody may know of the draw of a day: with its secret from the midnight on that ends the day.

    Raises:
        NotFound: nobody has committed to anything for it.
    """
    entered = room.draws.of(day)
    if entered is None:
        raise NotFound
    return _told(entered, authority, at)


def draws_told(room: ReadingRoom, authority: Authority, at: datetime) -> list[DrawTold]:
    """Those of the latest days, the latest first."""
    return [_told(one, authority, at) for one in room.draws.latest(LIMITS.draws_listed)]


def _told(one: DrawEntered, authority: Authority, at: datetime) -> DrawTold:
    draw, day = read_canonical(one.told, Draw), date.fromisoformat(one.day)
    secret = secret_of(authority.choice, day).hex() if business_day(at) > day else ""
    return DrawTold(draw, base64_text(one.signature), base64_text(one.certificate), secret)
