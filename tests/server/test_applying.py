"""From a certificate to working credentials at a running server, by the API alone (threats 14, 15, 16)."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from authority.applying import (
    SENDER,
    a_declarant,
    a_signer,
    an_application,
    officer_signer,
)
from authority.house import House
from authority.running import Server
from demo_pki import NOW, P256_COMPANY, RSA_COMPANY
from server.applying import MANY, Applicant, logged_in, prepared
from server.logging_in import code_of
from thongquan.base.limits import LIMITS

KINDS = (
    "application-send",
    "application-decide",
    "credentials-read",
    "credentials-renew",
    "terminal-rotate",
    "terminal-end",
    "webhook-add",
    "webhook-change",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = prepared(tmp_path_factory.mktemp("applying"))
    yield server
    assert server.end() == 0


@pytest.fixture(scope="module")
def admin(server: Server) -> Applicant:
    return logged_in(server, RSA_COMPANY)


@pytest.fixture(scope="module")
def officer(server: Server) -> Applicant:
    return logged_in(server, "cb01", officer_signer("cb01"))


def test_from_draft_to_working_credentials(server: Server, admin: Applicant, officer: Applicant) -> None:
    user_signer = a_signer(RSA_COMPANY, 1)
    draft = admin.post("/api/v1/applications", {"asked": an_application()}).json()
    one, path = draft["application"]["id"], f"/api/v1/applications/{draft['application']['id']}"
    saved = admin.put(path, {"asked": an_application(a_declarant(user_signer)), "version": 1}).json()
    assert (saved["application"]["version"], saved["faults"]) == (2, [])
    assert code_of(admin.do("application-send", application=one, version=2, **SENDER)) == ""

    [waiting] = officer.get("/api/v1/desk/registrations").json()["rows"]
    assert (waiting["waiting"]["id"], waiting["hours"]) == (one, 0)
    case = officer.get(f"/api/v1/desk/registrations/{one}").json()["case"]
    assert case["certificates"][0]["refusal"] == ""
    decided = officer.do("application-decide", application=one, version=3, verdict="approve")
    assert decided.json()["outcome"]["state"] == "approved"

    [terminal] = admin.get("/api/v1/terminals").json()["rows"]
    [user] = [one for one in admin.get("/api/v1/users").json()["rows"] if one["name"] == "Đặng Thị Thu Hà"]
    assert (user["state"], user["can_read"], terminal["can_read"]) == ("coming", True, True)
    asked = {
        "passwords": [{"user": user["user"]}],
        "keys": [{"terminal": terminal["terminal"], "user": user["user"]}],
    }
    shown = admin.do("credentials-read", **asked).json()["shown"]
    password, key = shown[f"password {user['user']}"], shown[f"access_key {terminal['terminal']}"]
    assert (
        code_of(admin.post("/api/v1/deeds/credentials-read", {"account": RSA_COMPANY, "says": asked})) == "FORM-FAULTY"
    )
    assert password not in server.logged()
    assert key not in server.logged()

    declarant = Applicant(server, user["user"], user_signer)
    answer = declarant.post(
        "/api/v1/deeds/credentials-check", {"account": user["user"], "says": {"terminal": "ABC123"}}
    )
    text = answer.json()["text"]
    sent = {"text": text, "signature": declarant.signed(text), "password": password, "access_key": key}
    assert code_of(declarant.post("/api/v1/credentials/check", sent)) == "SIGNER-UNKNOWN"  # its day has not come


def test_what_is_not_logged_in_has_nothing(server: Server) -> None:
    stranger = Applicant(server)
    for path in ("applications", "applications/x", "users", "terminals", "desk/registrations", "desk/registrations/x"):
        assert code_of(stranger.get(f"/api/v1/{path}")) == "LOGIN-NEEDED"
    for path in ("applications", "applications/x/withdraw"):
        assert code_of(stranger.post(f"/api/v1/{path}", {"asked": {}, "version": 1})) in (
            "LOGIN-NEEDED",
            "REQUEST-MALFORMED",
        )


def test_the_other_company_finds_nothing(server: Server, admin: Applicant) -> None:
    """Row 15: every route of these, asked by the administrator of the other company for what is the first's."""
    mine = admin.post("/api/v1/applications", {"asked": an_application()}).json()["application"]["id"]
    other = logged_in(server, P256_COMPANY)
    assert code_of(other.get(f"/api/v1/applications/{mine}")) == "NOT-FOUND"
    assert code_of(other.put(f"/api/v1/applications/{mine}", {"asked": {}, "version": 1})) == "NOT-FOUND"
    assert code_of(other.post(f"/api/v1/applications/{mine}/withdraw", {"version": 1})) == "NOT-FOUND"
    assert code_of(other.get(f"/api/v1/desk/registrations/{mine}")) == "NOT-FOUND"
    says = {"application": mine, "version": 1, **SENDER}
    composed = other.post("/api/v1/deeds/application-send", {"account": P256_COMPANY, "says": says})
    assert code_of(composed) == "NOT-FOUND"
    assert other.get("/api/v1/applications").json()["rows"] == []
    assert other.get("/api/v1/terminals").json()["rows"] == []
    assert {one["user"][:5] for one in other.get("/api/v1/users").json()["rows"]} == {"00002"}
    assert admin.get(f"/api/v1/applications/{mine}").json()["application"]["version"] == 1


