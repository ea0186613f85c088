"""Operators and officers over the office's socket: accounts with a code that is told once, changes, ends."""

from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest

from authority.house import the_pki
from authority.running import Server
from demo_pki import NOW
from thongquan.base.limits import LIMITS
from thongquan.base.moment import read_stamp
from thongquan.storage.accounts import SqliteAccounts
from thongquan.storage.database import open_for_reading
from thongquan.storage.sealing import open_vault


def tell(server: Server, path: str, **body: Any) -> Any:
    with server.office() as office:
        return office.post(f"/office/officers{path}", json=body).json()


def a_newcomer(**changes: Any) -> dict[str, Any]:
    certificate = b64encode(the_pki().officer("CC001").certificate.der).decode()
    who = {"id": "CC001", "name": "Nguyễn Văn Thử", "office": "02DS", "certificate": certificate, "account": True}
    return {**who, "identity": "079180000104", "by": "vanhanh", **changes}


def account_of(server: Server) -> Any:
    connection = open_for_reading(server.folder / "data")
    try:
        return SqliteAccounts(connection, open_vault(server.folder / "keys")).account("CC001")
    finally:
        connection.close()


def test_a_one_time_code_is_told_once_and_ends(server: Server) -> None:
    first, again = tell(server, "", **a_newcomer()), tell(server, "", **a_newcomer())
    assert (len(first["code"]), again["code"]) == (8, "")
    account = account_of(server)
    assert (account.password_state, account.kind) == ("default", "officer")
    assert first["code"] not in account.password
    term = timedelta(seconds=LIMITS.officer_code_seconds)
    assert timedelta() <= read_stamp(account.password_until) - (NOW + term) < timedelta(minutes=5)


@pytest.mark.parametrize("password", ["ngan", "12345678", "CC001CC001CC001"])
def test_a_password_that_is_easy_is_refused(server: Server, password: str) -> None:
    told = tell(server, "", **a_newcomer(id="CC009", certificate="", password=password))
    assert (told["code"], told["faults"][0]["at"]) == ("FORM-FAULTY", "password")


def test_changes_ends_and_suspensions_are_carried_out_and_refused_in_words(server: Server) -> None:
    tell(server, "", id="CC007", name="Đỗ Thị Đổi", office="02DS")
    assert tell(server, "/change", id="CC007", hours="22:00-06:00")["hours"] == "22:00-06:00"
    assert tell(server, "/change", id="CC007", hours="noon")["code"] == "OFFICER-HOURS"
    assert tell(server, "/suspend", id="CC007", serial="ff")["code"] == "CERTIFICATE-NOT-HELD"
    assert tell(server, "/end", id="CC007")["ended_at"] != ""
    assert tell(server, "/end", id="CC007")["code"] == "OFFICER-ENDED"
    with server.office() as office:
        assert "CC007" in {one["id"] for one in office.get("/office/officers?office=02DS").json()}
