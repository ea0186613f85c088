"""From what is to be moved to transport declarations with their lists (TT 191/2015 PL III)."""

import time
from decimal import Decimal

import pytest

from thongquan.base.limits import LIMITS
from thongquan.transport.cargo import CargoLine
from thongquan.transport.filling import CargoRow
from thongquan.transport.lists import BillLine, PackageLine
from thongquan.transport.plan import AttachmentRefused, with_attachment
from transport.cargoes import DAY, bills, codes, exports, number, package, planned, the_plan


class TestWhereItFits:
    def test_each_bill_is_a_cargo_row_with_its_goods(self) -> None:
        assert the_plan(bills(2)).cargo == [CargoRow("TQ0001", "Hàng 1"), CargoRow("TQ0002", "Hàng 2")]

    def test_there_is_no_list_and_the_transport_type_is_open(self) -> None:
        one = the_plan(bills(5), numbers=[])
        assert (one.case, one.form, one.lists, one.transport_type, one.notes_1) == ("fits", None, [], "", "")

    def test_packages_stand_in_rows_under_their_bill(self) -> None:
        rows = the_plan([package("B1", "P1"), package("B2", "P2", carrier_seal="S2")]).package_rows
        assert [(row.number, row.line, row.seals) for row in rows] == [("P1", 1, ()), ("P2", 2, ("S2",))]

    def test_exports_name_their_declarations(self) -> None:
        one = the_plan(exports(3), "export")
        assert one.export_declarations == [number(1), number(2), number(3)]
        assert [row.number for row in one.cargo] == ["TX0001", "TX0002", "TX0003"]

    def test_more_bills_than_rows_stand_under_their_master(self) -> None:
        one = the_plan(exports(6, master_bill="180-44712032"), "export")
        assert [row.number for row in one.cargo] == ["180-44712032"]
        assert "TRANSPORT-CARGO-MASTER" in [note.code for note in one.notes]

    def test_packages_stand_under_the_row_of_their_master(self) -> None:
        lines = [*exports(6, master_bill="180-44712032"), *exports(7, master_bill="160-55120015")[6:]]
        assert [row.line for row in the_plan(lines, "export").package_rows] == [1] * 6 + [2]

    def test_without_a_master_the_enterprise_numbers_the_cargo(self) -> None:
        one = the_plan(exports(6), "export", numbers=["LO-7"])
        assert ([row.number for row in one.cargo], one.form) == (["LO-7"], None)
        assert codes(planned(exports(6), "export", numbers=[])) == ["TRANSPORT-NUMBER-EMPTY"]

    def test_a_package_number_that_the_row_does_not_hold_is_left_out_and_told(self) -> None:
        one = the_plan([package("B1", "P" * 17), package("B1", "P" * 18)])
        assert [row.number for row in one.package_rows] == ["P" * 17]
        assert [note.code for note in one.notes] == ["TRANSPORT-PACKAGE-LONG"]

    def test_a_seal_that_the_row_does_not_hold_is_left_out_and_told(self) -> None:
        seals = [package("B1", "P1", carrier_seal="S" * 15), package("B1", "P1", carrier_seal="S" * 16)]
        one = the_plan(seals)
        assert one.package_rows[0].seals == ("S" * 15,)
        assert [note.code for note in one.notes] == ["TRANSPORT-SEAL-LONG"]

    def test_a_long_goods_name_is_cut_and_told(self) -> None:
        one = the_plan([CargoLine("B1", goods="x" * 71), CargoLine("B2", goods="y" * 70)])
        assert [len(row.goods) for row in one.cargo] == [70, 70]
        assert [note.facts["named"] for note in one.notes] == [["B1"]]


