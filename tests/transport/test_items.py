"""What the item tables say of a transport message is what it is refused for."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from building import DAY
from thongquan import law
from thongquan.law.coverage import TRANSPORT
from thongquan.transport.codec import TransportUnreadable, read, spelled
from thongquan.transport.items import item_faults, rows
from thongquan.transport.messages import KINDS, Message
from thongquan.transport.model import Cargo, CorrectedCargo, Piece, TransportCorrection
from transport.declared import a_cargo, a_transport, faults

ITEMS = [(form, item) for form in TRANSPORT for item in law.criteria(form)]
FILLED = {
    "OLA": a_transport(cargo={"other_laws": ("MO",), "damage_codes": ("D1",)}, export_declarations=("300000000120",)),
    "OLB": msgspec.convert({"form": "OLB", "cargo": [{"manifest_type": "A", "cargo_number": "1"}]}, KINDS["OLB"]),
    "COT": TransportCorrection(
        processing="5", number="500000000120", cargo=(CorrectedCargo("1", line_correction="5"),)
    ),
}


def named(case: tuple[str, law.Item]) -> str:
    return f"{case[0]}-{case[1].id}"


def with_value(form: str, item: law.Item, value: Any) -> Message:
    """A message whose first row of the item's group, or which itself, has this value."""
    message: Any = FILLED.get(form) or KINDS[form]()
    if not item.group:
        return replace(message, **{item.field: value})
    return _set(message, item.group.split("."), item, value)


def _set(told: Any, path: list[str], item: law.Item, value: Any) -> Any:
    name, *deeper = path
    first, *others = getattr(told, name)
    if deeper:
        changed = _set(first, deeper, item, value)
    else:
        changed = value if name == item.field else replace(first, **{item.field: value})
    return replace(told, **{name: (changed, *others)})


def codes_of(form: str, item: law.Item, value: Any) -> set[str]:
    """Of this item alone: what else is missing in so bare a message is told too."""
    found = {fault.code for fault in item_faults(with_value(form, item, value), form, DAY)}
    return {code for code in found if code.startswith(f"{form}-{item.id}-")}


def of(test: Any) -> list[tuple[str, law.Item]]:
    return [case for case in ITEMS if test(case[1])]


def is_text(item: law.Item) -> bool:
    return item.attribute in "AW" and not item.codes and not item.pattern


@pytest.mark.parametrize("case", of(lambda item: item.required == "M"), ids=named)
def test_a_mandatory_item_may_not_be_blank(case: tuple[str, law.Item]) -> None:
    form, item = case
    assert codes_of(form, item, "" if item.attribute in "AW" else None) == {f"{form}-{item.id}-EMPTY"}


@pytest.mark.parametrize("case", of(is_text), ids=named)
def test_a_text_may_be_as_long_as_the_item_and_no_longer(case: tuple[str, law.Item]) -> None:
    form, item = case
    assert f"{form}-{item.id}-LENGTH" not in codes_of(form, item, "A" * item.characters)
    assert f"{form}-{item.id}-LENGTH" in codes_of(form, item, "A" * (item.characters + 1))


@pytest.mark.parametrize("case", of(is_text), ids=named)
def test_a_text_holds_only_what_can_be_sent(case: tuple[str, law.Item]) -> None:
    form, item = case
    bad = "$" if item.attribute == "A" else "\u202e"
    assert codes_of(form, item, f"A{bad}") - {f"{form}-{item.id}-TOGETHER"} == {f"{form}-{item.id}-CHARACTERS"}


@pytest.mark.parametrize("case", of(lambda item: item.codes), ids=named)
def test_a_code_outside_its_list_is_refused(case: tuple[str, law.Item]) -> None:
    form, item = case
    assert f"{form}-{item.id}-UNLISTED" in codes_of(form, item, "??")


@pytest.mark.parametrize("case", of(lambda item: item.pattern), ids=named)
def test_an_item_has_the_form_of_its_example(case: tuple[str, law.Item]) -> None:
    form, item = case
    assert codes_of(form, item, item.example) - {f"{form}-{item.id}-TOGETHER"} == set()
    assert f"{form}-{item.id}-FORMAT" in codes_of(form, item, "?")


@pytest.mark.parametrize("case", of(lambda item: item.attribute in "IF"), ids=named)
def test_a_number_has_only_so_many_digits(case: tuple[str, law.Item]) -> None:
    form, item = case
    most = 10**item.integers
    number: Any = Decimal(most) if item.attribute == "F" else most
    assert f"{form}-{item.id}-FORMAT" not in codes_of(form, item, number - 1)
    assert f"{form}-{item.id}-FORMAT" in codes_of(form, item, number)


@pytest.mark.parametrize("case", of(lambda item: item.attribute == "D"), ids=named)
def test_a_day_that_is_none_is_told_at_its_item(case: tuple[str, law.Item]) -> None:
    form, item = case
    told = {item.field: "2026-02-30"}
    with pytest.raises(TransportUnreadable) as refused:
        read(form, msgspec.json.encode({"form": form, **({"cargo": [{}, told]} if item.group else told)}))
    fault = refused.value.fault
    assert fault is not None
    assert (fault.code, fault.at) == (f"{form}-{item.id}-DAY", f"cargo.2.{item.field}" if item.group else item.field)


@pytest.mark.parametrize("case", of(lambda item: item.together), ids=named)
def test_what_says_nothing_alone_is_given_together(case: tuple[str, law.Item]) -> None:
    form, item = case
    code = f"{form}-{item.id}-TOGETHER"
    value: Any = DAY if item.attribute == "D" else item.example or "A"
    [other] = [one for one in law.criteria(form) if one.field == item.together]
    blank: Any = "" if other.attribute in "AW" else None
    alone = _set_other(with_value(form, item, value), item, other, blank)
    there: Any = Decimal(1) if other.attribute == "F" else 1 if other.attribute == "I" else "A"
    both = _set_other(with_value(form, item, value), item, other, there)
    assert code in {fault.code for fault in item_faults(alone, form, DAY)}
    assert code not in {fault.code for fault in item_faults(both, form, DAY)}


