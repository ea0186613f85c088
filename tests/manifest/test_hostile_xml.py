"""Hostile XML: refused or harmless, at once, and nothing outside of the file is read."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace

from manifest.conftest import read_here
from manifest.hostile import BYTES, NET, Trap, cost_of
from thongquan.base.limits import LIMITS
from thongquan.manifest import Manifest, apart, xfzb

SAMPLES = Path(__file__).parents[1] / "samples"
GOOD = SAMPLES / "house_1.xfzb.xml"
SAMPLE = GOOD.read_text("utf-8")
DECLARATION, _, BODY = SAMPLE.partition("\n")
TRAP = "/TRAP/"
SECONDS = 0.1
"""Of CPU in the reading process, beyond its start."""


def with_doctype(subset: str, body: str = BODY) -> bytes:
    return f"{DECLARATION}\n<!DOCTYPE HouseWaybill {subset}>\n{body}".encode()


def in_name(text: str) -> str:
    return BODY.replace("ZHANG WEI", text)


def on_root(attributes: str) -> str:
    return BODY.replace("<rsm:HouseWaybill ", f"<rsm:HouseWaybill {attributes} ", 1)


def attributes(count: int) -> str:
    return " ".join(f'a{n}=""' for n in range(count))


def in_house(text: str) -> bytes:
    begin = "<ram:IncludedHouseConsignment>\n"
    return f"{DECLARATION}\n{BODY.replace(begin, begin + text)}".encode()


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
INCLUDE = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
INSTANCE = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'

NAMESPACES = " ".join(f'xmlns:n{n}="u:{n}"' for n in range(3_000))
END = "</rsm:MasterConsignment>"
MANY_HOUSES = SAMPLE.replace(END, "<ram:IncludedHouseConsignment/>" * 9_000 + END)
REFUSED = {
    "entity_of_a_file": (with_doctype(f'[<!ENTITY e SYSTEM "file://{TRAP}">]', in_name("&e;")), "XML-DOCTYPE"),
    "entity_of_the_network": (
        with_doctype(f'[<!ENTITY e SYSTEM "{NET}">]', in_name("&e;")),
        "XML-DOCTYPE",
    ),
    "parameter_entity": (with_doctype(f'[<!ENTITY % e SYSTEM "file://{TRAP}"> %e;]'), "XML-DOCTYPE"),
    "external_dtd": (with_doctype(f'SYSTEM "file://{TRAP}"'), "XML-DOCTYPE"),
    "public_dtd": (with_doctype(f'PUBLIC "-//X//Y" "{NET}x.dtd"'), "XML-DOCTYPE"),
    "billion_laughs": (with_doctype(f'[<!ENTITY l0 "lol">{LAUGHS}]', in_name("&l9;")), "XML-DOCTYPE"),
    "quadratic_blow_up": (
        with_doctype(f'[<!ENTITY a "{"a" * 20_000}">]', in_name("&a;" * 5_000)),
        "XML-DOCTYPE",
    ),
    "entity_that_holds_itself": (with_doctype('[<!ENTITY a "&b;"><!ENTITY b "&a;">]', in_name("&a;")), "XML-DOCTYPE"),
    "default_attributes": (with_doctype('[<!ATTLIST x y CDATA "z">]'), "XML-DOCTYPE"),
    "doctype_in_small_letters": (with_doctype("x").replace(b"DOCTYPE", b"doctype"), "XML-DOCTYPE"),
    "doctype_after_a_comment": (with_doctype("x").replace(b"<!D", b"<!-- a -->\n <!D"), "XML-DOCTYPE"),
    "doctype_within_the_root": (f"{DECLARATION}{in_name('<!DOCTYPE x>')}".encode(), "XML-DOCTYPE"),
    "entity_without_doctype": (f"{DECLARATION}{in_name('&secret;')}".encode(), "XML-DAMAGED"),
    "utf_16_with_doctype": (with_doctype("x").decode().replace("UTF-8", "UTF-16").encode("utf-16"), "XML-ENCODING"),
    "utf_16_without_mark": (SAMPLE.replace("UTF-8", "UTF-16LE").encode("utf-16-le"), "XML-ENCODING"),
    "utf_16_big_end_without_mark": (SAMPLE.replace("UTF-8", "UTF-16BE").encode("utf-16-be"), "XML-ENCODING"),
    "utf_16_said_of_utf_8": (SAMPLE.replace("UTF-8", "UTF-16").encode(), "XML-ENCODING"),
    "utf_32": (SAMPLE.replace("UTF-8", "UTF-32").encode("utf-32"), "XML-ENCODING"),
    "utf_7": (SAMPLE.replace("UTF-8", "UTF-7").replace("ZHANG", "+ADw-!DOCTYPE+AD4-").encode(), "XML-ENCODING"),
    "ebcdic": (SAMPLE.replace("UTF-8", "cp037").encode(), "XML-ENCODING"),
    "latin_1_said": (SAMPLE.replace("UTF-8", "ISO-8859-1").encode(), "XML-ENCODING"),
    "latin_1_in_truth": (SAMPLE.replace("ZHANG", "ZHÀNG").encode("cp1252", "replace"), "XML-ENCODING"),
    "overlong_utf_8": (SAMPLE.encode().replace(b"ZHANG", b"\xc0\xbc!DOCTYPE x>"), "XML-ENCODING"),
    "surrogates_in_utf_8": (SAMPLE.encode().replace(b"ZHANG", b"\xed\xa0\xbc"), "XML-ENCODING"),
    "zero_byte": (SAMPLE.encode().replace(b"ZHANG", b"ZH\0ANG"), "XML-ENCODING"),
    "zero_by_reference": (SAMPLE.replace("ZHANG", "&#0;").encode(), "XML-DAMAGED"),
    "huge_attribute": (in_house(f'<ram:X a="{"a" * 7_000_000}"/>'), "XML-PIECE-TOO-LONG"),
    "huge_text": (in_house(f"<ram:X>{'a' * 7_000_000}</ram:X>"), "XML-PIECE-TOO-LONG"),
    "huge_comment": (in_house(f"<!--{'a' * 7_000_000}-->"), "XML-PIECE-TOO-LONG"),
    "a_million_attributes": (in_house(f"<ram:X {attributes(700_000)}/>"), "XML-TOO-MANY-ELEMENTS"),
    "two_thousand_attributes": (in_house(f"<ram:X {attributes(2_000)}/>"), "XML-TOO-MANY-ATTRIBUTES"),
    "a_thousand_namespaces": (on_root(NAMESPACES).encode(), "XML-PIECE-TOO-LONG"),
    "two_million_elements": (in_house("<a/>" * 1_900_000), "XML-TOO-MANY-ELEMENTS"),
    "many_unknown_elements": (in_house("<ram:X>1</ram:X>" * 30_000), "HOUSE-TOO-LONG"),
    "many_empty_houses": (MANY_HOUSES.encode(), "XML-TOO-MANY-ELEMENTS"),
    "deep_nesting": (in_house("<ram:X>" * 50_000 + "</ram:X>" * 50_000), "XML-DAMAGED"),
    "nesting_just_too_deep": (in_house("<ram:X>" * 40 + "</ram:X>" * 40), "XML-TOO-DEEP"),
    "deep_nesting_never_closed": (in_house("<ram:X>" * 50_000), "XML-DAMAGED"),
    "the_same_attribute_twice": (in_house('<ram:X a="1" a="2"/>'), "XML-DAMAGED"),
    "cut_off": (SAMPLE[:1_500].encode(), "XML-DAMAGED"),
    "two_roots": ((SAMPLE + BODY).encode(), "XML-DAMAGED"),
    "another_root": (f"<a>{BODY.replace('iata:housewaybill:1', 'urn:other')}</a>".encode(), "FILE-KIND"),
    "stylesheet_alone": (b'<?xml-stylesheet href="file:///TRAP/"?><HouseWaybill/>', "FILE-KIND"),
    "too_big": (SAMPLE.encode() + b" " * 8 * 1024 * 1024, "FILE-TOO-BIG"),
}

HARMLESS = {
    "xinclude": in_house(f'<xi:include {INCLUDE} href="file://{TRAP}" parse="text"/>'),
    "xinclude_of_the_network": in_house(f'<xi:include {INCLUDE} href="{NET}"/>'),
    "schema_location": on_root(f'{INSTANCE} xsi:schemaLocation="iata:housewaybill:1 file://{TRAP}"').encode(),
    "no_namespace_schema": on_root(f'{INSTANCE} xsi:noNamespaceSchemaLocation="{NET}"').encode(),
    "stylesheet": f'{DECLARATION}<?xml-stylesheet type="text/xsl" href="file://{TRAP}"?>{BODY}'.encode(),
    "processing_instruction": in_house(f'<?php readfile("{TRAP}"); ?>'),
    "xml_base": on_root(f'xml:base="file://{TRAP}"').encode(),
    "entity_within_cdata": SAMPLE.replace("ZHANG WEI", "<![CDATA[&secret;]]>").encode(),
    "name_cut_by_a_comment": SAMPLE.replace("ZHANG", "ZH<!-- -->ANG").encode(),
    "formula": SAMPLE.replace("ZHANG WEI", f'=HYPERLINK("{NET}","x")').encode(),
    "script": SAMPLE.replace("ZHANG WEI", "&lt;script&gt;alert(1)&lt;/script&gt;").encode(),
}


@pytest.fixture
def trap(tmp_path: Path) -> Iterator[Trap]:
    trap = Trap(tmp_path)
    yield trap
    trap.close()


@pytest.fixture(scope="module")
def start() -> float:
    """What it takes to start the reading process and to read one good message."""
    return min(cost_of(GOOD).reader_seconds for _ in range(3))


def timed(tmp_path: Path, trap: Trap, data: bytes, start: float) -> Manifest | str:
    path = tmp_path / "message.xml"
    path.write_bytes(trap.set_in(data))
    for _ in range(5):
        cost = cost_of(path)
        if cost.reader_seconds < start + SECONDS:
            break
        start = cost_of(GOOD).reader_seconds  # what else the machine does slows both
    assert cost.reader_seconds < start + SECONDS
    assert cost.memory < BYTES
    assert not trap.sprung()
    return cost.told


def test_there_are_enough_of_them() -> None:
    assert len(REFUSED) + len(HARMLESS) >= 25


@pytest.mark.parametrize("name", REFUSED)
def test_refused_at_once(name: str, tmp_path: Path, trap: Trap, start: float) -> None:
    data, code = REFUSED[name]
    assert timed(tmp_path, trap, data, start) == code


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless(name: str, tmp_path: Path, trap: Trap, start: float) -> None:
    told = timed(tmp_path, trap, HARMLESS[name], start)
    assert isinstance(told, Manifest)
    assert len(told.sheets[0].rows) == 1
    assert "CAUGHT" not in str(told)


def test_the_trap_springs_when_the_file_is_read(trap: Trap) -> None:
    etree.fromstring(trap.set_in(REFUSED["entity_of_a_file"][0]), etree.XMLParser(resolve_entities=True))
    assert trap.sprung()


def test_the_trap_springs_when_somebody_connects(trap: Trap) -> None:
    socket.create_connection(("127.0.0.1", trap.port)).close()
    assert trap.sprung()


@pytest.mark.parametrize("name", ["entity_of_a_file", "external_dtd", "parameter_entity", "billion_laughs"])
def test_even_with_doctypes_let_through_the_parser_reads_nothing(
    name: str, trap: Trap, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two locks: the parser is told to load and replace nothing, should the check before it ever fail."""
    monkeypatch.setattr(xfzb, "_DECLARATION", re.compile(b"(?!)"))
    assert "CAUGHT" not in str(read_here(trap.set_in(REFUSED[name][0])))
    assert not trap.sprung()


def deepest(element: etree._Element) -> int:
    return 1 + max((deepest(child) for child in element), default=0)


PIECES = SAMPLE.encode().split(b"<")
MEASURES = {
    "xml_bytes": (len(SAMPLE.encode()), "FILE-TOO-BIG"),
    "xml_elements": ((len(PIECES) - 1) // 2, "XML-TOO-MANY-ELEMENTS"),
    "xml_piece_bytes": (max(map(len, PIECES)), "XML-PIECE-TOO-LONG"),
    "xml_depth": (deepest(etree.fromstring(SAMPLE.encode())) - 2, "XML-TOO-DEEP"),
    "xml_attributes": (1, "XML-TOO-MANY-ATTRIBUTES"),
}


@pytest.mark.parametrize("limit", MEASURES)
def test_each_limit_lets_through_what_just_fits_and_no_more(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    most, code = MEASURES[limit]
    for fits in (True, False):
        monkeypatch.setattr(apart, "LIMITS", replace(LIMITS, **{limit: most if fits else most - 1}))
        assert cost_of(GOOD).outcome == ("read" if fits else code)
