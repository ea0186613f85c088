"""`check` of cargo messages: the verdicts of the samples, and the same house from a message as from a table."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from thongquan.declarant.check import Checked, check_files
from thongquan.declaration.model import ImportDeclaration
from thongquan.declaration.profile import read_profile
from thongquan.manifest.workbook import write_workbook

SAMPLES = Path(__file__).parent.parent / "samples"
DAY = date(2026, 9, 2)
PROFILE = read_profile(SAMPLES / "courier.toml")
WITH_TERM = replace(PROFILE, price_term="DAP")
FHL = SAMPLES / "houses_12.fhl.txt"
XFZB = [SAMPLES / f"house_{n}.xfzb.xml" for n in (1, 2, 3)]

NO_ORIGIN = ("MIC-OR-EMPTY", "")


def told(checked: Checked) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    return [
        (
            verdict.house_bill,
            verdict.form,
            verdict.outcome,
            [(fault["code"], fault["cell"]) for fault in verdict.faults],
        )
        for verdict in checked.verdicts
    ]


def test_of_the_three_xfzb_houses_two_are_ready_and_one_is_above_the_ceiling() -> None:
    assert told(check_files(XFZB, profile=WITH_TERM, day=DAY)) == [
        ("HKG85366152V", "ordinary", "elsewhere", []),
        ("HKG74506229V", "MIC", "ready", []),
        ("HKG91412283V", "MIC", "ready", []),
    ]


def test_of_the_twelve_fhl_houses_all_but_the_documents_lack_the_origin() -> None:
    assert told(check_files([FHL], profile=WITH_TERM, day=DAY)) == [
        ("HKG85366152V", "ordinary", "refused", [NO_ORIGIN]),
        ("HKG74506229V", "MIC", "refused", [NO_ORIGIN]),
        ("HKG91412283V", "MIC", "refused", [NO_ORIGIN]),
        ("HKG56235032V", "MIC", "refused", [NO_ORIGIN]),
        ("HKG29276416V", "MIC", "refused", [NO_ORIGIN]),
        ("HKG02429859V", "ordinary", "refused", [NO_ORIGIN]),
        ("HKG74473790V", "ordinary", "refused", [NO_ORIGIN]),
        ("HKG07004946V", "ordinary", "refused", [NO_ORIGIN]),
        ("HKG76874453V", "MIC", "refused", [NO_ORIGIN]),
        ("HKG84508142V", "MIC", "refused", [NO_ORIGIN]),
        ("HKG99219903V", "HQ01", "ready", []),
        ("HKG89117478V", "MIC", "refused", [NO_ORIGIN]),
    ]


def test_without_a_price_term_in_the_profile_the_fault_points_at_the_value() -> None:
    [verdict] = check_files([XFZB[1]], profile=PROFILE, day=DAY).verdicts
    assert [(fault["code"], fault["cell"]) for fault in verdict.faults] == [
        ("MIC-23-SET", "L21 …/DeclaredValueForCustomsAmount")
    ]


def test_flight_arrival_and_price_term_come_from_the_profile_and_are_noted() -> None:
    checked = check_files([XFZB[1]], profile=WITH_TERM, day=DAY)
    [declared] = checked.ready
    assert isinstance(declared, ImportDeclaration)
    assert (declared.flight, declared.arrival_date, declared.price_term) == ("KE0359/03SEP", date(2026, 9, 3), "DAP")
    noted = {mended.at for mended in checked.verdicts[0].mended if mended.code == "DEFAULT-FROM-PROFILE"}
    assert {"flight", "arrival_date", "price_term"} <= noted


def test_a_price_term_of_the_file_wins_over_the_profiles(tmp_path: Path) -> None:
    [declared] = check_files([as_table(tmp_path, "FOB")], profile=WITH_TERM, day=DAY).ready
    assert isinstance(declared, ImportDeclaration)
    assert declared.price_term == "FOB"


def as_table(folder: Path, term: str) -> Path:
    """The house of the third XFZB sample as a row of a csv manifest."""
    cells = {
        "HAWB": "HKG91412283V", "MAWB": "160-55120015", "POL": "HKG", "POD": "HAN",
        "SHIPPER": "GUANGZHOU MEILIAN TRADING",
        "SHIPPER ADDRESS": "NO 88 HUAQIANG NORTH RD, FUTIAN, SHENZHEN", "SHIPPER COUNTRY": "CN",
        "CONSIGNEE": "Hồ Gia Hà",
        "CONSIGNEE ADDRESS": "36 Điện Biên Phủ, Phường Yên Dũng, Tỉnh Bắc Ninh", "CONSIGNEE POSTCODE": "10000",
        "CONSIGNEE COUNTRY": "VN", "CONSIGNEE PHONE": "0910000598", "CONSIGNEE ID": "048175758308",
        "DESCRIPTION": "RESISTANCE BANDS", "HS CODE": "95069100", "COUNTRY OF ORIGIN": "CN", "PCS": "1",
        "WEIGHT": "1.0",
        "VALUE": "8.45", "CURRENCY": "USD", "INCOTERM": term,
    }  # fmt: skip
    path = folder / "list.csv"
    path.write_text("\n".join(";".join(line) for line in (cells, cells.values())) + "\n", "utf-8")
    return path


def test_the_same_house_gives_the_same_declaration_from_xfzb_as_from_csv(tmp_path: Path) -> None:
    declared = [
        check_files([path], profile=profile, day=DAY).ready
        for path, profile in ((XFZB[2], WITH_TERM), (as_table(tmp_path, "DAP"), PROFILE))
    ]
    [[of_message], [of_table]] = ([replace(one, nonce="") for one in ready] for ready in declared)
    assert of_message == of_table


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """The checked workbook of the FHL sample."""
    checked = check_files([FHL], profile=WITH_TERM, day=DAY)
    path = tmp_path / "checked.xlsx"
    write_workbook(path, checked.manifests[0], checked.verdicts, checked.summary, "vi")
    return path


def test_the_checked_workbook_has_a_row_for_each_house_and_a_column_for_each_field(workbook: Path) -> None:
    page = openpyxl.load_workbook(workbook).worksheets[0]
    titles, *rows = page.iter_rows(values_only=True)
    assert len(rows) == 12
    assert str(titles[3]).endswith("(HBS/number)")
    assert [row[3] for row in rows][:2] == ["HKG85366152V", "HKG74506229V"]


def test_the_checked_workbook_is_a_manifest_to_which_the_origin_can_be_added(workbook: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    page = book.worksheets[0]
    column = page.max_column + 1
    page.cell(1, column, "Xuất xứ")
    for row in range(2, page.max_row + 1):
        page.cell(row, column, "CN")
    completed = tmp_path / "completed.xlsx"
    book.save(completed)
    outcomes = check_files([completed], profile=WITH_TERM, day=DAY).summary.outcomes
    assert outcomes == {"elsewhere": 4, "ready": 8}