class TestC1:
    def test_the_list_of_bills_and_its_number_stand_for_them(self) -> None:
        one = the_plan(bills(6), enterprise="Vận tải Sông Hồng", place="Hà Nội")
        assert (one.case, one.form, one.transport_type) == ("c.1", "01-BKVD/TKXX", "KS")
        assert one.cargo == [CargoRow("BK-1", "chi tiết theo vận đơn")]
        assert one.bill_list is not None
        assert one.bill_list.lines == [BillLine(f"TQ000{place}") for place in range(1, 7)]
        said = one.bill_list.enterprise, one.bill_list.number, one.bill_list.place, one.bill_list.day
        assert said == ("Vận tải Sông Hồng", "BK-1", "Hà Nội", DAY)

    def test_ghi_chu_1_has_the_prescribed_words(self) -> None:
        one = the_plan(bills(6))
        words = "Bản kê vận đơn/tờ khai xuất khẩu theo số tệp tin đính kèm"
        assert one.notes_1 == f"{words} (chưa có số HYS)"
        assert with_attachment(one, "720012345610").notes_1 == f"{words} 720012345610"

    def test_packages_still_fit_and_stand_in_their_rows(self) -> None:
        rows = the_plan(bills(6, packages=2)).package_rows
        assert (len(rows), {row.line for row in rows}) == (12, {1})

    def test_exports_list_their_declarations(self) -> None:
        one = the_plan(exports(51), "export")
        assert one.bill_list is not None
        assert [line.bill for line in one.bill_list.lines] == [number(place) for place in range(1, 52)]
        assert one.export_declarations == []


class TestC2:
    def test_the_goods_list_alone_is_made(self) -> None:
        one = the_plan(bills(101))
        assert (one.case, one.form, one.bill_list, len(one.goods_lists)) == ("c.2", "04-BKHH", None, 1)
        assert one.goods_lists[0].lines[0] == PackageLine("TQ0001", "TQ0001", "Hàng 1")
        assert (one.cargo, one.package_rows) == ([CargoRow("BK-1", "chi tiết theo vận đơn")], [])

    def test_ghi_chu_1_has_the_prescribed_words(self) -> None:
        assert the_plan(bills(101)).notes_1 == "Bản kê hàng hóa theo số tệp tin đính kèm (chưa có số HYS)"

    def test_exactly_five_bills_are_told_as_assumed(self) -> None:
        one = the_plan(bills(5, packages=21))
        assert (one.case, len(one.cargo)) == ("c.2", 1)
        assert [note.code for note in one.notes] == ["TRANSPORT-GAP-BILLS"]


class TestC3:
    def test_imports_declare_the_list_and_every_bill(self) -> None:
        one = the_plan(bills(4, packages=26))
        assert one.case == "c.3"
        assert [row.number for row in one.cargo] == ["BK-1", "TQ0001", "TQ0002", "TQ0003", "TQ0004"]
        assert {row.goods for row in one.cargo} == {"chi tiết theo vận đơn"}

    def test_exports_declare_the_list_and_every_declaration(self) -> None:
        one = the_plan(exports(50, packages=3), "export")
        assert [row.number for row in one.cargo] == ["BK-1"]
        assert one.export_declarations == [number(place) for place in range(1, 51)]
        assert one.notes_1.startswith("Bản kê hàng hóa")


class TestGoods:
    @pytest.mark.parametrize("direction", ["export", "outbound-transit"])
    def test_several_goods_of_exports_are_not_named(self, direction: str) -> None:
        assert the_plan(exports(51), direction).cargo[0].goods == "chi tiết theo tờ khai xuất khẩu"

    def test_one_goods_name_of_exports_is_named(self) -> None:
        assert the_plan(exports(51, goods="Áo thun"), "export").cargo[0].goods == "Áo thun"

    @pytest.mark.parametrize("direction", ["import", "inbound-transit"])
    def test_imports_refer_to_the_bills(self, direction: str) -> None:
        assert the_plan(bills(6), direction).cargo[0].goods == "chi tiết theo vận đơn"


class TestLists:
    def test_packages_of_one_bill_stand_together(self) -> None:
        lines = [package(f"B{place % 2}", f"P{place}") for place in range(102)]
        listed = [line.bill for line in the_plan(lines).goods_lists[0].lines]
        assert listed == ["B0"] * 51 + ["B1"] * 51

    def test_mixed_goods_of_a_package_take_the_largest_share(self) -> None:
        mixed = [package("B", "P0", goods="Vớ", weight=1), package("B", "P0", goods="Giày", weight=3)]
        lines = [*mixed, package("B", "P0", goods="Vớ", weight="2.5"), *(package("B", f"P{n}") for n in range(1, 101))]
        assert the_plan(lines).goods_lists[0].lines[0].goods == "Vớ"

    def test_the_carriers_seal_stands_beside_its_package(self) -> None:
        lines = [package("B", f"P{n}", carrier_seal=f"S{n}") for n in range(101)]
        listed = the_plan(lines).goods_lists[0].lines
        assert (listed[7].package, listed[7].carrier_seal) == ("P7", "S7")

    def test_each_vehicle_has_a_list_of_its_own_and_all_say_how_many_runs(self) -> None:
        lists = the_plan(bills(120), vehicles=3).goods_lists
        assert [(one.run, one.runs, len(one.lines), one.number) for one in lists] == [
            (1, 3, 40, "BK-1"),
            (2, 3, 40, "BK-1"),
            (3, 3, 40, "BK-1"),
        ]

    def test_the_vehicles_number_is_left_to_the_departing_office(self) -> None:
        one = the_plan([package("B", f"P{n}", vehicle="29C-12345") for n in range(101)])
        assert (one.vehicles, one.goods_lists[0].vehicle) == (["29C-12345"], "")


