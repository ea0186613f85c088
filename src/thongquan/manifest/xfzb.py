"""IATA Cargo-XML `XFZB` 3.00: one house waybill, or several below one root.

What XML can do to its reader is refused before it is parsed: document types, entities, other encodings, sizes. Schema
locations, inclusions and processing instructions are never followed.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree  # type: ignore[import-untyped] # lxml has no types

from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.manifest.cargo import CargoHouse, shown
from thongquan.manifest.contents import Answer
from thongquan.manifest.model import Unreadable
from thongquan.manifest.packing import Packer

_VERSION = "3.00"
_OWN = {"iata:housewaybill:1", "iata:datamodel:3"}
_MESSAGE = b"HouseWaybill"
_ROOT = "{iata:housewaybill:1}HouseWaybill"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_CONSIGNMENT = "/MasterConsignment/IncludedHouseConsignment"
_NUMBER = "/BusinessHeaderDocument/ID"
_OF_THE_HOUSE = "…"
"""Stands for `_CONSIGNMENT` in the names of places."""
_ENCODING = re.compile(rb"""<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([^"']{0,40})""")
_DECLARATION = re.compile(rb"<!(?!--|\[CDATA\[)")
_READ_ENCODINGS = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}
_POUNDS = "LBR"
_CREATION = ("", "Creation")
_NAME_CHARACTERS = 60
_LABEL = re.compile(r"[^0-9A-Za-z]")

Element = Any
"""An element of lxml, which has no types."""


def read(file: BinaryIO) -> Answer:
    """The houses of the file."""
    data = file.read(LIMITS.xml_bytes + 1)
    if _MESSAGE not in data.replace(b"\0", b""):
        raise Unreadable("FILE-KIND")
    root = parsed(data)
    messages = [root] if root.tag == _ROOT else list(root)
    if not messages or any(message.tag != _ROOT for message in messages):
        raise Unreadable("FILE-KIND")
    houses = [house for message in messages for house in _houses(message)]
    if root.tag != _ROOT and houses:
        _attributes(root, "/wrapper", houses[0])
    return Packer().messages("xfzb", houses, [])


def _checked(data: bytes) -> bytes:
    """The bytes, if they are UTF-8, declare nothing and stay within the limits."""
    if len(data) > LIMITS.xml_bytes:
        raise Unreadable("FILE-TOO-BIG", limit=LIMITS.xml_bytes, found=len(data))
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    told = _ENCODING.match(data)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("XML-ENCODING") from None
    if b"\0" in data or (told and told[1].lower() not in _READ_ENCODINGS):
        raise Unreadable("XML-ENCODING")
    if _DECLARATION.search(data):
        raise Unreadable("XML-DOCTYPE")
    # Closing tags, and an attribute or two for each element, are counted too.
    found = max(data.count(b"<"), data.count(b"=")) // 2
    if found > LIMITS.xml_elements:
        raise Unreadable("XML-TOO-MANY-ELEMENTS", found=found, limit=LIMITS.xml_elements)
    if max(map(len, data.split(b"<"))) > LIMITS.xml_piece_bytes:
        raise Unreadable("XML-PIECE-TOO-LONG", limit=LIMITS.xml_piece_bytes)
    return data


def parsed(data: bytes) -> Element:
    """The root of any XML that declares nothing and stays within the limits."""
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(_checked(data), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("XML-DAMAGED", line=error.lineno or 0) from None


def _houses(message: Element) -> Iterator[CargoHouse]:
    """The houses of one message; what stands outside of them counts for each."""
    common = CargoHouse(message.sourceline or 0, [])
    consignments: list[Element] = []
    _attributes(message, "", common)
    _walk(message, "", common, consignments)
    told = {said.place: said.text for said in common.said}
    version = told.get("/MessageHeaderDocument/VersionID", "")
    if version != _VERSION:
        raise Unreadable("XFZB-VERSION", found=shown(version, 20))
    repeated = len(consignments) * len(common.said)
    if repeated > LIMITS.xml_elements:
        raise Unreadable("XML-TOO-MANY-ELEMENTS", found=repeated, limit=LIMITS.xml_elements)
    purpose = told.get("/MessageHeaderDocument/PurposeCode", "")
    for consignment in consignments:
        house = CargoHouse(consignment.sourceline or 0, [])
        for said in common.said:
            # Of several houses none can be meant alone: each needs a number of its own.
            shared = said.place == _NUMBER and len(consignments) > 1
            house.add(f"{_NUMBER}[shared]" if shared else said.place, said.text, said.line)
        _attributes(consignment, _OF_THE_HOUSE, house)
        _walk(consignment, _OF_THE_HOUSE, house, [])
        if purpose not in _CREATION:
            house.faults.append(Fault("MESSAGE-PURPOSE", "", {"purpose": shown(purpose, 20)}))
        yield house


def _walk(element: Element, path: str, house: CargoHouse, consignments: list[Element], depth: int = 1) -> None:
    """Everything below `element`; consignments met on the way are put aside."""
    if depth > LIMITS.xml_depth:
        raise Unreadable("XML-TOO-DEEP", line=element.sourceline or 0, limit=LIMITS.xml_depth)
    for child in element:
        if not isinstance(child.tag, str):  # an entity, should a declaration ever have slipped through
            raise Unreadable("XML-DOCTYPE")
        place = f"{path}/{_name(child.tag)}{_label(child)}"
        if place == _CONSIGNMENT:
            consignments.append(child)
            continue
        text = (child.text or "").strip()
        house.add(f"{place}/text()" if len(child) else place, _measured(child, text), child.sourceline or 0)
        _attributes(child, place, house)
        _walk(child, place, house, consignments, depth + 1)
        tail = (child.tail or "").strip()
        if tail:
            house.add(f"{path}/text()", tail, child.sourceline or 0)


def _attributes(element: Element, path: str, house: CargoHouse) -> None:
    if len(element.attrib) > LIMITS.xml_attributes:
        raise Unreadable("XML-TOO-MANY-ATTRIBUTES", line=element.sourceline or 0, limit=LIMITS.xml_attributes)
    for name, text in element.attrib.items():
        if not (name == "unitCode" and _is_measure(element)):
            house.add(f"{path}/@{_name(name)}", text.strip(), element.sourceline or 0)


def _is_measure(element: Element) -> bool:
    return bool((element.text or "").strip()) and element.tag.endswith("Measure")


def _measured(element: Element, text: str) -> str:
    """The number with its unit, unless that is kilograms."""
    unit = (element.get("unitCode") or "").strip() if _is_measure(element) else ""
    return text if unit in {"", "KGM"} else f"{text} {'LB' if unit == _POUNDS else unit}"


def _name(tag: str) -> str:
    """The local name of what belongs to the message; anything else keeps its namespace."""
    space, brace, local = tag.rpartition("}")
    own = not brace or space[1:] in _OWN or (space[1:] == _INSTANCE and local == "schemaLocation")
    return shown(local if own else tag, _NAME_CHARACTERS)


def _label(element: Element) -> str:
    """`[CNE/T]` of a customs note: whose number of which kind."""
    if not element.tag.endswith("}IncludedCustomsNote"):
        return ""
    parts = (element.findtext(f"{{iata:datamodel:3}}{name}") or "" for name in ("SubjectCode", "ContentCode"))
    whose, kind = (_LABEL.sub("", part)[:8] for part in parts)
    return f"[{whose}/{kind}]"