def test_nobody_composes_for_an_account_he_is_not_logged_in_to(server: Server) -> None:
    other = logged_in(server, P256_COMPANY)
    for kind in KINDS:
        assert code_of(other.post(f"/api/v1/deeds/{kind}", {"account": RSA_COMPANY, "says": {}})) == "LOGIN-NEEDED"


@pytest.mark.parametrize("field", ["state", "tax_code", "decided_by", "effective_at", "owner", "version_"])
def test_what_the_server_owns_is_refused_in_a_request(admin: Applicant, field: str) -> None:
    """Row 16, beside the message and inside it."""
    assert code_of(admin.post("/api/v1/applications", {"asked": {}, field: "approved"})) == "REQUEST-MALFORMED"
    assert code_of(admin.post("/api/v1/applications", {"asked": {field: "approved"}})) == "FORM-FAULTY"


def test_officers_have_no_applications_and_companies_no_desk(admin: Applicant, officer: Applicant) -> None:
    assert code_of(officer.get("/api/v1/applications")) == code_of(officer.get("/api/v1/users")) == "NOT-FOUND"
    assert code_of(admin.get("/api/v1/desk/registrations")) == "NOT-FOUND"


def test_deciding_in_a_row_without_looking_is_refused_and_told(server: Server, admin: Applicant) -> None:
    blind = logged_in(server, "cb02", officer_signer("cb02"))
    one = admin.post("/api/v1/applications", {"asked": an_application(terminals=1)}).json()["application"]["id"]
    assert code_of(admin.do("application-send", application=one, version=1, **SENDER)) == ""
    says = {"application": one, "version": 2, "verdict": "approve"}
    for _ in range(LIMITS.unseen_approvals):
        refused = blind.post("/api/v1/deeds/application-decide", {"account": "cb02", "says": says})
        assert code_of(refused) == "NOT-LOOKED-AT"
    assert "cb02 decides without looking" in server.logged()
    with server.office() as office:
        metrics = office.get("/metrics").text
    assert "thongquan_unseen_decisions_total 3" in metrics
    assert "thongquan_unseen_alarms_total 1" in metrics


def test_what_was_approved_takes_effect_by_itself(tmp_path: Path) -> None:
    """The clock of the server stands before midnight in Viet Nam, then after it."""
    house = House(tmp_path, now=NOW - timedelta(hours=1))
    from authority.applying import approved, everybody

    signers = everybody(house)
    one = approved(house, a_declarant(signers[0]))
    house.close()
    hand = tmp_path / "clock"
    hand.write_text("2026-09-02T16:59:59+00:00")
    server = Server(tmp_path, MANY, clock=hand)
    time.sleep(1.5)
    assert state_of(server, one.id) == "approved"
    hand.write_text("2026-09-02T17:00:01+00:00")
    deadline = time.monotonic() + 10
    while state_of(server, one.id) != "effective" and time.monotonic() < deadline:
        time.sleep(0.2)
    assert state_of(server, one.id) == "effective"
    assert server.end() == 0


def state_of(server: Server, application: str) -> str:
    import apsw

    connection = apsw.Connection(str(server.folder / "data" / "thongquan.sqlite3"), flags=apsw.SQLITE_OPEN_READONLY)
    [(state,)] = connection.execute("SELECT state FROM application WHERE id = ?", (application,))
    connection.close()
    return str(state)