class TestPurposes:
    def test_different_purposes_are_different_declarations(self) -> None:
        told = planned([*bills(6, purpose="CIS"), *exports(7, purpose="SHI")], numbers=["BK-1", "BK-2"])
        assert [(one.purpose, one.documents, one.number) for one in told.plans] == [
            ("CIS", 6, "BK-1"),
            ("SHI", 7, "BK-2"),
        ]
        assert [note.facts["named"] for note in told.notes if note.code == "TRANSPORT-PURPOSES"] == [["CIS", "SHI"]]

    def test_a_row_without_one_has_that_of_the_command(self) -> None:
        assert the_plan([*bills(1), *exports(1, purpose="CIS")], purpose="CIS").documents == 2

    def test_each_list_wants_a_number(self) -> None:
        lines = [*bills(6, purpose="CIS"), *exports(7, purpose="SHI")]
        assert codes(planned(lines, numbers=["BK-1"])) == ["TRANSPORT-NUMBER-EMPTY"]
        assert codes(planned(lines, numbers=["BK-1", "BK-1"])) == ["TRANSPORT-NUMBER-TWICE"]

    def test_a_declaration_that_fits_takes_none(self) -> None:
        told = planned([*bills(1, purpose="CIS"), *exports(7, purpose="SHI")], numbers=["BK-1"])
        assert [one.number for one in told.plans] == ["", "BK-1"]


class TestFaults:
    def test_nothing_at_all(self) -> None:
        assert codes(planned([])) == ["TRANSPORT-NOTHING"]

    @pytest.mark.parametrize(("length", "told"), [(35, []), (36, ["TRANSPORT-NUMBER-LONG"])])
    def test_a_list_number_has_35_characters(self, length: int, told: list[str]) -> None:
        assert codes(planned(bills(6), numbers=["B" * length])) == told

    @pytest.mark.parametrize(("length", "told"), [(20, []), (21, ["TRANSPORT-NUMBER-LONG-AIR"])])
    def test_an_air_cargo_number_has_20(self, length: int, told: list[str]) -> None:
        assert codes(planned(bills(6), numbers=["B" * length], air=True)) == told

    def test_a_list_number_has_plain_letters(self) -> None:
        assert codes(planned(bills(6), numbers=["BẢNG-1"])) == ["TRANSPORT-CARGO-CHARACTERS"]

    def test_a_bill_that_no_cargo_row_holds(self) -> None:
        assert codes(planned([CargoLine("B" * 35)])) == []
        assert codes(planned([CargoLine("B" * 36)])) == ["TRANSPORT-CARGO-LONG"]

    def test_a_bill_on_a_list_alone_may_be_longer(self) -> None:
        assert codes(planned([*bills(6), CargoLine("B" * 36)])) == []

    def test_a_row_without_a_bill(self) -> None:
        [fault] = planned([*bills(1), CargoLine("", at="A9")]).faults
        assert (fault.code, fault.facts["named"]) == ("TRANSPORT-BILL-EMPTY", ["A9"])

    def test_an_export_without_its_declaration(self) -> None:
        assert codes(planned(bills(1), "export")) == ["TRANSPORT-DECLARATION-EMPTY"]

    @pytest.mark.parametrize("text", ["30000000001", "30000000001X"])
    def test_a_declaration_number_of_other_than_twelve_digits(self, text: str) -> None:
        assert codes(planned([CargoLine("B", declaration=text)], "export")) == ["TRANSPORT-DECLARATION-FORM"]

    def test_a_package_under_two_bills(self) -> None:
        [fault] = planned([package("B1", "P1"), package("B2", "P1")]).faults
        assert (fault.code, fault.facts["named"]) == ("TRANSPORT-PACKAGE-TWICE", ["P1"])

    def test_more_packages_than_are_planned_at_once(self) -> None:
        assert codes(planned([CargoLine("B", packages=LIMITS.transport_packages)])) == []
        assert codes(planned([CargoLine("B", packages=LIMITS.transport_packages + 1)])) == ["TRANSPORT-PACKAGES-MANY"]

    @pytest.mark.parametrize("purpose", ["CI", "CISX", "C1S"])
    def test_a_purpose_that_is_no_code(self, purpose: str) -> None:
        assert codes(planned(bills(1, purpose=purpose))) == ["TRANSPORT-PURPOSE"]

    @pytest.mark.parametrize("field", ["package", "carrier_seal", "vehicle"])
    def test_a_number_longer_than_any_is(self, field: str) -> None:
        most = LIMITS.transport_number_characters
        assert codes(planned([CargoLine("B", **{field: "X" * most})])) == []  # type: ignore[arg-type] # by name
        [fault] = planned([CargoLine("B", at="A2", **{field: "X" * (most + 1)})]).faults  # type: ignore[arg-type] # by name
        assert (fault.code, fault.facts["named"]) == ("TRANSPORT-CELL-LONG", ["A2"])

    def test_a_list_numbered_as_one_of_its_bills(self) -> None:
        assert codes(planned(bills(4, packages=26), numbers=["TQ0002"])) == ["TRANSPORT-NUMBER-TWICE"]

    def test_all_are_told_together(self) -> None:
        told = planned(bills(101), numbers=["B" * 36], vehicles=102)
        assert codes(told) == ["TRANSPORT-NUMBER-LONG", "TRANSPORT-VEHICLES-MANY"]


