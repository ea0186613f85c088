"""Lists HQ 02 over HTTP: what is another company's looks like what is not there."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from authority.applying import a_signer
from authority.house import House, a_filing
from authority.running import Server
from building import a_mec
from demo_pki import NOW, P256_COMPANY, RSA_COMPANY
from server.applying import MANY, Applicant, logged_in
from server.logging_in import PASSWORD, Person
from thongquan.declaration.codec import encode_line
from thongquan.registration.password import hashed

NOWHERE = "019d1861-32f3-79ea-84ff-68ee0dc43e79"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server, users[RSA_COMPANY] = opened(tmp_path_factory.mktemp("lists"))
    assert Person(server, P256_COMPANY).register().status_code == 200
    yield server
    server.end()


def opened(folder: Path) -> tuple[Server, str]:
    """A server, and the first company's user, who has a password."""
    house, kept = House(folder, now=NOW - timedelta(hours=1)), hashed(PASSWORD)
    [user] = [one.name for one in house.books.accounts.of_company(RSA_COMPANY) if one.kind == "user"]
    account = replace(house.books.accounts.account(user), password=kept, password_number=1, password_state="own")
    house.sit(lambda now: now.books.accounts.put(account))
    house.close()
    return Server(folder, MANY), user


users: dict[str, str] = {}


@pytest.fixture(scope="module")
def made(server: Server) -> tuple[Applicant, str]:
    """The user who sent a list, and its id."""
    line = encode_line(a_mec(house_bill="LISTED1"))
    [one] = server.file(a_filing([line], direction="export")).json()["outcomes"]
    numbers = [one["decision"]["number"]]
    user = logged_in(server, users[RSA_COMPANY], a_signer(RSA_COMPANY))
    asked = {"direction": "export", "office": "02DS", "measure": "weight", "numbers": numbers}
    text = user.post("/api/v1/hq02", asked).json()["text"]
    return user, user.send(text, numbers="\n".join(numbers)).json()["outcome"]["list"]


@pytest.mark.parametrize("rest", ["", "/lines", "/pdf"])
def test_a_list_is_shown_to_its_company_and_to_no_other(server: Server, made: tuple[Applicant, str], rest: str) -> None:
    user, list_id = made
    other = logged_in(server, P256_COMPANY)
    assert user.get(f"/api/v1/hq02/{list_id}{rest}").status_code == 200
    theirs, nothing = (other.get(f"/api/v1/hq02/{one}{rest}") for one in (list_id, NOWHERE))
    assert (theirs.status_code, theirs.json()["code"]) == (404, nothing.json()["code"])
