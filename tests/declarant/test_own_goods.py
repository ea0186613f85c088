"""A filer who is himself importer or exporter need not type his own code (TT 191/2015 PL II.A.4, 7 (3), 8 (3))."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from building import DAY, a_house_bill, a_person, a_profile, a_shop
from rule_cases.case import where
from rule_cases.parties import EXPORTER, a_trader, traders
from thongquan.consignment.model import NOBODY, HouseBill
from thongquan.declarant.check import check_manifests
from thongquan.declarant.house import Looked, Looker
from thongquan.declaration.filled import filled_in
from thongquan.manifest.model import HouseRow, Manifest, Sheet


@pytest.fixture(autouse=True)
def the_filer_is_registered() -> Iterator[None]:
    with where(traders(a_trader(EXPORTER))):
        yield


def sheet_of(*bills: HouseBill, direction: str = "import") -> Sheet:
    rows = [HouseRow(place, place, bill, [], [], [], []) for place, bill in enumerate(bills, start=1)]
    return Sheet("", direction, {}, 1, [], rows, [])


def looked_at(bill: HouseBill, direction: str = "import", **profile: Any) -> Looked:
    sheet = sheet_of(bill, direction=direction)
    (one,) = Looker(a_profile(filer=EXPORTER, **profile), DAY).look_at("own.csv", sheet, sheet.rows)
    return one


def code(one: Looked, item: str = "importer_code") -> str:
    return str(getattr(one.declaration, item))


def test_the_code_is_entered_where_the_profile_says_so() -> None:
    assert code(looked_at(a_house_bill(receiver=NOBODY), own_goods=True)) == EXPORTER


def test_nobody_is_taken_for_the_filer_unasked() -> None:
    assert code(looked_at(a_house_bill(receiver=NOBODY))) == ""


def test_it_is_listed_as_mended() -> None:
    one = looked_at(a_house_bill(receiver=NOBODY), own_goods=True)
    assert ("importer_code", "", EXPORTER, "FILER-IS-PARTY") in [(m.at, m.before, m.after, m.code) for m in one.mended]


def test_a_private_person_is_not_the_filer() -> None:
    assert code(looked_at(a_house_bill(receiver=a_person(code="")), own_goods=True)) == ""


def test_a_code_that_was_given_stands() -> None:
    assert code(looked_at(a_house_bill(receiver=a_person()), own_goods=True)) == "079185000123"


def test_for_a_principal_its_code_is_entered() -> None:
    one = looked_at(a_house_bill(receiver=NOBODY), own_goods=True, on_behalf_of="9901234560001")
    assert code(one) == "9901234560001"


def test_an_exporter_is_entered_on_an_export() -> None:
    bill = a_house_bill(sender=NOBODY, receiver=a_shop())
    assert code(looked_at(bill, "export", own_goods=True), "exporter_code") == EXPORTER


@pytest.mark.parametrize("part", ["importer_name", "importer_address", "importer_phone"])
def test_the_rest_need_not_be_typed(part: str) -> None:
    one = looked_at(a_house_bill(receiver=NOBODY), own_goods=True)
    assert one.declaration is not None
    assert part in dict(filled_in(one.declaration, DAY))
    assert [fault for fault in one.faults if fault.at == part] == []


def test_his_houses_count_together() -> None:
    houses = [a_house_bill(number=f"SEL0000000{n}VN", receiver=NOBODY, value=Decimal(30)) for n in (1, 2)]
    profile = a_profile(filer=EXPORTER, own_goods=True)
    found = check_manifests([Manifest("own.csv", [sheet_of(*houses)])], profile=profile, day=DAY)
    assert [group.house_bills for group in found.summary.aggregation] == [["SEL00000001VN", "SEL00000002VN"]]