class TestNotes:
    def test_made_package_numbers_are_told(self) -> None:
        told = planned([CargoLine("B1"), CargoLine("B2", packages=2)])
        assert [row.number for row in told.plans[0].package_rows] == ["B1", "B2-1", "B2-2"]
        assert [(note.code, note.facts["how_many"]) for note in told.notes] == [("TRANSPORT-PACKAGE-NUMBERS-MADE", 3)]

    def test_a_bill_on_two_rows_is_told(self) -> None:
        told = planned([CargoLine("B1"), CargoLine("B1")])
        assert [row.number for row in told.plans[0].package_rows] == ["B1-1", "B1-2"]
        assert "TRANSPORT-BILL-ROWS" in [note.code for note in told.notes]

    @pytest.mark.parametrize(
        ("counts", "told"),
        [((1, 1), False), ((2, 2), False), ((0, 0), False), ((3, 3), True), ((1, 2), False), ((2, 3), True)],
    )
    def test_a_count_that_is_not_that_of_the_numbers_is_told(self, counts: tuple[int, int], told: bool) -> None:
        lines = [CargoLine("B", package=f"P{place}", packages=count) for place, count in enumerate(counts)]
        notes = [note.code for note in planned(lines).notes]
        assert notes == (["TRANSPORT-PACKAGES-DIFFER"] if told else [])

    def test_the_weight_is_that_of_all_rows(self) -> None:
        assert the_plan([package("B1", "P1", weight="0.5"), package("B2", "P2", weight=2)]).weight == Decimal("2.5")

    def test_nothing_optional_is_demanded(self) -> None:
        one = the_plan([package("B", f"P{n}", weight=0) for n in range(101)])
        assert (one.purpose, one.weight, one.goods_lists[0].enterprise, one.goods_lists[0].place) == ("", None, "", "")


@pytest.mark.parametrize("attachment", ["", "72 0012", "72-1", "số"])
def test_what_is_no_attachment_number_is_refused(attachment: str) -> None:
    with pytest.raises(AttachmentRefused) as refused:
        with_attachment(the_plan(bills(6)), attachment)
    assert refused.value.code == "TRANSPORT-ATTACHMENT"


def test_a_declaration_without_a_list_has_no_attachment() -> None:
    with pytest.raises(AttachmentRefused) as refused:
        with_attachment(the_plan(bills(5)), "720012345610")
    assert refused.value.code == "TRANSPORT-NO-LIST"


def test_five_thousand_packages_are_planned_in_a_moment() -> None:
    begun = time.process_time()
    assert the_plan(bills(1_700, packages=3), vehicles=8).packages == 5_100
    assert time.process_time() - begun < 2
