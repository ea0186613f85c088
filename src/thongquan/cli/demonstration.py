"""What `serve --demo` makes when it is missing: a certification authority, companies, officers, and their accounts."""

from base64 import b64encode
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from thongquan.app import Parts, Service
from thongquan.authority.beside import CERTIFICATES
from thongquan.authority.operator_found import Founder, operator_found
from thongquan.authority.password_work import NEW, PRESENT
from thongquan.authority.procedures import DrawnPassword
from thongquan.authority.sitting import Sitting
from thongquan.cli.demonstration_deeds import does, keep_password
from thongquan.cli.demonstration_terminal import key_file, opens_terminal
from thongquan.cli.made_up import (
    ACCOUNT_PASSWORD,
    COMPANIES,
    EMAIL,
    IDENTITIES,
    OFFICERS,
    OPERATOR,
    PASSWORD,
    USER_PASSWORD,
)
from thongquan.cli.operated import named
from thongquan.cli.words import Words
from thongquan.declarant.outbox import write_through
from thongquan.registration.model import Officer
from thongquan.registration.password import hashed
from thongquan.signing.folders import certificates_of
from thongquan.signing.frame import read_frame
from thongquan.signing.pki import issue_company, issue_officer, make_pki, renew_crls
from thongquan.signing.sign import Signer, open_pkcs12
from thongquan.storage.folders import private_folder
from thongquan.storage.keyring import AUTHORITY_CERTIFICATE, AUTHORITY_KEY


def prepared(service: Service, now: datetime) -> Service:
    """The service with keys and trust. A certification authority that was given is used as it is."""
    keys = private_folder(service.keys_folder())
    pki = service.trust or keys / "pki"
    if not pki.exists():
        make_pki(pki, moment=now)
    elif service.trust is None:
        renew_crls(pki, moment=now)
    if service.trust is None:
        issue_what_is_missing(pki, now)
    for source, target in (("key.pem", AUTHORITY_KEY), ("certificate.pem", AUTHORITY_CERTIFICATE)):
        if not (keys / target).exists():
            write_through(keys / target, (pki / "authority" / source).read_bytes())
    return msgspec.structs.replace(service, trust=pki)


def issue_what_is_missing(pki: Path, now: datetime) -> None:
    """A demonstration that is older than some of its people gets their certificates too."""
    for tax_code, name, key in COMPANIES:
        if not (pki / "companies" / f"{tax_code}-{key}.pem").exists():
            issue_company(pki, tax_code, name, password=PASSWORD, key=key, moment=now)
    for one in (OPERATOR, *OFFICERS):
        if not (pki / "officers" / f"{one.id}.pem").exists():
            issue_officer(pki, one.id, one.name, password=PASSWORD, moment=now)


def register(parts: Parts, pki: Path) -> None:
    """An operator, and what he signs for: companies and officers with their accounts, before anybody is served.

    Done again, it changes nothing.
    """
    ledger = parts.ledger
    ledger.begin()
    now = Sitting(parts.authority, ledger.books, parts.clock())
    operator = Operating(now, open_pkcs12(pki / "officers" / f"{OPERATOR.id}.p12", PASSWORD))
    if now.books.officer(OPERATOR.id) is None:
        one, first = OPERATOR, DrawnPassword("", hashed(ACCOUNT_PASSWORD))
        der = operator.key.certificate.der
        operator_found(now, "demo", Founder(one.id, one.name, one.office, IDENTITIES[one.id], der), first)
        keep_password(now, one.id)
    for tax_code, name, key in COMPANIES:
        company = open_pkcs12(pki / "companies" / f"{tax_code}-{key}.p12", PASSWORD)
        operator.registers_company(tax_code, name, company.certificate.der)
        opens_accounts(now, company)
    for officer in OFFICERS:
        [der] = certificates_of((pki / "officers" / f"{officer.id}.pem").read_bytes())
        operator.registers_officer(officer, der)
    approving = open_pkcs12(pki / "officers" / f"{OFFICERS[0].id}.p12", PASSWORD)
    for tax_code, name, key in COMPANIES:
        company = open_pkcs12(pki / "companies" / f"{tax_code}-{key}.p12", PASSWORD)
        opens_terminal(now, company, name, approving, pki / "companies")
    ledger.commit()


class Operating:
    """The made-up operator at work, before anybody is served: composed, signed, admitted and carried out as always."""

    def __init__(self, now: Sitting, key: Signer) -> None:
        self.now, self.key = now, key

    def registers_company(self, tax_code: str, name: str, der: bytes) -> None:
        if self.now.books.certificates.signatory(read_frame(der).issuer_serial) is None:
            says = {"tax_code": tax_code, "name": name, "certificates": [named(der)]}
            self._does("operator-company-add", says, der)

    def registers_officer(self, officer: Officer, der: bytes) -> None:
        """With an account, whose password is the one that is printed at every start."""
        if self.now.books.accounts.account(officer.id) is None:
            one = officer
            person = {"id": one.id, "name": one.name, "office": one.office, "role": one.role}
            says = {**person, "identity": IDENTITIES[one.id], "account": True, **named(der)}
            self._does("operator-officer-add", says, der)
            keep_password(self.now, one.id)

    def _does(self, kind: str, says: dict[str, Any], der: bytes) -> None:
        beside = {CERTIFICATES: b64encode(der).decode()}
        does(self.now, self.key, kind, says, account=OPERATOR.id, password=ACCOUNT_PASSWORD, secrets=beside)


def opens_accounts(now: Sitting, key: Signer) -> None:
    """A company opens its administrator's account, and has a password made for the user that declares with its key."""
    accounts, certificate = now.books.accounts, key.certificate
    company = certificate.tax_code
    if accounts.account(company) is None:
        says = {"email": EMAIL, "serial": certificate.serial, "fingerprint": certificate.fingerprint}
        secrets = {PRESENT: "", NEW: hashed(ACCOUNT_PASSWORD)}
        does(now, key, "admin-register", says, account=company, password=ACCOUNT_PASSWORD, secrets=secrets)
    user = accounts.user_of(certificate.issuer_serial)
    if user is not None and not user.password:
        wanted = {"passwords": [{"user": user.name}]}
        does(now, key, "credentials-renew", wanted, account=company, password=USER_PASSWORD)
        keep_password(now, user.name)


def accounts(parts: Parts, pki: Path, data: Path, say: Words) -> list[str]:
    """With what the demonstration can be used."""
    return [
        *(line for company in COMPANIES for line in _of_company(parts, pki / "companies", company, say)),
        *(
            say("serve.officer", id=one.id, name=one.name, office=one.office, role=say(f"role.{one.role}"), data=data)
            for one in (OPERATOR, *OFFICERS)
        ),
        say("serve.officers", folder=pki / "officers", password=PASSWORD, account_password=ACCOUNT_PASSWORD),
    ]


def _of_company(parts: Parts, folder: Path, company: tuple[str, str, str], say: Words) -> list[str]:
    code, name, key = company
    users = [one.name for one in parts.ledger.books.accounts.of_company(code) if one.kind == "user"]
    terminals = [one.id for one in parts.ledger.books.terminals.of_company(code)]
    return [
        say("serve.company", tax_code=code, name=name, password=PASSWORD, file=folder / f"{code}-{key}.p12"),
        say("serve.admin", account=code, password=ACCOUNT_PASSWORD),
        *(say("serve.user", account=one, password=USER_PASSWORD) for one in users),
        *(say("serve.terminal", terminal=one, file=key_file(folder, code)) for one in terminals),
    ]
