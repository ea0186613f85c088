"""Rows 1 and 2 of the threat model at the door of deeds: the matrix, at each way in which a deed is signed."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from authority.accounts import KEPT, put, register_admin
from authority.deciding import look, what_is_said
from authority.deeds import code_of, composed, sent
from authority.house import House, a_filing, an_owner, the_pki
from authority.signers import about
from authority.test_bad_certificates import registered
from building import a_mic
from demo_pki import NOW, RSA_COMPANY
from signing.bad_certificates import GOOD_STORE, Bad, bad, everything_bad, leaf, signed_by
from thongquan.authority.deed_door import ReceivedDeed
from thongquan.authority.sitting import Sitting
from thongquan.base.moment import stamp
from thongquan.declaration.codec import encode_line
from thongquan.signing.organisation import organisation_of
from timing import quickest

OFFICER = "cb01"
OFFICERS_OWN = "INSERT OR REPLACE INTO officer_certificate VALUES (?, ?, ?, 'registered', ?, '')"


def nowhere(_house: House, _certificate: Bad) -> None:
    """It registers itself: it is in the message."""


def a_companys(house: House, certificate: Bad) -> None:
    house.sit(lambda now: registered(now, certificate))


def an_accounts(house: House, certificate: Bad) -> None:
    a_companys(house, certificate)
    put(house, certificate=certificate.issuer_serial)


def an_officers(house: House, certificate: Bad) -> None:
    def work(now: Sitting) -> None:
        until = stamp(NOW.replace(year=2028))
        row = (certificate.issuer_serial, OFFICER, certificate.der, until)
        books: Any = now.books
        books.connection.execute("DELETE FROM certificate WHERE issuer_serial = ?", row[:1])
        books.connection.execute(OFFICERS_OWN, row)

    house.sit(work)
    put(house, OFFICER, certificate=certificate.issuer_serial)


def registers_itself(_house: House, certificate: Bad) -> dict[str, Any]:
    """What the certificate says of itself, wherever it can be read."""
    says = {"serial": "5a5a5a5a", "fingerprint": sha256(certificate.der).hexdigest(), "until": "2026-12-31"}
    return {**says, "owner": organisation_of(certificate.der) if certificate.code == "" else "Công ty A"}


def decides(house: House, _certificate: Bad) -> dict[str, Any]:
    [[number]] = house.rows("SELECT number FROM declaration")
    look(house, str(number), OFFICER)
    return what_is_said(house, str(number), "goods-fit")


class Entry(NamedTuple):
    """How a certificate gets in past all checks, and what is signed with it."""

    kind: str
    account: str
    smuggle: Callable[[House, Bad], None]
    says: Callable[[House, Bad], dict[str, Any]]
    secrets: dict[str, str]


ENTRIES = [
    Entry("certificate-register", RSA_COMPANY, nowhere, registers_itself, {}),
    Entry("certificate-suspend", RSA_COMPANY, a_companys, lambda *_: about(the_pki().rsa, reason="lost"), {}),
    Entry("login", RSA_COMPANY, an_accounts, lambda *_: {}, {"password": KEPT}),
    Entry("declaration-decide", OFFICER, an_officers, decides, {}),
]
NAMES = [one.name for one in everything_bad()]
IN_THE_MESSAGE = {"CERT-SERIAL": "SIG-SIGNER", "CERT-TOO-LARGE": "CMS-TOO-LARGE", "CERT-UNREADABLE": "CMS-TRUNCATED"}
"""What does not even get as far as being read, where the message brings it."""
FOR_ANYBODY = {"CERT-TAX-CODE-MISSING"}
"""An officer's names no company."""


def a_house(folder: Path) -> House:
    """With an administrator, and a red declaration on which to decide."""
    house = House(folder)
    register_admin(house, the_pki().rsa)
    house.file(a_filing([encode_line(a_mic(goods_description="Drone", house_bill="B1", **an_owner("B1")))]))
    return house


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = a_house(tmp_path_factory.mktemp("bad"))
    yield house
    house.close()


def smuggled(house: House, entry: Entry, certificate: Bad) -> None:
    entry.smuggle(house, certificate)
    authority = msgspec.structs.replace(house.parts.authority, trust=certificate.trust)
    house.parts = msgspec.structs.replace(house.parts, authority=authority)


def signed(house: House, entry: Entry, certificate: Bad) -> ReceivedDeed:
    text = composed(house, entry.kind, entry.account, **entry.says(house, certificate)).text.encode()
    return ReceivedDeed(text, signed_by(certificate, text, embedded=entry.smuggle is nowhere))


def expected(entry: Entry, certificate: Bad) -> str:
    return IN_THE_MESSAGE.get(certificate.code, certificate.code) if entry.smuggle is nowhere else certificate.code


def those_of(entry: Entry) -> list[str]:
    """The matrix, without what is not wrong for this signer."""
    left_out = FOR_ANYBODY if entry.account == OFFICER else set()
    return [one.name for one in everything_bad() if one.code not in left_out]


def named(one: Entry | str) -> str:
    return one if isinstance(one, str) else one.kind


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_there_are_at_least_80_of_them(entry: Entry) -> None:
    assert len(those_of(entry)) >= 80


@pytest.mark.parametrize(("entry", "name"), [(one, name) for one in ENTRIES for name in those_of(one)], ids=named)
def test_no_deed_is_signed_with_it_and_the_answer_comes_within_a_second(own: House, entry: Entry, name: str) -> None:
    certificate, before = everything_bad()[NAMES.index(name)], own.rows("SELECT count(*) FROM deed")
    smuggled(own, entry, certificate)
    received = signed(own, entry, certificate)

    def tried() -> str:
        own.books.forget()
        return code_of(sent, own, received, **entry.secrets)

    seconds, code = quickest(tried)
    assert code == expected(entry, certificate)
    assert seconds < 1
    assert own.rows("SELECT count(*) FROM deed") == before


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_with_a_good_one_smuggled_in_alike_it_is_carried_out(tmp_path: Path, entry: Entry) -> None:
    house = a_house(tmp_path)
    smuggled(house, entry, good := bad("good", "", leaf(), GOOD_STORE))
    assert sent(house, signed(house, entry, good), **entry.secrets).kind == entry.kind
    house.close()
