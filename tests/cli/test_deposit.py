"""`thongquan deposit` and `thongquan office deposit`: a day is looked at, closed, printed and read back.

And what `check` tells of an account beforehand comes true.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from openpyxl import load_workbook

from authority.depositing import done, open_account
from authority.house import SYSTEM, House, the_pki
from authority.listing import cleared_imports
from authority.refunding import send_back
from authority.running import Server
from commands import DAY as TODAY
from commands import PROFILE, Ended, a_flight, filing
from demo_pki import RSA_COMPANY
from server.applying import logged_in, prepared
from thongquan.cli.deposit_own import KINDS
from thongquan.deposit.model import MOVES

Run = Callable[..., Ended]
DAY, VAT = "2026-09-01", 134_576
AT = ["--office", "02DS"]
PARCEL = 12_422
"""VAT of each parcel of `a_flight`."""
HELD, SHORT, EXACT = PARCEL - 1, "BL-2026/17", "BL-2026/18"
CHECK = ["--profile", PROFILE, "--on", TODAY]


def secured(house: House, charged: Callable[[House], None]) -> None:
    """Then what is left is one đồng short of a parcel, a guarantee of four parcels; another holds them exactly."""
    charged(house)
    of_account = {"company": RSA_COMPANY, "office": "02DS"}
    paid = {"amount": 1_000_000 - VAT - HELD, "reference": "UNC1", "paid_on": DAY, "reason": "theo đề nghị"}
    done(house, "deposit-pay-back", "ct01", **of_account, **paid)
    term = {"since": "2026-01-01", "until": "2026-12-31", "bank": "Ngân hàng Thử Nghiệm", "scope": "general"}
    for number, amount in ((SHORT, 4 * PARCEL - 1), (EXACT, 4 * PARCEL)):
        done(house, "guarantee-register", number=number, amount=amount, **of_account, **term)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Yesterday two declarations were charged."""

    def charged(house: House) -> None:
        open_account(house)
        done(
            house, "deposit-top-up", company=RSA_COMPANY, office="02DS", amount=1_000_000, reference="FT1", paid_on=DAY
        )
        first, second = cleared_imports(house, "A1", "A2", scan=False, hs_code="33049930")
        send_back(house, first)
        send_back(house, second, "BACK2")

    server = prepared(tmp_path_factory.mktemp("s"), at_once=True, also=lambda house: secured(house, charged), hours=25)
    yield server
    server.end()


