"""What `serve --demo` makes when it is missing: a certification authority, two companies, two officers."""

from datetime import datetime
from pathlib import Path

import msgspec

from thongquan.app import Parts, Service
from thongquan.authority.company_add import company_add
from thongquan.authority.officer_add import officer_add
from thongquan.authority.sitting import Sitting
from thongquan.cli.made_up import COMPANIES, OFFICERS, PASSWORD
from thongquan.cli.words import Words
from thongquan.declarant.outbox import write_through
from thongquan.signing.folders import certificates_of
from thongquan.signing.pki import issue_company, make_pki, renew_crls
from thongquan.storage.folders import private_folder
from thongquan.storage.keyring import AUTHORITY_CERTIFICATE, AUTHORITY_KEY


def prepared(service: Service, now: datetime) -> Service:
    """The service with keys and trust. A certification authority that was given is used as it is."""
    keys = private_folder(service.keys_folder())
    pki = service.trust or keys / "pki"
    if not pki.exists():
        make_pki(pki, moment=now)
        for tax_code, name, key in COMPANIES:
            issue_company(pki, tax_code, name, password=PASSWORD, key=key, moment=now)
    elif service.trust is None:
        renew_crls(pki, moment=now)
    for source, target in (("key.pem", AUTHORITY_KEY), ("certificate.pem", AUTHORITY_CERTIFICATE)):
        if not (keys / target).exists():
            write_through(keys / target, (pki / "authority" / source).read_bytes())
    return msgspec.structs.replace(service, trust=pki)


def register(parts: Parts, pki: Path) -> None:
    """Companies and officers, before anybody is served. Done again, it changes nothing."""
    ledger = parts.ledger
    ledger.begin()
    now = Sitting(parts.authority, ledger.books, parts.clock())
    for tax_code, name, key in COMPANIES:
        company_add(now, name, tax_code, certificates_of((pki / "companies" / f"{tax_code}-{key}.pem").read_bytes()))
    for officer in OFFICERS:
        officer_add(now, officer)
    ledger.commit()


def accounts(pki: Path, data: Path, say: Words) -> list[str]:
    """With what the demonstration can be used."""
    folder = pki / "companies"
    companies = [
        say("serve.company", tax_code=code, name=name, password=PASSWORD, file=folder / f"{code}-{key}.p12")
        for code, name, key in COMPANIES
    ]
    officers = [say("serve.officer", id=one.id, name=one.name, office=one.office, data=data) for one in OFFICERS]
    return [*companies, *officers]
