"""The links of a transport, for its company; what its drivers reported, for the company and both offices."""

from datetime import datetime

import msgspec

from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.authority.transport_link import is_good
from thongquan.authority.transport_ports import Transport
from thongquan.authority.transports_seen import own_transport
from thongquan.authority.whose import whose
from thongquan.base.moment import VIETNAM, read_stamp, stamp
from thongquan.transport.reports import RUNNING, Report


class LinkShown(msgspec.Struct, frozen=True):
    link: str
    driver: str
    until: str
    made_at: str
    made_by: str
    ended_at: str
    """"" while nobody ended it."""
    is_good: bool
    """Its bearer may report: neither ended, nor over, nor is the transport."""
    reports: int


class ReportShown(msgspec.Struct, frozen=True):
    link: str
    driver: str
    """Name or plate, as the company gave it."""
    what: str
    note: str
    seals: list[str]
    """As he read them."""
    told_at: str
    """By the clock of his device, however wrong; "" where it told none."""
    received_at: str
    state: str
    """Of the transport when it came."""


class Prefilled(msgspec.Struct, frozen=True):
    """What a driver told of a departure or arrival, for the form of whoever signs it. It is his word, nobody's act."""

    day: str
    time: str
    """`HHMM`, as `transport-step` takes it; both in Viet Nam."""
    seals: list[str]
    driver: str


TOLD_OF = {"depart": "left", "arrive": "arrived", "arrive-differing": "arrived"}
"""Step → what a driver tells of it."""


def links_seen(room: ReadingRoom, account: str, number: str, at: datetime) -> list[LinkShown]:
    """All that the company ever gave for it, in their order.

    Raises:
        NotFound: there is no such transport, it is another's, or an officer asks: he sees reports, not links.
    """
    one = own_transport(room, account, number)
    if not whose(room, account).company:
        raise NotFound
    told = [link for link, _ in room.transport_links.reports(one)]
    return [
        LinkShown(
            link.id, link.driver, link.until, link.made_at, link.made_by, link.ended_at,
            is_good(link, stamp(at)) and one.state in RUNNING, told.count(link.id),
        )
        for link in room.transport_links.of_transport(one)
    ]  # fmt: skip


def reports_seen(room: ReadingRoom, account: str, number: str) -> list[ReportShown]:
    """In the order in which they came. Raises NotFound."""
    return reports_of(room, own_transport(room, account, number))


def reports_of(room: ReadingRoom, one: Transport) -> list[ReportShown]:
    drivers = {link.id: link.driver for link in room.transport_links.of_transport(one)}
    return [_shown(link, drivers[link], report) for link, report in room.transport_links.reports(one)]


def prefilled(reports: list[ReportShown], step: str) -> Prefilled | None:
    """What was told last of what this step says; None where nobody told anything of it.

    The moment is that of the device, unless it lies after that at which it came: a clock that runs ahead is not
    believed.
    """
    told = [one for one in reports if one.what == TOLD_OF.get(step, "")]
    if not told:
        return None
    last = told[-1]
    moment = read_stamp(min(last.told_at or last.received_at, last.received_at)).astimezone(VIETNAM)
    return Prefilled(str(moment.date()), moment.strftime("%H%M"), last.seals, last.driver)


def _shown(link: str, driver: str, report: Report) -> ReportShown:
    said = report.said
    return ReportShown(
        link, driver, said.what, said.note, said.seals, said.told_at, report.received_at, report.state
    )  # fmt: skip
