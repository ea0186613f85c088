"""Row 7: no company changes what another has, whoever signs, whatever account is named; and nothing is done twice."""

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from authority.accounts import KEPT, an_admin
from authority.deeds import code_of, composed, sent, signed
from authority.house import House, the_pki
from authority.signers import Holder, about, confirmed, registered
from demo_pki import P256_COMPANY, RSA_COMPANY
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.signing.organisation import organisation_of

COMPANIES = {RSA_COMPANY: the_pki().rsa, P256_COMPANY: the_pki().p256}
PASSWORDS = {"password": "", "new_password": KEPT}

SAYS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "certificate-confirm": about,
    "certificate-suspend": lambda signer: about(signer, reason="stolen"),
    "certificate-end": about,
    "admin-register": an_admin,
}
"""Every kind of deed that a company signs about a certificate, and what it says of one. A new kind is added here."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Two companies, of each a certificate that counts and another that waits."""
    house = House(tmp_path)
    for tax_code in COMPANIES:
        holder = Holder(tax_code)
        registered(house, holder, owner=organisation_of(holder.certificate.der))
        waiting[tax_code] = holder
    yield house
    house.close()


waiting: dict[str, Holder] = {}


def concerned(kind: str, tax_code: str) -> Any:
    """The certificate that a deed of this kind can be about."""
    return COMPANIES[tax_code] if kind == "admin-register" else waiting[tax_code]


def secrets_of(kind: str) -> dict[str, str]:
    return {name: PASSWORDS[name] for name in PROCEDURES[kind].secrets}


def everything(house: House) -> list[Any]:
    return [
        house.rows(f"SELECT * FROM {table}")
        for table in ("certificate", "account", "company", "terminal", "delegation", "application", "deed")
    ]


@pytest.mark.parametrize("kind", SAYS)
def test_of_all_combinations_only_ones_own_passes(house: House, kind: str) -> None:
    """Account named, signer and certificate concerned: of this company or of the other."""
    passed, before = [], everything(house)
    for account, signer, whose in product(COMPANIES, repeat=3):
        if account == signer == whose:
            continue
        text = composed(house, kind, account, **SAYS[kind](concerned(kind, whose))).text
        if not code_of(sent, house, signed(text, COMPANIES[signer]), **secrets_of(kind)):
            passed.append((account, signer, whose))
    assert passed == []
    assert everything(house) == before


@pytest.mark.parametrize("kind", SAYS)
def test_ones_own_passes_once(house: House, kind: str) -> None:
    """Captured and sent again, alone or signed anew, it is refused."""
    text = composed(house, kind, RSA_COMPANY, **SAYS[kind](concerned(kind, RSA_COMPANY))).text
    captured = signed(text, COMPANIES[RSA_COMPANY])
    sent(house, captured, **secrets_of(kind))
    before = everything(house)
    again = [captured, signed(text, COMPANIES[RSA_COMPANY])]
    assert [code_of(sent, house, one, **secrets_of(kind)) for one in again] == ["DEED-REPEATED"] * 2
    assert everything(house) == before


@pytest.mark.parametrize("kind", SAYS)
def test_the_text_names_account_key_moment_and_number(house: House, kind: str) -> None:
    one = concerned(kind, RSA_COMPANY)
    text = composed(house, kind, RSA_COMPANY, **SAYS[kind](one)).text
    assert one.certificate.fingerprint in text
    assert one.certificate.serial in text
    labels = {line.partition(": ")[0] for line in text.splitlines()}
    assert {"Tài khoản", "Thời điểm", "Số dùng một lần"} <= labels


def test_every_kind_that_a_company_signs_is_tried() -> None:
    assert {kind for kind, one in PROCEDURES.items() if one.signed_by == "company"} == set(SAYS)


def test_a_replacement_of_another_companys_certificate_is_refused(house: House) -> None:
    stranger = COMPANIES[P256_COMPANY].certificate.fingerprint
    assert code_of(registered, house, Holder(), replaces=stranger) == "CERTIFICATE-NOT-HELD"
    for replaces in ("", stranger):
        told = code_of(confirmed, house, waiting[P256_COMPANY], COMPANIES[RSA_COMPANY], replaces=replaces)
        assert told == "CERTIFICATE-NOT-HELD"
