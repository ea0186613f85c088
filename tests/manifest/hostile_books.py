"""Hostile xlsx files, each made by code: what is in them, and what is answered."""

import io
import random
import struct
import zipfile
from collections.abc import Callable

from manifest.conftest import HOUSE, TITLES
from manifest.hostile import DRILL, NET
from thongquan.base.limits import LIMITS

Parts = dict[str, bytes]
SHEET, BOOK, RELATIONS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHARED, STYLES, TYPES, ROOT = "xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml", "_rels/.rels"
XML = b'<?xml version="1.0" encoding="UTF-8"?>\n'
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
NOISE = random.Random(18).randbytes(1 << 20)
"""Pads an archive, so that what packs too well is not told by its ratio alone."""
MANY = 3_000_000 if DRILL else 1_100_000


def cell(address: str, text: str) -> bytes:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'.encode()


def row(number: int, cells: list[str]) -> bytes:
    told = b"".join(cell(f"{chr(65 + index)}{number}", text) for index, text in enumerate(cells))
    return b'<row r="%d">%b</row>' % (number, told)


HEADER = row(1, TITLES)
ROWS = HEADER + row(2, HOUSE)


def sheet(rows: bytes = ROWS, after: bytes = b"") -> bytes:
    return XML + b"<worksheet %b><sheetData>%b</sheetData>%b</worksheet>" % (MAIN, rows, after)


def relation(number: int, kind: bytes, target: bytes, more: bytes = b"") -> bytes:
    return b'<Relationship Id="rId%d" Type="%b/%b" Target="%b" %b/>' % (number, OFFICE, kind, target, more)


def relations(*told: bytes) -> bytes:
    return XML + b"<Relationships %b>%b</Relationships>" % (PACKAGE, b"".join(told))


def book(sheets: bytes = b'<sheet name="A" sheetId="1" r:id="rId1"/>', before: bytes = b"") -> bytes:
    return XML + b'<workbook %b xmlns:r="%b">%b<sheets>%b</sheets></workbook>' % (MAIN, OFFICE, before, sheets)


def sound() -> Parts:
    kinds = (
        b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        b'<Default Extension="xml" ContentType="application/xml"/>'
    )
    return {
        TYPES: XML + b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">%b</Types>' % kinds,
        ROOT: relations(relation(1, b"officeDocument", b"xl/workbook.xml")),
        BOOK: book(),
        RELATIONS: relations(
            relation(1, b"worksheet", b"worksheets/sheet1.xml"),
            relation(2, b"styles", b"styles.xml"),
            relation(3, b"sharedStrings", b"sharedStrings.xml"),
        ),
        SHEET: sheet(),
        STYLES: XML + b"<styleSheet %b></styleSheet>" % MAIN,
        SHARED: XML + b"<sst %b></sst>" % MAIN,
    }


def zipped(parts: Parts, level: int = 1) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in parts.items():
            archive.writestr(name, trapped(data))
    return buffer.getvalue()


def trapped(data: bytes) -> bytes:
    """The test puts in its place what names its own trap."""
    return data


def changed(name: str, data: bytes, *, padded: bool = False) -> Callable[[], bytes]:
    return lambda: zipped(sound() | {name: data} | ({"xl/media/noise.bin": NOISE} if padded else {}))


def doctype_in(name: str) -> Callable[[], bytes]:
    inset = b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///TRAP/"><!ENTITY %% p SYSTEM "%b"> %%p;]>' % NET.encode()
    return changed(name, sound()[name].replace(XML, XML + inset))


def lying(real: int, told: int) -> bytes:
    data = zipped(sound() | {"xl/zero.bin": bytes(real)})
    return data.replace(struct.pack("<L", real), struct.pack("<L", told))


def overlapping() -> bytes:
    """Each entry of the directory points at the same bytes."""
    data = bytearray(zipped(sound() | {f"xl/media/{n}.bin": NOISE[:200_000] for n in range(2)}))
    first = data.index(b"PK\x03\x04", data.index(b"xl/media/0.bin") - 31)
    directory = data.rindex(b"xl/media/1.bin")
    data[directory - 4 : directory] = struct.pack("<L", first)
    return bytes(data)


def encrypted() -> bytes:
    data = bytearray(zipped(sound()))
    place = -1
    while (place := data.find(b"PK\x01\x02", place + 1)) >= 0:
        data[place + 8] |= 1
    return bytes(data)


def twice() -> bytes:
    data = zipped(sound() | {"xl/worksheets/sheet2.xml": sheet(HEADER)})
    return data.replace(b"sheet2.xml", b"sheet1.xml")


