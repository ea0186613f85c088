"""Statements of banks, read apart: what is credited, and why a line is left."""

from pathlib import Path

import pytest

from thongquan.deposit.bank import BankLine
from thongquan.manifest.bank_statement import read_statement
from thongquan.manifest.model import Unreadable

CSV = """Sao kê tài khoản 119000
Ngày giao dịch;Số tham chiếu;Ghi có;Nội dung
02/09/2026;FT2609;5.000.000;NOP TIEN DAT COC MST 9901234560
02/09/2026;FT2610;;PHI DICH VU
31/02/2026;FT2611;1000;ngày lạ
02/09/2026;FT2612;12,5;tiền lẻ
"""
ENTRY = """<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>{status}</Cd></Sts>
<BookgDt><Dt>2026-09-02</Dt></BookgDt><AcctSvcrRef>{reference}</AcctSvcrRef>
<NtryDtls><TxDtls><RmtInf><Ustrd>NOP TIEN MST 9901234560</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"""


def an_entry(reference: str, **changes: str) -> str:
    told = {"currency": "VND", "amount": "5000000.00", "side": "CRDT", "status": "BOOK", **changes}
    return ENTRY.format(reference=reference, **told)


def a_camt(*entries: str, before: str = "") -> str:
    space = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<Document xmlns="{space}"><BkToCstmrStmt><Stmt>'
        f"{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
    )


def kept(folder: Path, text: str, name: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_csv_file_is_read_by_its_headings(tmp_path: Path) -> None:
    told = read_statement(kept(tmp_path, CSV, "saoke.csv"))
    assert told.lines == [BankLine(3, "FT2609", "2026-09-02", 5_000_000, "NOP TIEN DAT COC MST 9901234560")]
    assert [(one.line, one.code) for one in told.left] == [
        (4, "STATEMENT-LINE-DEBIT"),
        (5, "STATEMENT-LINE-DAY"),
        (6, "STATEMENT-LINE-AMOUNT"),
    ]


def test_an_iso_statement_is_read_by_its_booked_credits(tmp_path: Path) -> None:
    entries = [
        an_entry("A1"),
        an_entry("A2", side="DBIT"),
        an_entry("A3", currency="USD"),
        an_entry("A4", status="PDNG"),
        an_entry("A5", amount="5000000.50"),
    ]
    told = read_statement(kept(tmp_path, a_camt(*entries), "camt.xml"))
    assert told.lines == [BankLine(2, "A1", "2026-09-02", 5_000_000, "NOP TIEN MST 9901234560")]
    assert [(one.reference, one.code) for one in told.left] == [
        ("A2", "STATEMENT-LINE-DEBIT"),
        ("A3", "STATEMENT-LINE-CURRENCY"),
        ("A5", "STATEMENT-LINE-AMOUNT"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (a_camt(an_entry("&e;"), before='<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), "XML-DOCTYPE"),
        (a_camt(an_entry("A1")).replace("</Stmt>", ""), "XML-DAMAGED"),
        (a_camt(an_entry("A1")).replace(".08", ".08x"), "FILE-KIND"),
        ("a,b,c\n1,2,3\n", "STATEMENT-NO-HEADINGS"),
    ],
)
def test_what_is_no_statement_or_declares_something_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_statement(kept(tmp_path, text, "statement"))
    assert refused.value.code == code
