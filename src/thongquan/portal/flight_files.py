"""What a flight gives to take away: workbook, receipts, printouts. Each is named by `?format=` of its page."""

import asyncio
import io
import re
import zipfile
from collections.abc import Awaitable, Callable
from hashlib import sha256
from pathlib import PurePath

from litestar import Response

from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.declarant.receipts import Receipts, file_name
from thongquan.declarant.refusals import NothingToPrint
from thongquan.declaration.codec import decode_line
from thongquan.forms.model import Printout
from thongquan.forms.printout import compose, kind_of
from thongquan.forms.render import render
from thongquan.portal import flight_record as record
from thongquan.portal.flight_desk import FlightDesk
from thongquan.portal.flight_record import Filed, Flight
from thongquan.portal.visit import Asked, Visit
from thongquan.signing.receipt import write_receipt

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DIGITS = 7
_STEM = 60
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9]+")


class _Kept:
    """One answered filing as receipts are made of it."""

    def __init__(self, desk: FlightDesk, flight: Flight, place: int) -> None:
        self._desk, self._flight, self._place = desk, flight, place

    def statement(self) -> bytes:
        return self._piece(record.SIGNED)

    def signature(self) -> bytes:
        return self._piece(record.SIGNATURE)

    def lines(self) -> list[bytes]:
        return self._piece(record.SIGNED_LINES).removesuffix(b"\n").split(b"\n")

    def answer(self) -> bytes:
        return self._piece(record.ANSWER)

    def _piece(self, name: str) -> bytes:
        return self._desk.keeper.piece(self._flight, f"{name}{self._place}") or b""


async def workbook(visit: Visit, flight: Flight, _: Asked) -> Response[bytes]:
    """Made in a process apart, as judging is."""
    if not flight.judged:
        raise NotFound
    made = await asyncio.to_thread(visit.counter.flights.judge.workbook, flight, visit.language)
    return _download(made, f"kiem-tra-{_stem(flight)}.xlsx", XLSX)


async def receipts(visit: Visit, flight: Flight, _: Asked) -> Response[bytes]:
    """One file for each registered parcel, to be proved offline by anybody."""
    desk = visit.counter.flights
    if not flight.registered:
        raise NotFound
    made = await asyncio.to_thread(_zipped, desk, flight)
    return _download(made, f"bien-nhan-{_stem(flight)}.zip", "application/zip")


def _stem(flight: Flight) -> str:
    """The manifest's own name without what a header or a folder might misread: two flights do not look alike."""
    return _NOT_PLAIN.sub("-", PurePath(flight.settings.file).stem)[:_STEM].strip("-") or flight.id


def _zipped(desk: FlightDesk, flight: Flight) -> bytes:
    into, names = io.BytesIO(), set()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, filing in enumerate(flight.filings):
            for receipt in Receipts(_Kept(desk, flight, place)) if filing.registered else ():
                name = file_name(decode_line(receipt.line.encode()).house_bill)
                if name in names:
                    name = f"{name}-{receipt.decision['number']}"
                names.add(name)
                archive.writestr(f"{name}.json", write_receipt(receipt))
    return into.getvalue()


async def printouts(visit: Visit, flight: Flight, request: Asked) -> Response[bytes]:
    """One PDF: of one house row (`of`), or of so many registered ones after a row (`from`), as they stand now."""
    filed = await asyncio.to_thread(visit.counter.flights.filed, flight)
    of, after = (str(request.query_params.get(name, "")) for name in ("of", "from"))
    registered = sorted((row, one) for row, one in filed.items() if one.number)
    wanted = [one for row, one in registered if (str(row) == of if of else row > _row(after))]
    wanted = wanted[: visit.counter.limits.flight_prints_at_once]
    pages = await visit.counter.read(lambda room: [_printed(room, flight, one) for one in wanted])
    if not pages:
        raise NothingToPrint(batch=flight.settings.file)
    made = await asyncio.to_thread(render, pages)
    return _download(made, f"to-khai-{wanted[0].number}.pdf", "application/pdf")


def _row(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0


def _printed(room: ReadingRoom, flight: Flight, one: Filed) -> Printout:
    secret = flight.filings[one.place].secret.encode()
    shown = room.declaration(one.number, sha256(secret).digest())
    if shown is None:
        raise NotFound
    declaration = decode_line(shown.signed)
    return compose(declaration, shown.decision, kind=kind_of(declaration, shown.decision))


def _download(content: bytes, name: str, kind: str) -> Response[bytes]:
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


FILES: dict[str, Callable[[Visit, Flight, Asked], Awaitable[Response[bytes]]]] = {
    "workbook": workbook,
    "receipts": receipts,
    "printouts": printouts,
}
