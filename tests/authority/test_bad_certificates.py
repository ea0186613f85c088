"""Rows 1 and 2 of the threat model, before the authority itself: the matrix at the door of filings."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from authority.house import House, a_statement, lines_of
from demo_pki import NOW, RSA_COMPANY
from signing.bad_certificates import GOOD_STORE, Bad, bad, everything_bad, leaf, signed_by
from thongquan.authority.company_add import tie_to_a_user
from thongquan.authority.sitting import Sitting
from thongquan.authority.stages import Received
from thongquan.base.canonical import canonical
from timing import quickest

NAMES = [one.name for one in everything_bad()]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("bad"))
    yield house
    house.close()


INSERT = "INSERT OR REPLACE INTO certificate (issuer_serial, tax_code, der, added_at) VALUES (?, ?, ?, '')"


def registered(now: Sitting, certificate: Bad) -> None:
    """Past all checks of registration: those of use are to hold alone. A user declares with it."""
    books: Any = now.books
    books.connection.execute(INSERT, (certificate.issuer_serial, RSA_COMPANY, certificate.der))
    company = books.company(RSA_COMPANY)
    tie_to_a_user(books.accounts, company, certificate.issuer_serial)


def smuggled(house: House, certificate: Bad) -> None:
    """Into the register, under the trust that goes with it."""
    house.sit(lambda now: registered(now, certificate))
    authority = msgspec.structs.replace(house.parts.authority, trust=certificate.trust)
    house.parts = msgspec.structs.replace(house.parts, authority=authority)


def filed(house: House, certificate: Bad) -> list[object]:
    house.books.forget()
    lines = lines_of("A1")
    statement = canonical(a_statement(lines))
    return house.file(Received(statement, signed_by(certificate, statement), lines[0] + b"\n", NOW))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_filed_with_it_and_the_answer_comes_within_a_second(own: House, name: str) -> None:
    certificate = everything_bad()[NAMES.index(name)]
    smuggled(own, certificate)
    seconds, answer = quickest(lambda: filed(own, certificate))
    assert answer == [certificate.code]
    assert seconds < 1
    assert own.rows("SELECT count(*) FROM filing") == [(0,)]


def test_with_a_good_one_smuggled_in_alike_it_is_filed(tmp_path: Path) -> None:
    house = House(tmp_path)
    smuggled(house, good := bad("good", "", leaf(), GOOD_STORE))
    [answer] = filed(house, good)
    assert answer["outcomes"][0]["decision"]["number"]
    house.close()
