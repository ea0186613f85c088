"""Every wording of a transport's faults filled with an example, as recorded in `golden/`, to be read as a whole.

`RECORD=1` writes the files anew; read the difference as a clerk would before you keep it.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from building import DAY
from rule_cases.case import where
from thongquan import law
from thongquan.base.fault import Fault
from thongquan.declaration.explain import Explained, explained
from thongquan.transport.against import arriving_faults, correction_faults, leaving_faults
from thongquan.transport.messages import Arriving, Declaring, Leaving
from thongquan.transport.model import Cargo, CorrectedCargo, Piece, TransportCorrection, TransportDeclaration
from transport.declared import a_cargo, a_transport, faults
from transport.relations import CASES, DEMANDED
from transport.test_rules import MESSAGES

GOLDEN = Path(__file__).parent / "golden"
STRICT = {case.code for case in DEMANDED}
OF_ITEMS = (
    TransportDeclaration(),
    Declaring(number="5"),
    a_transport(direction="X", route="Tuyến 1", means="6", security_year="26", security="B", security_bank="A"),
    a_transport(
        cargo=(a_cargo(price=1), Cargo(), a_cargo(goods_name="A" * 71)), pieces=(Piece("A", seals=("S", "S")),)
    ),
    a_transport(export_declarations=tuple(f"30000000{number:04}" for number in range(51))),
    a_transport(cargo={"cargo_weight": 10**6}),
)


@cache
def examples() -> dict[str, Explained]:
    """One of each code, by its code."""
    found: list[Fault] = [fault for one in OF_ITEMS for fault in faults(one)]
    for case in CASES:
        with where(case.given):
            profile = "strict" if case.code in STRICT else "law"
            found += faults(a_transport(**{**case.passing, **case.change}), profile)
    found += [fault for _, _, wrong in MESSAGES for fault in faults(wrong)]
    found.append(Fault("OLA-SDT-DAY", "start_day"))
    found += of_later_messages()
    return {fault.code: explained(fault) for fault in sorted(found, key=lambda fault: fault.code)}


def of_later_messages() -> Iterator[Fault]:
    registered, left = a_transport(), datetime(2026, 9, 2, 3, tzinfo=UTC)
    yield from leaving_faults(Leaving(), registered)
    arrived = Arriving(arrived_day=DAY, arrived_time="0900")
    yield from arriving_faults(arrived, registered, left, left)
    yield from arriving_faults(replace(arrived, arrived_time="2300"), registered, left, left)
    rows = (CorrectedCargo("B", line_correction="5"),)
    yield from correction_faults(TransportCorrection(cargo=rows), registered, "declared", 9, left)
    yield from correction_faults(TransportCorrection(cargo=rows), registered, "approved", 0, left)
    kept = (CorrectedCargo(registered.cargo[0].cargo_number),)
    yield from correction_faults(TransportCorrection(cargo=kept), registered, "approved", 0, left)


@pytest.mark.parametrize("language", law.LANGUAGES)
def test_they_read_as_recorded(language: str) -> None:
    blocks = [
        f"{code}  {one['result_code'] or '-'}  [{one['cites']}; {one['mark']}]  {one['at']}\n"
        f"    {one['text'][language]}\n    → {one['fix'][language]}\n"
        for code, one in examples().items()
    ]
    golden, now = GOLDEN / f"wordings.{language}.txt", "\n".join(blocks)
    if os.environ.get("RECORD") == "1":
        GOLDEN.mkdir(exist_ok=True)
        golden.write_text(now, encoding="utf-8")
    assert now == golden.read_text(encoding="utf-8")


def test_every_rule_has_its_example() -> None:
    assert {case.code for case in CASES} | {code for code, _, _ in MESSAGES} <= set(examples())


@pytest.mark.parametrize("language", law.LANGUAGES)
def test_no_sentence_is_left_with_a_gap_or_a_code_for_a_sentence(language: str) -> None:
    for code, one in examples().items():
        assert "{" not in one["text"][language] + one["fix"][language], code
        assert one["text"][language] != code
        assert len(one["fix"][language]) > 10, code


def test_what_only_the_strict_profile_wants_says_so() -> None:
    for code in STRICT:
        assert "hồ sơ quy tắc chặt (strict)" in examples()[code]["fix"]["vi"]
        assert "strict rule profile" in examples()[code]["fix"]["en"]


def test_a_fault_in_a_row_names_the_row() -> None:
    [fault] = faults(a_transport(cargo=(a_cargo(), a_cargo(cargo_number="B", goods_name=""))))
    assert explained(fault)["text"]["vi"] == "Mục “Tên hàng (hàng hóa 2)” còn trống."
    [fault] = faults(a_transport(pieces=(Piece("A", seals=("S", "S")),)))
    assert explained(fault)["text"]["en"] == "Seal number 2 (piece 1): “S” stands in a row before."


def test_a_rule_of_a_cargo_block_says_which() -> None:
    [fault] = faults(a_transport(cargo=(a_cargo(), a_cargo(cargo_number="B", heading="7777"))))
    assert explained(fault)["text"]["vi"] == "Hàng hóa 2: Nhóm 7777 không có trong Danh mục HS."


def test_two_items_that_belong_together_are_both_named() -> None:
    [fault] = faults(a_transport(cargo={"quantity_unit": ""}))
    assert explained(fault)["text"]["en"] == "Unit of the quantity (cargo 1) and Quantity are given together."


def test_a_day_stands_first_in_vietnamese() -> None:
    past = DAY.replace(day=1)
    [fault] = faults(a_transport(start_day=past))
    assert "01/09/2026" in explained(fault)["text"]["vi"]
