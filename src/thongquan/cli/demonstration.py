"""What `serve --demo` makes when it is missing: a certification authority, companies, officers, and their accounts."""

from datetime import datetime
from pathlib import Path

import msgspec

from thongquan.app import Parts, Service
from thongquan.authority.company_add import company_add
from thongquan.authority.officer_add import FirstPassword, officer_add
from thongquan.authority.password_work import with_password
from thongquan.authority.sitting import Sitting
from thongquan.base.moment import stamp
from thongquan.cli.made_up import ACCOUNT_PASSWORD, COMPANIES, IDENTITIES, OFFICERS, PASSWORD, USER_PASSWORD
from thongquan.cli.words import Words
from thongquan.declarant.outbox import write_through
from thongquan.registration.account import Account, Person
from thongquan.registration.password import hashed
from thongquan.signing.folders import certificates_of
from thongquan.signing.frame import read_frame
from thongquan.signing.pki import issue_company, issue_officer, make_pki, renew_crls
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
    for one in OFFICERS:
        if not (pki / "officers" / f"{one.id}.pem").exists():
            issue_officer(pki, one.id, one.name, password=PASSWORD, moment=now)


def register(parts: Parts, pki: Path) -> None:
    """Companies and officers with their accounts, before anybody is served. Done again, it changes nothing."""
    ledger = parts.ledger
    ledger.begin()
    now = Sitting(parts.authority, ledger.books, parts.clock())
    for tax_code, name, key in COMPANIES:
        [der] = certificates_of((pki / "companies" / f"{tax_code}-{key}.pem").read_bytes())
        company_add(now, name, tax_code, [der])
        open_accounts(now, tax_code, read_frame(der).issuer_serial)
    for officer in OFFICERS:
        [der] = certificates_of((pki / "officers" / f"{officer.id}.pem").read_bytes())
        known, person = now.books.accounts.account(officer.id), Person(officer.name, IDENTITIES[officer.id])
        officer_add(now, officer, der, None if known else FirstPassword(hashed(ACCOUNT_PASSWORD), "own", person=person))
        if known and not known.person.identity:
            now.books.accounts.put(msgspec.structs.replace(known, person=person))
    ledger.commit()


def open_accounts(now: Sitting, tax_code: str, certificate: bytes) -> None:
    """The administrator's, and a password for the user that declares with this certificate."""
    accounts = now.books.accounts
    if accounts.account(tax_code) is None:
        person = Person("Người quản trị thử nghiệm", email="quantri@thunghiem.example")
        admin = Account(
            tax_code, "admin", tax_code, certificate, person, stamp(now.at), hashed(ACCOUNT_PASSWORD), 1, "own"
        )
        accounts.add(admin)
    user = accounts.user_of(certificate)
    if user is not None and not user.password:
        named = msgspec.structs.replace(user, person=Person("Người khai thử nghiệm"))
        accounts.put(with_password(named, hashed(USER_PASSWORD)))


def accounts(parts: Parts, pki: Path, data: Path, say: Words) -> list[str]:
    """With what the demonstration can be used."""
    return [
        *(line for company in COMPANIES for line in _of_company(parts, pki / "companies", company, say)),
        *(
            say("serve.officer", id=one.id, name=one.name, office=one.office, role=say(f"role.{one.role}"), data=data)
            for one in OFFICERS
        ),
        say("serve.officers", folder=pki / "officers", password=PASSWORD, account_password=ACCOUNT_PASSWORD),
    ]


def _of_company(parts: Parts, folder: Path, company: tuple[str, str, str], say: Words) -> list[str]:
    code, name, key = company
    users = [one.name for one in parts.ledger.books.accounts.of_company(code) if one.kind == "user"]
    return [
        say("serve.company", tax_code=code, name=name, password=PASSWORD, file=folder / f"{code}-{key}.p12"),
        say("serve.admin", account=code, password=ACCOUNT_PASSWORD),
        *(say("serve.user", account=one, password=USER_PASSWORD) for one in users),
    ]
