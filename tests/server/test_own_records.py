"""A company's certificates and record over the API; and what a suspended certificate ends, within a second."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from authority.house import a_filing, lines_of, the_pki
from authority.running import Server
from authority.signers import Holder, about
from demo_pki import P256_COMPANY, PASSWORD, RSA_COMPANY
from server.logging_in import SIGNERS, Person, code_of
from thongquan.base.limits import LIMITS
from thongquan.signing.organisation import organisation_of

MANY = replace(LIMITS, address_burst=100_000)
READABLE = ("/api/v1/certificates", "/api/v1/deeds")


@pytest.fixture
def server(tmp_path: Any) -> Iterator[Server]:
    server = Server(tmp_path, MANY)
    yield server
    server.end()


@pytest.fixture
def admin(server: Server) -> Person:
    return logged_in(server, RSA_COMPANY)


def logged_in(server: Server, account: str) -> Person:
    person = Person(server, account)
    assert code_of(person.register()) == ""
    assert code_of(person.log_in()) == ""
    return person


def registered(server: Server, holder: Holder, **more: str) -> Person:
    """Somebody whose certificate has registered itself."""
    person = Person(server, holder.certificate.tax_code, holder)  # type: ignore[arg-type] # signs as a file would
    owner = organisation_of(holder.certificate.der)
    text = person.composed("certificate-register", **about(holder, owner=owner, until="2028-01-01", **more))
    assert code_of(person.send(text)) == ""
    return person


def test_nobody_reads_without_a_session(server: Server) -> None:
    stranger = Person(server)
    for path in READABLE:
        assert code_of(stranger.get(path)) == "LOGIN-NEEDED"
        assert code_of(server.client.get(path)) == "LOGIN-NEEDED"


def test_a_company_sees_its_own_certificates_and_no_others(server: Server, admin: Person) -> None:
    other = logged_in(server, P256_COMPANY)
    registered(server, holder := Holder())
    found = [who.get("/api/v1/certificates").json()["rows"] for who in (admin, other)]
    assert [[one["fingerprint"] for one in shown] for shown in found] == [
        [holder.certificate.fingerprint, SIGNERS[RSA_COMPANY].certificate.fingerprint],
        [SIGNERS[P256_COMPANY].certificate.fingerprint],
    ]
    waiting, first = found[0]
    assert (waiting["state"], waiting["until"], waiting["used_by"]) == ("waiting", "2028-01-01T16:59:59.999999Z", [])
    assert (first["state"], first["until"]) == ("registered", "2029-07-31T00:00:00.000000Z")
    assert RSA_COMPANY in first["used_by"]
    assert first["owner"] == "Công ty TNHH Chuyển phát nhanh Thử Nghiệm"


def test_a_company_reads_its_record_page_by_page(server: Server, admin: Person) -> None:
    logged_in(server, P256_COMPANY)
    whole = admin.get("/api/v1/deeds").json()
    assert whole["next"] is None
    assert {one["company"] for one in whole["deeds"]} == {RSA_COMPANY}
    assert [one["kind"] for one in whole["deeds"]] == ["login", "admin-register", "operator-company-add"]
    login, _, added = whole["deeds"]
    assert (login["account"], login["certificate"]) == (RSA_COMPANY, admin.signer.certificate.fingerprint)
    assert (added["account"], added["certificate"]) == ("vh01", the_pki().officer("vh01").certificate.fingerprint)
    assert login["text"].startswith("THÔNG QUAN · VĂN BẢN KÝ SỐ\nViệc: Đăng nhập (login)\n")
    pages, before = [], ""
    while before is not None:
        page = admin.get(f"/api/v1/deeds?limit=1{before and f'&before={before}'}").json()
        pages += page["deeds"]
        before = page["next"]
    assert pages == whole["deeds"]


def test_a_page_that_is_none_is_refused(admin: Person) -> None:
    for asked in ("before=0", "before=x", "limit=0", f"limit={LIMITS.deeds_page + 1}", "limit=-1"):
        assert admin.get(f"/api/v1/deeds?{asked}").status_code == 400, asked
    assert admin.get(f"/api/v1/deeds?limit={LIMITS.deeds_page}").status_code == 200


def test_a_suspended_certificate_ends_sessions_and_filings_within_a_second(server: Server, admin: Person) -> None:
    colleague = registered(server, Holder())
    assert code_of(admin.send(admin.composed("certificate-confirm", **about(colleague.signer)))) == ""
    assert admin.get("/api/v1/deeds").status_code == 200
    text = colleague.composed("certificate-suspend", **about(admin.signer, reason="stolen"))
    assert code_of(colleague.send(text)) == ""
    assert server.file(a_filing(lines_of("A1"))).json()["code"] == "CERTIFICATE-BLOCKED"
    assert code_of(admin.log_in()) == "CERTIFICATE-BLOCKED"
    time.sleep(LIMITS.session_checked_seconds)
    assert code_of(admin.get("/api/v1/deeds")) == "LOGIN-NEEDED"
    assert LIMITS.session_checked_seconds <= 1


def test_a_replaced_certificate_ends_its_sessions_and_the_new_one_logs_in(server: Server, admin: Person) -> None:
    old = admin.signer.certificate.fingerprint
    new = registered(server, Holder(), replaces=old)
    assert code_of(admin.send(admin.composed("certificate-confirm", **about(new.signer, replaces=old)))) == ""
    time.sleep(LIMITS.session_checked_seconds)
    assert code_of(admin.get("/api/v1/deeds")) == "LOGIN-NEEDED"
    assert code_of(new.log_in()) == ""
    assert new.get("/api/v1/deeds").json()["deeds"][0]["account"] == RSA_COMPANY


def test_an_operator_suspends_what_was_stolen(server: Server, admin: Person) -> None:
    serial = admin.signer.certificate.serial
    command = [
        sys.executable,
        "-m",
        "thongquan.cli.main",
        "office",
        "certificate",
        "suspend",
        serial,
        "--reason",
        "stolen",
    ]
    command += ["--as", "vh01", "--key", str(the_pki().officer_p12("vh01")), "--data", str(server.folder / "data")]
    environ = os.environ | {"THONGQUAN_P12_PASSWORD": PASSWORD}
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=environ)
    assert (serial in told.stdout, RSA_COMPANY in told.stdout) == (True, True)
    assert server.file(a_filing(lines_of("A1"))).json()["code"] == "CERTIFICATE-BLOCKED"
    again = subprocess.run([*command, "--data", server.folder / "data"], capture_output=True, text=True, check=False)
    assert again.returncode != 0
