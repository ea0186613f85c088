"""What drafting writes into the notes, and the office it knows without being told."""

from decimal import Decimal
from typing import Any

import pytest

from building import DAY, a_house_bill, a_mic, a_person, a_profile, a_shop, faults
from thongquan.declaration.drafting import Draft, ExportDrafter, ImportDrafter
from thongquan.declaration.profile import Profile, Storage, read_profile

HERE = Storage(place="Kho Sao Mai, 12 Lê Lợi", loading_time="14:00 03/09/2026")
WRITTEN = "Tại Kho Sao Mai, 12 Lê Lợi; xếp hàng 14:00 03/09/2026"


def drafted(profile: Profile, **changes: Any) -> Draft:
    return ImportDrafter(profile, DAY).draft(a_house_bill(**changes))


class TestTheRealPlaceOfTheGoods:
    """TT 191/2015 PL II.A.18."""

    def test_is_written_behind_a_temporary_code(self) -> None:
        draft = drafted(a_profile(storage_place="02DSOZZ", storage=HERE))
        assert draft.declaration.notes == WRITTEN
        assert [one.code for one in draft.mended if one.at == "notes"] == ["NOTES-FROM-PROFILE"]
        assert faults(draft.declaration) == []

    def test_is_not_written_where_the_code_tells_it(self) -> None:
        assert drafted(a_profile(storage=HERE)).declaration.notes == ""

    def test_left_out_of_the_profile_is_a_fault(self) -> None:
        draft = drafted(a_profile(storage_place="02DSOZZ"))
        assert [fault.code for fault in faults(draft.declaration)] == ["MIC-18-NOTES"]

    def test_is_read_from_the_profile(self, tmp_path: Any) -> None:
        path = tmp_path / "courier.toml"
        path.write_text('[storage]\nplace = "Kho 5"\nloading_time = "9:00 3/9/2026"\n', encoding="utf-8")
        assert read_profile(path).storage == Storage("Kho 5", "9:00 3/9/2026")


class TestTheOriginalDeclaration:
    """TT 191/2015 PL II.A.30."""

    def test_comes_from_the_remark_of_the_file(self) -> None:
        draft = drafted(a_profile(), remark="Hàng trả lại, tờ khai xuất khẩu ban đầu: 301234567890")
        assert draft.declaration.notes == "TK gốc: 301234567890"
        assert [one.code for one in draft.mended if one.at == "notes"] == ["ORIGINAL-FROM-REMARK"]

    @pytest.mark.parametrize("remark", ["fragile", "", "301234567890"])
    def test_is_not_read_into_other_remarks(self, remark: str) -> None:
        assert drafted(a_profile(), remark=remark).declaration.notes == ""


@pytest.mark.parametrize(("storage_place", "airport"), [("02DSC01", "SGN"), ("01DDEC1", "HAN")])
def test_an_export_of_a_blank_office_leaves_from_the_airport_of_the_derived_one(
    storage_place: str, airport: str
) -> None:
    profile = a_profile(customs_office="", customs_team="02", storage_place=storage_place)
    bill = a_house_bill(sender=a_person(), receiver=a_shop(), loading_place="", final_destination="ICN")
    declaration = ExportDrafter(profile, DAY).draft(bill).declaration
    assert (declaration.loading_place, declaration.customs_office) == (airport, "")
    assert faults(declaration) == []


def test_the_notes_are_those_of_the_sample() -> None:
    assert faults(a_mic(storage_place="02DSOZZ", notes=WRITTEN)) == []


def test_place_and_time_of_45_characters_fit_beside_an_exact_weight() -> None:
    storage = Storage(place="K" * 29, loading_time="14:00 03/09/2026")
    draft = drafted(a_profile(storage_place="02DSOZZ", storage=storage), weight=Decimal("432.9949"))
    assert draft.declaration.notes.startswith("Trọng lượng chính xác: 432.9949 KGM. Tại K")
    assert faults(draft.declaration) == []
