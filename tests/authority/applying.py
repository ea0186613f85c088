"""Applications as companies and offices make them: people with real certificates, deeds with real signatures."""

import os
from datetime import timedelta
from functools import cache
from typing import Any

import msgspec

from authority.accounts import register_admin
from authority.deeds import composed, signed
from authority.house import NAMES, House, add_officer, the_pki
from authority.signers import confirmed, registered
from demo_pki import MADE_AT, P256_COMPANY, PASSWORD, RSA_COMPANY
from thongquan.authority.application_queue import open_case
from thongquan.authority.applications import Shown, save, save_new, shown
from thongquan.authority.deed_door import admit_deed
from thongquan.authority.deed_work import Carried, carry_out
from thongquan.authority.drawing import passwords_to_draw
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.authority.procedures import DrawnPassword
from thongquan.base.moment import stamp
from thongquan.registration.account import Account, Person
from thongquan.registration.model import Officer
from thongquan.signing.pki import issue_company, issue_officer
from thongquan.signing.sign import Pkcs12Signer, open_pkcs12

SENDER = {"sender": "Lý Thị Gửi", "sender_email": "gui@thunghiem.example"}
OFFICERS = {"cb01": "079180000101", "cb02": "079180000102", "ct01": "079180000103"}


@cache
def a_signer(tax_code: str, number: int = 0) -> Pkcs12Signer:
    """Somebody's own certificate; of a company, or under an officer's made-up code."""
    pki = the_pki()
    if number == 0 and tax_code in (RSA_COMPANY, P256_COMPANY):
        return pki.rsa if tax_code == RSA_COMPANY else pki.p256
    key = "rsa" if tax_code == P256_COMPANY else "p256"  # not the kind of its own file, which must stay as it is
    name = NAMES.get(tax_code, "Người thử nghiệm")
    file = issue_company(pki.folder, tax_code, name, password=PASSWORD, key=key, moment=MADE_AT)
    kept = file.rename(file.with_name(f"{tax_code}-{number}-{os.urandom(4).hex()}.p12"))
    return open_pkcs12(kept, PASSWORD)


@cache
def officer_signer(officer: str) -> Pkcs12Signer:
    """The officer's own certificate, issued when it is first asked for."""
    pki = the_pki()
    if not pki.officer_p12(officer).exists():
        issue_officer(pki.folder, officer, f"Công chức {officer}", password=PASSWORD, moment=MADE_AT)
    return pki.officer(officer)


def with_certificates(house: House, count: int = 3, tax_code: str = RSA_COMPANY) -> list[Pkcs12Signer]:
    """So many more certificates of a company, registered and confirmed by its first. Nobody declares with them yet."""
    signers = [a_signer(tax_code, number + 1) for number in range(count)]
    for one in signers:
        if registered(house, one).outcome["state"] == "waiting":
            confirmed(house, one, a_signer(tax_code))
    return signers


def with_administrator(house: House, tax_code: str = RSA_COMPANY) -> None:
    certificate = a_signer(tax_code).certificate
    account = Account(tax_code, "admin", tax_code, certificate.issuer_serial, Person("Quản Trị"), stamp(MADE_AT))
    house.sit(lambda now: now.books.accounts.add(account))


def with_officer(house: House, officer: str, identity: str = "", **changes: Any) -> None:
    """An officer of 02DS unless told otherwise, with certificate and account."""
    made = Officer(**{"id": officer, "name": f"Công chức {officer}", "office": "02DS", "role": "officer", **changes})
    identity = identity or OFFICERS.get(officer, "079180000199")
    known = house.books.accounts.account(officer)
    if known is None:
        add_officer(house, made, officer_signer(officer).certificate.der, identity)
    else:  # those of every house are there already
        person = msgspec.structs.replace(known.person, identity=identity)
        house.sit(lambda now: now.books.accounts.put(msgspec.structs.replace(known, person=person)))


def everybody(house: House) -> list[Pkcs12Signer]:
    """Administrators of both companies, the declarants of the first, three officers. Gives the declarants' signers."""
    with_administrator(house)
    with_administrator(house, P256_COMPANY)
    for officer in OFFICERS:
        with_officer(house, officer)
    return with_certificates(house)


def people_of(house: House) -> None:
    """As `everybody`, but the first company's administrator registered himself, and nobody has further certificates."""
    register_admin(house, a_signer(RSA_COMPANY))
    for officer in OFFICERS:
        with_officer(house, officer)


def a_declarant(signer: Pkcs12Signer, **changes: Any) -> dict[str, Any]:
    return {
        "action": "add",
        "name": "Đặng Thị Thu Hà",
        "identity": "079185000123",
        "certificate": signer.certificate.fingerprint,
        **changes,
    }


