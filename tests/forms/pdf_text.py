"""Reads back what stands on the pages of a PDF, from the file alone: which text, where it begins and where it ends.

Only as much of the format as typst writes: plain objects, Flate streams, one ToUnicode map and one width table a font.
"""

import re
import zlib
from dataclasses import dataclass

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
_INSIDE = rb"(?:\\.|[^\\()])"
_STRING = rb"\((?:%b|\((?:%b|\(%b*\))*\))*\)" % (_INSIDE, _INSIDE, _INSIDE)  # balanced brackets stand unescaped
_TOKEN = re.compile(_STRING + rb"|<[0-9A-F]+>|\[|\]|/[^\s/\[\]()<>]+|[-+.\d]+|[A-Za-z'\"*]+|<<|>>", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True)
class Run:
    """A piece of text on one line; `x`, `y` and `end` in points from the upper left corner."""

    x: float
    y: float
    end: float
    text: str


@dataclass(frozen=True)
class Font:
    letters: dict[int, str]
    widths: dict[int, float]


def pages(pdf: bytes) -> list[list[Run]]:
    """The runs of each page in the order in which they are drawn."""
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(pdf)}
    root = next(body for body in objects.values() if b"/Type/Catalog" in body)
    return [_runs(objects, page) for page in _leaves(objects, _reference(root, b"Pages"))]


def lines(page: list[Run]) -> list[str]:
    """The text of a page as a person reads it: runs of one height side by side, from the top."""
    rows: dict[int, list[Run]] = {}
    for run in page:
        rows.setdefault(round(run.y), []).append(run)
    return [
        "\t".join(run.text.strip() for run in sorted(row, key=lambda run: run.x)) for _, row in sorted(rows.items())
    ]


def text(page: list[Run]) -> str:
    return "".join(run.text for run in page).replace("\u200b", "")


def _leaves(objects: dict[int, bytes], number: int) -> list[bytes]:
    body = objects[number]
    if kids := re.search(rb"/Kids\[([^\]]*)\]", body):
        return [leaf for kid in re.findall(rb"(\d+) 0 R", kids[1]) for leaf in _leaves(objects, int(kid))]
    return [body]


def _reference(body: bytes, key: bytes) -> int:
    found = re.search(rb"/" + key + rb"\[?\s*(\d+) 0 R", body)
    assert found, key
    return int(found[1])


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found
    return zlib.decompress(found[1]) if b"/FlateDecode" in body[: found.start()] else found[1]


def _fonts(objects: dict[int, bytes], page: bytes) -> dict[bytes, Font]:
    resources = objects[_reference(page, b"Resources")]
    named = re.search(rb"/Font<<(.*?)>>", resources)
    return {
        name: _font(objects, objects[int(number)])
        for name, number in re.findall(rb"/(\w+) (\d+) 0 R", named[1] if named else b"")
    }


def _font(objects: dict[int, bytes], body: bytes) -> Font:
    letters = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", _stream(objects[_reference(body, b"ToUnicode")]), re.DOTALL):
        for glyph, units in re.findall(rb"<(\w+)> <(\w+)>", block):
            letters[int(glyph, 16)] = bytes.fromhex(units.decode()).decode("utf-16-be")
    table = re.search(rb"/W\[(.*?)\]", objects[_reference(body, b"DescendantFonts")], re.DOTALL)
    figures = [float(figure) for figure in (table[1].split() if table else [])]
    widths = {}
    for first, last, width in zip(figures[::3], figures[1::3], figures[2::3], strict=True):
        widths |= dict.fromkeys(range(int(first), int(last) + 1), width)
    return Font(letters, widths)


def _runs(objects: dict[int, bytes], page: bytes) -> list[Run]:
    fonts = _fonts(objects, page)
    height = _height(page)
    runs: list[Run] = []
    stack: list[tuple[float, float, float]] = []
    x, y, down = 0.0, height, -1.0
    shift, font, size = (0.0, 0.0), Font({}, {}), 0.0
    operands: list[bytes] = []
    for token in _TOKEN.findall(_stream(objects[_reference(page, b"Contents")])):
        match token:
            case b"q":
                stack.append((x, y, down))
            case b"Q":
                x, y, down = stack.pop()
            case b"cm":
                flip, dx, dy = (float(operand) for operand in operands[-3:])
                x, y, down = x + dx, y + down * dy, down * flip
            case b"Tf":
                font, size = fonts[operands[-2][1:]], float(operands[-1])
            case b"Tm":
                shift = (float(operands[-2]), float(operands[-1]))
            case b"TJ" | b"Tj":
                written, width = _shown(operands, font)
                left, line = x + shift[0], y + down * shift[1]
                runs.append(Run(left, line, left + width * size / 1000, written))
        operands = [] if token[:1].isalpha() else [*operands, token]
    return runs


def _height(page: bytes) -> float:
    found = re.search(rb"/MediaBox\[0 0 \S+ ([\d.]+)\]", page)
    assert found
    return float(found[1])


def _shown(operands: list[bytes], font: Font) -> tuple[str, float]:
    written, width = "", 0.0
    for operand in operands:
        if operand[:1] in b"(<":
            codes = _codes(operand)
            for glyph in (int.from_bytes(codes[index : index + 2]) for index in range(0, len(codes), 2)):
                written += font.letters.get(glyph, "")
                width += font.widths.get(glyph, 0)
        elif operand not in b"[]":
            width -= float(operand)
    return written, width


def _codes(operand: bytes) -> bytes:
    """The bytes of a string, written in brackets with escapes or in hexadecimal digits."""
    inside = operand[1:-1]
    return bytes.fromhex(inside.decode()) if operand[:1] == b"<" else _ESCAPE.sub(_unescaped, inside)


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    return bytes([int(code, 8)]) if code.isdigit() else _NAMED.get(code, code)
