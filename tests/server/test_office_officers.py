"""Operators over the office's socket: accounts with a code that is told once, changes, ends, the way back."""

from datetime import timedelta
from typing import Any

import pytest

from authority.house import the_pki
from authority.operators import named, operate_over
from authority.running import Server
from demo_pki import NOW
from thongquan.base.limits import LIMITS
from thongquan.base.moment import read_stamp
from thongquan.registration.password import is_password
from thongquan.storage.accounts import SqliteAccounts
from thongquan.storage.database import open_for_reading
from thongquan.storage.sealing import open_vault

DER = the_pki().officer("CC001").certificate.der


def tell(server: Server, kind: str, *ders: bytes, **says: Any) -> Any:
    with server.office() as office:
        beside = list(ders) if kind == "officer-add" else None
        return operate_over(office, kind, says, pki=the_pki(), ders=beside).json()


def add(server: Server) -> Any:
    who = {"id": "CC001", "name": "Nguyễn Văn Thử", "office": "02DS", "role": "officer", "account": True}
    return tell(server, "officer-add", DER, **who, identity="079180000104", **named(DER))


def account_of(server: Server, name: str = "CC001") -> Any:
    connection = open_for_reading(server.folder / "data")
    try:
        return SqliteAccounts(connection, open_vault(server.folder / "keys")).account(name)
    finally:
        connection.close()


def test_a_one_time_code_is_told_once_and_ends(server: Server) -> None:
    first, again = add(server)["shown"], add(server)["shown"]
    assert (len(first["CC001"]), again) == (8, {})
    account = account_of(server)
    assert (account.password_state, account.kind) == ("default", "officer")
    assert is_password(first["CC001"], account.password)
    term = timedelta(seconds=LIMITS.officer_code_seconds)
    assert timedelta() <= read_stamp(account.password_until) - (NOW + term) < timedelta(minutes=5)


def test_changes_ends_and_suspensions_are_carried_out_and_refused_in_words(server: Server) -> None:
    tell(server, "officer-add", id="CC007", name="Đỗ Thị Đổi", office="02DS", role="officer")
    assert tell(server, "officer-change", id="CC007", hours="22:00-06:00")["outcome"]["state"] == "changed"
    assert tell(server, "officer-change", id="CC007", hours="noon")["code"] == "OFFICER-HOURS"
    assert tell(server, "officer-suspend", id="CC007", serial="ff")["code"] == "CERTIFICATE-NOT-HELD"
    assert tell(server, "officer-password", id="CC007")["code"] == "OFFICER-ACCOUNT-MISSING"
    assert tell(server, "officer-end", id="CC007")["outcome"] == {"state": "ended"}
    assert tell(server, "officer-end", id="CC007")["code"] == "OFFICER-ENDED"
    with server.office() as office:
        [one] = [one for one in office.get("/office/officers?office=02DS").json() if one["id"] == "CC007"]
    assert (one["hours"], one["ended_at"] != "") == ("22:00-06:00", True)


@pytest.mark.parametrize("officer", ["ct01", "cb01"])
def test_a_code_in_place_of_a_password_fits_and_the_old_one_does_not(server: Server, officer: str) -> None:
    before = account_of(server, officer)
    code = tell(server, "officer-password", id=officer)["shown"][officer]
    account = account_of(server, officer)
    assert (account.password_number, account.password_state) == (before.password_number + 1, "default")
    assert is_password(code, account.password)
    assert account.password != before.password


@pytest.mark.parametrize("kind", ["operator-officer-add", "operator-officer-password", "operator-company-add"])
def test_nothing_that_operators_sign_is_composed_for_the_network(server: Server, kind: str) -> None:
    answer = server.client.post(f"/api/v1/deeds/{kind}", json={"account": "vh01", "says": {}})
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT-FOUND")


def test_what_an_operator_signed_is_not_carried_out_from_the_network(server: Server) -> None:
    with server.office() as office:
        says = {"id": "CC070", "name": "X", "office": "02DS", "role": "head"}
        composed = office.post("/office/deeds/operator-officer-add", json={"account": "vh01", "says": says}).json()
    from authority.deciding import signed_text

    body = {**signed_text(composed["text"], the_pki().officer("vh01")), "secrets": {"certificates": ""}}
    assert server.client.post("/api/v1/deeds", json=body).json()["code"] == "DEED-UNREADABLE"
