"""FHL and XFZB: each value arrives in its field with its place, and what has no field is said."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from thongquan import manifest
from thongquan.base.fault import Fault
from thongquan.manifest import HouseRow, Manifest, Sheet
from thongquan.manifest.cargo_map import field_map

SAMPLES = Path(__file__).parents[1] / "samples"
FHL = (SAMPLES / "houses_12.fhl.txt").read_text("ascii").split("\n\n")[0] + "\n"
XFZB = (SAMPLES / "house_1.xfzb.xml").read_text("utf-8")

Change = Callable[..., Manifest]


@pytest.fixture
def read_fhl(tmp_path: Path) -> Change:
    """Reads the first message of the sample, after one text in it was replaced."""

    def read(old: str = "", new: str = "") -> Manifest:
        assert old in FHL
        path = tmp_path / "message"
        path.write_text(FHL.replace(old, new) if old else FHL, "utf-8")
        return manifest.read(path)

    return read


@pytest.fixture
def read_xfzb(tmp_path: Path) -> Change:
    """Reads the first XFZB sample, after one text in it was replaced."""

    def read(old: str = "", new: str = "") -> Manifest:
        assert old in XFZB
        path = tmp_path / "message"
        path.write_text(XFZB.replace(old, new) if old else XFZB, "utf-8")
        return manifest.read(path)

    return read


def house(told: Manifest) -> HouseRow:
    [row] = told.sheets[0].rows
    return row


def codes(faults: list[Fault]) -> list[str]:
    return [fault.code for fault in faults]


def places(sheet: Sheet) -> dict[str, str]:
    return sheet.places[1]


def test_twelve_messages_in_one_file_are_twelve_houses() -> None:
    [sheet] = manifest.read(SAMPLES / "houses_12.fhl.txt").sheets
    assert (len(sheet.rows), sheet.direction, sheet.remarks) == (12, "import", [])
    assert [row.line for row in sheet.rows][:3] == [3, 19, 35]


@pytest.mark.parametrize("name", ["houses_12.fhl.txt", "house_1.xfzb.xml", "house_2.xfzb.xml", "house_3.xfzb.xml"])
def test_nothing_in_the_samples_is_unknown_or_unclear(name: str) -> None:
    [sheet] = manifest.read(SAMPLES / name).sheets
    assert sheet.remarks == []
    assert [row.faults for row in sheet.rows if row.faults] == []


def test_every_field_of_an_fhl_house_arrives(read_fhl: Change) -> None:
    bill = house(read_fhl()).bill
    assert (bill.number, bill.master_bill, bill.loading_place, bill.unloading_place, bill.final_destination) == (
        "HKG85366152V", "160-55120015", "HKG", "HAN", "HAN",
    )  # fmt: skip
    assert (bill.goods_en, bill.hs_code, bill.packages, str(bill.weight)) == ("LEATHER SHOES", "64039990", 1, "9.6")
    assert (str(bill.value), bill.currency) == ("1854.48", "USD")
    assert msgspec.structs.astuple(bill.sender) == (
        "ZHANG WEI", "", "", "NO 88 HUAQIANG NORTH RD, FUTIAN, SH", "CAN", "CN", "",
    )  # fmt: skip
    assert msgspec.structs.astuple(bill.receiver) == (
        "NGO BAO HUE", "048200491213", "10000", "323 PHAM VAN DONG, XA VINH HAI, THA, HANOI", "HANOI", "VN",
        "0930000560",
    )  # fmt: skip


def test_every_field_of_an_xfzb_house_arrives(read_xfzb: Change) -> None:
    bill = house(read_xfzb()).bill
    assert (bill.number, bill.master_bill, bill.loading_place, bill.unloading_place, bill.final_destination) == (
        "HKG85366152V", "160-55120015", "HKG", "HAN", "HAN",
    )  # fmt: skip
    assert (bill.goods_en, bill.hs_code, bill.origin, bill.packages) == ("LEATHER SHOES", "64039990", "ES", 1)
    assert (str(bill.weight), str(bill.value), bill.currency) == ("9.6", "1854.48", "USD")
    assert msgspec.structs.astuple(bill.sender) == (
        "ZHANG WEI", "", "", "NO 88 HUAQIANG NORTH RD, FUTIAN, SHENZHEN", "", "CN", "",
    )  # fmt: skip
    assert msgspec.structs.astuple(bill.receiver) == (
        "Ngô Bảo Huệ", "048200491213", "10000", "323 Phạm Văn Đồng, Xã Vĩnh Hải, Thành phố Cần Thơ", "", "VN",
        "0930000560",
    )  # fmt: skip


def test_each_value_of_an_fhl_house_knows_its_line(read_fhl: Change) -> None:
    sheet = read_fhl().sheets[0]
    found = {
        field: sheet.cell_of(sheet.rows[0], field) for field in ("house_bill", "receiver_address", "value", "origin")
    }
    assert found == {
        "house_bill": "L3 HBS/number",
        "receiver_address": "L12 CNE/address",
        "value": "L15 CVD/customs",
        "origin": "",
    }


def test_each_value_of_an_xfzb_house_knows_its_line_and_element(read_xfzb: Change) -> None:
    found = places(read_xfzb().sheets[0])
    assert found["receiver_name"] == "L30 …/ConsigneeParty/Name"
    assert found["receiver_code"] == "L36 …/IncludedCustomsNote[CNE/T]/Content"
    assert found["currency"] == "L21 …/DeclaredValueForCustomsAmount/@currencyID"
    for field, address in found.items():
        line, _, place = address.partition(" ")
        element = place.removesuffix("/@currencyID").rpartition("/")[2]
        assert f"ram:{element}" in XFZB.splitlines()[int(line[1:]) - 1], field


@pytest.mark.parametrize("name", ["houses_12.fhl.txt", "house_1.xfzb.xml"])
def test_every_value_of_the_samples_has_a_column(name: str) -> None:
    """Nothing is lost: what is not declared stands in the workbook all the same."""
    told = field_map("fhl" if "fhl" in name else "xfzb")
    [sheet] = manifest.read(SAMPLES / name).sheets
    titles = {place for column in sheet.columns for place in column.title.split(" | ")}
    assert titles <= set(told.fields) | set(told.not_declared)
    first = sheet.rows[0]
    text = (SAMPLES / name).read_text("utf-8")
    assert [cell for cell in first.cells if cell != "" and str(cell) not in text] == []


def test_no_place_of_the_map_is_both_read_and_not_declared() -> None:
    for form in ("fhl", "xfzb"):
        told = field_map(form)  # type: ignore[arg-type] # one of the two
        assert set(told.fields) & set(told.not_declared) == set()


class TestFhl:
    def test_pounds_become_kilograms(self, read_fhl: Change) -> None:
        row = house(read_fhl("/K9.6/", "/L10/"))
        assert row.bill.weight == Decimal("4.5359237")
        assert "WEIGHT-LB" in [mended.code for mended in row.mended]

    def test_three_decimals_are_no_thousands(self, read_fhl: Change) -> None:
        assert str(house(read_fhl("/K9.6/", "/K1.234/")).bill.weight) == "1.234"

    @pytest.mark.parametrize("word", ["NCV", "NVD"])
    def test_no_value_is_no_value(self, read_fhl: Change, word: str) -> None:
        assert house(read_fhl("1854.48", word)).bill.value is None

    def test_text_goes_on_in_the_next_line(self, read_fhl: Change) -> None:
        assert (
            house(read_fhl("TXT/LEATHER SHOES\n", "TXT/LEATHER SHOES\n/SIZE 42\n")).bill.goods_en
            == "LEATHER SHOES SIZE 42"
        )

    def test_customs_information_goes_on_in_the_next_line(self, read_fhl: Change) -> None:
        bill = house(read_fhl("048200491213\n", "048200491213\n/CN/SHP/T/91440300\n")).bill
        assert (bill.sender.code, bill.receiver.code) == ("91440300", "048200491213")

    def test_blanks_at_the_end_of_a_line_do_no_harm(self, read_fhl: Change) -> None:
        assert house(read_fhl("K28.8\n", "K28.8  \n")).bill == house(read_fhl()).bill

    def test_a_slash_in_an_address_belongs_to_it(self, read_fhl: Change) -> None:
        bill = house(read_fhl("/323 PHAM VAN DONG, XA VINH HAI, THA", "/323/5 PHAM VAN DONG")).bill
        assert bill.receiver.address == "323/5 PHAM VAN DONG, HANOI"

    def test_a_second_master_bill_in_a_message_is_no_line_of_it(self, read_fhl: Change) -> None:
        row = house(read_fhl("HTS/", "MBI/180-44712032ICNHAN/T1K1\nHTS/"))
        assert (row.bill.master_bill, codes(row.faults)) == ("160-55120015", ["MESSAGE-LINE"])

    def test_a_short_description_serves_where_there_is_no_long_one(self, read_fhl: Change) -> None:
        assert house(read_fhl("TXT/LEATHER SHOES\n", "")).bill.goods_en == "LEATHER SHOES"

    def test_one_message_may_hold_several_houses(self, tmp_path: Path) -> None:
        path = tmp_path / "message"
        path.write_text(FHL + FHL[FHL.index("HBS/") :].replace("HKG85366152V", "HKG00000001V"))
        bills = [row.bill for row in manifest.read(path).sheets[0].rows]
        assert [(bill.number, bill.master_bill) for bill in bills] == [
            ("HKG85366152V", "160-55120015"),
            ("HKG00000001V", "160-55120015"),
        ]

    def test_an_unknown_identifier_is_told(self, read_fhl: Change) -> None:
        [remark] = read_fhl("HTS/", "SPH/PER\nHTS/").remarks
        assert remark == Fault("ELEMENT-UNRECOGNISED", "", {"place": "SPH", "line": 5, "count": 1, "text": "PER"})

    def test_an_element_too_many_is_told(self, read_fhl: Change) -> None:
        [remark] = read_fhl("/XXX", "/XXX/EXTRA").remarks
        assert (remark.code, remark.facts["place"]) == ("ELEMENT-UNRECOGNISED", "CVD/more")

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("CVD/USD/PP/NVD/1854.48/XXX", "CVD/USD"),
            ("OCI/VN/CNE/T/048200491213", "OCI/VN/CNE"),
            ("HBS/HKG85366152V/CANHAN/1/K9.6", "HBS/HKG85366152V/CANHAN/one/K9.6"),
            ("MBI/160-55120015HKGHAN", "MBI/160-5512HKGHAN"),
            ("HTS/64039990", "64039990"),
        ],
    )
    def test_a_damaged_line_refuses_its_house(self, read_fhl: Change, old: str, new: str) -> None:
        assert codes(house(read_fhl(old, new)).faults) == ["MESSAGE-LINE"]

    def test_a_damaged_house_leaves_the_others(self, tmp_path: Path) -> None:
        path = tmp_path / "message"
        path.write_text(FHL.replace("HTS/", "HTS ") + FHL)
        assert [codes(row.faults) for row in manifest.read(path).sheets[0].rows] == [["MESSAGE-LINE"], []]

    def test_a_second_tariff_code_is_told(self, read_fhl: Change) -> None:
        row = house(read_fhl("HTS/64039990\n", "HTS/64039990\n/64041100\n"))
        assert row.bill.hs_code == "64039990"
        [warning] = [warning for warning in row.warnings if warning.code == "ELEMENT-TWICE"]
        assert (warning.at, warning.facts["other"], warning.facts["line"]) == ("hs_code", "64041100", 6)

    def test_a_text_that_fills_its_line_may_be_cut(self, read_fhl: Change) -> None:
        cut = [warning.at for warning in house(read_fhl()).warnings if warning.code == "TEXT-CUT"]
        assert cut == ["sender_address", "receiver_address"]

    @pytest.mark.parametrize(("length", "told"), [(69, []), (70, ["LINE-TOO-LONG"])])
    def test_a_line_longer_than_the_standard_is_told(self, read_fhl: Change, length: int, told: list[str]) -> None:
        row = house(read_fhl("TXT/LEATHER SHOES", "TXT/".ljust(length, "X")))
        assert [code for code in codes(row.warnings) if code == "LINE-TOO-LONG"] == told

    @pytest.mark.parametrize("version", ["2", "5", "44", ""])
    def test_another_version_is_refused(self, read_fhl: Change, version: str) -> None:
        with pytest.raises(manifest.Unreadable) as refused:
            read_fhl("CVD/USD/PP/NVD/1854.48/XXX\n", f"FHL/{version}\n")
        assert refused.value.code == "FHL-VERSION"


class TestXfzb:
    def test_pounds_become_kilograms(self, read_xfzb: Change) -> None:
        bill = house(read_xfzb('unitCode="KGM">9.6<', 'unitCode="LBR">10<')).bill
        assert bill.weight == Decimal("4.5359237")

    def test_an_unknown_unit_is_a_fault_at_the_weight(self, read_xfzb: Change) -> None:
        faults = house(read_xfzb('unitCode="KGM">9.6<', 'unitCode="STN">10<')).faults
        assert [(fault.code, fault.at) for fault in faults] == [("NUMBER-UNREADABLE", "weight")]

    def test_other_prefixes_of_the_same_namespaces_are_the_same(self, read_xfzb: Change) -> None:
        assert house(read_xfzb("ram", "x")).bill == house(read_xfzb()).bill

    def test_a_name_of_another_namespace_is_not_the_messages(self, read_xfzb: Change) -> None:
        told = read_xfzb("<ram:Name>ZHANG WEI</ram:Name>", '<Name xmlns="urn:other">ZHANG WEI</Name>')
        assert house(told).bill.sender.name == ""
        assert [remark.facts["place"] for remark in told.remarks] == ["…/ConsignorParty/{urn:other}Name"]

    def test_an_unknown_element_and_attribute_are_told(self, read_xfzb: Change) -> None:
        told = read_xfzb("<ram:SummaryDescription>", '<ram:Colour tone="dark">red</ram:Colour><ram:SummaryDescription>')
        found = [(remark.code, remark.facts["place"], remark.facts["text"]) for remark in told.remarks]
        assert found == [
            ("ELEMENT-UNRECOGNISED", "…/Colour", "red"),
            ("ELEMENT-UNRECOGNISED", "…/Colour/@tone", "dark"),
        ]

    def test_text_between_elements_is_told(self, read_xfzb: Change) -> None:
        told = read_xfzb("<ram:OriginLocation><ram:ID>CAN", "<ram:OriginLocation>stray<ram:ID>CAN")
        assert [remark.facts["place"] for remark in told.remarks] == ["…/OriginLocation/text()"]

    def test_a_second_item_with_another_code_is_told(self, read_xfzb: Change) -> None:
        begin = XFZB.index("      <ram:IncludedHouseConsignmentItem>")
        end = XFZB.index("    </ram:IncludedHouseConsignment>\n")
        second = XFZB[begin:end].replace("64039990", "64041100")
        row = house(read_xfzb(XFZB[begin:end], XFZB[begin:end] + second))
        assert [(warning.code, warning.at) for warning in row.warnings] == [("ELEMENT-TWICE", "hs_code")]

    @pytest.mark.parametrize(
        ("purpose", "faults"), [("Creation", []), ("Update", ["MESSAGE-PURPOSE"]), ("Deletion", ["MESSAGE-PURPOSE"])]
    )
    def test_only_a_new_house_is_declared(self, read_xfzb: Change, purpose: str, faults: list[str]) -> None:
        assert codes(house(read_xfzb("Creation", purpose)).faults) == faults

    @pytest.mark.parametrize("version", ["2.00", "4.00", ""])
    def test_another_version_is_refused(self, read_xfzb: Change, version: str) -> None:
        with pytest.raises(manifest.Unreadable) as refused:
            read_xfzb("3.00<", f"{version}<")
        assert refused.value.code == "XFZB-VERSION"

    def test_several_messages_may_stand_below_one_root(self, tmp_path: Path) -> None:
        path = tmp_path / "message"
        bodies = [(SAMPLES / f"house_{n}.xfzb.xml").read_text("utf-8").partition("?>")[2] for n in (1, 2, 3)]
        path.write_text(f"<flight>{''.join(bodies)}</flight>", "utf-8")
        [sheet] = manifest.read(path).sheets
        alone = [manifest.read(SAMPLES / f"house_{n}.xfzb.xml").sheets[0].rows[0].bill for n in (1, 2, 3)]
        assert [row.bill for row in sheet.rows] == alone

    def test_of_several_houses_in_one_message_each_needs_its_own_number(self, tmp_path: Path) -> None:
        begin, end = XFZB.index("    <ram:IncludedHouseConsignment>"), XFZB.index("  </rsm:MasterConsignment>")
        one = XFZB[begin:end]
        two = one.replace("<ram:DeclaredValue", "<ram:ID>HKG2</ram:ID><ram:DeclaredValue", 1)
        path = tmp_path / "message"
        path.write_text(XFZB.replace(one, one + two), "utf-8")
        told = manifest.read(path)
        assert [row.bill.number for row in told.sheets[0].rows] == ["", "HKG2"]
        assert [remark.facts["place"] for remark in told.remarks] == ["/BusinessHeaderDocument/ID[shared]"]

    def test_flight_and_arrival_are_read_where_they_stand(self, read_xfzb: Change) -> None:
        leg = (
            "<ram:SpecifiedLogisticsTransportMovement><ram:ID>CX0741</ram:ID><ram:ArrivalEvent>"
            "<ram:ScheduledOccurrenceDateTime>2026-09-02T20:00:00Z</ram:ScheduledOccurrenceDateTime>"
            "</ram:ArrivalEvent></ram:SpecifiedLogisticsTransportMovement>"
        )
        bill = house(read_xfzb("<ram:IncludedCustomsNote>", leg + "<ram:IncludedCustomsNote>")).bill
        assert (bill.flight, bill.arrival_date) == ("CX0741/03SEP", date(2026, 9, 3))


def test_a_file_is_told_by_its_content_not_by_its_name(tmp_path: Path) -> None:
    for name, text in (("a.csv", FHL), ("a.xlsx", XFZB)):
        (tmp_path / name).write_text(text, "utf-8")
        assert house(manifest.read(tmp_path / name)).bill.number == "HKG85366152V"
