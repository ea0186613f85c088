"""From a transport declaration as it was declared to the items of an output: VAS503 as declared, VAS504 as approved."""

from collections.abc import Iterator

from thongquan import law
from thongquan.forms.transport_model import Output, TransportItem, Value, transport_form
from thongquan.transport.model import Cargo, Piece, TransportDeclaration

_OTHERWISE = {"NTA": "NT1"}
"""Items of the message that the output spells otherwise."""
_IN_CARGO = {"NT": "NJ"}
_LETTERS = "ABCDE"


def items_of(ola: TransportDeclaration, output: Output) -> dict[str, Value]:
    """By the ids that the output has for them; what was not declared is left out."""
    form = transport_form()
    place = form.outputs[output].place
    told = _of_whole(ola)
    told |= {id_: value for n, row in enumerate(ola.cargo, 1) for id_, value in _of_cargo(row, n)}
    told |= {f"E{n:02}": number for n, number in enumerate(ola.export_declarations, 1)}
    found: dict[str, Value] = {}
    for section in form.section:
        for box in section.box:
            for item in box.items:
                found |= dict(_renamed(item, told, place, section.times))
    for item in form.exports.items:
        found |= dict(_renamed(item, told, place, form.exports.times))
    return found


def rows_of(ola: TransportDeclaration, output: Output) -> list[dict[str, Value]]:
    """A row of items for each container, wagon or package."""
    form = transport_form()
    place = form.outputs[output].place
    items = [item for column in form.lines.columns for item in column.items]
    rows = []
    for n, piece in enumerate(ola.pieces, 1):
        told = dict(_of_piece(piece, n))
        row: dict[str, Value] = {}
        for item in items:
            row |= dict(_renamed(item, told, place, form.lines.seals))
        rows.append(row)
    return rows


def _of_whole(ola: TransportDeclaration) -> dict[str, Value]:
    return {
        _OTHERWISE.get(item.id, item.id): value
        for item in law.criteria("OLA")
        if not item.group and (value := getattr(ola, item.field)) not in ("", None)
    }


def _of_cargo(row: Cargo, n: int) -> Iterator[tuple[str, Value]]:
    for item in law.criteria("OLA"):
        if item.group == "cargo" and (value := getattr(row, item.field)) not in ("", None):
            yield f"{_IN_CARGO.get(item.id, item.id)}{n}", value
    for first, codes in (("O", row.other_laws), ("R", row.damage_codes)):
        for letter, code in zip(_LETTERS, codes, strict=False):
            yield f"{first}{letter}{n}", code


def _of_piece(piece: Piece, n: int) -> Iterator[tuple[str, Value]]:
    yield "DA", str(n)
    yield "CNO", piece.piece_number
    yield "RNO", piece.declaration_line
    for count, seal in enumerate(piece.seals, 1):
        yield f"SE{count}", seal


def _renamed(item: TransportItem, told: dict[str, Value], place: int, times: int) -> Iterator[tuple[str, Value]]:
    """What is told under the ids of VAS503, under those of this output."""
    if not item.ids[0] or not item.ids[place]:
        return
    for n in range(1, times + 1):
        if (value := told.get(_id(item.ids[0], n), "")) != "":
            yield _id(item.ids[place], n), value


def _id(spelled: str, n: int) -> str:
    return spelled.replace("{nn}", f"{n:02}").replace("{n}", str(n))