def test_a_day_from_its_forms_to_its_closing(
    thongquan: Run, house: Server, there: list[object], tmp_path: Path
) -> None:
    office = ["--officer", "cb01", "--data", house.folder / "data"]
    [looked] = thongquan("office", "deposit", "days", *AT, *office, "--json").lines()
    assert (looked["closed"], looked["next"]["day"], looked["next"]["taxes"]) == ([], DAY, {"GTGT": VAT})
    closing = ["office", "deposit", "close-day", *AT, "--transfer", "GTGT=KBNN 0109-1", *office]
    shown = thongquan(*closing)
    assert (shown.code, "Add --certificate" in shown.out, f"Số tiền (VND): {VAT}" in shown.out) == (0, True, True)
    closed = thongquan(*closing, "--certificate", the_pki().officer_p12("cb01"))
    assert (closed.code, "HQ 03 no. 1/BK-02DS" in closed.out) == (0, True), closed.err
    assert "1/BK-02DS · 2 lines" in thongquan("office", "deposit", "days", *AT, *office).out
    assert thongquan(*closing).code == 1  # nothing is left

    [hq03] = thongquan("deposit", "hq03", DAY, *AT, *there, "--json").lines()
    assert (hq03["number"], hq03["sums"]["total"], len(hq03["rows"])) == ("1/BK-02DS", VAT, 2)
    assert "12.421" in thongquan("--lang", "vi", "deposit", "hq04", DAY, *AT, *there).out
    of_office = ["office", "deposit", "hq04", DAY, *AT, "--company", RSA_COMPANY, *office]
    for name, command in (("hq03.pdf", ["deposit", "hq03", DAY, *AT, *there]), ("hq04.xlsx", of_office)):
        assert thongquan(*command, "--out", tmp_path / name).code == 0
        assert (tmp_path / name).read_bytes()[:2] in (b"%P", b"PK")

    receipt = hq03["rows"][0]["receipt"]
    [one] = thongquan("deposit", "receipt", receipt, *AT, *there, "--json").lines()
    assert (one["declaration"], one["total"]) == (hq03["rows"][0]["declaration"], VAT // 2)
    assert thongquan("office", "deposit", "receipt", receipt, *AT, *office, "--out", tmp_path / "r.pdf").code == 0
    [vat] = thongquan("deposit", "vat", "2026-09", *there, "--json").lines()
    assert (vat["vat"], len(vat["consignees"])) == (VAT, 2)
    assert thongquan("deposit", "vat", "2026-09", "--by-consignee", *there, "--out", tmp_path / "vat.csv").code == 0
    assert str(VAT // 2) in (tmp_path / "vat.csv").read_text("utf-8-sig")


def test_refunds_of_goods_that_went_back(thongquan: Run, house: Server, there: list[object], tmp_path: Path) -> None:
    office = ["--officer", "cb01", "--data", house.folder / "data"]
    month = ["2026-09", *AT]
    [own] = thongquan("deposit", "refunds", *month, *there, "--json").lines()
    assert (own["due_sums"]["total"], [one["state"] for one in own["due"]]) == (VAT, ["Chờ hoàn"] * 2)
    assert (own["refunded"], own["given_back"], own["since"], own["until"]) == ([], 0, "2026-09-01", "2026-09-30")
    shown = thongquan("deposit", "refunds", *month, "--since", "2026-08", *there).out
    assert "To be given back: 2 declarations, 134,576 VND" in shown
    [[summed]] = thongquan("office", "deposit", "refunds", *month, *office, "--json").lines()
    assert (summed["company"], summed["due"], summed["due_lines"]) == (RSA_COMPANY, VAT, 2)
    assert "1 companies" in thongquan("office", "deposit", "refunds", *month, *office).out
    of_company = ["office", "deposit", "refunds", *month, "--company", RSA_COMPANY, *office]
    for name in ("refunds.pdf", "refunds.xlsx"):
        assert thongquan(*of_company, "--out", tmp_path / name).code == 0
        assert (tmp_path / name).read_bytes()[:2] in (b"%P", b"PK")
    refused = thongquan("office", "deposit", "refunds", *month, *office, "--out", tmp_path / "all.pdf")
    assert (refused.code, "--company" in refused.err) == (2, True)
    assert thongquan("deposit", "refunds", *month, "--since", "2025-09", *there).code == 2


def test_a_file_of_another_kind_is_refused_before_anything_is_asked(thongquan: Run, there: list[object]) -> None:
    ended = thongquan("deposit", "hq03", DAY, *AT, *there, "--out", "form.doc")
    assert (ended.code, ".pdf" in ended.err) == (2, True)


def test_json_over_http_is_what_the_command_shows(thongquan: Run, house: Server, there: list[object]) -> None:
    asked = {"office": "02DS", "day": DAY}
    told = logged_in(house, RSA_COMPANY).server.client.get("/api/v1/deposits/hq03", params=asked)
    assert (told.status_code, told.json()["code"]) == (403, "LOGIN-NEEDED")
    own = logged_in(house, RSA_COMPANY).get(f"/api/v1/deposits/hq03?office=02DS&day={DAY}").content
    [shown] = thongquan("deposit", "hq03", DAY, *AT, *there, "--json").lines()
    assert msgspec.json.decode(own) == shown


def foreseen(ended: Ended) -> dict[str, Any]:
    [one] = ended.summary()["covering"]["accounts"]
    return {name: one[name] for name in ("taxes", "available", "left", "missing", "uncovered", "first_uncovered")}


@pytest.fixture
def file(thongquan: Run, house: Server, tmp_path: Path) -> Callable[..., Ended]:
    def filed(flight: Path, *more: object) -> Ended:
        return thongquan(*filing(house.address, the_pki(), tmp_path / "o", flight), "--system", SYSTEM, *more)

    return filed


def test_what_is_told_of_an_account_beforehand_comes_true(
    thongquan: Run, there: list[object], tmp_path: Path, file: Callable[..., Ended]
) -> None:
    saved, flight = tmp_path / "balances.json", a_flight(tmp_path / "flight.csv", 1)
    shown = thongquan("deposit", "show", *there, "--out", saved)
    assert (shown.code, "12,421" in shown.out, "in effect" in shown.out) == (0, True, True), shown.err
    assert f"thongquan check MANIFEST --account {saved}" in shown.out
    held = msgspec.json.decode(saved.read_bytes())["accounts"][0]
    assert (held["balance"], held["available"], held["reserved"]) == (HELD, HELD, 0)
    of_file = thongquan("check", flight, *CHECK, "--account", saved, "--json")
    told = thongquan("check", flight, *CHECK, "--json", *there)
    assert (told.code, foreseen(told)) == (1, foreseen(of_file))
    house_bill = told.lines()[0]["house_bill"]
    amounts = {"taxes": PARCEL, "available": HELD, "left": HELD, "missing": 1}
    assert foreseen(told) == {**amounts, "uncovered": 1, "first_uncovered": [house_bill]}
    guarded = file(flight, "--account", saved)
    assert (guarded.code, guarded.out, "Nothing was signed" in guarded.err) == (1, "", True)
    [refused, _] = file(flight).lines()
    assert (refused["house_bill"], refused["faults"][0]["code"]) == (house_bill, "DEPOSIT-TOO-LITTLE")


@pytest.mark.parametrize(("guarantee", "short"), [(SHORT, 1), (EXACT, 0)])
def test_what_is_told_of_a_guarantee_beforehand_comes_true(  # noqa: PLR0917 - two cases of one walk
    thongquan: Run, there: list[object], tmp_path: Path, file: Callable[..., Ended], guarantee: str, short: int
) -> None:
    flight, chosen = a_flight(tmp_path / "flight.csv", 4), ["--guarantee", f"general:{guarantee}"]
    told = thongquan("check", flight, *CHECK, *chosen, *there)
    assert (told.code, "02DS: every declaration is covered." in told.out) == (short, not short), told.err
    assert f"--guarantee general:{guarantee}" in told.out
    told = foreseen(thongquan("check", flight, *CHECK, *chosen, *there, "--json"))
    counts = file(flight, *chosen).summary()
    assert (counts["registered"], counts["refused"]) == (4 - short, told["uncovered"]) == (4 - short, short)
    [after] = thongquan("deposit", "show", *there, "--json").lines()
    assert [one["available"] for one in after["accounts"] if one["number"] == guarantee] == [told["left"]]


def test_movements_run_from_the_opening_to_the_closing_balance(
    thongquan: Run, house: Server, there: list[object], tmp_path: Path
) -> None:
    asked = ["deposit", "movements", "--office", "02DS", "--month", "2026-09", *there]
    told = thongquan(*asked, "--json").lines()
    [account] = told[-1]["summary"]["accounts"]
    balances = [one["balance"] for one in told[:-1]]
    assert (balances[0], account["opening"], account["closing"]) == (1_000_000, 0, balances[-1])
    assert account["movements"] == len(told) - 1
    table = thongquan(*asked)
    assert (table.code, "Opening balance 0 VND" in table.out, "credited" in table.out) == (0, True, True), table.err
    [only, summed] = thongquan(*asked, "--kind", "top-up", "--json").lines()
    assert (only["kind"], only["amount"], summed["summary"]["accounts"][0]["closing"]) == (
        "top-up", 1_000_000, balances[-1],
    )  # fmt: skip
    [granted] = thongquan(
        "deposit", "movements", "--guarantee", EXACT, *asked[4:], "--kind", "grant", "--json"
    ).lines()[:-1]
    assert (granted["guarantee"], granted["balance"]) == (EXACT, 4 * PARCEL)

    assert thongquan(*asked, "--out", tmp_path / "ledger.xlsx").code == 0
    [sheet] = load_workbook(tmp_path / "ledger.xlsx").worksheets
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert ([row[5] for row in rows[5:-1]], rows[-1][5]) == (balances, balances[-1])


def test_nothing_found_says_what_to_do_next(thongquan: Run, there: list[object]) -> None:
    movements = ["deposit", "movements", *there]
    assert "another --day or --month" in thongquan(*movements, "--day", "2026-08-01").out
    assert "thongquan deposit show" in thongquan(*movements, "--office", "02CI").out
    assert "không có khoản nào" in thongquan("--lang", "vi", *movements, "--day", "2026-08-01").out


def test_a_terminal_that_may_not_ask_is_refused(thongquan: Run, there: list[object], tmp_path: Path) -> None:
    (tmp_path / "key").write_text("wrong")
    assert thongquan("deposit", "show", *there).code == 2


def test_the_kinds_offered_are_those_of_the_ledger() -> None:
    assert tuple(MOVES) == KINDS
