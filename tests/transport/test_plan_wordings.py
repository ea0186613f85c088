"""Whatever a plan, a list or its amendment is told reads as recorded in `golden/`, in both languages.

`RECORD=1` writes the files anew; read the difference as a clerk would before you keep it.
"""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from thongquan import law
from thongquan.base.fault import Fault, Refusal
from thongquan.declarant.transport_cargo import with_declarations
from thongquan.declaration.explain import Explained, explained
from thongquan.law.book import BUILT_IN
from thongquan.law.reading import read_toml
from thongquan.law.wording import WordingFile, placeholders
from thongquan.transport.amending import accept, amend_bill, amend_package
from thongquan.transport.cargo import CargoLine, gathered
from thongquan.transport.cases import Decided, decide
from thongquan.transport.filling import filled
from thongquan.transport.plan import with_attachment
from thongquan.transport.told import read_plan
from transport.cargoes import DAY, bills, exports, package, planned
from transport.test_amending import a_bill_list, a_goods_list, sealed

GOLDEN = Path(__file__).parent / "golden"
RECORD = os.environ.get("RECORD") == "1"
AT = datetime(2026, 9, 2, 3, tzinfo=UTC)


def of_plans() -> Iterator[Fault]:
    """Faults and notes of plans that go wrong, or need to assume."""
    trucks = [package("B1", "P1", vehicle="29C-1"), *(package("B1", f"K{n}") for n in range(100))]
    for told in (
        planned([]),
        planned([CargoLine("", at="A2"), CargoLine("B" * 101, at="A3"), CargoLine("B", purpose="GIFT")]),
        planned([CargoLine("B" * 36), CargoLine("BẢN 1"), package("B1", "P1"), package("B2", "P1")]),
        planned(bills(1), "export"),
        planned([CargoLine("B", declaration="3000")], "export"),
        planned([CargoLine("B", packages=60_000)]),
        planned(bills(6), numbers=[]),
        planned(bills(6), numbers=["BK-2026/0001-" + "0" * 30]),
        planned(bills(6), numbers=["BK-2026/0001-00000000"], air=True),
        planned(bills(4, packages=26), numbers=["TQ0001"]),
        planned(trucks),
        planned([package("B1", f"K{n}", vehicle="29C-1") for n in range(101)], vehicles=2),
        planned(bills(101), vehicles=102),
    ):
        yield from told.faults
    for told in (
        planned(bills(6, packages=10)[:1] * 2 + exports(5, 16)),
        planned([package("B", "P1", packages=3), CargoLine("B2", purpose="CIS")]),
        planned(bills(101), vehicles=2),
        planned(exports(6, master_bill="180-44712032"), "export"),
        planned(exports(6), "export"),
        planned([package("B", "P" * 18, carrier_seal="S" * 16, goods="Áo thun nam " * 7)]),
    ):
        yield from (*told.notes, *(note for one in told.plans for note in one.notes))
    yield from (*decide("import", 5, 101, DAY).notes, *decide("export", 50, 101, DAY).notes)
    yield from decide("import", 6, 100, DAY).notes
    five = gathered(bills(5, packages=21), by_declaration=False)
    yield from filled(Decided("c.3", "bills", 5, 105, "", ""), "import", five, "BK").faults


def of_declarations() -> Iterator[Fault]:
    yield from with_declarations([CargoLine("X1")], [])[1]
    yield Fault("TRANSPORT-NOT-CLEARED", "declaration", {"how_many": 1, "named": ["300000000010"]})


def refusals() -> Iterator[Callable[[], object]]:
    amended = amend_package(a_goods_list(), 1, {9: "S9"})
    yield lambda: amend_package(sealed(a_goods_list()), 1, {9: "S9"})
    yield lambda: amend_bill(a_bill_list(), 1, "B", checking=False)
    yield lambda: amend_package(a_goods_list(), 200, {9: "S9"})
    yield lambda: amend_package(a_goods_list(), 1, {10: "S9"})
    yield lambda: amend_package(a_goods_list(), 1, {})
    yield lambda: amend_package(a_goods_list(), 1, {9: "S" * 300})
    yield lambda: amend_package(a_goods_list(), 1, {9: "\u202e"})
    yield lambda: accept(accept(amended, 1, "CC001", AT), 1, "CC001", AT)
    yield lambda: accept(a_goods_list(), 1, "CC001", AT)
    yield lambda: with_attachment(planned(bills(1)).plans[0], "72")
    yield lambda: with_attachment(planned(bills(6)).plans[0], "72-1")
    yield lambda: read_plan(b"")


def of_refusals() -> Iterator[Fault]:
    for act in refusals():
        with pytest.raises(Refusal) as refused:
            act()
        yield Fault(refused.value.code, "", refused.value.facts)


@cache
def examples() -> dict[str, Fault]:
    """One of each code."""
    found = {fault.code: fault for fault in (*of_plans(), *of_declarations(), *of_refusals())}
    return dict(sorted(found.items()))


def told() -> list[Explained]:
    return [explained(fault) for fault in examples().values()]


@pytest.mark.parametrize("language", law.LANGUAGES)
def test_they_read_as_recorded(language: str) -> None:
    lines = [
        f"{one['code']}  [{one['cites'] or '-'}; {one['mark'] or '-'}]  {one['at'] or '-'}\n"
        f"    {one['text'][language]}\n    → {one['fix'][language]}\n"
        for one in told()
    ]
    golden = GOLDEN / f"plans.{language}.txt"
    if RECORD:
        GOLDEN.mkdir(exist_ok=True)
        golden.write_text("\n".join(lines), encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == "\n".join(lines)


def test_each_code_has_its_example() -> None:
    worded = read_toml(BUILT_IN / "wording" / "vi" / "transport.toml", WordingFile).faults
    assert examples().keys() == worded.keys()


def test_a_sentence_asks_for_facts_that_the_fault_has() -> None:
    for code, fault in examples().items():
        one = law.wording("vi").faults[code]
        assert placeholders(one.text) | placeholders(one.fix) <= fault.facts.keys(), code


def test_each_tells_another_mistake() -> None:
    for language in law.LANGUAGES:
        texts = [one["text"][language] for one in told()]
        assert len(set(texts)) == len(texts)
