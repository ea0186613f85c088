"""Lists HQ 01 over HTTP: as many lines as may be come in; what is another company's looks like what is not there."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from authority.applying import a_signer
from authority.documents_listed import a_document, beside, documents
from authority.running import Server
from demo_pki import P256_COMPANY, RSA_COMPANY
from server.applying import Applicant, logged_in
from server.logging_in import Person
from server.test_completed_lists import NOWHERE, opened
from thongquan.base.limits import LIMITS


@dataclass
class Made:
    user: Applicant
    list_id: str


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    server, user = opened(tmp_path_factory.mktemp("documents"))
    assert Person(server, P256_COMPANY).register().status_code == 200
    yield server, user
    server.end()


@pytest.fixture(scope="module")
def made(server: tuple[Server, str]) -> Made:
    user = logged_in(server[0], server[1], a_signer(RSA_COMPANY))
    lines = beside(documents("A1", "A2"))
    text = user.post("/api/v1/hq01", {"direction": "export", "office": "02DS", "lines": lines}).json()["text"]
    return Made(user, user.send(text, lines=lines).json()["outcome"]["list"])


@pytest.mark.parametrize("rest", ["", "/lines", "/pdf", "/xlsx", "/ndjson"])
def test_a_list_is_shown_to_its_company_and_to_no_other(server: tuple[Server, str], made: Made, rest: str) -> None:
    other = logged_in(server[0], P256_COMPANY)
    assert made.user.get(f"/api/v1/hq01/{made.list_id}{rest}").status_code == 200
    theirs, nothing = (other.get(f"/api/v1/hq01/{one}{rest}") for one in (made.list_id, NOWHERE))
    assert (theirs.status_code, theirs.json()["code"]) == (404, nothing.json()["code"])


def test_lines_of_many_different_people_come_in(made: Made) -> None:
    lines = [
        a_document(
            f"M{n}", receiver_name=f"Nguyễn {n * 7919 % 100003}", receiver_address=f"{n * 104729 % 99991} Lê Lợi"
        )
        for n in range(LIMITS.hq01_lines)
    ]
    told = beside(lines)
    asked = {"direction": "import", "office": "02DS", "lines": told}
    text = made.user.post("/api/v1/hq01", asked).json()["text"]
    assert made.user.send(text, lines=told).json()["outcome"]["state"] == "sent"


@pytest.mark.parametrize("lines", ["", "x", "AAAA", beside(documents("A1"))[:-8]])
def test_what_is_no_list_of_lines_is_refused(made: Made, lines: str) -> None:
    answer = made.user.post("/api/v1/hq01", {"direction": "import", "office": "02DS", "lines": lines})
    assert (answer.status_code, answer.json()["code"]) == (422, "HQ01-UNREADABLE")