def _set_other(message: Any, item: law.Item, other: law.Item, value: Any) -> Message:
    if not item.group:
        return replace(message, **{other.field: value})  # type: ignore[no-any-return] # it is what it was
    [row, *others] = getattr(message, item.group)
    return replace(message, **{item.group: (replace(row, **{other.field: value}), *others)})  # type: ignore[no-any-return] # as above


class TestRows:
    """TT 191/2015 PL III 1: 5 bills, 50 export declarations, 100 packages; VNACCS 2014: no gap, none twice."""

    def test_five_bills_fit_and_six_do_not(self) -> None:
        blocks = tuple(a_cargo(cargo_number=f"A{number}") for number in range(6))
        assert faults(a_transport(cargo=blocks[:5])) == []
        assert told(faults(a_transport(cargo=blocks))) == [("OLA-CG-MANY", "cargo")]

    def test_fifty_export_declarations_fit_and_fifty_one_do_not(self) -> None:
        numbers = tuple(f"30000000{number:04}" for number in range(51))
        assert faults(a_transport(export_declarations=numbers[:50])) == []
        assert told(faults(a_transport(export_declarations=numbers))) == [("OLA-E-MANY", "export_declarations")]

    def test_a_hundred_packages_of_six_seals_fit(self) -> None:
        seals = tuple(f"S{number}" for number in range(7))
        pieces = tuple(Piece(f"PK{number}", seals=seals[:6]) for number in range(101))
        assert faults(a_transport(pieces=pieces[:100])) == []
        assert told(faults(a_transport(pieces=pieces))) == [("OLA-CNO-MANY", "pieces")]
        assert told(faults(a_transport(pieces=(Piece("A", seals=seals),)))) == [("OLA-SE-MANY", "pieces.1.seals")]

    def test_there_is_cargo(self) -> None:
        assert told(faults(a_transport(cargo=()))) == [("OLA-CG-NONE", "cargo")]
        assert told(faults(a_transport(cargo=(Cargo(),)))) == [("OLA-CG-NONE", "cargo")]

    def test_no_row_is_blank_between_others(self) -> None:
        blocks = (a_cargo(), Cargo(), a_cargo(cargo_number="B"))
        assert told(faults(a_transport(cargo=blocks))) == [("OLA-CG-GAP", "cargo.2")]
        assert told(faults(a_transport(export_declarations=("", "300000000120")))) == [
            ("OLA-E-GAP", "export_declarations.1")
        ]

    @pytest.mark.parametrize(
        ("change", "code", "at"),
        [
            ({"cargo": (a_cargo(), a_cargo())}, "OLA-CG-TWICE", "cargo.2.cargo_number"),
            ({"export_declarations": ("300000000120",) * 2}, "OLA-E-TWICE", "export_declarations.2"),
            ({"pieces": (Piece("A"), Piece("A"))}, "OLA-CNO-TWICE", "pieces.2.piece_number"),
            ({"pieces": (Piece("A", seals=("S", "S")),)}, "OLA-SE-TWICE", "pieces.1.seals.2"),
            ({"cargo": {"other_laws": ("MO", "MO")}}, "OLA-OA-TWICE", "cargo.1.other_laws.2"),
            ({"cargo": {"damage_codes": ("D", "D")}}, "OLA-RA-TWICE", "cargo.1.damage_codes.2"),
        ],
    )
    def test_none_is_told_twice(self, change: dict[str, Any], code: str, at: str) -> None:
        assert told(faults(a_transport(**change))) == [(code, at)]

    def test_two_that_are_not_told_are_not_alike(self) -> None:
        blocks = (a_cargo(cargo_number=""), a_cargo(cargo_number=""))
        found = told(faults(a_transport(cargo=blocks)))
        assert found == [("OLA-CG-EMPTY", "cargo.1.cargo_number"), ("OLA-CG-EMPTY", "cargo.2.cargo_number")]

    def test_a_row_says_which_it_is(self) -> None:
        blocks = (a_cargo(), a_cargo(cargo_number="B", goods_name=""))
        assert told(faults(a_transport(cargo=blocks))) == [("OLA-CM-EMPTY", "cargo.2.goods_name")]

    def test_rows_inside_rows_are_found(self) -> None:
        ola = a_transport(pieces=(Piece("A", seals=("S", "T")), Piece("B", seals=("U",))))
        assert [row.at for row in rows(ola, "pieces.seals")] == [
            "pieces.1.seals.1",
            "pieces.1.seals.2",
            "pieces.2.seals.1",
        ]


def told(found: list[Any]) -> list[tuple[str, str]]:
    return [(fault.code, fault.at) for fault in found]


@pytest.mark.parametrize("form", TRANSPORT)
def test_a_message_is_read_as_it_was_spelled(form: str) -> None:
    message = FILLED.get(form) or KINDS[form]()
    assert read(form, spelled(message)) == message


def test_a_message_of_another_procedure_is_refused() -> None:
    with pytest.raises(TransportUnreadable):
        read("OLB", spelled(FILLED["OLA"]))


@pytest.mark.parametrize("line", [b"{}", b"[]", b'{"form":"OLA","colour":1}', b'{"form":"OLA","number":1}', b"\xff"])
def test_what_is_no_message_is_refused(line: bytes) -> None:
    with pytest.raises(TransportUnreadable) as refused:
        read("OLB", line)
    assert refused.value.fault is None
