"""`thongquan deposit` and `thongquan office deposit`: a day is looked at, closed, printed and read back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from authority.depositing import done, open_account
from authority.house import House, the_pki
from authority.listing import cleared_imports
from authority.refunding import send_back
from authority.running import Server
from commands import Ended
from demo_pki import RSA_COMPANY
from server.applying import logged_in, prepared

Run = Callable[..., Ended]
DAY, VAT = "2026-09-01", 134_576
AT = ["--office", "02DS"]


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

    server = prepared(tmp_path_factory.mktemp("s"), at_once=True, also=charged, hours=25)
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
    assert "865.424" in thongquan("--lang", "vi", "deposit", "hq04", DAY, *AT, *there).out
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
