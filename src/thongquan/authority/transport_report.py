"""What the bearer of a link sees of its transport, and what he tells of it. Nothing that he tells moves a state."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import msgspec

from thongquan import law
from thongquan.authority.ports import Register
from thongquan.authority.refusals import FormFaulty
from thongquan.authority.sitting import Sitting
from thongquan.authority.transport_link import is_good
from thongquan.authority.transport_link_ports import Link, ReportEntered, ReportTold
from thongquan.authority.transport_ports import Transport
from thongquan.authority.transport_runs import RunLoaded, runs_loaded
from thongquan.base.canonical import canonical
from thongquan.base.fault import Fault, Refusal
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day, read_stamp, stamp
from thongquan.registration.secret import link_hash
from thongquan.transport.reports import RUNNING, Report, next_told, over_since, read_said
from thongquan.transport.standing import Standing

WAREHOUSES = law.codes("warehouse_locations")
_SALT_BYTES = 16


class LinkDead(Refusal):
    """Nothing is behind this address, or not any more: which of the two is not said."""

    code = "TRANSPORT-LINK-DEAD"


class ReportIdTaken(Refusal):
    """Something else was told under this id before: nothing is kept of this."""

    code = "TRANSPORT-REPORT-ID-TAKEN"


class DriverSees(msgspec.Struct, frozen=True):
    """As much of a transport as its driver needs, and nothing else of its company."""

    number: str
    link: str
    """What the company calls it: no secret."""
    state: str
    departs: str
    arrives: str
    due_at: str
    runs: list[RunLoaded]
    driver: str
    until: str
    reports: list[Report]
    """Told through this link."""
    next: list[str]
    """What is told in turn and comes next, the likeliest last."""
    is_running: bool


def driver_sees(room: Register, secret: str, at: datetime) -> DriverSees:
    """Raises LinkDead."""
    link, one, standing = _behind(room, secret, at)
    lodged = room.transports.body(one)
    ola = lodged.declaration
    reports = room.transport_links.reports_by(link.id)
    told = frozenset(report.said.what for report in reports)
    return DriverSees(
        one.number, link.id, one.state,
        _place(ola.departure_name, ola.departure_area, ola.departure_port, one),
        _place(ola.arrival_name, ola.arrival_area, ola.arrival_port, one),
        one.due_at, runs_loaded(lodged, standing), link.driver, link.until, reports, next_told(one.state, told),
        one.state in RUNNING,
    )  # fmt: skip


def take_report(now: Sitting, secret: str, given: dict[str, Any]) -> Report:
    """Keep what was told, once: told again it is answered as the first time.

    Raises:
        LinkDead
        FormFaulty: everything that is wrong with it.
        ReportIdTaken
    """
    link, one, _ = _behind(now.books, secret, now.at)
    said, faults = read_said(given)
    if said is None:
        raise FormFaulty(faults)
    books = now.books.transport_links
    if (known := books.reported(link.id, said.id)) is not None:
        if known.said != said:
            raise ReportIdTaken
        return known
    if books.count(link.id) >= now.authority.limits.link_reports:
        raise FormFaulty([Fault("REPORTS-MANY", "what", {"limit": now.authority.limits.link_reports})])
    report = Report(said, stamp(now.at), one.state, secrets.token_hex(_SALT_BYTES))
    _enter(now, one, link, report)
    return report


def _enter(now: Sitting, one: Transport, link: Link, report: Report) -> None:
    seal, (seq, before) = now.authority.seal, now.books.transport_links.last()
    told = ReportTold(
        "thongquan-transport-report-1", seq + 1, one.number, link.id, report.said.id, report.received_at,
        sha256(canonical(report)).hexdigest(), before,
    )  # fmt: skip
    signed = canonical(told)
    entered = ReportEntered(signed, seal.endorse(signed), seal.certificate)
    now.books.transport_links.enter(one, told, entered, report)


def _behind(room: Register, secret: str, at: datetime) -> tuple[Link, Transport, Standing]:
    """Raises LinkDead: unknown, ended, over, or its transport is: all look alike.

    What waited in a telephone while the transport ended is taken for a while, so that no broken seal is lost.
    """
    found = room.transport_links.of_secret(link_hash(secret))
    if found is None or not is_good(found[0], stamp(at)):
        raise LinkDead
    link, one = found
    standing = room.transports.standing(one)  # what is erased ended years after the last link of it
    late = timedelta(minutes=LIMITS.transport_late_minutes)
    if one.state not in RUNNING and at >= read_stamp(over_since(standing)) + late:
        raise LinkDead
    return link, one, standing


def _place(name: str, area: str, port: str, one: Transport) -> str:
    row = WAREHOUSES.on(business_day(read_stamp(one.lodged_at))).get(area)
    return " ".join(part for part in (name or (row["name"] if row else ""), area or port) if part)
