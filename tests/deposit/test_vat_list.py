"""The VAT list of a month: its lines, and each consignee's part of it."""

from hypothesis import given, settings

from deposit.ledgers import COMPANIES, a_posting, ledgers
from thongquan.deposit.posting import Posting
from thongquan.deposit.vat_list import Consigned, vat_list

AT = "2026-09-02T03:00:00.000000Z"
DECLARED = {
    1: Consigned("1", AT, "DHL1", "001099012345", "Trần Minh Anh", "Hà Nội", 840_000),
    2: Consigned("2", AT, "DHL2", "001099012345", "TRAN MINH ANH", "Ha Noi", 100_000),
    3: Consigned("3", AT, "DHL3", "", "Lê Văn Bình", "Huế", 500_000),
    4: Consigned("4", AT, "DHL4", "", "LÊ VĂN BÌNH", "HUẾ", 500_000),
}


def listed(*rows: Posting) -> list[tuple[str, Posting]]:
    return [("02DS", one) for one in rows]


@settings(max_examples=25)
@given(ledgers())
def test_lines_consignees_and_ledger_come_to_the_same_vat(ledger: list[Posting]) -> None:
    mine = [one for one in ledger if one.company == COMPANIES[0]]
    one = vat_list(COMPANIES[0], "2026-09", listed(*mine), DECLARED)
    expected = sum(row.used for row in mine if row.tax == "GTGT")
    assert one.vat == sum(line.vat for line in one.lines) == sum(of.vat for of in one.consignees) == expected


def test_a_consignee_is_one_by_code_or_by_name_and_address() -> None:
    rows = listed(*(a_posting(place, number=place) for place in DECLARED))
    one = vat_list(COMPANIES[0], "2026-09", rows, DECLARED)
    assert [(of.code, of.declarations, of.vat) for of in one.consignees] == [
        ("", 2, 168_000),
        ("001099012345", 2, 168_000),
    ]


def test_only_vat_stands_on_it_and_a_voided_receipt_less_than_nothing() -> None:
    rows = listed(a_posting(1, number=1, tax="NK"), a_posting(2, number=1), a_posting(3, "reverse", number=1))
    one = vat_list(COMPANIES[0], "2026-09", rows, DECLARED)
    assert ([line.vat for line in one.lines], one.vat) == ([84_000, -84_000], 0)
