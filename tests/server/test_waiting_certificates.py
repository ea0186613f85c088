"""Certificates that wait for customs, at a running server: read, confirmed and refused over the API and the socket."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest

from authority.applying import a_signer, officer_signer
from authority.deeds import a_registration
from authority.house import the_pki
from authority.running import Server
from authority.signers import Holder
from commands import run_process
from demo_pki import P256_COMPANY, PASSWORD, RSA_COMPANY
from server.applying import Applicant, logged_in, prepared
from server.logging_in import Person, code_of


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The first company has lost both of its certificates; the other has all it needs."""
    server = prepared(tmp_path_factory.mktemp("waiting"))
    first = a_signer(RSA_COMPANY)
    for one in (a_signer(RSA_COMPANY, 1), first):
        named = {"serial": one.certificate.serial, "fingerprint": one.certificate.fingerprint}
        does(server, first, "certificate-suspend", **named, reason="stolen")
    yield server
    assert server.end() == 0


@pytest.fixture(scope="module")
def officers(server: Server) -> dict[str, Applicant]:
    return {name: logged_in(server, name, officer_signer(name)) for name in ("cb01", "ct01")}


@pytest.fixture
def waiting(server: Server) -> Holder:
    holder = Holder()
    assert does(server, holder, "certificate-register", **a_registration(holder))["state"] == "waiting"
    return holder


def does(server: Server, signer: Any, kind: str, **says: str) -> Any:
    """Composed, signed and sent without a session; what became of it."""
    text = Person(server, RSA_COMPANY, signer).composed(kind, **says)
    signature = b64encode(signer.sign(text.encode())).decode()
    answer = server.client.post("/api/v1/deeds", json={"text": text, "signature": signature})
    assert answer.status_code == 200, answer.text
    return answer.json()["outcome"]


def about(holder: Holder, **more: str) -> dict[str, str]:
    named = {"serial": holder.certificate.serial, "fingerprint": holder.certificate.fingerprint}
    return {"tax_code": RSA_COMPANY, **named, "grounds": "Công văn số 12", **more}


def path(holder: Holder) -> str:
    return f"/api/v1/desk/certificates/{holder.certificate.fingerprint}"


def test_an_officer_reads_and_refuses_and_nothing_happens_twice(
    officers: dict[str, Applicant], waiting: Holder, server: Server
) -> None:
    officer = officers["cb01"]
    serials = [one["look"]["serial"] for one in officer.get("/api/v1/desk/certificates").json()]
    assert waiting.certificate.serial in serials
    opened = officer.get(path(waiting)).json()
    assert opened["case"]["waiting"]["tax_code"] == RSA_COMPANY
    assert {one["state"] for one in opened["case"]["others"]} >= {"suspended"}
    text = officer.composed("certificate-refuse-by-officer", **about(waiting))
    assert officer.send(text).json()["outcome"] == {"state": "refused"}
    assert code_of(officer.send(text)) == "DEED-REPEATED"
    assert code_of(officer.get(path(waiting))) == "NOT-FOUND"


def test_no_company_and_no_stranger_reads_it(server: Server, waiting: Holder) -> None:
    other = logged_in(server, P256_COMPANY)
    asked = [other.get(one) for one in ("/api/v1/desk/certificates", path(waiting), "/api/v1/desk/certificates/x")]
    assert [code_of(one) for one in asked] == ["NOT-FOUND"] * 3
    for one in ("/api/v1/desk/certificates", path(waiting)):
        assert code_of(server.client.get(one)) == "LOGIN-NEEDED"


@pytest.mark.parametrize("kind", ["certificate-confirm-by-officer", "certificate-refuse-by-officer"])
def test_a_companys_session_composes_no_text_of_an_officer(server: Server, waiting: Holder, kind: str) -> None:
    other = logged_in(server, P256_COMPANY)
    told = other.post(f"/api/v1/deeds/{kind}", {"account": "cb01", "says": about(waiting)})
    assert code_of(told) != ""
    assert server.client.post(f"/api/v1/deeds/{kind}", json={"account": "cb01", "says": {}}).status_code >= 400


class TestTheCommand:
    """`thongquan office certificate …`, over the office's socket."""

    @staticmethod
    def run(server: Server, *words: object) -> Any:
        environ = {"THONGQUAN_P12_PASSWORD": PASSWORD}
        return run_process("office", "certificate", *words, "--data", server.folder / "data", **environ)

    def key_of(self, officer: str) -> list[object]:
        return ["--officer", officer, "--certificate", the_pki().officer_p12(officer)]

    def test_lists_shows_and_confirms_with_two_officers(self, server: Server, waiting: Holder) -> None:
        serial = waiting.certificate.serial
        listed = self.run(server, "waiting", "02DS")
        assert (listed.code, f"{serial}\n" in listed.out) == (0, True), listed.out + listed.err
        shown = self.run(server, "show", serial)
        assert (shown.code, "suspended" in shown.out, shown.out.count("✓")) == (0, True, 4), shown.out + shown.err
        told = ["confirm", serial, "--grounds", "Công văn số 12"]
        first = self.run(server, *told, *self.key_of("cb01"))
        assert (first.code, "confirmed once" in first.out) == (0, True), first.out + first.err
        assert "  Căn cứ: Công văn số 12\n" in first.out
        again = self.run(server, *told, *self.key_of("cb01"))
        assert (again.code, "cb01" in again.err) == (2, True), again.out + again.err
        second = self.run(server, *told, *self.key_of("ct01"))
        assert (second.code, "it counts at once" in second.out) == (0, True), second.out + second.err
        assert "No certificate waits" in self.run(server, "waiting", "01TE").out

    def test_of_what_does_not_wait_says_so(self, server: Server) -> None:
        told = self.run(server, "refuse", "0a1b", "--grounds", "x", *self.key_of("cb01"))
        assert (told.code, told.out) == (2, ""), told.out + told.err
