"""Accounts at a running server: certificate and password, sessions, and what ends them (threats 3, 4, 6, 7, 24)."""

import json
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from authority.accounts import second_signer
from authority.running import Server
from demo_pki import P256_COMPANY, RSA_COMPANY
from server.logging_in import OTHER, PASSWORD, Person, code_of
from thongquan.base.limits import LIMITS

MANY = replace(LIMITS, address_burst=100_000)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all; each test begins with the first company's account as it is left here."""
    server = Server(tmp_path_factory.mktemp("logging-in"), MANY)
    assert Person(server).register().status_code == 200
    yield server
    assert server.end() == 0


@pytest.fixture
def person(server: Server) -> Person:
    return Person(server)


def test_certificate_and_password_open_a_session(person: Person) -> None:
    answer = person.log_in()
    assert code_of(answer) == ""
    assert answer.json()["outcome"]["kind"] == "admin"
    [one] = [one for one in person.sessions() if one["own"]]
    assert one["source"] == "127.0.0.1"


def test_its_cookie_is_for_this_host_and_no_script(person: Person) -> None:
    [cookie] = [line for line in person.log_in().headers.get_list("set-cookie") if line.startswith("__Host-thongquan=")]
    assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"))


def test_the_last_login_is_told(person: Person) -> None:
    person.log_in()
    assert person.log_in().json()["outcome"]["last_login"].startswith("2026-09-02T")


def test_a_password_alone_never_gets_in(server: Server) -> None:
    for signer in (Person(server, P256_COMPANY).signer, second_signer()):
        stranger = Person(server, RSA_COMPANY, signer)
        answer = stranger.log_in()
        assert code_of(answer) == "SIGNER-UNKNOWN"
        assert stranger.cookie == ""


@pytest.mark.parametrize("signature", ["", "AAAA", "MIIB", "!!"])
def test_nor_without_any_signature(person: Person, signature: str) -> None:
    answer = person.send_signed(person.composed("login"), signature, password=PASSWORD)
    assert 400 <= answer.status_code < 500
    assert person.cookie == ""


def test_a_certificate_alone_does_not_either(person: Person) -> None:
    assert code_of(person.log_in("một con trâu uống sông")) == "PASSWORD-WRONG"
    assert person.cookie == ""
    assert code_of(person.send(person.composed("login"))) == "SECRET-MISSING"


def test_nobody_has_no_sessions(person: Person) -> None:
    assert code_of(person.get("/api/v1/sessions")) == "LOGIN-NEEDED"
    person.cookie = "x" * 43
    assert code_of(person.get("/api/v1/sessions")) == "LOGIN-NEEDED"


class TestSessions:
    def test_each_login_has_a_name_of_its_own(self, server: Server) -> None:
        one, other = Person(server), Person(server)
        one.log_in(), other.log_in()
        assert one.cookie != other.cookie

    def test_one_ends_another_of_the_own_account(self, server: Server) -> None:
        one, other = Person(server), Person(server)
        one.log_in(), other.log_in()
        [handle] = [shown["handle"] for shown in other.sessions() if shown["own"]]
        assert one.delete(f"/api/v1/sessions/{handle}").status_code == 204
        assert code_of(other.get("/api/v1/sessions")) == "LOGIN-NEEDED"
        assert one.sessions()

    def test_nobody_ends_another_accounts(self, server: Server) -> None:
        one, other = Person(server), Person(server, P256_COMPANY)
        other.register()
        one.log_in(), other.log_in()
        [handle] = [shown["handle"] for shown in other.sessions() if shown["own"]]
        assert code_of(one.delete(f"/api/v1/sessions/{handle}")) == "NOT-FOUND"
        assert other.sessions()

    def test_a_change_of_the_password_ends_all(self, server: Server) -> None:
        one, other = Person(server), Person(server)
        one.log_in(), other.log_in()
        number = _number(one)
        assert code_of(one.change(number)) == ""
        assert [code_of(any_.get("/api/v1/sessions")) for any_ in (one, other)] == ["LOGIN-NEEDED"] * 2
        assert code_of(one.log_in()) == "PASSWORD-WRONG"
        assert code_of(one.log_in(OTHER)) == ""
        assert code_of(one.change(number + 1, PASSWORD, OTHER)) == ""


def _number(person: Person) -> int:
    """Of the present password: the refusal of a text with another number tells its owner."""
    return int(str(person.change(900_000).json()["facts"]["number"]))


class TestNewPasswords:
    @pytest.mark.parametrize(
        ("new", "codes"),
        [
            ("12345678", {"PASSWORD-SHORT", "PASSWORD-LISTED", "PASSWORD-EASY"}),
            ("matkhaumatkhau", {"PASSWORD-EASY"}),
            (f"trâu {RSA_COMPANY} sông", {"PASSWORD-TELLS-WHO"}),
            (PASSWORD, {"PASSWORD-UNCHANGED"}),
        ],
    )
    def test_what_is_wrong_is_told_at_once_in_both_languages(self, person: Person, new: str, codes: set[str]) -> None:
        answer = person.change(1, new)
        assert code_of(answer) == "FORM-FAULTY"
        faults = answer.json()["faults"]
        assert {one["code"] for one in faults} >= codes
        assert {one["at"] for one in faults} == {"new_password"}
        assert all(one["text"]["vi"] != one["text"]["en"] and one["fix"]["vi"] for one in faults)

    def test_a_faulty_one_costs_no_try(self, server: Server, person: Person) -> None:
        for _ in range(LIMITS.account_tries + 2):
            assert code_of(person.change(1, "12345678", "wrong")) == "FORM-FAULTY"
        assert code_of(person.log_in()) == ""

    def test_none_stands_in_any_answer_or_in_the_log(self, server: Server, person: Person) -> None:
        answers = [person.change(1, new, present) for new in (OTHER, "12345678") for present in ("sai bét", PASSWORD)]
        said = "".join(answer.text for answer in answers) + server.logged()
        for secret in (OTHER, PASSWORD, "sai bét"):
            assert secret not in said
            assert json.dumps(secret) not in said
        assert code_of(person.log_in()) == ""


class TestAnotherSitesPage:
    """It could log its visitor in there under its own account, and watch."""

    @pytest.mark.parametrize(
        "told",
        [
            {"origin": "https://evil.example"},
            {"sec-fetch-site": "cross-site"},
            {"origin": "null", "content-type": "text/plain"},
        ],
    )
    def test_does_not_log_in_here(self, person: Person, told: dict[str, str]) -> None:
        text = person.composed("login")
        person.headers = told
        answer = person.send(text, password=PASSWORD)
        assert code_of(answer) == "FORM-FOREIGN"
        assert person.cookie == ""

    def test_our_own_page_does(self, person: Person) -> None:
        person.headers = {"origin": person.server.address, "sec-fetch-site": "same-origin"}
        assert code_of(person.log_in()) == ""


def test_a_log_in_that_names_no_account_is_told_so_at_its_field_in_both_languages(server: Server) -> None:
    told = server.client.post("/api/v1/deeds/login", json={"account": "", "says": {}})
    [fault] = told.json()["faults"]
    assert (told.status_code, fault["at"], fault["code"]) == (422, "account", "ACCOUNT-MISSING")
    assert fault["text"] == {"vi": "Chưa điền tài khoản.", "en": "No account was named."}
    assert 'name="account"' in server.client.get("/login").text, "so the page puts it beside that field"
