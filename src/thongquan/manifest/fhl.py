"""IATA Cargo-IMP `FHL/4`: lines that begin with an identifier, `CNE/…`, and lines that continue one, `/…`.

A line that cannot be read is a fault of its house: what is left of a damaged message is not declared.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.manifest.cargo import CargoHouse, shown
from thongquan.manifest.contents import Answer
from thongquan.manifest.encoding import encoding_of, lines_of, text_of
from thongquan.manifest.model import Unreadable
from thongquan.manifest.packing import Packer

_VERSION = "4"
_LINE_CHARACTERS = 69
_PARTY_CHARACTERS = 35
_SEGMENT = re.compile(r"([A-Z]{3})/(.*)")
_MASTER = re.compile(
    r"(?P<number>\d{3}-?\d{8})(?P<origin>[A-Z]{3})(?P<destination>[A-Z]{3})"
    r"(?:/T(?P<pieces>\d{1,6})(?P<weight>[KL]\d[\d.]{0,11})?)?"
)
_HOUSE = re.compile(
    r"(?P<number>[^/]+)/(?P<origin>[A-Z]{3})(?P<destination>[A-Z]{3})/(?P<pieces>\d{1,6})/(?P<weight>[KL]\d[\d.]{0,11})"
    r"(?:/(?P<slac>[^/]*))?(?:/(?P<goods>[^/]*))?"
)
_NAMED = re.compile(r"[A-Z]{0,3}")
_PARTIES = ("SHP", "CNE")

Values = list[tuple[str, str]]


class Unclear(Exception):  # noqa: N818 - a reading, caught within this module
    """The line is not what its identifier promises."""


def read(file: BinaryIO) -> Answer:
    """The houses of all messages of the file, and remarks on lines that belong to none."""
    reader = _Reader()
    return Packer().messages("fhl", reader.read(file), reader.remarks)


class _Reader:
    """Where in the messages we are: in which house, in which segment, in which line of it."""

    def __init__(self) -> None:
        self.remarks: list[Fault] = []
        self._count = 0
        self._begin()

    def read(self, file: BinaryIO) -> Iterator[CargoHouse]:
        """A house is whole when the next one, or the next message, begins."""
        house = None
        text = text_of(file, encoding_of(file))
        text.reconfigure(newline=None)
        for number, line in enumerate(lines_of(text, LIMITS.cell_characters), start=1):
            if number > LIMITS.message_lines:
                raise Unreadable("FILE-TOO-MANY-ROWS", found=number, limit=LIMITS.message_lines)
            self.take(number, line.rstrip("\n"))
            if house is not None and house is not self._house:
                yield house
            house = self._house
        if house is not None:
            yield house

    def _begin(self) -> None:
        """A new message; what it says of the master bill counts for each of its houses."""
        self._master = CargoHouse(0, [])
        self._house: CargoHouse | None = None
        self._segment, self._ordinal = "", 0

    def take(self, number: int, line: str) -> None:
        if not line.strip():
            return
        if line.startswith("FHL/"):
            self._open(line)
            return
        found = _SEGMENT.fullmatch(line)
        if found:
            self._segment, self._ordinal, rest = found[1], 0, found[2]
        else:
            self._ordinal, rest = self._ordinal + 1, line[1:]
        if not self._segment or not (found or line.startswith("/")):
            self._not_read(number, line)
            return
        if self._segment == "HBS" and not self._ordinal:
            self._open_house(number)
        self._take_segment(number, line, rest)

    def _open(self, line: str) -> None:
        version = line[4:].strip()
        if version != _VERSION:
            raise Unreadable("FHL-VERSION", found=shown(version, 20))
        self._begin()

    def _open_house(self, number: int) -> None:
        self._count += 1
        if self._count > LIMITS.rows:
            raise Unreadable("FILE-TOO-MANY-ROWS", found=self._count, limit=LIMITS.rows)
        master = self._master
        self._house = CargoHouse(number, list(master.said), list(master.faults), list(master.warnings))

    def _take_segment(self, number: int, line: str, rest: str) -> None:
        again = self._segment == "MBI" and bool(self._master.said)
        house = self._master if self._segment == "MBI" else self._house
        if house is None or again:
            self._not_read(number, line)
            return
        try:
            values = _values(self._segment, self._ordinal, rest)
        except Unclear:
            self._not_read(number, line)
            return
        for place, text in values:
            house.add(place, text.strip(), number)
        if len(line) > _LINE_CHARACTERS:
            house.warnings.append(
                Fault("LINE-TOO-LONG", "", {"line": number, "found": len(line), "limit": _LINE_CHARACTERS})
            )
        if self._segment in _PARTIES and self._ordinal < 2 and len(rest) == _PARTY_CHARACTERS:
            house.warnings.append(Fault("TEXT-CUT", values[0][0], {"line": number, "limit": _PARTY_CHARACTERS}))

    def _not_read(self, number: int, line: str) -> None:
        """What cannot be read is the house's fault; before the first house, that of all houses of the message."""
        house = self._house or self._master
        house.count(number)
        if self._house or not house.faults:
            house.faults.append(Fault("MESSAGE-LINE", "", {"line": number, "text": shown(line)}))
        if self._house is None:
            self.remarks.append(Fault("LINE-SKIPPED", "", {"line": number, "text": shown(line)}))
            if len(self.remarks) > LIMITS.house_values:
                raise Unreadable("HOUSE-TOO-LONG", line=number, limit=LIMITS.house_values)


