"""Hostile csv files, and the same for messages in text: how each is written, and what is answered."""

import random
from collections.abc import Callable

from manifest.conftest import HOUSE, TITLES
from manifest.hostile import DRILL, NET
from thongquan.base.limits import LIMITS

READ = "read"
BIG = 60_000_000 if DRILL else 20_000_000
HEAD = (",".join(TITLES) + "\r\n").encode()
LINE = (",".join(HOUSE) + "\r\n").encode()
NAMES = ",".join(["Nguyễn Thị Thủy Tiên, Đường Trần Hưng Đạo"] * 4)


def repeated(line: bytes, size: int = BIG) -> bytes:
    return line * (size // len(line))


def house(**told: str) -> bytes:
    cells = dict(zip(TITLES, HOUSE, strict=True)) | told
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells.values()).encode() + b"\r\n"


def full(rows: int, columns: int, cell: str) -> bytes:
    return HEAD + (",".join([cell] * columns) + "\r\n").encode() * rows


def garbage(size: int) -> bytes:
    return random.Random(19).randbytes(size)


TEXTS: dict[str, tuple[Callable[[], bytes], str]] = {
    "one_endless_line": (lambda: repeated(b"a,"), "FILE-LINE-TOO-LONG"),
    "one_endless_cell": (lambda: HEAD + b"x" * 900_000, "FILE-CELL-TOO-LONG"),
    "one_endless_line_in_windows_1258": (lambda: repeated(b"Ho\xcc "), "FILE-LINE-TOO-LONG"),
    "one_endless_line_of_emoji": (lambda: repeated("😀".encode()), "FILE-LINE-TOO-LONG"),
    "sixty_megabytes_of_houses": (lambda: HEAD + repeated(LINE, 60_000_000), "FILE-TOO-MANY-CELLS"),
    "megabytes_of_names": (lambda: HEAD + repeated(f"{NAMES}\r\n".encode()), "FILE-TOO-MUCH-TEXT"),
    "megabytes_of_long_cells": (
        lambda: HEAD + repeated(("Đ" * 2_000 + ",") .encode() * 8 + b"\r\n"), "FILE-TOO-MUCH-TEXT"),
    "megabytes_of_zeros": (lambda: bytes(BIG), "FILE-KIND"),
    "megabytes_of_blanks": (lambda: b" " * BIG, "FILE-EMPTY"),
    "megabytes_of_quotes": (lambda: HEAD + repeated(b'"'), "FILE-LINE-TOO-LONG"),
    "megabytes_of_line_breaks": (lambda: HEAD + repeated(b"\n"), "FILE-TOO-MANY-ROWS"),
    "megabytes_of_commas": (lambda: HEAD + repeated(b"," * 255 + b"\n"), "FILE-TOO-MANY-CELLS"),
    "megabytes_of_noise": (lambda: garbage(BIG), "FILE-ENCODING-BROKEN"),
    "a_hundred_thousand_columns": (lambda: HEAD + b"," * 100_000, "FILE-TOO-MANY-COLUMNS"),
    "a_quote_never_closed": (lambda: HEAD + b'"' + repeated(LINE, 5_000_000), "FILE-CELL-TOO-LONG"),
    "a_quote_never_closed_at_the_end": (lambda: HEAD + LINE + b'A1,"SEOUL,KR', "FILE-QUOTES"),
    "a_quote_in_the_middle": (lambda: HEAD + LINE.replace(b"SEOUL", b'SE"OUL"x'), READ),
    "text_after_a_closed_quote": (lambda: HEAD + LINE.replace(b"SEOUL BEAUTY", b'"SEOUL"x'), "FILE-QUOTES"),
    "zeros_between_letters": (lambda: HEAD + LINE.replace(b"SEOUL", b"S\0E\0O\0U\0L"), "FILE-KIND"),
    "one_zero": (lambda: HEAD + LINE * 50 + LINE.replace(b"SEOUL", b"SE\0OUL"), READ),
    "two_encodings": (lambda: HEAD + LINE + "Đặng Thị Hồng\r\n".encode() + b"\xd0\xfeng\r\n", "FILE-ENCODING-BROKEN"),
    "utf_8_then_bytes_of_no_encoding": (lambda: HEAD + LINE + b"\x81\x8d\x90", "FILE-ENCODING-BROKEN"),
    "overlong_utf_8": (lambda: HEAD + LINE.replace(b"SEOUL", b"\xc0\xaf\x81"), "FILE-ENCODING-BROKEN"),
    "surrogates_in_utf_8": (lambda: HEAD + LINE.replace(b"SEOUL", b"\xed\xa0\x81"), "FILE-ENCODING-BROKEN"),
    "half_a_letter_of_utf_16": (lambda: (HEAD + LINE).decode().encode("utf-16") + b"x", "FILE-ENCODING-BROKEN"),
    "half_a_pair_of_utf_16": (lambda: (HEAD + LINE).decode().encode("utf-16") + b"\x00\xd8", "FILE-ENCODING-BROKEN"),
    "the_mark_of_utf_16_before_ascii": (lambda: b"\xff\xfe" + HEAD + LINE, "FILE-NO-TABLE"),
    "utf_32": (lambda: (HEAD + LINE).decode().encode("utf-32"), "FILE-KIND"),
    "utf_7": (lambda: HEAD + LINE.replace(b"SEOUL", b"+AD0-HYPERLINK"), READ),
    "ebcdic": (lambda: ",".join(TITLES).encode("cp037"), "FILE-NO-TABLE"),
    "two_marks": (lambda: b"\xef\xbb\xbf\xef\xbb\xbf" + HEAD + LINE, READ),
    "a_mark_in_the_middle": (lambda: HEAD + LINE.replace(b"SEOUL", b"\xef\xbb\xbfSEOUL"), READ),
    "nothing_but_a_mark": (lambda: b"\xef\xbb\xbf", "FILE-EMPTY"),
    "formulas": (lambda: HEAD + house(SHIPPER=f'=HYPERLINK("{NET}","x")', CONSIGNEE="@SUM(1)", VALUE="+1+1"), READ),
    "a_quote_as_delimiter": (lambda: b'sep="\r\n' + HEAD + LINE, "FILE-NO-TABLE"),
    "a_letter_as_delimiter": (lambda: b"sep=A\r\n" + HEAD + LINE, "FILE-NO-TABLE"),
    "a_carriage_return_as_delimiter": (lambda: b"sep=\r\r\n" + HEAD + LINE, "FILE-NO-TABLE"),
    "titles_of_thousands_of_letters": (lambda: house(**{t: f"{t} " * 3_000 for t in TITLES}) + HEAD + LINE, READ),
    "a_title_row_of_brackets": (lambda: house(SHIPPER="(" * 30_000, CTRY="[" * 30_000) + HEAD + LINE, READ),
    "a_title_row_of_labels": (lambda: house(SHIPPER="FLIGHT " * 4_500, CTRY="MAWB " * 6_000) + HEAD + LINE, READ),
    "a_title_row_of_blanks": (lambda: house(SHIPPER="FLIGHT" + " " * 30_000 + "x") + HEAD + LINE, READ),
    "values_of_thousands_of_digits": (lambda: HEAD + house(VALUE="9" * 30_000, PCS="7" * 30_000), READ),
    "values_of_thousands_of_blanks": (lambda: HEAD + house(VALUE="1" + " " * 30_000 + "x", WEIGHT="1 " * 15_000), READ),
    "names_of_thousands_of_marks": (
        lambda: HEAD + house(CONSIGNEE="a" + "\u0301" * 30_000, SHIPPER="\u202e" * 30_000), READ),
    "as_many_cells_as_may_be": (lambda: full(LIMITS.cells // 100 - 1, 100, "x1"), READ),
    "as_much_text_as_may_be": (lambda: full(3_400 if DRILL else 2_000, 200, "😀" + "x" * 16), READ),
}  # fmt: skip
