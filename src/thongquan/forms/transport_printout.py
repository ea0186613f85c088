"""Filling in the transport declaration: from the items of an output to the texts of its pages."""

from collections.abc import Iterator
from typing import Any

from thongquan.forms.barcode import bars_if_any
from thongquan.forms.masks import safe
from thongquan.forms.narrow import narrow
from thongquan.forms.transport_ended import ended
from thongquan.forms.transport_model import Section, TransportBox, TransportDeclaration, Values, transport_form
from thongquan.forms.transport_values import id_of, printed, stands_in, text_of

_HALF, _CELLS, _SEAL, _EXPORT = 12.0, (5.5, 17.0, 9.5), 15.0, 11.0
"""How many letters' sizes the columns of `transport_declaration.typ` hold."""

Row = list[tuple[str, str]]
"""One or two labels, each with its text."""


def compose(one: TransportDeclaration) -> dict[str, Any]:
    """The final text of every field of the pages.

    Blank boxes stay, to show that nothing was declared; only in what is repeated (cargo, places on the way) are they
    left out, with whatever has nothing at all.
    """
    form = transport_form()
    heading = form.outputs[one.output]
    number = str(one.values.get(form.above.bars.ids[heading.place], ""))
    return {
        "title": safe(text_of(form.above.name, heading.place, 1, one.values) or heading.title),
        "number": safe(number),
        "bars": bars_if_any(number),
        "sections": [part for section in form.section for part in _filled(section, heading.place, one.values)],
        "exports": {"label": form.exports.label, "numbers": _exports(one.values, heading.place)},
        "lines": {"labels": [box.label for box in form.lines.columns], "rows": _lines(one, heading.place)},
        "moved": [part for section in form.moved for part in _filled(section, 0, one.moved)] if one.moved else [],
        "ended": ended(one.ended) if one.ended else "",
    }


def _filled(section: Section, place: int, values: Values) -> Iterator[dict[str, Any]]:
    """A section, or each of its repetitions in which something stands."""
    boxes = [box for box in section.box if stands_in(box, place)]
    for times in range(1, section.times + 1) if boxes else ():
        texts = [(box, text_of(box, place, times, values)) for box in boxes]
        if section.times > 1:
            texts = [(box, text) for box, text in texts if text]
        if texts:
            yield {"heading": section.heading.replace("{n}", str(times)), "rows": _rows(texts)}


def _rows(texts: list[tuple[TransportBox, str]]) -> list[Row]:
    """Two boxes side by side, a wide one alone."""
    rows: list[Row] = []
    is_open = False
    for box, text in texts:
        cell = (box.label, safe(text) if box.wide else narrow(text, _HALF))
        if is_open and not box.wide:
            rows[-1].append(cell)
            is_open = False
        else:
            rows.append([cell])
            is_open = not box.wide
    return rows


def _exports(values: Values, place: int) -> list[str]:
    exports = transport_form().exports
    ids = (id_of(exports.items[0], place, times) for times in range(1, exports.times + 1))
    return [narrow(printed(value), _EXPORT) for id_ in ids if (value := values.get(id_, ""))]


def _lines(one: TransportDeclaration, place: int) -> list[list[str]]:
    """Column by column, all seals of a row in its last."""
    *columns, seals = transport_form().lines.columns
    times = range(1, transport_form().lines.seals + 1)
    return [
        [
            *(narrow(text_of(column, place, 1, row), ems) for column, ems in zip(columns, _CELLS, strict=True)),
            ", ".join(narrow(text, _SEAL) for count in times if (text := text_of(seals, place, count, row))),
        ]
        for row in one.lines
    ]