def _values(segment: str, ordinal: int, rest: str) -> Values:
    """The places and values of one line."""
    match segment:
        case "MBI":
            return _matched("MBI", _MASTER, rest)
        case "HBS":
            return [("HBS/handling", rest)] if ordinal else _matched("HBS", _HOUSE, rest)
        case "SHP" | "CNE":
            return _party(segment, ordinal, rest)
        case "OCI":
            return _customs_information(rest)
        case "CVD":
            return _charges(ordinal, rest)
        case _:
            return [(segment, rest)]


def _matched(segment: str, shape: re.Pattern[str], rest: str) -> Values:
    rest = rest.rstrip()
    found = shape.match(rest)
    if not found or (found.end() < len(rest) and rest[found.end()] != "/"):
        raise Unclear
    values = [(f"{segment}/{name}", text or "") for name, text in found.groupdict().items()]
    return [(place, _weighed(text) if place.endswith("/weight") else text) for place, text in values] + [
        (f"{segment}/more", rest[found.end() + 1 :])
    ]


def _weighed(text: str) -> str:
    """`K9.6` is in kilograms, `L21.2` in pounds."""
    return f"{text[1:]} LB" if text.startswith("L") else text[1:]


def _party(segment: str, ordinal: int, rest: str) -> Values:
    """Name, address, city and state, then country, postcode and ways to reach the party."""
    if ordinal < 2:
        return [(f"{segment}/{('name', 'address')[ordinal]}", rest)]
    if ordinal == 2:
        city, _, state = rest.partition("/")
        return [(f"{segment}/city", city), (f"{segment}/state", state)]
    if ordinal > 3:
        return [(f"{segment}/more", rest)]
    country, postcode, *contacts = [*rest.split("/"), ""][: LIMITS.columns]
    values = [(f"{segment}/country", country), (f"{segment}/postcode", postcode)]
    for kind, told in zip(contacts[::2], contacts[1::2], strict=False):
        if kind and not _NAMED.fullmatch(kind):
            raise Unclear
        values.append((f"{segment}/{kind or 'more'}", told))
    return values


def _customs_information(rest: str) -> Values:
    """`VN/CNE/T/048200491213`: country, whose, what kind of number, the number."""
    country, whose, kind, number = [*rest.split("/", 3), "", "", ""][:4]
    if not (number and _NAMED.fullmatch(whose) and _NAMED.fullmatch(kind)):
        raise Unclear
    return [("OCI/country", country), (f"OCI/{whose}/{kind}", number)]


def _charges(ordinal: int, rest: str) -> Values:
    """`USD/PP/NVD/35.64/XXX`: currency, who pays, value for carriage, value for customs, sum insured."""
    elements = rest.split("/", 5)
    if ordinal or len(elements) < 4:
        raise Unclear
    names = ("currency", "charges", "carriage", "customs", "insurance", "more")
    return [(f"CVD/{name}", text) for name, text in zip(names, elements, strict=False)]
