"""The certificates of one company, as requests about them find them."""

from datetime import datetime

from thongquan.authority.account_ports import Accounts
from thongquan.authority.certificate_refusals import CertificateNotHeld
from thongquan.authority.deed_ports import OnFile
from thongquan.authority.ports import Books
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Refusal
from thongquan.base.moment import stamp
from thongquan.registration.model import CertificateState
from thongquan.registration.rules import CertificateBlocked, CertificateEnded, has_left, signatory_is_open
from thongquan.signing.chain import TrustStore


def held(books: Books, tax_code: str, fingerprint: str) -> OnFile:
    """The company's certificate of this SHA-256.

    Raises:
        CertificateNotHeld: it has none; one of another company is none of its.
    """
    for one in books.certificates.of_company(tax_code):
        if one.certificate.fingerprint == fingerprint:
            return one
    raise CertificateNotHeld


def held_as(books: Books, tax_code: str, fingerprint: str, serial: str) -> OnFile:
    """As `held`; what people read, the serial number, is that of the same certificate."""
    found = held(books, tax_code, fingerprint)
    if found.certificate.serial != serial:
        raise CertificateNotHeld
    return found


def replaceable(old: OnFile) -> bool:
    """A lost one too: its accounts go on with another. One that has ended gave them up already."""
    return old.state in ("registered", "suspended")


def counts(now: Sitting, one: OnFile) -> bool:
    """Whether anything could be signed with it now."""
    return counts_at(now.books.accounts, now.authority.trust, one, now.at)


def counts_at(accounts: Accounts, trust: TrustStore, one: OnFile, at: datetime) -> bool:
    """At that moment it is registered, not run out, trusted, and of nobody who was cancelled."""
    if has_left(accounts.holders(one.certificate.issuer_serial), stamp(at)):
        return False
    try:
        signatory_is_open(one.state, one.until, None, at)
        trust.check(one.certificate, at)
    except Refusal:
        return False
    return True


def stop(now: Sitting, one: OnFile, state: CertificateState) -> dict[str, str]:
    """Suspend or end it; what to tell of it."""
    if one.state == "suspended":
        raise CertificateBlocked
    if one.state == "ended":
        raise CertificateEnded
    now.books.certificates.put(one.certificate.issuer_serial, state)
    return {"state": state}


def fingerprint_of(all_held: list[OnFile], issuer_serial: bytes) -> str:
    """Empty for none."""
    found = (one.certificate.fingerprint for one in all_held if one.certificate.issuer_serial == issuer_serial)
    return next(found, "")