def zip64() -> bytes:
    """A part that says, in the fields for very big archives, that it has an exabyte."""
    data = bytearray(zipped(sound() | {"xl/zero.bin": b"0"}))
    place = data.rindex(b"xl/zero.bin") - 46
    extra = struct.pack("<HHQ", 1, 8, 1 << 60)
    struct.pack_into("<L", data, place + 24, 0xFFFFFFFF)
    struct.pack_into("<H", data, place + 30, len(extra))
    end = place + 46 + len("xl/zero.bin")
    data[end:end] = extra
    size = data.rindex(b"PK\x05\x06") + 12
    struct.pack_into("<L", data, size, struct.unpack_from("<L", data, size)[0] + len(extra))
    return bytes(data)


def link() -> bytes:
    buffer = io.BytesIO(zipped(sound()))
    with zipfile.ZipFile(buffer, "a") as archive:
        entry = zipfile.ZipInfo("xl/media/image1.png")
        entry.create_system, entry.external_attr = 3, 0o120777 << 16
        archive.writestr(entry, "/TRAP/")
    return buffer.getvalue()


def sheets(count: int) -> bytes:
    told = b"".join(b'<sheet name="S%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(1, count + 1))
    return zipped(sound() | {BOOK: book(told)})


def rows_of(text: bytes, count: int) -> bytes:
    return sheet(ROWS + text * count)


LONG = b"x" * 32_000
EMPTY_ROWS = b"".join(b'<row r="%d"/>' % n for n in range(3, 3 + (3_000_000 if DRILL else 300_000)))
REFERENCE = b'<row><c r="A3" t="s"><v>0</v></c></row>'
OUTSIDE = relations(
    relation(1, b"worksheet", b"worksheets/sheet1.xml"),
    relation(4, b"externalLink", b"file:///TRAP/", b'TargetMode="External"'),
    relation(5, b"image", NET.encode() + b"x.png", b'TargetMode="External"'),
)

READ = "read"
BOOKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing_wrong": (lambda: zipped(sound()), READ),
    "packed_too_well": (changed("xl/media/zero.bin", bytes(30_000_000)), "FILE-RATIO"),
    "unpacks_to_too_much": (
        lambda: zipped(sound() | {f"xl/{n}.bin": bytes(50_000_000) for n in range(3)} | {"xl/noise.bin": NOISE}),
        "FILE-EXPANDS",
    ),
    "size_understated": (lambda: lying(5_000_000, 1_000), "FILE-EXPANDS"),
    "size_overstated": (lambda: lying(1_000, 90_000), "FILE-DAMAGED"),
    "thousands_of_parts": (lambda: zipped(sound() | {f"x{n}": b"" for n in range(2_100)}), "FILE-TOO-MANY-ENTRIES"),
    "parts_over_each_other": (overlapping, "FILE-DAMAGED"),
    "encrypted": (encrypted, "FILE-DAMAGED"),
    "two_parts_of_one_name": (twice, "FILE-DAMAGED"),
    "an_exabyte_in_zip64": (zip64, "FILE-EXPANDS"),
    "cut_off": (lambda: zipped(sound())[:-200], "FILE-DAMAGED"),
    "an_archive_in_the_archive": (
        changed("xl/embeddings/a.zip", zipped({"bomb": bytes(10_000_000)}), padded=True), READ),
    "a_part_that_climbs_out": (changed("../../../../evil.xml", b"<a/>"), READ),
    "a_part_at_the_root": (changed("/evil.xml", b"<a/>"), READ),
    "a_link_among_the_parts": (link, READ),
    "a_million_empty_rows": (changed(SHEET, sheet(ROWS + EMPTY_ROWS)), "FILE-TOO-MANY-ROWS"),
    "a_row_far_down": (changed(SHEET, sheet(ROWS + row(1_048_576, ["x"]))), "FILE-TOO-MANY-ROWS"),
    "a_row_number_beyond_all": (changed(SHEET, sheet(ROWS + row(99_999_999_999, ["x"]))), "FILE-TOO-MANY-ROWS"),
    "a_row_far_down_without_addresses": (
        changed(SHEET, sheet(ROWS + b'<row r="1048576"><c><v>1</v></c></row>')), "FILE-READING-MEMORY"),
    "a_row_of_a_hundred_thousand_cells": (
        changed(SHEET, sheet(ROWS + b"<row>" + b"<c><v>1</v></c>" * 100_000 + b"</row>"), padded=True),
        "FILE-TOO-MANY-COLUMNS",
    ),
    "a_column_far_right": (changed(SHEET, sheet(ROWS + cell("XFD9", "x"))), "FILE-TOO-MANY-COLUMNS"),
    "a_cell_far_out": (changed(SHEET, sheet(ROWS + cell("IV190000", "x"))), "FILE-TOO-MANY-CELLS"),
    "one_cell_a_million_times": (
        changed(SHEET, rows_of(b'<c r="A3"><v>1</v></c>', MANY), padded=True), "FILE-TOO-MANY-CELLS"),
    "cells_without_addresses": (
        changed(SHEET, rows_of(b"<row>" + b"<c><v>1</v></c>" * 200 + b"</row>", MANY // 200), padded=True),
        "FILE-TOO-MANY-CELLS"),
    "millions_of_shared_strings": (
        changed(SHARED, XML + b"<sst %b>%b</sst>" % (MAIN, b"<si><t/></si>" * MANY), padded=True),
        READ,
    ),
    "one_long_string_shared_by_all_cells": (
        lambda: zipped(
            sound()
            | {SHARED: XML + b"<sst %b><si><t>%b</t></si></sst>" % (MAIN, LONG)}
            | {SHEET: rows_of(REFERENCE.replace(b' r="A3"', b""), 100_000)}
        ),
        "FILE-READING-MEMORY",
    ),
    "thousands_of_sheets": (lambda: sheets(5_000), "FILE-TOO-MANY-SHEETS"),
    "tens_of_thousands_of_styles": (
        changed(STYLES, XML + b"<styleSheet %b><cellXfs>%b</cellXfs></styleSheet>" % (MAIN, b"<xf/>" * 65_000)), READ),
    "merged_ranges": (
        changed(SHEET, sheet(after=b"<mergeCells>%b</mergeCells>" % (b'<mergeCell ref="A1:XFD1048576"/>' * 50_000)),
                padded=True),
        READ,
    ),
    **{f"doctype_in_{name}": (doctype_in(name), "FILE-DOCTYPE") for name in sound()},
    "doctype_in_small_letters": (
        changed(STYLES, b"<!doctype a []>" + sound()[STYLES].removeprefix(XML)), "FILE-DOCTYPE"),
    "doctype_behind_a_long_comment": (
        changed(STYLES, XML + b"<!--" + b" " * 2_000_000 + b"--><!DOCTYPE a><styleSheet/>", padded=True),
        "FILE-DOCTYPE",
    ),
    "doctype_in_a_part_by_another_name": (
        lambda: zipped(
            {name: data for name, data in sound().items() if name != SHEET}
            | {"xl/a.bin": b"<!DOCTYPE a>" + sheet().removeprefix(XML)}
            | {RELATIONS: relations(relation(1, b"worksheet", b"a.bin"))}
        ),
        "FILE-DOCTYPE",
    ),
    "doctype_in_a_picture": (changed("xl/media/a.svg", b"<!DOCTYPE svg><svg/>"), "FILE-DOCTYPE"),
    "utf_16": (changed(SHEET, sheet().decode().replace("UTF-8", "UTF-16").encode("utf-16")), "FILE-DAMAGED"),
    "utf_7_said_of_a_sheet": (changed(SHEET, sheet().replace(b"UTF-8", b"UTF-7")), READ),
    "xinclude": (
        changed(SHEET, sheet(after=b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///TRAP/"/>')),
        READ,
    ),
    "an_entity_that_nobody_declared": (
        changed(SHEET, sheet(HEADER + row(2, [*HOUSE[:3], "&secret;", *HOUSE[4:]]))), "FILE-DAMAGED"),
    "relations_to_the_outside": (changed(RELATIONS, OUTSIDE), READ),
    "a_sheet_that_lies_outside": (
        changed(RELATIONS, relations(relation(1, b"worksheet", b"../../../../../../TRAP/"))), "FILE-NO-TABLE"),
    "macros": (changed("xl/vbaProject.bin", b"x"), "FILE-MACROS"),
    "nothing_but_opening_tags": (changed(SHEET, rows_of(b"<a>", 500_000), padded=True), READ),
    "one_endless_tag": (changed(SHEET, sheet(ROWS + b"<c a='" + b"x" * 3_000_000), padded=True), "FILE-DAMAGED"),
    "tags_that_never_end": (changed(SHEET, rows_of(b"<c ", 500_000) + b"<f>", padded=True), "FILE-FORMULA-PLACE"),
    "a_workbook_of_tags_that_never_end": (changed(BOOK, book(b"<sheet " * 300_000), padded=True), "FILE-DAMAGED"),
    "a_workbook_of_one_endless_name": (
        changed(BOOK, book(b"<sheet " + b"a" * 3_000_000 + b"/>"), padded=True), "FILE-DAMAGED"),
    "a_cell_longer_than_any": (
        changed(SHEET, sheet(HEADER + row(2, ["x" * 40_000, *HOUSE[1:]]))), "FILE-CELL-TOO-LONG"),
    "a_formula_that_says_no_place": (
        changed(SHEET, sheet(ROWS + b"<row><c><f>1+1</f><v>2</v></c></row>")), "FILE-FORMULA-PLACE"),
}  # fmt: skip
assert LIMITS.cells < MANY