def an_application(*declarants: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Without fault, of the first company, to the office 02DS."""
    return {
        "company": "Công ty TNHH Chuyển phát nhanh Thử Nghiệm",
        "address": "12 Lê Lợi, Phường Sài Gòn, Thành phố Hồ Chí Minh",
        "phone": "028 3822 0001",
        "email": "hq@thunghiem.example",
        "representative": "Nguyễn Văn Đại",
        "office": "02DS",
        "declarants": list(declarants),
        "terminals": 1,
        **changes,
    }


def drafted(house: House, asked: dict[str, Any], tax_code: str = RSA_COMPANY) -> Shown:
    return house.sit(lambda now: save_new(now, tax_code, tax_code, asked))


def saved(house: House, draft: Shown, asked: dict[str, Any], tax_code: str = RSA_COMPANY) -> Shown:
    one = draft.application
    return house.sit(lambda now: save(now, tax_code, tax_code, one.id, version=one.version, given=asked))


def application_of(house: House, application: str, tax_code: str = RSA_COMPANY) -> Any:
    return house.sit(lambda now: shown(now.books, tax_code, application, now.at)).application


def send(house: House, draft: Any, tax_code: str = RSA_COMPANY, **changes: Any) -> Carried:
    one = getattr(draft, "application", draft)
    says = {"application": one.id, "version": one.version, **SENDER, **changes}
    return deed(house, "application-send", tax_code, a_signer(tax_code), **says)


def look(house: House, officer: str, application: str) -> Any:
    return house.sit(lambda now: open_case(now, officer, application))


def decide(house: House, officer: str, application: str, verdict: str = "approve", **says: Any) -> Carried:
    """On the version that stands in the books; looks first unless `unseen`."""
    if not says.pop("unseen", False):
        look(house, officer, application)
    version = says.pop("version", None) or house.rows("SELECT version FROM application WHERE id = ?", application)[0][0]
    says = {"application": application, "version": version, "verdict": verdict, **says}
    return deed(house, "application-decide", officer, officer_signer(officer), **says)


def approved(house: House, *declarants: dict[str, Any], **changes: Any) -> Any:
    """An application that was sent and approved by one officer."""
    draft = drafted(house, an_application(*declarants, **changes))
    send(house, draft)
    decide(house, "cb01", draft.application.id)
    return application_of(house, draft.application.id)


def two_changes(house: House) -> list[tuple[str, Pkcs12Signer]]:
    """Two users, each with a new certificate and name from tomorrow on; the application of the first comes first."""
    signers = everybody(house)
    more = [a_signer(RSA_COMPANY, 4)]
    registered(house, more[0])
    confirmed(house, more[0], a_signer(RSA_COMPANY))
    both = [a_declarant(signers[0]), a_declarant(signers[1], identity="079185000124")]
    changing = []
    for user, signer in zip(approved(house, *both).users, (signers[2], *more), strict=True):
        house.clock.now += timedelta(minutes=1)
        change = {"action": "change", "user": user, "name": "Tên Mới", "certificate": signer.certificate.fingerprint}
        draft = drafted(house, an_application(change, terminals=0))
        send(house, draft)
        for officer in ("cb01", "cb02"):
            decide(house, officer, draft.application.id)
        changing.append((draft.application.id, user, signer))
    return [(user, signer) for _, user, signer in sorted(changing, key=lambda one: one[0])]


def deed(house: House, kind: str, account: str, signer: Pkcs12Signer, /, **says: Any) -> Carried:
    """Composed, signed, admitted and carried out; passwords to be made up are marks, not hashes."""
    secrets = says.pop("secrets", {})
    text = composed(house, kind, account, **says).text
    return carried(house, text, signer, secrets)


def carried(house: House, text: str, signer: Pkcs12Signer, secrets: dict[str, str] | None = None) -> Carried:
    received = signed(text, signer)
    passed = house.sit(lambda now: admit_deed(now, received, PROCEDURES))
    made = passwords_to_draw(passed, PROCEDURES[passed.deed.says.kind])
    drawn = {name: DrawnPassword(password, f"hash of {password}") for name, password in made.items()}
    passed = msgspec.structs.replace(passed, drawn=drawn)
    done: Carried = house.sit(lambda now: carry_out(now, passed, secrets or {}, PROCEDURES))
    return done


def credentials(house: House, kind: str, users: list[str], terminals: dict[str, str], **more: Any) -> Carried:
    """`terminals`: terminal → User ID that it works with."""
    says = {
        "passwords": [{"user": user} for user in users],
        "keys": [{"terminal": terminal, "user": user} for terminal, user in terminals.items()],
        **more,
    }
    return deed(house, kind, RSA_COMPANY, a_signer(RSA_COMPANY), **says)
