"""TT 191/2015 PL II.B: the criteria that a correction may not change."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from building import DAY, a_mec, a_mic
from rule_cases.case import where
from thongquan import law
from thongquan.base.citation import cited
from thongquan.declaration.correction import locked_faults
from thongquan.declaration.explain import explained
from thongquan.declaration.plan import PROFILE
from thongquan.law.tables import Immutable

BY_LAW = {
    "MIC": {
        "party_kind": ("1", "E0009"),
        "customs_office": ("01DD", "E0010"),
        "importer_code": ("9901234560", "E0084"),
        "exporter_name": ("SEOUL BEAUTY INC", "E0017"),
        "storage_place": ("47NBCNB", "E0013"),
    },
    "MEC": {
        "customs_office": ("01DD", "E0010"),
        "exporter_code": ("079185000123", "E0084"),
        "consignee_name": ("SATO HARUKO", ""),
        "storage_place": ("47NBCNB", "E0013"),
    },
}
STRICT_TOO = {
    "MIC": {"importer_name": ("Hoàng Khánh Hường", "E0012"), "exporter_code": ("9901234560", "E0016")},
    "MEC": {"exporter_name": ("Công ty TNHH Sao Hôm", "E0012")},
}
BUILD = {"MIC": a_mic, "MEC": a_mec}


def cases(lists: dict[str, dict[str, tuple[str, str]]]) -> list[tuple[str, str, str, str]]:
    return [(form, field, *told) for form, fields in lists.items() for field, told in fields.items()]


def changed(form: str, field: str) -> Any:
    """Another value of the kind that the item has."""
    old = getattr(BUILD[form](), field)
    others: dict[type, Any] = {str: f"{old}X", int: 7, Decimal: Decimal(7), date: date(2026, 9, 4), type(None): 7}
    return others[type(old)]


def codes(form: str, changes: dict[str, Any], profile: str) -> list[tuple[str, str]]:
    found = locked_faults(BUILD[form](), BUILD[form](**changes), DAY, profile)
    return [(fault.at, cited(fault.code).result_code) for fault in found]


@pytest.mark.parametrize("profile", ["law", "strict"])
@pytest.mark.parametrize(("form", "field", "value", "result_code"), cases(BY_LAW))
def test_each_criterion_of_part_b_is_one_fault(
    form: str, field: str, value: str, result_code: str, profile: str
) -> None:
    assert codes(form, {field: value}, profile) == [(field, result_code)]


@pytest.mark.parametrize(("form", "field", "value", "result_code"), cases(STRICT_TOO))
def test_what_only_the_client_locks_is_a_fault_of_the_strict_profile_alone(
    form: str, field: str, value: str, result_code: str
) -> None:
    assert codes(form, {field: value}, "strict") == [(field, result_code)]
    assert codes(form, {field: value}, "law") == []


@pytest.mark.parametrize("form", BUILD)
def test_every_other_item_may_be_corrected(form: str) -> None:
    locked = BY_LAW[form].keys() | STRICT_TOO[form].keys()
    others = [item.field for item in law.criteria(form) if item.field not in locked]
    assert len(others) > 20
    assert [field for field in others if codes(form, {field: changed(form, field)}, "strict")] == []


def test_all_faults_come_together() -> None:
    found = codes("MIC", {field: value for field, (value, _) in BY_LAW["MIC"].items()}, "law")
    assert found == [(field, code) for field, (_, code) in BY_LAW["MIC"].items()]


@pytest.mark.parametrize(("profile", "count"), [("law", 0), ("strict", 1)])
def test_the_profile_of_the_day_chooses(profile: str, count: int) -> None:
    with where({PROFILE: profile}):
        assert len(locked_faults(a_mic(), a_mic(importer_name="Hoàng Khánh Hường"), DAY)) == count


def test_a_blank_that_is_filled_in_is_a_change() -> None:
    [fault] = locked_faults(a_mic(importer_code=""), a_mic(), DAY, "law")
    assert fault.facts == {"registered": "–", "corrected": "048080916671"}


def test_the_fault_says_what_was_registered_what_is_asked_and_the_way_out() -> None:
    [fault] = locked_faults(a_mic(), a_mic(storage_place="47NBCNB"), DAY, "law")
    told = explained(fault)
    assert all(value in told["text"][lang] for value in ("02DSC01", "47NBCNB") for lang in ("vi", "en"))
    assert "hủy tờ khai" in told["fix"]["vi"]
    assert (told["cites"], told["mark"], told["criterion"]) == ("TT 191/2015 PL II.B.05", "seed", "18")


def test_a_fault_of_the_strict_profile_says_so() -> None:
    [fault] = locked_faults(a_mec(), a_mec(exporter_name="X"), DAY, "strict")
    assert "hồ sơ quy tắc chặt (strict)" in explained(fault)["text"]["vi"]
    assert "strict rule profile" in explained(fault)["text"]["en"]


def test_the_first_row_says_nothing_on_export() -> None:
    """MEC has no class of persons and organisations (01), and each other row of both columns has its item."""
    table = law.table("immutable", Immutable)
    assert [(one.form, one.row) for one in table.vacuous] == [("MEC", "01")]
    rows = sorted((one.form, one.row) for one in [*table.locked, *table.vacuous] if one.row)
    assert rows == [(form, f"0{row}") for form in ("MEC", "MIC") for row in range(1, 6)]
